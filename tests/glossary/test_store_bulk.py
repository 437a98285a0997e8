"""Large imports: quick, and nothing in the database tells afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from aligner.records import DocumentInfo
from glossary import database
from glossary.entries import Concept, Term
from glossary.search import search
from glossary.store import imports

NUMERALS = "零一二三四五六七八九"


def concepts(start: int, stop: int) -> Iterator[Concept]:
    """Concepts with Chinese terms that are all different."""
    for number in range(start, stop):
        zh = "词" + "".join(NUMERALS[int(digit)] for digit in str(number))
        yield Concept(f"e{number}", (Term(zh, "zh"), Term(f"word {number}", "en")))


def schema(db: Path) -> set[tuple[str, str]]:
    """Names and statements of all that the database holds."""
    connection = sqlite3.connect(db)
    try:
        return {tuple(row) for row in connection.execute("SELECT name, coalesce(sql, '') FROM sqlite_master")}
    finally:
        connection.close()


def bring(db: Path, found: Iterator[Concept], name: str) -> None:
    """Import concepts as a file of that name."""
    with database.writing(db, create=True) as connection:
        imports.bring_in(connection, found, DocumentInfo(name, name, "csv"), folder=db.parent)


def test_a_large_import_leaves_the_indexes_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Indexes put aside during an import are there afterwards, in an empty glossary and in one that has terms."""
    monkeypatch.setattr(imports, "_BATCH", 20)
    db = tmp_path / "g.db"
    with database.writing(db, create=True):
        pass
    before = schema(db)
    bring(db, concepts(0, 100), "a.csv")
    assert schema(db) == before
    bring(db, concepts(50, 150), "b.csv")
    assert schema(db) == before
    with database.reading(db) as connection:
        assert connection.execute("SELECT count(*) FROM concepts").fetchone()[0] == 150
        assert [hit.zh for hit in search(connection, "word 149")] == ["词一四九"]
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_a_large_import_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that breaks off after many concepts leaves rows and indexes as they were."""
    monkeypatch.setattr(imports, "_BATCH", 20)
    db = tmp_path / "g.db"
    bring(db, concepts(0, 30), "a.csv")
    before = schema(db)

    def broken() -> Iterator[Concept]:
        yield from concepts(30, 90)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        bring(db, broken(), "b.csv")
    assert schema(db) == before
    with database.reading(db) as connection:
        assert connection.execute("SELECT count(*) FROM concepts").fetchone()[0] == 30
