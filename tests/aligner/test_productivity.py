"""How much expressions are made of what the text makes its terms of."""

from __future__ import annotations

import numpy as np

from aligner.productivity import compounds, endings
from aligner.tally import Side, side

# heart failure, renal failure, respiratory failure, next year
WORDS = ["", "heart", "renal", "respiratory", "failure", "next", "year"]
IDS, ENDS = np.array([1, 4, 2, 4, 3, 4, 5, 6]), np.array([0, 2, 4, 6, 8])


def expressions() -> Side:
    """The four expressions, whole."""
    rows = np.array([(sentence, 0, 2) for sentence in range(4)])
    return side(IDS, ENDS, rows[:, 0], rows[:, 1], rows[:, 2], np.zeros(4, bool))


def test_a_word_that_ends_many_expressions_is_a_block() -> None:
    """The last word of three expressions has three neighbours before it, that of one has one."""
    known = expressions()
    found = compounds(known, IDS)
    heart, year = known.of[0], known.of[3]
    assert found["heads"][heart] == np.float32(np.log1p(3))
    assert found["heads"][year] == np.float32(np.log1p(1))
    assert found["blocks"][heart] > found["blocks"][year]


def test_an_ending_counts_by_how_common_it_is_elsewhere() -> None:
    """An ending that general language has everywhere says less than one that it hardly has."""
    known = expressions()
    found = endings(known, IDS, WORDS, {"picture": 0.001, "the": 0.05, "future": 0.001, "linear": 0.0001}, 3)
    everywhere = endings(known, IDS, WORDS, {"linear": 0.001, "picture": 0.0001}, 3)
    heart, year = known.of[0], known.of[3]
    assert found[year] > everywhere[year]
    assert found[heart] < everywhere[heart]
