"""XLSX sheets with a zh and an en column; every other sheet as lines, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from aligner import workbook
from aligner.documents.bilingual import Pairs, one_line
from aligner.documents.columns import find_columns, is_header
from aligner.documents.source import Source
from aligner.records import Line, Place, SegmentPair

Row = tuple[int, list[str]]


def read(source: Source) -> Iterator[Line | SegmentPair]:
    """The pairs of sheets that have both columns, found by content; the cells of the others. Hidden sheets count too."""
    pairs, number = Pairs(source, "xlsx"), 0
    with source.open() as stream:
        for name, found in groupby(workbook.rows(stream, source.name), key=lambda row: row[0]):
            rows = [(row, cells) for _, row, cells in found if any(cell.strip() for cell in cells)]
            for item in _sheet(rows, name, pairs):
                if isinstance(item, Line):
                    number += 1
                    item = Line(item.text, number, item.where, "cell", line=0, ends=True)
                yield item
    if pairs.made or not number:
        pairs.finish("rows")


def _sheet(rows: list[Row], name: str, pairs: Pairs) -> Iterator[Line | SegmentPair]:
    found = find_columns([cells for _, cells in rows])
    if found is None:
        for row, cells in rows:
            for column, cell in enumerate(cells):
                if text := one_line(cell):
                    yield Line(text, 1, f"{name}!{workbook.letters(column)}{row}", "cell")
        return
    for index, (row, cells) in enumerate(rows):
        if len(cells) <= max(found):
            continue
        zh, en = cells[found[0]], cells[found[1]]
        if index == 0 and is_header(zh, en):
            continue
        if made := pairs.make(zh, en, Place(0, 0, f"{name}!{workbook.letters(found[0])}{row}")):
            yield made
