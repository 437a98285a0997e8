"""Every stored sentence pair with an expression, grouped by what stands for it on the other side.

The counterpart is, in this order: what a run saw for it in this very sentence; a rendering of the glossary that the other
side holds, the longest first; what the words of the pair are aligned with, where the caller gives an aligner.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from aligner.records import Lang
from aligner.text import detect_lang
from glossary import keys
from glossary.reading import marks
from glossary.sentences import Sentence, sentence_pattern, sentence_units, sentences

Span = tuple[int, int]
Align = Callable[[str, str, Lang, Span], Span | None]
"""(zh, en, the side that holds the expression, its place there) -> the place of its counterpart on the other side."""

UNKNOWN = ""
_IDS = 900


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence pair with the expression: `spot` in the sentence of its language, `other` in that of the other one.

    `how` tells what found the counterpart: "seen" by a run, "glossary", "words" by alignment; empty where nothing did.
    """

    sentence: Sentence
    spot: Span
    other: Span | None
    how: str

    @property
    def text(self) -> str:
        """The sentence that holds the expression."""
        return self.sentence.zh if self.sentence.lang == "zh" else self.sentence.en

    @property
    def counterpart(self) -> str:
        """The sentence on the other side."""
        return self.sentence.en if self.sentence.lang == "zh" else self.sentence.zh


@dataclass(frozen=True, slots=True)
class Group:
    """The lines in which one rendering stands for the expression; `rendering` is empty where none was found.

    `status` is what the glossary says of it, empty where it does not know it, and `decided_by` who said so.
    """

    rendering: str
    documents: tuple[str, ...]
    lines: tuple[Line, ...]
    status: str = ""
    decided_by: str = ""


def concordance(db: sqlite3.Connection, expression: str, *, limit: int = 200, align: Align | None = None) -> list[Group]:
    """The sentence pairs with an expression, at most `limit`, by rendering: the most frequent first, unknown ones last."""
    found = sentences(db, expression, limit=limit, pairs=True)
    known: dict[Lang, list[_Wanted]] = {}
    standing = _renderings(db, expression)
    renderings = sorted({text for text, _, _, _ in standing}, key=len, reverse=True)
    # a Chinese term has no standing of its own, but that of its pairs
    said = {key: (status, person) for text, key, status, person in reversed(standing) if detect_lang(text) == "en"}
    seen = _seen(db, expression, [s.id for s in found])
    groups: dict[str, list[Line]] = {}
    shown: dict[str, str] = {}
    for sentence in found:
        other: Lang = "en" if sentence.lang == "zh" else "zh"
        if other not in known:
            known[other] = _wanted(renderings, other)
        line = _line(sentence, other, _wanted(seen.get(sentence.id, ()), other), known[other], align)
        written = line.counterpart[slice(*line.other)] if line.other else UNKNOWN
        key = keys.expression(written, other)[1]
        shown.setdefault(key, written)
        groups.setdefault(key, []).append(line)
    ordered = sorted(groups.items(), key=lambda group: (group[0] == UNKNOWN, -len(group[1])))
    return [
        Group(shown[key], tuple(dict.fromkeys(line.sentence.document for line in lines)), tuple(lines), *said.get(key, ()))
        for key, lines in ordered
    ]


_Wanted = tuple[str, tuple[str, ...], str]  # a unit of a rendering, all of its units, the rendering


def _wanted(renderings: Iterable[str], lang: Lang) -> list[_Wanted]:
    """Renderings with what tells quickly that they are not in a sentence: a common word has hundreds of them."""
    units = ((sentence_units(rendering, lang), rendering) for rendering in renderings)
    return [(max(some, key=len), some, rendering) for some, rendering in units if some]


def _line(sentence: Sentence, other: Lang, seen: Sequence[_Wanted], known: Sequence[_Wanted], align: Align | None) -> Line:
    spot = (sentence.start, sentence.stop)
    text = sentence.en if other == "en" else sentence.zh
    plain = keys.plain_sentence(text)
    for how, some in (("seen", seen), ("glossary", known)):
        for longest, units, rendering in some:
            if longest in plain and all(unit in plain for unit in units):
                pattern = sentence_pattern(rendering, other)
                if place := pattern.search(plain) if pattern else None:
                    return Line(sentence, spot, _whole_words(text, place.span()), how)
    aligned = align(sentence.zh, sentence.en, sentence.lang, spot) if align else None
    return Line(sentence, spot, aligned, "words" if aligned else "")


def _whole_words(text: str, span: Span) -> Span:
    """The span up to the end of an English word whose inflection it cuts."""
    rest = re.compile(r"[A-Za-z]*").match(text, span[1])
    return (span[0], rest.end()) if rest and text[span[1] - 1 : span[1]].isascii() else span


def _concepts(db: sqlite3.Connection, expression: str) -> tuple[Lang, list[int]]:
    lang: Lang = "zh" if detect_lang(expression) == "zh" else "en"
    key = keys.expression(keys.storable(expression), lang)[1]
    rows = db.execute("SELECT DISTINCT concept FROM terms WHERE lang = ? AND search_key = ?", (lang, key))
    return lang, [row[0] for row in rows.fetchmany(_IDS)]


def _renderings(db: sqlite3.Connection, expression: str) -> list[tuple[str, str, str, str]]:
    """What the glossary knows for the expression as (text, search key, status, who decided it), best first."""
    lang, concepts = _concepts(db, expression)
    rows = db.execute(
        f"SELECT text, search_key, status, decided_by FROM terms WHERE concept IN ({marks(concepts)}) AND +lang <> ?"
        " ORDER BY standing, id",
        (*concepts, lang),
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def _seen(db: sqlite3.Connection, expression: str, segments: list[int]) -> dict[int, list[str]]:
    """What runs saw for the expression in these sentences, as written there."""
    lang, concepts = _concepts(db, expression)
    found: dict[int, list[str]] = {}
    if not concepts or not segments:
        return found
    other = "en" if lang == "zh" else "zh"
    wanted = set(segments)
    for start in range(0, len(concepts), _IDS):
        part = concepts[start : start + _IDS]
        rows = db.execute(
            f"SELECT e.segment, e.{other}_text FROM terms t JOIN evidence e ON e.{lang}_term = t.id"
            f" WHERE t.concept IN ({marks(part)}) AND +t.lang = ? AND e.segment IS NOT NULL ORDER BY e.score DESC",
            (*part, lang),
        )
        for segment, text in rows:
            if segment in wanted:
                found.setdefault(segment, []).append(text)
    return found
