"""A glossary made from hand-made extractions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from aligner.records import Extraction
from glossary import database, store
from tests.glossary.builders import SMALL, extraction


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., store.Added]:
    """Store an extraction in the test's glossary."""

    def run(what: Extraction, **options: bool) -> store.Added:
        with database.writing(tmp_path / "glossary.db", create=True) as db:
            return store.add(db, what, folder=tmp_path, **options)

    return run


@pytest.fixture
def small(tmp_path: Path, put: Callable[..., store.Added]) -> Path:
    """A glossary of a few terms of every kind; its path."""
    put(extraction(*SMALL))
    return tmp_path / "glossary.db"
