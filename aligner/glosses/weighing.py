"""Weighing every start that an unquoted English term could have.

A linear score over a few features, each a plain statement about the stretch from a word to the bracket; the best start wins.
The affinities come from the model, the rest from the grammar of English noun phrases. The weights are those of a conditional
log-linear model, fitted on dictionary words found in parallel sentences and on hand-judged glosses, then rounded.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aligner.glosses.affinity import Affinity
from aligner.glosses.spans import Span, Word
from aligner.grammar import en_kind
from aligner.text import HAN_CHAR, fold

if TYPE_CHECKING:
    from aligner.glosses.affinity import Matrix

WEIGHTS: Mapping[str, float] = {
    "said": 2.45,  # share of the characters that some word of the stretch says
    "extra": -0.3,  # words of the stretch that no character asks for
    "extra_first": -0.8,  # the same of its first word
    "missed": -2.2,  # a word just before it that says characters left unsaid
    "length": -2.0,  # distance from the usual number of words for so many characters, as a log ratio
    "whole": 3.2,  # similarity of term and stretch as wholes
    "quote": 2.1,  # begins at a quotation mark that nothing closes
    "opens": 0.95,  # begins the sentence, a bracket or a quotation
    "determiner": 0.55,
    "preposition": 0.65,
    "of": -0.3,
    "link": -0.35,
    "verb": 1.0,
    "word": -0.4,  # after an ordinary word, which the phrase then leaves behind
    "clause": 0.1,  # after a pronoun, an auxiliary or a comma
    "imperative": -1.5,  # begins with a verb that no character asks for
    "comma": -0.6,  # each comma inside that does not belong to a list
    "list": 0.9,  # as many items as the characters can be divided into
    "clause_inside": -0.2,  # each pronoun, auxiliary or determiner inside
    "possessive_inside": -0.4,
    "name": 1.0,  # begins where the capitalised run begins
    "inside_name": -0.15,  # each word of the run left outside
    "before_name": -1.5,  # each word taken in before the run
}
_LONGEST = 30
# words that may stand inside a capitalised name
_INSIDE_NAME = frozenset("of the and for & on in de la du von van at with".split())
_PARTS_OF_NAMES = frozenset(
    "People's People’s Women's Women’s Children's Children’s Workers' Workers’ Farmers' Farmers’".split()
)
# What policy papers do to a term: the verbs that stand before it and are hardly ever part of it.
_VERBS = frozenset(
    "accelerate adhere advance boost build carry consolidate construct cultivate deepen develop enhance ensure establish expand "
    "explore follow form formulate foster guarantee implement improve increase launch maintain oppose optimize perfect persist "
    "practice practise promote pursue raise realize resolve safeguard speed stimulate strengthen unleash uphold vigorously".split()
)
_CLOSED = frozenset(("preposition", "link", "determiner", "pronoun", "auxiliary"))
# a medium alone in a bracket after words that do not say its name is where the sentence comes from
_SOURCE_NAME = re.compile("(?:社|报|報|网|網|新闻|新聞|日报|日報|电视台|電視台|出版社|官网|微博|公众号)$")


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What all starts before one bracket share."""

    text: str
    words: Sequence[Word]
    kinds: Sequence[str]
    table: Matrix
    zh: str
    han: int
    run: int
    quote: int


def weigh(text: str, words: Sequence[Word], zh: str, affinity: Affinity) -> Span | None:
    """The best start among `words`, the last of which ends where the bracket opens; None where `zh` glosses none of them."""
    words = words[-min(_LONGEST, 3 * len(zh) + 8) :]
    kinds = [_kind(word) for word in words]
    table = affinity.words(zh, [re.sub(r"['’]s?$", "", word.text) for word in words])
    han = len(HAN_CHAR.findall(zh))
    stretch = _Stretch(text, words, kinds, table, zh, han, _run_start(text, words, table), _unclosed_quote(text, words))
    whole = affinity.whole(zh, [text[word.start : words[-1].stop] for word in words])
    found = {first: {**features(stretch, first), "whole": float(whole[first])} for first in starts(stretch)}
    if not found:
        return None
    first = max(found, key=lambda start: (_value(found[start]), start))
    covered, proper = found[first]["said"], words[-1].capital
    if not proper and covered < 0.15 and _SOURCE_NAME.search(zh):
        return None
    score = 1 / (1 + math.exp(-(2.5 * covered + 0.8)))
    return Span(words[first].start, words[-1].stop, "gloss:capitals" if proper else "gloss:bracket", round(score, 3))


def _value(found: Mapping[str, float]) -> float:
    return sum(WEIGHTS[name] * value for name, value in found.items())


def _kind(word: Word) -> str:
    if word.text in _PARTS_OF_NAMES:
        return "word"
    kind = "link" if word.text == "&" else en_kind(word.lower)
    return "word" if kind == "calendar" else kind


def features(stretch: _Stretch, first: int) -> dict[str, float]:
    """What is true of the stretch from `first` on, by the names in `WEIGHTS`."""
    return {**_meaning(stretch, first), **_grammar(stretch, first), **_capitals(stretch, first)}


