"""DeepL glossary: two columns, no header, one translation per source term, within DeepL's limits.

https://developers.deepl.com/docs/api-reference/glossaries: at most 1,024 bytes a term and 10 MiB in all, no duplicate
sources, no control characters. Cells are not guarded against formulas: DeepL would take the apostrophe as text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from glossary.entries import Concept
from glossary.exchange.base import ExportOptions, Report
from glossary.exchange.delimited import line
from glossary.exchange.oneway import Limits, entries, unique, within

LIMITS = Limits("DeepL", 1024, 10 << 20)


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Write the best translation of each source term as CSV."""
    report = Report("entry")
    chosen = unique(entries(concepts, options, report), LIMITS, report)
    for data in within(((entry, line([entry.source, entry.target], ",")) for entry in chosen), LIMITS, report):
        out.write(data)
    return report
