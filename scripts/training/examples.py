"""Texts to learn the ranking from: tables of candidates with what a list of terms says of them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from aligner.company import look_around

if TYPE_CHECKING:
    from aligner.ranking import Scores
    from aligner.table import Table


class Text:
    """A table's rows with their labels: is the pair gold, is either side a gold term.

    `kind` and `label` name it, `years` are those of its reports, `fold` is the half of the texts that it belongs to (None: to
    both). `share` of the rows without a label are taken, always the same ones. Of the pairs `exact`, mostly short common words,
    one side alone says nothing of what it is paired with: such rows are left out.
    """

    def __init__(
        self,
        kind: str,
        label: str,
        table: Table,
        gold: Iterable[tuple[str, str]],
        share: float,
        *,
        exact: Iterable[tuple[str, str]] = (),
        years: Iterable[str] = (),
        fold: int | None = None,
        weight: float = 1.0,
    ) -> None:
        from termnorm import pair_key

        self.kind, self.label, self.table, self.years, self.fold = kind, label, table, frozenset(years), fold
        gold, exact = set(gold), set(exact)
        keys = [pair_key(*table.texts(int(best))) for best in table.pairs.best]
        right = np.array([key in gold or key in exact for key in keys], bool)
        term, half = right | _sides(keys, gold), _sides(keys, exact)
        drawn = np.random.default_rng(zlib.crc32(f"{kind} {label}".encode())).random(len(keys)) < share
        self.kept = np.flatnonzero(term | (~half & drawn))
        self.right, self.term = right[self.kept], term[self.kept]
        self.group = table.pairs.zh[self.kept]  # rows of one Chinese expression
        self.weight = np.where(self.term, weight, weight / share)

    @property
    def features(self) -> np.ndarray:
        """What the first look sees, [rows, features]: tables keep half floats, whose squares overflow."""
        return np.ascontiguousarray(self.table.features[self.kept], np.float32)

    def around(self, first: Scores) -> np.ndarray:
        """What the second look sees beside it, [rows, company.NAMES], where `first` has looked."""
        columns = look_around(self.table, *first.of(self.table.features))
        return np.stack([np.asarray(column, np.float32)[self.kept] for column in columns], 1)

    def rest(self, share: float, total: float) -> np.ndarray:
        """Weights for an incomplete list of terms: the terms make up `share` of the total weight."""
        terms, others = (self.weight[mask].sum() for mask in (self.term, ~self.term))
        return np.where(self.term, total * share / max(terms, 1), total * (1 - share) / max(others, 1) * self.weight)


def _sides(keys: list[tuple[str, str]], gold: set[tuple[str, str]]) -> np.ndarray:
    """Which pairs have a side in common with one of `gold`."""
    zh, en = {z for z, _ in gold}, {e for _, e in gold}
    return np.array([z in zh or e in en for z, e in keys], bool)
