"""What all bilingual formats share: from two texts that a file declares as translations to a segment pair."""

from __future__ import annotations

import re

from aligner.documents.source import Source
from aligner.records import Lang, Place, Segment, SegmentPair
from aligner.text import has_han, only_han

_BREAKS = re.compile(r"[ \t]*[\r\n\u2028\u2029]+[ \t]*")
_HAN_OR_FULL = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


UNTRANSLATED = "without a translation"
UNFINISHED = "whose translation is not finished"
ONE_SIDED = "that are not in both languages"
_TOLD = 10  # places named for each reason


class Pairs:
    """Makes the segment pairs of one document and keeps account of what it had to leave out."""

    def __init__(self, source: Source, method: str) -> None:
        self.source, self.method = source, method
        self.made = 0
        self._counts: dict[str, int] = {}
        self._places: dict[str, list[str]] = {}

    def make(self, zh: str, en: str, place: Place) -> SegmentPair | None:
        """A pair, or None (and noted) where a side is empty, is a copy of the other, or has no word of its language."""
        zh, en = one_line(zh), one_line(en)
        if not zh or not en or zh == en or not has_han(zh) or only_han(en):
            self.leave(place)
            return None
        self.made += 1
        return SegmentPair(Segment(zh, "zh", place), Segment(en, "en", place), 1.0, self.method, self.source.name)

    def leave(self, place: Place, reason: str = UNTRANSLATED) -> None:
        """Note an entry that gives no pair. `reason` follows what the format calls its entries: "without a translation"."""
        self._counts[reason] = self._counts.get(reason, 0) + 1
        places = self._places.setdefault(reason, [])
        if len(places) < _TOLD:
            places.append(str(place))

    def finish(self, units: str, languages: set[str] | None = None) -> None:
        """Tell what was left out; refuse a file without any pair. `units` is what the format calls its entries."""
        told = [self._told(units, reason) for reason in self._counts]
        if not self.made:
            others = f" (it is in {', '.join(sorted(languages)[:6])})" if languages else ""
            raise self.source.error("; ".join([f"holds no Chinese–English {units}{others}", *told]))
        for message in told:
            self.source.warn(message)

    def _told(self, units: str, reason: str) -> str:
        count, places = self._counts[reason], "; ".join(self._places[reason])
        return f"{count:,} {units} {reason} left out: {places}{'; …' if count > _TOLD else ''}"


def one_line(text: str) -> str:
    """The text on one line, without spaces around it; a break between Chinese characters leaves no space behind."""
    text = text.strip()
    if "\n" not in text and "\r" not in text and "\u2028" not in text and "\u2029" not in text:
        return text

    def space(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1], text[match.end() : match.end() + 1]
        return "" if _HAN_OR_FULL.match(before) and _HAN_OR_FULL.match(after) else " "

    return _BREAKS.sub(space, text)


def by_content(first: str, second: str) -> tuple[str, str] | None:
    """Two texts of unknown languages as (zh, en), or None where not exactly one of them is Chinese."""
    one, two = mostly_zh(first), mostly_zh(second)
    if one == two:
        return None
    return (first, second) if one else (second, first)


def mostly_zh(text: str) -> bool:
    """Whether a text is Chinese, though it may hold Latin words."""
    han = len(re.findall("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]", text))
    return han > 0 and han * 2 >= len(re.findall(r"[A-Za-z]{2,}", text))


def sides(texts: list[tuple[Lang, str]]) -> list[tuple[str, str]]:
    """Every zh text with every en text of one unit, as a unit may hold both scripts or two kinds of English."""
    if len(texts) == 2 and texts[0][0] != texts[1][0]:  # almost all units of a memory
        (first, one), (_, two) = texts
        return [(one, two) if first == "zh" else (two, one)]
    zh = list(dict.fromkeys(text for lang, text in texts if lang == "zh"))
    en = list(dict.fromkeys(text for lang, text in texts if lang == "en"))
    return [(one, two) for one in zh[:8] for two in en[:8]]
