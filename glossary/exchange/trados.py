"""Trados: an Excel sheet as the Glossary Converter reads it, one entry per row, synonyms joined by `|`.

https://cerebus.de/glossaryconverter/help: the first row names languages and fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from aligner.records import Lang
from glossary.entries import Concept
from glossary.exchange.base import ExportOptions, Report
from glossary.exchange.oneway import flat, one_script
from glossary.exchange.sheet import Sheet, write_workbook

_HEADER = ("English", "Definition", "Subject", "Note")


def _synonyms(concept: Concept, lang: Lang, report: Report) -> str:
    found = []
    for term in concept.zh if lang == "zh" else concept.en:
        text = flat(term.text)
        if term.status in ("deprecated", "rejected"):
            report.leave(f"{concept.id} {text}", f"{term.status}: the sheet cannot say so")
        elif "|" in text:
            report.leave(f"{concept.id} {text}", "holds the mark | that stands between synonyms")
        elif text:
            found.append(text)
    return "|".join(found)


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Write one concept per row."""
    report = Report("concept")
    name = "Chinese (Traditional, Taiwan)" if options.script == "hant" else "Chinese (Simplified, PRC)"

    def rows() -> Iterator[Sequence[str]]:
        for concept in concepts:
            concept = one_script(concept, options)
            zh, en = _synonyms(concept, "zh", report), _synonyms(concept, "en", report)
            if not zh or not en:
                report.leave(concept.id, "no current term in one of the languages")
                continue
            report.entries += 1
            yield (zh, en, flat(concept.definition), flat(concept.subject), flat(concept.note))

    write_workbook([Sheet("Terms", (name, *_HEADER), rows(), (24, 40, 60, 20, 40))], out, report)
    return report
