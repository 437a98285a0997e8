"""Phrase TMS term base as XLSX: a plain list with language codes as header, one pair per row, best first.

https://support.phrase.com/hc/en-us/articles/5709733407772 (Modify or import to term bases).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from glossary.entries import Concept
from glossary.exchange.base import ExportOptions, Report
from glossary.exchange.oneway import chinese, entries
from glossary.exchange.sheet import Sheet, write_workbook


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Write every current rendering as a row."""
    report = Report("entry")
    found = list(entries(concepts, options, report))
    report.entries = len(found)
    zh = chinese(options).lower().replace("-", "_")
    header = (zh, "en") if options.source == "zh" else ("en", zh)
    write_workbook([Sheet("Terms", header, ((e.source, e.target) for e in found), (24, 40))], out, report)
    return report
