"""Boosted trees that ask the same question at every node of a level, so that the answers are the bits of a leaf's number.

That makes them quick without a library: a question is one comparison of a whole column. They are fitted by CatBoost
(Prokhorenkova et al., "CatBoost: unbiased boosting with categorical features", 2018). A score is taken apart along the way
through each tree: a question's share is what its answer changes in the mean of the leaves that are left
(Saabas, "Interpreting random forests", 2014).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aligner.indexing import Floats, Ints

_EMPTY = 1e-9  # examples in a leaf that had none, so that means are defined


@dataclass(frozen=True, slots=True)
class Trees:
    """A sum of trees, all of one depth; a question is whether a feature is above a border.

    `features`, `borders`: [trees, depth]; `leaves`, log odds, and `examples`, the weight of those that fell in each:
    [trees, 2**depth], where the answer to question k is bit k of a leaf's number. `bias` is added to the sum.
    """

    features: Ints
    borders: Floats
    leaves: Floats
    examples: Floats
    bias: float

    def log_odds(self, rows: Floats) -> Floats:
        """The log odds of rows of features [n, features], [n]."""
        import numpy as np

        columns = np.ascontiguousarray(rows.T, np.float32)
        odds = np.full(len(rows), self.bias, np.float32)
        for features, borders, leaves in zip(self.features.tolist(), self.borders, self.leaves, strict=True):
            leaf = np.zeros(len(rows), np.uint8)
            for k, (feature, border) in enumerate(zip(features, borders, strict=True)):
                leaf |= (columns[feature] > border).view(np.uint8) << k
            odds += leaves[leaf]
        return odds

    def shares(self, rows: Floats) -> Floats:
        """Each feature's share in the log odds, [n, features]; they add up to the distance from the mean of all examples."""
        import numpy as np

        columns = np.ascontiguousarray(rows.T, np.float32)
        out = np.zeros(columns.shape, np.float32)
        for features, borders, means in zip(self.features.tolist(), self.borders, self._means(), strict=True):
            leaf = np.zeros(len(rows), np.uint8)
            for k, (feature, border) in enumerate(zip(features, borders, strict=True)):
                before = means[k][leaf]
                leaf |= (columns[feature] > border).view(np.uint8) << k
                out[feature] += means[k + 1][leaf] - before
        return out.T

    def _means(self) -> list[list[Floats]]:
        """Per tree, after 0 … depth answers, the mean of the leaves that are left by the number that the answers make."""
        import numpy as np

        depth = self.features.shape[1]
        found = []
        for leaves, examples in zip(self.leaves, self.examples + _EMPTY, strict=True):
            left = [
                (leaves * examples).reshape(-1, 1 << k).sum(0) / examples.reshape(-1, 1 << k).sum(0)
                for k in range(depth + 1)
            ]
            found.append([mean.astype(np.float32) for mean in left])
        return found
