"""The best ascending sequence of beads through a band of the sentences × sentences table, by dynamic programming.

A bead is worth what its words say (`likelihood`) and its lengths (Gale and Church, "A program for aligning sentences in bilingual
corpora", 1993), less a cost for its shape. Segments without counterpart cost more where they begin than where they go on (Gotoh,
"An improved algorithm for matching biological sequences", 1982): translators rarely drop a sentence, and sometimes a passage.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from aligner.likelihood import MOST, WordModel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]
    Ints = NDArray[np.int64]

_NEVER = -1e9
_ALONE_ZH, _ALONE_EN = -1, -2  # kinds of a node beside rows × 8 + columns of the bead that ends there
_TYPES = [(a, b) for a in range(1, MOST + 1) for b in range(1, MOST + 1) if a + b <= MOST + 1]


@dataclass(frozen=True, slots=True)
class Shapes:
    """Weights of the dynamic programme, tuned on synthetic documents (scripts/bench_segments.py)."""

    words: float = 0.6  # less than one: what the words of a sentence say, they do not say independently of each other
    length: float = 2.0
    spread: float = 0.30  # standard deviation of the log length ratio of a sentence of 100 characters
    alone: float = 5.0  # cost of the first segment without counterpart …
    further: float = 2.0  # … and of each that follows it on its side
    other: tuple[float, float, float, float, float] = (0.0, 2.0, 3.6, 3.5, 6.0)  # cost of 1-1, 1-2, 1-3, 2-2, larger


class Step(NamedTuple):
    """A bead of the path: where it ends, how many segments it takes of each side, and what its words say."""

    row: int
    column: int
    zh: int
    en: int
    words: float = 0.0


def best_path(
    model: WordModel, shapes: Shapes, ratio: float, rows: range, columns: range, low: Ints, high: Ints
) -> list[Step]:
    """The beads of consecutive segments `rows` × `columns`, ascending; rows and columns of a step count from 0 inside them.

    `low` and `high` [rows] bound the columns that a row is compared with; `ratio` is the usual length of English for one of
    Chinese.
    """
    cells = _Cells(model, shapes, ratio, rows, columns, low, high)
    return _Programme(cells, shapes).run()


class _Cells:
    """What beads in the band are worth, shapes apart. Rows and columns count from 0 inside the part."""

    def __init__(
        self, model: WordModel, shapes: Shapes, ratio: float, rows: range, columns: range, low: Ints, high: Ints
    ) -> None:
        import numpy as np

        self.model, self.shapes, self.ratio = model, shapes, np.float32(ratio)
        self.rows, self.columns, self.n, self.m = rows, columns, len(rows), len(columns)
        self.low, self.high = [int(x) for x in low], [int(x) for x in high]
        self.zh_ends, self.en_ends = (
            np.concatenate(([0], np.cumsum(side.lengths[part.start : part.stop]))).astype(np.float32)
            for side, part in ((model.zh, rows), (model.en, columns))
        )
        self.forward: list[list[Floats]] = []  # per row: arrays over columns low … high, for groups of 1 … MOST
        self.backward: list[list[Floats]] = []
        self._fill()

    def _fill(self) -> None:
        """Word scores of all cells, sixteen rows at a time."""
        step = 16
        for start in range(0, self.n, step):
            stop = min(self.n, start + step)
            more = min(self.n, stop + MOST - 1)
            left, right = self.low[start], self.high[stop - 1]
            wide = min(self.m, right + MOST - 1)
            forward, backward = self.model.block(
                range(self.rows.start + start, self.rows.start + more),
                range(self.columns.start + left, self.columns.start + wide),
            )
            for row in range(start, stop):
                cut = slice(self.low[row] - left, self.high[row] - left)
                self.forward.append([f[row - start, cut].copy() for f in forward])
                self.backward.append([f[row - start, cut].copy() for f in backward])

    def words(self, row: int, a: int, b: int) -> tuple[int, Floats]:
        """What the words of the beads (row … row+a-1) × (column … column+b-1) say, mean of both directions, and the first column."""
        import numpy as np

        left = max(self.low[row + k] for k in range(a))
        right = min(min(self.high[row + k] for k in range(a)), self.high[row] - b + 1)
        if right <= left:
            return left, np.empty(0, np.float32)
        width = right - left
        score = np.zeros(width, np.float32)
        for k in range(a):
            at = left - self.low[row + k]
            score += self.forward[row + k][b - 1][at : at + width]
        at = left - self.low[row]
        for k in range(b):
            score += self.backward[row][a - 1][at + k : at + k + width]
        score *= np.float32(0.5)
        return left, score

    def lengths(self, row: int, a: int, left: int, b: int, width: int) -> Floats:
        """Log probability of the lengths of beads a-b from `row` and the columns left … left+width-1, up to a constant."""
        import numpy as np

        s = self.shapes
        zh = (self.zh_ends[row + a] - self.zh_ends[row]) * self.ratio
        en = self.en_ends[left + b : left + b + width] - self.en_ends[left : left + width]
        delta = np.log(en / zh)
        variance = np.float32(s.spread**2) * (1 + 120 / (zh + en))
        return np.asarray(np.float32(-0.5 * s.length) * np.minimum(delta * delta / variance, 12.0), np.float32)


class _Programme:
    """Nodes between the cells of a band: the best value with which each is reached, and how."""

    def __init__(self, cells: _Cells, shapes: Shapes) -> None:
        import numpy as np

        self.cells, self.shapes = cells, shapes
        n, m = cells.n, cells.m
        self.low = [*cells.low, cells.low[-1]]
        high = [cells.high[0], *cells.high]
        self.low[0], high[n] = 0, m
        sizes = [right - left + 1 for left, right in zip(self.low, high, strict=True)]
        self.value = [np.full(size, _NEVER, np.float32) for size in sizes]
        self.kind = [np.zeros(size, np.int8) for size in sizes]
        self.words = [np.zeros(size, np.float32) for size in sizes]
        self.since: list[tuple[Ints, Ints]] = []  # per row: where a run of lone segments began, zh (rows) and en (columns)
        self.value[0][0] = 0.0

    def run(self) -> list[Step]:
        import numpy as np

        lone = np.full(len(self.value[0]), _NEVER, np.float32)  # value of ending in lone zh segments
        began = np.zeros(len(lone), np.int64)
        for i in range(self.cells.n + 1):
            self._alone(i, lone, began)
            if i < self.cells.n:
                self._beads(i)
                lone, began = self._next(i, lone, began)
        return self._trace()

    def _alone(self, i: int, lone: Floats, began: Ints) -> None:
        """Let row i end in lone segments of either side where that is better than a bead."""
        import numpy as np

        here, kind = self.value[i], self.kind[i]
        better = lone > here
        here[better], kind[better] = lone[better], _ALONE_ZH
        further = np.float32(self.shapes.further)
        ramp = further * np.arange(len(here), dtype=np.float32)
        from_here = here + ramp
        top = np.maximum.accumulate(from_here)
        start = np.maximum.accumulate(np.where(from_here == top, np.arange(len(here)), 0))
        run = top[:-1] - ramp[1:] - (np.float32(self.shapes.alone) - further)
        better = run > here[1:]
        here[1:][better], kind[1:][better] = run[better], _ALONE_EN
        self.since.append((began, start))

    def _next(self, i: int, lone: Floats, began: Ints) -> tuple[Floats, Ints]:
        """Values and beginnings of runs of lone zh segments that take segment i, at the nodes of row i + 1."""
        import numpy as np

        opened, continued = self.value[i] - np.float32(self.shapes.alone), lone - np.float32(self.shapes.further)
        value, start = np.maximum(opened, continued), np.where(opened >= continued, i, began)
        out, since = np.full(len(self.value[i + 1]), _NEVER, np.float32), np.zeros(len(self.value[i + 1]), np.int64)
        shift = self.low[i + 1] - self.low[i]
        width = min(len(value) - shift, len(out))
        if width > 0:
            out[:width], since[:width] = value[shift : shift + width], start[shift : shift + width]
        return out, since

    def _beads(self, i: int) -> None:
        """Offer the nodes that beads from row i end at what they reach them with."""
        import numpy as np

        here = self.value[i]
        for a, b in _TYPES:
            if i + a > self.cells.n:
                continue
            left, score = self.cells.words(i, a, b)
            offset = left - self.low[i]
            width = min(len(score), len(here) - offset)
            if width <= 0 or offset < 0:
                continue
            score = score[:width]
            total = here[offset : offset + width] + np.float32(self.shapes.words) * score - np.float32(self._cost(a, b))
            self._offer(i, a, b, left, total + self.cells.lengths(i, a, left, b, width), score)

    def _cost(self, a: int, b: int) -> float:
        return self.shapes.other[0 if a + b == 2 else 1 if a + b == 3 else 4 if a + b > 4 else 3 if a == b else 2]

    def _offer(self, i: int, a: int, b: int, left: int, total: Floats, score: Floats) -> None:
        target = self.value[i + a]
        first = left + b - self.low[i + a]
        cut = max(0, -first)
        first += cut
        width = min(len(total) - cut, len(target) - first)
        if width <= 0:
            return
        window = slice(first, first + width)
        better = total[cut : cut + width] > target[window]
        target[window][better] = total[cut : cut + width][better]
        self.kind[i + a][window][better] = a * 8 + b
        self.words[i + a][window][better] = score[cut : cut + width][better]

    def _trace(self) -> list[Step]:
        i, j = self.cells.n, self.cells.m
        path: list[Step] = []
        while i or j:
            at = j - self.low[i]
            kind = int(self.kind[i][at])
            if kind == _ALONE_ZH:
                start = int(self.since[i][0][at])
                path.extend(Step(row, j, 1, 0) for row in range(i, start, -1))
                i = start
            elif kind == _ALONE_EN:
                start = self.low[i] + int(self.since[i][1][at - 1])
                path.extend(Step(i, column, 0, 1) for column in range(j, start, -1))
                j = start
            else:
                a, b = divmod(kind, 8)
                if not a or not b:
                    raise AssertionError(f"no way to {i}, {j}")
                path.append(Step(i, j, a, b, float(self.words[i][at])))
                i, j = i - a, j - b
        return path[::-1]
