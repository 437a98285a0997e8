"""XLSX workbooks as rows of text, read under the caps of `zipsafe` and `xmlsafe`.

Own code, because what is needed of a workbook are five small XML shapes, and the libraries unpack whatever an archive claims.
ECMA-376, parts 1 (SpreadsheetML) and 2 (packages).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import BinaryIO

from aligner.errors import InputError
from aligner.xmlsafe import Element, elements
from aligner.zipsafe import BUDGET, Archive

_CELLS = 5_000_000  # a workbook of more is refused
_COLUMNS = 16_384  # that a sheet can have
# workbooks pack 5 to 20 to 1; what goes far beyond is made to fill a memory
_RATIO, _SMALL = 40, 16 << 20
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})\d")


def letters(column: int) -> str:
    """The letters of a column, counted from 0: 27 is AB."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _column(reference: str) -> int | None:
    """Column of a reference like "AB12", from 0."""
    found = _REFERENCE.match(reference)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return column - 1


def rows(stream: BinaryIO, name: object) -> Iterator[tuple[str, int, list[str]]]:
    """Every row that is not empty, as (sheet, row number, cells), the sheets in the order of their tabs; hidden ones too.

    Formulas give the value they had when the file was saved. Raises InputError for a file that is no workbook.
    """
    size = stream.seek(0, 2)
    archive = Archive(stream, name, min(BUDGET, max(_SMALL, _RATIO * size)))
    book, sheets = _workbook(archive)
    related = _relations(archive, book)
    strings = [
        _text(item)
        for kind, part in related.values()
        if kind == "sharedStrings" and part in archive
        for item in elements(archive.chunks(part), f"{name}: {part}", {"si"})
    ]
    cells = 0
    for sheet in sheets:
        kind, part = related.get(sheet.get("id"), ("", ""))
        if kind != "worksheet" or part not in archive:
            continue
        last = 0
        for row in elements(archive.chunks(part), f"{name}: {part}", {"row"}):
            number = row.get("r")
            last = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else last + 1
            values = _values(row, strings, f"{name}: {part}")
            cells += len(values) + 1
            if cells > _CELLS:
                raise InputError(name, f"has more than {_CELLS:,} cells")
            if any(values):
                yield sheet.get("name"), last, values


def _workbook(archive: Archive) -> tuple[str, list[Element]]:
    """The main part, as the package's own relationships name it, and the sheets that it lists."""
    named = [part for kind, part in _relations(archive, "").values() if kind == "officeDocument"]
    part = next((part for part in [*named, "xl/workbook.xml"] if part in archive), "")
    roots = (
        elements(archive.chunks(part), f"{archive.name}: {part}", {"workbook", "document", "presentation"}) if part else ()
    )
    for root in roots:
        if root.tag == "workbook":
            return part, list(root.iter("sheet"))
    raise InputError(archive.name, "is not an Excel workbook (.xlsx)")


def _relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Relationship id → (last word of its type, target part), for a part or ("") the package."""
    folder, file = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{file}.rels")
    if path not in archive:
        return {}
    found = {}
    for node in elements(archive.chunks(path), f"{archive.name}: {path}", {"Relationship"}):
        target = node.get("Target")
        target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[node.get("Id")] = (node.get("Type").rpartition("/")[2], target)
    return found


def _values(row: Element, strings: list[str], name: str) -> list[str]:
    values: list[str] = []
    for cell in row.all("c"):
        column = _column(cell.get("r"))
        if column is not None:
            if not len(values) <= column < _COLUMNS:
                raise InputError(name, "has cells in an order that is none", cell.line)
            values.extend([""] * (column - len(values)))
        values.append(_value(cell, strings, name))
    return values


def _value(cell: Element, strings: list[str], name: str) -> str:
    inline = cell.find("is")
    if inline is not None:
        return _text(inline)
    value = cell.find("v")
    if value is None:
        return ""
    text = value.text()
    if cell.get("t") != "s":
        return _unescaped(text)
    index = text.strip()
    if not (index.isascii() and index.isdigit() and len(index) < 9 and int(index) < len(strings)):
        raise InputError(name, f"names a text that is not there ({index[:20]})", value.line)
    return strings[int(index)]


def _text(item: Element) -> str:
    """The text of a string or of its runs, without the reading that stands above it in East Asian sheets."""
    if item.tag == "t":
        return _unescaped(item.text())
    return "".join(_text(child) for child in item.elements if child.tag in ("t", "r", "is"))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
