"""Terms that share a word vouch for each other: where 呼吸衰竭, respiratory failure, is a term, 肾衰竭, renal failure, may be one.

The scores judge each pair by itself. A word that ends many good terms of a text is one of its building blocks, and what else it
ends is likelier a term; a word that ends what are mostly no terms is none. Each expression gets from the others with the same
first or last word what they have on average (the collective inference of Neville and Jensen, "Iterative classification in
relational data", 2000, in one step).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aligner.ranking import log_odds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aligner.indexing import Floats
    from aligner.table import Table

WEIGHT = 0.2  # of what each of the four edges says, in log odds
PRIOR = 2.0  # imagined average expressions with the same word
EDGES = (("zh", "first"), ("zh", "last"), ("en", "first"), ("en", "last"))


class Kin(NamedTuple):
    """What the other expressions with the same word at one edge say, over pairs: their termhood in log odds beyond the average,
    and how many sure ones there are."""

    share: Floats
    mass: Floats


def kin(table: Table, translation: Floats, termhood: Floats) -> Iterator[Kin]:
    """For each of EDGES, what the kin of every pair say."""
    import numpy as np

    zh, _, en, _ = table.corpus.indexed.arrays()
    stems = table.corpus.indexed.stem_of()[en]
    order = np.argsort(translation * termhood, kind="stable")
    for side, which, ids in ((table.zh, table.pairs.zh, zh), (table.en, table.pairs.en, stems)):
        # an expression is as much of a term as its best pair, and counts as much as that pair is sure
        term, sure = np.zeros(len(side.hashes)), np.zeros(len(side.hashes))
        term[which[order]], sure[which[order]] = termhood[order], translation[order]
        mean = float((term * sure).sum() / max(sure.sum(), 1e-9))
        for word in (ids[side.start], ids[side.stop - 1]):
            worth, mass = (np.bincount(word, each)[word] - each for each in (term * sure, sure))
            share = log_odds((worth + PRIOR * mean) / (mass + PRIOR)) - log_odds(mean)
            yield Kin(share[which], np.maximum(mass, 0)[which])


def related(table: Table, translation: Floats, termhood: Floats) -> Floats:
    """Termhood [pairs] after the expressions with the same first and last words have been heard."""
    import numpy as np

    share = sum(found.share for found in kin(table, translation, termhood))
    return (1 / (1 + np.exp(-(log_odds(termhood) + WEIGHT * share)))).astype(np.float32)
