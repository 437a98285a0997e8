"""Whether a pair is put together as the text puts it together elsewhere: what its parts stand for when they are seen as pairs.

平均潜伏期 holds 潜伏期, which the text renders as "incubation period": "average incubation" cuts that in two, "average incubation
period" holds it whole. Long terms are mostly seen once, their parts are not; the principle is that of compositional translation
(Morin and Daille, "Compositionality and lexical alignment of multi-word terms", 2010), turned from finding into judging.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aligner.tally import known_at, span_hashes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from aligner.indexing import Floats, Ints
    from aligner.tally import Pairs, Side

LEAST, SHARE, LEAK = 2, 0.4, 0.3  # sightings, share of an expression's sightings, loose links, for its partner to be known
NEAR = 0.6  # share of the most frequent partner's sightings that makes another one as good
_ROWS = 1 << 15


def agreement(zh: Side, en: Side, pairs: Pairs, zh_ids: Ints, stems: Ints) -> dict[str, Floats]:
    """Columns over pairs, for the parts (beginnings and ends) of either side whose partner is known: the share of them whose
    partner lies whole in the other side, -0.5 to 0.5 (0 where no part is known), and whether some partner is cut."""
    columns = {}
    for name, mine, other, ids, other_ids, which, partner in (
        ("zh", zh, en, zh_ids, stems, pairs.zh, pairs.en),
        ("en", en, zh, stems, zh_ids, pairs.en, pairs.zh),
    ):
        known = _partners(mine, pairs, which, partner)
        columns[f"{name}_parts_kept"], columns[f"{name}_parts_cut"] = _agreement(
            mine, other, ids, other_ids, which, partner, known
        )
    return columns


def _partners(side: Side, pairs: Pairs, which: Ints, partner: Ints) -> Ints:
    """The expression that each expression mostly stands for, -1 where none does clearly."""
    import numpy as np

    leak = pairs.columns["zh_leak"] + pairs.columns["en_leak"]
    most = np.zeros(len(side.hashes), np.float32)
    np.maximum.at(most, which, pairs.count)
    # a piece of a rendering is seen as often as the whole, and is linked more loosely
    order = np.lexsort((-leak, pairs.count >= NEAR * most[which], which))
    last = order[np.flatnonzero(np.diff(which[order], append=-1))]
    sure = (pairs.count[last] >= LEAST) & (pairs.count[last] >= SHARE * side.seen[which[last]]) & (leak[last] < LEAK)
    known = np.full(len(side.hashes), -1)
    known[which[last][sure]] = partner[last][sure]
    return known


def _agreement(
    mine: Side, other: Side, ids: Ints, other_ids: Ints, which: Ints, partner: Ints, known: Ints
) -> tuple[Floats, Floats]:
    import numpy as np

    kept, parts = np.zeros(len(which), np.float32), np.zeros(len(which), np.float32)
    cut = np.zeros(len(which), bool)
    for rows, part in _parts(mine, ids, which, known):
        whole, touched = _inside(other, other_ids, partner[rows], known[part])
        np.add.at(parts, rows, 1)
        np.add.at(kept, rows, whole)
        cut[rows[touched & ~whole]] = True
    return np.where(parts > 0, kept / np.maximum(parts, 1) - 0.5, 0).astype(np.float32), cut.astype(np.float32)


def _parts(side: Side, ids: Ints, which: Ints, known: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Pairs by row with a part of theirs whose partner is known: its beginning or end, of every length."""
    import numpy as np

    start, stop = side.start[which], side.stop[which]
    for length in range(1, int((stop - start).max(initial=1))):
        longer = np.flatnonzero(stop - start > length)
        for first in range(0, len(longer), _ROWS):
            rows = longer[first : first + _ROWS]
            for at in (start[rows], stop[rows] - length):
                part, found = known_at(side.hashes, span_hashes(ids, at, at + length))
                found &= known[part] >= 0
                yield rows[found], part[found]


def _inside(side: Side, ids: Ints, whole: Ints, part: Ints) -> tuple[NDArray[Any], NDArray[Any]]:
    """Whether each expression `part` lies in the expression `whole` beside it, and whether its first or last word does."""
    import numpy as np

    start, stop, size = side.start[whole], side.stop[whole], side.stop[part] - side.start[part]
    first, last = ids[side.start[part]], ids[side.stop[part] - 1]
    inside, touched = np.zeros(len(whole), bool), np.zeros(len(whole), bool)
    for step in range(int((stop - start).max(initial=0))):
        here = np.minimum(start + step, len(ids) - 1)
        within = start + step < stop
        touched |= within & ((ids[here] == first) | (ids[here] == last))
        fits = np.flatnonzero((start + step + size <= stop) & (ids[here] == first))
        inside[fits] |= span_hashes(ids, here[fits], here[fits] + size[fits]) == side.hashes[part[fits]]
    return inside, touched
