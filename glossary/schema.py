"""The tables of a glossary, as migrations that are only ever added to.

A migration that has been released is never edited: databases out there have run it as it was. A change is a new function
at the end, and `VERSION` one more. `VERSION` also stands in the file's header (`PRAGMA user_version`), so that a reader can
tell an older or newer file without importing sqlite-utils.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

VERSION = 5
"""Number of migrations a current database has run."""

APPLICATION_ID = 0x7A68656E
""" "zhen" in the file's header (`PRAGMA application_id`): tells a glossary from any other SQLite file."""

TABLES = """
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,               -- as given, what a person recognises
    path TEXT NOT NULL UNIQUE,        -- relative to the database where it can be: a folder that moves stays known
    digest TEXT NOT NULL UNIQUE,
    format TEXT NOT NULL,
    characters INTEGER NOT NULL,
    added TEXT NOT NULL
);
CREATE TABLE concepts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    definition TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    decided_by TEXT NOT NULL DEFAULT '', -- the person who wrote definition, subject or note; no run changes them then
    created TEXT NOT NULL,
    modified TEXT NOT NULL
);
CREATE TABLE terms (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    concept INTEGER NOT NULL REFERENCES concepts(id),
    lang TEXT NOT NULL CHECK (lang IN ('zh', 'en')),
    script TEXT NOT NULL,             -- hant where simplifying changes it, hans for all other Chinese, latn for English
    status TEXT NOT NULL CHECK (status IN ('candidate', 'preferred', 'admitted', 'deprecated', 'rejected')),
    decided_by TEXT NOT NULL DEFAULT '', -- the person who set the status; no run changes it then
    translation REAL NOT NULL DEFAULT 0,
    termhood REAL NOT NULL DEFAULT 0,
    frequency INTEGER NOT NULL DEFAULT 0,
    text TEXT NOT NULL,
    key TEXT NOT NULL,                -- aligner.text.zh_key or en_key: one term for all spellings that share it
    search_key TEXT NOT NULL,         -- the same with English plurals folded
    kind TEXT NOT NULL DEFAULT 'term',
    part_of_speech TEXT NOT NULL DEFAULT '',
    reading TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    created TEXT NOT NULL,
    modified TEXT NOT NULL,
    words TEXT NOT NULL,              -- what full-text search finds it by, beside its key; see glossary.keys
    standing INTEGER GENERATED ALWAYS AS (CASE status WHEN 'preferred' THEN 0 WHEN 'admitted' THEN 1
        WHEN 'candidate' THEN 2 WHEN 'deprecated' THEN 3 ELSE 4 END) VIRTUAL,
    -- the chance of a good entry, and more gently how often it was seen: 1 + ln(frequency) by steps, as many builds of
    -- SQLite have no ln(); glossary.entries.worth is the same for files
    worth REAL GENERATED ALWAYS AS (translation * CASE termhood WHEN 0 THEN 0.5 ELSE termhood END * CASE
        WHEN frequency < 2 THEN 1 WHEN frequency < 3 THEN 1.7 WHEN frequency < 5 THEN 2.2 WHEN frequency < 9 THEN 2.8
        WHEN frequency < 17 THEN 3.5 WHEN frequency < 33 THEN 4.2 ELSE 4.9 END) VIRTUAL
);
-- the covering index of a search: exact and prefix hits, and their order, without touching the table
CREATE INDEX terms_search ON terms (lang, search_key, standing, worth);
CREATE UNIQUE INDEX terms_identity ON terms (concept, lang, key, script);
CREATE TABLE segments (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents(id),
    paired INTEGER NOT NULL,          -- 1: zh and en translate each other; 0: the sentence of a sighting only
    zh TEXT NOT NULL,
    en TEXT NOT NULL,
    zh_line INTEGER NOT NULL, zh_column INTEGER NOT NULL, zh_where TEXT NOT NULL,
    en_line INTEGER NOT NULL, en_column INTEGER NOT NULL, en_where TEXT NOT NULL,
    score REAL NOT NULL,
    method TEXT NOT NULL
);
CREATE INDEX segments_document ON segments (document);
CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    zh_term INTEGER NOT NULL REFERENCES terms(id),
    en_term INTEGER NOT NULL REFERENCES terms(id),
    document INTEGER NOT NULL REFERENCES documents(id),
    segment INTEGER,                  -- of segments; no foreign key, as its check would read all evidence per sentence
    method TEXT NOT NULL,
    zh_line INTEGER NOT NULL, zh_column INTEGER NOT NULL, zh_where TEXT NOT NULL,
    en_line INTEGER NOT NULL, en_column INTEGER NOT NULL, en_where TEXT NOT NULL,
    score REAL NOT NULL,              -- of this sighting
    translation REAL NOT NULL,        -- of the pair, by the run that saw it
    termhood REAL NOT NULL,
    zh_text TEXT NOT NULL,            -- as written here
    en_text TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT,                      -- where the document itself settles it; gone when the document goes
    definition TEXT
);
CREATE INDEX evidence_en ON evidence (en_term);
CREATE INDEX evidence_zh ON evidence (zh_term);
CREATE INDEX evidence_document ON evidence (document);
CREATE VIRTUAL TABLE terms_fts USING fts5 (key, words, content="terms", content_rowid="id", detail=none);
-- no trigger puts words in: inside one FTS5 flushes to disk with every row, which makes a large run four times as slow
CREATE TRIGGER terms_ad AFTER DELETE ON terms BEGIN
    INSERT INTO terms_fts (terms_fts, rowid, key, words) VALUES ('delete', old.id, old.key, old.words);
END;
-- contentless, because the n-grams of a sentence weigh four times the sentence: the store takes words out as it put them in
CREATE VIRTUAL TABLE segments_fts USING fts5 (words, content='', detail=none, columnsize=0);
"""

