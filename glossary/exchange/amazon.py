"""Amazon Translate custom terminology: CSV with a header of language codes, the source language first.

https://docs.aws.amazon.com/translate/latest/dg/creating-custom-terminology.html: one translation per source term, at most
200 bytes a term and 10 MB a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from glossary.entries import Concept
from glossary.exchange.base import ExportOptions, Report
from glossary.exchange.delimited import line
from glossary.exchange.oneway import Limits, entries, unique, within

LIMITS = Limits("Amazon Translate", 200, 10_000_000)


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Write the best translation of each source term as CSV."""
    report = Report("entry")
    zh = "zh-TW" if options.script == "hant" else "zh"
    head = line([zh, "en"] if options.source == "zh" else ["en", zh], ",")
    out.write(head)
    chosen = unique(entries(concepts, options, report), LIMITS, report)
    for data in within(((entry, line([entry.source, entry.target], ",")) for entry in chosen), LIMITS, report, len(head)):
        out.write(data)
    return report
