"""The glossary's tables as concepts, terms and contexts: what `list`, `show` and `export` go through."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import partial

from aligner.errors import DatabaseError, UsageError
from aligner.records import Place
from glossary import keys
from glossary.entries import Concept, Context, Term, place, weights
from glossary.filters import VISIBLE, Filters

_BATCH = 500  # concepts read at a time: bounds memory and the number of SQL parameters
_PARAMETERS = 10_000  # SQLite's own limit is 32,766

# keyed by Filters.sort; every order ends in the id, so that equal concepts do not swap places between two runs
_ORDER = {
    "rank": "standing, place(translation, termhood, frequency) DESC, seen DESC, e.concept",
    "score": "max(e.translation) DESC, max(e.termhood) DESC, e.concept",
    "frequency": "sum(e.frequency) DESC, min(e.standing), max(e.worth) DESC, e.concept",
    "zh": "(SELECT min(z.search_key) FROM terms z WHERE z.concept = e.concept AND z.lang = 'zh'), e.concept",
    "en": "min(e.search_key), e.concept",
}
# The concepts with the scores of their first rendering, in whose row SQLite takes the other columns as long as this is the only
# max() or min(); that is why standing is put together by hand.
_FIRST = f"""
SELECT e.concept, max(e.worth), e.translation, e.termhood, e.frequency, sum(e.frequency) AS seen,
    CASE {" ".join(f"WHEN sum(e.standing = {n}) THEN {n}" for n in range(4))} ELSE 4 END AS standing
