"""Term candidates of aligned sentences: spans that may be terms by their words, and the best partner span of each.

For a span of one side the partner is the stretch of the other side that gathers most of its link belief and least of anybody
else's (a maximum-sum stretch, so that an unlinked "of" inside does not break it). Spans of both sides are tried, a few at a
time as arrays over whole batches: a loop over spans in Python would take longer than the alignment itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from aligner.tally import known_at, span_hashes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from aligner.associates import Associates
    from aligner.grammar import Role
    from aligner.indexing import Batch, Floats, Ints

LONGEST_ZH, LONGEST_EN = 8, 8
STRAY = 0.7  # belief in links to elsewhere up to which a word beside a span may belong to it


class Roles(NamedTuple):
    """The roles of a vocabulary as arrays by word id; id 0 is padding and may do nothing."""

    kind: NDArray[Any]
    begins: NDArray[Any]
    ends: NDArray[Any]
    inside: NDArray[Any]
    weight: Floats

    @classmethod
    def of(cls, roles: Sequence[Role]) -> Roles:
        """Arrays of the given roles."""
        import numpy as np

        kinds = (np.int8, bool, bool, bool, np.float32)
        columns = [np.array(column, kind) for column, kind in zip(zip(*roles, strict=True), kinds, strict=True)]
        for column in columns[1:]:
            column[0] = 0
        return cls(*columns)


class Sightings(NamedTuple):
    """Span pairs found in sentences, one row each. Spans are [start, stop) in words; the rest is what was measured there."""

    sentence: Ints
    zh_start: Ints
    zh_stop: Ints
    en_start: Ints
    en_stop: Ints
    zh_leak: Floats  # belief that leaves the zh span for words outside the partner, over all of its belief
    en_leak: Floats
    zh_cover: Floats  # share of the zh span's meaning that is linked into the partner
    en_cover: Floats
    loose: Floats  # share of all belief at either span that lies inside the pair, where what was left over is linked too
    zh_before: Floats  # meaning of the word before the zh span that nothing is linked to: it may belong to the term
    zh_after: Floats
    en_before: Floats
    en_after: Floats
    mutual: NDArray[Any]  # the partner's own best partner is this span


def spans(ids: Ints, roles: Roles, longest: int) -> tuple[Ints, Ints, Ints]:
    """Every stretch of a batch [B, n] whose words may begin, fill and end a term: row, start, stop."""
    import numpy as np

    begins, ends, blocked = roles.begins[ids], roles.ends[ids], ~roles.inside[ids]
    walls = np.concatenate([np.zeros((len(ids), 1), int), np.cumsum(blocked, 1)], 1)
    rows, starts, stops = [], [], []
    for length in range(1, min(longest, ids.shape[1]) + 1):
        last = ids.shape[1] - length + 1
        free = walls[:, length:] == walls[:, :last]
        if length == 1:
            free = np.ones_like(free)
        row, start = np.nonzero(begins[:, :last] & ends[:, length - 1 :] & free)
        rows.append(row)
        starts.append(start)
        stops.append(start + length)
    return np.concatenate(rows), np.concatenate(starts), np.concatenate(stops)


def totals(ids: Ints, ends: Ints, words: Ints, roles: Roles, longest: int, hashes: NDArray[Any]) -> Floats:
    """How often each expression of the sorted hashes stands in the corpus, linked or not.

    `ids` are what the hashes are made of (words or stems), `words` what the roles are looked up by, both flat.
    """
    import numpy as np

    total = np.zeros(len(hashes), np.float32)
    step = 20000
    for first in range(0, len(ends) - 1, step):
        last = min(first + step, len(ends) - 1)
        low, high = int(ends[first]), int(ends[last])
        _, start, stop = spans(words[None, low:high], roles, longest)
        # no stretch goes over the end of a sentence
        sentence = np.searchsorted(ends, start + low, "right") - 1
        within = stop + low <= ends[sentence + 1]
        found = span_hashes(ids, start[within] + low, stop[within] + low)
        at, hit = known_at(hashes, found)
        total += np.bincount(at[hit], minlength=len(total)).astype(np.float32)
    return total


def partners(belief: Floats, row: Ints, start: Ints, stop: Ints, weight: Floats) -> tuple[Ints, Ints]:
    """The best stretch on the other side for each span, [start, stop); empty (0, 0) where nothing is linked.

    `belief` is [B, n, m], spans lie on its middle axis, `weight` [B, m] is the meaning of the other side's words: leaving a
    word of meaning unlinked inside the stretch costs more than an article.
    """
    import numpy as np

    sums = np.concatenate([np.zeros_like(belief[:, :1]), np.cumsum(belief, 1)], 1)
    inside = sums[row, stop] - sums[row, start]
    gain = 2 * inside - sums[row, -1] - np.float32(0.15) * weight[row] - np.float32(0.02)
    total = np.concatenate([np.zeros((len(row), 1), np.float32), np.cumsum(gain, 1)], 1)
    lowest = np.minimum.accumulate(total, 1)
    best = np.argmax(total - lowest, 1)
    # the last place before `best` at which the running sum was at its lowest
    places = np.arange(total.shape[1])
    reached = (total == lowest) & (places < best[:, None])
    first = total.shape[1] - 1 - np.argmax(reached[:, ::-1], 1)
    empty = best == 0
    return np.where(empty, 0, first), np.where(empty, 0, best)


def trim(ids: Ints, roles: Roles, row: Ints, start: Ints, stop: Ints) -> tuple[Ints, Ints]:
    """Move both edges inwards over words that no term begins or ends with."""
    import numpy as np

    start, stop = start.copy(), stop.copy()
    for _ in range(4):
        start += (start < stop) & ~roles.begins[ids[row, np.minimum(start, ids.shape[1] - 1)]]
        stop -= (start < stop) & ~roles.ends[ids[row, stop - 1]]
    return start, stop


def sightings(
    batch: Batch,
    belief: Floats,
    loose: Floats,
    zh_roles: Roles,
    en_roles: Roles,
    keep: float = 0.45,
    names: Associates | None = None,
    alike: Ints | None = None,
) -> Sightings:
    """All span pairs of a batch whose links stay inside by at least the share `keep`, those whose `loose` links do, names, and the
    quads `alike` (`aligner.alike.nearest`)."""
    import numpy as np

    every, mutual = _linked(batch, belief, zh_roles, en_roles)
    area, loose_area = _areas(belief), _areas(loose)
    least = np.full(len(every), keep, np.float32)
    wide = _possible(batch, _widened(batch, area, every, en_roles), zh_roles, en_roles)
    named = names.of(batch, every[mutual], zh_roles) if names is not None else (wide[:0], least[:0])
    left, _ = _linked(batch, loose, zh_roles, en_roles)
    left = left[_share(*_beliefs(loose_area, left)) > keep]
    every, mutual, least = _with(every, mutual, least, wide, np.full(len(wide), keep, np.float32))
    every, mutual, least = _with(every, mutual, least, *named)
    free = left if alike is None else np.concatenate([left, alike])
    every, mutual, least = _with(every, mutual, least, free, np.full(len(free), -1, np.float32))
    beliefs = _beliefs(area, every)
    good = _share(*beliefs) > least
    inside, zh_all, en_all = (column[good] for column in beliefs)
    every, mutual = every[good], mutual[good]
    b, zs, ze, es, ee = every.T
    return Sightings(
        batch.numbers[b], zs, ze, es, ee,
        1 - inside / np.maximum(zh_all, 1e-3),
        1 - inside / np.maximum(en_all, 1e-3),
        _cover(belief, zh_roles.weight[batch.zh], b, zs, ze, es, ee),
        _cover(belief.transpose(0, 2, 1), en_roles.weight[batch.en], b, es, ee, zs, ze),
        _share(*_beliefs(loose_area, every)),
        *_around(batch.zh, zh_roles, belief.sum(2), b, zs, ze),
        *_around(batch.en, en_roles, belief.sum(1), b, es, ee),
        mutual,
    )  # fmt: skip


def _linked(batch: Batch, belief: Floats, zh_roles: Roles, en_roles: Roles) -> tuple[Ints, NDArray[Any]]:
    """The spans of both sides with their best partners, as quads, and which of them are each other's."""
    import numpy as np

    row, start, stop = spans(batch.zh, zh_roles, LONGEST_ZH)
    other = trim(batch.en, en_roles, row, *partners(belief, row, start, stop, en_roles.weight[batch.en]))
    forward = _quads(row, start, stop, *other)
    row, start, stop = spans(batch.en, en_roles, LONGEST_EN)
    turned = belief.transpose(0, 2, 1)
    other = trim(batch.zh, zh_roles, row, *partners(turned, row, start, stop, zh_roles.weight[batch.zh]))
    backward = _quads(row, *other, start, stop)
    both = _possible(batch, np.concatenate([forward, backward]), zh_roles, en_roles)
    every, times = np.unique(both, axis=0, return_counts=True)
    return every, times > 1


