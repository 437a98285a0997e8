"""The glossary as the check uses it: what to look for in the original, and what may stand for it in the translation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from operator import add

from aligner.records import Lang, Status
from glossary.checking.sides import Side, whole
from glossary.checking.terms import Row, Terms

_BRACKETS = re.compile(r"([^()（）]*)[(（]([^()（）]+)[)）]([^()（）]*)")
_BATCH = 20_000  # terms that are brought into their patterns at once


@dataclass(frozen=True, slots=True, eq=False)
class Rendering:
    """A term of the translation's language, and how it is looked for. Each is itself only: they are compared very often."""

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
        return tuple(dict.fromkeys(rendering.text for rendering in self.accepted))


class Termbase:
    """An index that finds the longest entry at every place of a text in one pass; entries are made when they are found.

    `target` is the language translated into. Candidates count as renderings only where `candidates` says so: what nobody
    has settled is no rule for anybody. `without` are terms, in either language, that are not to be checked.
    """

    def __init__(
        self, terms: Terms, source: Side, target: Side, *, candidates: bool = False, without: Sequence[str] = ()
    ) -> None:
        self.source, self.target = source, target
        self._terms, self._candidates = terms, candidates
        self._left_out = {side.pattern(term) for term in without for side in (source, target)} | {""}
        self._concepts = self._read(terms.expressions(source.lang, candidates=candidates))
        self._index()
        self._entries: dict[str, Entry | None] = {}

    def __len__(self) -> int:
        """The number of expressions that are looked for."""
        return len(self._concepts)

    def _read(self, expressions: Iterable[tuple[int, str]]) -> dict[str, int | tuple[int, ...]]:
        """Pattern → the concept that has it, or those that have it: almost always one, and a tuple for each is memory."""
        found: dict[str, int | tuple[int, ...]] = {}
        rest = iter(expressions)
        while some := list(islice(rest, _BATCH)):
            for (number, _), pattern in zip(some, self.source.patterns([text for _, text in some]), strict=True):
                known = found.setdefault(pattern, number)
                if known != number:
                    found[pattern] = tuple(dict.fromkeys((*_several(known), number)))
        for pattern in self._left_out:
            found.pop(pattern, None)
        return found

    def entry(self, pattern: str) -> Entry | None:
        """What the glossary says of an expression; None where it has nothing to hold the translation to."""
        try:
            return self._entries[pattern]
        except KeyError:
            entry = self._entries[pattern] = self._entry(pattern)
            return entry

    def _entry(self, pattern: str) -> Entry | None:
        entry: Entry | None = None
        for number in sorted(_several(self._concepts[pattern])):
            rows = self._terms.concept(number)
            own = next(row for row in rows if row[1] == self.source.lang and self.source.pattern(row[2]) == pattern)
            entry = entry or Entry(own[2], pattern, own[4] or "term")
            entry.concepts.append(f"c{number}")
            self._add(entry, rows)
        return entry if entry and (entry.accepted or entry.deprecated) else None

    def _add(self, entry: Entry, rows: Iterable[Row]) -> None:
        """What a concept's terms say: English statuses say what may stand for Chinese terms, and the other way round."""
        usable = ("preferred", "admitted", "candidate") if self._candidates else ("preferred", "admitted")
        for _, lang, text, status, _ in rows:
            if lang != self.target.lang:
                continue
            pattern = self.target.pattern(text)
            if pattern in self._left_out:
                continue
            # a Chinese term has the standing of its pairs, unless a person deprecated the term itself
            good = status in usable or (lang == "zh" and status != "deprecated")
            group = entry.accepted if good else entry.deprecated if status == "deprecated" else entry.others
            have = {rendering.pattern for rendering in group}
            for form in dict.fromkeys((pattern, *map(self.target.pattern, _without_brackets(text)))):
                if form and form not in have:
                    group.append(Rendering(text, form, status))  # type: ignore[arg-type]

    def _index(self) -> None:
        """Where a term can begin: its first two units, its first three with the lengths of all that begin so, or its only one."""
        self._heads: set[str] = set()
        self._singles: set[str] = set()
        lengths: dict[str, int] = {}  # a bit for each length in units
        for pattern in self._concepts:
            units = _split(pattern, self.source.lang)
            if len(units) == 1:
                self._singles.add(pattern)
            else:
                self._heads.add("".join(units[:2]))
            if len(units) > 2:
                head = "".join(units[:3])
                lengths[head] = lengths.get(head, 0) | 1 << len(units)
        self._longer = {head: _bits(mask) for head, mask in lengths.items()}
        self._shortest = (2, 1) if self._singles else (2,)

    def find(self, plain: str) -> list[tuple[Entry, int, int]]:
        """The entries in a plain text as (entry, first unit, behind the last unit): the longest at each place, no overlaps.

        Units are characters of a Chinese text and words of an English one, articles not counted.
        """
        chinese = self.source.lang == "zh"
        units = _split(plain, self.source.lang)
        join: Callable[[Sequence[str]], str] = str if chinese else "".join
        heads, singles, longer, concepts = self._heads, self._singles, self._longer, self._concepts
        # this is what the time of a check goes into: most places begin no term, and the smallest table says so
        starts = [
            at for at, head in enumerate(map(add, units, units[1:]))
            if head in heads and (head in concepts or join(units[at : at + 3]) in longer)
        ]  # fmt: skip
        if singles:
            starts = sorted({*starts, *(at for at, unit in enumerate(units) if unit in singles)})
        found: list[tuple[Entry, int, int]] = []
        free = 0
        for at in starts:
            if at < free:
                continue
            for length in (*longer.get(join(units[at : at + 3]), ()), *self._shortest):
                stop = at + length
                piece = join(units[at:stop])
                if piece not in concepts or stop > len(units) or (chinese and not whole(plain, at, stop)):
                    continue
                entry = self.entry(piece)
                if entry is not None:
                    found.append((entry, at, stop))
                    free = stop
                    break
        return found


def _several(known: int | tuple[int, ...]) -> tuple[int, ...]:
    return known if isinstance(known, tuple) else (known,)


def _without_brackets(text: str) -> tuple[str, ...]:
    """loan-to-value (LTV) ratio: as loan-to-value ratio, and as LTV ratio."""
    found = _BRACKETS.fullmatch(text)
    if not found or not (found[1] + found[3]).strip():
        return ()
    before, inside, after = found.groups()
    acronym = inside.isupper() and len(inside) > 1
    return (f"{before} {after}", *((f"{inside} {after}",) if acronym else ()))


@cache
def _bits(mask: int) -> tuple[int, ...]:
    return tuple(bit for bit in range(mask.bit_length() - 1, 0, -1) if mask >> bit & 1)


def _split(pattern: str, lang: Lang) -> Sequence[str]:
    return pattern if lang == "zh" else [f" {word} " for word in pattern.split()]
