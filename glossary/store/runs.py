"""What an extraction brings into the glossary, and what goes with a document.

A document is known by its content. The same content again changes nothing; other content at the same path replaces what came
only from the old content.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from aligner.records import BETWEEN, Candidate, DocumentInfo, Evidence, Extraction, Place, SegmentPair
from glossary import keys
from glossary.store import rows, upkeep

Progress = Callable[[int, int | None, str], None]
_EVERY = 1000  # candidates between two calls of `progress`
_TOLD_OF = "SELECT id FROM documents WHERE format = '' AND name = ?"  # documents that only an import names, see `imports`


@dataclass(frozen=True, slots=True)
class Added:
    """What a run changed. Documents by name; `pairs` counts new term pairs, `evidence` sightings, `skipped` candidates without a
    letter."""

    new: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    concepts: int = 0
    pairs: int = 0
    evidence: int = 0
    segments: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What went with a document: sightings, and the terms that only it spoke for."""

    name: str
    evidence: int
    terms: int


def identity(name: str, digest: str, folder: Path) -> str:
    """What tells whether a document is a new version of a known one: its path from the database's folder.

    A pair of files ("a.zh.txt + a.en.txt") has both paths. A name that is no file stands for itself; standard input (`-`) is
    another document whenever its content is.
    """
    if name == "-":
        return f"-#{digest}"
    if not os.path.lexists(name):
        parts = name.split(BETWEEN)
        return BETWEEN.join(identity(part, digest, folder) for part in parts) if len(parts) > 1 else name
    path = os.path.abspath(name)  # noqa: PTH100 - a link is the document that its name says, wherever it points
    try:
        return Path(os.path.relpath(path, folder.absolute())).as_posix()
    except ValueError:  # another drive
        return path


def add(
    db: sqlite3.Connection,
    extraction: Extraction,
    *,
    folder: Path,
    again: bool = False,
    progress: Progress | None = None,
) -> Added:
    """Store an extraction. `folder` is the database's; `again` takes documents whose content is known once more."""
    day = rows.today()
    run = _Run(db, day)
    ids, new, unchanged, replaced = _documents(run, extraction.documents, folder, again)
    for done, pair in enumerate(extraction.pairs):
        if pair.document in ids:
            run.segment(ids[pair.document], pair)
        if progress and done % _EVERY == 0:
            progress(done, len(extraction.pairs), "storing sentence pairs")
    for done, candidate in enumerate(extraction.candidates):
        sightings = [seen for seen in candidate.evidence if seen.document in ids]
        if sightings:
            run.candidate(candidate, sightings, ids)
        if progress and done % _EVERY == 0:
            progress(done, len(extraction.candidates), "storing term pairs")
    upkeep.refresh(db, run.touched, day, prune=bool(replaced) or again)
    return Added(
        tuple(new), tuple(unchanged), tuple(replaced), run.concepts, run.pairs, run.evidence, run.segments, run.skipped
    )


def _documents(
    run: _Run, documents: Sequence[DocumentInfo], folder: Path, again: bool
) -> tuple[dict[str, int], list[str], list[str], list[str]]:
    """Row ids of the documents to store, by name and by digest, and the names of new, unchanged and replaced ones."""
    ids: dict[str, int] = {}
    new: list[str] = []
    unchanged: list[str] = []
    replaced: list[str] = []
    seen: set[str] = set()
    for info in documents:
        path = keys.storable(identity(info.name, info.digest, folder))
        same = run.db.execute("SELECT id FROM documents WHERE digest = ?", (info.digest,)).fetchone()
        older = run.db.execute("SELECT id FROM documents WHERE path = ? AND digest <> ?", (path, info.digest)).fetchone()
        if older is not None:
            run.remove(older[0])
        if same is not None and (info.digest in seen or not again):
            (replaced if older is not None else unchanged).append(info.name)
            continue
        if same is not None:
            run.remove(same[0])
        (new if older is None and same is None else replaced).append(info.name)
        seen.add(info.digest)
        for stand_in in run.db.execute(_TOLD_OF, (keys.storable(info.name),)).fetchall():
            run.remove(stand_in[0])  # what an import told of this document it now tells itself
        ids[info.name] = ids[info.digest] = run.document(info, path)
    return ids, new, unchanged, replaced


def forget(db: sqlite3.Connection, document: int) -> Forgotten:
    """Take a document out, with its sentences and sightings and the terms that nothing else speaks for.

    With a file that was imported go the documents that only it names, see `imports`.
    """
    name, path = db.execute("SELECT name, path FROM documents WHERE id = ?", (document,)).fetchone()
    (before,) = db.execute("SELECT count(*) FROM terms").fetchone()
    run = _Run(db, rows.today())
    named = db.execute("SELECT id FROM documents WHERE format = '' AND substr(path, 1, ?) = ?", (len(path) + 1, f"{path}#"))
    gone = sum(run.remove(one) for one in (document, *(row[0] for row in named.fetchall())))
    upkeep.refresh(db, run.touched, run.day, prune=True)
    (after,) = db.execute("SELECT count(*) FROM terms").fetchone()
    return Forgotten(name, gone, before - after)


