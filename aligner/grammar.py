"""What words can do in a term: begin it, end it, stand inside it. Light word classes for both languages.

Chinese classes come from the tags in jieba's own dictionary (one per word), English ones from closed lists and endings: enough
to tell a noun phrase's edges, without a tagger's weight. What the lists leave open is for the ranking to weigh.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from aligner.lexicon import word_class
from aligner.text import has_han
from aligner.wordlists import (
    EN_CLOSED,
    LOCATIVES,
    NOT_ADJECTIVES,
    NOT_ADVERBS,
    ZH_CONTENT,
    ZH_FUNCTION,
    ZH_LINKS,
    ZH_PREFIXES,
    ZH_SUFFIXES,
)

# The classes are the columns of a one-hot feature: their order is part of the trained ranking weights.
ZH_CLASSES = ("noun", "name", "verb", "verbal", "adjective", "prefix", "adverb", "number", "measure", "time", "place",
              "idiom", "latin", "particle", "link", "other", "toponym")  # fmt: skip
EN_CLASSES = ("word", "plural", "nominal", "ing", "ed", "adjective", "adverb", "verb", "number", "upper", "link",
              "preposition", "determiner", "pronoun", "auxiliary", "mark", "calendar")  # fmt: skip

_TAGS = {
    "n": "noun", "ng": "noun", "nz": "noun", "g": "noun", "j": "noun", "nr": "name", "ns": "toponym", "nt": "name", "nrt": "name",
    "nrfg": "name", "v": "verb", "vg": "verb", "vd": "verb", "vi": "verb", "vq": "verb", "vn": "verbal", "a": "adjective",
    "ag": "adjective", "ad": "adjective", "an": "adjective", "z": "adjective", "b": "prefix", "h": "prefix", "d": "adverb",
    "dg": "adverb", "df": "adverb", "m": "number", "mq": "number", "mg": "number", "q": "measure", "t": "time", "tg": "time",
    "f": "place", "s": "place", "i": "idiom", "l": "idiom", "c": "link", "p": "particle", "r": "particle", "rr": "particle",
    "rg": "particle", "y": "particle", "e": "particle", "o": "particle", "k": "noun",
}  # fmt: skip
FUNCTION_WEIGHT = 0.2  # the weight of words with little meaning of their own, see `Role`

_ZH = {word: kind for kind, words in ZH_CONTENT.items() for word in words.split()}
_EN = {word: kind for kind, words in EN_CLOSED.items() for word in words.split()}
_ENDINGS = (
    ("adjective", re.compile(r"-friendly$")),
    ("adverb", re.compile(r"[a-z]{2,}ly$")),
    ("nominal", re.compile(r"(?:tion|ment|ness|ity|ance|ence|ship|ism|ure|age|sion|ology|ics|cy)s?$")),
    ("ing", re.compile(r"[a-z]{3,}ing$")),
    ("ed", re.compile(r"[a-z]{2,}ed$")),
    ("adjective", re.compile(r"[a-z]{2,}(?:al|ive|ous|ic|able|ible|ful|less|ary|ent|ant)$")),
    ("plural", re.compile(r"[a-z]{3,}(?<![sui])s$")),
)
_NOT = {"adverb": NOT_ADVERBS, "adjective": NOT_ADJECTIVES}  # not what their ending says


class Role(NamedTuple):
    """What a word may do: class (index into the language's classes), begin, end and stand inside; weight of its meaning 0-1."""

    kind: int
    begins: bool
    ends: bool
    inside: bool
    weight: float


@lru_cache(maxsize=32768)
def zh_role(word: str) -> Role:
    """The role of a Chinese word (its simplified key), or of a Latin word or number in a Chinese text."""
    if not has_han(word):
        if any(c.isalpha() for c in word):
            return Role(ZH_CLASSES.index("latin"), True, True, True, 1.0)
        number = word[0].isdigit()
        return Role(
            ZH_CLASSES.index("number" if number else "other"), number, number, number or word in ZH_LINKS, 0.5 * number
        )
    if word in ZH_FUNCTION or word in ZH_LINKS:
        edges = word in ZH_PREFIXES, word in ZH_SUFFIXES
        return Role(ZH_CLASSES.index("link"), *edges, word in ZH_LINKS or any(edges), FUNCTION_WEIGHT)
    tag = word_class(word)
    if tag == "r" and len(word) > 1:  # 每日, 全体, 自我: pronouns by the dictionary, parts of terms in use
        tag = "t"
    if word in LOCATIVES:
        tag = "f"
    if tag == "b" and len(word) > 2 and word[-1] == "性":  # 主体性, subjectivity, as well as 系统性, systemic
        tag = "n"
    if tag == "t" and len(word) > 2 and word[-1] == "期" and word[0] not in "上下前后本近":  # 潜伏期, 过渡期
        tag = "n"
    kind = _ZH.get(word) or _TAGS.get(tag, "particle" if tag.startswith("u") else "noun" if len(word) > 1 else "other")
    dead = kind in ("particle", "link")
    edge = not dead and not (kind == "place" and len(word) == 1)
    return Role(
        ZH_CLASSES.index(kind),
        (edge and kind != "measure") or word in ZH_PREFIXES,
        edge and (kind not in ("adverb", "measure") or word in ZH_SUFFIXES),
        not dead or word in ZH_PREFIXES,
        FUNCTION_WEIGHT if dead else 0.6 if kind in ("adverb", "measure", "number", "place", "time") else 1.0,
    )


def en_kind(word: str) -> str:
    """The class of an English word (its caseless key), a member of `EN_CLASSES`; case is not looked at."""
    if (known := _EN.get(word)) is not None:
        return known
    if word.isupper() and len(word) > 1:
        return "upper"
    if not word[:1].isalnum():
        return "mark"
    if word[0].isdigit():
        return "number"
    for kind, ending in _ENDINGS:
        if ending.search(word) and word not in _NOT.get(kind, ()):
            return kind
    return "word"


@lru_cache(maxsize=32768)
def en_role(word: str) -> Role:
    """The role of an English word, by its caseless key."""
    kind = en_kind(word)
    content = kind in ("word", "plural", "nominal", "ing", "ed", "adjective", "number", "upper", "calendar")
    return Role(
        EN_CLASSES.index(kind),
        # of adverbs those of manner and degree: internally displaced person
        content or (kind == "adverb" and word not in _EN),
        content,
        content
        or kind in ("preposition", "link", "adverb")
        or word in ("the", "'s", "-", "/", "&", "'", "a", "no", "own", "other"),
        1.0 if content and kind != "number" else 0.5 if content or kind == "verb" else 0.15,
    )
