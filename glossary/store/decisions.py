"""What a person says about a term. It stays: no later run and no forgotten document changes it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from aligner.errors import UsageError
from aligner.records import Status
from aligner.text import only_han
from glossary import keys
from glossary.store import rows, upkeep


def decide(db: sqlite3.Connection, term: int, status: Status, by: str) -> None:
    """Set the status of a term for good. `by` names the person and must not be empty."""
    (concept,) = db.execute("SELECT concept FROM terms WHERE id = ?", (term,)).fetchone()
    day = rows.today()
    db.execute("UPDATE terms SET status = ?, decided_by = ?, modified = ? WHERE id = ?", (status, by, day, term))
    upkeep.refresh(db, [concept], day)


def prefer(db: sqlite3.Connection, term: int, by: str) -> tuple[str, ...]:
    """Make a rendering the preferred one of its concept; returns the renderings that were preferred and are admitted now."""
    (concept,) = db.execute("SELECT concept FROM terms WHERE id = ?", (term,)).fetchone()
    others = db.execute(
        "SELECT id, text FROM terms WHERE concept = ? AND lang = 'en' AND status = 'preferred' AND id <> ?", (concept, term)
    ).fetchall()
    for other in others:
        decide(db, other["id"], "admitted", by)
    decide(db, term, "preferred", by)
    return tuple(other["text"] for other in others)


def add_rendering(db: sqlite3.Connection, zh: str, en: str, by: str) -> tuple[int, bool]:
    """The row id of an English rendering of a Chinese term, both made where they are missing, and whether it is new.

    Raises `UsageError` where one of the two has no letter or character, or Chinese is given for a new English rendering.
    """
    chinese, english = rows.spelling(zh, "zh"), rows.spelling(en, "en")
    for term in (chinese, english):
        _check(term)
    day = rows.today()
    concept = rows.find_concept(db, chinese)
    if concept is None:
        concept = rows.new_concept(db, day)
    if rows.find_term(db, concept, chinese) is None:
        rows.new_term(db, concept, chinese, day)
    known = rows.find_term(db, concept, english)
    if known is not None:
        return known, False
    return rows.new_term(db, concept, english, day, source=f"added by {by}"), True


def _check(term: rows.Spelling) -> None:
    if not term.key:
        raise UsageError(f"{term.text!r} has no word in it")
    if term.lang == "en" and only_han(term.text):
        raise UsageError(f"{term.text!r} is Chinese, and stands where the English belongs")


def describe(
    db: sqlite3.Connection,
    concept: int,
    by: str,
    *,
    definition: str | None = None,
    subject: str | None = None,
    note: str | None = None,
) -> None:
    """Write the concept's definition, subject or note; None leaves a field as it is, an empty text clears it."""
    db.execute(
        "UPDATE concepts SET definition = coalesce(?, definition), subject = coalesce(?, subject), note = coalesce(?, note),"
        " decided_by = ?, modified = ? WHERE id = ?",
        (
            *(None if text is None else keys.storable(text).strip() for text in (definition, subject, note)),
            by,
            rows.today(),
            concept,
        ),
    )


def correct(db: sqlite3.Connection, term: int, text: str, status: Status, by: str) -> int:
    """Another wording for a rendering: the new one gets the evidence and the status, the old one is rejected.

    Only the spelling changes where both have the same match key. Returns the row id of the rendering that stands now.
    """
    row = db.execute("SELECT concept, lang, text FROM terms WHERE id = ?", (term,)).fetchone()
    wording = rows.spelling(text, row["lang"])
    _check(wording)
    new = rows.find_term(db, row["concept"], wording)
    if new is None:
        source = f"corrected from: {row['text']}"
        new = rows.new_term(db, row["concept"], wording, rows.today(), source=source)
    db.execute("UPDATE terms SET text = ? WHERE id = ?", (wording.text, new))
    if new != term:
        db.execute(f"UPDATE evidence SET {row['lang']}_term = ? WHERE {row['lang']}_term = ?", (new, term))
    decide(db, new, status, by)  # first: the written form of what nobody decided follows the evidence
    if new != term:
        decide(db, term, "rejected", by)
    return new


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A concept as it was: what `restore` needs to take a decision back."""

    concept: int
    fields: tuple[Any, ...]
    terms: tuple[tuple[Any, ...], ...]
    evidence: tuple[tuple[int, int, int], ...]


def snapshot(db: sqlite3.Connection, concept: int) -> Snapshot:
    """Remember what decisions can change of a concept."""
    fields = db.execute(
        "SELECT definition, subject, note, decided_by, modified FROM concepts WHERE id = ?", (concept,)
    ).fetchone()
    terms = db.execute("SELECT id, text, status, decided_by, modified FROM terms WHERE concept = ? ORDER BY id", (concept,))
    evidence = "SELECT id, zh_term, en_term FROM evidence WHERE zh_term IN (SELECT id FROM terms WHERE concept = ?)"
    return Snapshot(
        concept,
        tuple(fields),
        tuple(map(tuple, terms.fetchall())),
        tuple(map(tuple, db.execute(evidence, (concept,)).fetchall())),
    )


def restore(db: sqlite3.Connection, before: Snapshot) -> None:
    """Put a concept back; terms made since then go. Evidence that came or went in between is left alone."""
    db.execute(
        "UPDATE concepts SET definition = ?, subject = ?, note = ?, decided_by = ?, modified = ? WHERE id = ?",
        (*before.fields, before.concept),
    )
    db.executemany(
        "UPDATE evidence SET zh_term = ?, en_term = ? WHERE id = ?", ((zh, en, row) for row, zh, en in before.evidence)
    )
    kept = {term[0] for term in before.terms}
    for row in db.execute("SELECT id FROM terms WHERE concept = ?", (before.concept,)).fetchall():
        if row["id"] not in kept:
            db.execute(
                "DELETE FROM terms WHERE id = ? AND NOT EXISTS (SELECT 1 FROM evidence WHERE en_term = ?)", (row["id"],) * 2
            )
    db.executemany(
        "UPDATE terms SET text = ?, status = ?, decided_by = ?, modified = ? WHERE id = ?",
        ((*term[1:], term[0]) for term in before.terms),
    )
    upkeep.refresh(db, [before.concept], rows.today())
