"""The first pass of a check, over everything: which terms are there, and which of their renderings.

It is quick: one look-up per place of the original, one plain search per rendering, and nothing at all for the translation of
a segment without a term.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aligner.text import HAN_CHAR
from glossary.checking.findings import Pair, Span
from glossary.checking.sides import Side
from glossary.checking.termbase import Entry, Rendering, Termbase

Hits = Sequence[tuple[Entry, int, int]]


@dataclass(slots=True)
class Suspect:
    """A term of which no accepted rendering was seen. `start` and `stop` count units, `span` characters of the source."""

    number: int
    entry: Entry
    start: int
    stop: int
    deprecated: Rendering | None = None
    span: Span = (0, 0)


@dataclass(slots=True)
class Use:
    """An occurrence of a term whose translation is accepted: which of its renderings stand in the segment."""

    number: int
    start: int
    renderings: list[Rendering]


@dataclass(slots=True)
class Survey:
    """What the first pass saw. Everything is by pair number, `uses` by the entry's pattern.

    `fewer` are terms that a segment has oftener than its translation has their renderings: (pair, entry, occurrences beyond).
    """

    suspects: list[Suspect] = field(default_factory=list)
    uses: dict[str, list[Use]] = field(default_factory=dict)
    copies: list[int] = field(default_factory=list)
    fewer: list[Fewer] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Fewer:
    """A term that stands more often in a segment than anything for it in the translation; units of its last occurrence."""

    number: int
    entry: Entry
    start: int
    stop: int
    times: int
    renderings: int


class Plain(Sequence[str]):
    """The plain texts of one side of all pairs, made when they are asked for: few are, and all would be a second text."""

    def __init__(self, pairs: Sequence[Pair], side: Side, *, source: bool) -> None:
        self._pairs, self._side, self._source = pairs, side, source

    def __len__(self) -> int:
        return len(self._pairs)

    def __getitem__(self, number: int) -> str:  # type: ignore[override]
        pair = self._pairs[number]
        return self._side.plain(pair.source.text if self._source else pair.target.text)


def survey(pairs: Sequence[Pair], termbase: Termbase) -> Survey:
    """Go over all pairs."""
    seen = Survey()
    uses, suspects = seen.uses, seen.suspects
    find, source_plain, target_plain = termbase.find, termbase.source.plain, termbase.target.plain
    english = termbase.target.lang == "en"
    for number, pair in enumerate(pairs):
        hits = find(source_plain(pair.source.text))
        if not hits:
            continue
        text = pair.target.text
        if english and not text.isascii() and _is_copy(text):
            seen.copies.append(number)
            continue
        other = target_plain(text)
        for entry, start, stop in hits:
            if entry.deprecated and (bad := _deprecated(entry, other, hits)) is not None:
                suspects.append(Suspect(number, entry, start, stop, bad))
            elif used := _used(entry.accepted, other):
                use = Use(number, start, used)
                try:
                    uses[entry.pattern].append(use)
                except KeyError:
                    uses[entry.pattern] = [use]
            elif entry.accepted:
                suspects.append(Suspect(number, entry, start, stop))
        if len(hits) > 1:
            seen.fewer += _fewer(number, hits, other)
    return seen


def _used(renderings: list[Rendering], plain: str) -> list[Rendering]:
    """Those that stand in a plain text. Most terms have one rendering: its list is given as it is, and not once more."""
    if len(renderings) == 1:
        return renderings if renderings[0].pattern in plain else []
    return [rendering for rendering in renderings if rendering.pattern in plain]


def _fewer(number: int, hits: Hits, plain: str) -> list[Fewer]:
    """Terms with more occurrences than renderings, of those that have any."""
    times = Counter(entry.pattern for entry, _, _ in hits)
    if len(times) == len(hits):
        return []
    found = []
    for entry, start, stop in {entry.pattern: hit for hit in hits for entry in hit[:1]}.values():
        if times[entry.pattern] > 1:
            renderings = sum(plain.count(rendering.pattern) for rendering in entry.accepted)
            others = sum(plain.count(rendering.pattern) for rendering in entry.deprecated)
            if renderings and renderings + others < times[entry.pattern]:
                found.append(Fewer(number, entry, start, stop, times[entry.pattern], renderings))
    return found


def _deprecated(entry: Entry, plain: str, hits: Hits) -> Rendering | None:
    """A deprecated rendering in the translation that is not part of an accepted one, nor another term's rendering."""
    present = [rendering for rendering in entry.deprecated if rendering.pattern in plain]
    if not present:
        return None
    good = sorted({r.pattern for hit, _, _ in hits for r in hit.accepted}, key=len, reverse=True)
    for rendering in present:
        rest = plain
        for pattern in good:
            if pattern == rendering.pattern or pattern not in rendering.pattern:  # pumped storage, water pumping storage
                rest = rest.replace(pattern, "\0")
        if rendering.pattern in rest:
            return rendering
    return None


def _is_copy(text: str) -> bool:
    """Whether a segment that should be English is Chinese."""
    han = len(HAN_CHAR.findall(text))
    return han > 3 and han > sum(character.isascii() and character.isalpha() for character in text)


def by_document(
    pairs: Sequence[Pair], uses: Mapping[str, Sequence[Use]], patterns: set[str]
) -> dict[tuple[str, str], Counter[str]]:
    """How often each rendering of some terms stands in each document, by (the term's pattern, document)."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for pattern in patterns & uses.keys():
        for use in uses[pattern]:
            counts.setdefault((pattern, pairs[use.number].document), Counter())[use.renderings[0].text] += 1
    return counts
