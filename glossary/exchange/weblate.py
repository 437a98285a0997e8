"""Weblate glossary as CSV, with the column names that Weblate and translate-toolkit know.

https://docs.weblate.org/en/latest/formats/csv.html. A candidate is marked fuzzy: it still has to be looked at. The context
column tells entries with the same source apart, so it is filled only where there are several. All cells are quoted, because
translate-toolkit guesses the delimiter, and guesses right only then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import BinaryIO

from glossary.entries import Concept
from glossary.exchange.base import ExportOptions, Report
from glossary.exchange.delimited import line
from glossary.exchange.oneway import entries, remark

HEADER = ("source", "target", "fuzzy", "context", "translator_comments", "developer_comments")


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Write every current rendering as a row, best first."""
    report = Report("entry")
    chosen = list(entries(concepts, options, report))
    often = Counter(entry.source for entry in chosen)
    seen: Counter[str] = Counter()
    out.write(line(HEADER, ",", quote_all=True))
    for entry in chosen:
        seen[entry.source] += 1
        concept, rendering = entry.pair.concept, entry.pair.en
        context = f"{concept.id}.{seen[entry.source]}" if often[entry.source] > 1 else ""
        fuzzy = "True" if entry.pair.status == "candidate" else ""
        cells = [entry.source, entry.target, fuzzy, context, rendering.note, remark(concept, rendering)]
        out.write(line(cells, ",", quote_all=True))
        report.entries += 1
    return report
