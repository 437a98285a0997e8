"""Boosted trees."""

from __future__ import annotations

import numpy as np
import pytest

from aligner.trees import Trees

# "is feature 1 above 0?", then "is feature 0 above 2?"; and a tree with a single question
TREES = Trees(
    features=np.array([[1, 0], [0, 0]], np.int32),
    borders=np.array([[0, 2], [5, np.inf]], np.float32),
    leaves=np.array([[-1, 1, 0, 3], [0.5, -0.5, 0, 0]], np.float32),
    examples=np.array([[4, 2, 1, 1], [6, 2, 0, 0]], np.float32),
    bias=0.25,
)


@pytest.mark.parametrize(
    ("row", "odds"), [((0, -1), -1 + 0.5), ((0, 1), 1 + 0.5), ((3, -1), 0 + 0.5), ((3, 1), 3 + 0.5), ((6, 1), 3 - 0.5)]
)
def test_answers_are_the_bits_of_a_leaf(row: tuple[float, float], odds: float) -> None:
    """A row falls into the leaf that its answers spell, and the trees are added up."""
    assert TREES.log_odds(np.array([row], np.float32)).tolist() == pytest.approx([odds + TREES.bias])


def test_shares_are_the_distance_from_the_mean_of_the_examples() -> None:
    """What the answers change in the mean of the leaves that are left adds up to the distance from the mean of all."""
    rows = np.array([[0, -1], [3, 1], [6, 1]], np.float32)
    mean = (-1 * 4 + 1 * 2 + 0 + 3) / 8 + (0.5 * 6 - 0.5 * 2) / 8 + TREES.bias
    assert TREES.shares(rows).sum(1) == pytest.approx(TREES.log_odds(rows) - mean)
    # of the examples with feature 1 below 0 a mean of -0.8; then feature 0 takes it to -1, and the second tree to 0.5
    assert TREES.shares(rows)[0].tolist() == pytest.approx([-0.2 + 0.25, -0.8 - 0.125])
