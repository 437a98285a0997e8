"""Google Cloud Translation glossary: `google` for one direction (two columns, no header), `google-sets` for both (equivalent
term sets: a header with language codes, part of speech and description).

https://cloud.google.com/translate/docs/advanced/glossary: at most 1,024 bytes a term and 10,485,760 bytes in all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from glossary.entries import Concept
from glossary.exchange.base import ExportOptions, Report
from glossary.exchange.delimited import line
from glossary.exchange.oneway import Entry, Limits, chinese, entries, remark, unique, within
from glossary.exchange.termbase import part_of_speech

LIMITS = Limits("Google", 1024, 10_485_760)


def _set(entry: Entry, options: ExportOptions) -> bytes:
    zh, en = (entry.source, entry.target) if options.source == "zh" else (entry.target, entry.source)
    pair = entry.pair
    speech = part_of_speech(pair.en.part_of_speech or pair.zh.part_of_speech)
    return line([zh, en, speech, remark(pair.concept, pair.en)], ",")


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Write the best translation of each source term as CSV."""
    report = Report("entry")
    chosen = unique(entries(concepts, options, report), LIMITS, report)
    if options.format == "google":
        lines = ((entry, line([entry.source, entry.target], ",")) for entry in chosen)
        head = b""
    else:
        lines = ((entry, _set(entry, options)) for entry in chosen)
        head = line([chinese(options), "en", "pos", "description"], ",")
    out.write(head)
    for data in within(lines, LIMITS, report, len(head)):
        out.write(data)
    return report