class _Run:
    """One run's view of the tables: what it has looked up already, what it touched, and its counts."""

    def __init__(self, db: sqlite3.Connection, day: str) -> None:
        self.db, self.day = db, day
        self.touched: set[int] = set()
        self.concepts = self.pairs = self.evidence = self.segments = self.skipped = 0
        self._places: set[tuple[object, ...]] = set()
        self._sentences: dict[tuple[int, str, str], int] = {}
        row = db.execute("SELECT coalesce(max(id), 0) FROM segments").fetchone()
        self._last_segment: int = row[0]

    def document(self, info: DocumentInfo, path: str) -> int:
        cursor = self.db.execute(
            "INSERT INTO documents (name, path, digest, format, characters, added) VALUES (?, ?, ?, ?, ?, ?)",
            (keys.storable(info.name), path, info.digest, info.format, info.characters, self.day),
        )
        return int(cursor.lastrowid or 0)

    def remove(self, document: int) -> int:
        """Take out a document's rows; returns the number of sightings. Terms are left for `upkeep`."""
        self.touched.update(
            row[0]
            for row in self.db.execute(
                "SELECT DISTINCT t.concept FROM evidence e JOIN terms t ON t.id = e.en_term WHERE e.document = ?",
                (document,),
            )
        )
        counted = "SELECT coalesce(sum(times), 0) FROM evidence WHERE document = ?"
        gone = int(self.db.execute(counted, (document,)).fetchone()[0])
        self.db.execute("DELETE FROM evidence WHERE document = ?", (document,))
        sentences = self.db.execute("SELECT id, zh, en FROM segments WHERE document = ?", (document,))
        self.db.executemany(
            "INSERT INTO segments_fts (segments_fts, rowid, words) VALUES ('delete', ?, ?)",
            ((row[0], keys.sentence_words(row[1], row[2])) for row in sentences.fetchall()),
        )
        self.db.execute("DELETE FROM segments WHERE document = ?", (document,))
        self.db.execute("DELETE FROM documents WHERE id = ?", (document,))
        return gone

    def segment(self, document: int, pair: SegmentPair) -> int:
        return self._sentence(
            document, pair.zh.text, pair.en.text, pair.zh.place, pair.en.place, pair.score, pair.method, paired=True
        )

    def _sentence(
        self, document: int, zh: str, en: str, zh_at: Place, en_at: Place, score: float, method: str, *, paired: bool
    ) -> int:
        """The row of a sentence or sentence pair. One side alone is found in a pair that has it."""
        zh, en = keys.storable(zh), keys.storable(en)
        known = self._sentences.get((document, zh, en))
        if known is not None:
            return known
        self._last_segment += 1
        self.segments += paired
        self.db.execute(
            "INSERT INTO segments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self._last_segment, document, int(paired), zh, en, zh_at.line, zh_at.column, zh_at.where,
                en_at.line, en_at.column, en_at.where, score, method,
            ),
        )  # fmt: skip
        self.db.execute(
            "INSERT INTO segments_fts (rowid, words) VALUES (?, ?)", (self._last_segment, keys.sentence_words(zh, en))
        )
        for sides in ((zh, en), (zh, ""), ("", en)):
            self._sentences.setdefault((document, *sides), self._last_segment)
        return self._last_segment

    def candidate(self, candidate: Candidate, sightings: Iterable[Evidence], ids: dict[str, int]) -> None:
        zh, en = rows.spelling(candidate.zh, "zh"), rows.spelling(candidate.en, "en")
        if not zh.key or not en.key:
            self.skipped += 1
            return
        concept = rows.find_concept(self.db, zh)
        if concept is None:
            concept = rows.new_concept(self.db, self.day)
            self.concepts += 1
        zh_term, _ = self._term(concept, zh, candidate.kind)
        en_term, fresh = self._term(concept, en, candidate.kind)
        self.pairs += fresh
        self.touched.add(concept)
        features = candidate.features
        for seen in sightings:
            document = ids[seen.document]
            # with the sentences, as units of joined memories may have one name
            sentences = (seen.context_zh, seen.context_en)
            at = (document, zh_term, en_term, seen.method, seen.zh_place, seen.en_place, sentences)
            if at in self._places and (seen.zh_place.line or seen.zh_place.where):
                continue
            self._places.add(at)
            row = self._sighting(candidate, seen, document, zh_term, en_term, (zh.text, en.text))
            if features:
                self.db.execute("INSERT INTO features VALUES (?, ?)", (row, features))
                features = b""

    def _term(self, concept: int, term: rows.Spelling, kind: str) -> tuple[int, bool]:
        """The row id of the concept's term, and whether it is new."""
        known = rows.find_term(self.db, concept, term)
        return (rows.new_term(self.db, concept, term, self.day, kind=kind), True) if known is None else (known, False)

    def _sighting(
        self, candidate: Candidate, seen: Evidence, document: int, zh_term: int, en_term: int, texts: tuple[str, str]
    ) -> int:
        """The row of a new sighting."""
        segment = None
        if seen.context_zh or seen.context_en:
            segment = self._sentence(
                document,
                seen.context_zh,
                seen.context_en,
                seen.zh_place,
                seen.en_place,
                seen.score,
                seen.method,
                paired=False,
            )
        self.evidence += seen.times
        cursor = self.db.execute(
            "INSERT INTO evidence VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                zh_term, en_term, document, segment, seen.method,
                seen.zh_place.line, seen.zh_place.column, seen.zh_place.where,
                seen.en_place.line, seen.en_place.column, seen.en_place.where,
                seen.score, candidate.translation, candidate.termhood, *texts, candidate.kind,
                None if candidate.status == "candidate" else candidate.status,
                keys.storable(candidate.definition) or None, seen.times,
            ),
        )  # fmt: skip
        return int(cursor.lastrowid or 0)
