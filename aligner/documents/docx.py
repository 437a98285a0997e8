"""DOCX: running text with its headings, notes, tables and text boxes; tables in both languages as pairs.

Own code over `zipsafe` and `xmlsafe`, because python-docx drops footnotes, text boxes and tracked insertions, and unpacks
whatever an archive claims. Headers, footers, comments and tables of contents are not read: they repeat what is elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from aligner.documents.bilingual import Pairs
from aligner.documents.columns import find_columns, is_header
from aligner.documents.office import Package
from aligner.documents.source import Source
from aligner.documents.wordml import Paragraph, paragraph, style_marks
from aligner.records import Line, LineKind, MarkKind, Place, SegmentPair
from aligner.xmlsafe import Element

_LONGEST_CELL = 2_000  # characters; beyond it a cell is an article, not a segment
Cell = list[Paragraph | Element]  # an element is a table inside


def read(source: Source) -> Iterator[Line | SegmentPair]:
    """Paragraphs in reading order, each ended; notes after the paragraph that refers to them; bilingual tables as pairs."""
    return _Reader(source).run()


class _Reader:
    def __init__(self, source: Source) -> None:
        self.package = Package(source)
        self.main = self.package.main("word/document.xml")
        self.relations = self.package.relations(self.main)
        self.marks: dict[str, frozenset[MarkKind]] = {}  # what a style sets off, by its id
        self.headings, self.contents = self._styles()
        self.notes = {kind: self._notes(kind) for kind in ("footnote", "endnote")}
        self.numbers = {"footnote": 0, "endnote": 0}
        self.pairs = Pairs(source, "docx")
        self.lines = self.paragraphs = self.tables = 0

    def run(self) -> Iterator[Line | SegmentPair]:
        open_paragraph: Paragraph | None = None
        blocks = self.package.elements(self.main, {"p", "tr"})
        for table, group in groupby(blocks, key=lambda block: block.parent if block.tag == "tr" else None):
            if table is not None:
                yield from self._table(list(group))
                continue
            for block in group:
                self.paragraphs += 1
                made = paragraph(block, self.marks, open_paragraph)
                open_paragraph = made if made.runs_on else None
                if not open_paragraph:
                    yield from self._paragraph(made, f"paragraph {self.paragraphs}", "text")
        if open_paragraph:
            yield from self._paragraph(open_paragraph, f"paragraph {self.paragraphs}", "text")
        if self.pairs.made:
            self.pairs.finish("rows")

    def _part(self, kind: str) -> str:
        """The part of a kind (styles, footnotes, …) that the main part refers to, or ""."""
        return next((target for name, target in self.relations.values() if name == kind and target in self.package), "")

    def _styles(self) -> tuple[set[str], set[str]]:
        """Ids of the styles that are headings, and of those of a table of contents; fills in `marks`."""
        found, headings, contents = {}, set(), set()
        part = self._part("styles")
        for style in self.package.elements(part, {"style"}) if part else ():
            name, properties = style.find("name"), style.find("pPr")
            words = name.get("val").casefold() if name is not None else ""
            found[style.get("styleId")] = style
            level = properties is not None and properties.find("outlineLvl") is not None
            if level or words.startswith(("heading", "标题", "標題")) or words in ("title", "subtitle"):
                headings.add(style.get("styleId"))
            elif words.startswith("toc ") or words == "table of figures":
                contents.add(style.get("styleId"))
        for identity in found:
            line = _ancestry(found, identity)
            if headings.intersection(line):
                headings.add(identity)
            marks: frozenset[MarkKind] = frozenset()
            for above in reversed(line):
                marks = style_marks(found[above], marks)
            self.marks[identity] = marks
        return headings, contents

    def _notes(self, kind: str) -> dict[str, list[Paragraph]]:
        part = self._part(f"{kind}s")
        return {
            note.get("id"): [paragraph(p, self.marks) for p in note.all("p")]
            for note in (self.package.elements(part, {kind}) if part else ())
            if note.get("type") in ("", "normal")
        }

    def _paragraph(self, made: Paragraph, where: str, kind: LineKind) -> Iterator[Line]:
        """The lines of a paragraph, then of its notes, then of its text boxes."""
        if made.style not in self.contents:
            heading = kind == "text" and (made.level or made.style in self.headings)
            yield from self._line(made, where, "heading" if heading else kind)
        for name, identity in made.notes:
            self.numbers[name] += 1
            for note in self.notes[name].get(identity, ()):
                yield from self._line(note, f"{name} {self.numbers[name]}", "note")
        for box in made.boxes:
            yield from self._paragraph(paragraph(box, self.marks), f"{where}, text box", kind)

    def _line(self, made: Paragraph, where: str, kind: LineKind) -> Iterator[Line]:
        begin = 0
        parts = made.text.split("\n")
        for at, part in enumerate(parts):
            end = begin + len(part)
            if part.strip():
                self.lines += 1
                marks = tuple(
                    (max(a, begin) - begin, min(b, end) - begin, m) for a, b, m in made.marks if a < end and b > begin
                )
                columns = range(begin + 1, end + 1) if begin else None
                marks = tuple(mark for mark in marks if mark[1] - mark[0] < len(part.strip()))  # all bold sets nothing off
                yield Line(part, self.lines, where, kind, columns, marks, 0, at == len(parts) - 1)
            begin = end + 1

    def _table(self, rows: list[Element]) -> Iterator[Line | SegmentPair]:
        self.tables += 1
        where = f"table {self.tables}"
        grid = [(number, self._cells(row)) for number, row in enumerate(rows, 1) if not _deleted(row)]
        found = find_columns([[_joined(cell) for cell in cells] for _, cells in grid])
        for index, (number, cells) in enumerate(grid):
            place = f"{where} row {number}"
            if found and len(cells) > max(found):
                zh, en = cells[found[0]], cells[found[1]]
                if index == 0 and is_header(_joined(zh), _joined(en)):
                    continue
                if (segments := _segments(zh, en)) is not None:
                    made = (self.pairs.make(a, b, Place(0, 0, place)) for a, b in segments)
                    yield from (pair for pair in made if pair)
                    continue
            for cell in cells:
                for inner in cell:
                    if isinstance(inner, Paragraph):
                        yield from self._paragraph(inner, place, "cell")
                    else:
                        yield from self._table(inner.all("tr"))

    def _cells(self, row: Element) -> list[Cell]:
        """The cells of a row in the grid's columns: a cell over several columns is followed by empty ones."""
        cells: list[Cell] = []
        for cell in _all_cells(row):
            cells.append([item if item.tag == "tbl" else paragraph(item, self.marks) for item in _parts(cell)])
            properties = cell.find("tcPr")
            span = properties.find("gridSpan") if properties is not None else None
            width = span.get("val") if span is not None else ""
            cells.extend(
                [] for _ in range(min(int(width), 64) - 1 if width.isascii() and width.isdigit() and len(width) < 4 else 0)
            )
        return cells


