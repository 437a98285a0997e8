"""Microsoft Translator glossary for document translation: tab-separated, two columns, no header.

https://learn.microsoft.com/azure/ai-services/translator/document-translation/how-to-guides/create-use-glossaries:
one-to-one, tab-separated preferred. It knows no quoting, so terms are flat; the file is at most 10 MB.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from glossary.entries import Concept
from glossary.exchange.base import ExportOptions, Report
from glossary.exchange.oneway import Limits, entries, unique, within

LIMITS = Limits("Microsoft Translator", 10_000_000, 10_000_000)


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Write the best translation of each source term."""
    report = Report("entry")
    chosen = unique(entries(concepts, options, report), LIMITS, report)
    for data in within(((entry, f"{entry.source}\t{entry.target}\n".encode()) for entry in chosen), LIMITS, report):
        out.write(data)
    return report