LOOK_UP = """
-- best terms first, and what a query is compared with: a query that very many terms contain is answered from here. lower()
-- keeps every other query off it: to the planner an index in the order asked for looks better than one for the concept
CREATE INDEX terms_rank ON terms (lower(lang), standing, worth DESC, frequency DESC, search_key);
-- the reading of a Chinese term, as `words` has it behind the mark; cut, because a longer query than that is rare
ALTER TABLE terms ADD COLUMN sound TEXT GENERATED ALWAYS AS
    (CASE instr(words, char(57344)) WHEN 0 THEN '' ELSE substr(words, instr(words, char(57344)) + 1, 32) END) VIRTUAL;
CREATE INDEX terms_sound ON terms (sound, standing, worth DESC) WHERE sound <> '';
"""

RELATIONS = """
-- in the order the file gives them: `related` of glossary.entries.Concept
CREATE TABLE relations (
    id INTEGER PRIMARY KEY,
    concept INTEGER NOT NULL REFERENCES concepts(id) ON DELETE CASCADE,
    related INTEGER NOT NULL REFERENCES concepts(id) ON DELETE CASCADE,
    document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, -- that says so
    UNIQUE (concept, related, document)
);
CREATE INDEX relations_related ON relations (related);
CREATE INDEX relations_document ON relations (document);
"""

FEATURES = """
-- what the scores of a pair rest on, with the first sighting of the run that weighed it; see aligner.explaining
CREATE TABLE features (
    evidence INTEGER PRIMARY KEY REFERENCES evidence(id) ON DELETE CASCADE,
    vector BLOB NOT NULL
);
"""

TIMES = """
-- how many sightings in its document this one stands for: of what is seen very often not every place is kept
ALTER TABLE evidence ADD COLUMN times INTEGER NOT NULL DEFAULT 1;
"""


def migrations() -> Migrations:
    """All migrations in order. Imports sqlite-utils (0.2 s), which only writing needs."""
    from sqlite_utils import Migrations

    steps = Migrations("zhen-glossary")

    @steps()
    def m001_tables(db: Database) -> None:
        db.executescript(TABLES)  # inside a transaction sqlite-utils runs it statement by statement, without a commit

    @steps()
    def m002_sounds_and_stems(db: Database) -> None:
        from glossary.keys import term_words

        db.conn.create_function("term_words", 2, term_words, deterministic=True)
        db.execute("UPDATE terms SET words = term_words(key, lang)")
        db.execute("INSERT INTO terms_fts (terms_fts) VALUES ('rebuild')")
        for statement in LOOK_UP.split(";\n"):
            if statement.strip():
                db.execute(statement)

    @steps()
    def m003_relations(db: Database) -> None:
        db.executescript(RELATIONS)

    @steps()
    def m004_features(db: Database) -> None:
        db.executescript(FEATURES)

    @steps()
    def m005_times(db: Database) -> None:
        db.executescript(TIMES)

    return steps
