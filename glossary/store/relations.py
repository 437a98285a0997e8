"""Which concepts refer to which, as a file says it: a reference lasts as long as both concepts and that file."""

from __future__ import annotations

import sqlite3


class Relations:
    """The references of one file, held until all its concepts have their numbers."""

    def __init__(self, db: sqlite3.Connection, document: int) -> None:
        self._db, self._document = db, document
        self._numbers: dict[str, int] = {}
        self._named: list[tuple[int, str, str]] = []

    def note(self, identifier: str, number: int, related: tuple[str, ...], shown: str) -> None:
        """A concept of the file (its id there), its row id, the ids it refers to, and what a report calls it."""
        self._numbers.setdefault(identifier, number)
        self._named += [(number, other, shown) for other in dict.fromkeys(related) if other != identifier]

    def store(self) -> list[tuple[str, str]]:
        """Write the references; returns those that lead nowhere, each with the reason."""
        found, astray = [], []
        for number, other, shown in self._named:
            target = self._numbers.get(other)
            if target is None:
                astray.append((shown, f"refers to {other}, which has not come in"))
            elif target != number:
                found.append((number, target, self._document))
        self._db.executemany("INSERT OR IGNORE INTO relations (concept, related, document) VALUES (?, ?, ?)", found)
        return astray