def _possible(batch: Batch, quads: Ints, zh_roles: Roles, en_roles: Roles) -> Ints:
    """The quads that are neither empty nor too long and hold no word that stands inside no term."""
    quads = quads[(quads[:, 1] < quads[:, 2]) & (quads[:, 3] < quads[:, 4])]
    quads = quads[(quads[:, 2] - quads[:, 1] <= LONGEST_ZH) & (quads[:, 4] - quads[:, 3] <= LONGEST_EN + 2)]
    quads = quads[_clear(batch.zh, zh_roles, quads[:, 0], quads[:, 1], quads[:, 2])]
    return quads[_clear(batch.en, en_roles, quads[:, 0], quads[:, 3], quads[:, 4])]


def _widened(batch: Batch, area: Floats, every: Ints, roles: Roles) -> Ints:
    """Each quad with one more English word on an edge, where the word is linked to little outside the quad.

    A compound seen once often has a word that no link reaches (高压锅, "pressure cooker"): the links alone would leave it out.
    """
    import numpy as np

    found = []
    for column, step in ((3, -1), (4, 1)):
        quads = every.copy()
        quads[:, column] += step
        word = quads[:, column] - (step > 0)
        may = (roles.begins if step < 0 else roles.ends)[batch.en[quads[:, 0], np.clip(word, 0, batch.en.shape[1] - 1)]]
        inside = may & (word >= 0) & (word < batch.en.shape[1])
        quads, word = quads[inside], word[inside]
        b, zs, ze, _, _ = quads.T
        stray = _belief(area, b, 0, -1, word, word + 1) - _belief(area, b, zs, ze, word, word + 1)
        found.append(quads[stray < STRAY])
    return np.concatenate(found)


