"""Termbases as pairs of terms: TBX in any version and style, and MultiTerm XML."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.documents.bilingual import ONE_SIDED, Pairs, sides
from aligner.documents.languages import MOST, language
from aligner.documents.source import Source
from aligner.records import Place, SegmentPair
from aligner.xmlsafe import Element, elements


def read(source: Source) -> Iterator[SegmentPair]:
    """Every zh term with every en term of the same concept. The place is the concept's id, or its number, and its line."""
    pairs, languages = Pairs(source, "tbx"), set()
    wanted = {"termEntry", "conceptEntry", "conceptGrp"}
    for number, entry in enumerate(elements(source.chunks(), source.name, wanted), 1):
        texts = []
        for tag, term in _terms(entry):
            languages.add(tag)
            if lang := language(tag):
                texts.append((lang, term.text()))
        if len(languages) > MOST:
            raise source.error(f"names more than {MOST:,} languages", entry.line)
        place = Place(entry.line, 0, f"concept {entry.get('id') or _number(entry) or number}")
        found = sides(texts)
        for zh, en in found:
            if made := pairs.make(zh, en, place):
                yield made
        if not found:
            pairs.leave(place, ONE_SIDED)
    pairs.finish("concepts", languages)


def _terms(entry: Element) -> Iterator[tuple[str, Element]]:
    for section in entry.iter("langSet", "langSec", "languageGrp"):
        tag = section.get("xml:lang") or section.get("lang")
        if section.tag == "languageGrp":
            named = section.find("language")
            tag = (named.get("lang") or named.get("type")) if named is not None else ""
        for term in section.iter("term"):
            yield tag, term


def _number(entry: Element) -> str:
    concept = entry.find("concept")
    return concept.text().strip() if concept is not None else ""
