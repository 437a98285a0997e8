"""Older glossaries are brought up to date."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from glossary import database, reading, schema
from glossary.search import search


def test_an_older_glossary_learns_pinyin_and_inflections(tmp_path: Path) -> None:
    """A glossary of the first schema answers by pinyin and by stem after it has been opened once."""
    path = tmp_path / "old.db"
    db = sqlite3.connect(path, isolation_level=None)
    schema.migrations().apply(Database(db), stop_before="m002_sounds_and_stems")
    db.execute("INSERT INTO concepts VALUES (1, '', '', '', '', '2026-01-01', '2026-01-01')")
    for number, (lang, text, words) in enumerate((("zh", "断链", "断 链"), ("en", "severing chains", "chain")), 1):
        db.execute(
            "INSERT INTO terms (id, concept, lang, script, status, text, key, search_key, created, modified, words)"
            " VALUES (?, 1, ?, 'hans', 'candidate', ?, ?, ?, '', '', ?)",
            (number, lang, text, text, text.removesuffix("s"), words),
        )
        db.execute("INSERT INTO terms_fts (rowid, key, words) VALUES (?, ?, ?)", (number, text, words))
    db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")
    db.close()
    with database.reading(path) as opened:
        assert [hit.how for hit in search(opened, "duanlian")] == ["pinyin"]
        assert [hit.how for hit in search(opened, "sever chains")] == ["inflected"]
        assert [hit.how for hit in search(opened, "断")] == ["prefix"]
    with database.writing(path) as opened:  # takes a term out of the index that the migration wrote
        opened.execute("DELETE FROM terms WHERE id = 1")
        opened.execute("INSERT INTO terms_fts (terms_fts) VALUES ('integrity-check')")


def test_an_older_sighting_counts_once(tmp_path: Path) -> None:
    """Each sighting in a glossary that knew no others stands for itself."""
    path = tmp_path / "old.db"
    db = sqlite3.connect(path, isolation_level=None)
    schema.migrations().apply(Database(db), stop_before="m005_times")
    db.execute("INSERT INTO documents VALUES (1, 'a.txt', 'a.txt', 'a', 'txt', 9, '2026-01-01')")
    db.execute("INSERT INTO concepts VALUES (1, '', '', '', '', '2026-01-01', '2026-01-01')")
    for number, (lang, text) in enumerate((("zh", "断链"), ("en", "severed chain")), 1):
        db.execute(
            "INSERT INTO terms (id, concept, lang, script, status, text, key, search_key, created, modified, words)"
            " VALUES (?, 1, ?, 'hans', 'candidate', ?, ?, ?, '', '', '')",
            (number, lang, text, text, text),
        )
    db.execute(
        "INSERT INTO evidence VALUES (1, 1, 2, 1, NULL, 'words', 1, 1, '', 1, 1, '', 1, 1, 1, '断链', 'severed chain', 'term',"
        " NULL, NULL)"
    )
    db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    db.execute("PRAGMA user_version = 4")
    db.close()
    with database.reading(path) as opened:
        assert reading.statistics(opened).sightings == 1
        assert [context.times for context in reading.by_ids(opened, [1])[1].en[0].contexts] == [1]
