"""Fit the boosted trees of the ranking with CatBoost, and take them out of it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import numpy as np
from catboost import CatBoostClassifier

from aligner.trees import Trees

ITERATIONS, DEPTH, RATE = 400, 5, 0.08
RIDGE, DRAWN, BORDERS = 5, 0.3, 63  # on the leaves; share of the features that each question may ask about; borders of each


def fit(features: np.ndarray, right: np.ndarray, weight: np.ndarray) -> Trees:
    """Trees for rows [n, features] with labels [n] and weights [n]; same input, same result on one machine."""
    model = CatBoostClassifier(
        iterations=ITERATIONS,
        depth=DEPTH,
        learning_rate=RATE,
        l2_leaf_reg=RIDGE,
        rsm=DRAWN,
        border_count=BORDERS,
        boosting_type="Plain",
        random_seed=0,
        verbose=False,
        allow_writing_files=False,
    )
    model.fit(features, right, sample_weight=weight / weight.mean())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trees.json"
        model.save_model(str(path), format="json")
        return read(json.loads(path.read_text()))


def read(model: dict) -> Trees:
    """The trees of CatBoost's JSON; those with fewer questions ask more that nothing is above."""
    trees = model["oblivious_trees"]
    scale, (bias,) = model["scale_and_bias"]
    features = np.zeros((len(trees), DEPTH), np.int32)
    borders = np.full((len(trees), DEPTH), np.inf, np.float32)
    leaves, examples = (np.zeros((len(trees), 1 << DEPTH), np.float32) for _ in range(2))
    for row, tree in enumerate(trees):
        for k, split in enumerate(tree["splits"] or ()):
            features[row, k], borders[row, k] = split["float_feature_index"], split["border"]
        leaves[row, : len(tree["leaf_values"])] = np.array(tree["leaf_values"]) * scale
        examples[row, : len(tree["leaf_weights"])] = tree["leaf_weights"]
    return Trees(features, borders, leaves, examples, float(bias))
