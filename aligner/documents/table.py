"""CSV and TSV files with a zh and an en column."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

from aligner.documents.bilingual import Pairs
from aligner.documents.columns import find_columns, is_header
from aligner.documents.source import Source
from aligner.records import Place, SegmentPair

_SAMPLE = 200
_OPEN_QUOTE = re.compile(r'(?:^|\t)"(?!(?:[^"]|"")*"(?:\t|$))', re.M)


def read(source: Source) -> Iterator[SegmentPair]:
    """The pairs of the rows, columns found by content. The place is the row, and the line that it begins on."""
    text = source.text()
    method = "tsv" if Path(source.name).suffix.lower() in (".tsv", ".tab") else "csv"
    pairs = Pairs(source, method)
    rows = _rows(source, text)
    sample = list(itertools.islice(rows, _SAMPLE))
    found = find_columns([row for _, row in sample])
    if found is None:
        raise source.error("has no column in Chinese beside one in English")
    zh_at, en_at = found
    for number, (line, row) in enumerate(itertools.chain(sample, rows), 1):
        if len(row) <= max(found):
            continue
        zh, en = row[zh_at], row[en_at]
        if number == 1 and is_header(zh, en):
            continue
        if made := pairs.make(zh, en, Place(line, 0, f"row {number}")):
            yield made
    pairs.finish("rows")


def _rows(source: Source, text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with the line it begins on."""
    delimiter = _delimiter(text)
    # tab-separated files of translation tools know no quoting; a quote that is never closed shows it
    plain = delimiter == "\t" and _OPEN_QUOTE.search(text) is not None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")
    reader = csv.reader(
        (line + "\n" for line in lines), delimiter=delimiter, quoting=csv.QUOTE_NONE if plain else csv.QUOTE_MINIMAL
    )
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise source.error(f"is not a table that can be read ({error})", line) from None


def _delimiter(text: str) -> str:
    """The separator that gives the same number of fields, at least two, in the most of the first lines."""
    lines = [line for line in text[:100_000].splitlines()[:100] if line.strip()]

    def regularity(delimiter: str) -> tuple[float, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        usual = max(set(counts), key=counts.count) if counts else 1
        return (counts.count(usual) / len(counts) if usual > 1 else 0.0, usual)

    try:
        return max("\t,;|", key=regularity)
    except csv.Error:
        return ","
