"""Terms that are spelled almost like a query: what `--fuzzy` gives where nothing has the query itself.

English words are compared with the words of the index that begin alike, Chinese terms with those that have all but one of
the query's characters, so that the number of comparisons is bounded whatever the size of the glossary.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import product

from aligner.records import Lang
from glossary import keys
from glossary.matching import Match, by_key, by_sound, fuzzily
from glossary.reading import marks
from glossary.sounds import PINYIN

_CHOICES = 3  # near words tried for each word of a query
_COMBINATIONS = 12
_LAST = "\U0010ffff"
_TERMS = 4000  # terms that have all but one of the characters of a query
_READINGS = 5000  # readings of the index that one is compared with


def distance(one: str, other: str, most: int) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours between two texts (optimal string alignment).

    `most` + 1 where there are more than `most`.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: Sequence[int] = ()
    row: list[int] = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before = before, row
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def near(db: sqlite3.Connection, query: str, lang: Lang, limit: int) -> list[Match]:
    """Terms that would match if the query were spelled a little otherwise, nearest first."""
    return _chinese(db, query, limit) if lang == "zh" else _english(db, query, limit)


def _english(db: sqlite3.Connection, query: str, limit: int) -> list[Match]:
    words = keys.expression(query, "en")[0].split()[:8]
    if not words:
        return []
    db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, terms_fts, row)")
    choices = [[(0, word)] if _known(db, word) else near_words(db, word)[:_CHOICES] for word in words]
    if all(choice == [(0, word)] for choice, word in zip(choices, words, strict=True)):
        return []
    found: dict[int, Match] = {}
    ways = sorted(product(*choices), key=lambda way: sum(changes for changes, _ in way))[:_COMBINATIONS]
    for way in ways:
        changed = " ".join(word for _, word in way)
        matches = by_key(db, changed, "en", limit) or by_sound(db, changed, limit, settled=False)
        for match in fuzzily(matches, sum(changes for changes, _ in way)):
            found.setdefault(match.id, match)
        if len(found) >= limit:
            break
    return list(found.values())


def _known(db: sqlite3.Connection, word: str) -> bool:
    match = keys.english_word(word)
    return db.execute("SELECT 1 FROM terms_fts WHERE terms_fts MATCH ? LIMIT 1", (match,)).fetchone() is not None


def near_words(db: sqlite3.Connection, word: str) -> list[tuple[int, str]]:
    """Words and readings of the index as (changes, word), nearest first, then most frequent.

    One change up to five letters, else two. The first letter is taken to be right, one too many, or swapped with the second; the
    first four of a reading to be right.
    """
    most = 1 if len(word) < 6 else 2
    ranges = [(head, head + _LAST, -1) for head in {word[0], word[1:3], word[1:2] + word[0]}]
    if len(word) > 5:
        ranges.append((PINYIN + word[:4], PINYIN + word[:4] + _LAST, _READINGS))
    letters, found = set(word), set[tuple[int, int, str]]()
    for low, high, limit in ranges:
        mark = low.startswith(PINYIN)
        rows = db.execute(
            "SELECT term, doc FROM temp.vocabulary WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ? LIMIT ?",
            (low, high, len(word) - most + mark, len(word) + most + mark, limit),
        )
        for term, seen in rows.fetchall():
            term = term.removeprefix(PINYIN)
            # two texts at distance d have at most d letters each that the other has not
            if len(letters.difference(term)) <= most and (changes := distance(word, term, most)) <= most and changes:
                found.add((changes, -seen, term))
    return [(changes, term) for changes, _, term in sorted(found)]


def _chinese(db: sqlite3.Connection, query: str, limit: int) -> list[Match]:
    key = keys.expression(query, "zh")[0]
    units = keys.units(key)
    if len(units) < 3:  # every second term of two characters is one change away
        return []
    most = 1 if len(units) < 6 else 2
    ways = [keys.term_query(" ".join(("".join(units[:i]), "".join(units[i + 1 :]))), "zh") for i in range(len(units))]
    # the same characters in another order, or with one more between them
    ways.append(" AND ".join(f'"{unit}"' for unit in dict.fromkeys(units)))
    match = " OR ".join(f"({way})" for way in ways if way)
    ids = [row[0] for row in db.execute("SELECT rowid FROM terms_fts WHERE terms_fts MATCH ? LIMIT ?", (match, _TERMS))]
    rows = db.execute(
        f"SELECT search_key FROM terms WHERE id IN ({marks(ids)}) AND +lang = 'zh' AND length(search_key) BETWEEN ? AND ?",
        (*ids, len(key) - most, len(key) + most),
    ).fetchall()
    spellings = {(changes, row[0]) for row in rows if (changes := distance(key, row[0], most)) <= most}
    found: dict[int, Match] = {}
    for changes, spelling in sorted(spellings)[:limit]:
        for match_ in fuzzily((m for m in by_key(db, spelling, "zh", limit) if m.how == "exact"), changes):
            found.setdefault(match_.id, match_)
    return list(found.values())
