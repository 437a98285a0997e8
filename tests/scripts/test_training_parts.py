"""The rules behind training and measuring that can be wrong without anybody noticing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scripts.bench import measures, peers
from scripts.training import numbers, parts


@pytest.mark.parametrize(
    ("number", "zh", "en"), [(0, "零", "zero"), (10, "十", "ten"), (15, "十五", "fifteen"), (20, "二十", "twenty"), (42, "四十二", "forty-two")]
)  # fmt: skip
def test_numbers_are_written_out(number: int, zh: str, en: str) -> None:
    """Numbers are spelled as both languages write them."""
    assert (numbers.chinese(number), numbers.english(number)) == (zh, en)


def test_great_numbers_mean_the_same_on_both_sides() -> None:
    """三万 is 30,000 and three ten thousand; 五百 is 500."""
    pairs = set(numbers.pairs())
    assert {("三万", "30,000"), ("三万", "three ten thousand"), ("五百", "500"), ("五百", "five hundred")} <= pairs


def test_inflections_share_a_part_and_compounds_their_characters() -> None:
    """Forms of one English word meet in their stem, Chinese words in their characters; numbers and signs have no parts."""
    assert set(parts.parts_of("analysing")) & set(parts.parts_of("analysed"))
    assert set(parts.parts_of("国际")) & set(parts.parts_of("国家")) == {"国"}
    assert parts.parts_of("1998") == parts.parts_of(",") == []


def test_a_part_of_one_token_is_no_part() -> None:
    """A part that no other token has would only double its token's own vector."""
    table, count = parts.table(["国际", "国家", "疫"])
    assert count == 1
    assert table[:, 0].tolist() == [0, 0, 1]


def test_the_error_rate_is_that_of_och_and_ney(tmp_path: Path) -> None:
    """Sure links count for recall, sure and possible ones for precision."""
    path = tmp_path / "gold"
    path.write_text("0-0 1-1-P\n2-2\n", encoding="utf-8")
    rates = measures.error_rate(measures.gold_links(path), [{"0-0", "1-1"}, {"2-1"}])
    assert rates["P"] == pytest.approx(2 / 3)
    assert rates["R"] == pytest.approx(1 / 2)
    assert rates["AER"] == pytest.approx(1 - (1 + 2) / (3 + 2))


def test_equal_texts_are_equally_right() -> None:
    """A sentence that stands twice on the other side may be found at either place."""
    scores = np.array([[0.1, 0.9, 0.0], [0.2, 0.9, 0.1], [0.0, 0.1, 0.2]])
    assert measures.accuracy(scores, ["same", "same", "other"]) == 1.0


def test_growing_adds_neighbours_and_then_lonely_words() -> None:
    """grow-diag-final-and starts from what both directions say and never links two words that both have links."""
    forward, reverse = {(0, 0), (1, 1), (1, 2), (5, 5)}, {(0, 0), (1, 1), (2, 2), (0, 1)}
    assert peers.grown(forward, reverse) == {(0, 0), (1, 1), (1, 2), (2, 2), (5, 5)}
