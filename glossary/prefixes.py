"""Which stretches of a text are terms, asked of the index of search keys alone.

The index is walked down like a trie: the first key that is not before a stretch tells whether any term begins with it, and only
then is the next unit of the text added. Many stretches are asked for in one statement, so that a page of text costs some
thousand look-ups, however many terms the glossary has.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

_BATCH = 400  # stretches in one statement
_CELL = "\n"  # what no key has: a stretch with it is none


def _batches(some: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(some)  # neighbours in the index lie on one page
    for start in range(0, len(ordered), _BATCH):
        yield ordered[start : start + _BATCH]


def first_from(db: sqlite3.Connection, lang: str, stretches: Collection[str]) -> dict[str, str]:
    """For each stretch the first search key that is it or comes behind it; missing where none does."""
    found: dict[str, str] = {}
    for part in _batches(stretches):
        sql = (
            "SELECT column1, (SELECT search_key FROM terms WHERE lang = ? AND search_key >= column1 ORDER BY search_key LIMIT 1)"
            f" FROM (VALUES {', '.join(['(?)'] * len(part))})"
        )
        found.update((stretch, key) for stretch, key in db.execute(sql, (lang, *part)) if key is not None)
    return found


def chinese(db: sqlite3.Connection, text: str, starts: Iterable[int]) -> dict[int, list[int]]:
    """Where terms begin, of the places given, and their lengths in characters from two on."""
    found: dict[int, list[int]] = {}
    alive, length = list(starts), 2
    while alive:
        pieces = {at: piece for at in alive if len(piece := text[at : at + length]) == length and piece[-1] != _CELL}
        first = first_from(db, "zh", set(pieces.values()))
        alive = []
        for at, piece in pieces.items():
            key = first.get(piece, "")
            if key == piece:
                found.setdefault(at, []).append(length)
            if key.startswith(piece):
                alive.append(at)
        length += 1
    return found


def english(db: sqlite3.Connection, stems: Sequence[str], forms: Mapping[str, Collection[str]]) -> dict[int, list[str]]:
    """The search keys of terms that begin at each place of a text, which is given as stems; shorter keys first.

    `forms` are the spellings that a stem's word may have in a key.
    """
    found: dict[int, list[str]] = {}
    known: dict[str, str] = {}  # what the index said, for what stands at many places
    alive: dict[int, set[str]] = {at: {""} for at in range(len(stems))}
    words = 0
    while alive:
        wanted = {
            at: {f"{head} {form}".lstrip() for head in heads for form in forms[stems[at + words]]}
            for at, heads in alive.items()
            if at + words < len(stems)
        }
        new = {stretch for some in wanted.values() for stretch in some} - known.keys()
        first = first_from(db, "en", new)
        known.update((stretch, first.get(stretch, "")) for stretch in new)
        alive = {}
        for at, some in wanted.items():
            for stretch in some:
                key = known[stretch]
                if key == stretch:
                    found.setdefault(at, []).append(stretch)
                if key == stretch or key.startswith(f"{stretch} "):
                    alive.setdefault(at, set()).add(stretch)
        words += 1
    return found
