"""What termbase formats share: which terms they hold, and how they write languages, days, word classes and sources."""

from __future__ import annotations

import re
from datetime import date

from aligner.text import simplify
from glossary.entries import Concept, Term
from glossary.exchange.base import Report
from glossary.exchange.xmlout import text

#: In the header of our TBX files: says that white space in them is meant, see `tbxread.read`.
GENERATOR = "Written by zhen-glossary"
STATUS = {
    "preferred": "preferredTerm-admn-sts",
    "admitted": "admittedTerm-admn-sts",
    "deprecated": "deprecatedTerm-admn-sts",
}
PARTS_OF_SPEECH = ("noun", "verb", "adjective", "adverb")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def language(term: Term) -> str:
    """The xml:lang of a term: zh-Hant where simplifying would change it, zh-Hans for all other Chinese."""
    if term.lang == "en":
        return "en"
    return "zh-Hant" if simplify(term.text) != term.text else "zh-Hans"


def day(value: str) -> str:
    """The xsd:date in an ISO 8601 day or time, or nothing."""
    found = _DAY.match(value)
    try:
        return date.fromisoformat(found.group()).isoformat() if found else ""
    except ValueError:
        return ""


def part_of_speech(value: str) -> str:
    """The value of TBX's own list that stands for a part of speech."""
    plain = "noun" if value == "properNoun" else value.strip().casefold()
    return plain if plain in PARTS_OF_SPEECH else "other" if plain else ""


def sources(document: str, place: str) -> str:
    """Where a sentence stands, as one string."""
    return f"{document} ({place})" if place else document


def sentences(concept: Concept, term: Term, limit: int) -> list[tuple[str, str]]:
    """Up to `limit` sentences with the term, each with its source.

    A sighting has the sentence in both languages and hangs on the English term, so a Chinese term without sightings of its
    own has those of its renderings that show it; not of rejected ones, which are not written.
    """
    found: dict[str, str] = {}
    for context in term.contexts:
        if sentence := context.zh if term.lang == "zh" else context.en:
            found.setdefault(sentence, sources(context.document, context.place))
    if not found and term.lang == "zh":
        renderings = [rendering for rendering in concept.en if rendering.status != "rejected"]
        for context in (context for rendering in renderings for context in rendering.contexts):
            if term.text in context.zh:
                found.setdefault(context.zh, sources(context.document, context.place))
    return list(found.items())[:limit]


def pinyin(chinese: str) -> str:
    """The reading of a term in pinyin with tone marks; what a character is read as depends on the phrase it stands in."""
    from pypinyin import lazy_pinyin
    from pypinyin.constants import Style

    return " ".join(lazy_pinyin(chinese, style=Style.TONE))


def kept_terms(concept: Concept, report: Report) -> list[Term]:
    """The terms of a concept that a termbase should hold: all but the rejected ones, which are reported."""
    for term in concept.terms:
        if term.status == "rejected":
            report.leave(f"{concept.id} {term.text}", "rejected: TBX has no such status")
        elif not text(term.text).strip():
            report.leave(f"{concept.id}", "a term without any character that XML allows")
    return [term for term in concept.terms if term.status != "rejected" and text(term.text).strip()]
