"""Which segments translate each other: beads of up to three segments a side, by dynamic programming.

Coarse: a band around sentences that recognise each other (`anchors`). Fine: inside the band every bead is scored by what its
words say (`likelihood`), its lengths (Gale and Church 1993) and how common its shape is, and the best ascending sequence is
found. A second pass knows the names and terms of the document from the first. What stays alone on both sides may have been
moved: it is matched out of order at the end. Each bead has a calibrated score, so that the unsure can be left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aligner import anchors
from aligner.beads import Bead
from aligner.likelihood import MOST, Encoder, Settings, WordModel, en_side, zh_side
from aligner.moves import moved
from aligner.records import Segment, SegmentPair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]
    Ints = NDArray[np.int64]

_NEVER = -1e9
# Logistic regression over 1,257 beads of synthetic documents, 127 of them between texts that have nothing to do with each
# other: constant, evidence a word, log of the evidence, misfit of the lengths, segments beyond one a side.
_CALIBRATION = (-0.45, 1.04, 1.47, -4.22, -1.86)


@dataclass(frozen=True, slots=True)
class Shapes:
    """Weights of the dynamic programme, tuned on synthetic documents (scripts/bench_segments.py)."""

    words: float = 0.5  # share of each direction of the word model
    vectors: float = 0.0
    length: float = 1.0
    spread: float = 0.30  # standard deviation of the log length ratio of a sentence of 100 characters
    alone: float = 3.0  # cost of a segment without counterpart …
    silent: float = 0.0  # … and of each of its words
    other: tuple[float, float, float, float, float] = (0.0, 2.3, 4.0, 3.7, 5.5)  # cost of 1-1, 1-2, 1-3, 2-2, larger


def align(
    zh: Sequence[Segment],
    en: Sequence[Segment],
    encoder: Encoder,
    *,
    least: float = 0.0,
    method: str = "align",
    document: str = "",
) -> list[SegmentPair]:
    """Segment pairs in the order of the zh side; several segments of a side are joined into one text.

    `least` leaves out pairs scored below it.
    """
    found = beads([s.text for s in zh], [s.text for s in en], encoder)
    pairs = []
    for bead in found:
        if bead.zh and bead.en and bead.score >= least:
            left = Segment("".join(zh[i].text for i in bead.zh), "zh", zh[bead.zh[0]].place)
            right = Segment(" ".join(en[j].text for j in bead.en), "en", en[bead.en[0]].place)
            pairs.append(SegmentPair(left, right, round(bead.score, 3), method, document))
    return pairs


def beads(
    zh: Sequence[str], en: Sequence[str], encoder: Encoder, *, settings: Settings | None = None, shapes: Shapes | None = None
) -> list[Bead]:
    """All beads, those without counterpart too, ascending by zh and then en; moved passages stand where their zh stands."""
    if not zh or not en:
        return [*(Bead((i,), ()) for i in range(len(zh))), *(Bead((), (j,)) for j in range(len(en)))]
    return RectangleAligner(zh, en, encoder, settings, shapes).run()


class RectangleAligner:
    """Two sides with their word model: aligns the whole of them, or any rectangle of consecutive segments."""

    def __init__(
        self,
        zh: Sequence[str],
        en: Sequence[str],
        encoder: Encoder,
        settings: Settings | None = None,
        shapes: Shapes | None = None,
    ) -> None:
        self.texts, self.encoder = (list(zh), list(en)), encoder
        self.zh, self.en, self.shapes = zh_side(zh), en_side(en), shapes or Shapes()
        self.model = WordModel(self.zh, self.en, encoder, settings)
        # characters of English for one column of Chinese; a short text is drawn towards what is usual
        self.ratio = float((self.en.lengths.sum() + 1000) / (self.zh.lengths.sum() + 1000))

    def vectors(self) -> tuple[Floats, Floats]:
        """Unit vectors of all segments, [n, d] and [m, d]."""
        import numpy as np

        zh, en = (np.asarray(self.encoder.encode(texts), np.float32) for texts in self.texts)
        return zh, en

    def run(self) -> list[Bead]:
        n, m = len(self.zh), len(self.en)
        zh_vectors, en_vectors = self.vectors()
        low, high = anchors.band(zh_vectors, en_vectors)
        found = self._pass(range(n), range(m), low, high)
        sure = [b for b in found if b.score > 0.5]
        if sum(len(b.zh) for b in sure) > 10:
            self.model.learn([(b.zh, b.en) for b in sure])
            points = [(b.zh[0], b.en[0]) for b in found if b.score > 0.3]
            low, high = anchors.corridor(points, n, m)
            found = self._pass(range(n), range(m), low, high)
        return _in_order(moved(found, zh_vectors, en_vectors, self.align_part))

    def align_part(self, rows: range, columns: range) -> list[Bead]:
        """Beads of a rectangle of the table, searched whole."""
        import numpy as np

        low = np.full(len(rows), 0, np.int64)
        return self._pass(rows, columns, low, low + len(columns))

    def _pass(self, rows: range, columns: range, low: Ints, high: Ints) -> list[Bead]:
        table = _Table(self, rows, columns, low, high)
        return [
            Bead(
                tuple(range(rows.start + i - a, rows.start + i)),
                tuple(range(columns.start + j - b, columns.start + j)),
                self.score(
                    range(rows.start + i - a, rows.start + i), range(columns.start + j - b, columns.start + j), value
                ),
            )
            for i, j, a, b, value in table.best()
        ]

    def score(self, zs: range, es: range, value: float) -> float:
        """0-1: how sure the bead is, from its words' log likelihood ratio."""
        if not zs or not es:
            return 0.0
        zh_size, en_size = (float(side.sizes[r.start : r.stop].sum()) for side, r in ((self.zh, zs), (self.en, es)))
        zh_length, en_length = (float(side.lengths[r.start : r.stop].sum()) for side, r in ((self.zh, zs), (self.en, es)))
        logit = (
            _CALIBRATION[0]
            + _CALIBRATION[1] * value / math.sqrt(zh_size * en_size)
            + _CALIBRATION[2] * math.log(max(value, 0.5))
            + _CALIBRATION[3] * min(1.5, abs(math.log(en_length / (zh_length * self.ratio))))
            + _CALIBRATION[4] * (len(zs) + len(es) - 2)
        )
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))

    def lengths(self, a: int, b: int, zh: Floats, en: Floats) -> Floats:
        """Log probability of the lengths of a bead, up to a constant."""
        import numpy as np

        s = self.shapes
        mean = (zh * np.float32(self.ratio) + en) / 2
        delta = np.log(en / (zh * np.float32(self.ratio)))
        variance = np.float32(s.spread**2) * (1 + 60 / mean)
        return np.float32(-0.5 * s.length) * np.minimum(delta * delta / variance, 12.0)


