"""Examples for the ranking: the rows of a table of candidates with what a list of terms says of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from aligner.table import Table


class Examples:
    """A table's rows with their labels: is the pair gold, is either side a gold term."""

    def __init__(self, table: Table, gold: Iterable[tuple[str, str]], rng: np.random.Generator, share: float) -> None:
        from termnorm import pair_key

        gold = set(gold)
        sides = ({z for z, _ in gold}, {e for _, e in gold})
        keys = [pair_key(*table.texts(int(best))) for best in table.pairs.best]
        right = np.array([key in gold for key in keys], bool)
        term = np.array([z in sides[0] or e in sides[1] for z, e in keys], bool)
        keep = term | (rng.random(len(keys)) < share)
        self.features = table.features[keep]
        self.right, self.term = right[keep], term[keep]
        self.weight = np.where(self.term, 1.0, 1 / share)
        self.names = table.names

    def pairs_only(self) -> Examples:
        """Without the pairs that only one side is listed of: a short common word alone says nothing of what it is paired with."""
        keep = self.right | ~self.term
        for name in ("features", "right", "term", "weight"):
            setattr(self, name, getattr(self, name)[keep])
        return self

    def rest(self, share: float, total: float) -> np.ndarray:
        """Weights for an incomplete list of terms: the terms make up `share` of the total weight."""
        terms, others = (self.weight[mask].sum() for mask in (self.term, ~self.term))
        return np.where(self.term, total * share / max(terms, 1), total * (1 - share) / max(others, 1) * self.weight)


def seen(label: str, year: str | None) -> bool:
    """Whether the examples of a label may be used where a year is left out; None: none is.

    Either way the reports are seen as one large text once: all of them, or all but that year.
    """
    if year is None:
        return not label.startswith("without")
    return label == f"without {year}" or not (label.startswith((year, "without")) or label == "all")
