"""Finding or making the rows of a term: shared by runs and decisions."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import NamedTuple

from aligner.records import Lang
from glossary import keys


class Spelling(NamedTuple):
    """An expression as written, with what it is compared by."""

    text: str
    lang: Lang
    key: str
    search_key: str
    script: str


def spelling(text: str, lang: Lang) -> Spelling:
    """Work out the keys of an expression. `key` is empty where it has no letter or character."""
    text = keys.storable(text).strip()
    return Spelling(text, lang, *keys.expression(text, lang), keys.script(text, lang))


def today() -> str:
    """The day in UTC, as every date in the database."""
    return datetime.now(UTC).date().isoformat()


def last_number(db: sqlite3.Connection, table: str) -> int:
    """The highest row id that the table has, or ever had where SQLite remembers it (concepts, terms).

    Ask before rows are taken out: a number that was given once is not given to something else.
    """
    row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    (highest,) = db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
    return max(int(highest), int(row[0]) if row else 0)


def find_concept(db: sqlite3.Connection, zh: Spelling) -> int | None:
    """The oldest concept with a Chinese term of this key: traditional and simplified forms have the same."""
    row = db.execute(
        "SELECT concept FROM terms WHERE lang = 'zh' AND search_key = ? ORDER BY concept LIMIT 1", (zh.search_key,)
    ).fetchone()
    return None if row is None else int(row[0])


def new_concept(db: sqlite3.Connection, day: str) -> int:
    """An empty concept."""
    return int(db.execute("INSERT INTO concepts (created, modified) VALUES (?, ?)", (day, day)).lastrowid or 0)


def find_term(db: sqlite3.Connection, concept: int, term: Spelling) -> int | None:
    """The term of the concept that has the same key and script."""
    row = db.execute(
        "SELECT id FROM terms WHERE concept = ? AND lang = ? AND key = ? AND script = ?",
        (concept, term.lang, term.key, term.script),
    ).fetchone()
    return None if row is None else int(row[0])


def new_term(db: sqlite3.Connection, concept: int, term: Spelling, day: str, *, kind: str = "term", source: str = "") -> int:
    """A candidate term of a concept that does not have it yet."""
    words = keys.term_words(term.key, term.lang)
    cursor = db.execute(
        "INSERT INTO terms (concept, lang, script, status, text, key, search_key, kind, part_of_speech, source, created,"
        " modified, words) VALUES (?, ?, ?, 'candidate', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            concept, term.lang, term.script, term.text, term.key, term.search_key, kind,
            "properNoun" if kind == "name" else "", source, day, day, words,
        ),
    )  # fmt: skip
    db.execute("INSERT INTO terms_fts (rowid, key, words) VALUES (?, ?, ?)", (cursor.lastrowid, term.key, words))
    return int(cursor.lastrowid or 0)