def _in_order(found: Iterable[Bead]) -> list[Bead]:
    """By the zh side; an en segment without counterpart stands behind the bead of the one before it."""
    behind = {j: b.zh[0] for b in found if b.zh for j in b.en}
    ordered, last = [], -1
    for bead in sorted(found, key=lambda b: b.en or (-1,)):
        last = behind.get(bead.en[0], last) if bead.en else -1
        ordered.append(((bead.zh[0] if bead.zh else last), not bead.zh, bead))
    return [bead for *_, bead in sorted(ordered, key=lambda entry: (entry[0], entry[1], entry[2].en))]


class _Table:
    """The cells of a band and the dynamic programme over them. Rows and columns count from 0 inside the part."""

    def __init__(self, owner: RectangleAligner, rows: range, columns: range, low: Ints, high: Ints) -> None:
        self.owner, self.rows, self.columns = owner, rows, columns
        self.n, self.m = len(rows), len(columns)
        self.low, self.high = [int(x) for x in low], [int(x) for x in high]
        self.forward: list[list[Floats]] = []  # per row: three arrays over columns low … high
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
            forward, backward = self.owner.model.block(
                range(self.rows.start + start, self.rows.start + more),
                range(self.columns.start + left, self.columns.start + wide),
            )
            for row in range(start, stop):
                cut = slice(self.low[row] - left, self.high[row] - left)
                self.forward.append([f[row - start, cut].copy() for f in forward])
                self.backward.append([f[row - start, cut].copy() for f in backward])

    def _row(self, row: int, a: int, b: int) -> tuple[int, Floats]:
        """Scores of the beads (row … row+a-1) × (column … column+b-1) and their first column."""
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
        score *= np.float32(self.owner.shapes.words)
        return left, score

    def best(self) -> list[tuple[int, int, int, int, float]]:
        """The best path: beads as (end row, end column, rows, columns, word score), ascending."""
        import numpy as np

        owner, shapes = self.owner, self.owner.shapes
        n, m = self.n, self.m
        zh_length = np.concatenate(([0], np.cumsum(owner.zh.lengths[self.rows.start : self.rows.stop]))).astype(np.float32)
        en_length = np.concatenate(([0], np.cumsum(owner.en.lengths[self.columns.start : self.columns.stop]))).astype(
            np.float32
        )
        node_low = [0, *self.low[1:], m] if n else [0]
        node_low = [min(self.low[i], node_low[i]) if i < n else max(0, self.low[n - 1]) for i in range(n + 1)]
        node_high = [self.high[0], *self.high] if n else [m]
        node_low[0], node_high[n] = 0, m
        value = [np.full(right - left + 1, _NEVER, np.float32) for left, right in zip(node_low, node_high, strict=True)]
        kind = [np.zeros(len(v), np.int8) for v in value]
        words = [np.zeros(len(v), np.float32) for v in value]
        value[0][0] = 0.0
        skip_zh = shapes.alone + shapes.silent * owner.zh.sizes[self.rows.start : self.rows.stop].astype(np.float32)
        each = shapes.alone + shapes.silent * owner.en.sizes[self.columns.start : self.columns.stop].astype(np.float32)
        skip_en = np.concatenate(([0], np.cumsum(each))).astype(np.float32)
        types = [(a, b) for a in range(1, MOST + 1) for b in range(1, MOST + 1) if a + b <= 4]
        for i in range(n + 1):
            here = value[i]
            ramp = skip_en[node_low[i] : node_low[i] + len(here)]
            run = np.maximum.accumulate(here + ramp)[:-1] - ramp[1:]
            skipped = run > here[1:]
            kind[i][1:][skipped] = 1
            here[1:][skipped] = run[skipped]
            if i == n:
                break
            self._push(value, kind, words, node_low, i, 1, 0, node_low[i], here - skip_zh[i], None)
            for a, b in types:
                if i + a > n:
                    continue
                left, score = self._row(i, a, b)
                offset = left - node_low[i]
                width = min(len(score), len(here) - offset)
                if width <= 0 or offset < 0:
                    continue
                score = score[:width]
                columns = np.arange(left, left + width)
                shape = 0 if a + b == 2 else 1 if a + b == 3 else 3 if a == b else 2
                total = here[offset : offset + width] + score - np.float32(shapes.other[shape])
                total += owner.lengths(a, b, zh_length[i + a] - zh_length[i], en_length[columns + b] - en_length[columns])
                self._push(value, kind, words, node_low, i, a, b, left, total, score)
        return self._trace(kind, words, node_low)

    def _push(
        self,
        value: list[Floats],
        kind: list[NDArray[np.int8]],
        words: list[Floats],
        node_low: list[int],
        i: int,
        a: int,
        b: int,
        left: int,
        total: Floats,
        score: Floats | None,
    ) -> None:
        """Offer the nodes of row i + a what beads a-b from row i reach them with."""
        target = value[i + a]
        first = left + b - node_low[i + a]
        cut = max(0, -first)
        first += cut
        width = min(len(total) - cut, len(target) - first)
        if width <= 0:
            return
        window = slice(first, first + width)
        better = total[cut : cut + width] > target[window]
        target[window][better] = total[cut : cut + width][better]
        kind[i + a][window][better] = a * 4 + b
        if score is not None:
            words[i + a][window][better] = score[cut : cut + width][better]

    def _trace(
        self, kind: list[NDArray[np.int8]], words: list[Floats], node_low: list[int]
    ) -> list[tuple[int, int, int, int, float]]:
        i, j = self.n, self.m
        path = []
        while i or j:
            at = j - node_low[i]
            a, b = divmod(int(kind[i][at]), 4)
            if a == 0 and b == 0:
                raise AssertionError(f"no way to {i}, {j}")
            path.append((i, j, a, b, float(words[i][at])))
            i, j = i - a, j - b
        return path[::-1]