FROM terms e WHERE {{where}} GROUP BY e.concept
"""


def marks(values: Iterable[object]) -> str:
    """As many question marks as there are values."""
    return ", ".join("?" for _ in values)


def _conditions(db: sqlite3.Connection, filters: Filters) -> tuple[str, list[object]]:
    """The WHERE clause over English terms `e`."""
    where, values = [f"e.lang = 'en' AND e.status IN ({marks(filters.statuses)})"], list[object](filters.statuses)
    if filters.min_score or filters.min_termhood:
        where.append("(e.status <> 'candidate' OR e.translation >= ? AND e.termhood >= ?)")
        values += [filters.min_score, filters.min_termhood]
    if filters.subject:
        where.append("e.concept IN (SELECT id FROM concepts WHERE lower(subject) = lower(?))")
        values.append(filters.subject)
    if filters.source:
        found = documents(db, filters.source)
        where.append(f"e.id IN (SELECT en_term FROM evidence WHERE document IN ({marks(found)}))")
        values += [document.id for document in found]
    if filters.method:
        where.append("e.id IN (SELECT en_term FROM evidence WHERE method = ? OR method GLOB ?)")
        values += [filters.method, f"{filters.method}:*"]
    return " AND ".join(where), values


def concepts(db: sqlite3.Connection, filters: Filters | None = None, *, contexts: int = 3) -> Iterator[Concept]:
    """The concepts that pass the filters, best first unless `filters.sort` says otherwise; read in batches as they are asked for.

    A concept has the renderings that pass and the Chinese terms of the chosen script. `contexts` is the largest number of
    contexts per rendering, 0 for none, -1 for all. References are to concepts that pass too. Raises `UsageError` at once, before
    anything is written of the answer, where `filters.source` means no document.
    """
    filters = filters or Filters()
    return _concepts(db, filters, *_conditions(db, filters), contexts)


def _concepts(
    db: sqlite3.Connection, filters: Filters, where: str, values: list[object], contexts: int
) -> Iterator[Concept]:
    limit = f" LIMIT {int(filters.limit)}" if filters.limit else ""
    found = f"SELECT e.concept FROM terms e WHERE {where} GROUP BY e.concept"
    if filters.sort == "rank":
        # many builds of SQLite have no power()
        db.create_function("place", 3, partial(place, sure=text_weights(db)[0]), deterministic=True)
        found = f"SELECT e.concept FROM ({_FIRST.format(where=where)}) e"
    ids = [row[0] for row in db.execute(f"{found} ORDER BY {_ORDER[filters.sort]}{limit}", values)]
    chosen = set(ids)
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        passing = {
            row[0]
            for row in db.execute(
                f"SELECT e.id FROM terms e WHERE {where} AND e.concept IN ({marks(batch)})", [*values, *batch]
            )
        }
        whole = by_ids(db, batch, renderings=passing, contexts=contexts, among=chosen)
        yield from (_in_script(whole[i], filters.script) for i in batch)


def text_weights(db: sqlite3.Connection) -> tuple[float, float]:
    """The weights of the translation score in the order of this glossary, see `aligner.order`.

    The text is as large as its sightings say: a file that is imported brings them and no sentence pairs, and comes out in the order
    in which it was written. Rejected pairs do not count, as files hardly bring them.
    """
    # standing and lower(lang), because an index has them: a large glossary is asked in a tenth of the time
    (seen,) = db.execute(
        "SELECT coalesce(sum(frequency), 0) FROM terms WHERE lower(lang) = 'en' AND standing < 4"
    ).fetchone()
    return weights(seen)


def _in_script(concept: Concept, script: str) -> Concept:
    if script == "both":
        return concept
    chosen = [term for term in concept.zh if keys.script(term.text, "zh") == script]
    return (
        Concept(concept.id, (*chosen, *concept.en), concept.definition, concept.subject, concept.note, concept.related)
        if chosen
        else concept
    )


def by_ids(
    db: sqlite3.Connection,
    ids: Iterable[int],
    *,
    renderings: set[int] | None = None,
    contexts: int = 3,
    among: Set[int] | None = None,
) -> dict[int, Concept]:
    """Concepts by row id, whole or with only some of their English terms (by row id), and references to some (`among`)."""
    ids = list(ids)
    rows = db.execute(
        f"SELECT * FROM terms WHERE concept IN ({marks(ids)}) ORDER BY lang DESC, standing, worth DESC, frequency DESC, id",
        ids,
    ).fetchall()
    kept = [row for row in rows if row["lang"] == "zh" or renderings is None or row["id"] in renderings]
    seen = sightings(db, [row["id"] for row in kept if row["lang"] == "en"], contexts) if contexts else {}
    terms: dict[int, list[Term]] = {i: [] for i in ids}
    for row in kept:
        terms[row["concept"]].append(_term(row, tuple(seen.get(row["id"], ()))))
    related: dict[int, list[str]] = {i: [] for i in ids}
    for concept, other in db.execute(
        f"SELECT concept, related FROM relations WHERE concept IN ({marks(ids)}) GROUP BY concept, related ORDER BY min(id)",
        ids,
    ):
        if among is None or other in among:
            related[concept].append(f"c{other}")
    return {
        row["id"]: Concept(
            f"c{row['id']}",
            tuple(terms[row["id"]]),
            row["definition"],
            row["subject"],
            row["note"],
            tuple(related[row["id"]]),
        )
        for row in db.execute(f"SELECT * FROM concepts WHERE id IN ({marks(ids)})", ids)
    }


def _term(row: sqlite3.Row, contexts: tuple[Context, ...]) -> Term:
    return Term(
        text=row["text"], lang=row["lang"], status=row["status"], translation=row["translation"], termhood=row["termhood"],
        frequency=row["frequency"], part_of_speech=row["part_of_speech"], reading=row["reading"], note=row["note"],
        source=row["source"], decided_by=row["decided_by"], created=row["created"], modified=row["modified"],
        contexts=contexts,
    )  # fmt: skip


def sightings(db: sqlite3.Connection, en_terms: list[int], most: int) -> dict[int, list[Context]]:
    """Contexts of English terms by row id, at most `most` each (all where negative): those with the very spelling first (a reader
    looks for "algorithms", not for the "Algorithm" of a name), then the surest."""
    if len(en_terms) > _PARAMETERS:
        return {
            term: contexts
            for start in range(0, len(en_terms), _PARAMETERS)
            for term, contexts in sightings(db, en_terms[start : start + _PARAMETERS], most).items()
        }
    found: dict[int, list[Context]] = {}
    texts: dict[int, set[tuple[str, str]]] = {}
    rows = db.execute(
        "SELECT e.en_term, e.method, e.score, e.times, d.name, e.zh_line, e.zh_column, e.zh_where, s.zh, s.en"
        " FROM evidence e JOIN terms t ON t.id = e.en_term JOIN documents d ON d.id = e.document"
        " LEFT JOIN segments s ON s.id = e.segment"
        # what a termbase says of a pair is no sighting of it, see store.imports
        f" WHERE e.en_term IN ({marks(en_terms)}) AND (e.method <> 'import' OR e.segment IS NOT NULL)"
        " ORDER BY e.en_term, coalesce(instr(s.en, t.text), 0) = 0, e.score DESC, e.id",
        en_terms,
    )
    for row in rows:
        have = found.setdefault(row["en_term"], [])
        sentence = (row["zh"] or "", row["en"] or "")
        if (0 <= most <= len(have)) or (most >= 0 and sentence in texts.setdefault(row["en_term"], set())):
            continue  # a title that stands in every document is one context to a reader
        texts.setdefault(row["en_term"], set()).add(sentence)
        place = str(Place(row["zh_line"], row["zh_column"], row["zh_where"]))
        have.append(Context(*sentence, row["name"], place, row["method"], row["score"], row["times"]))
    return found


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document of the glossary. `sightings` is what its evidence stands for, `pairs` counts its stored sentence pairs."""

    id: int
    name: str
    path: str
    digest: str
    format: str
    characters: int
    added: str
    sightings: int
    pairs: int


