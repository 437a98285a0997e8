"""The terms of a text before it is translated: every glossary term that occurs in it, the longest where several overlap.

Only the terms that stand in the text are read from the glossary, so that its size hardly matters. Chinese is compared in
simplified characters and one width, across line breaks and quotation marks inside a term; English word by word, in any
inflection. Offsets are those of the text as given.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from aligner.records import Lang, Status
from aligner.text import HAN, detect_lang, en_key, zh_key
from glossary import keys, prefixes
from glossary.filters import VISIBLE
from glossary.reading import marks
from glossary.stems import inflections, singular, stem

_IDS = 900
_CONCEPTS = 20
# a term goes on over these: a line break in running text, the quotation marks of “两个维护”, the point in a name
_INSIDE = re.compile("[ \t\r\n“”‘’\"'「」『』《》〈〉·・‧\u200b\u3000]")
_PARAGRAPH = re.compile(r"\n[ \t\u3000]*\r?\n")
_LATIN = re.compile(rf"[^\W_{HAN}]")
_WORD = re.compile(rf"[^\W_{HAN}]+(?:['’][^\W_{HAN}]+)*")
_BETWEEN = re.compile(r"[\s\-‐‑–'’]*")


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a term is in the other language."""

    text: str
    status: Status
    translation: float
    frequency: int


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A glossary term at a place of a text: `text[start:stop]`. `term` is as the glossary writes it."""

    start: int
    stop: int
    concept: str
    term: str
    renderings: tuple[Rendering, ...]


@dataclass(frozen=True, slots=True)
class _Term:
    id: int
    concept: int
    text: str
    standing: int
    worth: float


def occurrences(
    db: sqlite3.Connection,
    text: str,
    *,
    lang: Lang | None = None,
    statuses: tuple[Status, ...] = VISIBLE,
    min_score: float = 0.0,
) -> list[Occurrence]:
    """The terms of a text in the order of appearance; where two overlap, the longer one.

    `lang` is the language of the text (what most of its letters are, where it is not given). `statuses` are those of the
    renderings, `min_score` the least translation score of one that nobody settled. Chinese terms of one character count
    where they are settled.
    """
    text = keys.storable(text)
    lang = lang or main_language(text)
    found = list(_chinese(db, text) if lang == "zh" else _english(db, text))
    chosen = list(_longest(found))
    groups = {id(terms): terms for _, _, terms in chosen}  # the places of one term share one list
    concepts = {term.concept for terms in groups.values() for term in terms}
    renderings = _renderings(db, concepts, "en" if lang == "zh" else "zh", statuses, min_score)
    best = {group: (term, tuple(known)) for group, terms in groups.items() for term, known in [_best(terms, renderings)]}
    return [
        Occurrence(start, stop, f"c{term.concept}", term.text, known)
        for start, stop, terms in chosen
        for term, known in [best[id(terms)]]
        if known
    ]


def main_language(text: str) -> Lang:
    """The language of most of a text: an ideograph counts as much as two letters."""
    han = len(re.findall(f"[{HAN}]", text))
    return "zh" if 2 * han >= sum(map(str.isalpha, text)) - han and detect_lang(text) == "zh" else "en"


def _best(terms: list[_Term], renderings: dict[int, list[Rendering]]) -> tuple[_Term, list[Rendering]]:
    """The best concept of several with the same term; its renderings before those of the others."""
    ordered = sorted((t for t in terms if renderings.get(t.concept)), key=lambda t: (t.standing, -t.worth, t.id))
    if not ordered:
        return terms[0], []
    shown = {r.text: r for term in reversed(ordered) for r in reversed(renderings[term.concept])}
    return ordered[0], list(reversed(shown.values()))


def _longest(found: Iterable[tuple[int, int, list[_Term]]]) -> Iterator[tuple[int, int, list[_Term]]]:
    """Of overlapping places the longest; of equally long ones the first. In the order of the text."""
    chosen: list[tuple[int, int, list[_Term]]] = []
    taken: set[int] = set()
    for place in sorted(found, key=lambda place: (place[0] - place[1], place[0])):
        if taken.isdisjoint(range(place[0], place[1])):
            taken.update(range(place[0], place[1]))
            chosen.append(place)
    yield from sorted(chosen, key=lambda place: place[0])


def _read(db: sqlite3.Connection, lang: str, search_keys: Iterable[str]) -> dict[str, list[_Term]]:
    """Terms by search key, at most the best twenty for each: concepts of one and the same expression."""
    found: dict[str, list[_Term]] = {}
    wanted = sorted(set(search_keys))
    for start in range(0, len(wanted), _IDS):
        part = wanted[start : start + _IDS]
        # nobody reads the renderings of hundreds of concepts, and their rows lie scattered over the file
        best = (
            "SELECT id, row_number() OVER (PARTITION BY search_key ORDER BY standing, worth DESC) AS place FROM terms"
            f" WHERE lang = ? AND search_key IN ({marks(part)})"
        )
        rows = db.execute(
            "SELECT t.id, t.concept, t.text, t.search_key, t.standing, t.worth"
            f" FROM ({best}) b JOIN terms t ON t.id = b.id WHERE b.place <= ? ORDER BY t.id",
            (lang, *part, _CONCEPTS),
        )
        for row in rows:
            term = _Term(row["id"], row["concept"], row["text"], row["standing"], row["worth"])
            found.setdefault(row["search_key"], []).append(term)
    return found


def _chinese(db: sqlite3.Connection, text: str) -> Iterator[tuple[int, int, list[_Term]]]:
    for plain, places in _stretches(text):
        starts = [at for at in range(len(plain)) if not _cuts_word(plain, at)]
        lengths = prefixes.chinese(db, plain, starts)
        singles = set(plain)
        terms = _read(db, "zh", {*singles, *(plain[at : at + n] for at, some in lengths.items() for n in some)})
        settled = {key for key in singles & terms.keys() if any(term.standing < 2 for term in terms[key])}
        for at in starts:
            for length in (*([1] if plain[at] in settled else []), *lengths.get(at, ())):
                if not _cuts_word(plain, at + length):
                    yield places[at], places[at + length - 1] + 1, terms[plain[at : at + length]]


def _cuts_word(plain: str, at: int) -> bool:
    """Whether a place stands inside a run of letters or digits."""
    return 0 < at < len(plain) and bool(_LATIN.match(plain[at - 1]) and _LATIN.match(plain[at]))


def _stretches(text: str) -> Iterator[tuple[str, list[int]]]:
    """The text as keys see it, in one stretch with line breaks where no term goes on, and the place of each character."""
    plain = keys.plain_sentence(text)
    breaks = {at for found in _PARAGRAPH.finditer(text) for at in range(*found.span())}
    kept: list[str] = []
    places: list[int] = []
    for at, character in enumerate(plain):
        if _INSIDE.match(character) and at not in breaks:
            latin = kept and _LATIN.match(kept[-1]) and _LATIN.match(plain[at + 1 : at + 2])
            if not latin:
                continue
            character = "\n"  # between two Latin words a space divides
        key = zh_key(character)
        kept.append(key if len(key) == 1 else character if character in ".," else "\n")
        places.append(at)
    if kept:
        yield "".join(kept), places


def _english(db: sqlite3.Connection, text: str) -> Iterator[tuple[int, int, list[_Term]]]:
    words = list(_WORD.finditer(text))
    plain = [en_key(word.group()) or word.group().casefold() for word in words]
    stems = list(map(stem, plain))
    forms: dict[str, set[str]] = {}
    for word, root in zip(plain, stems, strict=True):
        some = (word, singular(word), *inflections(root)) if root not in forms else (word, singular(word))
        forms.setdefault(root, set()).update(form for form in some if form == singular(form))  # keys have no plurals
    found = prefixes.english(db, stems, forms)
    terms = _read(db, "en", (key for some in found.values() for key in some))
    several: dict[tuple[str, ...], list[_Term]] = {}
    for at, some_keys in found.items():
        for length, same in groupby(some_keys, key=lambda key: key.count(" ") + 1):
            spellings = tuple(sorted(same))
            if spellings not in several:
                several[spellings] = [term for key in spellings for term in terms[key]]
            if all(_BETWEEN.fullmatch(text, words[n].end(), words[n + 1].start()) for n in range(at, at + length - 1)):
                yield words[at].start(), words[at + length - 1].end(), several[spellings]


def _renderings(
    db: sqlite3.Connection, concepts: set[int], lang: str, statuses: tuple[Status, ...], min_score: float
) -> dict[int, list[Rendering]]:
    """Terms of concepts in the other language, best first. For Chinese the status is that of the English side's."""
    found: dict[int, list[Rendering]] = {}
    ids = sorted(concepts)
    for start in range(0, len(ids), _IDS):
        part = ids[start : start + _IDS]
        rows = db.execute(
            f"SELECT concept, text, status, translation, frequency FROM terms WHERE concept IN ({marks(part)}) AND lang = ?"
            f" AND status IN ({marks(statuses)}) AND (status <> 'candidate' OR translation >= ?)"
            " ORDER BY concept, standing, worth DESC, frequency DESC, id",
            (*part, lang, *statuses, min_score),
        )
        for row in rows:
            found.setdefault(row["concept"], []).append(
                Rendering(row["text"], row["status"], row["translation"], row["frequency"])
            )
    return found
