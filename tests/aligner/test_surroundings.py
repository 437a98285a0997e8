"""What stands around expressions, and what they belong to."""

from __future__ import annotations

import numpy as np

from aligner.surroundings import bursts, families, shares, topic_centres
from aligner.tally import Side, side


def expressions(ids: np.ndarray, ends: np.ndarray, spans: list[tuple[int, int, int]]) -> tuple[Side, np.ndarray]:
    """The side of some sightings (sentence, start, stop)."""
    rows = np.array(spans)
    return side(ids, ends, rows[:, 0], rows[:, 1], rows[:, 2], np.zeros(len(rows), bool)), rows


def test_headings_brackets_and_names_are_told() -> None:
    """What is a whole segment, stands before a bracket or is a whole name is told by shares of its places."""
    ids = np.array([1, 2, 9, 3, 1, 2, 5])  # [1 2 9] [3 1 2 5]
    ends = np.array([0, 3, 7])
    known, rows = expressions(ids, ends, [(0, 0, 2), (1, 1, 3), (1, 1, 2)])
    marks = {"named": np.isin(ids, (1, 2)), "quoted": np.zeros(7, bool), "bracket": ids == 5}
    found = shares(known, rows[:, 0], rows[:, 1], rows[:, 2], ends, marks)
    whole, part = known.of[0], known.of[2]
    assert found["segment"][whole] == 0.5
    assert found["bracket"][whole] == 0.5
    assert found["named_whole"][whole] == 1
    assert (found["named_whole"][part], found["named_after"][part]) == (0, 1)


def test_words_of_a_topic_come_in_clusters() -> None:
    """Sightings close together count as a burst, sightings evenly spread do not, and one sighting says nothing."""
    ids, ends = np.tile([1, 2, 3], 300), np.arange(0, 903, 3)
    clustered = [(s, 0, 1) for s in (10, 11, 13, 15)]
    spread = [(s, 1, 2) for s in (5, 100, 190, 290)]
    known, rows = expressions(ids, ends, [*clustered, *spread, (40, 2, 3)])
    found = bursts(known, rows[:, 0], 300)
    assert found[known.of[0]] > 0.5 > 0 > found[known.of[4]]
    assert found[known.of[8]] == 0


def test_families_are_counted_by_what_begins_and_ends_with_a_word() -> None:
    """A head has the longer expressions that end with it, a modifier those that begin with it."""
    ids, ends = np.array([1, 2, 3, 2, 4, 2]), np.array([0, 6])
    known, _ = expressions(ids, ends, [(0, 1, 2), (0, 0, 2), (0, 2, 4), (0, 4, 6)])
    begins, finish = families(known, ids, 8)
    assert np.expm1(finish[known.of[0]]).round() == 3
    assert begins[known.of[0]] == 0


def test_the_topic_is_what_is_more_common_here_than_elsewhere() -> None:
    """A word close to the corpus's keywords is closer to the topic than a word of general language."""
    vectors = np.eye(3, dtype=np.float32)
    ids = np.array([0] * 30 + [1] * 30 + [2] * 2)
    centre = topic_centres(vectors, ids, np.array([1.5, 9.0, 5.0], np.float32))[:, 0]
    assert centre[0] > centre[1]
