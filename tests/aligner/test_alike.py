"""Expressions that are most alike as wholes."""

from __future__ import annotations

import numpy as np

from aligner.alike import WordVectors, nearest
from aligner.candidates import Roles
from aligner.grammar import en_role, zh_role
from aligner.indexing import IndexedPairs, batches

KNOWN = {
    "国家": (1, 0, 0), "national": (1, 0, 0.2), "country": (0.9, 0.4, 0),
    "国歌": (0.7, 0, 0.7), "anthem": (0.1, 0, 1), "演奏": (0, 1, 0), "played": (0, 1, 0),
}  # fmt: skip


def found(zh: str, en: str) -> list[tuple[str, str]]:
    """What is proposed in a sentence of known words, others having no vector."""
    indexed = IndexedPairs()
    indexed.add(zh.split(), en.split())
    (batch,) = batches(indexed.arrays(), (0, 1))
    zh_roles = Roles.of([zh_role(word or "。") for word in indexed.zh_words])
    en_roles = Roles.of([en_role(word or ".") for word in indexed.en_words])
    vectors = []
    for words in (indexed.zh_words, indexed.en_words):
        rows = np.array([KNOWN.get(word, (0, 0, 0)) for word in words], np.float32)
        vectors.append(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6))
    quads = nearest(batch, WordVectors.of(*vectors), zh_roles, en_roles).tolist()
    return [(" ".join(zh.split()[a:b]), " ".join(en.split()[c:d])) for _, a, b, c, d in quads]


def test_two_expressions_that_are_nearest_as_wholes_are_proposed() -> None:
    """The word "national" alone is nearer to 国家, but with "anthem" it is what 国歌 is most like."""
    assert ("国歌", "national anthem") in found("国家 国歌 演奏", "country national anthem played")


def test_what_is_hardly_alike_is_not() -> None:
    """The nearest in a sentence may be far: nothing known says that the two belong together."""
    assert found("演奏", "anthem") == []
    assert found("锦纶", "nylon") == []
