"""CSV (RFC 4180) and TSV: UTF-8, a header, one row per zh-en pair, ranked best first, formulas defused (`clean.guard`)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from aligner.encoding import decode
from aligner.errors import InputError
from glossary.entries import Concept
from glossary.exchange.base import ExportOptions, ImportOptions, LeftOut, Report
from glossary.exchange.clean import guard, printable, unguard
from glossary.exchange.columns import read_rows
from glossary.exchange.fields import NUMBERS, header, row
from glossary.exchange.pairs import ordered

DELIMITERS = {"csv": ",", "tsv": "\t"}
# Quoted by rule and not by the csv module, whose idea of what needs quotes depends on the version of Python
_NEEDS_QUOTES = re.compile(r'[",;\t\r\n]|^\s|\s$')


def _cell(text: str, always: bool) -> str:
    return '"' + text.replace('"', '""') + '"' if always or _NEEDS_QUOTES.search(text) else text


def line(cells: Iterable[str], delimiter: str, quote_all: bool = False) -> bytes:
    """One row as bytes."""
    return (delimiter.join(_cell(cell, quote_all) for cell in cells) + "\n").encode()


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Write the pairs as rows; with `options.bom` Excel opens the file as UTF-8 by a double click."""
    report = Report("row")
    delimiter, names = DELIMITERS[options.format], header(options.all_fields)
    if options.bom:
        out.write(b"\xef\xbb\xbf")
    out.write(line(names, delimiter))
    for pair in ordered(concepts, report, options):
        cells = zip(names, row(pair, options.all_fields), strict=True)
        out.write(line((cell if name in NUMBERS else guard(printable(cell)) for name, cell in cells), delimiter))
        report.entries += 1
    return report


def _delimiter(text: str, otherwise: str) -> str:
    """What stands between the cells of the first lines: comma, semicolon or tab."""
    head = re.sub(r'"[^"]*"', "", "\n".join(text[:100_000].split("\n")[:20]))
    return max(",;\t", key=lambda mark: (head.count(mark), mark == otherwise))


def _rows(text: str, name: str, delimiter: str) -> Iterator[tuple[str, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if any(cells):
                yield f"line {reader.line_num}", [unguard(cell) for cell in cells]
    except csv.Error as error:
        raise InputError(name, f"is not a table that can be read ({error})", reader.line_num) from None


def _plain_rows(text: str) -> Iterator[tuple[str, list[str]]]:
    """Tab-separated lines of tools that know no quoting."""
    for number, plain in enumerate(text.splitlines(), 1):
        if plain.strip():
            yield f"line {number}", [unguard(cell) for cell in plain.split("\t")]


def read(source: BinaryIO, name: str, options: ImportOptions) -> Iterator[Concept | LeftOut]:
    """Read a table of terms, ours or anybody's; see `columns` for how columns are recognised."""
    text = decode(source.read(), name, options.encoding or None).text
    delimiter = _delimiter(text, DELIMITERS.get(options.format, ","))
    if delimiter == "\t" and not _quoted(text):
        return read_rows(_plain_rows(text), name, options)
    return read_rows(_rows(text, name, delimiter), name, options)


def _quoted(text: str) -> bool:
    """Whether a tab-separated text uses quotation marks as CSV does: around whole cells, and closed."""
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True):
            pass
    except csv.Error:
        return False
    return True
