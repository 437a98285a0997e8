"""Texts as token ids in two flat arrays, and the batches drawn from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of different length end to end: row i is `flat[bounds[i]:bounds[i + 1]]`."""

    flat: NDArray[np.int32]
    bounds: Ints

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> Ragged:
        """Lists of ids as one ragged array."""
        bounds = np.zeros(len(rows) + 1, np.int64)
        np.cumsum([len(row) for row in rows], out=bounds[1:])
        return cls(np.fromiter((x for row in rows for x in row), np.int32, int(bounds[-1])), bounds)

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def __getitem__(self, i: int) -> NDArray[np.int32]:
        return self.flat[self.bounds[i] : self.bounds[i + 1]]

    def lengths(self) -> Ints:
        """Length of every row."""
        return np.diff(self.bounds)

    def take(self, rows: Ints) -> tuple[Ints, Ints]:
        """The chosen rows as (flat ids, start of each row): what an embedding bag takes."""
        lengths = self.bounds[rows + 1] - self.bounds[rows]
        starts = np.zeros(len(rows), np.int64)
        np.cumsum(lengths[:-1], out=starts[1:])
        index = np.repeat(self.bounds[rows] - starts, lengths) + np.arange(lengths.sum())
        return self.flat[index].astype(np.int64), starts


def encode(tokenizer: Any, texts: Sequence[str], longest: int = 96) -> Ragged:
    """Token ids of all texts, cut after `longest` tokens."""
    return Ragged.of([e.ids[:longest] for e in tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)])


@dataclass(frozen=True, slots=True)
class Corpus:
    """Both sides of all pairs, and how likely each pair is drawn."""

    zh: Ragged
    en: Ragged
    weights: NDArray[np.float64]

    def draws(self, size: int, rng: np.random.Generator) -> Iterator[Ints]:
        """Batches of pairs by weight, without end."""
        cumulative = np.cumsum(self.weights)
        while True:
            at = rng.random(size) * cumulative[-1]
            yield np.unique(np.minimum(np.searchsorted(cumulative, at, side="right"), len(self.weights) - 1))

    def neighbours(self, size: int, cluster: int, rng: np.random.Generator) -> Iterator[Ints]:
        """Batches made of clusters that share a token: pairs that differ in a word or two, hard to tell apart."""
        sharing = _rows_by_token(self.en)
        for draw in self.draws(size, rng):
            seeds = draw[rng.permutation(len(draw))[: max(1, size // cluster)]]
            rows = [seeds]
            for seed in seeds:
                tokens = self.en[seed]
                if len(tokens):
                    group = sharing[int(tokens[rng.integers(len(tokens))])]
                    rows.append(group[rng.integers(len(group), size=cluster - 1)])
            yield np.unique(np.concatenate(rows))


def _rows_by_token(side: Ragged) -> dict[int, Ints]:
    owners = np.repeat(np.arange(len(side)), side.lengths())
    order = np.argsort(side.flat, kind="stable")
    tokens, starts = np.unique(side.flat[order], return_index=True)
    return dict(zip(tokens.tolist(), np.split(owners[order], starts[1:]), strict=True))
