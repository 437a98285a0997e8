"""Names and what stands for them: expressions that translate each other as wholes and not word by word.

The Financial Action Task Force is 財務行動特別組織, Southbound Trading 南向通, FPS 轉數快: the words of such names are not linked,
or linked elsewhere. English writes names with capitals, so their extent is known. What stands for them is found where the links
of a part of the name are (`grown`), in quotes and title marks (`Associates`), and among the stretches that come and go with the
name (`companions`), by Dice's coefficient over sentences as in Smadja, McKeown and Hatzivassiloglou, "Translating Collocations
for Bilingual Lexicons" (1996).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from aligner.candidates import spans, totals, unmarked
from aligner.tally import span_hashes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aligner.candidates import Roles
    from aligner.indexing import Batch, Floats, IndexedPairs, Ints

LONGEST_NAME, LONGEST_TITLE = 24, 16  # words of an English name, of a Chinese title: names of laws are long
OFTEN = 400  # names in more sentences than this are left to the links
LEAST_DICE = 0.5
KEEP_GROWN, KEEP_TITLE = 0.25, 0.1  # share of link belief inside a grown pair, and inside a title and a name
RIGHT, LEFT = 4, 2  # words by which a linked stretch may grow
_CLAUSE = frozenset("，,。.；;：:！!？?")  # marks that no name grows over
_JOINTS = frozenset("of and the for & - on in to 's de".split())


class Associates:
    """The names of a corpus and what comes and goes with them, to be asked batch by batch."""

    def __init__(
        self, indexed: IndexedPairs, capital: NDArray[Any], quoted: NDArray[Any], stems: Ints, zh_roles: Roles, longest: int
    ) -> None:
        import numpy as np

        self.names = names(indexed, capital)
        self.companions = companions(indexed, stems, self.names, zh_roles, longest)
        self.clause = np.array([word in _CLAUSE for word in indexed.zh_words])
        titles = _runs(quoted, indexed.arrays()[1], LONGEST_TITLE)
        # every name of a sentence may stand for every title in it: the links decide
        title, name = _joined(titles.sentence, self.names.sentence)
        columns = (
            titles.sentence[title],
            titles.start[title],
            titles.stop[title],
            self.names.start[name],
            self.names.stop[name],
        )
        self.titles = np.stack(columns, 1).astype(np.int32)

    def of(self, batch: Batch, linked: Ints, zh_roles: Roles) -> tuple[Ints, Floats]:
        """More quads (row, zh start, zh stop, en start, en stop) of a batch, and the share of links each must keep inside.

        `linked` are the quads whose two spans are each other's best partner.
        """
        import numpy as np

        together, titles = (_rows(batch, places) for places in (self.companions, self.titles))
        whole = grown(linked, batch, self.names, zh_roles)
        whole = whole[unmarked(self.clause[batch.zh], *whole[:, :3].T)]
        bounds = np.repeat(np.array([-1, KEEP_TITLE, KEEP_GROWN], np.float32), [len(together), len(titles), len(whole)])
        return np.concatenate([together, titles, whole]).astype(np.int32), bounds


def _joined(sentence: Ints, others: Ints) -> tuple[Ints, Ints]:
    """Every pair of a row and another of the same sentence, as two columns of row numbers; `others` is sorted."""
    import numpy as np

    first, last = (np.searchsorted(others, sentence, edge) for edge in ("left", "right"))
    many = last - first
    row = np.repeat(np.arange(len(many)), many)
    return row, np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many) + first[row]


def _rows(batch: Batch, places: Ints) -> Ints:
    """Those of the places (sentence, …) that stand in the batch, with the batch's row for the sentence."""
    import numpy as np

    order = np.argsort(batch.numbers)
    numbers = batch.numbers[order]
    place = np.minimum(np.searchsorted(numbers, places[:, 0]), len(numbers) - 1)
    here = numbers[place] == places[:, 0]
    found = places[here].copy()
    found[:, 0] = order[place[here]]
    return found


class Names(NamedTuple):
    """Stretches [start, stop) of English sentences that are written as names, sorted by sentence."""

    sentence: Ints
    start: Ints
    stop: Ints


