"""The stored segment pairs, as the aligner knows them: what a translation memory is made of."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import islice

from aligner.records import Place, Segment, SegmentPair
from glossary import keys, reading
from glossary.filters import Filters


def chosen_pairs(db: sqlite3.Connection, filters: Filters) -> Iterator[SegmentPair]:
    """The pairs that the filters let through, as far as these are about sentences: source, method, least score, script, limit."""
    found = (
        pair
        for pair in segment_pairs(db, filters.source)
        if pair.score >= filters.min_score
        and (not filters.method or f"{pair.method}:".startswith(f"{filters.method}:"))
        and (filters.script == "both" or keys.script(pair.zh.text, "zh") == filters.script)
    )
    return islice(found, filters.limit or None)


def segment_pairs(db: sqlite3.Connection, source: str = "") -> Iterator[SegmentPair]:
    """The pairs of segments that translate each other, in the order of their documents; of one document, where one is named.

    `source` as in `Filters`. Sentences that are only the context of a sighting are no pairs and do not come.
    """
    for document in reading.documents(db, source):
        rows = db.execute("SELECT * FROM segments WHERE document = ? AND paired ORDER BY id", (document.id,))
        for row in rows:
            yield SegmentPair(
                Segment(row["zh"], "zh", Place(row["zh_line"], row["zh_column"], row["zh_where"])),
                Segment(row["en"], "en", Place(row["en_line"], row["en_column"], row["en_where"])),
                row["score"], row["method"], document.name,
            )  # fmt: skip
