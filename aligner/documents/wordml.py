"""A WordprocessingML paragraph as text: runs put together, tracked changes accepted, notes and text boxes set aside."""

from __future__ import annotations

from dataclasses import dataclass, field

from aligner.records import MarkKind
from aligner.xmlsafe import Element

# Elements that hold runs, and those whose content is not part of the text once all changes are accepted.
_CONTAINERS = frozenset(
    {
        "ins",
        "moveTo",
        "hyperlink",
        "smartTag",
        "sdt",
        "sdtContent",
        "fldSimple",
        "customXml",
        "bdo",
        "dir",
        "rubyBase",
        "ruby",
    }
)
_CHARACTERS = {"tab": "\t", "noBreakHyphen": "-", "br": "\n", "cr": "\n"}
_OFF = frozenset({"0", "false", "off", "none"})


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


def paragraph(element: Element, start: Paragraph | None = None) -> Paragraph:
    """Read a w:p; `start` is a paragraph that runs on into it."""
    made = start or Paragraph()
    made.runs_on = False
    properties = element.find("pPr")
    if properties is not None:
        style, level = properties.find("pStyle"), properties.find("outlineLvl")
        made.style = style.get("val") if style is not None else ""
        made.level = level is not None and level.get("val") in set("012345678")
        mark = properties.find("rPr")
        made.runs_on = mark is not None and mark.find("del") is not None
    _content(element, made)
    return made


def _content(element: Element, made: Paragraph) -> None:
    for child in element.elements:
        if child.tag == "r":
            _run(child, made)
        elif child.tag == "hyperlink":
            begin = len(made.text)
            _content(child, made)
            made.mark(begin, "link")
        elif child.tag in _CONTAINERS:
            _content(child, made)
        elif child.tag == "AlternateContent":
            _alternate(child, made)


def _alternate(element: Element, made: Paragraph) -> None:
    """The first alternative only: the fallback says the same again for older programs."""
    chosen = element.find("Choice") or element.find("Fallback")
    if chosen is not None:
        _run(chosen, made)
        _content(chosen, made)


def _run(run: Element, made: Paragraph) -> None:
    properties = run.find("rPr")
    if properties is not None and _on(properties, "vanish"):
        return
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
            _alternate(child, made)
        elif child.tag == "ruby":
            _content(child, made)
    if properties is not None:
        kinds: tuple[tuple[str, MarkKind], ...] = (("b", "bold"), ("i", "italic"))
        for tag, kind in kinds:
            if _on(properties, tag):
                made.mark(begin, kind)


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