def _ancestry(styles: dict[str, Element], identity: str) -> list[str]:
    """A style and those that it is based on, the nearest first."""
    line: list[str] = []
    while identity in styles and identity not in line and len(line) < 20:
        line.append(identity)
        base = styles[identity].find("basedOn")
        identity = base.get("val") if base is not None else ""
    return line


def _parts(cell: Element) -> Iterator[Element]:
    """The paragraphs and tables of a cell, in order; those in text boxes and in tables come with what holds them."""
    for child in cell.elements:
        if child.tag in ("p", "tbl"):
            yield child
        elif child.tag not in ("tcPr", "del"):
            yield from _parts(child)


def _all_cells(row: Element) -> list[Element]:
    found = []
    for child in row.elements:
        if child.tag == "tc":
            found.append(child)
        elif child.tag in ("sdt", "sdtContent", "customXml"):
            found.extend(_all_cells(child))
    return found


def _deleted(row: Element) -> bool:
    properties = row.find("trPr")
    return properties is not None and properties.find("del") is not None


def _joined(cell: Cell) -> str:
    return "\n".join(part.text for part in cell if isinstance(part, Paragraph))


def _segments(zh: Cell, en: Cell) -> list[tuple[str, str]] | None:
    """The pairs that two cells form: paragraph by paragraph where they have as many, else cell by cell, unless too long.

    None where one of them holds a table.
    """
    if any(isinstance(part, Element) for part in (*zh, *en)):
        return None
    left, right = ([part.text for part in cell if isinstance(part, Paragraph) and part.text.strip()] for cell in (zh, en))
    if len(left) == len(right):
        return list(zip(left, right, strict=True)) or None
    zh_text, en_text = "\n".join(left), "\n".join(right)
    return [(zh_text, en_text)] if max(len(zh_text), len(en_text)) <= _LONGEST_CELL else None
