"""Terms that share a word vouch for each other."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from aligner.indexing import IndexedPairs
from aligner.kinship import related


def table() -> Any:
    """心 衰竭, 肾 衰竭, 肺 衰竭, 明 年 with their English; every expression a pair."""
    indexed = IndexedPairs()
    indexed.add("心 衰竭 肾 衰竭 肺 衰竭 明 年".split(), "heart failure renal failure respiratory failure next year".split())
    side = SimpleNamespace(hashes=np.arange(4), start=np.arange(0, 8, 2), stop=np.arange(2, 10, 2))
    return SimpleNamespace(
        zh=side, en=side, pairs=SimpleNamespace(zh=np.arange(4), en=np.arange(4)), corpus=SimpleNamespace(indexed=indexed)
    )


def test_the_others_with_the_same_word_count() -> None:
    """Of two equals the one whose last word ends other terms comes out ahead, and an expression does not vouch for itself."""
    sure = np.full(4, 0.9, np.float32)
    found = related(table(), sure, np.array([0.8, 0.2, 0.8, 0.2], np.float32))
    assert found[1] > found[3]
    alone = related(table(), sure, np.array([0.2, 0.9, 0.2, 0.2], np.float32))
    assert alone[1] < 0.9


def test_scores_stay_chances() -> None:
    """Certainty on either side stays within 0 and 1."""
    found = related(table(), np.ones(4, np.float32), np.array([0, 1, 1, 0], np.float32))
    assert np.isfinite(found).all()
    assert ((found >= 0) & (found <= 1)).all()
