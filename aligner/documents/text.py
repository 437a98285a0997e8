"""Plain text: every line as it stands, so that places point into the file. Wrapped lines are joined by a later stage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from aligner.documents.source import Source
from aligner.records import Line

# A line longer than this is given in pieces: later stages work line by line, and some of what they do is not linear.
LONGEST = 20_000
_CUT = re.compile(r"(?s).*(?:[。！？；]|[.!?;](?=\s)|\s)")


def read(source: Source) -> Iterator[Line]:
    """The lines of a text file.

    A form feed begins a new page, told in `where`; an overlong line comes in pieces, cut between sentences or words, each
    with its true line and columns.
    """
    number = 0
    for line in split(source.text()):
        if len(line.text) <= LONGEST:
            number += 1
            yield line if line.number == number else replace(line, number=number, line=line.number)
            continue
        for start, end in pieces(line.text):
            number += 1
            columns = line.columns or range(1, len(line.text) + 1)
            yield Line(line.text[start:end], number, line.where, line=line.number, columns=columns[start:end])


def split(text: str) -> Iterator[Line]:
    """Lines as an editor counts them (LF, CR LF, CR), except that a form feed also ends one."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    if "\f" not in text:
        for number, line in enumerate(lines, 1):
            yield Line(line, number)
        return
    page = 1
    for number, line in enumerate(lines, 1):
        start = 0
        for part in line.split("\f"):
            if start:
                page += 1
            if part or len(part) == len(line):
                columns = range(start + 1, start + len(part) + 1) if start else None
                yield Line(part, number, f"page {page}", columns=columns)
            start += len(part) + 1


def pieces(text: str, longest: int = LONGEST) -> Iterator[tuple[int, int]]:
    """Start and end of the pieces of an overlong line, each at most `longest` characters."""
    start = 0
    while len(text) - start > longest:
        cut = _CUT.match(text, start + longest // 2, start + longest)
        end = cut.end() if cut else start + longest
        yield start, end
        start = end
    yield start, len(text)
