"""TBX version 3 (ISO 30042:2019): dialects TBX-Min, TBX-Basic and TBX-Linguist, in DCA and DCT style.

The order of elements and the data categories at each level follow the core structure and the module definitions of
https://www.tbxinfo.net. What TBX has no category for (scores, frequency) is not written; a term that is still a candidate
carries no administrativeStatus, and a rejected one is left out: to every other tool it would be a term.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import BinaryIO

from aligner.errors import UsageError
from glossary.entries import Concept, Term
from glossary.exchange.base import ExportOptions, Report
from glossary.exchange.tbxread import read
from glossary.exchange.termbase import (
    GENERATOR,
    STATUS,
    day,
    kept_terms,
    language,
    part_of_speech,
    pinyin,
    sentences,
)
from glossary.exchange.xmlout import Names, attributes, element, text

__all__ = ["read", "write"]

CORE = "urn:iso:std:iso:30042:ed-2"
MODULES = {name: f"http://www.tbxinfo.net/ns/{name}" for name in ("min", "basic", "linguist")}
NAMES = {"min": "TBX-Min", "basic": "TBX-Basic", "linguist": "TBX-Linguist"}
_SCHEMAS = "https://raw.githubusercontent.com/LTAC-Global"

#: Which element carries a data category in DCA style, and which module defines it (its namespace in DCT style).
CATEGORIES: Mapping[str, tuple[str, str]] = {
    "subjectField": ("descrip", "min"),
    "administrativeStatus": ("termNote", "min"),
    "partOfSpeech": ("termNote", "min"),
    "definition": ("descrip", "basic"),
    "context": ("descrip", "basic"),
    "source": ("admin", "basic"),
    "crossReference": ("ref", "basic"),
    "transactionType": ("transac", "basic"),
    "responsibility": ("transacNote", "basic"),
    "reading": ("admin", "linguist"),
}


class Writer:
    """Turns concepts into XML lines of one dialect and style."""

    def __init__(self, options: ExportOptions) -> None:
        self._options = options
        self._depth = {"min": 0, "basic": 1, "linguist": 2}[options.dialect]
        self._dct = options.style == "dct"
        self.names = Names()

    def header(self) -> str:
        """Everything before the first concept."""
        dialect, style = NAMES[self._options.dialect], self._options.style
        repository = f"{_SCHEMAS}/{dialect}_dialect/master/{style.upper()}"
        # the RNG is the core structure with the types of the dialect; DCT style needs NVDL to join the modules to it
        schema, kind = (
            (f"{dialect}.nvdl", "http://purl.oclc.org/dsdl/nvdl/ns/structure/1.0")
            if self._dct
            else (f"TBXcoreStructV03_{dialect}_integrated.rng", "http://relaxng.org/ns/structure/1.0")
        )
        modules = {f"xmlns:{name}": uri for name, uri in MODULES.items()} if self._dct else {}
        kept = list(modules.items())[: self._depth + 1]
        root = {"type": dialect, "style": style, "xml:lang": "en", "xmlns": CORE, **dict(kept)}
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<?xml-model href="{repository}/{schema}" type="application/xml" schematypens="{kind}"?>\n'
            f'<?xml-model href="{repository}/{dialect}_{style.upper()}.sch" type="application/xml" '
            'schematypens="http://purl.oclc.org/dsdl/schematron"?>\n'
            f"<tbx{attributes(root)}>\n <tbxHeader>\n  <fileDesc>\n   <titleStmt>\n"
            f"    {element('title', self._options.title)}\n   </titleStmt>\n   <sourceDesc>\n"
            f"    {element('p', GENERATOR)}\n   </sourceDesc>\n  </fileDesc>\n </tbxHeader>\n <text>\n  <body>\n"
        )

    footer = "  </body>\n </text>\n</tbx>\n"

    def _has(self, module: str) -> bool:
        return {"min": 0, "basic": 1, "linguist": 2}[module] <= self._depth

    def _item(self, category: str, value: str, **more: str) -> list[str]:
        """A data category with its value, or nothing where it is empty or not in the dialect."""
        meta, module = CATEGORIES[category]
        if not value or not self._has(module):
            return []
        if self._dct:
            return [element(f"{module}:{category}", value, more)]
        return [element(meta, value, {"type": category, **more})]

    def _group(self, name: str, *items: list[str]) -> list[str]:
        inside = [item for part in items for item in part]
        return [f"<{name}>", *(" " + item for item in inside), f"</{name}>"] if inside else []

    def _note(self, value: str) -> list[str]:
        return [element("note", value)] if value else []

    def concept(self, concept: Concept, terms: Iterable[Term], related: Iterable[tuple[str, str]]) -> str:
        """A concept entry. `related` holds concept ids that are in this file, each with a term to show."""
        lines = [
            *self._item("subjectField", concept.subject),
            *self._item("definition", concept.definition),
            *(line for key, shown in related for line in self._item("crossReference", shown, target=self.names.of(key))),
            *self._note(concept.note),
        ]
        sections: dict[str, list[Term]] = {}
        for term in terms:
            sections.setdefault(language(term), []).append(term)
        for lang, members in sections.items():
            lines.append(f"<langSec{attributes({'xml:lang': lang})}>")
            for term in members:
                lines += [" " + line for line in self._term(concept, term)]
            lines.append("</langSec>")
        inside = "".join(f"    {line}\n" for line in lines)
        return f'   <conceptEntry id="{self.names.of(concept.id)}">\n{inside}   </conceptEntry>\n'

    def _term(self, concept: Concept, term: Term) -> list[str]:
        lines = [
            f"<term>{text(term.text)}</term>",
            *self._item("partOfSpeech", part_of_speech(term.part_of_speech)),
            *self._item("administrativeStatus", STATUS.get(term.status, "")),
            *self._transaction("origination", day(term.created), ""),
            *self._transaction("modification", day(term.modified), term.decided_by),
            *self._item("reading", self._reading(term)),
            *self._item("source", term.source),
        ]
        for sentence, source in sentences(concept, term, self._options.contexts):
            lines += self._group("descripGrp", self._item("context", sentence), self._item("source", source))
        lines += self._note(term.note)
        return ["<termSec>", *(" " + line for line in lines), "</termSec>"]

    def _transaction(self, kind: str, when: str, who: str) -> list[str]:
        if not (when or who) or not self._has("basic"):
            return []
        dated = [element("date", when)] if when else []
        return self._group("transacGrp", self._item("transactionType", kind), dated, self._item("responsibility", who))

    def _reading(self, term: Term) -> str:
        if term.lang == "en" or not self._has("linguist"):
            return ""
        return term.reading or pinyin(term.text)


def in_both_languages(concept: Concept, report: Report) -> list[Term]:
    """The terms of a concept that a bilingual termbase should hold; none where one of the languages has none."""
    terms = kept_terms(concept, report)
    if len({term.lang for term in terms}) == 2:
        return terms
    report.leave(concept.id, "no current term in one of the languages")
    return []


def write_entries(
    concepts: Iterable[Concept],
    out: BinaryIO,
    header: str,
    entry: Callable[[Concept, list[Term], list[tuple[str, str]]], str],
    footer: str,
    choose: Callable[[Concept, Report], list[Term]] = in_both_languages,
) -> Report:
    """Write each concept that has a term, with cross-references to those that are written too."""
    report = Report("concept")
    chosen = [(concept, terms) for concept in concepts if (terms := choose(concept, report))]
    if not chosen:
        raise UsageError("no entry matches, and a TBX file needs at least one; nothing was written")
    out.write(header.encode())
    shown = {concept.id: terms[0].text for concept, terms in chosen}
    for concept, terms in chosen:
        related = [(key, shown[key]) for key in concept.related if key in shown and key != concept.id]
        out.write(entry(concept, terms, related).encode())
        report.entries += 1
    out.write(footer.encode())
    return report


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Write the concepts in the order given. Raises UsageError where there is none: such a file would not be valid."""
    writer = Writer(options)
    return write_entries(concepts, out, writer.header(), writer.concept, writer.footer)