def _meaning(stretch: _Stretch, first: int) -> dict[str, float]:
    table, kinds = stretch.table, stretch.kinds
    best = table[first:].max(axis=0)
    content = [i for i in range(first, len(kinds)) if kinds[i] not in _CLOSED]
    unasked = [1 - float(table[i].max()) for i in content]
    before = [i for i in range(max(0, first - 3), first) if kinds[i] not in _CLOSED]
    missed = max((float((table[i] - best).clip(0).max()) for i in before), default=0.0)
    expected = max(1.0, 0.55 * stretch.han)
    return {
        "said": float(best.mean()),
        "extra": sum(unasked),
        "extra_first": unasked[0] if unasked else 0.0,
        "missed": missed,
        # a name is as long as it is: SenseTime = 商汤科技
        "length": abs(math.log(max(len(content), 0.5) / expected)) * (0.4 if stretch.words[-1].capital else 1.0),
    }


def _grammar(stretch: _Stretch, first: int) -> dict[str, float]:
    text, words, kinds = stretch.text, stretch.words, stretch.kinds
    inside = range(first + 1, len(words))
    return {
        _opening(stretch, first): 1.0,
        "quote": float(first == stretch.quote),
        "imperative": float(words[first].lower in _VERBS and stretch.table[first].max() < 0.5),
        **_list(text[words[first].start : words[-1].stop], stretch.zh, stretch.han),
        "clause_inside": float(sum(kinds[i] in ("pronoun", "auxiliary", "determiner") for i in inside)),
        "possessive_inside": float(sum(_owner(words[i - 1], stretch.table[i - 1]) for i in inside)),
    }


def _list(text: str, zh: str, han: int) -> dict[str, float]:
    """`legislation, law enforcement, and popularization`: commas that divide a list are no sign of a new clause."""
    commas = len(re.findall(r",\s|[¹²³⁰⁴-⁹]", text))
    items = len(re.split(r",\s+(?:and|or)\s+|,\s+|\s+(?:and|or)\s+", text))
    listed = commas > 0 and items >= 3
    matching = commas == zh.count("、") if "、" in zh else han % items == 0
    return {"comma": float(commas if not listed else 0), "list": float(listed and matching)}


def _opening(stretch: _Stretch, first: int) -> str:
    """What stands before the start, as the name of its feature."""
    words, kinds = stretch.words, stretch.kinds
    gap = stretch.text[words[first - 1].stop : words[first].start] if first else ""
    if first == 0 or re.search(r"[“\"‘(（]", gap):
        return "opens"
    before = words[first - 1]
    if kinds[first - 1] == "determiner" or _owner(before, stretch.table[first - 1]):
        return "determiner"  # an owner that the characters name is part of the term: People's Daily
    if kinds[first - 1] == "preposition":
        return "of" if before.lower == "of" else "preposition"
    if kinds[first - 1] == "link":
        return "link"
    if kinds[first - 1] in ("pronoun", "auxiliary") or "," in gap:
        return "clause"
    return "verb" if kinds[first - 1] == "verb" else "word"


def _owner(word: Word, affinities: Matrix) -> bool:
    """Whether a possessive names the owner of what the term means, and is no part of it: `Hebei's Department`."""
    return word.possessive and word.text not in _PARTS_OF_NAMES and float(affinities.max()) < 0.5


def _capitals(stretch: _Stretch, first: int) -> dict[str, float]:
    if not stretch.words[-1].capital or stretch.quote >= 0:
        return {}
    return {
        "name": float(first == stretch.run),
        "inside_name": float(max(0, first - stretch.run)),
        "before_name": float(min(3, max(0, stretch.run - first))),
    }


def starts(stretch: _Stretch) -> list[int]:
    """The words that a term could begin with."""
    return [first for first in range(len(stretch.words)) if _may_start(stretch, first)]


def _may_start(stretch: _Stretch, first: int) -> bool:
    """Whether a term can begin with this word: no function word, and not inside a quotation that ends before the bracket."""
    words, word = stretch.words, stretch.words[first]
    if stretch.kinds[first] in _CLOSED and not (word.capital and first == len(words) - 1):
        return False
    between = fold(stretch.text[word.start : words[-1].stop])
    return between.count('"') % 2 == 0 or stretch.text[max(0, word.start - 1)] in "“\"‘'«「『`"


def _run_start(text: str, words: Sequence[Word], table: Matrix) -> int:
    """Index where the capitalised run that ends at the last word begins: `Shandong Radio and Television`."""
    start = len(words) - 1
    for index in range(len(words) - 2, -1, -1):
        word, gap = words[index], text[words[index].stop : words[index + 1].start]
        if re.search(r"[^\s&–—-]", gap) or _owner(word, table[index]):
            break
        hyphenated = re.search(r"-[a-z]{3,}$", word.text) and table[index].max() < 0.5  # party-run, but State-owned
        if word.capital and not hyphenated and _kind(word) not in _CLOSED:
            start = index
        elif not word.text.isdigit() and word.lower not in _INSIDE_NAME:
            break
    return start


def _unclosed_quote(text: str, words: Sequence[Word]) -> int:
    """Index of the word after an opening quotation mark that nothing closes before the bracket; -1 where there is none."""
    base = max(0, words[0].start - 1)
    span = text[base : words[-1].stop]
    opened = span.rfind("“") if span.rfind("”") < span.rfind("“") else -1
    if opened < 0 and "“" not in span and fold(span).count('"') % 2 == 1:
        opened = fold(span).rfind('"')
    return next((i for i, word in enumerate(words) if opened >= 0 and word.start > base + opened), -1)
