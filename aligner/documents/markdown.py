"""Markdown: the text a reader sees, line by line, with the places it has in the file.

Own code and not a parser library, because a glossary must lead back to line and column, which no library keeps for
inline text, and because the files are made by people and converters: a fence that is never closed must not swallow the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from aligner.documents.bilingual import Pairs
from aligner.documents.columns import find_columns, is_header
from aligner.documents.inline import Inline, has_markup, render
from aligner.documents.source import Source
from aligner.documents.text import LONGEST, pieces, split
from aligner.records import Line, LineKind, Place, SegmentPair

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|(?=[^\s#\x00-\x7f])|$)(.*?)(?:[ \t]+#+)?(?:[ \t]*\{[#.][^{}]*\})?[ \t]*$")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*$")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})([^`]*)$")
_NOTE = re.compile(r" {0,3}\[\^[^\]\s]{1,200}\]:[ \t]*")
_REFERENCE = re.compile(
    r" {0,3}\[(?!\^)([^\[\]]{1,300})\]:[ \t]*(?:<[^<>]*>|[^\s<]\S*)[ \t]*(?:\"[^\"]*\"|'[^']*'|\([^()]*\))?[ \t]*$"
)
_TABLE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_CELL = re.compile(r"(?:[^|\\`]|\\.|`[^`|]*`|[\\`])+")
_QUOTE = re.compile(r"(?: {0,3}>[ \t]?)+")
_BULLET = re.compile(r"[ \t]*(?:[-*+](?:[ \t]+\[[ xX]\])?[ \t]+|(?=\d{1,9}[.)][ \t]))")
_LINE_BLOCK = re.compile(r"[ \t]*\|[ \t]+(?=\S)")
_DIRECTIVE = re.compile(r"\s*(?::[A-Za-z][\w-]*:(?:`[^`]*`)?|:{3,}.*|\{:.*\}|\.\. [a-z]+::.*)[ \t]*$")
_FRONT_MATTER = re.compile(r"(?:---|\+\+\+)[ \t]*$")
_HIDDEN = tuple(
    (re.compile(begins, re.I), re.compile(ends, re.I))
    for begins, ends in (
        (r"\s*<!--", r"-->"),
        (r"\s*<(?:script|style)\b", r"</(?:script|style)\s*>"),
        (r"\s*\$\$", r"\$\$[ \t]*$"),
        (r"\s*\\begin\{(?:equation|align|aligned|gather)\*?\}", r"\\end\{"),
    )
)
_LONGEST_PARAGRAPH = 200_000


@dataclass(slots=True)
class _Paragraph:
    """Source lines that form one paragraph: line number, first column (from 0) and text of each."""

    kind: LineKind = "text"
    rows: list[tuple[int, int, str]] = field(default_factory=list)
    quoted: bool = False
    item: bool = False


def read(source: Source) -> Iterator[Line | SegmentPair]:
    """One line for each line of the file, empty where it holds nothing to read (code, rules, comments, link targets).

    A table with a zh and an en column gives pairs in place of lines.
    """
    text = source.text()
    sources = [line.text for line in split(text.replace("\f", " "))]
    blocks = _Blocks(sources)
    blocks.run()
    pairs = Pairs(source, "md")
    for table in blocks.tables:
        made = list(_table_pairs(table, blocks.labels, pairs))
        yield from made
        if not made:
            blocks.paragraphs += [
                _Paragraph("cell", [(row, start, text)]) for row, cells in table for start, text in cells if text
            ]
    yield from _lines_of(blocks, len(sources))
    if pairs.made:
        pairs.finish("rows")


def _lines_of(blocks: _Blocks, count: int) -> Iterator[Line]:
    made: dict[int, list[Line]] = {}
    for paragraph in blocks.paragraphs:
        for line in _render(paragraph, blocks.labels):
            made.setdefault(line.number, []).append(line)
    number = 0
    for at in range(1, count + 1):
        for line in made.get(at) or (Line("", at),):
            number += 1
            own = None if number == at else at
            yield replace(line, number=number, line=own)


def _table_pairs(table: _Table, labels: set[str], pairs: Pairs) -> Iterator[SegmentPair]:
    """The pairs of a table's rows, if it has a zh and an en column; the place is the Chinese cell's."""
    rows = [[render(text, labels).text.strip() if has_markup(text) else text for _, text in cells] for _, cells in table]
    found = find_columns(rows)
    if found is None:
        return
    for index, ((line, cells), texts) in enumerate(zip(table, rows, strict=True)):
        if len(texts) > max(found) and (index or not is_header(texts[found[0]], texts[found[1]])):
            made = pairs.make(texts[found[0]], texts[found[1]], Place(line, cells[found[0]][0] + 1))
            if made:
                yield made


_Table = list[tuple[int, list[tuple[int, str]]]]  # line, and the first column (from 0) and text of each cell


class _Blocks:
    """Sorts the lines of a file into paragraphs; lines that end up in none are not for reading."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.labels: set[str] = set()
        self.paragraphs: list[_Paragraph] = []
        self.tables: list[_Table] = []
        self.open: _Paragraph | None = None
        self.in_note = False

    def run(self) -> None:
        at = self._front_matter()
        while at < len(self.lines):
            at = self._step(at)

    def _front_matter(self) -> int:
        if self.lines and _FRONT_MATTER.match(self.lines[0]):
            for at in range(1, min(len(self.lines), 200)):
                if self.lines[at].rstrip() == self.lines[0].rstrip():
                    return at + 1
        return 0

    def _step(self, at: int) -> int:
        line = self.lines[at]
        if not line.strip():
            self.open = None
            return at + 1
        if after := self._hidden(at, line):
            self.open = None
            return after
        if self.open and not self.open.quoted and len(self.open.rows) == 1 and _UNDERLINE.match(line):
            self.open.kind, self.open = "heading", None
            return at + 1
        if _RULE.match(line) or _DIRECTIVE.match(line):
            self.open = None
            return at + 1
        quote = _QUOTE.match(line)
        start = quote.end() if quote else 0
        if "|" in line and at + 1 < len(self.lines) and "|" in self.lines[at + 1] and _TABLE.match(self.lines[at + 1]):
            return self._table(at)
        self._text(at, line, start)
        return at + 1

    def _hidden(self, at: int, line: str) -> int:
        """The line after a fence, comment, script or formula that begins here; 0 where none does."""
        if fence := _FENCE.match(line):
            closing = re.compile(rf"\s*{re.escape(fence[1][0])}{{{len(fence[1])},}}[ \t]*$")
            return self._until(closing, at + 1) or at + 1
        for begins, ends in _HIDDEN:
            if opened := begins.match(line):
                if closed := ends.search(line, opened.end()):
                    return 0 if line[closed.end() :].strip() else at + 1
                return self._until(ends, at + 1)
        if reference := _REFERENCE.match(line):
            self.labels.add(reference[1])
            return at + 1
        return 0

    def _until(self, pattern: re.Pattern[str], at: int) -> int:
        for after in range(at, len(self.lines)):
            if pattern.search(self.lines[after]):
                return after + 1
        return 0

    def _text(self, at: int, line: str, start: int) -> None:
        rest = line[start:]
        if heading := _HEADING.match(rest):
            self.in_note = False
            self.paragraphs.append(_Paragraph("heading", [(at + 1, start + heading.start(2), heading[2])]))
            self.open = None
            return
        note, bullet = _NOTE.match(rest), _BULLET.match(rest)
        quoted = start > 0
        if note:
            self.in_note, start = True, start + note.end()
        elif bullet and self._begins_item(rest.lstrip()):
            start += bullet.end()
        elif block := _LINE_BLOCK.match(rest):
            start += block.end()
        elif self.open is not None and (self.open.quoted == quoted or not quoted):
            self._add(self.open, at, line, start)
            return
        indented = line[:4].isspace()
        self.in_note = bool(note) or (self.in_note and (indented or self.open is not None))
        self.open = _Paragraph("note" if self.in_note else "text", quoted=quoted, item=bool(bullet))
        self.paragraphs.append(self.open)
        self._add(self.open, at, line, start)

    def _begins_item(self, rest: str) -> bool:
        """A year at the start of a wrapped line is no list item: only number one may interrupt a paragraph."""
        return self.open is None or self.open.item or not rest[0].isdigit() or rest[:2] in ("1.", "1)")

    def _add(self, paragraph: _Paragraph, at: int, line: str, start: int) -> None:
        start += len(line[start:]) - len(line[start:].lstrip())
        paragraph.rows.append((at + 1, start, line[start:].rstrip()))

    def _table(self, at: int) -> int:
        self.open = None
        rows = [at]
        after = at + 2
        while after < len(self.lines) and "|" in self.lines[after]:
            rows.append(after)
            after += 1
        self.tables.append([(row + 1, _cells(self.lines[row])) for row in rows])
        return after


