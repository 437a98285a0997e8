"""Documents in: one reader per file format, chosen by suffix and confirmed by content.

`read` gives one document, `find` turns what the user named (files, folders, pairs of files) into documents to read.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from aligner.documents import sniff
from aligner.documents.source import Source
from aligner.errors import UsageError
from aligner.records import Document

# Suffix → module of this package. A module has `read(source)`, which gives lines, or `pairs(source)`, which gives pairs.
FORMATS = {
    "txt": "text",
    "text": "text",
    "md": "markdown",
    "markdown": "markdown",
}
# What the first bytes must say; every other format is text.
_BINARY = {"pdf": "pdf", "docx": "zip", "xlsx": "zip", "epub": "zip"}


def read(
    source: str | Path | BinaryIO, *, name: str | None = None, encoding: str | None = None, format: str | None = None
) -> Document:
    """Read one document: a path, "-" for standard input, or an open binary stream.

    `format` is a suffix that overrides the file's own; `encoding` overrides what the content tells. Raises InputError with
    one clear line where the file cannot be read, and nothing else; UsageError for an unknown format or encoding.
    """
    opened = Source(source, name, encoding)
    suffix = _format(opened, format)
    module = import_module(f"aligner.documents.{FORMATS[suffix]}")
    lines = tuple(module.read(opened))
    if not any(line.text and not line.text.isspace() for line in lines):
        raise opened.error("holds no text")
    return Document(opened.name, opened.digest(), suffix, lines, (), tuple(opened.warnings))


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


__all__ = ["FORMATS", "read"]
