"""Where the check has a glossary's terms from: all expressions of one language at once, the rest when a text holds them.

Of a large glossary a text has few terms, so that the renderings of all others need not be read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Protocol

from aligner.records import Lang

Row = tuple[int, str, str, str, str]  # concept, language, text, status, kind

_SETTLED = ("preferred", "admitted", "deprecated")


class Terms(Protocol):
    """The terms of a glossary that nobody has rejected."""

    def expressions(self, lang: Lang, *, candidates: bool) -> Iterator[tuple[int, str]]:
        """(concept, text) of a language, in any order: those whose English somebody has settled, or with `candidates` all."""

    def concept(self, number: int) -> list[Row]:
        """A concept's terms: Chinese before English, the best of each first."""


class Stored:
    """The terms of a database, which stays open as long as they are asked for."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def expressions(self, lang: Lang, *, candidates: bool) -> Iterator[tuple[int, str]]:
        sql = "SELECT concept, text FROM terms WHERE lang = ? AND status <> 'rejected'"
        settled = f"status IN {_SETTLED}"
        if not candidates and lang == "en":
            sql += f" AND {settled}"
        elif not candidates:
            sql += f" AND concept IN (SELECT concept FROM terms WHERE lang = 'en' AND {settled})"
        return ((row[0], row[1]) for row in self._db.execute(sql, (lang,)))

    def concept(self, number: int) -> list[Row]:
        rows = self._db.execute(
            "SELECT concept, lang, text, status, kind FROM terms WHERE concept = ? AND status <> 'rejected'"
            " ORDER BY lang DESC, standing, worth DESC, frequency DESC, id",
            (number,),
        )
        return [tuple(row) for row in rows]


class Listed:
    """Terms that are given as rows, the best of each concept and language first."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._concepts: dict[int, list[Row]] = {}
        for row in rows:
            if row[3] != "rejected":
                self._concepts.setdefault(row[0], []).append(row)

    def expressions(self, lang: Lang, *, candidates: bool) -> Iterator[tuple[int, str]]:
        for number, rows in sorted(self._concepts.items()):
            if candidates or any(row[1] == "en" and row[3] in _SETTLED for row in rows):
                for _, language, text, status, _ in rows:
                    if language == lang and (candidates or lang == "zh" or status in _SETTLED):
                        yield number, text

    def concept(self, number: int) -> list[Row]:
        return self._concepts[number]
