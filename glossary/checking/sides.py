"""The two languages as the check sees them: each turns texts and terms into plain strings that can be searched.

Both sides offer the same functions, so that the check is written once and runs in either direction.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from aligner.records import Lang
from glossary import keys
from glossary.checking import english

Span = tuple[int, int]

_LATIN = re.compile(r"[0-9a-z]")
_BLANKS = re.compile(r"\s+")
# what dictionaries write around a rendering, and is never in a text: to build, sb., one's
_PLACEHOLDERS = frozenset({"sb", "sth", "somebody", "something", "someone", "oneself", "etc"})


class Side(Protocol):
    """One language."""

    lang: Lang

    def plain(self, text: str) -> str:
        """The text as it is searched."""

    def pattern(self, term: str) -> str:
        """The term as it is looked for in a plain text; empty where it has nothing to look for."""

    def patterns(self, terms: Sequence[str]) -> list[str]:
        """The pattern of each term: quicker than one by one."""

    def units(self, text: str) -> list[tuple[str, int, int]]:
        """The pieces that terms are made of, with their offsets in the text."""

    def spans(self, text: str, pattern: str) -> list[Span]:
        """Where the pattern stands in the original text, in its offsets, without overlaps."""


class Chinese:
    """Characters: width, script and case folded, all in their places."""

    lang: Lang = "zh"

    def plain(self, text: str) -> str:
        return keys.plain_sentence(text)

    def pattern(self, term: str) -> str:
        return _BLANKS.sub("", keys.plain_sentence(term))

    def patterns(self, terms: Sequence[str]) -> list[str]:
        found = keys.plain_sentence("\n".join(terms)).split("\n")
        if len(found) != len(terms):
            return [self.pattern(term) for term in terms]  # one of them has a line break of its own
        return [_BLANKS.sub("", plain) if " " in plain or "\t" in plain else plain for plain in found]

    def units(self, text: str) -> list[tuple[str, int, int]]:
        return [(character, at, at + 1) for at, character in enumerate(self.plain(text))]

    def spans(self, text: str, pattern: str) -> list[Span]:
        plain, found, at = self.plain(text), [], 0
        while (at := plain.find(pattern, at)) >= 0:
            stop = at + len(pattern)
            if whole(plain, at, stop):
                found.append((at, stop))
            at = stop
        return found


class English:
    """Stems, each between two blanks: a term is followed where its stems stand in a row."""

    lang: Lang = "en"

    def __init__(self) -> None:
        self._stems = english.Stems()
        self._pieces = english.Pieces(self._stems)

    def plain(self, text: str) -> str:
        return "".join(map(self._pieces.__getitem__, text.split()))

    def pattern(self, term: str) -> str:
        words = [word for word in english.bare(term) if word not in _PLACEHOLDERS]
        if len(words) > 1 and words[0] == "to":
            words = words[1:]
        return "".join(map(self._stems.__getitem__, words))

    def patterns(self, terms: Sequence[str]) -> list[str]:
        return list(map(self.pattern, terms))

    def units(self, text: str) -> list[tuple[str, int, int]]:
        found = ((self._stems[word], start, stop) for word, start, stop in english.words(text))
        return [unit for unit in found if unit[0]]

    def spans(self, text: str, pattern: str) -> list[Span]:
        units = self.units(text)
        wanted = pattern.count(" ") // 2
        found: list[Span] = []
        at = 0
        while at + wanted <= len(units):
            if "".join(unit[0] for unit in units[at : at + wanted]) == pattern:
                found.append((units[at][1], units[at + wanted - 1][2]))
                at += wanted
            else:
                at += 1
        return found


def whole(plain: str, start: int, stop: int) -> bool:
    """Whether a stretch of a Chinese text cuts no Latin word or number: AI is not in AIGC."""
    if plain[start] > "z" and plain[stop - 1] > "z":
        return True
    return not (
        (start > 0 and _LATIN.match(plain[start]) and _LATIN.match(plain[start - 1]))
        or (stop < len(plain) and _LATIN.match(plain[stop - 1]) and _LATIN.match(plain[stop]))
    )
