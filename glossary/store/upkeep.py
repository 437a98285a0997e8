"""What a term owes to its evidence, worked out again after the evidence has changed.

Scores are the best any run gave, so that the order of the runs does not matter; the written form is the most frequent one; a
status that a document settles lasts as long as that document. What a person decided is never touched.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

# what a termbase says of a pair has a score and is no sighting, see imports
_COUNTS = """
UPDATE terms SET (frequency, translation, termhood) =
    (SELECT coalesce(sum(times) FILTER (WHERE method <> 'import' OR segment IS NOT NULL), 0), coalesce(max(translation), 0),
            coalesce(max(termhood), 0) FROM evidence WHERE {lang}_term = terms.id)
WHERE lang = '{lang}' AND id IN (SELECT id FROM touched)
"""
# as a termbase writes what it settles, else as it is mostly written; between forms seen equally often the one with fewer
# capitals: headings capitalise what running text does not
_USUAL = "max(method = 'import' AND status IS NOT NULL) DESC, sum(times) DESC, {lang}_text DESC"
_FORM = """
UPDATE terms SET text = (SELECT {lang}_text FROM evidence WHERE {lang}_term = terms.id
                         GROUP BY {lang}_text ORDER BY {usual} LIMIT 1), modified = :day
WHERE lang = '{lang}' AND decided_by = '' AND id IN (SELECT id FROM touched)
  AND text <> (SELECT {lang}_text FROM evidence WHERE {lang}_term = terms.id
               GROUP BY {lang}_text ORDER BY {usual} LIMIT 1)
"""
_EN_STATUS = """
UPDATE terms SET status = coalesce((
    SELECT status FROM evidence WHERE en_term = terms.id AND status IS NOT NULL
    ORDER BY CASE status WHEN 'preferred' THEN 0 WHEN 'admitted' THEN 1 ELSE 2 END LIMIT 1), 'candidate')
WHERE lang = 'en' AND decided_by = '' AND id IN (SELECT id FROM touched)
"""
_ZH_STATUS = """
UPDATE terms SET status = CASE
    WHEN NOT EXISTS (SELECT 1 FROM terms e WHERE e.concept = terms.concept AND e.lang = 'en' AND e.status <> 'rejected')
        THEN CASE WHEN EXISTS (SELECT 1 FROM terms e WHERE e.concept = terms.concept AND e.lang = 'en')
             THEN 'rejected' ELSE 'candidate' END
    WHEN NOT EXISTS (SELECT 1 FROM terms e WHERE e.concept = terms.concept AND e.lang = 'en'
                     AND e.status IN ('preferred', 'admitted')) THEN 'candidate'
    WHEN id = (SELECT z.id FROM terms z WHERE z.concept = terms.concept AND z.lang = 'zh'
               ORDER BY z.frequency DESC, z.id LIMIT 1) THEN 'preferred'
    ELSE 'admitted' END
WHERE lang = 'zh' AND decided_by = '' AND id IN (SELECT id FROM touched)
"""
_DEFINITION = """
UPDATE concepts SET definition = coalesce((
    SELECT e.definition FROM evidence e JOIN terms t ON t.id = e.zh_term
    WHERE t.concept = concepts.id AND e.definition IS NOT NULL ORDER BY e.score DESC, e.definition LIMIT 1), '')
WHERE decided_by = '' AND id IN (SELECT concept FROM terms WHERE id IN (SELECT id FROM touched))
"""
_BARE = "decided_by = '' AND source = '' AND note = '' AND id IN (SELECT id FROM touched)"
_PRUNE = (
    f"DELETE FROM terms WHERE lang = 'en' AND {_BARE} AND NOT EXISTS (SELECT 1 FROM evidence WHERE en_term = terms.id)",
    # a Chinese form goes when another form still carries the concept, or when nothing is left to carry
    f"""DELETE FROM terms WHERE lang = 'zh' AND {_BARE} AND NOT EXISTS (SELECT 1 FROM evidence WHERE zh_term = terms.id)
    AND (EXISTS (SELECT 1 FROM terms z JOIN evidence e ON e.zh_term = z.id WHERE z.concept = terms.concept)
         OR NOT EXISTS (SELECT 1 FROM terms e WHERE e.concept = terms.concept AND e.lang = 'en')
            AND (SELECT decided_by = '' FROM concepts WHERE id = terms.concept))""",
    """DELETE FROM concepts WHERE decided_by = '' AND id IN (SELECT concept FROM touched)
    AND NOT EXISTS (SELECT 1 FROM terms WHERE concept = concepts.id)""",
)


def refresh(db: sqlite3.Connection, concepts: Iterable[int], day: str, *, prune: bool = False) -> None:
    """Bring all terms of these concepts in line with their evidence; `prune` drops what nothing speaks for any more."""
    db.execute("CREATE TEMP TABLE IF NOT EXISTS touched (id INTEGER PRIMARY KEY, concept INTEGER NOT NULL)")
    db.execute("DELETE FROM touched")
    db.executemany(
        "INSERT OR IGNORE INTO touched SELECT id, concept FROM terms WHERE concept = ?",
        ((c,) for c in sorted(set(concepts))),
    )
    if prune:
        for statement in _PRUNE:
            db.execute(statement)
    for lang in ("en", "zh"):
        db.execute(_COUNTS.format(lang=lang))
        db.execute(_FORM.format(lang=lang, usual=_USUAL.format(lang=lang)), {"day": day})
    db.execute(_EN_STATUS)
    db.execute(_ZH_STATUS)
    db.execute(_DEFINITION)
