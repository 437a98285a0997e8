"""What a person accepted and rejected: in the glossary itself, in another one, or in a termbase of another tool."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from aligner.errors import InputError
from aligner.records import Status
from glossary import database, exchange
from glossary.entries import Concept
from glossary.exchange.base import ImportOptions, LeftOut

_ACCEPTED: tuple[Status, ...] = ("preferred", "admitted")
_SQLITE = b"SQLite format 3\0"


class Judgement(NamedTuple):
    """A pair with what was said of it, and its features where a run weighed it (see `aligner.explaining`)."""

    zh: str
    en: str
    accepted: bool
    features: bytes = b""


def of_file(path: Path) -> list[Judgement]:
    """The judgements of a glossary or of any termbase that `glossary import` reads.

    What a termbase lists without a status is accepted: somebody chose to list it. Raises InputError, UsageError for a file
    of no known kind, DatabaseError.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
            if head.startswith(_SQLITE):
                with database.reading(path) as db:
                    return of_glossary(db)
            stream.seek(0)
            options = ImportOptions(exchange.sniff(str(path), head), status="preferred")
            return list(_of_concepts(exchange.read(stream, str(path), options)))
    except OSError as error:
        raise InputError(path, error.strerror or str(error)) from None


def of_glossary(db: sqlite3.Connection) -> list[Judgement]:
    """The pairs that a person decided about, oldest first; what only a document or termbase settled is no decision."""
    rows = db.execute(
        "SELECT z.text, e.text, e.status, (SELECT f.vector FROM features f JOIN evidence v ON v.id = f.evidence"
        " WHERE v.en_term = e.id AND v.zh_term = z.id ORDER BY v.translation * v.termhood DESC, v.id LIMIT 1)"
        " FROM terms e JOIN terms z ON z.concept = e.concept AND z.lang = 'zh'"
        " WHERE e.lang = 'en' AND e.decided_by <> '' AND e.status IN ('preferred', 'admitted', 'rejected') ORDER BY e.id, z.id"
    )
    return [Judgement(zh, en, status in _ACCEPTED, vector or b"") for zh, en, status, vector in rows]


def _of_concepts(items: Iterable[Concept | LeftOut]) -> Iterator[Judgement]:
    for concept in items:
        if isinstance(concept, LeftOut):
            continue
        for en in concept.en:
            if en.status in (*_ACCEPTED, "rejected"):
                yield from (Judgement(zh.text, en.text, en.status in _ACCEPTED) for zh in concept.zh)
