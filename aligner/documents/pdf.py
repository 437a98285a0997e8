"""PDF: the lines of each page in reading order, without running heads and page numbers; bilingual tables as pairs.

PDFium finds the characters and their order; what this module adds is what a page means: which lines repeat at its edges,
which stand in small print at its foot, where a gap parts two paragraphs, and which digits are raised. Wrapped lines and
hyphens are left as they are, for the stage that joins lines.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from statistics import median
from typing import Any

from aligner.documents.bilingual import Pairs
from aligner.documents.columns import find_columns, is_header
from aligner.documents.pdflayout import GAP, Row, arrange, gaps
from aligner.documents.source import Source
from aligner.records import Line, LineKind, Place, SegmentPair

_EDGE = 0.1  # share of the page's height, above and below, in which running heads and page numbers stand
_RAISED = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|第)?\s*(?:\d{1,4}|[ivxlc]{1,7})\s*(?:页|頁)?\s*(?:(?:of|/|共)\s*\d{1,4}\s*(?:页|頁)?)?\W*", re.I
)
_NOTE = re.compile(r"\s*(?:[⁰¹²³⁴-⁹*†‡①-⑳]|\[?\d{1,3}[\].)]?\s|注[:：释]|注釋)")
_LEADERS = re.compile(r"(?:[.·…‥]\s?){4,}\s*\d{0,4}\s*$")  # a line of a table of contents
_PAGES = 20_000


def read(source: Source) -> Iterator[Line | SegmentPair]:
    """The lines of all pages, and the pairs of bilingual tables. The place is the page, and the line and column on it.

    An empty line stands for a gap.
    """
    pages = _pages(source)
    if not any(rows for rows, _ in pages):
        raise source.error("has no text in it (scanned pages?); run text recognition on it first")
    _drop_edges(pages)
    sizes = Counter[float]()
    for rows, _ in pages:
        for row in rows:
            sizes[round(row.size, 1)] += len(row.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    pairs = Pairs(source, "pdf")
    number = 0
    for page, (rows, _) in enumerate(pages, 1):
        for at, (table, group) in enumerate(groupby(rows, key=lambda row: row.table)):
            members = list(group)
            made = list(_table(members, pairs, f"page {page}")) if table else []
            yield from made
            if at:  # what stands before a table does not run on behind it
                number += 1
                yield Line("", number, f"page {page}", line=members[0].number)
            for line in _lines_of(members, body, f"page {page}") if not made else ():
                number += 1
                yield Line(line.text, number, line.where, line.kind, line=line.line, ends=line.ends)
    if pairs.made:
        pairs.finish("rows")


def _lines_of(rows: list[Row], body: float, where: str) -> Iterator[Line]:
    """The rows as lines, not yet numbered."""
    kinds, empty = _kinds(rows, body), gaps(rows)
    for at, row in enumerate(rows):
        if row.table:
            yield Line(row.text, 1, where, "cell", line=row.number, ends=True)
            continue
        if empty[at]:
            yield Line("", 1, where, line=row.number)
        ends = kinds[at] == "note" and (at + 1 == len(rows) or _NOTE.match(rows[at + 1].text) is not None)
        yield Line(row.text, 1, where, kinds[at], line=row.number, ends=ends)


def _table(cells: list[Row], pairs: Pairs, where: str) -> Iterator[SegmentPair]:
    """The pairs of a table's rows, if it has a zh and an en column."""
    width = max(cell.cell[1] for cell in cells) + 1
    rows = []
    for _, group in groupby(cells, key=lambda cell: cell.cell[0]):
        members = {cell.cell[1]: cell for cell in group}
        rows.append((next(iter(members.values())).number, [members[i].text if i in members else "" for i in range(width)]))
    found = find_columns([texts for _, texts in rows])
    if found is None:
        return
    for index, (number, texts) in enumerate(rows):
        zh, en = texts[found[0]], texts[found[1]]
        if index or not is_header(zh, en):
            made = pairs.make(zh, en, Place(number, 0, where))
            if made:
                yield made


