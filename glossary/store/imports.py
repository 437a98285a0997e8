"""Bringing a termbase into the glossary: concepts as another tool, or an export of ours, gives them.

The file is kept like a document: the same content again changes nothing, other content at the same path replaces what came
from the old. What the file says of a pair (status, scores) is evidence of the method "import", so that it lasts as long as
the file does and a later run can add to it; the sentences it brings are sightings in the documents it names.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aligner.records import DocumentInfo
from glossary import keys
from glossary.entries import Concept, Context, Term
from glossary.store import bulk, rows, runs, upkeep
from glossary.store.contexts import joined, place
from glossary.store.relations import Relations

METHOD = "import"
_TOLD = 1000  # things not taken that are kept to be named
_BATCH = 2000  # concepts held before their rows are written
_NUMBER = re.compile(r"c([1-9]\d{0,15})")


@dataclass(slots=True)
class Imported:
    """What an import changed. `left_out` has what was not taken, with its place and the reason: the first thousand of all."""

    unchanged: bool = False
    concepts: int = 0
    merged: int = 0
    terms: int = 0
    left_out: list[tuple[str, str]] = field(default_factory=list)
    left_out_in_all: int = 0

    def leave(self, place: str, reason: str) -> None:
        """Note something that was not taken."""
        self.left_out_in_all += 1
        if len(self.left_out) < _TOLD:
            self.left_out.append((place, reason))


def bring_in(
    db: sqlite3.Connection,
    concepts: Iterable[Concept],
    source: DocumentInfo,
    *,
    folder: Path,
    progress: runs.Progress | None = None,
) -> Imported:
    """Store the concepts of a file. A concept joins one that the glossary has under the same Chinese term, else it is new.

    Concepts of one file stay apart even where they share a Chinese term. A new concept keeps its number ("c12") where that
    is free. What a person decided in this glossary stays.
    """
    path = keys.storable(runs.identity(source.name, source.digest, folder))
    if db.execute("SELECT 1 FROM documents WHERE digest = ?", (source.digest,)).fetchone():
        return Imported(unchanged=True)
    last = {table: rows.last_number(db, table) for table in ("concepts", "terms", "segments")}
    for row in db.execute("SELECT id FROM documents WHERE path = ?", (path,)).fetchall():
        runs.forget(db, row[0])
    work = _Import(db, source, path, last)
    aside: list[str] = []
    for number, concept in enumerate(concepts, 1):
        work.take(concept)
        if number % _BATCH == 0:
            work.flush()
            if number == _BATCH:
                aside = bulk.put_aside(db, last["terms"], work.done.terms)
                bulk.hold_more(db, "terms_fts")
            if progress:
                progress(number, None, "storing concepts")
    work.flush()
    for astray in work.relations.store():
        work.done.leave(*astray)
    bulk.build(db, aside)
    bulk.hold_less(db, "terms_fts")
    upkeep.refresh(db, work.touched, work.day)
    return work.done


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _number(identifier: str) -> int:
    match = _NUMBER.fullmatch(identifier)
    return int(match[1]) if match else 0


class _Import:
    """One file's way in: the rows it makes, held until they are written together."""

    def __init__(self, db: sqlite3.Connection, source: DocumentInfo, path: str, last: dict[str, int]) -> None:
        self.db, self.source, self.path, self.day = db, source, path, rows.today()
        self.done = Imported()
        self.touched: set[int] = set()
        self.document = self._new_document(source.name, path, source.digest, source.format, source.characters)
        self.relations = Relations(db, self.document)
        self._named: dict[str, int] = {}
        self._older = self._concept = last["concepts"]
        self._term, self._segment = last["terms"], last["segments"]
        self._used: set[int] = set()
        self._sentences: dict[tuple[int, str, str], int] = {}
        self._rows: dict[str, list[tuple[Any, ...]]] = {
            "concepts": [],
            "terms": [],
            "segments": [],
            "fts": [],
            "evidence": [],
        }

    def _new_document(self, name: str, path: str, digest: str, format: str, characters: int) -> int:
        cursor = self.db.execute(
            "INSERT INTO documents (name, path, digest, format, characters, added) VALUES (?, ?, ?, ?, ?, ?)",
            (keys.storable(name), path, digest, format, characters, self.day),
        )
        return int(cursor.lastrowid or 0)

    def _named_document(self, name: str) -> int:
        """The document a sighting names: the glossary's own of that name, or a stand-in that goes with this file."""
        if name not in self._named:
            row = self.db.execute("SELECT id FROM documents WHERE name = ? AND id <> ?", (name, self.document)).fetchone()
            if row is None:
                digest = hashlib.sha256(f"{self.source.digest}\0{name}".encode()).hexdigest()
                self._named[name] = self._new_document(name, f"{self.path}#{name}", digest, "", 0)
            else:
                self._named[name] = int(row[0])
        return self._named[name]

    def take(self, concept: Concept) -> None:
        """Make the rows of a concept."""
        terms = self._terms(concept)
        languages = {term.lang for term, _ in terms}
        if languages != {"zh", "en"}:
            missing = "Chinese" if "zh" not in languages else "English"
            shown = concept.terms[0].text if concept.terms else ""
            self.done.leave(f"{concept.id} {shown}".strip(), f"no {missing} term")
            return
        number = self._find(terms) if self._older else None
        if number is None:
            number = self._free(_number(concept.id))
            texts = (concept.definition, concept.subject, concept.note)
            self._rows["concepts"].append((number, *map(keys.storable, texts), self.day, self.day))
            self.done.concepts += 1
            stored = [(term, self._insert(number, term, key)) for term, key in terms]
        else:
            stored = self._merge(number, concept, terms)
        self.relations.note(concept.id, number, concept.related, f"{concept.id} {terms[0][0].text}")
        self._evidence(concept, stored)

    def _terms(self, concept: Concept) -> list[tuple[Term, tuple[str, str, str]]]:
        """The terms with match key, search key and script; one per spelling."""
        found: dict[tuple[str, str, str], tuple[Term, tuple[str, str, str]]] = {}
        for term in concept.terms:
            text = keys.storable(term.text).strip()
            key, search = keys.expression(text, term.lang)
            if not key:
                self.done.leave(f"{concept.id} {text}", "no word in it")
                continue
            script = keys.script(text, term.lang)
            same = found.get((term.lang, key, script))
            if same:
                self.done.leave(f"{concept.id} {text}", f"another spelling of {same[0].text}")
                continue
            found[term.lang, key, script] = (term, (key, search, script))
        return list(found.values())

    def _find(self, terms: list[tuple[Term, tuple[str, str, str]]]) -> int | None:
        """The older concept with one of the Chinese terms; among several the one that shares a rendering."""
        zh = [search for term, (_, search, _) in terms if term.lang == "zh"]
        en = [search for term, (_, search, _) in terms if term.lang == "en"]
        among = f"SELECT DISTINCT concept FROM terms WHERE lang = 'zh' AND search_key IN ({_marks(zh)}) AND concept <= ?"
        found: list[int] = sorted(row[0] for row in self.db.execute(among, (*zh, self._older)))
        if len(found) > 1:
            shared = f"SELECT 1 FROM terms WHERE concept = ? AND lang = 'en' AND search_key IN ({_marks(en)})"
            return next((c for c in found if self.db.execute(shared, (c, *en)).fetchone()), found[0])
        return found[0] if found else None

    def _free(self, wanted: int) -> int:
        taken = wanted in self._used or (
            0 < wanted <= self._older and self.db.execute("SELECT 1 FROM concepts WHERE id = ?", (wanted,)).fetchone()
        )
        if not wanted or taken:
            self._concept += 1
            while self._concept in self._used:
                self._concept += 1
            wanted = self._concept
        self._used.add(wanted)
        return wanted

    def _insert(self, concept: int, term: Term, key: tuple[str, str, str]) -> int:
        self._term += 1
        self.done.terms += 1
        texts = (term.part_of_speech, term.reading, term.note, term.source)
        self._rows["terms"].append((
            self._term, concept, term.lang, key[2], term.status, keys.storable(term.decided_by), term.translation,
            term.termhood, term.frequency, keys.storable(term.text).strip(), key[0], key[1], "term",
            *map(keys.storable, texts), term.created or self.day, term.modified or term.created or self.day,
            keys.term_words(key[0], term.lang),
        ))  # fmt: skip
        return self._term

    def _merge(self, known: int, concept: Concept, terms: list[tuple[Term, tuple[str, str, str]]]) -> list[tuple[Term, int]]:
        """Add what an older concept does not have; what it has stays as it is."""
        self.touched.add(known)
        self.done.merged += 1
        self.db.execute(
            "UPDATE concepts SET subject = CASE subject WHEN '' THEN ? ELSE subject END,"
            " note = CASE note WHEN '' THEN ? ELSE note END WHERE id = ? AND decided_by = ''",
            (keys.storable(concept.subject), keys.storable(concept.note), known),
        )
        stored = []
        for term, key in terms:
            row = self.db.execute(
                "SELECT id FROM terms WHERE concept = ? AND lang = ? AND key = ? AND script = ?",
                (known, term.lang, key[0], key[2]),
            ).fetchone()
            if row is None:
                stored.append((term, self._insert(known, term, key)))
                self._flush_terms()  # the next concept of the file may meet it
                continue
            texts = (term.part_of_speech, term.reading, term.note, term.source)
            self.db.execute(
                "UPDATE terms SET part_of_speech = CASE part_of_speech WHEN '' THEN ? ELSE part_of_speech END,"
                " reading = CASE reading WHEN '' THEN ? ELSE reading END, note = CASE note WHEN '' THEN ? ELSE note END,"
                " source = CASE source WHEN '' THEN ? ELSE source END WHERE id = ?",
                (*map(keys.storable, texts), row[0]),
            )
            if term.decided_by:
                self.db.execute(
                    "UPDATE terms SET status = ?, decided_by = ?, modified = ? WHERE id = ? AND decided_by = ''",
                    (term.status, keys.storable(term.decided_by), term.modified or self.day, row[0]),
                )
            stored.append((term, row[0]))
        return stored

    def _evidence(self, concept: Concept, stored: list[tuple[Term, int]]) -> None:
        zh = [item for item in stored if item[0].lang == "zh"]
        en = [item for item in stored if item[0].lang == "en"]
        pairs = [(zh[0], item) for item in en] + [(item, en[0]) for item in zh[1:]]
        for index, ((zh_term, zh_id), (en_term, en_id)) in enumerate(pairs):
            own = index < len(en)  # the others only tie further Chinese forms to the concept
            self._rows["evidence"].append((
                zh_id, en_id, self.document, None, METHOD, 0, 0, "", 0, 0, "", 0.0,
                en_term.translation if own else 0.0, en_term.termhood if own else 0.0,
                keys.storable(zh_term.text).strip(), keys.storable(en_term.text).strip(), "term",
                en_term.status if own and en_term.status != "candidate" else None,
                keys.storable(concept.definition) or None if index == 0 else None, 1,
            ))  # fmt: skip
        apart = [context for term, _ in zh for context in term.contexts]
        seen = dict.fromkeys((en_id for _, en_id in en), 0)
        for term, en_id in en:
            known = self._known(en_id)
            for context in joined(term.contexts, apart):
                seen[en_id] += 1
                self._sighting(zh[0], (term, en_id), context, known)
        for context in apart:
            # to the rendering with the fewest: an export takes some of each, and none of these should be lost behind others
            item = min(en, key=lambda item: seen[item[1]])
            seen[item[1]] += 1
            self._sighting(zh[0], item, context, self._known(item[1]))

    def _known(self, en_id: int) -> set[tuple[str, str, str, str]]:
        """The sightings that an older term has already: nothing is imported twice."""
        if not self.touched:
            return set()
        query = (
            "SELECT d.name, e.method, s.zh, s.en FROM evidence e JOIN documents d ON d.id = e.document"
            " LEFT JOIN segments s ON s.id = e.segment WHERE e.en_term = ? AND e.document <> ?"
        )
        return {(row[0], row[1], row[2] or "", row[3] or "") for row in self.db.execute(query, (en_id, self.document))}

    def _sighting(
        self, zh: tuple[Term, int], en: tuple[Term, int], context: Context, known: set[tuple[str, str, str, str]]
    ) -> None:
        name, method, *sentence = map(keys.storable, (context.document, context.method, context.zh, context.en))
        if (name, method, sentence[0], sentence[1]) in known:
            return
        document, at = self._named_document(name), place(keys.storable(context.place))
        where = (at.line, at.column, at.where)
        segment = None
        if any(sentence):
            segment = self._sentences.get((document, *sentence))  # type: ignore[arg-type]
            if segment is None:
                self._segment += 1
                segment = self._sentences[document, sentence[0], sentence[1]] = self._segment
                self._rows["segments"].append((segment, document, *sentence, *where, *where, context.score, method))
                self._rows["fts"].append((segment, keys.sentence_words(*sentence)))
        self._rows["evidence"].append((
            zh[1], en[1], document, segment, method, *where, *where, context.score, en[0].translation, en[0].termhood,
            keys.storable(zh[0].text).strip(), keys.storable(en[0].text).strip(), "term", None, None, context.times,
        ))  # fmt: skip

    def _flush_terms(self) -> None:
        # the concepts a term belongs to have to be there first
        for table, columns in (("concepts", 6), ("terms", 20)):
            names = _COLUMNS[table]
            self.db.executemany(f"INSERT INTO {table} ({names}) VALUES ({','.join('?' * columns)})", self._rows[table])
            if table == "terms":
                found = ((row[0], row[10], row[-1]) for row in self._rows[table])
                self.db.executemany("INSERT INTO terms_fts (rowid, key, words) VALUES (?, ?, ?)", found)
            self._rows[table].clear()

    def flush(self) -> None:
        """Write what is held."""
        self._flush_terms()
        self.db.executemany(
            f"INSERT INTO segments VALUES ({','.join('?' * 7)}, ?, ?, ?, ?, ?, ?)",
            ((row[0], row[1], 0, *row[2:]) for row in self._rows["segments"]),
        )
        self.db.executemany("INSERT INTO segments_fts (rowid, words) VALUES (?, ?)", self._rows["fts"])
        self.db.executemany(f"INSERT INTO evidence VALUES (NULL, {','.join('?' * 20)})", self._rows["evidence"])
        for table in ("segments", "fts", "evidence"):
            self._rows[table].clear()


_COLUMNS = {
    "concepts": "id, definition, subject, note, created, modified",
    "terms": "id, concept, lang, script, status, decided_by, translation, termhood, frequency, text, key, search_key, kind,"
    " part_of_speech, reading, note, source, created, modified, words",
}
