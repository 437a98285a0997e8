"""Wordfast glossary: tab-separated source, target, comment in UTF-16 with a byte order mark, Windows line ends.

UTF-16 because Wordfast Classic reads no other Unicode, and Wordfast Pro reads it too. http://www.wordfast.net/wiki
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from typing import BinaryIO

from glossary.entries import Concept
from glossary.exchange.base import ExportOptions, Report
from glossary.exchange.oneway import entries, remark


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Write every current rendering as a line, best first."""
    report = Report("entry")
    out.write(codecs.BOM_UTF16_LE)
    for entry in entries(concepts, options, report):
        line = f"{entry.source}\t{entry.target}\t{remark(entry.pair.concept, entry.pair.en)}\r\n"
        out.write(line.encode("utf-16-le"))
        report.entries += 1
    return report
