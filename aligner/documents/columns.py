"""Which columns of a table hold Chinese and English, told by what stands in them and not by what is written above."""

from __future__ import annotations

from collections.abc import Sequence

from aligner.documents.bilingual import mostly_zh
from aligner.documents.languages import language

_SAMPLE = 200
_HEADERS = {"source", "target", "term", "translation", "原文", "译文", "譯文", "术语", "術語", "source text", "target text"}


def find_columns(rows: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """The zh and the en column of a table, or None where it does not have one of each.

    A column counts where most of its filled cells are in the language; of several, the one with the most text does, as an id
    or a category is shorter than a sentence or a term.
    """
    sample = [row for row in rows if any(cell.strip() for cell in row)][:_SAMPLE]
    if len(sample) > 1 and sum(map(_names_column, sample[0])) > 1:
        sample = sample[1:]  # "zh" over one Chinese cell would be half of the column
    width = max((len(row) for row in sample), default=0)
    best: dict[str, tuple[int, int]] = {}
    for column in range(min(width, 200)):
        cells = [row[column].strip() for row in sample if column < len(row) and row[column].strip()]
        zh = sum(mostly_zh(cell) for cell in cells)
        en = sum(not mostly_zh(cell) and _words(cell) for cell in cells)
        for lang, hits in (("zh", zh), ("en", en)):
            weight = sum(len(cell) for cell in cells if mostly_zh(cell) == (lang == "zh"))
            if hits and hits >= 0.6 * len(cells) and 2 * len(cells) >= len(sample) and weight > best.get(lang, (0, 0))[0]:
                best[lang] = (weight, column)
    return (best["zh"][1], best["en"][1]) if len(best) == 2 else None


def _words(cell: str) -> bool:
    """Whether a cell holds at least one English word and not just a number, a date or a code."""
    letters = sum(char.isascii() and char.isalpha() for char in cell)
    return letters >= 2 and 2 * letters >= len(cell.replace(" ", "")) and "://" not in cell and "@" not in cell


def is_header(zh: str, en: str) -> bool:
    """Whether the first row names the columns: both cells are names of languages or of columns."""
    return _names_column(zh) and _names_column(en)


def _names_column(cell: str) -> bool:
    return language(cell) is not None or cell.strip().casefold() in _HEADERS
