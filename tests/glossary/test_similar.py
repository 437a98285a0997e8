"""Terms by meaning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from glossary import database, store
from glossary.search import answers
from glossary.similar import Vectors, packed, similar
from tests.glossary.builders import SMALL, extraction, pair


class Letters:
    """A model to whom texts with the same letters mean the same; counts what it is asked."""

    signature, dimensions = "letters", 70

    def __init__(self) -> None:
        self.asked = 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += len(texts)
        directions = np.random.default_rng(1).normal(size=(256, self.dimensions)).astype(np.float32)
        found = np.stack([sum((directions[ord(c) % 256] for c in text), np.zeros(70, np.float32)) for text in texts])
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        return np.asarray(found / np.where(lengths > 0, lengths, 1), np.float32)


def test_the_nearest_come_first(small: Path, tmp_path: Path) -> None:
    """A term with nearly the query's vector is the first answer, and says that it is there for its meaning."""
    vectors = Vectors(tmp_path / "cache", small, Letters())
    with database.reading(small) as db:
        vectors.refresh(db)
        hits = answers(db, similar(db, "small incisionss", vectors, 3), "small incisionss", limit=3)
    assert (hits[0].en, hits[0].how) == ("small incisions", "similar")


def test_only_new_terms_are_read_again(small: Path, tmp_path: Path, put: Callable[..., store.Added]) -> None:
    """What a model said of a term is kept; a later run adds only the terms that came since."""
    model = Letters()
    with database.reading(small) as db:
        Vectors(tmp_path / "cache", small, model).refresh(db)
        first = model.asked
        Vectors(tmp_path / "cache", small, model).refresh(db)
    assert model.asked == first == 14
    put(extraction(*SMALL, pair("新词", "a new word"), text="2"))
    with database.reading(small) as db:
        vectors = Vectors(tmp_path / "cache", small, model)
        vectors.refresh(db)
        assert model.asked == first + 2
        assert [match.text for match in similar(db, "a new word", vectors, 1)][:1] == ["a new word"]


@pytest.mark.parametrize("query", ["", "\0"])
def test_a_query_without_meaning(small: Path, tmp_path: Path, query: str) -> None:
    """A text that the model knows nothing of has no neighbours."""

    class Mute(Letters):
        def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
            return np.zeros((len(texts), 70), np.float32)

    assert Vectors(tmp_path / "cache", small, Mute()).nearest(query, 5) == []


def test_signs_are_packed_by_dimension() -> None:
    """One bit a dimension, 64 dimensions a word."""
    assert packed(np.array([[1.0] * 65, [-1.0] * 65], np.float32)).shape == (2, 2)
    assert packed(-np.ones((1, 65), np.float32)).sum() == 0
