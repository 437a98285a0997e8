"""TBX version 2 (ISO 30042:2008, martif): what OmegaT, Weblate and translate-toolkit read; they fail on version 3.

Element order and data categories follow TBXcoreStructV02.dtd and the TBX-Basic constraints of 2008.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from glossary.entries import Concept, Term
from glossary.exchange.base import ExportOptions, Report
from glossary.exchange.oneway import one_script
from glossary.exchange.tbx import write_entries
from glossary.exchange.tbxread import read
from glossary.exchange.termbase import GENERATOR, STATUS, day, kept_terms, language, part_of_speech, sentences
from glossary.exchange.xmlout import Names, attributes, element

__all__ = ["read", "write"]
_FOOTER = "  </body>\n </text>\n</martif>\n"


def _header(title: str) -> str:
    # The DTD is named and not needed: the tools know it, and none of them goes to look for it
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">\n'
        '<martif type="TBX-Basic" xml:lang="en">\n <martifHeader>\n  <fileDesc>\n   <titleStmt>\n'
        f"    {element('title', title)}\n   </titleStmt>\n   <sourceDesc>\n    {element('p', GENERATOR)}\n   </sourceDesc>\n"
        '  </fileDesc>\n  <encodingDesc>\n   <p type="XCSURI">TBXBasicXCSV02.xcs</p>\n  </encodingDesc>\n </martifHeader>\n'
        " <text>\n  <body>\n"
    )


def _transaction(kind: str, when: str, who: str) -> list[str]:
    if not when and not who:
        return []
    lines = [element("transac", kind, {"type": "transactionType"})]
    if who:
        lines.append(element("transacNote", who, {"type": "responsibility"}))
    if when:
        lines.append(element("date", when))
    return ["<transacGrp>", *(" " + line for line in lines), "</transacGrp>"]


def _term(concept: Concept, term: Term, contexts: int) -> list[str]:
    lines = [element("term", term.text)]
    if speech := part_of_speech(term.part_of_speech):
        lines.append(element("termNote", speech, {"type": "partOfSpeech"}))
    if term.status in STATUS:
        lines.append(element("termNote", STATUS[term.status], {"type": "administrativeStatus"}))
    for sentence, source in sentences(concept, term, contexts):
        lines += [
            "<descripGrp>",
            " " + element("descrip", sentence, {"type": "context"}),
            *([" " + element("admin", source, {"type": "source"})] if source else []),
            "</descripGrp>",
        ]
    if term.source:
        lines.append(element("admin", term.source, {"type": "source"}))
    lines += _transaction("origination", day(term.created), "")
    lines += _transaction("modification", day(term.modified), term.decided_by)
    if term.note:
        lines.append(element("note", term.note))
    return ["<tig>", *(" " + line for line in lines), "</tig>"]


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Write the concepts in the order given. Raises UsageError where there is none.

    OmegaT offers every term whatever its status, and translate-toolkit takes the first language for the source and the
    second for the target: so deprecated terms stay out, and a concept has one Chinese script and `options.source` first.
    """
    names = Names()

    def choose(concept: Concept, report: Report) -> list[Term]:
        terms = kept_terms(one_script(concept, options), report)
        for term in terms:
            if term.status == "deprecated":
                report.leave(f"{concept.id} {term.text}", "deprecated: OmegaT would offer it all the same")
        current = sorted((t for t in terms if t.status != "deprecated"), key=lambda term: term.lang != options.source)
        if len({term.lang for term in current}) == 2:
            return current
        report.leave(concept.id, "no current term in one of the languages")
        return []

    def entry(concept: Concept, terms: list[Term], related: list[tuple[str, str]]) -> str:
        lines = []
        if concept.subject:
            lines.append(element("descrip", concept.subject, {"type": "subjectField"}))
        if concept.definition:
            lines.append(element("descrip", concept.definition, {"type": "definition"}))
        lines += [element("ref", shown, {"type": "crossReference", "target": names.of(key)}) for key, shown in related]
        if concept.note:
            lines.append(element("note", concept.note))
        sections: dict[str, list[Term]] = {}
        for term in terms:
            sections.setdefault(language(term), []).append(term)
        for lang, members in sections.items():
            lines.append(f"<langSet{attributes({'xml:lang': lang})}>")
            lines += [" " + line for term in members for line in _term(concept, term, options.contexts)]
            lines.append("</langSet>")
        inside = "".join(f"    {line}\n" for line in lines)
        return f'   <termEntry id="{names.of(concept.id)}">\n{inside}   </termEntry>\n'

    return write_entries(concepts, out, _header(options.title), entry, _FOOTER, choose)
