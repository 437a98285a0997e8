"""What a text has for a term again and again, found by counting: `Hong Kong dollar` for 港元, in 36 of 37 sentences.

Word links point now at one part of it and now at another; what the sentences have in common is the whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from glossary.checking import loose
from glossary.checking.findings import Span

AGAIN = 3  # sentences that have a wording before it is a habit
_MOSTLY = 0.6  # share of a term's sentences
_LONGEST = 5  # words
_AS_OFTEN = 0.8  # a longer wording is taken where it is nearly as frequent as the most frequent part of it

Units = Sequence[tuple[str, int, int]]


def habit(sentences: Sequence[tuple[Units, Span | None]]) -> tuple[str, ...]:
    """The wording, as stems, that most of a term's sentences share around what is linked to it; empty where there is none.

    A sentence is its units (stem, start, stop) and the stretch that was taken to stand for the term.
    """
    if len(sentences) < AGAIN:
        return ()
    counted: Counter[tuple[str, ...]] = Counter()
    pointed: Counter[tuple[str, ...]] = Counter()
    for units, spot in sentences:
        pieces = _pieces(units)
        counted.update(pieces.keys())
        if spot:
            pointed.update(piece for piece, spans in pieces.items() if any(a < spot[1] and b > spot[0] for a, b in spans))
    least = max(AGAIN, _MOSTLY * len(sentences))
    common = {piece: n for piece, n in counted.items() if n >= least and 2 * pointed[piece] >= n}
    if not common:
        return ()
    most = max(common.values())
    return max(
        (piece for piece, n in common.items() if n >= _AS_OFTEN * most), key=lambda piece: (len(piece), common[piece])
    )


def place(units: Units, wording: tuple[str, ...], spot: Span | None) -> Span | None:
    """Where the wording stands in a sentence: nearest to the spot."""
    spans = _pieces(units).get(wording, [])
    return min(spans, key=lambda span: abs(span[0] - spot[0]) if spot else span[0], default=None)


def _pieces(units: Units) -> dict[tuple[str, ...], list[Span]]:
    """Runs of words that neither begin nor end with one that says nothing by itself, with their places."""
    stems = [unit[0].strip() for unit in units]
    empty = [loose.is_function(stem) or not stem[:1].isalpha() for stem in stems]
    found: dict[tuple[str, ...], list[Span]] = {}
    for first in range(len(stems)):
        for last in range(first, min(first + _LONGEST, len(stems))):
            if not empty[first] and not empty[last]:
                found.setdefault(tuple(stems[first : last + 1]), []).append((units[first][1], units[last][2]))
    return found
