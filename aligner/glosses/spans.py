"""What the boundary finders work on: the words of running text and the stretch they settle on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Words found for a gloss: offsets into the text, how they were found, and how sure that is (0-1)."""

    start: int
    stop: int
    method: str
    score: float


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the running text with its offsets."""

    text: str
    start: int
    stop: int

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()

    @property
    def possessive(self) -> bool:
        return re.search(r"['’]s?$", self.text) is not None


_WORD = re.compile(r"[A-Za-zÀ-ɏ](?:\.[A-Za-z])+\.?|[A-Za-zÀ-ɏ0-9]+(?:['’][A-Za-z]+|[-‐‑–/&][A-Za-zÀ-ɏ0-9]+|\.\d+)*['’]?|&")


def words(text: str, start: int, stop: int) -> Iterator[Word]:
    """The Latin words and numbers of text[start:stop], in order; hyphenated words are one."""
    for found in _WORD.finditer(text, start, stop):
        yield Word(found[0], found.start(), found.end())
