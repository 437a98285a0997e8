"""Excel workbook: all fields of the pairs on the first sheet, their sentences on the second.

The header stays in view, every column has a filter, and the status is chosen from a list, so that a glossary can be reviewed
in Excel and read back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from aligner.workbook import rows as rows_of
from glossary.entries import Concept, Context
from glossary.exchange.base import STATUSES, ExportOptions, ImportOptions, LeftOut, Report
from glossary.exchange.clean import printable
from glossary.exchange.columns import read_rows
from glossary.exchange.fields import NUMBERS, header, row
from glossary.exchange.pairs import Pair, ordered
from glossary.exchange.sheet import Sheet, write_workbook

CONTEXTS = ("concept", "zh", "en", "document", "place", "method", "score", "context_zh", "context_en")
_WIDE = {"zh": 18, "en": 32, "context_zh": 60, "context_en": 60, "definition": 40, "documents": 30, "note": 30,
         "zh_note": 30, "en_note": 30}  # fmt: skip


def _cells(pair: Pair, names: list[str]) -> list[str | float]:
    cells = row(pair, all_fields=True)
    return [float(cell) if name in NUMBERS else printable(cell) for name, cell in zip(names, cells, strict=True)]


def _sightings(pairs: Iterable[Pair]) -> Iterator[list[str | float]]:
    for pair in pairs:
        for seen in pair.contexts:
            where = [pair.concept.id, pair.zh.text, pair.en.text, seen.document, seen.place, seen.method]
            yield [*map(printable, where), round(seen.score, 4), printable(seen.zh), printable(seen.en)]


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Write the pairs as rows, best first."""
    report = Report("row")
    found = list(ordered(concepts, report, options))
    report.entries = len(found)
    names = header(all_fields=True)
    terms = Sheet(
        "Terms", names, (_cells(pair, names) for pair in found), [_WIDE.get(name, 12) for name in names],
        (names.index("status"), STATUSES),
    )  # fmt: skip
    contexts = Sheet("Contexts", CONTEXTS, _sightings(found), [_WIDE.get(name, 14) for name in CONTEXTS])
    write_workbook([terms, contexts], out, report)
    return report


def _sentence(cells: list[str], at: dict[str, int]) -> tuple[tuple[str, str, str], Context]:
    def value(column: str) -> str:
        return cells[at[column]] if at[column] < len(cells) else ""

    try:
        score = float(value("score") or 1)
    except ValueError:
        score = 1.0
    seen = Context(value("context_zh"), value("context_en"), value("document"), value("place"), value("method"), score)
    return (value("concept"), value("zh"), value("en")), seen


def read(source: BinaryIO, name: str, options: ImportOptions) -> Iterator[Concept | LeftOut]:
    """Read a workbook: the first sheet that is a table of terms, and the sheet of contexts where an export wrote one."""
    rows: list[tuple[str, list[str]]] = []
    sightings: dict[tuple[str, str, str], tuple[Context, ...]] = {}
    columns: dict[str, int] = {}
    first = ""
    for sheet, number, cells in rows_of(source, name):
        first = first or sheet
        if sheet == first:
            rows.append((f"{sheet}, row {number}", cells))
        elif sheet == "Contexts" and not columns and cells[: len(CONTEXTS)] == list(CONTEXTS):
            columns = {column: index for index, column in enumerate(CONTEXTS)}
        elif sheet == "Contexts" and columns:
            key, seen = _sentence(cells, columns)
            sightings[key] = (*sightings.get(key, ()), seen)
    yield from read_rows(iter(rows), name, options, sightings)
