"""What stands side by side on a PDF page: columns, which are read one after the other, and tables.

PDFium gives the characters in the order in which they were drawn. Programs that draw line by line across a page draw through
its columns, so that "left line one, right line one" comes out as one line with a gap in it. What several such lines in a row
have in common tells what the gap is: the same gutter between two filled columns, or the same left edges of several cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

GAP = 1.5  # widths of an em between two pieces of a line that need not belong together
_COLUMN_LINES = 4  # lines with the same gutter that make columns
_FILLED = 0.7  # share of a column's width that its median line has to fill
_TABLE_ROWS = 3
_MOST = 2_000  # lines on a page; on one of more they are taken as they come
_COUNTER = re.compile(r"\W*(?:[\divxlcm]{1,5}|[a-z]|[一二三四五六七八九十百]{1,3})?\W*", re.I)


@dataclass(slots=True)
class Row:
    """A line of a page, or a piece of one: its text, its box in points from the lower left corner, and its type size.

    `table` and `cell` (row and column) are set for a piece that is a cell of a table of the page, counted from 1.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    number: int = 0
    table: int = 0
    cell: tuple[int, int] = (0, 0)


Line = list[Row]  # the pieces of a line, from left to right


def arrange(lines: Sequence[Line]) -> list[Row]:
    """The rows of a page in reading order: columns one after the other, cells one by one, all other lines in one piece."""
    if len(lines) > _MOST:
        return [joined(pieces) for pieces in lines]
    found: list[Row] = []
    at = tables = 0
    while at < len(lines):
        stop = at
        if len(lines[at]) > 1:
            stop = _columns(lines, at)
            if stop > at:
                left, right = _sides(lines[at:stop])
                found += left + right
            else:
                stop, rows = _table(lines, at)
                tables += stop > at
                found += [
                    replace(cell, table=tables, cell=(number, column))
                    for number, row in enumerate(rows, 1)
                    for column, cell in row.items()
                ]
        if stop == at:
            found.append(joined(lines[at]))
            stop = at + 1
        at = stop
    return found


def joined(pieces: Line) -> Row:
    """The pieces of a line as one row."""
    first, last = pieces[0], pieces[-1]
    sizes = [piece.size for piece in pieces]
    text = " ".join(piece.text.strip() for piece in pieces) if len(pieces) > 1 else first.text
    return Row(text, first.left, median(p.bottom for p in pieces), last.right, max(p.top for p in pieces), median(sizes))


def _columns(lines: Sequence[Line], start: int) -> int:
    """The line after those of two columns that begin here; `start` where none do."""
    if len(lines[start]) != 2:
        return start
    low, high = lines[start][0].right, lines[start][1].left
    stop = broken = start
    for at in range(start, len(lines)):
        pieces = lines[at]
        if at > start and not 0 <= lines[at - 1][0].bottom - pieces[0].bottom < 3 * pieces[0].size:
            break
        if len(pieces) == 2 and max(low, pieces[0].right) < min(high, pieces[1].left):
            low, high = max(low, pieces[0].right), min(high, pieces[1].left)
            stop, broken = at + 1, broken + 1
        elif len(pieces) == 1 and (pieces[0].right <= low or pieces[0].left >= high):
            stop = at + 1
        else:
            break
    if broken - start < _COLUMN_LINES:
        return start
    left, right = _sides(lines[start:stop])
    return stop if _filled(left) and _filled(right) else start


def _sides(lines: Sequence[Line]) -> tuple[list[Row], list[Row]]:
    gutter = min(pieces[1].left for pieces in lines if len(pieces) == 2)
    pieces = [piece for line in lines for piece in line]
    return [p for p in pieces if p.left < gutter - 1], [p for p in pieces if p.left >= gutter - 1]


def _filled(column: list[Row]) -> bool:
    """Whether a column is running text: most of its lines are about as wide as the widest, and hold several words."""
    widths = [row.right - row.left for row in column]
    return median(widths) >= _FILLED * max(widths) and median(widths) > 12 * median(row.size for row in column)


