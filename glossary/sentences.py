"""Stored sentences that hold an expression."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from aligner.records import Lang, Place
from aligner.text import HAN, detect_lang, zh_key
from glossary import keys
from glossary.stems import singular


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
    id: int = 0


def sentences(db: sqlite3.Connection, query: str, *, limit: int = 20, pairs: bool = False) -> list[Sentence]:
    """Stored sentences with the query in them, in the order of the runs; sentence pairs of a run before single sentences.

    `pairs` leaves out sentences that have no other side. `limit` is at least 1.
    """
    query = keys.storable(query).strip()
    lang: Lang = "zh" if detect_lang(query) == "zh" else "en"
    pattern = sentence_pattern(query, lang)
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
        if pairs and not (row["zh"] and row["en"]):
            continue
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
                        row["id"],
                    )
                )
                break
        if len(found) == limit:
            break
    return found


def sentence_pattern(query: str, lang: Lang) -> re.Pattern[str] | None:
    """What a sentence must hold: the characters with at most a space between them; the words, whatever divides them."""
    if lang == "zh":
        units = re.findall(rf"[{HAN}]|[^\W_{HAN}]+", keys.plain_sentence(query))
        return re.compile(r"\W?".join(map(re.escape, units))) if zh_key(query) else None
    words = re.findall(r"[^\W_]+", keys.plain_sentence(query).replace("'s", ""))
    if words and words[0] in ("the", "a", "an") and len(words) > 1:
        words = words[1:]
    stems = [re.escape(singular(word)) for word in words]
    return re.compile(rf"(?<![^\W{HAN}])" + r"\w{0,3}\W+(?:s\W+)?".join(stems)) if stems else None
