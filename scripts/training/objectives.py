"""The trained parameters and what they are trained for: sentences, terms, and words inside a pair of sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

Ints = NDArray[np.int64]


class Group(NamedTuple):
    """The distinct words of a few sentence pairs, as local ids: zh [n], en [m], link weights [n, m], weights of no link."""

    zh: Ints
    en: Ints
    links: NDArray[np.float32]
    zh_alone: NDArray[np.float32]
    en_alone: NDArray[np.float32]


class Rows:
    """A table of vectors with Adam's two moments, of which each step reads and changes only the rows it names.

    A dense Adam would read the whole table five times a step; a batch touches a fifth of it.
    """

    def __init__(self, start: NDArray[np.float32], rate: float) -> None:
        self.values = torch.from_numpy(start.copy())
        self.first, self.second = torch.zeros_like(self.values), torch.zeros_like(self.values)
        self.rate, self.step = rate, 0
        self._ids: Tensor | None = None
        self._taken: Tensor | None = None

    def take(self, ids: Tensor) -> Tensor:
        """The rows of `ids` (unique), as a leaf of this step's graph."""
        self._ids, self._taken = ids, self.values[ids].requires_grad_()
        return self._taken

    def update(self, factor: float, betas: tuple[float, float] = (0.9, 0.98)) -> None:
        """Adam over the taken rows with `rate * factor`."""
        if self._taken is None or self._taken.grad is None or self._ids is None:
            return
        self.step += 1
        gradient, ids = self._taken.grad, self._ids
        first = self.first[ids].mul_(betas[0]).add_(gradient, alpha=1 - betas[0])
        second = self.second[ids].mul_(betas[1]).addcmul_(gradient, gradient, value=1 - betas[1])
        self.first[ids], self.second[ids] = first, second
        size = self.rate * factor * (1 - betas[1] ** self.step) ** 0.5 / (1 - betas[0] ** self.step)
        with torch.no_grad():
            self.values[ids] = self._taken - size * first / (second.sqrt() + 1e-8)
        self._taken = None


class Model:
    """Token directions and token weights. A direction is a token's own vector plus the mean of its parts' vectors.

    `parts` [n, k] names for each token the parts that share their learning with it (characters of a Chinese word, stem and
    ending of an English one), padded with the last row of the part table, which stays zero. Folded together on export.
    """

    def __init__(
        self,
        own: NDArray[np.float32],
        weights: NDArray[np.float32],
        parts: Ints,
        part_count: int,
        rates: tuple[float, float],
    ) -> None:
        self.own, self.weights = Rows(own, rates[0]), Rows(weights[:, None], rates[1])
        self.parts = torch.from_numpy(parts)
        self.padding = part_count
        self.shared = Rows(np.zeros((part_count + 1, own.shape[1]), np.float32), rates[0])

    def rows(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """Unit directions [u, d] and weights [u] of unique token ids."""
        vectors = self.own.take(ids) + self._of_parts(ids)
        return functional.normalize(vectors, dim=1), self.weights.take(ids)[:, 0].exp()

    def _of_parts(self, ids: Tensor) -> Tensor:
        parts = self.parts[ids]
        used, local = distinct(parts.numpy(), self.padding + 1)
        rows = self.shared.take(torch.from_numpy(used))
        present = (parts != self.padding).to(rows.dtype)
        share = present / present.sum(1, keepdim=True).clamp(min=1)
        return functional.embedding_bag(torch.from_numpy(local), rows, mode="sum", per_sample_weights=share)

    def update(self, factor: float) -> None:
        """One optimiser step for all that the last call of `rows` took."""
        for table in (self.own, self.shared, self.weights):
            table.update(factor)

    def export(self) -> NDArray[np.float32]:
        """Directions times weights, [n, d]: the table that a mean over tokens needs."""
        out = []
        with torch.no_grad():
            for ids in torch.arange(len(self.own.values)).split(8192):
                directions, weights = self.rows(ids)
                out.append(directions.detach() * weights.detach()[:, None])
        return np.asarray(torch.cat(out).numpy(), np.float32)


def distinct(numbers: Ints, size: int) -> tuple[Ints, Ints]:
    """The distinct numbers below `size`, in order, and the place of each number among them; a table beats sorting here."""
    table = np.zeros(size, np.int64)
    table[numbers.ravel()] = 1
    found = np.flatnonzero(table)
    table[found] = np.arange(len(found))
    return found, table[numbers]


def pooled(flat: Tensor, starts: Tensor, directions: Tensor, weights: Tensor) -> Tensor:
    """Unit vectors of texts [b, d] from local token ids."""
    total = functional.embedding_bag(flat, directions, starts, mode="sum", per_sample_weights=weights[flat])
    return functional.normalize(total, dim=1)


def contrast(zh: Tensor, en: Tensor, scale: float, same: Tensor | None = None) -> Tensor:
    """In-batch InfoNCE in both directions. `same` [b, b] marks other pairs that are translations too."""
    logits = scale * zh @ en.T
    if same is not None:
        logits = logits.masked_fill(same, -1e4)
    target = torch.arange(len(zh))
    return (functional.cross_entropy(logits, target) + functional.cross_entropy(logits.T, target)) / 2


def word_contrast(groups: Sequence[Group], directions: Tensor, scale: float) -> Tensor:
    """How well each word finds its linked words among all words of a few sentences, or none of them, in both directions.

    The loss is the cross-entropy of the link distribution: what an aligner does inside a sentence, with a few other
    sentences as noise. "None" has cosine 0, so that a word without counterpart learns to be near nothing.
    """
    rows, columns = max(len(g.zh) for g in groups), max(len(g.en) for g in groups)
    zh, en = torch.zeros(len(groups), rows, dtype=torch.long), torch.zeros(len(groups), columns, dtype=torch.long)
    links = torch.zeros(len(groups), rows + 1, columns + 1)
    absent = torch.ones(len(groups), rows + 1, columns + 1, dtype=torch.bool)
    for i, group in enumerate(groups):
        n, m = len(group.zh), len(group.en)
        zh[i, :n], en[i, :m] = torch.from_numpy(group.zh), torch.from_numpy(group.en)
        links[i, :n, :m] = torch.from_numpy(group.links)
        links[i, :n, columns] = torch.from_numpy(group.zh_alone)
        links[i, rows, :m] = torch.from_numpy(group.en_alone)
        absent[i, :n, :m] = absent[i, :n, columns] = absent[i, rows, :m] = False
    logits = functional.pad(scale * directions[zh] @ directions[en].transpose(1, 2), (0, 1, 0, 1))
    logits = logits.masked_fill(absent, -1e4)
    to_en, to_zh = logits[:, :-1].log_softmax(2), logits[:, :, :-1].log_softmax(1)
    total = (links[:, :-1] * to_en).sum() + (links[:, :, :-1] * to_zh).sum()
    return -total / (2 * links[:, :-1, :-1].sum().clamp(min=1))
