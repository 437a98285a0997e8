"""Stored sentences that hold an expression."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from aligner.records import Lang, Place
from aligner.text import HAN, detect_lang, zh_key
from glossary import keys
from glossary.stems import singular

_FIRST = 5000  # sentences that are looked through for a single character


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
    found: dict[int, Sentence] = {}
    if pattern is None:
        return []
    for row in _candidates(db, query, lang):
        if row["id"] in found or (pairs and not (row["zh"] and row["en"])):
            continue
        # a Latin query may stand in the Chinese sentence alone
        sides: tuple[Lang, ...] = ("zh",) if lang == "zh" else ("en", "zh")
        spots = ((side, pattern.search(keys.plain_sentence(row[side]))) for side in sides)
        side, spot = next(((side, spot) for side, spot in spots if spot), (lang, None))
        if spot:
            place = str(Place(row[f"{side}_line"], row[f"{side}_column"], row[f"{side}_where"]))
            found[row["id"]] = Sentence(
                row["zh"], row["en"], row["name"], place, row["method"], side, *spot.span(), row["id"]
            )
        if len(found) == limit:
            break
    return list(found.values())


def _candidates(db: sqlite3.Connection, query: str, lang: Lang) -> Iterator[sqlite3.Row]:
    """Sentences that may hold the query, some of them twice: those that are found fastest come first.

    A frequent word as the start of a word, or a frequent character, is thousands of lists in the index to merge, and the first
    of all sentences have it anyway.
    """
    columns = "SELECT s.*, d.name FROM"
    documents = "JOIN documents d ON d.id = s.document"
    whole, starting = (keys.sentence_query(query, lang, whole=whole) for whole in (True, False))
    if lang == "zh" and len(query) == 1:
        yield from db.execute(
            f"{columns} (SELECT * FROM segments ORDER BY id LIMIT {_FIRST}) s {documents} WHERE instr(s.zh, ?)", (query,)
        )
    for match in dict.fromkeys((whole, starting)):
        if match:
            yield from db.execute(
                f"{columns} segments_fts f JOIN segments s ON s.id = f.rowid {documents} WHERE segments_fts MATCH ?"
                " ORDER BY f.rowid",
                (match,),
            )


@lru_cache(maxsize=4096)
def sentence_units(query: str, lang: Lang) -> tuple[str, ...]:
    """The pieces, in order, that a plain sentence with the query must hold; none where the query says nothing."""
    plain = keys.plain_sentence(query)
    if lang == "zh":
        return tuple(re.findall(rf"[{HAN}]|[^\W_{HAN}]+", plain)) if zh_key(query) else ()
    words = re.findall(r"[^\W_]+", plain.replace("'s", ""))
    if words and words[0] in ("the", "a", "an") and len(words) > 1:
        words = words[1:]
    return tuple(map(singular, words))


@lru_cache(maxsize=4096)
def sentence_pattern(query: str, lang: Lang) -> re.Pattern[str] | None:
    """What a sentence must hold: the characters with at most a space between them; the words, whatever divides them."""
    units = [re.escape(unit) for unit in sentence_units(query, lang)]
    if not units:
        return None
    return re.compile(r"\W?".join(units) if lang == "zh" else rf"(?<![^\W{HAN}])" + r"\w{0,3}\W+(?:s\W+)?".join(units))
