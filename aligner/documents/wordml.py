"""A WordprocessingML paragraph as text: runs put together, tracked changes accepted, notes and text boxes set aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from aligner.records import MarkKind
from aligner.xmlsafe import Element

# Elements that hold runs, and those whose content is not part of the text once all changes are accepted.
_CONTAINERS = frozenset("ins moveTo hyperlink smartTag sdt sdtContent fldSimple customXml bdo dir rubyBase ruby".split())
_CHARACTERS = {"tab": "\t", "noBreakHyphen": "-", "br": "\n", "cr": "\n"}
_OFF = frozenset({"0", "false", "off", "none"})
_KINDS: tuple[tuple[str, MarkKind], ...] = (("b", "bold"), ("i", "italic"))
Styles = Mapping[str, frozenset[MarkKind]]
"""What a style, by its id, sets off: bold, italic, both or nothing."""


@dataclass(slots=True)
class Paragraph:
    """Text with "\\n" for forced line breaks, what markup sets off, ids of notes, and the paragraphs of text boxes."""

    text: str = ""
    marks: list[tuple[int, int, MarkKind]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    style: str = ""
    level: bool = False
    runs_on: bool = False  # its paragraph mark is deleted: the next paragraph belongs to it

    def mark(self, begin: int, kind: MarkKind) -> None:
        end = len(self.text)
        if begin == end:
            return
        if self.marks and self.marks[-1][1:] == (begin, kind):
            begin = self.marks.pop()[0]
        self.marks.append((begin, end, kind))


def style_marks(style: Element, based: frozenset[MarkKind]) -> frozenset[MarkKind]:
    """What a style sets off, given what the style does that it is based on."""
    properties = style.find("rPr")
    if properties is None:
        return based
    own = {kind: _on(properties, tag) for tag, kind in _KINDS if properties.find(tag) is not None}
    return frozenset(kind for _, kind in _KINDS if own.get(kind, kind in based))


def paragraph(element: Element, styles: Styles, start: Paragraph | None = None) -> Paragraph:
    """Read a w:p; `start` is a paragraph that runs on into it.

    In a paragraph that is bold as a whole, bold sets nothing off.
    """
    made = start or Paragraph()
    made.runs_on = False
    properties = element.find("pPr")
    if properties is not None:
        style, level = properties.find("pStyle"), properties.find("outlineLvl")
        made.style = style.get("val") if style is not None else ""
        made.level = level is not None and level.get("val") in set("012345678")
        mark = properties.find("rPr")
        made.runs_on = mark is not None and mark.find("del") is not None
    _Content(made, styles).read(element)
    return made


class _Content:
    """Reads what stands in a paragraph into it."""

    def __init__(self, made: Paragraph, styles: Styles) -> None:
        self.made, self.styles = made, styles
        self.whole = styles.get(made.style, frozenset())

    def read(self, element: Element) -> None:
        for child in element.elements:
            if child.tag == "r":
                self._run(child)
            elif child.tag == "hyperlink":
                begin = len(self.made.text)
                self.read(child)
                self.made.mark(begin, "link")
            elif child.tag in _CONTAINERS:
                self.read(child)
            elif child.tag == "AlternateContent":
                self._alternate(child)

    def _alternate(self, element: Element) -> None:
        """The first alternative only: the fallback says the same again for older programs."""
        chosen = element.find("Choice") or element.find("Fallback")
        if chosen is not None:
            self._run(chosen)
            self.read(chosen)

    def _run(self, run: Element) -> None:
        properties = run.find("rPr")
        if properties is not None and _on(properties, "vanish"):
            return
        made = self.made
        begin = len(made.text)
        for child in run.elements:
            if child.tag == "t":
                made.text += child.text().replace("\n", " ")
            elif child.tag in _CHARACTERS and child.get("type") not in ("page", "column"):
                made.text += _CHARACTERS[child.tag]
            elif child.tag in ("footnoteReference", "endnoteReference"):
                made.notes.append((child.tag.removesuffix("Reference"), child.get("id")))
            elif child.tag in ("drawing", "pict", "object"):
                made.boxes.extend(_boxes(child))
            elif child.tag == "AlternateContent":
                self._alternate(child)
            elif child.tag == "ruby":
                self.read(child)
        if properties is not None:
            for kind in self._marks(properties) - self.whole:
                made.mark(begin, kind)

    def _marks(self, properties: Element) -> frozenset[MarkKind]:
        """What a run is: as it says itself, else as its character style does."""
        style = properties.find("rStyle")
        named = self.styles.get(style.get("val"), frozenset()) if style is not None else frozenset()
        own = {kind: _on(properties, tag) for tag, kind in _KINDS if properties.find(tag) is not None}
        return frozenset(kind for _, kind in _KINDS if own.get(kind, kind in named))


def _boxes(element: Element) -> list[Element]:
    """The paragraphs of the text boxes in a drawing."""
    if element.tag == "txbxContent":
        return [inner for inner in element.iter("p") if (box := inner.ancestor("txbxContent")) is element or box is None]
    if element.tag == "AlternateContent":
        chosen = element.find("Choice") or element.find("Fallback")
        return _boxes(chosen) if chosen is not None else []
    return [found for child in element.elements for found in _boxes(child)]


def _on(properties: Element, tag: str) -> bool:
    found = properties.find(tag)
    return found is not None and found.get("val", "1") not in _OFF