def _cells(row: str) -> list[tuple[int, str]]:
    """The first column (from 0) and the text of each cell of a table's row, empty ones too."""
    cells: list[tuple[int, str]] = []
    begin = len(row) - len(row.lstrip().removeprefix("|"))
    while begin <= len(row):
        found = _CELL.match(row, begin)
        end = found.end() if found else begin
        text = row[begin:end]
        if end == len(row) and not text.strip() and cells:  # behind the last bar
            break
        cells.append((begin + len(text) - len(text.lstrip()), text.strip()))
        begin = end + 1
    return cells


def _render(paragraph: _Paragraph, labels: set[str]) -> Iterator[Line]:
    total = sum(len(text) for _, _, text in paragraph.rows)
    groups = [paragraph.rows] if total <= _LONGEST_PARAGRAPH else [[row] for row in paragraph.rows]
    for group in groups:
        last = group is groups[-1]
        if len(group) == 1 and len(group[0][2]) > LONGEST:
            number, start, text = group[0]
            cuts = list(pieces(text))
            for begin, end in cuts:
                yield from _lines(
                    paragraph.kind, [(number, start + begin, text[begin:end])], labels, last and end == len(text)
                )
        else:
            yield from _lines(paragraph.kind, group, labels, last)


def _lines(kind: LineKind, rows: Sequence[tuple[int, int, str]], labels: set[str], ends: bool) -> Iterator[Line]:
    """The lines of a paragraph without their markup, which may reach over line breaks."""
    source = "\n".join(text for _, _, text in rows)
    inline = render(source, labels) if has_markup(source) else Inline(source, [], [])
    begin, offset = 0, 0
    texts = inline.text.split("\n")
    assert len(texts) == len(rows)
    for (number, start, original), text in zip(rows, texts, strict=True):
        end = begin + len(text)
        columns: Sequence[int] | None
        if inline.offsets:
            columns = [place - offset + start + 1 for place in inline.offsets[begin:end]]
        else:
            columns = range(start + 1, start + len(text) + 1)
        marks = tuple((max(a, begin) - begin, min(b, end) - begin, m) for a, b, m in inline.marks if a < end and b > begin)
        identity = not text or (columns[0] == 1 and columns[-1] == len(text) and len(columns) == len(text))
        yield Line(text, number, "", kind, None if identity else tuple(columns), marks, ends=ends and number == rows[-1][0])
        begin, offset = end + 1, offset + len(original) + 1
