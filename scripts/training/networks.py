"""Fit the small networks of the ranking: two hidden layers, weighted cross-entropy, much dropout, a few seeds side by side."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import torch

from aligner.ranking import Network

HIDDEN, BATCH = 144, 512
DROP, RATE, DECAY = 0.35, 4e-3, 1e-2
CHOICE = 1.0  # weight of choosing rightly within a group, beside being right row by row


def fit(
    even: np.ndarray, right: np.ndarray, weight: np.ndarray, epochs: int, count: int, group: np.ndarray | None = None
) -> Network:
    """So many networks for standardised rows [n, features] with labels [n] and weights [n]; same input, same result on one machine.

    With `group` [n] the networks also learn to put a right row first in its group: the renderings of a term are compared with
    each other, and not only each with a bound.
    """
    torch.set_num_threads(1)  # nets this small spend their time waiting for each other's threads
    x = torch.tensor(even.astype(np.float32))
    y, w = torch.tensor(right.astype(np.float32)), torch.tensor((weight / weight.mean()).astype(np.float32))
    of = None if group is None else torch.tensor(np.unique(group, return_inverse=True)[1])
    nets = [_fit(x, y, w, of, epochs, seed) for seed in range(count)]
    linear = [[layer for layer in net if isinstance(layer, torch.nn.Linear)] for net in nets]
    return Network(
        tuple(
            (
                np.stack([layer.weight.detach().numpy().T for layer in layers]),
                np.stack([layer.bias.detach().numpy()[None] for layer in layers]),
            )
            for layers in zip(*linear, strict=True)
        )
    )


def joined(several: Iterable[Network]) -> Network:
    """Networks of one shape side by side as one."""
    layers = zip(*(network.layers for network in several), strict=True)
    return Network(tuple((np.concatenate([w for w, _ in layer]), np.concatenate([b for _, b in layer])) for layer in layers))


def _fit(
    x: torch.Tensor, y: torch.Tensor, w: torch.Tensor, of: torch.Tensor | None, epochs: int, seed: int
) -> torch.nn.Sequential:
    torch.manual_seed(seed)
    net = torch.nn.Sequential(
        torch.nn.Dropout(DROP / 2), torch.nn.Linear(x.shape[1], HIDDEN), torch.nn.ReLU(),
        torch.nn.Dropout(DROP), torch.nn.Linear(HIDDEN, HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, 1),
    )  # fmt: skip
    steps = epochs * -(-len(x) // BATCH)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2 * RATE, total_steps=steps)
    for _ in range(epochs):
        # groups stay together; the few that the edge of a batch divides are two smaller ones
        order = torch.randperm(len(x)) if of is None else torch.argsort(torch.randperm(int(of.max()) + 1)[of], stable=True)
        for rows in order.split(BATCH):
            odds = net(x[rows]).squeeze(1)
            loss = torch.nn.functional.binary_cross_entropy_with_logits(odds, y[rows], reduction="none") * w[rows]
            total = loss.mean()
            if of is not None:
                total = total + CHOICE * _choice(odds, y[rows], w[rows], of[rows])
            optimizer.zero_grad()
            total.backward()
            optimizer.step()
            schedule.step()
    return net.eval()


def _choice(odds: torch.Tensor, y: torch.Tensor, w: torch.Tensor, of: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of taking a right row of each group that has one, per row: the top-one loss of ListNet (Cao et al., "Learning
    to rank: from pairwise approach to listwise approach", 2007)."""
    _, group = torch.unique(of, return_inverse=True)
    none = torch.zeros(int(group.max()) + 1)
    highest = none.scatter_reduce(0, group, odds.detach(), "amax", include_self=False)
    mass = torch.exp(odds - highest[group])
    every, right = none.scatter_add(0, group, mass), none.scatter_add(0, group, mass * y)
    weight = none.scatter_reduce(0, group, w, "amax", include_self=False)
    has = none.scatter_add(0, group, y) > 0
    return ((torch.log(every[has]) - torch.log(right[has] + 1e-9)) * weight[has]).sum() / len(odds)
