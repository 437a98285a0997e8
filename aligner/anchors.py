"""Where to look: a band through the sentences × sentences table that surely holds the alignment.

Sentences that are each other's nearest by vector, with a clear margin over their neighbours, are anchors; the heaviest
ascending chain of them is the way; between anchors the whole rectangle is searched, and where a rectangle is too large
(nothing in it could be recognised) a strip along its diagonal. Documents too long for one table are walked through in
windows, so that time and memory grow with the length and not with its square.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]
    Ints = NDArray[np.int64]

_WINDOW = 6000  # sentences of the other side that a sentence is compared with
_SLACK = 6  # what an anchor may be wrong by
_LARGEST = 90_000  # cells of a rectangle between two anchors that is searched whole
_STRIP = 60


def nearest(zh: Floats, en: Floats) -> list[tuple[int, int, float]]:
    """Pairs (i, j, margin) that are each other's best, unit vectors [n, d] and [m, d]; margin over the next four."""
    import numpy as np

    n, m = len(zh), len(en)
    row_best = np.full((n, 5), -1.0, np.float32)
    row_arg = np.zeros(n, np.int64)
    column_best = np.full((m, 5), -1.0, np.float32)
    column_arg = np.zeros(m, np.int64)
    for start in range(0, n, 512):
        stop = min(n, start + 512)
        left, right = _window((start + stop) / 2 / max(n, 1), m)
        block = zh[start:stop] @ en[left:right].T
        take = min(5, block.shape[1])
        row_arg[start:stop] = block.argmax(1) + left
        row_best[start:stop, :take] = -np.sort(-np.partition(block, -take, axis=1)[:, -take:], axis=1)
        best = block.max(0)
        better = best > column_best[left:right, 0]
        column_arg[left:right][better] = block.argmax(0)[better] + start
        take = min(5, block.shape[0])
        top = np.concatenate([column_best[left:right].T, np.partition(block, -take, axis=0)[-take:]])
        column_best[left:right] = -np.sort(-top, axis=0)[:5].T
    rows = np.flatnonzero(column_arg[row_arg] == np.arange(n))
    columns = row_arg[rows]
    margin = row_best[rows, 0] - 0.5 * (row_best[rows, 1:].mean(1) + column_best[columns, 1:].mean(1))
    return [(int(i), int(j), float(v)) for i, j, v in zip(rows, columns, margin, strict=True)]


def _window(share: float, size: int) -> tuple[int, int]:
    if size <= _WINDOW:
        return 0, size
    middle = int(share * size)
    left = max(0, min(size - _WINDOW, middle - _WINDOW // 2))
    return left, left + _WINDOW


def chain(pairs: list[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """The ascending chain of pairs with the largest sum of margins."""
    ends: list[int] = []  # ascending columns at which a chain can end, each heavier than those before it
    weights: list[float] = []
    tails: list[int] = []
    before: list[int] = []
    for number, (_, column, margin) in enumerate(pairs):
        at = bisect_left(ends, column)
        weight = margin + (weights[at - 1] if at else 0.0)
        before.append(tails[at - 1] if at else -1)
        stop = at
        while stop < len(ends) and weights[stop] <= weight:
            stop += 1
        if at < len(ends) and ends[at] == column and weights[at] > weight:
            continue
        ends[at:stop], weights[at:stop], tails[at:stop] = [column], [weight], [number]
    found = []
    number = tails[-1] if tails else -1
    while number >= 0:
        found.append(pairs[number][:2])
        number = before[number]
    return found[::-1]


def trusted(points: list[tuple[int, int]], reach: int = 8) -> list[tuple[int, int]]:
    """The points of a chain that have a neighbour on about the same diagonal."""
    kept = []
    for number, (i, j) in enumerate(points):
        for other in (number - 1, number + 1):
            if 0 <= other < len(points):
                di, dj = abs(points[other][0] - i), abs(points[other][1] - j)
                if max(di, dj) <= reach and max(di, dj) <= 2 * min(di, dj) + 2:
                    kept.append((i, j))
                    break
    return kept


def band(zh: Floats, en: Floats) -> tuple[Ints, Ints]:
    """For every zh sentence the half-open range [low, high) of en sentences to look at; both ascend."""
    n, m = len(zh), len(en)
    if n * m <= _LARGEST // 4:
        return corridor([], n, m)
    pairs = [p for p in nearest(zh, en) if p[2] > 0.08]
    return corridor(trusted(chain(pairs)), n, m)


def corridor(points: list[tuple[int, int]], n: int, m: int, slack: int = _SLACK) -> tuple[Ints, Ints]:
    """The band through ascending points (sentence indices): whole rectangles between them, strips where those are large."""
    import numpy as np

    low, high = np.full(n, m, np.int64), np.zeros(n, np.int64)
    path = [(-1, -1), *points, (n, m)]
    for (i0, j0), (i1, j1) in pairwise(path):
        first, last = max(0, i0 - slack), min(n, i1 + slack + 1)
        left, right = max(0, j0 - slack), min(m, j1 + slack + 1)
        if last <= first:
            continue
        rows = np.arange(first, last)
        if (last - first) * (right - left) <= _LARGEST:
            lows, highs = np.full(len(rows), left), np.full(len(rows), right)
        else:
            middle = j0 + (rows - i0) * (j1 - j0) / max(1, i1 - i0)
            reach = _STRIP + (right - left) / max(1, last - first)
            lows = np.clip((middle - reach).astype(np.int64), left, right - 1)
            highs = np.clip((middle + reach).astype(np.int64) + 1, left + 1, right)
        low[rows] = np.minimum(low[rows], lows)
        high[rows] = np.maximum(high[rows], highs)
    low = np.minimum.accumulate(low[::-1])[::-1]
    return low, np.maximum(np.maximum.accumulate(high), low + 1)
