"""Bringing a translation memory into the glossary: segment pairs as they come, whatever the size of the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from aligner.records import DocumentInfo, SegmentPair
from glossary import keys
from glossary.store import bulk, rows, runs

_BATCH = 2000  # pairs held at a time; more takes memory and no less time


@dataclass(frozen=True, slots=True)
class Memory:
    """What came in: `pairs` stored, `doubles` that the file has more than once; `unchanged` where it was there already."""

    pairs: int = 0
    doubles: int = 0
    unchanged: bool = False


def bring_pairs(
    db: sqlite3.Connection,
    pairs: Iterable[SegmentPair],
    source: DocumentInfo,
    *,
    folder: Path,
    progress: runs.Progress | None = None,
) -> Memory:
    """Store the segment pairs of a file as contexts to search and to mine; the same pair once.

    The file is a document like any other: the same content again changes nothing, another version replaces it.
    """
    db.execute("PRAGMA cache_size = -16384")  # KiB; rows are only added here, so a large cache would only fill
    path = keys.storable(runs.identity(source.name, source.digest, folder))
    if db.execute("SELECT 1 FROM documents WHERE digest = ?", (source.digest,)).fetchone():
        return Memory(unchanged=True)
    first = last = rows.last_number(db, "segments")
    for row in db.execute("SELECT id FROM documents WHERE path = ?", (path,)).fetchall():
        runs.forget(db, row[0])
    document = db.execute(
        "INSERT INTO documents (name, path, digest, format, characters, added) VALUES (?, ?, ?, ?, ?, ?)",
        (keys.storable(source.name), path, source.digest, source.format, source.characters, rows.today()),
    ).lastrowid
    seen: set[int] = set()  # hashes, not texts: a memory may be larger than the machine's
    read = 0
    bulk.hold_more(db, "segments_fts")
    found = iter(pairs)
    while batch := list(islice(found, _BATCH)):
        read += len(batch)
        kept = list(_unseen(batch, seen))
        numbers = range(last + 1, last + 1 + len(kept))
        db.executemany(
            f"INSERT INTO segments VALUES (?, {document}, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ((number, *_row(pair)) for number, pair in zip(numbers, kept, strict=True)),
        )
        db.executemany(
            "INSERT INTO segments_fts (rowid, words) VALUES (?, ?)",
            ((n, keys.sentence_words(pair.zh.text, pair.en.text)) for n, pair in zip(numbers, kept, strict=True)),
        )
        last += len(kept)
        if progress:
            progress(read, None, "storing segment pairs")
    bulk.hold_less(db, "segments_fts")
    return Memory(last - first, read - (last - first))


def _unseen(pairs: list[SegmentPair], seen: set[int]) -> Iterator[SegmentPair]:
    for pair in pairs:
        code = hash((pair.zh.text, pair.en.text))
        if code not in seen:
            seen.add(code)
            yield pair


def _row(pair: SegmentPair) -> tuple[str | int | float, ...]:
    zh, en = pair.zh.place, pair.en.place
    return (
        keys.storable(pair.zh.text), keys.storable(pair.en.text), zh.line, zh.column, zh.where, en.line, en.column, en.where,
        pair.score, pair.method,
    )  # fmt: skip
