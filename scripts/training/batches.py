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
        if i >= len(self):  # what ends a plain iteration over the rows
            raise IndexError(i)
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
    """Both sides of all pairs, how likely each pair is drawn, and the number of the source it comes from."""

    zh: Ragged
    en: Ragged
    weights: NDArray[np.float64]
    sources: Ints

    def draws(self, size: int, rng: np.random.Generator) -> Iterator[Ints]:
        """Batches of pairs without end, each from one source, so that a pair is told apart from others of its kind."""
        members = [np.flatnonzero((self.sources == s) & (self.weights > 0)) for s in range(self.sources.max() + 1)]
        likely = np.array([self.weights[rows].sum() for rows in members])
        likely /= likely.sum()
        while True:
            rows = members[rng.choice(len(members), p=likely)]
            yield np.unique(rows[rng.integers(len(rows), size=size)])

    def neighbours(self, size: int, cluster: int, rng: np.random.Generator) -> Iterator[Ints]:
        """Batches of clusters from one source that share a token: pairs that differ in a few words, hard to tell apart."""
        sharing = self._rows_by_token()
        for draw in self.draws(size, rng):
            seeds = draw[rng.permutation(len(draw))[: max(1, size // cluster)]]
            rows = [seeds]
            for seed in seeds.tolist():
                tokens = self.en[seed]
                group = sharing[int(self.sources[seed]), int(tokens[rng.integers(len(tokens))])]
                rows.append(group[rng.integers(len(group), size=cluster - 1)])
            yield np.unique(np.concatenate(rows))

    def _rows_by_token(self) -> dict[tuple[int, int], Ints]:
        """The rows that are drawn at all, by source and English token."""
        owners = np.repeat(np.arange(len(self.en)), self.en.lengths())
        drawn = self.weights[owners] > 0
        owners, tokens = owners[drawn], self.en.flat[drawn].astype(np.int64)
        keys = self.sources[owners] * (tokens.max() + 1) + tokens
        order = np.argsort(keys, kind="stable")
        found, starts = np.unique(keys[order], return_index=True)
        names = zip((found // (tokens.max() + 1)).tolist(), (found % (tokens.max() + 1)).tolist(), strict=True)
        return dict(zip(names, np.split(owners[order], starts[1:]), strict=True))


def swapped(corpus: Corpus, links: Sequence[Any], rows: Ints, rng: np.random.Generator) -> tuple[Ragged, Ragged]:
    """Copies of pairs with one linked word replaced on both sides by a linked word of another pair of the list.

    A copy translates itself and differs from its original in one word: a hard negative, and a new sentence.
    """
    picked = []
    for row in rows.tolist():
        places, sure = links[row]
        certain = np.flatnonzero(sure == 1)
        if len(certain):
            i, j = places[certain[rng.integers(len(certain))]]
            picked.append((row, int(i), int(j)))
    zh, en = [], []
    for (row, i, j), (other, k, m) in zip(picked, picked[1:] + picked[:1], strict=True):
        one, two = corpus.zh[row].copy(), corpus.en[row].copy()
        if one[i] == corpus.zh[other][k] or two[j] == corpus.en[other][m]:
            continue
        one[i], two[j] = corpus.zh[other][k], corpus.en[other][m]
        zh.append(one)
        en.append(two)
    return Ragged.of(zh), Ragged.of(en)


def stacked(one: tuple[Ints, Ints], more: Ragged) -> tuple[Ints, Ints]:
    """A taken batch with all rows of a ragged array behind it."""
    flat, starts = one
    return np.concatenate([flat, more.flat]), np.concatenate([starts, len(flat) + more.bounds[:-1]])
