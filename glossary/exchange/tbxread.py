"""Reading TBX: version 2 (`martif`, with `tig` or `ntig`) and version 3, every dialect, DCA and DCT, and Microsoft's files.

The levels of an entry have other names in each version and the same meaning; a data category is the `type` of an element, or
in DCT style its name. So both are brought to one form first: category, value, and what stands beside it in its group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from aligner.errors import InputError
from aligner.records import Lang
from aligner.xmlsafe import Element, elements
from glossary.entries import Concept, Context, Term
from glossary.exchange.base import ImportOptions, LeftOut, status_of
from glossary.exchange.termbase import GENERATOR, day

_LEVELS = frozenset({"langSec", "langSet", "termSec", "tig", "ntig"})
_META = frozenset({"admin", "adminNote", "descrip", "descripNote", "ref", "termNote", "transac", "transacNote", "xref"})
_GROUPS = frozenset({"descripGrp", "adminGrp", "termNoteGrp", "transacGrp", "termGrp"})
_DCT = "http://www.tbxinfo.net/ns/"
_ENTRIES = frozenset({"conceptEntry", "termEntry"})
_STATUS = ("administrativeStatus", "usageStatus", "normativeAuthorization", "termStatus")
_MOST = 1_000  # a file that names more languages than there are does not mean it
_LISTED = 12  # languages named in the report of what was passed over


@dataclass(slots=True)
class _Fact:
    """A data category with its value; `beside` are the other categories of its group."""

    category: str
    value: str
    target: str = ""
    beside: dict[str, str] = field(default_factory=dict)


def _category(node: Element) -> str:
    if node.tag in _META:
        return node.get("type")
    if node.namespace.startswith(_DCT) or node.tag in ("note", "date"):
        return node.tag
    return ""


def _facts(level: Element, text: Callable[[Element], str]) -> list[_Fact]:
    """What stands at a level of an entry, not what stands deeper."""
    found = []
    for node in level.elements:
        if node.tag in _GROUPS:
            inside = [_Fact(_category(item), text(item), item.get("target")) for item in node.elements if _category(item)]
            if inside:
                inside[0].beside = {fact.category: fact.value for fact in inside[1:]}
                # in a group of term notes (ntig) each one counts, elsewhere the first is what the group is about
                found += inside if node.tag == "termGrp" else inside[:1]
        elif node.tag not in _LEVELS and (category := _category(node)):
            found.append(_Fact(category, text(node), node.get("target")))
    return found


def language(tag: str) -> Lang | None:
    """ "zh" or "en" for a language tag of one of the two, in any of the ways files write them."""
    base = tag.strip().casefold().replace("_", "-").partition("-")[0]
    if base in ("zh", "cmn", "zho", "chi", "chinese"):
        return "zh"
    return "en" if base in ("en", "eng", "english") else None


def _values(facts: list[_Fact], category: str) -> list[str]:
    return [fact.value for fact in facts if fact.category == category and fact.value]


def _transactions(facts: list[_Fact]) -> tuple[str, str, str]:
    """Day of origin, day of the last change, and who made it."""
    created = modified = person = ""
    for fact in facts:
        if fact.category != "transactionType":
            continue
        when, who = day(fact.beside.get("date", "")), fact.beside.get("responsibility", "")
        if fact.value == "origination":
            created = when
        else:
            modified, person = when or modified, who or person
    return created, modified, person


class _Reader:
    def __init__(self, options: ImportOptions) -> None:
        self.options = options
        self.verbatim = False
        self.others: dict[str, int] = {}

    def text(self, node: Element) -> str:
        """The text of an element. White space counts in files of our own; elsewhere it is layout."""
        return node.text() if self.verbatim else " ".join(node.text().split())

    def concept(self, entry: Element, number: int) -> Concept:
        facts = _facts(entry, self.text)
        definitions = _values(facts, "definition")
        terms: list[Term] = []
        for section in entry.elements:
            if section.tag not in ("langSec", "langSet"):
                continue
            tag = section.get("xml:lang") or section.get("lang")
            lang = language(tag)
            if lang is None:
                self.others[tag[:20]] = self.others.get(tag[:20], 0) + 1
                continue
            inner = _facts(section, self.text)
            definitions += _values(inner, "definition")
            for node in section.elements:
                if node.tag in ("termSec", "tig", "ntig"):
                    found, more = self.term(node, lang)
                    definitions += more
                    terms += [found] if found else []
        return Concept(
            entry.get("id") or entry.get("xml:id") or f"e{number}",
            tuple(terms),
            "\n".join(dict.fromkeys(definitions)),
            "; ".join(dict.fromkeys(_values(facts, "subjectField"))),
            "\n".join(_values(facts, "note")),
            tuple(fact.target for fact in facts if fact.category == "crossReference" and fact.target),
        )

    def term(self, node: Element, lang: Lang) -> tuple[Term | None, list[str]]:
        """A term, and the definitions that some files put beside it."""
        item = next(node.iter("term"), None)
        text = self.text(item) if item is not None else ""
        facts = _facts(node, self.text)
        definitions = _values(facts, "definition")
        if not text.strip():
            return None, definitions
        status = next((value for name in _STATUS for value in _values(facts, name)), "")
        created, modified, person = _transactions(facts)
        contexts = []
        for fact in facts:
            if fact.category in ("context", "example") and fact.value:
                document, place = _source(fact.beside.get("source", ""), self.verbatim)
                sides = (fact.value, "") if lang == "zh" else ("", fact.value)
                contexts.append(Context(*sides, document, place, "import"))

        def first(category: str) -> str:
            return next(iter(_values(facts, category)), "")

        return Term(
            text, lang, status_of(status, self.options.status), part_of_speech=first("partOfSpeech"),
            reading=first("reading"), note="\n".join(_values(facts, "note")), source=first("source"), decided_by=person,
            created=created, modified=modified, contexts=tuple(contexts),
        ), definitions  # fmt: skip


def _source(value: str, verbatim: bool) -> tuple[str, str]:
    """Document and place of a sentence, where we wrote both into one string."""
    if verbatim and value.endswith(")") and " (" in value:
        document, _, place = value[:-1].rpartition(" (")
        return document, place
    return value, ""


def read(source: BinaryIO, name: str, options: ImportOptions) -> Iterator[Concept | LeftOut]:
    """Read the entries of a TBX file in its order. Raises InputError for XML that is something else."""
    reader = _Reader(options)
    number = 0
    for node in elements(iter(lambda: source.read(1 << 16), b""), name, {*_ENTRIES, "sourceDesc"}):
        if node.tag == "sourceDesc":
            reader.verbatim = any(item.text() == GENERATOR for item in node.all("p"))
            continue
        number += 1
        concept = reader.concept(node, number)
        if len(reader.others) > _MOST:
            raise InputError(name, f"names more than {_MOST:,} languages", node.line)
        place = f"line {node.line}, {concept.id}"
        if concept.terms:
            yield concept
        else:
            yield LeftOut(place, "no term in Chinese or English")
    if not number:
        raise InputError(name, "is not TBX: it has no <conceptEntry> and no <termEntry>")
    if reader.others:
        names = ", ".join(sorted(reader.others)[:_LISTED]) + (", …" if len(reader.others) > _LISTED else "")
        yield LeftOut("", f"{sum(reader.others.values())} language sections in other languages ({names})")
