"""XLSX sheets with a zh and an en column; every other sheet as lines, cell by cell.

Own code over `zipsafe` and `xmlsafe`: a workbook is five small XML shapes, and the libraries unpack whatever an archive
claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.documents.bilingual import Pairs, one_line
from aligner.documents.columns import find_columns, is_header
from aligner.documents.office import Package
from aligner.documents.source import Source
from aligner.records import Line, Place, SegmentPair
from aligner.xmlsafe import Element

_CELLS = 5_000_000  # a workbook of more is refused
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
Row = tuple[int, list[str]]


def read(source: Source) -> Iterator[Line | SegmentPair]:
    """The pairs of sheets that have both columns, found by content; the cells of the others. Hidden sheets count too."""
    package = Package(source)
    workbook = package.main("xl/workbook.xml")
    relations = package.relations(workbook)
    strings = _strings(package, [target for kind, target in relations.values() if kind == "sharedStrings"])
    pairs, number = Pairs(source, "xlsx"), 0
    for sheet in package.elements(workbook, {"sheet"}):
        kind, part = relations.get(sheet.get("id"), ("", ""))
        if kind != "worksheet" or part not in package:
            continue
        rows = list(_rows(package, part, strings))
        for item in _sheet(rows, sheet.get("name"), pairs):
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
                    yield Line(text, 1, f"{name}!{_letters(column)}{row}", "cell")
        return
    for index, (row, cells) in enumerate(rows):
        if len(cells) <= max(found):
            continue
        zh, en = cells[found[0]], cells[found[1]]
        if index == 0 and is_header(zh, en):
            continue
        if made := pairs.make(zh, en, Place(0, 0, f"{name}!{_letters(found[0])}{row}")):
            yield made


def _strings(package: Package, parts: list[str]) -> list[str]:
    return [_text(item) for part in parts if part in package for item in package.elements(part, {"si"})]


def _text(item: Element) -> str:
    """The text of a string or of its runs, without the reading that stands above it in East Asian sheets."""
    if item.tag == "t":
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), item.text())
    return "".join(_text(child) for child in item.elements if child.tag in ("t", "r", "is"))


def _rows(package: Package, part: str, strings: list[str]) -> Iterator[Row]:
    """Number and cells of every row that is not empty."""
    cells = last = 0
    for row in package.elements(part, {"row"}):
        number = row.get("r")
        last = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else last + 1
        values: list[str] = []
        for cell in row.all("c"):
            column = _column(cell.get("r"))
            if column is not None and len(values) < column < 16_384:
                values.extend([""] * (column - len(values)))
            values.append(_value(cell, strings))
        cells += len(values) + 1
        if cells > _CELLS:
            raise package.source.error(f"has more than {_CELLS} cells")
        if any(value.strip() for value in values):
            yield last, values


def _value(cell: Element, strings: list[str]) -> str:
    kind, value = cell.get("t"), cell.find("v")
    if kind == "inlineStr":
        inline = cell.find("is")
        return _text(inline) if inline is not None else ""
    if value is None:
        return ""
    text = value.text()
    if kind == "s":
        return strings[int(text)] if text.isascii() and text.isdigit() and len(text) < 9 and int(text) < len(strings) else ""
    return text


def _column(reference: str) -> int | None:
    """Column of a reference like "AB12", from 0."""
    letters = re.match(r"[A-Z]{1,3}(?=\d)", reference)
    if not letters:
        return None
    column = 0
    for letter in letters[0]:
        column = column * 26 + ord(letter) - 64
    return column - 1


def _letters(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
