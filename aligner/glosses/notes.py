"""What a text says about a Chinese term: how it is translated here, how else it could be, what it means.

Alternate English translations for the Chinese term wǎngluò qiángguó (网络强国) —here translated as "cyber powerhouse"—
include "cyber superpower," ...        →  preferred: cyber powerhouse; admitted: cyber superpower, ...
The Chinese term "self-media" (自媒体) refers to ...   →  a definition
民權/Mínquán (literally "civil rights"), usually translated as "democracy"
數位 means both "digital" and "plural."
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aligner.records import Status
from aligner.segment import split
from aligner.text import HAN


@dataclass(frozen=True, slots=True)
class Mention:
    """A rendering that a note states, with offsets of both sides into the text."""

    zh: tuple[int, int]
    en: tuple[int, int]
    status: Status
    method: str


_QUOTED = re.compile(r"[“\"]([^“”\"]{1,120}?)[,.;]?[”\"]")
_ZH = rf"(?P<zh>[{HAN}][{HAN}A-Za-z0-9·]*[{HAN}]|[{HAN}])"
# A Chinese term in English text, with the quotes or brackets around it and the pinyin behind it: 民族/Mínzú.
_SUBJECT = re.compile(rf"[“\"《(（{{]*{_ZH}[”\"》]*(?:\s*/\s*[^\W\d_{HAN}]+)?(?:[;, ]\s*[a-zà-ǿ' ]+(?=[)）}}]))?[)）}}]?")
_HERE = r"(?:here|in\s+this\s+(?:translation|document|text|report|article)|throughout|below|above)"
_AS = r"(?:translated|rendered|given|referred\s+to|known|described|glossed)"
_STATED: tuple[tuple[re.Pattern[str], Status, str], ...] = (
    (re.compile(rf"\b(?:{_HERE}\s+{_AS}|{_AS}\s+{_HERE})(?:\s+\w+)?\s+(?:as|by)\s*$", re.I), "preferred", "note:here"),
    (re.compile(rf"\b{_AS}\s+as\s*$", re.I), "admitted", "note:rendering"),
    (
        re.compile(r"\b(?:lit\.|literally|literal(?:ly)?\s+(?:meaning|translation|translated\s+as)[:,]?)\s*$", re.I),
        "admitted",
        "note:literal",
    ),
    (
        re.compile(
            r"\b(?:means?|meaning|meant|signif(?:ies|ying))(?:\s+(?:both|either|roughly|something\s+like|simply|simultaneously))*\s*[:,]?\s*$",
            re.I,
        ),
        "admitted",
        "note:meaning",
    ),
    (
        re.compile(r"\b(?:translates?|translating)\s+(?:roughly\s+|literally\s+|directly\s+)?(?:as|to|into)\s*$", re.I),
        "admitted",
        "note:rendering",
    ),
)
_ALTERNATES = re.compile(
    r"\b(?:alternat(?:e|ive)|other|further|possible)\s+(?:English\s+)?(?:translations?|renderings?)\b|\b(?:also|alternatively|otherwise|sometimes|variously|often|usually)"
    rf"\s+(?:be\s+)?(?:{_AS})\b|\bcan\s+also\s+be\s+(?:{_AS})",
    re.I,
)
_INCLUDE = re.compile(r"\b(?:include|includes|including|are|is|as)\s*[:—-]?\s*$", re.I)
_LINK = re.compile(
    r"\s*(?:(?:when|if)\s+(?:applied|referring|used|said)\b[^“”\"]{0,60}?)?[,;/]?\s*(?:\b(?:and|or|as\s+well\s+as|and\s+also|&)\b)?\s*"
    r"(?:in\s+other\s+contexts\s+)?",
    re.I,
)
_BREAKDOWN = re.compile(r"\s*[+-]?\s*[“\"]")


def mentions(text: str) -> Iterator[Mention]:
    """Renderings that the text states of a Chinese term, in order."""
    for left, right in split(text, "en"):
        subjects = list(_SUBJECT.finditer(text, left, right))
        for index, subject in enumerate(subjects):
            stop = subjects[index + 1].start() if index + 1 < len(subjects) else right
            yield from _stated(text, subject, left, stop)


def _stated(text: str, subject: re.Match[str], left: int, right: int) -> Iterator[Mention]:
    """The quotations after a Chinese term that the words between present as its translations."""
    zh = subject.span("zh")
    status: Status | None = None
    method, before = "", subject.end()
    announced = _ALTERNATES.search(text, left, subject.start()) is not None
    for quote in _QUOTED.finditer(text, subject.end(), right):
        between = text[before : quote.start()]
        found = next(((s, m) for pattern, s, m in _STATED if pattern.search(between)), None)
        alternate = (_ALTERNATES.search(between) or announced) and _INCLUDE.search(between)
        if found and found[0] == "preferred":
            status, method = found
        elif alternate:
            status, method = "admitted", "note:alternate"
        elif found and len(between) < 120 and (found[1] != "note:meaning" or quote.start() - subject.end() < 90):
            # what is said to mean something further on is no longer this term
            status, method = found
        elif not (status == "admitted" and _LINK.fullmatch(between)):
            status = None
        before = quote.end()
        if status is None:
            continue
        if method == "note:literal" and _BREAKDOWN.match(text, quote.end()):
            status = None  # "amidst" "cultures" "citizens": one word for each character, not a rendering
            continue
        stop = quote.end(1)
        yield Mention(zh, (quote.start(1), stop), status, method)


_DEFINED = re.compile(
    r"^\s*[,—–-]?\s*(?:also\s+\w+\s+)?(?:refers?\s+to|denotes?|describes?|is\s+(?:a|an|the)\b|are\b|means?\b(?!\s+[“\"]))",
    re.I,
)


def definition(text: str, bracket_stop: int) -> str:
    """The sentence that defines the term whose bracket ends here, or "".

    Only where the words around say that the term is being explained: `The Chinese term "self-media" (自媒体) refers to ...`.
    """
    found = _DEFINED.match(text[bracket_stop : bracket_stop + 60])
    if not found:
        return ""
    start, stop = next(((a, b) for a, b in split(text, "en") if a <= bracket_stop <= b), (0, 0))
    head = text[start:bracket_stop]
    if not re.search(r"\b(?:term|word|phrase|expression|concept|slogan|name|notion|acronym|abbreviation)\b", head, re.I):
        return ""
    if not re.match(r"\s*,?\s*(?:refers?|denotes?|describes?|means?)", found[0], re.I) and len(head) > 160:
        return ""
    return text[bracket_stop:stop].strip(" ,—–-\n")
