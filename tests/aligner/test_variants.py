"""Two translations of one original: their common sentences, and where they use other words."""

from __future__ import annotations

import pytest

from aligner.embedding import Encoder, load_encoder
from aligner.variants import differences, versions

FIRST = [
    "The town council met on Tuesday.",
    "The mayor said that river pollution harms the health of residents; we must dare to punish the polluters severely.",
    "He promised to create a working group on water quality before the summer.",
    "My sister collects old stamps and postcards from Peru.",
]
SECOND = [
    "A recipe for pumpkin soup follows below.",
    "The mayor stressed that contamination of the river damages the health of the inhabitants.",
    "We must have the courage to punish polluters harshly.",
    "He pledged to set up a task force on water quality before summer.",
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


def test_sentences_that_say_the_same(encoder: Encoder) -> None:
    """Matching finds the common sentences, one against two as well, and leaves the others alone."""
    found = [(a.numbers, b.numbers) for a, b in versions(FIRST, SECOND, encoder)]
    assert found == [((1,), (1, 2)), ((2,), (3,))]


def test_other_words_for_the_same(encoder: Encoder) -> None:
    """The differing expressions are named, with their stretches of both texts."""
    found = differences(versions(FIRST, SECOND, encoder), encoder)
    texts = {difference.texts for difference in found}
    assert {("health of residents", "health of the inhabitants"), ("pollution", "contamination")} <= texts
    assert ("working group", "task force") in texts or (
        "working group on water quality",
        "task force on water quality",
    ) in texts
    for difference in found:
        assert difference.first.text[slice(*difference.first_span)] == difference.texts[0]


def test_equal_texts_differ_nowhere(encoder: Encoder) -> None:
    """A text compared with itself, or with other inflections and articles only, has no differences."""
    assert differences(versions(FIRST, FIRST, encoder), encoder) == []
    other = [FIRST[2].replace("a working group", "the working groups")]
    assert differences(versions([FIRST[2]], other, encoder), encoder) == []


def test_glosses_are_not_compared(encoder: Encoder) -> None:
    """Chinese in brackets and reference marks are no words of a version."""
    glossed = [FIRST[2].replace("working group", "task force (工作组)").replace("summer", "summer.¹")]
    texts = [difference.texts for difference in differences(versions([FIRST[2]], glossed, encoder), encoder)]
    assert all("工" not in second for _, second in texts)
    assert texts


def test_nothing_in_common(encoder: Encoder) -> None:
    """Unrelated texts, and empty ones, have no common passages."""
    assert versions(FIRST[3:], SECOND[:1], encoder) == []
    assert versions([], SECOND, encoder) == []
