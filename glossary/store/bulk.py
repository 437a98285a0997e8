"""Many rows at once: indexes that no row needs while it comes in are built at the end, in a seventh of the time; full-text
indexes write larger pieces, which saves a third of theirs.

All inside the transaction that the rows are in: where that ends without a commit, everything is as it was.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

# What only searching, `upkeep` and `forget` read. terms_identity stays: it keeps a concept from having a term twice.
_LOOK_UP = ("terms_rank", "terms_sound", "evidence_zh", "evidence_document")
# What finds the concept that a new one joins: idle as long as there is no older concept.
_JOINING = ("terms_search", "evidence_en")
_HASH, _USUAL_HASH = (
    24 << 20,
    1 << 20,
)  # bytes that FTS5 holds before it writes a piece of an index; its default is the second
_WORTH_IT = 5  # times as many rows as the new ones so far: beyond that, building anew costs more than it saves


def put_aside(db: sqlite3.Connection, older: int, new: int) -> list[str]:
    """Drop indexes for the time being, where it pays; returns what `build` needs.

    `older` is the number of terms that were there before, `new` that of those that have come in.
    """
    if older > _WORTH_IT * new:
        return []
    names = _LOOK_UP if older else (*_LOOK_UP, *_JOINING)
    marks = ",".join("?" * len(names))
    found = db.execute(f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND name IN ({marks})", names).fetchall()
    for name, _ in found:
        db.execute(f"DROP INDEX {name}")
    return [sql for _, sql in found]


def build(db: sqlite3.Connection, indexes: Sequence[str]) -> None:
    """Make the indexes that `put_aside` dropped."""
    for sql in indexes:
        db.execute(sql)


def hold_more(db: sqlite3.Connection, *tables: str) -> None:
    """Let full-text tables hold more in memory before they write, until `hold_less`."""
    _set_hash(db, tables, _HASH)


def hold_less(db: sqlite3.Connection, *tables: str) -> None:
    """Full-text tables as they are for everybody else."""
    _set_hash(db, tables, _USUAL_HASH)


def _set_hash(db: sqlite3.Connection, tables: Sequence[str], size: int) -> None:
    for table in tables:
        db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('hashsize', ?)", (size,))