def names(indexed: IndexedPairs, capital: NDArray[Any]) -> Names:
    """The names of a corpus: runs of words with a capital, joined by at most two words such as "of the".

    `capital` says for each word of the flat English array whether it is written with one.
    """
    import numpy as np

    _, _, en, ends = indexed.arrays()
    nothing = np.zeros(0, np.int64)
    if len(en) < 2:
        return Names(nothing, nothing, nothing)
    joint = np.array([word in _JOINTS for word in indexed.en_words])[en]
    wall = _walls(ends)
    inside = capital.copy()
    for gap in (1, 2):
        bridge = capital[: -gap - 1] & capital[gap + 1 :]
        for step in range(1, gap + 1):
            bridge &= joint[step : len(joint) - gap - 1 + step] & ~wall[step : len(joint) - gap - 1 + step]
        bridge &= ~wall[gap + 1 : len(joint)]
        for step in range(1, gap + 1):
            inside[step : len(joint) - gap - 1 + step] |= bridge
    runs, bracketed = _runs(inside, ends, LONGEST_NAME), _runs(inside | _brackets(indexed, inside, wall), ends, LONGEST_NAME)
    both = np.unique(np.concatenate([np.stack(runs, 1), np.stack(bracketed, 1)]), axis=0)
    return Names(*both.T)


def _walls(ends: Ints) -> NDArray[Any]:
    """Before which words of the flat array a sentence begins."""
    import numpy as np

    wall = np.zeros(int(ends[-1]) + 1, bool)
    wall[ends[:-1]] = True
    return wall


def _brackets(indexed: IndexedPairs, inside: NDArray[Any], wall: NDArray[Any]) -> NDArray[Any]:
    """Brackets that belong to a name: around one word of it, with more of the name behind: Banking (Capital) Rules."""
    import numpy as np

    _, _, en, _ = indexed.arrays()
    at = np.flatnonzero(en[:-3] == indexed.en_id("("))
    at = at[(en[at + 2] == indexed.en_id(")")) & inside[at + 1] & inside[at + 3] & (at > 0)]
    at = at[inside[at - 1] & ~wall[at] & ~wall[at + 1] & ~wall[at + 2] & ~wall[at + 3]]
    marks = np.zeros(len(en), bool)
    marks[at] = marks[at + 2] = True
    return marks


def _runs(inside: NDArray[Any], ends: Ints, longest: int) -> Names:
    """The runs of marked words within sentences, up to a length."""
    import numpy as np

    wall = _walls(ends)
    opens = inside & (wall[:-1] | ~np.concatenate([[False], inside[:-1]]))
    closes = inside & (wall[1:] | ~np.concatenate([inside[1:], [False]]))
    start, stop = np.flatnonzero(opens), np.flatnonzero(closes) + 1
    fits = stop - start <= longest
    start, stop = start[fits], stop[fits]
    sentence = np.searchsorted(ends, start, "right") - 1
    return Names(sentence, start - ends[sentence], stop - ends[sentence])