def documents(db: sqlite3.Connection, name: str = "") -> list[StoredDocument]:
    """The documents that `name` means: the whole name or path, its last part, a GLOB pattern, or the start of the digest.

    All documents where it is empty. Raises `UsageError` where it means none.
    """
    rows = db.execute(
        "SELECT d.*, (SELECT coalesce(sum(times), 0) FROM evidence WHERE document = d.id) AS sightings,"
        " (SELECT count(*) FROM segments WHERE document = d.id AND paired) AS pairs FROM documents d ORDER BY d.id"
    ).fetchall()
    known = [
        StoredDocument(
            row["id"], row["name"], row["path"], row["digest"], row["format"], row["characters"], row["added"],
            row["sightings"], row["pairs"],
        )
        for row in rows
    ]  # fmt: skip
    if not name:
        return known
    for test in _DOCUMENT_TESTS:
        found = [document for document in known if test(document, name)]
        if found:
            return found
    raise UsageError(f"no document {name!r} in the glossary; `glossary stats` names them")


def _glob(document: StoredDocument, pattern: str) -> bool:
    from fnmatch import fnmatchcase

    return fnmatchcase(document.name, pattern) or fnmatchcase(document.path, pattern)


# from the strictest reading of a name to the loosest: the first that finds something is what the person meant
_DOCUMENT_TESTS = (
    lambda document, name: name in (document.name, document.path),
    lambda document, name: document.name.endswith(f"/{name}") or document.path.endswith(f"/{name}"),
    _glob,
    lambda document, name: len(name) >= 6 and document.digest.startswith(name.lower()),
)


def find_terms(db: sqlite3.Connection, text: str, lang: str) -> list[sqlite3.Row]:
    """Rows (id, concept, text, status) of the terms that `text` is a spelling of, best first."""
    _, search_key = keys.expression(keys.storable(text), lang)
    return db.execute(
        "SELECT id, concept, text, status, key FROM terms WHERE lang = ? AND search_key = ?"
        " ORDER BY standing, worth DESC, frequency DESC, id",
        (lang, search_key),
    ).fetchall()


def renderings(db: sqlite3.Connection) -> int:
    """How many English terms the glossary has, whatever their status."""
    return int(db.execute("SELECT count(*) FROM terms WHERE lang = 'en'").fetchone()[0])


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts over the whole glossary; `renderings` by status, `methods` the sightings by method."""

    documents: int
    concepts: int
    zh: int
    en: int
    renderings: dict[str, int]
    sightings: int
    methods: dict[str, int]
    sentence_pairs: int
    decided: int


def statistics(db: sqlite3.Connection) -> Statistics:
    """Count what there is."""

    def number(sql: str) -> int:
        return int(db.execute(sql).fetchone()[0])

    by_status = dict(db.execute("SELECT status, count(*) FROM terms WHERE lang = 'en' GROUP BY status").fetchall())
    return Statistics(
        documents=number("SELECT count(*) FROM documents"),
        concepts=number("SELECT count(*) FROM concepts"),
        zh=number("SELECT count(*) FROM terms WHERE lang = 'zh'"),
        en=sum(by_status.values()),
        renderings={status: by_status.get(status, 0) for status in (*VISIBLE, "rejected")},
        sightings=number("SELECT coalesce(sum(times), 0) FROM evidence"),
        methods=dict(db.execute("SELECT method, sum(times) FROM evidence GROUP BY method ORDER BY 2 DESC, 1").fetchall()),
        sentence_pairs=number("SELECT count(*) FROM segments WHERE paired"),
        decided=number("SELECT count(*) FROM terms WHERE lang = 'en' AND decided_by <> ''"),
    )


def concept_id(identifier: str) -> int:
    """The row id in a `Concept.id`. Raises `DatabaseError` for what is none."""
    if not identifier.startswith("c") or not identifier[1:].isdigit():
        raise DatabaseError(f"{identifier!r} is no concept of this glossary")
    return int(identifier[1:])
