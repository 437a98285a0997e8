"""Fit the small networks of the ranking: two hidden layers, weighted cross-entropy, much dropout, a few seeds side by side."""

from __future__ import annotations

import numpy as np
import torch

from aligner.ranking import Network

HIDDEN, NETS, BATCH = 144, 5, 512
DROP, RATE, DECAY = 0.35, 4e-3, 1e-2


def fit(even: np.ndarray, right: np.ndarray, weight: np.ndarray, epochs: int) -> Network:
    """Networks for standardised rows [n, features] with labels [n] and weights [n]; same input, same result on one machine."""
    torch.set_num_threads(1)  # nets this small spend their time waiting for each other's threads
    x = torch.tensor(even.astype(np.float32))
    y, w = torch.tensor(right.astype(np.float32)), torch.tensor((weight / weight.mean()).astype(np.float32))
    nets = [_fit(x, y, w, epochs, seed) for seed in range(NETS)]
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


def _fit(x: torch.Tensor, y: torch.Tensor, w: torch.Tensor, epochs: int, seed: int) -> torch.nn.Sequential:
    torch.manual_seed(seed)
    net = torch.nn.Sequential(
        torch.nn.Dropout(DROP / 2), torch.nn.Linear(x.shape[1], HIDDEN), torch.nn.ReLU(),
        torch.nn.Dropout(DROP), torch.nn.Linear(HIDDEN, HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, 1),
    )  # fmt: skip
    steps = epochs * -(-len(x) // BATCH)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2 * RATE, total_steps=steps)
    for _ in range(epochs):
        order = torch.randperm(len(x))
        for rows in order.split(BATCH):
            loss = torch.nn.functional.binary_cross_entropy_with_logits(net(x[rows]).squeeze(1), y[rows], reduction="none")
            optimizer.zero_grad()
            (loss * w[rows]).mean().backward()
            optimizer.step()
            schedule.step()
    return net.eval()