def companions(indexed: IndexedPairs, stems: Ints, found: Names, zh_roles: Roles, longest: int) -> Ints:
    """Places of names with the Chinese that comes and goes with them: rows (sentence, zh start, zh stop, en start, en stop)."""
    import numpy as np

    zh, zh_ends, _, en_ends = indexed.arrays()
    at = en_ends[found.sentence]
    _, of, times = np.unique(span_hashes(stems, at + found.start, at + found.stop), return_inverse=True, return_counts=True)
    chosen = (times[of] > 1) & (times[of] <= OFTEN)
    rows = [column[chosen] for column in (of, found.sentence, found.start, found.stop)]
    if not len(rows[0]):
        return np.zeros((0, 5), np.int32)
    of, sentence, start, stop = rows
    span_sentence, span_start, span_stop = _stretches(zh, zh_ends, np.unique(sentence), zh_roles, longest)
    at = zh_ends[span_sentence]
    hashes, expression = np.unique(span_hashes(zh, at + span_start, at + span_stop), return_inverse=True)
    # one line for each name and stretch of one sentence
    line, span = _joined(sentence, span_sentence)
    width = len(hashes)
    code = of[line].astype(np.int64) * width + expression[span]
    places, seen = np.unique(np.stack([code, sentence[line]], 1), axis=0, return_index=True)
    pairs, of_place, both = np.unique(places[:, 0], return_inverse=True, return_counts=True)
    name_seen = np.bincount(np.unique(np.stack([of, sentence], 1), axis=0)[:, 0], minlength=int(of.max()) + 1)
    total = totals(zh, zh_ends, zh, zh_roles, longest, hashes)
    dice = 2 * both / np.maximum(name_seen[pairs // width] + total[pairs % width], 2 * both)
    good = (both > 1) & (dice >= LEAST_DICE)
    # of the stretches of one name only the best is proposed, the longest of equals
    length = np.zeros(width, np.int64)
    length[expression] = span_stop - span_start
    order = np.lexsort((-length[pairs % width], -dice, pairs // width))
    order = order[good[order]]
    _, best = np.unique((pairs // width)[order], return_index=True)
    kept = np.isin(of_place, order[best])
    line, span = line[seen[kept]], span[seen[kept]]
    return np.stack([sentence[line], span_start[span], span_stop[span], start[line], stop[line]], 1).astype(np.int32)


def _stretches(zh: Ints, ends: Ints, sentences: Ints, roles: Roles, longest: int) -> tuple[Ints, Ints, Ints]:
    """All Chinese stretches of the sentences that may be terms, by sentence: sentence, start, stop."""
    import numpy as np

    parts = []
    for first in range(0, len(sentences), 4000):
        chosen = sentences[first : first + 4000]
        size = ends[chosen + 1] - ends[chosen]
        flat = np.concatenate([np.arange(ends[s], ends[s + 1]) for s in chosen]) if len(chosen) else np.zeros(0, np.int64)
        if not len(flat):
            continue
        owner = np.repeat(np.arange(len(chosen)), size)
        begin = np.cumsum(size) - size
        _, start, stop = spans(zh[flat][None, :], roles, longest)
        same = owner[start] == owner[stop - 1]
        start, stop = start[same], stop[same]
        parts.append((chosen[owner[start]], start - begin[owner[start]], stop - begin[owner[start]]))
    sentence, start, stop = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(sentence, kind="stable")
    return sentence[order], start[order], stop[order]


def grown(every: Ints, batch: Batch, found: Names, zh_roles: Roles) -> Ints:
    """Quads (row, zh start, zh stop, en start, en stop) of whole names, out of quads in which a part of a name is linked.

    The Chinese side grows over neighbouring words too, since those of such a name are linked to nothing or anything.
    """
    import numpy as np

    start_of, stop_of = np.zeros(batch.en.shape, np.int32), np.zeros(batch.en.shape, np.int32)
    rows, starts, stops = _rows(batch, np.stack(found, 1)).T
    for step in range(int((stops - starts).max(initial=0))):
        within = starts + step < stops
        start_of[rows[within], starts[within] + step] = starts[within]
        stop_of[rows[within], starts[within] + step] = stops[within]
    row, zs, ze, es, ee = every.T
    part = (stop_of[row, es] >= ee) & (ee - es < stop_of[row, es] - start_of[row, es])
    row, zs, ze, es = row[part], zs[part], ze[part], es[part]
    es, ee = start_of[row, es], stop_of[row, es]
    grown_quads = []
    for left in range(LEFT + 1):
        for right in range(RIGHT + 1):
            begin, end = zs - left, ze + right
            fits = (begin >= 0) & (end <= batch.zh_length[row])
            grown_quads.append(np.stack([row[fits], begin[fits], end[fits], es[fits], ee[fits]], 1))
    quads = np.unique(np.concatenate(grown_quads), axis=0).astype(np.int32)
    first, last = batch.zh[quads[:, 0], quads[:, 1]], batch.zh[quads[:, 0], quads[:, 2] - 1]
    return quads[zh_roles.begins[first] & zh_roles.ends[last]]
