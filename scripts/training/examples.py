"""Examples for the ranking: the rows of a table of candidates with what a list of terms says of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from aligner.table import Table


class Examples:
    """A table's rows with their labels: is the pair gold, is either side a gold term.

    Of the pairs `exact`, mostly short common words, one side alone says nothing of what it is paired with: such rows are left out.
    """

    def __init__(
        self,
        table: Table,
        gold: Iterable[tuple[str, str]],
        rng: np.random.Generator,
        share: float,
        exact: Iterable[tuple[str, str]] = (),
    ) -> None:
        from termnorm import pair_key

        gold, exact = set(gold), set(exact)
        keys = [pair_key(*table.texts(int(best))) for best in table.pairs.best]
        right = np.array([key in gold or key in exact for key in keys], bool)
        term, half = right | _sides(keys, gold), _sides(keys, exact)
        keep = term | (~half & (rng.random(len(keys)) < share))
        self.features = table.features[keep]
        self.right, self.term = right[keep], term[keep]
        self.group = table.pairs.zh[keep]  # rows of one Chinese expression
        self.weight = np.where(self.term, 1.0, 1 / share)
        self.names = table.names

    def rest(self, share: float, total: float) -> np.ndarray:
        """Weights for an incomplete list of terms: the terms make up `share` of the total weight."""
        terms, others = (self.weight[mask].sum() for mask in (self.term, ~self.term))
        return np.where(self.term, total * share / max(terms, 1), total * (1 - share) / max(others, 1) * self.weight)


def _sides(keys: list[tuple[str, str]], gold: set[tuple[str, str]]) -> np.ndarray:
    """Which pairs have a side in common with one of `gold`."""
    zh, en = {z for z, _ in gold}, {e for _, e in gold}
    return np.array([z in zh or e in en for z, e in keys], bool)


def seen(label: str, year: str | None) -> bool:
    """Whether the examples of a label may be used where a year is left out; None: none is.

    Either way the reports are seen as one large text once: all of them, or all but that year.
    """
    if year is None:
        return not label.startswith("without")
    return label == f"without {year}" or not (label.startswith((year, "without")) or label == "all")
