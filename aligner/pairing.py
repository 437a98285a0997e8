"""Which segments translate each other: beads of up to four segments a side, by dynamic programming.

Coarse: a band around sentences that recognise each other (`anchors`). Fine: inside the band every bead is scored by what its
words say (`likelihood`), its lengths and how common its shape is, and the best ascending sequence is found (`bestpath`). A
second pass knows the names and terms of the document from the first. What stays alone on both sides may have been
moved: it is matched out of order at the end. Each bead has a calibrated score, from its own words and from the beads around it,
so that the unsure can be left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from aligner import anchors
from aligner.beads import Bead
from aligner.bestpath import Shapes, best_path
from aligner.likelihood import Encoder, Settings, WordModel, en_side, zh_side
from aligner.moves import moved
from aligner.records import Segment, SegmentPair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]
    Ints = NDArray[np.int64]

# Logistic regression over 1,257 beads of synthetic documents, 127 of them between texts that have nothing to do with each
# other: constant, evidence a word, log of the evidence, misfit of the lengths, segments beyond one a side.
_CALIBRATION = (-0.45, 1.04, 1.47, -4.22, -1.86)
# Logistic regression over 10,911 beads of synthetic documents and chapters, 2,461 of them in texts that are, all or half of them,
# no translation: constant, the bead's own logit, mean logit of the beads around it where that is negative.
_COMPANY = (2.13, 0.248, 2.859)
_NEAR, _LONE = 4, -3.0  # beads on each side that count; the logit of a segment without counterpart among them


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
        return _in_company(_in_order(moved(found, zh_vectors, en_vectors, self.align_part)))

    def align_part(self, rows: range, columns: range) -> list[Bead]:
        """Beads of a rectangle of the table, searched whole."""
        import numpy as np

        low = np.full(len(rows), 0, np.int64)
        return self._pass(rows, columns, low, low + len(columns))

    def _pass(self, rows: range, columns: range, low: Ints, high: Ints) -> list[Bead]:
        steps = best_path(self.model, self.shapes, self.ratio, rows, columns, low, high)
        found = []
        for i, j, a, b, value in steps:
            zs, es = range(rows.start + i - a, rows.start + i), range(columns.start + j - b, columns.start + j)
            found.append(Bead(tuple(zs), tuple(es), self.score(zs, es, value)))
        return found

    def score(self, zs: range, es: range, value: float) -> float:
        """0-1: how sure the bead is by itself, from its words' log likelihood ratio."""
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
        return _probability(logit)


def _in_company(found: Sequence[Bead]) -> list[Bead]:
    """The beads scored anew, each with those around it.

    A free translation may share hardly a word with its original; that all around is well aligned says what its words do not.
    Where two texts have nothing to do with each other some words agree too, but never for long.
    """
    logits = [_logit(bead.score) if bead.zh and bead.en else _LONE for bead in found]
    scored = []
    for k, bead in enumerate(found):
        if bead.zh and bead.en:
            near = logits[max(0, k - _NEAR) : k] + logits[k + 1 : k + 1 + _NEAR] or [logits[k]]
            logit = _COMPANY[0] + _COMPANY[1] * logits[k] + _COMPANY[2] * min(0.0, sum(near) / len(near))
            bead = Bead(bead.zh, bead.en, _probability(logit))
        scored.append(bead)
    return scored


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def _logit(probability: float) -> float:
    p = min(max(probability, 1e-9), 1 - 1e-9)
    return max(-6.0, min(6.0, math.log(p / (1 - p))))


def _in_order(found: Iterable[Bead]) -> list[Bead]:
    """By the zh side; an en segment without counterpart stands behind the bead of the one before it."""
    behind = {j: b.zh[0] for b in found if b.zh for j in b.en}
    ordered, last = [], -1
    for bead in sorted(found, key=lambda b: b.en or (-1,)):
        last = behind.get(bead.en[0], last) if bead.en else -1
        ordered.append(((bead.zh[0] if bead.zh else last), not bead.zh, bead))
    return [bead for *_, bead in sorted(ordered, key=lambda entry: (entry[0], entry[1], entry[2].en))]
