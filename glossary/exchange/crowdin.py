"""Crowdin glossary as CSV, with the columns of Crowdin's own export; a concept with several terms takes several rows.

https://support.crowdin.com/glossary/. Crowdin recognises `Term [xx]`, `Description [xx]`, `Part of Speech [xx]`,
`Status [xx]` and `Note [xx]` per language.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from typing import BinaryIO

from glossary.entries import Concept, Term
from glossary.exchange.base import ExportOptions, Report
from glossary.exchange.delimited import line
from glossary.exchange.oneway import chinese, flat, one_script
from glossary.exchange.termbase import part_of_speech

_FIELDS = ("Term", "Description", "Part of Speech", "Status", "Note")
# Crowdin's words for what ISO 30042 calls deprecated; a candidate has no status
_STATUS = {"preferred": "preferred", "admitted": "admitted", "deprecated": "not recommended"}


def _cells(concept: Concept, term: Term | None, first: bool) -> list[str]:
    if term is None:
        return [""] * len(_FIELDS)
    description = flat(concept.definition) if first else ""
    return [flat(term.text), description, part_of_speech(term.part_of_speech), _STATUS.get(term.status, ""), flat(term.note)]


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Write the concepts, the n-th Chinese beside the n-th English term."""
    report = Report("concept")
    languages = (chinese(options), "en")
    names = [f"{field} [{language}]" for language in languages for field in _FIELDS]
    out.write(line(["Concept ID", "Concept Definition", "Concept Subject", "Concept Note", *names], ","))
    for concept in concepts:
        concept = one_script(concept, options)
        kept = [term for term in concept.terms if term.status != "rejected" and flat(term.text)]
        zh, en = ([term for term in kept if term.lang == lang] for lang in ("zh", "en"))
        if not zh or not en:
            report.leave(concept.id, "no current term in one of the languages")
            continue
        head = [concept.id, flat(concept.definition), flat(concept.subject), flat(concept.note)]
        for number, (left, right) in enumerate(zip_longest(zh, en)):
            cells = [*head, *_cells(concept, left, number == 0), *_cells(concept, right, number == 0)]
            out.write(line(cells, ","))
        report.entries += 1
    return report
