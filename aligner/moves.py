"""Moved passages: what stayed alone on both sides and says the same after all, in another order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from aligner import anchors
from aligner.beads import Bead

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

_MARGIN = 0.08
_LONE = 0.1  # a bead scored below this holds segments that may as well belong elsewhere
_SURE = 0.5
_SURE_ALONE = 0.8  # for a single segment that no neighbour confirms
_REACH = 4  # steps between two segments of one moved passage
_ROOM = 12  # segments around what was recognised that are looked at


def moved(found: Sequence[Bead], zh: Floats, en: Floats, align_part: Callable[[range, range], list[Bead]]) -> list[Bead]:
    """The beads with lone segments put together where they were moved; `zh` and `en` are the unit vectors of all segments.

    `align_part` aligns a rectangle of consecutive segments.
    """
    import numpy as np

    lone_zh = sorted(i for b in found if b.score < _LONE for i in b.zh)
    lone_en = sorted(j for b in found if b.score < _LONE for j in b.en)
    if not lone_zh or not lone_en:
        return list(found)
    near = [
        (lone_zh[i], lone_en[j], margin)
        for i, j, margin in anchors.nearest(zh[np.array(lone_zh)], en[np.array(lone_en)])
        if margin > _MARGIN
    ]
    free_zh, free_en = set(lone_zh), set(lone_en)
    taken: list[Bead] = []
    for group in sorted(_groups(near), key=lambda g: -sum(p[2] for p in g)):
        rows = _stretch([p[0] for p in group], free_zh)
        columns = _stretch([p[1] for p in group], free_en)
        if not rows or not columns:
            continue
        inside = {(i, j) for i, j, _ in group}
        least = _SURE if len(group) > 1 else _SURE_ALONE
        for bead in align_part(rows, columns):
            sure = least if any((i, j) in inside for i in bead.zh for j in bead.en) else _SURE_ALONE
            if bead.zh and bead.en and bead.score >= sure:
                taken.append(bead)
                free_zh -= set(bead.zh)
                free_en -= set(bead.en)
    return _replace(found, taken)


def _groups(near: Iterable[tuple[int, int, float]]) -> list[list[tuple[int, int, float]]]:
    """Anchors that follow each other on both sides within a few steps."""
    groups: list[list[tuple[int, int, float]]] = []
    for point in near:
        for group in reversed(groups[-20:]):
            di, dj = point[0] - group[-1][0], point[1] - group[-1][1]
            if 0 < di <= _REACH and 0 < dj <= _REACH:
                group.append(point)
                break
        else:
            groups.append([point])
    return groups


def _stretch(indices: Sequence[int], free: set[int]) -> range:
    """The free segments around the indices, without a gap, some steps further than they reach; empty if one is taken."""
    start, stop = indices[0], indices[0] + 1
    if start not in free:
        return range(0)
    while start - 1 in free and indices[0] - start < _ROOM:
        start -= 1
    while stop in free and stop - max(indices) < _ROOM:
        stop += 1
    return range(start, stop)


def _replace(found: Sequence[Bead], taken: Sequence[Bead]) -> list[Bead]:
    """The beads with those that lost a segment to `taken` broken up into what is left of them."""
    zh, en = {i for b in taken for i in b.zh}, {j for b in taken for j in b.en}
    out = list(taken)
    for bead in found:
        if not zh & set(bead.zh) and not en & set(bead.en):
            out.append(bead)
        else:
            out.extend(Bead((i,), ()) for i in bead.zh if i not in zh)
            out.extend(Bead((), (j,)) for j in bead.en if j not in en)
    return out
