"""Which terms a query matches, and how: the first half of a search.

Every step looks at a bounded number of rows, however many terms contain the query. Where an index says that few do, those
are sorted; where it says that very many do, the terms are gone through from the best on until enough have been found.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from aligner.records import Lang
from aligner.text import en_key, has_han, zh_key
from glossary import keys, sounds
from glossary.reading import marks
from glossary.stems import stem

How = Literal["exact", "inflected", "pinyin", "prefix", "contained", "words", "initials", "pattern", "fuzzy", "similar"]

FEW = 1000  # rows that are read and sorted; 0.002 ms each
RANGE = 4000  # neighbours in an index that are sorted without reading their rows
DEPTH = 30_000  # best terms that are gone through where more than that match; 0.00015 ms each
_LAST = "\U0010ffff"  # sorts after every continuation of a prefix
_COLUMNS = "t.id, t.concept, t.lang, t.text, t.search_key, t.standing, t.worth, t.frequency, t.words"

# the order of the answers; what is more than one word of `How` is told apart here only
_HOW: tuple[How, ...] = (
    "exact", "inflected", "pinyin", "prefix", "contained", "inflected", "words", "pinyin", "initials", "pattern", "fuzzy",
    "similar",
)  # fmt: skip
_EXACT, _EXACT_INFLECTED, _SOUNDS, _PREFIX, _CONTAINED, _INFLECTED, _WORDS = range(7)
_SOUNDS_PARTLY, _INITIALS, _PATTERN, _FUZZY, _SIMILAR = range(7, 12)


@dataclass(frozen=True, slots=True)
class Match:
    """A term that a query matches. `asked` is the query in the form that matched: a key, a reading, a pattern."""

    id: int
    concept: int
    text: str
    lang: Lang
    asked: str
    words: str
    order: tuple[float, ...]  # how, standing, worth, frequency, length, id

    @property
    def how(self) -> How:
        """Why it matches."""
        return _HOW[int(self.order[0])]


def _match(row: sqlite3.Row, how: int, asked: str) -> Match:
    order = (how, row["standing"], -row["worth"], -row["frequency"], len(row["text"]), row["id"])
    return Match(row["id"], row["concept"], row["text"], row["lang"], asked, row["words"], order)


def by_key(db: sqlite3.Connection, query: str, lang: Lang, limit: int) -> list[Match]:
    """Terms that are, begin with or contain the query; English ones also in other inflections and another word order."""
    key, search_key = keys.expression(query, lang)
    if not key:
        return []
    rows = _from_start(db, key, search_key, lang, limit)
    if len(rows) < limit:  # the index of whole keys answers many queries, and all with too many answers
        rows = {**_anywhere(db, key, search_key, lang, limit), **rows}
    stems = " ".join(map(stem, key.split())) if lang == "en" else ""
    found = ((row, _how(row["search_key"], search_key, stems, lang)) for row in rows.values())
    return [_match(row, how, key) for row, how in found if how is not None]


def _how(found: str, asked: str, stems: str, lang: Lang) -> int | None:
    """Why a row matches; None where Chinese pieces were found apart."""
    if found == asked:
        return _EXACT
    if found.startswith(asked):
        return _PREFIX
    if lang == "zh":
        return _CONTAINED if asked in found else None
    if f" {asked}" in found:
        return _CONTAINED
    inflected = " ".join(map(stem, found.split()))
    if inflected == stems:
        return _EXACT_INFLECTED
    return _INFLECTED if f" {stems} " in f" {inflected} " else _WORDS


def rows_of(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, sqlite3.Row]:
    """Rows of terms by their id, with what a match needs."""
    chosen = list(ids)
    found = db.execute(f"SELECT {_COLUMNS} FROM terms t WHERE t.id IN ({marks(chosen)})", chosen)
    return {row["id"]: row for row in found}


def _ids(db: sqlite3.Connection, sql: str, values: Iterable[object]) -> list[int]:
    return [row[0] for row in db.execute(sql, tuple(values))]


def ranked(db: sqlite3.Connection, lang: str, test: str, values: list[object], limit: int, depth: int = DEPTH) -> list[int]:
    """Row ids of the best terms that pass a test on `search_key`, among the `depth` best of the language."""
    best = (
        "SELECT id, search_key FROM terms INDEXED BY terms_rank WHERE lower(lang) = ?"
        " ORDER BY standing, worth DESC, frequency DESC LIMIT ?"
    )
    return _ids(db, f"SELECT id FROM ({best}) WHERE {test} LIMIT ?", (lang, depth, *values, limit))


def between(
    db: sqlite3.Connection, lang: str, low: str, high: str, limit: int, test: str = "1", *values: object
) -> list[int]:
    """Row ids of the best terms with a search key from `low` to `high`."""
    inside = "search_key >= ? AND search_key <= ?"
    count = f"SELECT count(*) FROM (SELECT 1 FROM terms WHERE lang = ? AND {inside} LIMIT ?)"
    if db.execute(count, (lang, low, high, RANGE + 1)).fetchone()[0] > RANGE:
        found = ranked(db, lang, f"{inside} AND {test}", [low, high, *values], limit)
        if len(found) == limit or test == "1":
            return found
    order = "ORDER BY standing, worth DESC LIMIT ?"
    return _ids(
        db, f"SELECT id FROM terms WHERE lang = ? AND {inside} AND {test} {order}", (lang, low, high, *values, limit)
    )


def _from_start(db: sqlite3.Connection, key: str, search_key: str, lang: Lang, limit: int) -> dict[int, sqlite3.Row]:
    """Exact and prefix hits. An English prefix may stop inside a word (atmos) or at a plural (customs)."""
    ranges = [(search_key, search_key), (search_key, search_key + _LAST)]
    if lang == "en" and key != search_key:
        written = " ".join([*search_key.split()[:-1], key.split()[-1]])
        ranges = [(search_key, search_key), (search_key + " ", search_key + " " + _LAST), (written, written + _LAST)]
    return rows_of(db, dict.fromkeys(row for low, high in ranges for row in between(db, lang, low, high, limit)))


def _anywhere(db: sqlite3.Connection, key: str, search_key: str, lang: Lang, limit: int) -> dict[int, sqlite3.Row]:
    """Hits inside a term, by full-text search, or by looking at the terms where the query has nothing that is indexed."""
    words = key.split()
    match = keys.term_query(key, lang) if lang == "zh" or max(map(len, words)) > 1 else ""
    among = _full_text(db, match) if match else None
    if among is not None:
        phrase = "instr(' ' || t.search_key, ' ' || ?) = 0" if lang == "en" else "instr(t.search_key, ?) = 0"
        found = db.execute(  # +lang: no index over a language is better than the rows themselves
            f"SELECT {_COLUMNS} FROM terms t WHERE t.id IN ({marks(among)}) AND +t.lang = ?"
            f" ORDER BY {phrase}, t.standing, t.worth DESC LIMIT ?",
            (*among, lang, search_key, 4 * limit),
        )
        return {row["id"]: row for row in found}
    if lang == "zh":
        depth = DEPTH if has_han(key) else DEPTH // 3  # Latin is rare in Chinese terms, and frequent words are English
        return rows_of(db, ranked(db, lang, "instr(search_key, ?)", [search_key], limit, depth))
    parts = list[object](search_key.split())
    return rows_of(db, ranked(db, lang, " AND ".join(["instr(' ' || search_key, ' ' || ?)"] * len(parts)), parts, limit))


def _full_text(db: sqlite3.Connection, match: str) -> list[int] | None:
    """Row ids by full-text search; None where there are more than can be sorted."""
    found = _ids(db, "SELECT rowid FROM terms_fts WHERE terms_fts MATCH ? LIMIT ?", (match, FEW + 1))
    return None if len(found) > FEW else found


def by_sound(db: sqlite3.Connection, query: str, limit: int, *, settled: bool) -> list[Match]:
    """Chinese terms whose pinyin is, begins with or goes on with the query.

    `settled` says that the query is an English term: what only sounds like it comes after all that has it then.
    """
    asked = sounds.reading(query)
    if not asked:
        return []
    order = "ORDER BY substr(sound, ?, 1) NOT IN ('', ' '), standing, worth DESC LIMIT ?"
    inside = "SELECT id FROM terms WHERE sound <> '' AND sound >= ? AND sound <= ?"
    found = _ids(db, f"{inside} {order}", (asked[:32], asked[:32] + _LAST, len(asked) + 1, limit))
    if len(found) < limit and len(asked) > 5:  # one syllable inside a term is no word that anybody looks for
        found += _ids(db, "SELECT rowid FROM terms_fts WHERE terms_fts MATCH ? LIMIT ?", (f'"{sounds.PINYIN}{asked}"*', FEW))
    whole = f" {sounds.PINYIN}{asked} {sounds.INITIALS}"
    return [
        _match(row, _SOUNDS if whole in f" {row['words']}" and not settled else _SOUNDS_PARTLY, asked)
        for row in rows_of(db, found).values()
        if f"{sounds.PINYIN}{asked}" in row["words"]
    ]


def by_initials(db: sqlite3.Connection, query: str, limit: int) -> list[Match]:
    """Chinese terms by the first letters of their pinyin; from three letters on also as the start of a longer term."""
    asked = sounds.first_letters(query)
    if not asked:
        return []
    token = f'"{sounds.INITIALS}{asked}"'
    exact = _ids(db, "SELECT rowid FROM terms_fts WHERE terms_fts MATCH ? LIMIT ?", (token, FEW))
    found = rows_of(db, exact)
    if len(found) < limit and len(asked) > 2:
        found |= rows_of(db, _ids(db, "SELECT rowid FROM terms_fts WHERE terms_fts MATCH ? LIMIT ?", (f"{token}*", FEW)))
    whole = set(exact)
    matches = [(_match(row, _INITIALS, asked), row["id"] not in whole) for row in found.values()]
    return [match for match, _ in sorted(matches, key=lambda pair: (pair[1], pair[0].order))[:limit]]


_STAR, _MARK = "ʘ", "ǂ"  # letters to the keys, so that a pattern goes through them; in no Chinese or English term
_WILD = re.compile(f"[{_STAR}{_MARK}]")


def is_pattern(query: str) -> bool:
    """Whether a query has wildcards. A question mark at its end is one only beside others."""
    return bool(re.search(r"[*＊]|[?？](?=.)", query.strip()))


def by_pattern(db: sqlite3.Connection, query: str, lang: Lang, limit: int) -> list[Match]:
    """Terms that a pattern describes from their first to their last character: * for any characters, ? for one."""
    lettered = re.sub("[*＊]+", _STAR, re.sub("[?？]", _MARK, query))
    key = zh_key(lettered) if lang == "zh" else keys.search_key(en_key(lettered), "en")
    literal = " ".join(_WILD.sub(" ", key).split())
    if not literal:
        return []
    glob = re.sub(r"\*+", "*", key.replace(_STAR, "*").replace(_MARK, "?"))
    head = _WILD.split(key)[0]
    if len(head) > (lang == "en"):
        found = between(db, lang, head, head + _LAST, limit, "search_key GLOB ?", glob)
    else:
        among = _full_text(db, match) if (match := _pattern_query(key, lang)) else None
        test = "search_key GLOB ?"
        if among is None:  # this alone looks at every term: nothing indexed tells which could match
            found = ranked(db, lang, test, [glob], limit, -1)
        else:
            sql = f"SELECT id FROM terms WHERE id IN ({marks(among)}) AND +lang = ? AND {test} ORDER BY standing, worth DESC"
            found = _ids(db, sql, (*among, lang, glob))[:limit]
    return [_match(row, _PATTERN, key) for row in rows_of(db, found).values()]


def _pattern_query(key: str, lang: Lang) -> str:
    """The FTS5 query for what a pattern's terms must have; empty where that is nothing indexed."""
    if lang == "zh":
        return keys.term_query(_WILD.sub(" ", key), "zh")
    whole = [keys.english_word(word) for word in key.split() if not _WILD.search(word)]
    starts = [
        f'"{word[:-1]}"*' for word in key.split() if len(word) > 3 and _WILD.search(word) and not _WILD.search(word[:-1])
    ]
    return " AND ".join([*whole, *starts])


def fuzzily(matches: Iterable[Match], distance: int) -> list[Match]:
    """The same matches, as found by a query that is `distance` changes away from the one asked."""
    return [Match(m.id, m.concept, m.text, m.lang, m.asked, m.words, (_FUZZY, distance, *m.order)) for m in matches]


def similar_match(row: sqlite3.Row, cosine: float) -> Match:
    """A term that means something like a query."""
    return Match(
        row["id"], row["concept"], row["text"], row["lang"], "", "", (_SIMILAR, -cosine, row["standing"], row["id"])
    )
