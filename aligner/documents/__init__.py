"""Documents in: one reader per file format, chosen by suffix and confirmed by content.

`read` gives one document, `find` turns what the user named (files, folders, pairs of files) into documents to read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from aligner.documents import sniff
from aligner.documents.source import Source
from aligner.errors import UsageError
from aligner.records import Document, Line, SegmentPair

# Suffix → module of this package. Its `read(source)` gives lines in reading order, segment pairs, or both.
FORMATS = {
    "txt": "text",
    "text": "text",
    "md": "markdown",
    "markdown": "markdown",
    "tmx": "tmx",
    "xlf": "xliff",
    "xliff": "xliff",
    "sdlxliff": "xliff",
    "mqxliff": "xliff",
    "mxliff": "xliff",
    "tbx": "tbx",
    "po": "po",
    "csv": "table",
    "tsv": "table",
    "tab": "table",
    "pdf": "pdf",
    "html": "html",
    "htm": "html",
    "xhtml": "html",
    "epub": "epub",
    "docx": "docx",
    "docm": "docx",
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "srt": "subtitles",
    "vtt": "subtitles",
}
# Formats that hold both languages: such files are never paired with others.
_BILINGUAL = frozenset(
    suffix for suffix, module in FORMATS.items() if module in ("tmx", "xliff", "tbx", "po", "table", "xlsx")
)
# What the first bytes must say; every other format is text.
_BINARY = {"pdf": "pdf", "docx": "zip", "docm": "zip", "xlsx": "zip", "xlsm": "zip", "epub": "zip"}


def read(
    source: str | Path | BinaryIO, *, name: str | None = None, encoding: str | None = None, format: str | None = None
) -> Document:
    """Read one document: a path, "-" for standard input, or an open binary stream.

    `format` is a suffix that overrides the file's own; `encoding` overrides what the content tells. Raises InputError with
    one clear line where the file cannot be read, and nothing else; UsageError for an unknown format or encoding.
    """
    opened = Source(source, name, encoding)
    suffix = _format(opened, format)
    lines: list[Line] = []
    pairs: list[SegmentPair] = []
    for item in _items(opened, suffix):
        if isinstance(item, Line):
            lines.append(item)
        else:
            pairs.append(item)
    if not pairs and not any(line.text and not line.text.isspace() for line in lines):
        raise opened.error("holds no text")
    return Document(opened.name, opened.digest(), suffix, tuple(lines), tuple(pairs), tuple(opened.warnings))


def iter_pairs(
    source: str | Path | BinaryIO,
    *,
    name: str | None = None,
    encoding: str | None = None,
    format: str | None = None,
    warn: Callable[[str], None] | None = None,
) -> Iterator[SegmentPair]:
    """The segment pairs that a document declares, one by one as the file is read, for files too large to hold.

    Arguments and errors as in `read`. An error in the middle of the file comes after the pairs before it; `warn` is told at
    the end what was left out.
    """
    opened = Source(source, name, encoding)
    for item in _items(opened, _format(opened, format)):
        if isinstance(item, SegmentPair):
            yield item
    if warn:
        for message in opened.warnings:
            warn(message)


def find(paths: Iterable[str | Path], warn: Callable[[str], None] | None = None) -> list[Path | tuple[Path, Path]]:
    """What there is to read under the paths: single documents, and (zh, en) pairs of files that are translations.

    Folders are opened, with the folders inside them. Files whose names differ only in a language tag are a pair: `x.zh.md`
    and `x.en.md`, `x_zh-CN.docx` and `x_en-US.pdf`, `zh/x.txt` and `en/x.txt`. "-" is standard input. Where there are pairs,
    `warn` is told of each document without a counterpart, and of bilingual files that bear a pair's name (`x.tmx`,
    `x.terms.tsv`), which are left out. Raises InputError for a missing path and an empty folder.
    """
    from aligner.documents import folders

    return folders.find(paths, FORMATS, _BILINGUAL, warn)


def timed_pairs(zh: str | Path, en: str | Path, *, encoding: str | None = None) -> tuple[SegmentPair, ...]:
    """The pairs that two subtitle files form by their times; none if they are not both subtitles."""
    from aligner.documents import subtitles

    if any(FORMATS.get(Path(path).suffix.lower().lstrip(".")) != "subtitles" for path in (zh, en)):
        return ()
    return tuple(subtitles.pair(Source(zh, encoding=encoding), Source(en, encoding=encoding)))


def _items(source: Source, suffix: str) -> Iterator[Line | SegmentPair]:
    items: Iterator[Line | SegmentPair] = import_module(f"aligner.documents.{FORMATS[suffix]}").read(source)
    return items


def _format(source: Source, format: str | None) -> str:
    """The suffix to read a document as, confirmed by its first bytes."""
    if format is not None and format.lower().lstrip(".") not in FORMATS:
        raise UsageError(f"unknown format {format!r}; known are {', '.join(sorted(FORMATS))}")
    suffix = (format or Path(source.name).suffix).lower().lstrip(".")
    if suffix not in FORMATS:
        suffix = sniff.guess(source)
    wanted, found = _BINARY.get(suffix, ""), sniff.binary(source.head)
    if found and (not wanted or found[1] != wanted):
        raise source.error(f"is {found[0]}" if ";" in found[0] else f"is {found[0]}, not .{suffix}")
    if wanted and not found:
        raise source.error(f"is not a .{suffix} file")
    return suffix


__all__ = ["FORMATS", "find", "iter_pairs", "read", "timed_pairs"]
