"""A person's query into rows: exact before prefix before contained, settled before candidate, strong before weak.

The query is text throughout: quotes, `*` or `NEAR(` mean themselves.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from aligner.records import Lang, Place, Status
from aligner.text import HAN, detect_lang, zh_key
from glossary import keys
from glossary.entries import Context
from glossary.filters import VISIBLE
from glossary.reading import marks, sightings

How = Literal["exact", "prefix", "contained", "words"]
_HOW: tuple[How, ...] = ("exact", "prefix", "contained", "words")
_LAST = "\U0010ffff"  # sorts after every continuation of a prefix
_COLUMNS = "t.id, t.concept, t.text, t.search_key, t.standing, t.worth, t.frequency"


@dataclass(frozen=True, slots=True)
class Hit:
    """A term pair that a query found. `matched` is the term that it matched, `how` the way; scores are the rendering's."""

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
    context: Context | None = None


@dataclass(frozen=True, slots=True)
class _Match:
    id: int
    concept: int
    text: str
    lang: Lang
    order: tuple[int, int, float, int, int, int]  # how, standing, worth, frequency, length, id


def search(
    db: sqlite3.Connection, query: str, *, limit: int = 20, statuses: tuple[Status, ...] = VISIBLE, contexts: bool = True
) -> list[Hit]:
    """Term pairs for a query in either language, best first; `limit` counts the terms that match, not their renderings.

    A query with Chinese in it is looked up among Chinese terms, any other among English terms and Chinese ones with Latin in
    them (KOL, AIGC工作室). `contexts` gives each pair its best sentence.
    """
    query = keys.storable(query)
    lang: Lang = "zh" if detect_lang(query) == "zh" else "en"
    # a few more than asked for: several forms of one concept are one answer
    matches = list(_matches(db, query, lang, 2 * limit + 10))
    if lang == "en":
        matches += _matches(db, query, "zh", limit)
    matches.sort(key=lambda match: match.order)
    hits: list[tuple[int, Hit]] = []
    answered: set[tuple[int, int]] = set()
    for match in _answers(matches, keys.script(query, lang))[:limit]:
        for term, hit in _renderings(db, match, statuses):
            if (match.concept, term) not in answered:
                answered.add((match.concept, term))
                hits.append((term, hit))
    if not contexts:
        return [hit for _, hit in hits]
    found = sightings(db, [term for term, _ in hits], 1)
    return [_with_context(hit, found.get(term, [])) for term, hit in hits]


def _answers(matches: list[_Match], script: str) -> list[_Match]:
    """One match for each concept in Chinese, in the script of the query if it has that; each term for itself in English."""
    best: dict[object, _Match] = {}
    for match in matches:
        answer = match.concept if match.lang == "zh" else (match.id,)
        first = best.setdefault(answer, match)
        if match.order[0] == first.order[0] and keys.script(first.text, "zh") != script == keys.script(match.text, "zh"):
            best[answer] = match  # keeps the place of the first
    return list(best.values())


def _matches(db: sqlite3.Connection, query: str, lang: Lang, limit: int) -> Iterator[_Match]:
    key, search_key = keys.expression(query, lang)
    if not key:
        return
    rows = _from_start(db, key, search_key, lang, limit)
    if len(rows) < limit:  # the index of whole keys answers most queries, and all with too many answers
        rows = {**_anywhere(db, key, search_key, lang, limit), **rows}
    for row in rows.values():
        how = _how(row["search_key"], search_key, lang)
        if how is not None:
            order = (how, row["standing"], -row["worth"], -row["frequency"], len(row["text"]), row["id"])
            yield _Match(row["id"], row["concept"], row["text"], lang, order)


def _how(found: str, asked: str, lang: Lang) -> int | None:
    """The index into `_HOW`, or None where Chinese pieces were found apart."""
    if found == asked:
        return 0
    if found.startswith(asked):
        return 1
    if lang == "zh":
        return 2 if asked in found else None
    return 2 if f" {asked}" in found else 3


