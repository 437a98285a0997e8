"""What the glossary keeps on why a pair has its scores, and where in its sentences the two expressions stand."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from aligner.text import HAN, en_key, zh_key


@dataclass(frozen=True, slots=True)
class Weighed:
    """A pair as a run weighed it: as written, its features (see `aligner.explaining`), and what it was seen as in its places."""

    zh: str
    en: str
    features: bytes
    forms: tuple[str, ...]


def weighed(db: sqlite3.Connection, concept: str) -> dict[str, Weighed]:
    """By English term, as it is shown, the pair of the concept ("c12") that scored best; without features where none has any."""
    found: dict[str, Weighed] = {}
    rows = db.execute(
        "SELECT t.text AS term, e.zh_text, e.en_text, f.vector FROM terms t JOIN evidence e ON e.en_term = t.id"
        " LEFT JOIN features f ON f.evidence = e.id WHERE t.concept = ? AND t.lang = 'en'"
        " ORDER BY t.id, f.vector IS NULL, e.translation * e.termhood DESC, e.id",
        (int(concept.removeprefix("c")),),
    )
    forms: dict[str, dict[str, None]] = {}
    for term, zh, en, vector in rows:
        found.setdefault(term, Weighed(zh, en, vector or b"", ()))
        forms.setdefault(term, {}).update(dict.fromkeys((zh, en)))
    return {term: Weighed(w.zh, w.en, w.features, tuple(forms[term])) for term, w in found.items()}


def marked(text: str, forms: Iterable[str], nth: int = 0, before: str = "【", after: str = "】") -> str:
    """The text with a place of the longest of the forms that stands in it set off; in any script, case or spacing.

    `nth` counts the places from 0; where there are fewer it is the last.
    """
    found = [places for form in forms if (places := _places(text, form))]
    if not found:
        return text
    places = max(found, key=lambda places: places[0][1] - places[0][0])
    start, stop = places[min(nth, len(places) - 1)]
    return f"{text[:start]}{before}{text[start:stop]}{after}{text[stop:]}"


_HAN_IN = re.compile(f"[{HAN}]")


def _places(text: str, form: str) -> list[tuple[int, int]]:
    """Where the form stands in the text, each [start, stop)."""
    if _HAN_IN.search(form):
        keys = [(zh_key(character), at) for at, character in enumerate(text)]
        plain, offsets = "".join(key for key, _ in keys), [at for key, at in keys for _ in key]
        wanted = zh_key(form)
        found = re.finditer(re.escape(wanted), plain) if wanted else ()
        return [(offsets[place.start()], offsets[place.end() - 1] + 1) for place in found]
    words = en_key(form).split()
    pattern = r"(?<!\w)" + r"\W+".join(map(re.escape, words)) + r"(?!\w)"
    return [place.span() for place in re.finditer(pattern, text, re.IGNORECASE)] if words else []
