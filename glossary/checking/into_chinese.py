"""A translation into Chinese that lacks the glossary's term: was it left in English, or is it a name in other characters?"""

from __future__ import annotations

import re
from collections.abc import Callable

from aligner.text import HAN_RUN
from glossary.checking.findings import Span
from glossary.checking.sides import Side
from glossary.checking.termbase import Entry

_ENGLISH = re.compile(r"[A-Za-z][A-Za-z0-9 .'’&-]*")
_NAME = range(2, 5)  # characters of a name that is compared by its sound


def left(text: str, entry: Entry, english: Side) -> Span | None:
    """The English term itself, in any inflection, in a Chinese sentence."""
    for run in _ENGLISH.finditer(text):
        for start, stop in english.spans(run[0], entry.pattern):
            return run.start() + start, run.start() + stop
    return None


def misheard(text: str, entry: Entry, reading: Callable[[str], str]) -> Span | None:
    """A name of the same sound in other characters: 何利峰 for 何立峰. Names are terms whose English is their pinyin."""
    letters = re.sub(r"[\W\d_]", "", entry.term).lower()
    for rendering in entry.accepted:
        size = len(rendering.pattern)
        if size not in _NAME or not HAN_RUN.fullmatch(rendering.pattern) or reading(rendering.pattern) != letters:
            continue
        for run in HAN_RUN.finditer(text):
            for at in range(len(run[0]) - size + 1):
                found = run[0][at : at + size]
                alike = any(a == b for a, b in zip(found, rendering.pattern, strict=True))
                if alike and reading(found) == letters:
                    return run.start() + at, run.start() + at + size
    return None