def _areas(belief: Floats) -> Floats:
    """Sums of a batch's belief [B, n, m] over all rectangles from the first words, [B, n + 1, m + 1]."""
    import numpy as np

    across = np.concatenate([np.zeros_like(belief[:, :1]), np.cumsum(belief, 1)], 1)
    return np.concatenate([np.zeros_like(across[:, :, :1]), np.cumsum(across, 2)], 2)


def _belief(area: Floats, b: Ints, zs: Ints | int, ze: Ints | int, es: Ints | int, ee: Ints | int) -> Floats:
    """Belief between the words zs … ze-1 and es … ee-1 of the pairs b; 0 and -1 stand for all words."""
    return area[b, ze, ee] - area[b, zs, ee] - area[b, ze, es] + area[b, zs, es]


def _with(every: Ints, mutual: NDArray[Any], least: Floats, quads: Ints, bounds: Floats) -> tuple[Ints, Any, Floats]:
    """The quads and others with bounds of their own; where both have the same one the lower bound holds."""
    import numpy as np

    both, of = np.unique(np.concatenate([every, quads]), axis=0, return_inverse=True)
    of = of.reshape(-1)
    bound, partners_of_each_other = np.full(len(both), np.inf, np.float32), np.zeros(len(both), bool)
    np.minimum.at(bound, of, np.concatenate([least, bounds]))
    partners_of_each_other[of[: len(every)]] = mutual
    return both, partners_of_each_other, bound


def _quads(*columns: Ints) -> Ints:
    import numpy as np

    return np.stack(columns, 1).astype(np.int32)


def _clear(ids: Ints, roles: Roles, row: Ints, start: Ints, stop: Ints) -> NDArray[Any]:
    """Whether all words of each span may stand inside a term (a single word always may)."""
    return unmarked(~roles.inside[ids], row, start, stop) | (stop - start == 1)


def unmarked(marks: NDArray[Any], row: Ints, start: Ints, stop: Ints) -> NDArray[Any]:
    """Whether no word of each span [start, stop) is marked, by the marks of a batch [B, n]."""
    import numpy as np

    count = np.concatenate([np.zeros((len(marks), 1), int), np.cumsum(marks, 1)], 1)
    return count[row, stop] == count[row, start]


def _beliefs(area: Floats, every: Ints) -> tuple[Floats, Floats, Floats]:
    """Belief inside each quad, all belief of its Chinese span, and all of its English span."""
    b, zs, ze, es, ee = every.T
    return _belief(area, b, zs, ze, es, ee), _belief(area, b, zs, ze, 0, -1), _belief(area, b, 0, -1, es, ee)


def _share(inside: Floats, zh_all: Floats, en_all: Floats) -> Floats:
    """How much of all belief at either span lies inside both."""
    import numpy as np

    return inside / np.maximum(zh_all + en_all - inside, 1e-3)


def _around(ids: Ints, roles: Roles, linked: Floats, b: Ints, start: Ints, stop: Ints) -> tuple[Floats, Floats]:
    """Meaning without a link of the words beside each span, before and after it; none where no term goes on over the word."""
    import numpy as np

    free = roles.weight[ids] * roles.inside[ids] * (1 - np.minimum(linked, 1))
    free = np.pad(free, ((0, 0), (1, 1)))
    return free[b, start], free[b, stop + 1]


def _cover(belief: Floats, weight: Floats, b: Ints, start: Ints, stop: Ints, other_start: Ints, other_stop: Ints) -> Floats:
    """Share of the words' meaning [start, stop) that has belief into the other span; each word counts up to its weight."""
    import numpy as np

    sums = np.concatenate([np.zeros_like(belief[:, :, :1]), np.cumsum(belief, 2)], 2)
    linked = np.zeros(len(b), np.float32)
    whole = np.zeros(len(b), np.float32)
    for step in range(int((stop - start).max(initial=0))):
        here = start + step
        valid = here < stop
        at = np.minimum(here, belief.shape[1] - 1)
        share = np.minimum(sums[b, at, other_stop] - sums[b, at, other_start], 1) * weight[b, at] * valid
        linked += share
        whole += weight[b, at] * valid
    return linked / np.maximum(whole, 1e-3)
