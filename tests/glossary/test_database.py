"""Opening glossaries, and files that are none."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

import pytest
from sqlite_utils import Database

from aligner.errors import DatabaseError
from glossary import database, schema


def open_for(path: Path, how: str) -> None:
    with database.reading(path) if how == "read" else database.writing(path):
        pass


both = pytest.mark.parametrize("how", ["read", "write"])


def test_version_counts_the_migrations() -> None:
    """The version in the file's header is the number of migrations."""
    assert len(schema.migrations().pending(Database(memory=True))) == schema.VERSION


@both
def test_a_missing_file_is_not_made(tmp_path: Path, how: str) -> None:
    """Looking for a glossary that is not there says so and makes none."""
    with pytest.raises(DatabaseError, match="no such glossary"):
        open_for(tmp_path / "none.db", how)
    assert list(tmp_path.iterdir()) == []


@both
def test_text_is_no_database(tmp_path: Path, how: str) -> None:
    """A text file is told apart and left alone."""
    path = tmp_path / "x.db"
    path.write_text("no database\n" * 100)
    with pytest.raises(DatabaseError, match="not a SQLite database"):
        open_for(path, how)
    assert path.read_text().startswith("no database")


@both
def test_a_foreign_database_is_left_alone(tmp_path: Path, how: str) -> None:
    """A SQLite file of another program is told apart by its header and not changed."""
    path = tmp_path / "x.db"
    Database(path)["birds"].insert({"name": "wren"})
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match="not a glossary"):
        open_for(path, how)
    assert path.read_bytes() == before


@both
def test_a_newer_schema_is_refused(small: Path, how: str) -> None:
    """A glossary of a newer program is not touched."""
    with sqlite3.connect(small) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(DatabaseError, match="newer version"):
        open_for(small, how)


@both
def test_a_folder_is_no_glossary(tmp_path: Path, how: str) -> None:
    """A folder is named as what it is."""
    with pytest.raises(DatabaseError, match="folder"):
        open_for(tmp_path, how)


def test_a_damaged_file_is_named(small: Path) -> None:
    """A file cut short gives one line."""
    small.write_bytes(small.read_bytes()[:5000])
    with pytest.raises(DatabaseError, match="damaged"), database.reading(small) as db:
        db.execute("SELECT * FROM terms").fetchall()


def test_an_empty_file_is_empty(tmp_path: Path) -> None:
    """A file of no bytes, as an interrupted first run leaves, reads as empty and can be filled."""
    path = tmp_path / "x.db"
    path.touch()
    with pytest.raises(DatabaseError, match="is empty"):
        open_for(path, "read")
    open_for(path, "write")
    with database.reading(path) as db:
        assert db.execute("PRAGMA application_id").fetchone()[0] == schema.APPLICATION_ID


def test_a_locked_file_is_named(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that does not get the lock says who is in the way."""
    monkeypatch.setattr(database, "WRITE_TIMEOUT", 0.05)
    with database.writing(small), pytest.raises(DatabaseError, match="another program"), database.writing(small):
        pass


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_can_be_searched(small: Path) -> None:
    """A glossary on a read-only share opens for reading, and a writer gets one line."""
    small.chmod(stat.S_IREAD)
    small.parent.chmod(stat.S_IREAD | stat.S_IEXEC)
    try:
        open_for(small, "read")
        with pytest.raises(DatabaseError, match="read-only"):
            open_for(small, "write")
    finally:
        small.parent.chmod(stat.S_IRWXU)


def test_an_older_glossary_that_cannot_be_brought_up_to_date_says_so(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a reader has to write first and may not, the message says why it wants to."""
    monkeypatch.setattr(database, "WRITE_TIMEOUT", 0.05)
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    locked = sqlite3.connect(small, isolation_level=None)
    locked.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseError, match=r"another program.*; an older version of this program wrote it"):
        open_for(small, "read")
    locked.close()


def test_a_full_disk_leaves_the_old_state(small: Path) -> None:
    """When no page can be added, the run ends with one line and the glossary is as before."""
    before = small.read_bytes()
    with pytest.raises(DatabaseError, match="disk is full"), database.writing(small) as db:
        (pages,) = db.execute("PRAGMA page_count").fetchone()
        db.execute(f"PRAGMA max_page_count = {pages}")
        db.execute("CREATE TABLE big AS SELECT randomblob(1000000)")
    assert small.read_bytes() == before


def test_a_path_with_odd_characters_opens(tmp_path: Path) -> None:
    """A question mark, a percent sign or a space in a path is part of the path."""
    path = tmp_path / "a ?mode=rw%20#名.db"
    with database.writing(path, create=True):
        pass
    open_for(path, "read")
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