def _from_start(db: sqlite3.Connection, key: str, search_key: str, lang: Lang, limit: int) -> dict[int, sqlite3.Row]:
    """Exact and prefix hits. An English prefix may stop inside a word (atmos) or at a plural (customs)."""
    ranges = [(search_key, search_key + _LAST)]
    if lang == "en" and key != search_key:
        written = " ".join([*search_key.split()[:-1], key.split()[-1]])
        ranges = [(search_key, search_key), (search_key + " ", search_key + " " + _LAST), (written, written + _LAST)]
    rows: dict[int, sqlite3.Row] = {}
    for low, high in ranges:
        best = db.execute(
            "SELECT id FROM terms WHERE lang = ? AND search_key >= ? AND search_key <= ?"
            " ORDER BY search_key <> ?, standing, worth DESC LIMIT ?",
            (lang, low, high, search_key, limit),
        ).fetchall()
        ids = [row["id"] for row in best]
        for row in db.execute(f"SELECT {_COLUMNS} FROM terms t WHERE t.id IN ({marks(ids)})", ids):
            rows[row["id"]] = row
    return rows


def _anywhere(db: sqlite3.Connection, key: str, search_key: str, lang: Lang, limit: int) -> dict[int, sqlite3.Row]:
    """Hits inside a term, by full-text search; by looking at every term where the query has nothing that is indexed."""
    match = keys.term_query(key, lang)
    source = "terms_fts f JOIN terms t ON t.id = f.rowid WHERE terms_fts MATCH ? AND" if match else "terms t WHERE"
    test = "instr(t.search_key, ?) > 0" if lang == "zh" or not match else "1"
    phrase = "instr(' ' || t.search_key, ' ' || ?) = 0"
    values = [match] * bool(match) + [lang] + [search_key] * (test != "1") + [search_key, limit]
    return {
        row["id"]: row
        for row in db.execute(
            f"SELECT {_COLUMNS} FROM {source} t.lang = ? AND {test} ORDER BY {phrase}, t.standing, t.worth DESC LIMIT ?",
            values,
        )
    }


def _renderings(db: sqlite3.Connection, match: _Match, statuses: tuple[Status, ...]) -> Iterator[tuple[int, Hit]]:
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
    for row in rows.fetchall():
        yield (
            row["id"],
            Hit(
                f"c{match.concept}", match.text, match.lang, _HOW[match.order[0]], zh, row["text"], row["status"],
                row["translation"], row["termhood"], row["frequency"],
            ),
        )  # fmt: skip


def _with_context(hit: Hit, contexts: list[Context]) -> Hit:
    return replace(hit, context=contexts[0]) if contexts else hit


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stored sentence or sentence pair that holds the query. `start` and `stop` give it in the text of language `lang`."""

    zh: str
    en: str
    document: str
    place: str
    method: str
    lang: Lang
    start: int
    stop: int


def sentences(db: sqlite3.Connection, query: str, *, limit: int = 20) -> list[Sentence]:
    """Stored sentences with the query in them, in the order of the runs; sentence pairs of a run before single sentences."""
    query = keys.storable(query).strip()
    lang: Lang = "zh" if detect_lang(query) == "zh" else "en"
    pattern = _sentence_pattern(query, lang)
    match = keys.sentence_query(query, lang)
    if pattern is None or not match:
        return []
    rows = db.execute(
        "SELECT s.*, d.name FROM segments_fts f JOIN segments s ON s.id = f.rowid JOIN documents d ON d.id = s.document"
        " WHERE segments_fts MATCH ? ORDER BY f.rowid",
        (match,),
    )
    found: list[Sentence] = []
    for row in rows:
        # a Latin query may stand in the Chinese sentence alone
        for side in ("zh",) if lang == "zh" else ("en", "zh"):
            spot = pattern.search(keys.plain_sentence(row[side]))
            if spot:
                place = Place(row[f"{side}_line"], row[f"{side}_column"], row[f"{side}_where"])
                found.append(
                    Sentence(
                        row["zh"],
                        row["en"],
                        row["name"],
                        str(place),
                        row["method"],
                        "zh" if side == "zh" else "en",
                        *spot.span(),
                    )
                )
                break
        if len(found) == limit:
            break
    return found


def _sentence_pattern(query: str, lang: Lang) -> re.Pattern[str] | None:
    """What a sentence must hold: the characters with at most a space between them; the words, whatever divides them."""
    if lang == "zh":
        units = re.findall(rf"[{HAN}]|[^\W_{HAN}]+", keys.plain_sentence(query))
        return re.compile(r"\W?".join(map(re.escape, units))) if zh_key(query) else None
    words = re.findall(r"[^\W_]+", keys.plain_sentence(query).replace("'s", ""))
    if words and words[0] in ("the", "a", "an") and len(words) > 1:
        words = words[1:]
    stems = [re.escape(keys.singular(word)) for word in words]
    return re.compile(rf"(?<![^\W{HAN}])" + r"\w{0,3}\W+(?:s\W+)?".join(stems)) if stems else None
