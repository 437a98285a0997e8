"""XLIFF 1.2 and 2.x, with the dialects of Trados (sdlxliff), memoQ (mqxliff) and Phrase (mxliff)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.documents.bilingual import Pairs, by_content
from aligner.documents.languages import language
from aligner.documents.source import Source
from aligner.records import Place, SegmentPair
from aligner.xmlsafe import Element, elements

# Elements whose content is code of the original format (1.2); in 2.x codes are empty elements.
CODES = frozenset({"bpt", "ept", "ph", "it", "sub"})
# Phrase writes its inline tags as text: {1}, {b>bold<b}, {1>…<1}, {j}
_PHRASE_TAGS = re.compile(r"\{(?:\d+|[biuj_^]+)[>}]|<(?:\d+|[biu_^]+)\}")


def read(source: Source) -> Iterator[SegmentPair]:
    """The pairs of every unit that is translated, segment by segment where the tool has marked segments."""
    pairs, languages = Pairs(source, "xliff"), set()
    phrase = source.name.lower().endswith(".mxliff")
    for unit in elements(source.chunks(), source.name, {"trans-unit", "unit"}):
        phrase = phrase or any("memsource" in child.namespace for child in unit.elements)
        tags = _languages(unit)
        languages |= {tag for tag in tags if tag}
        segments = _modern(unit) if unit.tag == "unit" else _classic(unit)
        for identity, original, translation in segments:
            if phrase:
                original, translation = _PHRASE_TAGS.sub("", original), _PHRASE_TAGS.sub("", translation)
            zh_en = _order(tags, original, translation)
            if zh_en and (made := pairs.make(*zh_en, Place(unit.line, 0, identity))):
                yield made
    pairs.finish("units", languages)


def _languages(unit: Element) -> tuple[str, str]:
    if unit.tag == "unit":
        root = unit.ancestor("xliff")
        return (root.get("srcLang"), root.get("trgLang")) if root else ("", "")
    file = unit.ancestor("file")
    return (file.get("source-language"), file.get("target-language")) if file else ("", "")


def _order(tags: tuple[str, str], original: str, translation: str) -> tuple[str, str] | None:
    """(zh, en) by the languages that the file declares; by content where it declares only one of them or none."""
    first, second = language(tags[0]), language(tags[1])
    if (first, second) == ("zh", "en"):
        return original, translation
    if (first, second) == ("en", "zh"):
        return translation, original
    if (tags[0] and not first) or (tags[1] and not second):
        return None
    return by_content(original, translation)


def _classic(unit: Element) -> Iterator[tuple[str, str, str]]:
    """Id, source and target of a 1.2 unit; of its <mrk mtype="seg"> where it has those on both sides."""
    source, target = unit.find("source"), unit.find("target")
    if source is None or target is None:
        return
    identity = f"unit {unit.get('id')}"
    marked = {
        mark.get("mid"): mark for mark in (unit.find("seg-source") or source).iter("mrk") if mark.get("mtype") == "seg"
    }
    translated = {mark.get("mid"): mark for mark in target.iter("mrk") if mark.get("mtype") == "seg"}
    if marked and translated:
        for number, mark in marked.items():
            if number in translated:
                yield f"{identity} segment {number}", _text(mark), _text(translated[number])
    else:
        yield identity, _text(source), _text(target)


def _modern(unit: Element) -> Iterator[tuple[str, str, str]]:
    """Id, source and target of each segment of a 2.x unit."""
    segments = unit.all("segment")
    for number, segment in enumerate(segments, 1):
        source, target = segment.find("source"), segment.find("target")
        if source is not None and target is not None:
            suffix = f" segment {segment.get('id') or number}" if len(segments) > 1 else ""
            yield f"unit {unit.get('id')}{suffix}", _text(source), _text(target)


def _text(element: Element) -> str:
    parts = []
    for child in element.children:
        if isinstance(child, str):
            parts.append(child)
        elif child.tag == "cp":  # a character that XML cannot hold
            parts.append(" ")
        elif child.tag not in CODES:
            parts.append(_text(child))
    return "".join(parts)
