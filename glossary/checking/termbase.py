"""The glossary as the check uses it: what to look for in the original, and what may stand for it in the translation."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import add

from aligner.records import Lang, Status
from glossary.checking.sides import Side, whole

Row = tuple[int, str, str, str, str]  # concept, language, text, status, kind


@dataclass(frozen=True, slots=True)
class Rendering:
    """A term of the translation's language, and how it is looked for."""

    text: str
    pattern: str
    status: Status


@dataclass(slots=True)
class Entry:
    """All that the glossary says of one expression of the original, best rendering first.

    Where several concepts have the expression, any of their renderings is right. `others` are candidates: named, not accepted.
    """

    term: str
    pattern: str
    kind: str = "term"
    concepts: list[str] = field(default_factory=list)
    accepted: list[Rendering] = field(default_factory=list)
    deprecated: list[Rendering] = field(default_factory=list)
    others: list[Rendering] = field(default_factory=list)

    @property
    def expected(self) -> tuple[str, ...]:
        """What the translation should have said, best first."""
        return tuple(rendering.text for rendering in self.accepted)


def rows(db: sqlite3.Connection) -> Iterator[Row]:
    """All terms of a glossary that nobody has rejected, concept by concept, best first."""
    yield from db.execute(
        "SELECT concept, lang, text, status, kind FROM terms WHERE status <> 'rejected'"
        " ORDER BY concept, lang DESC, standing, worth DESC, frequency DESC, id"
    )


class Termbase:
    """Entries by pattern, with an index that finds the longest of them at every place of a text in one pass.

    `target` is the language translated into. Candidates count as renderings only where `candidates` says so: what nobody
    has settled is no rule for anybody. `without` are terms, in either language, that are not to be checked.
    """

    def __init__(
        self, terms: Iterable[Row], source: Side, target: Side, *, candidates: bool = False, without: Sequence[str] = ()
    ) -> None:
        self.source, self.target = source, target
        self.entries: dict[str, Entry] = {}
        left_out = {side.pattern(term) for term in without for side in (source, target)}
        for _, concept in groupby(terms, key=lambda row: row[0]):
            self._add(list(concept), candidates, left_out)
        for pattern in [key for key, entry in self.entries.items() if not entry.accepted and not entry.deprecated]:
            del self.entries[pattern]
        self._heads, self._singles = self._index()

    def _add(self, concept: list[Row], candidates: bool, left_out: set[str]) -> None:
        """A concept's terms: its English statuses say what may stand for its Chinese terms, and the other way round."""
        english: Lang = "en"
        settled = any(row[1] == english and row[3] in ("preferred", "admitted", "deprecated") for row in concept)
        if not settled and not candidates:
            return
        usable = ("preferred", "admitted", "candidate") if candidates else ("preferred", "admitted")
        groups: dict[str, list[Rendering]] = {"accepted": [], "deprecated": [], "others": []}
        for _, lang, text, status, _ in concept:
            if lang == self.target.lang and (pattern := self.target.pattern(text)) and pattern not in left_out:
                # a Chinese term has the standing of its pairs, unless a person deprecated the term itself
                good = status in usable or (lang == "zh" and status != "deprecated")
                name = "accepted" if good else "deprecated" if status == "deprecated" else "others"
                groups[name].append(Rendering(text, pattern, status))  # type: ignore[arg-type]
        for number, lang, text, status, kind in concept:
            if lang != self.source.lang or (lang == english and status == "candidate" and not candidates):
                continue
            pattern = self.source.pattern(text)
            if not pattern or pattern in left_out:
                continue
            entry = self.entries.setdefault(pattern, Entry(text, pattern, kind or "term"))
            entry.concepts.append(f"c{number}")
            for name, found in groups.items():
                have = {rendering.pattern for rendering in getattr(entry, name)}
                getattr(entry, name).extend(rendering for rendering in found if rendering.pattern not in have)

    def _index(self) -> tuple[dict[str, tuple[int, ...]], frozenset[str]]:
        """First two units → lengths in units of the terms that begin so, longest first; and the terms of one unit."""
        lengths: dict[str, set[int]] = {}
        singles = set()
        for pattern in self.entries:
            units = _split(pattern, self.source.lang)
            if len(units) == 1:
                singles.add(pattern)
            else:
                lengths.setdefault("".join(units[:2]), set()).add(len(units))
        return {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}, frozenset(singles)

    def find(self, plain: str) -> list[tuple[Entry, int, int]]:
        """The entries in a plain text as (entry, first unit, behind the last unit): the longest at each place, no overlaps.

        Units are characters of a Chinese text and words of an English one, articles not counted.
        """
        chinese = self.source.lang == "zh"
        units: Sequence[str] = plain if chinese else _split(plain, "en")
        heads, singles, entries = self._heads, self._singles, self.entries
        found: list[tuple[Entry, int, int]] = []
        free = 0
        # one look-up a place in a comprehension: most places begin no term, and this is what the time goes into
        starts = [at for at, head in enumerate(map(add, units, units[1:])) if head in heads]
        if singles:
            starts = sorted({*starts, *(at for at, unit in enumerate(units) if unit in singles)})
        for at in starts:
            if at < free:
                continue
            for length in (*heads.get("".join(units[at : at + 2]), ()), 1):
                if at + length > len(units):
                    continue  # the piece would be cut short, and found as a shorter term
                piece = units[at : at + length]
                entry = entries.get(piece if isinstance(piece, str) else "".join(piece))
                if entry is not None and (not chinese or whole(plain, at, at + length)):
                    found.append((entry, at, at + length))
                    free = at + length
                    break
        return found


def _split(pattern: str, lang: Lang) -> Sequence[str]:
    return pattern if lang == "zh" else [f" {word} " for word in pattern.split()]