def _pages(source: Source) -> list[tuple[list[Row], float]]:
    """The rows and the height of every page."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source.bytes())
    except pypdfium2.PdfiumError as error:
        words = "needs a password; save it without one" if "assword" in str(error) else f"is a damaged PDF file ({error})"
        raise source.error(words) from None
    try:
        if len(document) > _PAGES:
            raise source.error(f"has more than {_PAGES} pages")
        return [_page(source, document, index) for index in range(len(document))]
    finally:
        document.close()


def _page(source: Source, document: Any, index: int) -> tuple[list[Row], float]:
    import pypdfium2

    try:
        page = document[index]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        source.warn(f"page {index + 1} is damaged and was left out")
        return [], 0.0
    lines = [pieces for chars in _lines(text) if (pieces := _pieces(text, chars))]
    rows = [row for row in arrange(lines) if not _LEADERS.search(row.text)]
    for number, row in enumerate(rows, 1):
        row.number = number
    height = float(page.get_height())
    text.close()
    page.close()
    return rows, height


def _lines(text: Any) -> Iterator[list[tuple[int, str]]]:
    """The characters of each line with their indices; a hyphen at the end of a line is kept, PDFium would join it."""
    from pypdfium2 import raw

    line: list[tuple[int, str]] = []
    pending = ""
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if raw.FPDFText_IsHyphen(text, index) == 1:
            line.append((index, "-"))
            yield line
            line = []
        elif code in (10, 13):
            if line:
                yield line
            line = []
        elif 0xD800 <= code <= 0xDBFF:
            pending = chr(code)
        elif 0xDC00 <= code <= 0xDFFF:
            if pending:
                line.append((index, (pending + chr(code)).encode("utf-16-le", "surrogatepass").decode("utf-16-le")))
            pending = ""
        elif code >= 32 and code not in (0xFFFE, 0xFFFF) and code <= 0x10FFFF:
            line.append((index, chr(code)))
    if line:
        yield line


def _pieces(text: Any, chars: list[tuple[int, str]]) -> list[Row]:
    """A line, parted where PDFium put in a space for a gap that is wider than any between words."""
    from pypdfium2 import raw

    parts: list[list[tuple[int, str]]] = [[]]
    for at, (index, char) in enumerate(chars):
        if char == " " and 0 < at < len(chars) - 1 and raw.FPDFText_IsGenerated(text, index) == 1:
            before, after = _box(text, chars[at - 1][0]), _box(text, chars[at + 1][0])
            if after[0] - before[2] > GAP * max(before[3] - before[1], after[3] - after[1]):
                parts.append([])
                continue
        parts[-1].append((index, char))
    return [row for part in parts if (row := _row(text, part))]


def _row(text: Any, chars: list[tuple[int, str]]) -> Row | None:
    visible = [(index, char) for index, char in chars if not char.isspace()]
    if not visible:
        return None
    sample = [_box(text, index) for index, char in visible[:: max(1, len(visible) // 8)]]
    last = _box(text, visible[-1][0])
    heights = sorted(box[3] - box[1] for box in sample)
    height = heights[len(heights) // 2]
    bottom, top = median(box[1] for box in sample), median(box[3] for box in sample)
    out = []
    for at, (index, char) in enumerate(chars):
        if char in _RAISED and at:
            box = _box(text, index)
            if box[3] - box[1] < 0.85 * height and box[1] > bottom + 0.15 * height:
                char = _RAISED[char]
        out.append(char)
    left = min(box[0] for box in sample)
    size = median(_size(text, index) for index, _ in visible[:: max(1, len(visible) // 8)]) or height
    return Row("".join(out).rstrip(), left, bottom, max(last[2], left), top, size)


def _size(text: Any, index: int) -> float:
    """The type size of a character in points, whatever its font: boxes of equal type differ in height among fonts."""
    import ctypes

    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    if not raw.FPDFText_GetMatrix(text, index, ctypes.byref(matrix)):
        return 0.0
    return float(raw.FPDFText_GetFontSize(text, index)) * math.hypot(matrix.b, matrix.d)


def _box(text: Any, index: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a character, with the ascent and descent of its font: its height is the type's size."""
    import ctypes

    from pypdfium2 import raw

    box = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box)):
        return 0.0, 0.0, 0.0, 0.0
    return box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top)


def _drop_edges(pages: list[tuple[list[Row], float]]) -> None:
    """Take out page numbers, and lines that repeat at the edge of several pages but for their numbers."""

    def edge(row: Row, height: float) -> str:
        middle = (row.top + row.bottom) / 2
        return "top" if middle > (1 - _EDGE) * height else "bottom" if middle < _EDGE * height else ""

    def shape(row: Row) -> str:
        return re.sub(r"\d+|\s+", "0", row.text.strip().casefold())

    def offset(row: Row, page: int) -> int | None:
        number = re.match(r"\s*(\d{1,4})\s|.*\s(\d{1,4})\s*$", row.text)
        return int(number[1] or number[2]) - page if number else None

    at_edge = [[row for row in rows if edge(row, height)] for rows, height in pages]
    repeated = Counter(words for rows in at_edge for words in {shape(row) for row in rows})
    counted = Counter(offset(row, page) for page, rows in enumerate(at_edge) for row in rows)  # heads of changing chapters
    enough = 2 if len(pages) <= 3 else 3
    for page, (rows, _) in enumerate(pages):
        furniture = {
            id(row)
            for row in at_edge[page]
            if repeated[shape(row)] >= enough
            or _PAGE_NUMBER.fullmatch(row.text)
            or ((own := offset(row, page)) is not None and counted[own] >= max(3, len(pages) // 4))
        }
        rows[:] = [row for row in rows if id(row) not in furniture]


def _kinds(rows: list[Row], body: float) -> list[LineKind]:
    """Large type on a line of its own is a heading; small print at the foot of the page that begins like a note is notes."""
    kinds: list[LineKind] = ["text"] * len(rows)
    for at, row in enumerate(rows):
        near = [other for other in (at - 1, at + 1) if 0 <= other < len(rows)]
        if row.size > 1.15 * body and all(abs(rows[other].size - row.size) > 0.5 for other in near):
            kinds[at] = "heading"
    foot = len(rows)
    while foot and rows[foot - 1].size < 0.92 * body and len(rows) - foot < 0.4 * len(rows):
        foot -= 1
    while foot < len(rows) and not _NOTE.match(rows[foot].text):
        foot += 1
    kinds[foot:] = ["note"] * (len(rows) - foot)
    return kinds
