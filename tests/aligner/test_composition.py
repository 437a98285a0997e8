"""Whether pairs are put together of what their parts stand for elsewhere."""

from __future__ import annotations

import numpy as np

from aligner.candidates import Sightings
from aligner.composition import agreement
from aligner.tally import pair_up, side

# zh: 0 平均, 1 潜伏期, 2 最长潜伏期; en: 0 average, 1 incubation, 2 period
ZH, ZH_ENDS = np.array([1, 1, 0, 1, 2]), np.array([0, 1, 2, 4, 5])
WORDS = ["平均", "潜伏期", "最长潜伏期"]
EN, EN_ENDS = np.array([1, 2, 1, 2, 0, 1, 2, 0, 1, 2]), np.array([0, 2, 4, 7, 10])


def columns(spans: list[tuple[int, int, int, int, int]]) -> list[dict[str, float]]:
    """What is said of each sighting's pair: sentence, zh from and to, en from and to; links never leave a pair."""
    rows = np.array(spans)
    none, whole = np.zeros(len(rows), np.float32), np.ones(len(rows), np.float32)
    found = Sightings(*rows.T, none, none, whole, whole, whole, *[none] * 4, whole.astype(bool))
    zh = side(ZH, ZH_ENDS, rows[:, 0], rows[:, 1], rows[:, 2], none.astype(bool))
    en = side(EN, EN_ENDS, rows[:, 0], rows[:, 3], rows[:, 4], none.astype(bool))
    pairs = pair_up(found, zh, en)
    said = agreement(zh, en, pairs, EN, ZH, WORDS)
    return [{name: float(values[of]) for name, values in said.items()} for of in pairs.of]


KNOWN = [(0, 0, 1, 0, 2), (1, 0, 1, 0, 2)]  # 潜伏期 = incubation period, twice


def test_a_rendering_holds_its_parts_renderings() -> None:
    """平均潜伏期 = "average incubation period" holds 潜伏期 = "incubation period"; "average incubation" cuts it in two."""
    *_, whole, cut = columns([*KNOWN, (2, 0, 2, 0, 3), (2, 0, 2, 0, 2)])
    assert (whole["zh_parts_kept"], whole["zh_parts_cut"]) == (0.5, 0)
    assert cut["zh_parts_cut"] == 1
    assert cut["zh_parts_kept"] < whole["zh_parts_kept"]


def test_where_nothing_is_known_nothing_is_said() -> None:
    """A part seen as a pair once proves nothing, and a single word has no parts."""
    once, *_, longer = columns([KNOWN[0], (2, 0, 2, 0, 3)])
    assert set(once.values()) == set(longer.values()) == {0.0}


def test_a_word_of_the_dictionary_has_parts_too() -> None:
    """最长潜伏期 as one word holds 潜伏期 by its characters."""
    *_, whole, cut = columns([*KNOWN, (3, 0, 1, 0, 3), (3, 0, 1, 0, 2)])
    assert (whole["zh_parts_kept"], whole["en_parts_kept"]) == (0.5, 0.5)
    assert cut["zh_parts_cut"] == 1