class _Table:
    """A table under construction: the left edges of its columns, and its rows, each as column → cell.

    Some programs draw a table line by line across all cells, others cell by cell, so that the next piece may stand higher
    than the one before.
    """

    def __init__(self, header: Line) -> None:
        self.edges = [piece.left for piece in header]
        self.rows: list[dict[int, Row]] = []
        self.last = 0  # column of the latest piece

    def add(self, pieces: Line) -> bool:
        """Take a line; False where it does not belong to the table."""
        columns = [self._column(piece) for piece in pieces]
        placed = {column: piece for column, piece in zip(columns, pieces, strict=True) if column is not None}
        if len(placed) < len(pieces):
            return False
        if self.rows:
            low = min(cell.bottom for cell in self.rows[-1].values())
            step = low - pieces[0].bottom
            if step < -0.3 * pieces[0].size:
                return self._higher(placed)
            if step > 4 * pieces[0].size:
                return False
            if self._carries_on(placed):
                self._put(placed)
                return True
        self.rows.append({})
        self._put(placed)
        return True

    def _column(self, piece: Row) -> int | None:
        near = min(range(len(self.edges)), key=lambda index: abs(self.edges[index] - piece.left))
        after = self.edges[near + 1] if near + 1 < len(self.edges) else float("inf")
        return near if abs(self.edges[near] - piece.left) < 0.6 * piece.size and piece.right < after else None

    def _higher(self, placed: dict[int, Row]) -> bool:
        """The next cells of a row whose first cells have more lines."""
        above = min((cell.bottom for cell in self.rows[-2].values()), default=0.0) if len(self.rows) > 1 else float("inf")
        if min(placed) <= self.last or any(piece.bottom > above - 0.3 * piece.size for piece in placed.values()):
            return False
        self._put(placed)
        return True

    def _carries_on(self, placed: dict[int, Row]) -> bool:
        """Whether the pieces are further lines of the cells above them, and no row of their own."""
        row = self.rows[-1]
        steps = [(row[column].bottom - piece.bottom) / piece.size for column, piece in placed.items() if column in row]
        if len(placed) == len(self.edges) or not steps:
            return False
        # after later cells the first column comes again with a new row, unless it stands very close
        return max(steps) <= (1.35 if 0 in placed and self.last else 1.6)

    def _put(self, placed: dict[int, Row]) -> None:
        row = self.rows[-1]
        for column, piece in placed.items():
            row[column] = _below(row[column], piece) if column in row else piece
            self.last = column


def _table(lines: Sequence[Line], start: int) -> tuple[int, list[dict[int, Row]]]:
    """The line after a table that begins here, and its rows, each as column → cell; `start` where none does."""
    table = _Table(lines[start])
    stop = start
    while stop < len(lines) and table.add(lines[stop]):
        stop += 1
    worded = [
        column for column in range(len(table.edges)) if _has_words([row[column].text for row in table.rows if column in row])
    ]
    return (stop, table.rows) if len(table.rows) >= _TABLE_ROWS and len(worded) > 1 else (start, [])


def _has_words(cells: list[str]) -> bool:
    """Whether a column holds words, and not the numbers or signs in front of list items."""
    return sum(_COUNTER.fullmatch(cell) is None for cell in cells) >= max(2, 0.5 * len(cells))


def _below(cell: Row, piece: Row) -> Row:
    between = "" if _joins(cell.text, piece.text) else " "
    text = cell.text.rstrip() + between + piece.text.strip()
    return Row(text, cell.left, piece.bottom, max(cell.right, piece.right), cell.top, cell.size)


def _joins(before: str, after: str) -> bool:
    return bool(before and after) and before[-1] > "\u2e7f" and after[0] > "\u2e7f"


def gaps(rows: Sequence[Row]) -> list[bool]:
    """Before which rows there is more space than between the lines next to them: a new paragraph."""
    steps = [before.bottom - row.bottom for before, row in pairwise(rows)]
    found = [False] * len(rows)
    for at, step in enumerate(steps):
        near = [other for other in steps[max(0, at - 1) : at + 2] if other > 0]
        found[at + 1] = step > 0 and (step > 1.35 * min(near) or step > 2.6 * rows[at + 1].size)
    return found
