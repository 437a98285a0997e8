"""What stands around a candidate, as features of the second look."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from aligner.candidates import Sightings
from aligner.company import NAMES, NOTHING, look_around
from aligner.indexing import IndexedPairs

# one sentence, 新 技术 应用 偏离 方向, "new technology applications deviate from the course"; spans in words: zh, en
SPANS = {
    "技术应用": (1, 3, 1, 3),
    "新技术应用": (0, 3, 0, 3),
    "应用偏离": (2, 4, 2, 4),
    "方向": (4, 5, 6, 7),
    "方向, the course": (4, 5, 5, 7),
}


def table() -> Any:
    """Every span a pair of its own, but for two renderings of 方向."""
    indexed = IndexedPairs()
    indexed.add("新 技术 应用 偏离 方向".split(), "new technology applications deviate from the course".split())
    columns = np.array(list(SPANS.values())).T
    nothing = np.zeros(len(SPANS), np.float32)
    found = Sightings(np.zeros(len(SPANS), int), *columns, *[nothing] * 9, nothing > 0)
    zh = SimpleNamespace(hashes=np.arange(4), start=columns[0][:4], stop=columns[1][:4])
    en = SimpleNamespace(hashes=np.arange(5), start=columns[2], stop=columns[3])
    pairs = SimpleNamespace(zh=np.array([0, 1, 2, 3, 3]), en=np.arange(5), of=np.arange(5))
    return SimpleNamespace(found=found, zh=zh, en=en, pairs=pairs, corpus=SimpleNamespace(indexed=indexed))


@pytest.fixture(scope="module")
def seen() -> dict[str, dict[str, float]]:
    """The features of each pair by name."""
    scores = np.array([0.9, 0.3, 0.2, 0.8, 0.1], np.float32)
    columns = [np.asarray(column) for column in look_around(table(), scores, np.ones(5, np.float32))]
    assert len(columns) == len(NAMES)
    return {pair: {name: float(c[k]) for name, c in zip(NAMES, columns, strict=True)} for k, pair in enumerate(SPANS)}


def test_what_cuts_through_a_better_pair_knows_it(seen: dict[str, dict[str, float]]) -> None:
    """应用偏离 cuts through 技术应用 on both sides and through what holds it; the best of them counts."""
    assert seen["应用偏离"]["near_zh_crossing"] == pytest.approx(np.log(0.9 + NOTHING), abs=1e-4)
    assert seen["应用偏离"]["ahead_en_crossing"] < 0
    assert seen["应用偏离"]["near_free"] == 0


def test_what_lies_in_another_knows_it(seen: dict[str, dict[str, float]]) -> None:
    """技术应用 lies in 新技术应用, which holds it; neither cuts through the other."""
    assert seen["技术应用"]["near_around"] == pytest.approx(np.log(0.3 + NOTHING), abs=1e-4)
    assert seen["新技术应用"]["near_within"] == pytest.approx(np.log(0.9 + NOTHING), abs=1e-4)
    assert seen["技术应用"]["ahead_around"] > 0 > seen["新技术应用"]["ahead_within"]
    assert seen["技术应用"]["near_free"] == 1


def test_renderings_of_one_term_are_rivals(seen: dict[str, dict[str, float]]) -> None:
    """The better English for the same Chinese is told apart from neighbours elsewhere."""
    assert seen["方向, the course"]["near_other_english"] == pytest.approx(np.log(0.8 + NOTHING), abs=1e-4)
    assert seen["方向"]["ahead_other_english"] > 0
    assert seen["方向"]["near_zh_crossing"] == pytest.approx(np.log(NOTHING), abs=1e-4)


def test_the_order_of_sentences_does_not_matter() -> None:
    """A pair seen in two sentences has the mean of both, whichever comes first."""
    made, scores = table(), np.array([0.9, 0.3, 0.2, 0.8, 0.1], np.float32)
    twice = made.found._replace(sentence=np.array([1, 1, 0, 0, 0]))
    made.found = Sightings._make(column[::-1] for column in twice)
    made.pairs = SimpleNamespace(zh=made.pairs.zh, en=made.pairs.en, of=made.pairs.of[::-1])
    columns = dict(zip(NAMES, look_around(made, scores, np.ones(5, np.float32)), strict=True))
    assert columns["near_zh_crossing"][2] == pytest.approx(np.log(NOTHING), abs=1e-4)  # what it cut through is elsewhere now
