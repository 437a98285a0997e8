"""From span pairs seen in sentences to pairs of expressions, with what the whole corpus says about each.

An expression is told by a hash of its word ids (Chinese words by key, English ones by stem, so that inflections are counted
together). All figures are arrays over pairs: one row a pair of expressions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from aligner.candidates import Sightings
    from aligner.indexing import Floats, Ints

    Hashes = NDArray[Any]

LONGEST = 64  # more words than any expression has: a place is told by one number, start × LONGEST + length


def span_hashes(ids: Ints, start: Ints, stop: Ints) -> Hashes:
    """A 64-bit hash of each stretch [start, stop) of the flat array of ids."""
    import numpy as np

    value = (stop - start).astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
    for step in range(int((stop - start).max(initial=0))):
        here = start + step
        valid = here < stop
        word = ids[np.minimum(here, len(ids) - 1)].astype(np.uint64) + np.uint64(1)
        mixed = (value ^ word) * np.uint64(0x9E3779B97F4A7C15)
        value = np.where(valid, mixed ^ (mixed >> np.uint64(29)), value)
    return value


def known_at(hashes: Hashes, wanted: Hashes) -> tuple[Ints, NDArray[Any]]:
    """Where each wanted hash stands among sorted hashes (not none), and whether it is there at all."""
    import numpy as np

    at = np.minimum(np.searchsorted(hashes, wanted), len(hashes) - 1)
    return at, hashes[at] == wanted


def spelled(ids: Ints, start: Ints, stop: Ints, words: Sequence[str], joint: str) -> list[str]:
    """Each stretch [start, stop) of the flat array of ids in words, put together by `joint`."""
    places = zip(start.tolist(), stop.tolist(), strict=True)
    return [joint.join([words[w] for w in ids[a:b].tolist()]) for a, b in places]


def over_words(values: Floats, start: Ints, stop: Ints, how: Callable[[Floats, Floats], Floats], first: float) -> Floats:
    """Fold a value per word over each stretch [start, stop): `how` is np.minimum, np.add, …"""
    import numpy as np

    total = np.full(len(start), first, np.float32)
    for step in range(int((stop - start).max(initial=0))):
        here = start + step
        total = np.where(here < stop, how(total, values[np.minimum(here, len(values) - 1)]), total)
    return total


@dataclass(slots=True)
class Side:
    """The expressions of one language among the sightings.

    `of` gives each sighting's expression; `start` and `stop` are a first place of each expression in the flat word array.
    """

    of: Ints
    hashes: Hashes
    start: Ints
    stop: Ints
    seen: Floats  # sentences in which the expression stands in a sighting
    nested: Floats  # share of them where it lies inside a longer good sighting
    left: Floats  # different words before it, over times seen
    right: Floats
    total: Floats  # how often it stands in the corpus, linked or not


def side(ids: Ints, ends: Ints, sentence: Ints, start: Ints, stop: Ints, strong: NDArray[Any]) -> Side:
    """Group the spans of one language into expressions and look at what stands around and over them."""
    import numpy as np

    at, to = ends[sentence] + start, ends[sentence] + stop
    hashes, first, of = np.unique(span_hashes(ids, at, to), return_index=True, return_inverse=True)
    # one row per place, however many partners were proposed there
    places = at * LONGEST + (to - at)
    covers = np.unique(places[strong])
    places, keep = np.unique(places, return_index=True)
    group, sentence = of[keep], sentence[keep]
    opens, closes = at[keep], to[keep]
    seen = np.bincount(group, minlength=len(hashes)).astype(np.float32)
    nested = np.bincount(group, _inside(opens, closes, covers), len(hashes)) / seen
    before = np.where(opens > ends[sentence], ids[np.maximum(opens - 1, 0)], -1)
    after = np.where(closes < ends[sentence + 1], ids[np.minimum(closes, len(ids) - 1)], -1)
    return Side(
        of, hashes, at[first], to[first], seen, nested.astype(np.float32),
        _variety(group, before, len(hashes)) / seen, _variety(group, after, len(hashes)) / seen, seen,
    )  # fmt: skip


def _inside(opens: Ints, closes: Ints, covers: Ints) -> Floats:
    """1 for each place [opens, closes) that a longer cover holds, else 0. Covers are start × LONGEST + length, sorted."""
    import numpy as np

    if not len(covers):
        return np.zeros(len(opens), np.float32)
    starts, first = np.unique(covers // LONGEST, return_index=True)
    furthest = np.maximum.reduceat(covers // LONGEST + covers % LONGEST, first)
    reach = np.concatenate([[0], np.maximum.accumulate(furthest)])
    at = np.searchsorted(starts, opens)
    known = np.minimum(at, len(starts) - 1)
    same_start = np.where(starts[known] == opens, furthest[known], 0)
    return ((reach[at] >= closes) | (same_start > closes)).astype(np.float32)


def _variety(group: Ints, neighbour: Ints, size: int) -> Floats:
    import numpy as np

    width = int(neighbour.max(initial=0)) + 2
    different = np.unique(group * width + (neighbour + 1)) // width
    return np.bincount(different, minlength=size).astype(np.float32)


@dataclass(slots=True)
class Pairs:
    """Pairs of expressions: which two, how often, and the best and mean of what was measured at their sightings."""

    zh: Ints  # index into the zh side
    en: Ints
    of: Ints  # pair of each sighting
    count: Floats
    best: Ints  # the sighting with the least leak
    columns: dict[str, Floats]


def pair_up(found: Sightings, zh: Side, en: Side) -> Pairs:
    """Group sightings into pairs."""
    import numpy as np

    code = zh.of.astype(np.int64) * (len(en.hashes) + 1) + en.of
    keys, of = np.unique(code, return_inverse=True)
    count = np.bincount(of, minlength=len(keys)).astype(np.float32)
    leak = found.zh_leak + found.en_leak
    order = np.lexsort((leak, of))
    best = order[np.concatenate([[True], of[order][1:] != of[order][:-1]])] if len(of) else order
    columns = {}
    for name in ("zh_leak", "en_leak", "zh_cover", "en_cover", "loose", "mutual"):
        values = getattr(found, name).astype(np.float32)
        columns[name] = (np.bincount(of, values, len(keys)) / count).astype(np.float32)
        columns["best_" + name] = values[best]
    for name in ("zh_before", "zh_after", "en_before", "en_after"):
        columns[name] = (np.bincount(of, getattr(found, name), len(keys)) / count).astype(np.float32)
    width = len(en.hashes) + 1
    return Pairs((keys // width).astype(np.int64), (keys % width).astype(np.int64), of, count, best, columns)
