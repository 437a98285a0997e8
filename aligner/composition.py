"""Whether a pair is put together as the text puts it together elsewhere: what its parts stand for when they are seen as pairs.

平均潜伏期 holds 潜伏期, which the text renders as "incubation period": "average incubation" cuts that in two, "average incubation
period" holds it whole. Long terms are mostly seen once, their parts are not; the principle is that of compositional translation
(Morin and Daille, "Compositionality and lexical alignment of multi-word terms", 2010), turned from finding into judging.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aligner.tally import known_at, span_hashes, spelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from aligner.indexing import Floats, Ints
    from aligner.tally import Pairs, Side

LEAST, SHARE, LEAK = 2, 0.4, 0.3  # sightings, share of an expression's sightings, loose links, for its partner to be known
NEAR = 0.6  # share of the most frequent partner's sightings that makes another one as good
_ROWS = 1 << 15


def agreement(zh: Side, en: Side, pairs: Pairs, stems: Ints, zh_ids: Ints, zh_words: Sequence[str]) -> dict[str, Floats]:
    """Columns over pairs, for the parts (beginnings and ends) of either side whose partner is known: the share of them whose
    partner lies whole in the other side, -0.5 to 0.5 (0 where no part is known), and whether some partner is cut.

    English is taken word by word, Chinese by its characters: the dictionary has 肾衰竭 as one word, and 衰竭 is "failure" in it all
    the same. `zh_words` are the words by id.
    """
    import numpy as np

    names = spelled(zh_ids, zh.start, zh.stop, zh_words, "")
    known = _partners(zh, pairs, pairs.zh, pairs.en)
    rows, part = _parts_zh(zh, names, zh_ids, zh_words, pairs.zh, known)
    answers = [(rows, *_inside(en, stems, pairs.en[rows], known[part]))]
    columns = dict(zip(("zh_parts_kept", "zh_parts_cut"), _shares(len(pairs.zh), answers), strict=True))
    known = _partners(en, pairs, pairs.en, pairs.zh)
    first_words, last_words = zh_ids[zh.start], zh_ids[zh.stop - 1]
    answers = []
    for rows, part in _parts_en(en, stems, pairs.en, known):
        wanted = known[part].tolist()
        held = [names[k] for k in pairs.zh[rows].tolist()]
        whole = np.array([names[k] in name for k, name in zip(wanted, held, strict=True)], bool)
        touched = [
            zh_words[first_words[k]] in name or zh_words[last_words[k]] in name for k, name in zip(wanted, held, strict=True)
        ]
        answers.append((rows, whole, np.array(touched, bool)))
    return columns | dict(zip(("en_parts_kept", "en_parts_cut"), _shares(len(pairs.zh), answers), strict=True))


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


def _shares(size: int, answers: Iterable[tuple[Ints, NDArray[Any], NDArray[Any]]]) -> tuple[Floats, Floats]:
    """The two columns, from rows with whether a part's partner lies whole in the other side and whether it is touched there."""
    import numpy as np

    kept, parts, cut = np.zeros(size, np.float32), np.zeros(size, np.float32), np.zeros(size, bool)
    for rows, whole, touched in answers:
        np.add.at(parts, rows, 1)
        np.add.at(kept, rows, whole)
        cut[rows[touched & ~whole]] = True
    return np.where(parts > 0, kept / np.maximum(parts, 1) - 0.5, 0).astype(np.float32), cut.astype(np.float32)


def _parts_zh(side: Side, names: list[str], ids: Ints, words: Sequence[str], which: Ints, known: Ints) -> tuple[Ints, Ints]:
    """Pairs by row with a part of their Chinese whose partner is known: a beginning or end of two characters or more, or of one
    that is a word there."""
    import numpy as np

    expressions = {names[k]: k for k in np.flatnonzero(known >= 0).tolist()}
    order = np.argsort(which, kind="stable")
    of = which[order]
    rows: list[int] = []
    parts: list[int] = []
    for k in np.unique(which).tolist():
        name = names[k]
        least_first, least_last = (min(2, len(words[ids[at]])) for at in (side.start[k], side.stop[k] - 1))
        pieces = [name[:size] for size in range(least_first, len(name))]
        pieces += [name[-size:] for size in range(least_last, len(name))]
        for piece in pieces:
            if piece in expressions:
                rows.append(k)
                parts.append(expressions[piece])
    first, last = (np.searchsorted(of, np.array(rows, np.int64), edge) for edge in ("left", "right"))
    many = last - first
    at = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many) + np.repeat(first, many)
    return order[at], np.repeat(np.array(parts, np.int64), many)


def _parts_en(side: Side, ids: Ints, which: Ints, known: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Pairs by row with a part of their English whose partner is known: a beginning or end, of every length."""
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
