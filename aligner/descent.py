"""Gradient descent on a table of token vectors, by hand: the loss, its gradient, and Adam on the rows that a batch touches.

A text is the normalised sum of its tokens' vectors, so the gradient is short enough to write out, and no torch is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Texts:
    """Token ids of texts, one after the other: text k holds `ids[starts[k]:starts[k + 1]]`, at least one token."""

    ids: Ints
    starts: Ints

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> Texts:
        """From one list of token ids a text."""
        starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
        return cls(np.fromiter((token for row in rows for token in row), np.int64, int(starts[-1])), starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def take(self, chosen: Ints) -> Texts:
        """Some of the texts, in the order given."""
        lengths = (self.starts[1:] - self.starts[:-1])[chosen]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        within = np.arange(int(starts[-1])) - np.repeat(starts[:-1], lengths)
        return Texts(self.ids[np.repeat(self.starts[chosen], lengths) + within], starts)

    def sums(self, table: Floats) -> Floats:
        """The sum of each text's rows of the table, [n, d]."""
        return np.asarray(np.add.reduceat(table[self.ids], self.starts[:-1], axis=0), table.dtype)


def contrast(table: Floats, zh: Texts, en: Texts, scale: float) -> tuple[float, Ints, Floats]:
    """In-batch InfoNCE in both directions over unit vectors (van den Oord et al. 2018), and its gradient.

    Text k of `zh` is the translation of text k of `en`; `scale` sharpens the cosines. Gives the mean loss, the ids of the
    rows that matter to it (each once, in order) and the gradient for them, [rows, d].
    """
    (one, one_length), (other, other_length) = _unit(zh.sums(table)), _unit(en.sums(table))
    logits = np.asarray(scale * one @ other.T, table.dtype)
    here = np.arange(len(zh))
    forth, back = _softmax(logits), _softmax(logits.T).T
    loss = -(np.log(forth[here, here] + 1e-30) + np.log(back[here, here] + 1e-30)).mean() / 2
    slope = forth + back
    slope[here, here] -= 2
    slope *= scale / (2 * len(here))
    to_zh = _through_length(np.asarray(slope @ other, table.dtype), one, one_length)
    to_en = _through_length(np.asarray(slope.T @ one, table.dtype), other, other_length)
    rows, gradient = _to_rows(
        np.concatenate([zh.ids, en.ids]),
        np.concatenate([np.repeat(here, np.diff(zh.starts)), np.repeat(here + len(zh), np.diff(en.starts))]),
        np.concatenate([to_zh, to_en]),
    )
    return float(loss), rows, gradient


def _unit(sums: Floats) -> tuple[Floats, Floats]:
    lengths = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    return sums / lengths, lengths


def _softmax(logits: Floats) -> Floats:
    odds = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(odds / odds.sum(1, keepdims=True), logits.dtype)


def _through_length(gradient: Floats, unit: Floats, length: Floats) -> Floats:
    """The gradient of x from that of x/|x|: what points along x itself changes nothing."""
    return np.asarray((gradient - unit * (gradient * unit).sum(1, keepdims=True)) / length, unit.dtype)


def _to_rows(ids: Ints, text: Ints, gradient: Floats) -> tuple[Ints, Floats]:
    """Every occurrence of a token receives its text's gradient: the distinct tokens and their sums."""
    order = np.argsort(ids, kind="stable")
    rows, starts = np.unique(ids[order], return_index=True)
    return rows, np.asarray(np.add.reduceat(gradient[text[order]], starts, axis=0), gradient.dtype)


def merged(*parts: tuple[Ints, Floats]) -> tuple[Ints, Floats]:
    """Several gradients of the same table as one: the rows that any of them names, and their sums."""
    ids = np.concatenate([rows for rows, _ in parts])
    return _to_rows(ids, np.arange(len(ids)), np.concatenate([gradient for _, gradient in parts]))


class Adam:
    """Adam (Kingma and Ba 2015) that reads and changes only the rows it is given: a batch touches few of them."""

    def __init__(self, table: Floats, betas: tuple[float, float] = (0.9, 0.98)) -> None:
        self.table, self.betas, self.steps = table, betas, 0
        self._first, self._second = np.zeros_like(table), np.zeros_like(table)

    def step(self, rows: Ints, gradient: Floats, rate: float) -> None:
        """Move `rows` (each once) of the table against the gradient; `rate` is the most a number moves, about."""
        self.steps += 1
        (one, two), count = self.betas, self.steps
        first = self._first[rows] = one * self._first[rows] + (1 - one) * gradient
        second = self._second[rows] = two * self._second[rows] + (1 - two) * gradient**2
        size = rate * (1 - two**count) ** 0.5 / (1 - one**count)
        self.table[rows] -= np.asarray(size * first / (np.sqrt(second) + 1e-8), self.table.dtype)
