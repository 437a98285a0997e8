"""Span pairs of a sentence: which are proposed, and what is measured beside them."""

from __future__ import annotations

import numpy as np

from aligner.candidates import Roles, Sightings, sightings
from aligner.grammar import en_role, zh_role
from aligner.indexing import IndexedPairs, batches

ZH, EN = "加强 调峰 深度", "strengthen deep peak shaving"


def found(strict: list[tuple[int, int]], left: list[tuple[int, int]]) -> tuple[Sightings, list[tuple[str, str]]]:
    """The sightings of the sentence with firm links and others of what was left over, and their texts."""
    indexed = IndexedPairs()
    indexed.add(ZH.split(), EN.split())
    (batch,) = batches(indexed.arrays(), (0, 1))
    belief = np.zeros((1, len(ZH.split()), len(EN.split())), np.float32)
    for i, j in strict:
        belief[0, i, j] = 1
    loose = belief.copy()
    for i, j in left:
        loose[0, i, j] = 0.9
    zh_roles = Roles.of([zh_role(word or "。") for word in indexed.zh_words])
    en_roles = Roles.of([en_role(word or ".") for word in indexed.en_words])
    seen = sightings(batch, belief, loose, zh_roles, en_roles)
    quads = zip(*(column.tolist() for column in seen[1:5]), strict=True)
    return seen, [(" ".join(ZH.split()[a:b]), " ".join(EN.split()[c:d])) for a, b, c, d in quads]


def test_what_is_left_over_on_both_sides_is_proposed() -> None:
    """调峰 and shaving have no link of their own and are the last ones without one: they are a pair, and not a firm one."""
    seen, pairs = found([(0, 0), (2, 1)], [(1, 3)])
    at = pairs.index(("调峰", "shaving"))
    assert seen.zh_cover[at] == 0 and seen.loose[at] > 0.99
    assert ("调峰", "shaving") not in found([(0, 0), (2, 1)], [])[1]


def test_a_word_beside_a_pair_that_nothing_is_linked_to_is_told() -> None:
    """After "peak" stands a word without a link, which may belong to the term; the words around the other pairs are linked."""
    seen, pairs = found([(0, 0), (1, 2), (2, 1)], [])
    cut, whole = (pairs.index(("调峰", english)) for english in ("peak", "peak shaving"))
    assert (seen.en_after[cut], seen.en_after[whole]) == (1, 0)
    assert seen.en_before[cut] == seen.zh_before[cut] == seen.zh_after[cut] == 0
