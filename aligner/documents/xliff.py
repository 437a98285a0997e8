"""XLIFF 1.2 and 2.x, with the dialects of Trados (sdlxliff), memoQ (mqxliff) and Phrase (mxliff).

A translation that its own file calls unfinished is no translation to learn from, and gives no pair:

- XLIFF 1.2: state "new" or "needs-translation", "needs-adaptation", "needs-l10n"; no state, but a state-qualifier for
  suggestions of a memory or a machine; awaiting review and not approved (`approved="no"`), as a fuzzy entry of a PO file is.
- XLIFF 2.x: state "initial". That is also what a missing state means there; but most files without states are finished, so
  only the word counts.
- Trados (`conf`): what is not translated, a draft, or rejected.
- memoQ (`mq:status`): not started, edited but not confirmed, pre-translated, machine-translated, assembled, rejected.
- Phrase (`m:confirmed`): 0.

What awaits its review ("needs-review-translation") is finished work of the translator and counts, and so does every state
not named here. `approved="yes"` outweighs them all. An empty target and a copy of the source are left out whatever the state.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from aligner.documents.bilingual import ONE_SIDED, UNFINISHED, UNTRANSLATED, Pairs, by_content
from aligner.documents.languages import language
from aligner.documents.source import Source
from aligner.records import Place, SegmentPair
from aligner.xmlsafe import Element, elements

# Elements whose content is code of the original format (1.2); in 2.x codes are empty elements.
CODES = frozenset({"bpt", "ept", "ph", "it", "sub"})
# Phrase writes its inline tags as text: {1}, {b>bold<b}, {1>…<1}, {j}
_PHRASE_TAGS = re.compile(r"\{(?:\d+|[biuj_^]+)[>}]|<(?:\d+|[biu_^]+)\}")
# Levels of the standards and of Trados and memoQ that mean unfinished, without hyphens and case
_UNFINISHED = frozenset(
    "new initial needstranslation needsadaptation needsl10n"
    " unspecified draft rejectedtranslation rejectedsignoff"
    " notstarted edited partiallyedited pretranslated assembledfromfragments machinetranslated rejected".split()
)
_SUGGESTED = frozenset(
    "fuzzymatch leveragedmt mtsuggestion tmsuggestion rejectedgrammar rejectedinaccurate rejectedlength rejectedspelling".split()
)


class _Segment(NamedTuple):
    """One source with its target; `target` is None where there is none."""

    where: str
    source: str
    target: str | None
    finished: bool


def read(source: Source) -> Iterator[SegmentPair]:
    """The pairs of every unit that is translated, segment by segment where the tool has marked segments."""
    pairs, languages = Pairs(source, "xliff"), set()
    phrase = source.name.lower().endswith(".mxliff")
    for unit in elements(source.chunks(), source.name, {"trans-unit", "unit"}):
        phrase = phrase or any("memsource" in child.namespace for child in unit.elements)
        tags = _languages(unit)
        languages |= {tag for tag in tags if tag}
        for segment in _modern(unit) if unit.tag == "unit" else _classic(unit):
            place = Place(unit.line, 0, segment.where)
            original, translation = segment.source, segment.target or ""
            if phrase:
                original, translation = _PHRASE_TAGS.sub("", original), _PHRASE_TAGS.sub("", translation)
            if not original.strip():
                continue
            zh_en = _order(tags, original, translation)
            if not translation.strip() or translation == original:
                pairs.leave(place, UNTRANSLATED)
            elif not segment.finished:
                pairs.leave(place, UNFINISHED)
            elif zh_en is None:
                pairs.leave(place, ONE_SIDED)
            elif made := pairs.make(*zh_en, place):
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


def _classic(unit: Element) -> Iterator[_Segment]:
    """The source and target of a 1.2 unit; of its <mrk mtype="seg"> where it has those on both sides."""
    source, target = unit.find("source"), unit.find("target")
    if source is None:
        return
    identity = f"unit {unit.get('id')}"
    marked = _marked(unit.find("seg-source") or source)
    translated = _marked(target) if target is not None else {}
    definitions = unit.find("seg-defs")
    levels = {node.get("id"): node.get("conf", "Unspecified") for node in definitions.all("seg")} if definitions else {}
    if marked and (translated or levels):
        for number, mark in marked.items():
            other = translated.get(number)
            text = None if other is None else _text(other)
            finished = _finished(unit, target, levels.get(number, ""))
            yield _Segment(f"{identity} segment {number}", _text(mark), text, finished)
    else:
        text = None if target is None else _text(target)
        yield _Segment(identity, _text(source), text, _finished(unit, target, ""))


def _marked(element: Element) -> dict[str, Element]:
    return {mark.get("mid"): mark for mark in element.iter("mrk") if mark.get("mtype") == "seg"}


def _finished(unit: Element, target: Element | None, level: str) -> bool:
    """Whether a 1.2 unit, or a segment of it with a confirmation level of its own, is finished; see the module."""
    if unit.get("approved") == "yes":
        return True
    state, qualifier = (_plain(target.get(name)) if target is not None else "" for name in ("state", "state-qualifier"))
    if {state, _plain(level), _plain(unit.get("status"))} & _UNFINISHED or unit.get("confirmed") == "0":
        return False
    if state.startswith("needsreview") and unit.get("approved") == "no":
        return False
    return bool(state) or qualifier not in _SUGGESTED


def _plain(level: str) -> str:
    return level.replace("-", "").casefold()


def _modern(unit: Element) -> Iterator[_Segment]:
    """The source and target of each segment of a 2.x unit."""
    segments = unit.all("segment")
    for number, segment in enumerate(segments, 1):
        source, target = segment.find("source"), segment.find("target")
        if source is not None:
            suffix = f" segment {segment.get('id') or number}" if len(segments) > 1 else ""
            text = None if target is None else _text(target)
            yield _Segment(
                f"unit {unit.get('id')}{suffix}", _text(source), text, _plain(segment.get("state")) not in _UNFINISHED
            )


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
