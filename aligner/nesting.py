"""Overlapping candidates, settled: parts of a term that are none themselves, and phrases that only hold terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aligner.tally import over_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from aligner.indexing import Floats, Ints
    from aligner.table import Table

FREE = 0.25  # share of its sightings that a fragment may have outside better pairs
NEARLY, BEHIND = 0.3, 0.99  # how sure a noun phrase is beside its adjective to stand before it, and how far it then does
ROOT = 5  # letters that words of one root begin with alike
PART = 0.2  # share of a phrase's worth that the term in it needs to be one
_BEFORE_VERBS = frozenset(
    "to will would shall should must can could may might not is are was were be been by while when".split()
)


def fragments(table: Table, rank: Floats) -> NDArray[Any]:
    """Pairs that, mostly where they were seen, stand inside a better pair on both sides: parts of a term that are no terms
    themselves, or a term with a part of its rendering (高血压, "high blood").

    `rank` is the worth of each pair; the answer is a mask over pairs.
    """
    import numpy as np

    found, of = table.found, table.pairs.of
    doing = table.features[:, table.names.index("en_first_ing")][of] > 0
    free = np.zeros(len(rank), np.float32)
    for group in _sentences(table, rank):
        zs, ze, es, ee = (column[group] for column in found[1:5])
        inside = (zs[:, None] >= zs) & (ze[:, None] <= ze) & (es[:, None] >= es) & (ee[:, None] <= ee)
        # the object of a verb is no fragment: 正能量 inside 弘扬正能量, promoting positive energy
        part = ~(doing[group] & (ze[:, None] == ze) & (ee[:, None] == ee) & (es[:, None] == es + 1))
        length, english = ze - zs, ee - es
        inside &= ((length[:, None] < length) & part) | ((length[:, None] == length) & (english[:, None] < english))
        better = rank[of[group]][None, :] > rank[of[group]][:, None]
        np.add.at(free, of[group[~(inside & better).any(1)]], 1)
    return free <= FREE * table.pairs.count


def phrases(table: Table, rank: Floats) -> NDArray[Any]:
    """Pairs that are, mostly, a verb with a term as its object (防范金融风险, guarding against financial risks), or a list (信息、不良信息).

    A verb is told by both sides: its class in Chinese, in English its form or the word before it.
    """
    import numpy as np

    found, of = table.found, table.pairs.of
    verbs, gerunds = _verbs(table)
    acts = (verbs | gerunds) & (found.en_stop - found.en_start > 1)
    long_enough = table.zh_characters()[table.pairs.zh] > 1
    holds = np.zeros(len(rank), np.float32)
    for group in _sentences(table, rank):
        long = group[acts[group]]
        if not len(long):
            continue
        zs, ze, es, ee = (column[group] for column in found[1:5])
        zh_from, zh_to, en_from, en_to = (column[long][:, None] for column in found[1:5])
        rest = (zs > zh_from) & (ze == zh_to) & (ee == en_to) & (es > en_from) & (es <= en_from + 2)
        # "disparaging local culture" has an object, "clearing bank" may be a bank
        rest &= verbs[long][:, None] | (ee - es > 1)
        rest &= long_enough[of[group]]  # 力 is no object of 引领 in 引领力
        rest &= rank[of[group]] >= PART * rank[of[long]][:, None]
        np.add.at(holds, of[long[rest.any(1)]], 1)
    mark = np.array([word == "、" for word in table.corpus.indexed.zh_words], np.float32)
    lists = over_words(mark[table.corpus.indexed.arrays()[0]], table.zh.start, table.zh.stop, np.add, 0) > 0
    quoted = table.features[:, table.names.index("zh_quoted_whole")] > 0
    return (holds > 0.5 * table.pairs.count) | (lists[table.pairs.zh] & ~quoted)


def nouns(table: Table, translation: Floats) -> Floats:
    """Translation scores where no adjective stands before its noun: 凝聚力 is "cohesive power" before "cohesive", 西方文化 "Western
    culture" before "Western cultural".

    Only where the Chinese is a noun, and the noun phrase one word more or of the same root, and nearly as sure.
    """
    import numpy as np

    column = {name: table.features[:, k] for k, name in enumerate(table.names)}
    ends = column["en_last_adjective"] > 0
    cut = np.flatnonzero((column["zh_last_noun"] > 0) & ends)
    wanted = np.zeros(len(table.zh.hashes), bool)
    wanted[table.pairs.zh[cut]] = True
    surest: dict[tuple[object, ...], float] = {}  # noun phrase, by Chinese and by what an adjective has in common with it
    for row in np.flatnonzero(wanted[table.pairs.zh] & ~ends).tolist():
        words = _english(table, row)
        for common in (tuple(words[:-1]), _root(words)):
            key = int(table.pairs.zh[row]), common
            surest[key] = max(surest.get(key, 0.0), float(translation[row]))
    settled = translation.copy()
    for row in cut.tolist():
        words, term = _english(table, row), int(table.pairs.zh[row])
        other = max(surest.get((term, common), 0.0) for common in (tuple(words), _root(words)))
        if other >= NEARLY * translation[row]:
            settled[row] = min(settled[row], other * BEHIND)
    return settled


def _root(words: list[str]) -> tuple[object, ...]:
    """An expression but for the ending of its last word; the mark keeps it from being taken for a whole one."""
    return *words[:-1], words[-1][:ROOT], ROOT


def _english(table: Table, row: int) -> list[str]:
    """The English words of a pair, as keys."""
    _, _, ids, _ = table.corpus.indexed.arrays()
    english = table.pairs.en[row]
    return [table.corpus.indexed.en_words[k] for k in ids[table.en.start[english] : table.en.stop[english]].tolist()]


def _verbs(table: Table) -> tuple[NDArray[Any], NDArray[Any]]:
    """Which sightings begin with a verb on both sides, and which may: with an English form in -ing."""
    import numpy as np

    column = {name: k for k, name in enumerate(table.names)}
    features, of = table.features, table.pairs.of
    several = features[:, column["zh_words"]] > 1
    verb = (features[:, column["zh_first_verb"]] > 0) & several
    # 清算 and 营运 are verbs in "to clear" and nouns in "clearing bank": what stands before the English decides
    either = verb | ((features[:, column["zh_first_verbal"]] > 0) & several)
    en = features[:, column["en_first_verb"]] > 0
    _, _, ids, ends = table.corpus.indexed.arrays()
    leads = np.array([word in _BEFORE_VERBS for word in table.corpus.indexed.en_words])
    before = ends[table.found.sentence] + table.found.en_start - 1
    led = leads[ids[np.maximum(before, 0)]] & (table.found.en_start > 0)
    # jieba's dictionary takes some verbs for names (弘扬): "promoting" tells
    unsure = (features[:, column["zh_first_name"]] > 0) & several
    gerund = (verb | unsure) & (features[:, column["en_first_ing"]] > 0)
    return (verb & en)[of] | (either[of] & led), gerund[of]


def _sentences(table: Table, rank: Floats) -> Iterator[Ints]:
    """The sightings of each sentence, best first."""
    import numpy as np

    order = np.lexsort((-rank[table.pairs.of], table.found.sentence))
    yield from np.split(order, np.flatnonzero(np.diff(table.found.sentence[order])) + 1)
