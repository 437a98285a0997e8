"""What stands around an expression, wherever it is seen, and what it is a part of: the company that terms keep.

All figures hold for any domain: they compare places in this corpus with each other and not with a list of words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aligner.tally import known_at, span_hashes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aligner.indexing import Floats, Ints
    from aligner.tally import Side

NEAR = 15  # sentences within which a second sighting counts as being in the same passage
SHORT = 8  # words of a segment that may be a heading


def shares(
    side: Side, sentence: Ints, start: Ints, stop: Ints, ends: Ints, marks: dict[str, NDArray[Any]]
) -> dict[str, Floats]:
    """Shares of an expression's sightings, per expression, 0-1.

    `start` and `stop` are those of the sightings in their sentence, `ends` the flat array's sentence bounds. Of `marks`, flat
    arrays over words, "named" tells words written like names, "quoted" words in quotes, "bracket" opening brackets.
    """
    import numpy as np

    at, to = ends[sentence] + start, ends[sentence] + stop
    size = ends[sentence + 1] - ends[sentence]
    first, last = start == 0, stop == size
    before, after = np.maximum(at - 1, 0), np.minimum(to, len(marks["bracket"]) - 1)
    seen = np.maximum(np.bincount(side.of, minlength=len(side.hashes)), 1)

    def share(of: NDArray[Any]) -> Floats:
        return (np.bincount(side.of, of, len(seen)) / seen).astype(np.float32)

    out = {
        "segment": share(first & (size - stop <= 1)),  # the whole segment but for a full stop: a heading, a table's cell
        "heading": share(size <= SHORT),
        "bracket": share(marks["bracket"][after] & ~last),
    }
    for name in ("named", "quoted"):
        mark = marks[name]
        out[name + "_before"] = share(mark[before] & mark[at] & ~first)
        out[name + "_after"] = share(mark[after] & mark[to - 1] & ~last)
        out[name + "_whole"] = share(mark[at] & mark[to - 1] & ~(mark[before] & ~first) & ~(mark[after] & ~last))
    return out


def bursts(side: Side, sentence: Ints, sentences: int) -> Floats:
    """How much more often the next sighting of an expression is near than chance would have it, -1 to 1, 0 for those seen once.

    Words of the topic come in clusters, general ones are spread evenly (Church and Gale, "Poisson Mixtures", 1995).
    """
    import numpy as np

    places = np.unique(np.stack([side.of, sentence], 1), axis=0)
    gap, same = np.diff(places[:, 1]), np.diff(places[:, 0]) == 0
    which = places[1:, 0][same]
    gaps = np.bincount(which, minlength=len(side.hashes))
    near = np.bincount(which, gap[same] <= NEAR, len(side.hashes)) / np.maximum(gaps, 1)
    chance = 1 - np.exp(-NEAR * (gaps + 1) / max(sentences, 1))
    return np.where(gaps > 0, (near - chance) * gaps / (gaps + 1), 0).astype(np.float32)


def families(side: Side, ids: Ints, longest: int) -> tuple[Floats, Floats]:
    """How many longer expressions begin with each expression and how many end with it, as log(1 + n)."""
    import numpy as np

    begins, ends = np.zeros(len(side.hashes), np.float32), np.zeros(len(side.hashes), np.float32)
    for length in range(1, longest):
        longer = np.flatnonzero(side.stop - side.start > length)
        if not len(longer):
            break
        start, stop = side.start[longer], side.stop[longer]
        for total, a, b in ((begins, start, start + length), (ends, stop - length, stop)):
            at, hit = known_at(side.hashes, span_hashes(ids, a, b))
            np.add.at(total, at[hit], 1)
    return np.log1p(begins), np.log1p(ends)


def topic_centres(vectors: Floats, ids: Ints, common: Floats) -> Floats:
    """The directions of the corpus's keywords and of all its words, [d, 2]: what is close to the first is of its topic.

    `vectors` are those of the words [w, d], `ids` the words of the text, `common` [w] their Zipf values in general language.
    """
    import numpy as np

    count = np.bincount(ids, minlength=len(vectors)).astype(np.float32)
    contrast = np.log10((count + 0.5) / max(len(ids), 1) * 1e9) - np.maximum(common, 1.5)
    keyness = np.maximum(contrast, 0) * np.log1p(count) * (count > 1)
    centres = np.stack([keyness @ vectors, np.log1p(count) @ vectors], 1)
    return (centres / np.maximum(np.linalg.norm(centres, axis=0), 1e-6)).astype(np.float32)
