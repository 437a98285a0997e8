"""Finding or making the rows of a term: shared by runs and decisions."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

from aligner.records import Lang
from glossary import keys


def today() -> str:
    """The day in UTC, as every date in the database."""
    return datetime.now(UTC).date().isoformat()


def find_concept(db: sqlite3.Connection, zh_key: str) -> int | None:
    """The oldest concept with a Chinese term of this key: traditional and simplified forms have the same."""
    row = db.execute(
        "SELECT concept FROM terms WHERE lang = 'zh' AND search_key = ? ORDER BY concept LIMIT 1", (zh_key,)
    ).fetchone()
    return None if row is None else int(row[0])


def new_concept(db: sqlite3.Connection, day: str) -> int:
    """An empty concept."""
    return int(db.execute("INSERT INTO concepts (created, modified) VALUES (?, ?)", (day, day)).lastrowid or 0)


def find_term(db: sqlite3.Connection, concept: int, lang: Lang, text: str) -> int | None:
    """The term of the concept that `text` is a spelling of."""
    key, _ = keys.expression(text, lang)
    row = db.execute(
        "SELECT id FROM terms WHERE concept = ? AND lang = ? AND key = ? AND script = ?",
        (concept, lang, key, keys.script(text, lang)),
    ).fetchone()
    return None if row is None else int(row[0])


def new_term(db: sqlite3.Connection, concept: int, lang: Lang, text: str, day: str, kind: str = "term") -> int:
    """A candidate term of a concept that does not have it yet."""
    key, search_key = keys.expression(text, lang)
    cursor = db.execute(
        "INSERT INTO terms (concept, lang, script, status, text, key, search_key, kind, part_of_speech, created, modified,"
        " words) VALUES (?, ?, ?, 'candidate', ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            concept, lang, keys.script(text, lang), text, key, search_key, kind,
            "properNoun" if kind == "name" else "", day, day, keys.term_words(key, lang),
        ),
    )  # fmt: skip
    return int(cursor.lastrowid or 0)
