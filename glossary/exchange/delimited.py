"""CSV (RFC 4180) and TSV: UTF-8, a header, one row per zh-en pair, ranked best first, formulas defused (`clean.guard`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO

from glossary.entries import Concept
from glossary.exchange.base import ExportOptions, Report
from glossary.exchange.clean import guard, printable
from glossary.exchange.fields import NUMBERS, header, row
from glossary.exchange.pairs import ordered

DELIMITERS = {"csv": ",", "tsv": "\t"}
# Quoted by rule and not by the csv module, whose idea of what needs quotes depends on the version of Python
_NEEDS_QUOTES = re.compile(r'[",;\t\r\n]|^\s|\s$')


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def line(cells: Iterable[str], delimiter: str) -> bytes:
    """One row as bytes."""
    return (delimiter.join(_cell(cell) for cell in cells) + "\n").encode()


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Write the pairs as rows; with `options.bom` Excel opens the file as UTF-8 by a double click."""
    report = Report("row")
    delimiter, names = DELIMITERS[options.format], header(options.all_fields)
    if options.bom:
        out.write(b"\xef\xbb\xbf")
    out.write(line(names, delimiter))
    for pair in ordered(concepts, report, options.sort):
        cells = zip(names, row(pair, options.all_fields), strict=True)
        out.write(line((cell if name in NUMBERS else guard(printable(cell)) for name, cell in cells), delimiter))
        report.entries += 1
    return report
