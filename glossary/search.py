"""A person's query into term pairs: exact before prefix before contained, settled before candidate, strong before weak.

The query is text, but for `*` and `?`: quotes, `AND` or `NEAR(` mean themselves. `matching` finds the terms, `near` those that
are only spelled alike, `spots` tells which part of a term matched.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace

from aligner.records import Lang, Status
from aligner.text import detect_lang
from glossary import keys, matching
from glossary.entries import Context
from glossary.filters import VISIBLE
from glossary.matching import How, Match
from glossary.reading import marks, sightings
from glossary.spots import Spots, spots


@dataclass(frozen=True, slots=True)
class Hit:
    """A term pair that a query found. `matched` is the term that it matched, `how` the way, `spots` the parts of it.

    The status and the scores are the rendering's.
    """

    concept: str
    matched: str
    lang: Lang
    how: How
    zh: str
    en: str
    status: Status
    translation: float
    termhood: float
    frequency: int
    spots: Spots = ()
    context: Context | None = None


def search(
    db: sqlite3.Connection,
    query: str,
    *,
    limit: int = 20,
    statuses: tuple[Status, ...] = VISIBLE,
    contexts: bool = True,
    fuzzy: bool = False,
) -> list[Hit]:
    """Term pairs for a query in either language, best first; `limit` counts the terms that match, not their renderings.

    A query with Chinese in it is looked up among Chinese terms, any other among English terms and Chinese ones, by Latin in
    them (KOL, AIGC工作室), by their pinyin and by the initials of it. `*` stands for any characters and `?` for one. `contexts`
    gives each pair its best sentence. `fuzzy` looks for other spellings where there is no hit.
    """
    query = keys.storable(query)
    lang: Lang = "zh" if detect_lang(query) == "zh" else "en"
    hits = answers(db, _matches(db, query, lang, limit), query, limit=limit, statuses=statuses, contexts=contexts)
    if fuzzy and not hits:
        from glossary.near import near

        hits = answers(db, near(db, query, lang, limit), query, limit=limit, statuses=statuses, contexts=contexts)
    return hits


def answers(
    db: sqlite3.Connection,
    matches: list[Match],
    query: str,
    *,
    limit: int = 20,
    statuses: tuple[Status, ...] = VISIBLE,
    contexts: bool = True,
) -> list[Hit]:
    """The term pairs of matches, best first, as `search` gives them."""
    hits = _hits(db, matches, keys.script(query, "zh"), limit, statuses)
    return _with_contexts(db, hits) if contexts else [hit for _, hit in hits]


def _matches(db: sqlite3.Connection, query: str, lang: Lang, limit: int) -> list[Match]:
    more = 2 * limit + 10  # several forms of one concept are one answer
    if matching.is_pattern(query):
        found = matching.by_pattern(db, query, lang, more)
        return found if lang == "zh" else found + matching.by_pattern(db, query, "zh", limit)
    found = matching.by_key(db, query, lang, more)
    if lang == "zh":
        return found
    settled = any(match.how == "exact" for match in found)
    found += matching.by_key(db, query, "zh", limit)
    have = {match.id for match in found}
    found += [match for match in matching.by_sound(db, query, limit, settled=settled) if match.id not in have]
    if all(match.how == "words" for match in found):
        found += matching.by_initials(db, query, limit)
    return found


def _hits(
    db: sqlite3.Connection, matches: list[Match], script: str, limit: int, statuses: tuple[Status, ...]
) -> list[tuple[int, Hit]]:
    """The term pairs of the best matches, each with the row id of its English term."""
    hits: list[tuple[int, Hit]] = []
    answered: set[tuple[int, int]] = set()
    for match in _answers(sorted(matches, key=lambda match: match.order), script)[:limit]:
        for term, hit in _renderings(db, match, statuses):
            if (match.concept, term) not in answered:
                answered.add((match.concept, term))
                hits.append((term, hit))
    return hits


def _with_contexts(db: sqlite3.Connection, hits: list[tuple[int, Hit]]) -> list[Hit]:
    """The hits, given with the row ids of their English terms, each with its best sentence."""
    found = sightings(db, [term for term, _ in hits], 1)
    return [replace(hit, context=found[term][0]) if found.get(term) else hit for term, hit in hits]


def _answers(matches: list[Match], script: str) -> list[Match]:
    """One match for each concept in Chinese, in the script of the query if it has that; each term for itself in English."""
    best: dict[object, Match] = {}
    for match in matches:
        answer = match.concept if match.lang == "zh" else (match.id,)
        first = best.setdefault(answer, match)
        if match.order[0] == first.order[0] and keys.script(first.text, "zh") != script == keys.script(match.text, "zh"):
            best[answer] = match  # keeps the place of the first
    return list(best.values())


def _renderings(db: sqlite3.Connection, match: Match, statuses: tuple[Status, ...]) -> Iterator[tuple[int, Hit]]:
    """The pairs of a match: all renderings of a Chinese term, or the one English term with its best Chinese."""
    if match.lang == "zh":
        zh = match.text
        where, value = "concept = ? AND lang = 'en'", match.concept
    else:
        row = db.execute(
            "SELECT text FROM terms WHERE concept = ? AND lang = 'zh'"
            " ORDER BY standing, worth DESC, frequency DESC, id LIMIT 1",
            (match.concept,),
        ).fetchone()
        zh = row["text"] if row else ""
        where, value = "id = ?", match.id
    rows = db.execute(
        "SELECT id, text, status, translation, termhood, frequency FROM terms"
        f" WHERE {where} AND status IN ({marks(statuses)}) ORDER BY standing, worth DESC, frequency DESC, id",
        (value, *statuses),
    )
    parts = spots(match)
    for row in rows.fetchall():
        yield (
            row["id"],
            Hit(
                f"c{match.concept}", match.text, match.lang, match.how, zh, row["text"], row["status"],
                row["translation"], row["termhood"], row["frequency"], parts,
            ),
        )  # fmt: skip
