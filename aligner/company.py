"""The candidates around a candidate: what crosses it, holds it, lies in it or competes with it, and how good those are.

A first look scores each pair by itself. Whether 应用偏离 is a term is easier to say when it is known that 技术应用 and 偏离 beside it are
good pairs that cut through it. So the ranking looks twice, and what the first look thought of the neighbours are features of
the second (stacking, Wolpert, "Stacked Generalization", 1992; applied to neighbours as by Kou and Cohen, "Stacked graphical
models for efficient inference in Markov random fields", 2007). A neighbour's worth is the product of its two scores.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from aligner.kinship import EDGES, kin
from aligner.ranking import log_odds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from aligner.indexing import Floats, Ints
    from aligner.ranking import Look
    from aligner.table import Table

NOTHING = 1e-3  # worth of a neighbour that is not there, and what keeps logarithms finite
_CELLS = 1 << 20  # pairs of sightings that are compared at a time

# The best neighbour, mean over the sightings of the worth of …
BEST = (
    "zh_crossing",  # those whose Chinese cuts through the Chinese of this one
    "en_crossing",
    "zh_around",  # whose Chinese holds that of this one and more
    "en_around",
    "around",  # both sides
    "within",  # both sides lie in those of this one
    "other_english",  # for the very same Chinese
    "other_chinese",
    "zh_elsewhere",  # for some of the same Chinese words, with other English words altogether
    "en_elsewhere",
    "zh_within",
)
AHEAD = ("zh_crossing", "en_crossing", "around", "within", "other_english", "other_chinese", "zh_around", "en_around")
FIRST = ("first_translation", "first_termhood", "first_worth")
NAMES = (
    *(f"near_{name}" for name in BEST),
    "near_free",  # share of the sightings where no overlapping pair is better
    "near_density",  # log(1 + worth of the good pairs in the sentence)
    *(f"ahead_{name}" for name in AHEAD),  # log of this pair's worth over that of the neighbour
    *FIRST,
    *(f"kin_{lang}_{edge}{kind}" for lang, edge in EDGES for kind in ("", "_mass")),
    *(f"{kind}_{lang}" for lang in ("zh", "en") for kind in ("kin_best", "kin_rest")),
)


def second_look(table: Table, first: Look) -> None:
    """Give a table the features of the second look, after what `first` thinks; those of another first look go."""
    del table.names[len(first.names) :]
    table.add(NAMES, look_around(table, *first.scores(table)))


def look_around(table: Table, translation: Floats, termhood: Floats) -> Iterator[Floats]:
    """The columns NAMES over the pairs, from the scores of the first look, 0-1."""
    import numpy as np

    worth = translation * termhood
    own = np.log(worth + NOTHING)
    near = _near(table, worth)
    best = {name: np.log(near[:, k] + NOTHING) for k, name in enumerate(BEST)}
    yield from best.values()
    yield near[:, -2]
    yield near[:, -1]
    for name in AHEAD:
        yield own - best[name]
    yield log_odds(translation)
    yield log_odds(termhood)
    yield own
    for found in kin(table, translation, termhood):
        yield from (found.share, np.log1p(found.mass))
    for side in (table.pairs.zh, table.pairs.en):
        top = np.zeros(int(side.max()) + 1, np.float32)
        np.maximum.at(top, side, termhood)
        yield log_odds(top[side])
        yield np.log(np.maximum(np.bincount(side, worth)[side] - worth, 0) + NOTHING)


def _near(table: Table, worth: Floats) -> Floats:
    """Per pair, [pairs, BEST and two more]: means over its sightings."""
    import numpy as np

    found, of = table.found, table.pairs.of
    order = np.argsort(found.sentence, kind="stable")
    starts = np.flatnonzero(np.diff(found.sentence[order], prepend=-1))
    sizes = np.diff(np.append(starts, len(order)))
    total = np.zeros((len(worth), len(BEST) + 2), np.float64)
    for size in np.unique(sizes).tolist():  # sentences with as many sightings go together
        alike = starts[sizes == size]
        step = max(1, _CELLS // (size * size))
        for first in range(0, len(alike), step):
            rows = order[alike[first : first + step, None] + np.arange(size)]
            columns = _in_sentences(_Spans(*(column[rows] for column in found[1:5])), worth[of[rows]])
            for k, column in enumerate(columns):
                total[:, k] += np.bincount(of[rows].ravel(), column.ravel(), len(worth))
    return (total / np.maximum(np.bincount(of, minlength=len(worth)), 1)[:, None]).astype(np.float32)


class _Spans(NamedTuple):
    """Where the sightings of some sentences stand, [sentences, sightings]."""

    zh_start: Ints
    zh_stop: Ints
    en_start: Ints
    en_stop: Ints


class _Overlap(NamedTuple):
    """How the stretches of other sightings lie to those of each, [sentences, sightings, others]."""

    around: NDArray[Any]
    within: NDArray[Any]
    apart: NDArray[Any]
    same: NDArray[Any]
    crossing: NDArray[Any]


def _overlap(start: Ints, stop: Ints) -> _Overlap:
    own_start, own_stop, start, stop = start[:, :, None], stop[:, :, None], start[:, None], stop[:, None]
    around, within = (start <= own_start) & (stop >= own_stop), (start >= own_start) & (stop <= own_stop)
    apart = (start >= own_stop) | (stop <= own_start)
    return _Overlap(around, within, apart, around & within, ~(around | within | apart))


def _in_sentences(spans: _Spans, worth: Floats) -> Iterator[Floats]:
    """The columns of `_near` for the sightings of some sentences, each [sentences, sightings]."""
    import numpy as np

    zh, en = _overlap(spans.zh_start, spans.zh_stop), _overlap(spans.en_start, spans.en_stop)

    def best(among: NDArray[Any]) -> Floats:
        return np.where(among, worth[:, None, :], np.float32(0)).max(2)

    yield from map(best, _among(zh, en))
    free = worth >= best(~(zh.apart & en.apart) & ~(zh.same & en.same))
    good = np.where(free, worth, np.float32(0))
    yield free
    yield np.log1p(good.sum(1, keepdims=True) - good)


def _among(zh: _Overlap, en: _Overlap) -> Iterator[NDArray[Any]]:
    """Which others are meant by each of BEST."""
    itself = zh.same & en.same
    yield zh.crossing
    yield en.crossing
    yield zh.around & ~zh.same
    yield en.around & ~en.same
    yield zh.around & en.around & ~itself
    yield zh.within & en.within & ~itself
    yield zh.same & ~en.same
    yield en.same & ~zh.same
    yield ~zh.apart & en.apart
    yield ~en.apart & zh.apart
    yield zh.within & ~zh.same


__all__ = ["NAMES", "look_around", "second_look"]
