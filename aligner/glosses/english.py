"""The English boundary: which words before a bracket the Chinese inside it stands for.

Certain signs come first (a quotation that ends at the bracket, a name whose letters spell the characters); where there are
none, every possible start is weighed: does the term account for these words, do these words say all of the term, and could a
noun phrase begin here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from aligner.glosses import spelled, weighing
from aligner.glosses.affinity import Affinity
from aligner.glosses.names import is_person
from aligner.glosses.spans import Span, words
from aligner.text import HAN_CHAR

_CLOSE, _OPEN = "”\"’'»」』`", "“\"‘'«「『`"
_MATCHING = {"”": "“", '"': '"', "’": "‘", "'": "'", "»": "«", "」": "「", "』": "『", "`": "`"}
_BREAK = re.compile(
    r"(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\bMrs)(?<!\bNo)(?<!\bvs)(?<!\be\.g)(?<!\bi\.e)[.!?。！？]+[\"”’)\]]*(?:[¹²³⁰⁴-⁹]|\[\^?\w+\])*\s+"
    r"|(?<!\w)\(?(?:\d{1,2}|[a-zivx]{1,3})\)\s|[;:；：]\s+|\s[—–―]+\s?|—|[。！？；：]|\t"
)
_AFTERTHOUGHT = re.compile(r"(?:[¹²³⁰⁴-⁹]+|\[\^?\w{1,12}\]|\s\([A-Z][A-Za-z&.-]{1,9}\))$")


def find(
    text: str, at: int, zh: str, affinity: Affinity, *, floor: int = 0, marks: Sequence[tuple[int, int]] = ()
) -> Span | None:
    """The English for `zh`, whose bracket opens at `at`; None where the bracket glosses nothing before it.

    `floor` is the earliest offset that may belong to the gloss (where the last one ended). `marks` are stretches that inline
    markup sets off, as (start, stop).
    """
    stop = _end(text, at, floor)
    if stop <= floor:
        return None
    for start, end in marks:
        if end == stop and start >= floor and len(text[start:end].split()) <= 12:
            return Span(start, stop, "gloss:marked", 0.97)
    sentence = _sentence_start(text, stop, floor, zh)
    quoted = _quoted(text, stop, max(floor, sentence - 300), zh)
    if quoted:
        return quoted
    before = list(words(text, max(floor, sentence - 400), stop))
    name = spelled.name([w for w in before if w.start >= sentence or is_person(zh)], zh)
    if name:
        return name
    before = [w for w in before if w.start >= sentence]
    if not before or not re.fullmatch(r"[\s,，”\"’'.)]*", text[before[-1].stop : stop]):
        return None
    return weighing.weigh(text, before, zh, affinity)


def _end(text: str, at: int, floor: int) -> int:
    """Where the words before the bracket end: without spaces, note marks, a comma, an acronym in a bracket of its own."""
    while at > floor:
        stripped = text[floor:at].rstrip(" \u00a0\u3000,，/")
        mark = _AFTERTHOUGHT.search(stripped)
        after = floor + (mark.start() if mark else len(stripped))
        if after == at:
            break
        at = after
    return at


def _sentence_start(text: str, stop: int, floor: int, zh: str) -> int:
    """Offset after the last full stop, colon, semicolon or dash before `stop`; a dash only where `zh` has none itself."""
    start = floor
    dashed = re.search("[-–—]", zh) is not None
    for found in _BREAK.finditer(text, floor, stop):
        if found.end() < stop and not (dashed and found[0].strip() in ("–", "—")):
            start = found.end()
    return start


def _quoted(text: str, stop: int, floor: int, zh: str) -> Span | None:
    """A quotation that ends where the bracket begins, without its quotes and its closing comma."""
    tail = re.search(r"[.,]?([”\"’'»」』`]+)[.,]?$", text[floor:stop])
    if not tail:
        return None
    end = floor + tail.start()
    close = tail[1][0]
    opener = _MATCHING[close]
    start = text.rfind(opener, floor, end)
    if close in "’'":
        openings = [m.start() for m in re.finditer(rf"(?<![A-Za-z0-9]){re.escape(opener)}", text[floor:end])]
        start = floor + openings[-1] if openings else -1
    if start < 0:
        return None
    inner = start + 1
    while inner < end and text[inner] in _OPEN + " ":
        inner += 1
    count = sum(1 for _ in words(text, inner, end))
    if not count or count > 4 * len(zh) + 8 or HAN_CHAR.search(text, inner, end):
        return None
    return Span(inner, end, "gloss:quoted", 0.99)
