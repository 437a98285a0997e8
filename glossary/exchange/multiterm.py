"""MultiTerm XML (mtf): entries of Trados MultiTerm, in UTF-16 as MultiTerm writes them, with the fields it proposes itself.

https://developers.rws.com/multiterm-api-docs: mtf / conceptGrp / languageGrp / termGrp, with descripGrp and transacGrp at
every level.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from aligner.errors import InputError
from aligner.records import Lang
from aligner.xmlsafe import Element, elements
from glossary.entries import Concept, Context, Term
from glossary.exchange.base import ExportOptions, ImportOptions, LeftOut, Report, status_of
from glossary.exchange.termbase import day, kept_terms, language, part_of_speech, sentences
from glossary.exchange.xmlout import attributes, element

LANGUAGES = {"zh-Hans": ("Chinese (PRC)", "ZH-CN"), "zh-Hant": ("Chinese (Taiwan)", "ZH-TW"), "en": ("English", "EN")}


def _field(kind: str, value: str) -> list[str]:
    return ["<descripGrp>" + element("descrip", value, {"type": kind}) + "</descripGrp>"] if value else []


def _transaction(kind: str, when: str, who: str) -> list[str]:
    if not (when or who):
        return []
    dated = f"<date>{when}T00:00:00</date>" if when else ""
    return ["<transacGrp>" + element("transac", who or "zhen-glossary", {"type": kind}) + dated + "</transacGrp>"]


def _term(concept: Concept, term: Term, contexts: int) -> list[str]:
    lines = ["<termGrp>", element("term", term.text)]
    lines += _transaction("origination", day(term.created), "")
    lines += _transaction("modification", day(term.modified), term.decided_by)
    lines += _field("Status", "" if term.status == "candidate" else term.status)
    lines += _field("Part of speech", part_of_speech(term.part_of_speech))
    lines += _field("Reading", term.reading)
    lines += _field("Source", term.source)
    lines += [line for text, _ in sentences(concept, term, contexts) for line in _field("Context", text)]
    return [*lines, *_field("Note", term.note), "</termGrp>"]


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Write the concepts in the order given. Entry numbers are counted anew: MultiTerm takes nothing but numbers."""
    report = Report("concept")
    out.write(codecs.BOM_UTF16_LE + '<?xml version="1.0" encoding="UTF-16"?>\n<mtf>\n'.encode("utf-16-le"))
    for concept in concepts:
        terms = kept_terms(concept, report)
        if not terms:
            continue
        report.entries += 1
        lines = ["<conceptGrp>", f"<concept>{report.entries}</concept>"]
        for kind, value in (("Subject", concept.subject), ("Definition", concept.definition), ("Note", concept.note)):
            lines += _field(kind, value)
        sections: dict[str, list[Term]] = {}
        for term in terms:
            sections.setdefault(language(term), []).append(term)
        for lang, members in sections.items():
            name, code = LANGUAGES[lang]
            lines += ["<languageGrp>", f"<language{attributes({'type': name, 'lang': code})}/>"]
            lines += [line for term in members for line in _term(concept, term, options.contexts)]
            lines.append("</languageGrp>")
        lines.append("</conceptGrp>")
        out.write(("\n".join(lines) + "\n").encode("utf-16-le"))
    out.write("</mtf>\n".encode("utf-16-le"))
    return report


def _fields(node: Element) -> dict[str, list[str]]:
    """The fields of a level, by name without case."""
    found: dict[str, list[str]] = {}
    for group in node.all("descripGrp"):
        for item in group.all("descrip"):
            found.setdefault(item.get("type").casefold(), []).append(item.text().strip())
    return found


def _first(fields: dict[str, list[str]], *names: str) -> str:
    return next((fields[name][0] for name in names if fields.get(name)), "")


def _read_term(node: Element, lang: Lang, options: ImportOptions) -> Term | None:
    item = node.find("term")
    text = item.text().strip() if item else ""
    if not text:
        return None
    fields = _fields(node)
    dates = {"origination": "", "modification": ""}
    person = ""
    for group in node.all("transacGrp"):
        for transaction in group.all("transac"):
            kind, when = transaction.get("type"), group.find("date")
            if kind in dates and when is not None:
                dates[kind] = day(when.text())
            if kind == "modification":
                person = transaction.text().strip().replace("zhen-glossary", "")
    seen = tuple(
        Context(text if lang == "zh" else "", text if lang == "en" else "", "", method="import")
        for text in fields.get("context", [])
    )
    return Term(
        text, lang, status_of(_first(fields, "status", "usage"), options.status),
        part_of_speech=_first(fields, "part of speech"), reading=_first(fields, "reading", "pinyin"),
        note=_first(fields, "note", "comment"), source=_first(fields, "source"), decided_by=person,
        created=dates["origination"], modified=dates["modification"], contexts=seen,
    )  # fmt: skip


def _lang(node: Element) -> Lang | None:
    item = node.find("language")
    code = (item.get("lang") or item.get("type")).casefold() if item else ""
    return "zh" if code.startswith(("zh", "chi")) else "en" if code.startswith("en") else None


def read(source: BinaryIO, name: str, options: ImportOptions) -> Iterator[Concept | LeftOut]:
    """Read MultiTerm XML. Raises InputError for XML that is something else."""
    seen = 0
    for entry in elements(iter(lambda: source.read(1 << 16), b""), name, {"conceptGrp"}):
        if entry.parent is None or entry.parent.tag != "mtf":
            raise InputError(name, "is not MultiTerm XML", entry.line)
        seen += 1
        number = entry.find("concept")
        terms = [
            term
            for group in entry.all("languageGrp")
            if (lang := _lang(group))
            for node in group.all("termGrp")
            if (term := _read_term(node, lang, options))
        ]
        fields = _fields(entry)
        languages = [_fields(group) for group in entry.all("languageGrp")]
        definition = _first(fields, "definition") or next((d for f in languages if (d := _first(f, "definition"))), "")
        key = number.text().strip() if number else str(seen)
        yield Concept(f"c{key}", tuple(terms), definition, _first(fields, "subject", "domain"), _first(fields, "note"))
    if not seen:
        raise InputError(name, "is not MultiTerm XML: it has no <conceptGrp>")
