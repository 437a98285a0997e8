"""The columns of a table export, in both directions: how a pair becomes a row of text, and a row a piece of a concept.

`COLUMNS` are always there. `MORE` follow with --all-fields and in workbooks, so that a table can hold all that a concept has
but its further sentences. Lists in one cell are joined by "; "; a name that itself holds a semicolon or a quotation mark is
put in quotation marks, as in CSV.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from glossary.exchange.pairs import Pair

_ITEM = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^;]*))\s*(?:;|$)')


def join(items: Iterable[str]) -> str:
    """Several names in one cell."""
    return "; ".join(_quoted(item) for item in items)


def _quoted(item: str) -> str:
    plain = item.strip() == item and item and not any(mark in item for mark in ';"')
    return item if plain else '"' + item.replace('"', '""') + '"'


def split(cell: str) -> list[str]:
    """The names behind `join`, and behind what people write: semicolons with or without a space."""
    found = []
    position = 0
    while position < len(cell):
        match = _ITEM.match(cell, position)
        if match is None:  # an opening quotation mark that is never closed: no list of ours
            return [item.strip() for item in cell.split(";") if item.strip()]
        quoted, bare = match.groups()
        found.append(quoted.replace('""', '"') if quoted is not None else bare.strip())
        position = match.end() if match.end() > position else len(cell)
    return [item for item in found if item]


def number(value: float) -> str:
    """A score as files carry it: at most four decimals, no trailing zeros."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _context(pair: Pair, lang: str) -> str:
    """The sentence of the first sighting that has it in both languages, else of the first that has it in one.

    Both columns of a row take theirs from the same sighting: side by side they are read as translating each other.
    """
    seen = [context for context in pair.contexts if context.zh or context.en]
    chosen = next((context for context in seen if context.zh and context.en), seen[0] if seen else None)
    return "" if chosen is None else chosen.zh if lang == "zh" else chosen.en


COLUMNS: Mapping[str, Callable[[Pair], str]] = {
    "zh": lambda pair: pair.zh.text,
    "en": lambda pair: pair.en.text,
    "status": lambda pair: pair.status,
    "score": lambda pair: number(pair.en.translation),
    "termhood": lambda pair: number(pair.en.termhood),
    "frequency": lambda pair: str(pair.en.frequency),
    "method": lambda pair: join(pair.methods),
    "documents": lambda pair: join(pair.documents),
    "context_zh": lambda pair: _context(pair, "zh"),
    "context_en": lambda pair: _context(pair, "en"),
}

MORE: Mapping[str, Callable[[Pair], str]] = {
    "concept": lambda pair: pair.concept.id,
    "subject": lambda pair: pair.concept.subject,
    "definition": lambda pair: pair.concept.definition,
    "note": lambda pair: pair.concept.note,
    "related": lambda pair: join(pair.concept.related),
    "zh_status": lambda pair: pair.zh.status,
    "zh_reading": lambda pair: pair.zh.reading,
    "zh_part_of_speech": lambda pair: pair.zh.part_of_speech,
    "zh_note": lambda pair: pair.zh.note,
    "zh_source": lambda pair: pair.zh.source,
    "zh_decided_by": lambda pair: pair.zh.decided_by,
    "zh_created": lambda pair: pair.zh.created,
    "zh_modified": lambda pair: pair.zh.modified,
    "en_status": lambda pair: pair.en.status,
    "en_part_of_speech": lambda pair: pair.en.part_of_speech,
    "en_note": lambda pair: pair.en.note,
    "en_source": lambda pair: pair.en.source,
    "en_decided_by": lambda pair: pair.en.decided_by,
    "en_created": lambda pair: pair.en.created,
    "en_modified": lambda pair: pair.en.modified,
}

#: Columns whose cells are numbers and need no guard against formulas.
NUMBERS = frozenset({"score", "termhood", "frequency"})


def header(all_fields: bool) -> list[str]:
    """Names of the columns."""
    return [*COLUMNS, *(MORE if all_fields else ())]


def row(pair: Pair, all_fields: bool) -> list[str]:
    """The cells of a pair, in the order of `header`."""
    getters = [*COLUMNS.values(), *(MORE.values() if all_fields else ())]
    return [getter(pair) for getter in getters]
