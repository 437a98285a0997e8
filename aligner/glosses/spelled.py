"""Names whose letters spell the characters in the bracket, next to it or further back in the sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aligner.glosses.names import is_person, is_pinyin, letters, spells, surname_length
from aligner.glosses.spans import Span, Word, words

_TITLES = frozenset(
    "spokesperson mr mrs ms miss dr prof professor president premier minister chairman chairwoman comrade general "
    "secretary ceo cto cfo coo founder director deputy vice chief editor author writer spokesman spokeswoman governor "
    "mayor envoy ambassador senator captain colonel major marshal researcher scholar scientist academician sir lord "
    "lady king admiral lieutenant emperor artist poet novelist reporter journalist engineer officer head leader "
    "member chair former late co-founder businessman entrepreneur commissioner judge lawyer actor actress singer "
    "party".split()
)


def name(words: Sequence[Word], zh: str) -> Span | None:
    """Words that spell the characters: next to the bracket, or for a person further back in the sentence."""
    person = is_person(zh)
    longest = len(zh) + 1
    for last in range(len(words) - 1, -1, -1):
        adjacent = last == len(words) - 1
        if not adjacent and not person:
            break
        for first in range(last, max(-1, last - longest), -1):
            part = words[first : last + 1]
            if not part[0].capital:
                continue
            spelling = re.sub(r"['’]s$", "", "".join(w.text for w in part))
            stop = part[-1].stop - (2 if re.search(r"['’]s$", part[-1].text) else 0)
            if spells(spelling, zh) or (person and _reversed(part, zh)):
                if any(letters(w.text) and not w.capital for w in part[:1]):
                    continue
                return Span(part[0].start, stop, "gloss:name", 0.99 if adjacent else 0.95)
    if person and words:
        return _western_name(words, zh)
    return None


def _reversed(part: Sequence[Word], zh: str) -> bool:
    """Given name first: Linghan Zhang = 张凌寒."""
    cut = surname_length(zh)
    return len(part) >= 2 and spells(part[-1].text, zh[:cut]) and spells("".join(w.text for w in part[:-1]), zh[cut:])


def _western_name(words: Sequence[Word], zh: str) -> Span | None:
    """A given name of another language and the surname: Charles Xue = 薛蛮子; else the capitalised run itself."""
    run: list[Word] = []
    for word in reversed(words):
        if not word.text[:1].isupper() or word.text.lower() in _TITLES or (run and re.search(r"['’]s?$", word.text)):
            break
        run.insert(0, word)
    if not run or words[-1] is not run[-1]:
        return None
    surname = zh[: surname_length(zh)]
    if len(run) >= 2 and spells(run[-1].text, surname):
        start = run[-2] if len(run) < 3 or len(run[-2].text.strip(".")) > 1 else run[-3]
        return Span(start.start, run[-1].stop, "gloss:name", 0.97)
    if 1 <= len(run) <= 3:
        return Span(run[0].start, run[-1].stop, "gloss:capitals", 0.85)
    return None


def is_romanised(text: str, at: int, zh: str) -> bool:
    """Whether the words before the bracket at `at` are only the pinyin of `zh`.

    `wǎngluò qiángguó (网络强国)` and `gongzhi (公知)` say how the term sounds; they do not translate it.
    """
    before = list(words(text, max(0, at - 80), at))
    for first in range(len(before) - 1, max(-1, len(before) - 1 - len(zh)), -1):
        part = text[before[first].start : before[-1].stop]
        if spells(part, zh) and is_pinyin(part) and not part[:1].isupper():
            return True
    return False
