"""What a file is, told by its first bytes: a suffix is a claim, the content is the fact."""

from __future__ import annotations

import re

from aligner.documents.source import Source

_OFFICE = "an Office 97 or password-protected file; save it as .docx or .xlsx without a password"
# First bytes → what a person calls such a file, and the suffix it is read as, if it is.
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF file", "pdf"),
    (b"PK\x03\x04", "a ZIP archive", "zip"),
    (b"PK\x05\x06", "an empty ZIP archive", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OFFICE, ""),
    (b"{\\rtf", "an RTF file; save it as .docx", ""),
    (b"\x89PNG\r\n\x1a\n", "a PNG image", ""),
    (b"\xff\xd8\xff", "a JPEG image", ""),
    (b"GIF8", "a GIF image", ""),
    (b"II*\0", "a TIFF image", ""),
    (b"MM\0*", "a TIFF image", ""),
    (b"BM", "a BMP image", ""),
    (b"RIFF", "a media file", ""),
    (b"\x1f\x8b", "a gzip file; unpack it first", ""),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first", ""),
    (b"Rar!\x1a\x07", "a RAR archive; unpack it first", ""),
    (b"BZh", "a bzip2 file; unpack it first", ""),
    (b"\xfd7zXZ\0", "an xz file; unpack it first", ""),
    (b"SQLite format 3\0", "a SQLite database", ""),
    (b"\x7fELF", "a program", ""),
    (b"MZ", "a program", ""),
)
_TEXT_AFTER_ALL = {b"BM", b"RIFF", b"MZ", b"BZh", b"GIF8"}  # words may begin so: binary only if NUL bytes follow


def binary(head: bytes) -> tuple[str, str] | None:
    """What a binary file is, as (words, suffix to read it as or ""); None for what may be text."""
    for magic, words, suffix in _SIGNATURES:
        if head.startswith(magic) and (magic not in _TEXT_AFTER_ALL or b"\0" in head):
            return words, suffix
    if b"%PDF-" in head[:1024]:  # readers of PDF allow bytes before the header
        return "a PDF file", "pdf"
    return None


_ROOT = re.compile(
    r"(?s)\s*(?:<\?xml.*?\?>)?(?:\s|<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*<(?:[\w.-]+:)?([\w.-]+)", re.I
)
_ROOTS = {"tmx": "tmx", "xliff": "xlf", "tbx": "tbx", "martif": "tbx", "html": "html", "mtf": "tbx"}


def markup(head: bytes) -> str:
    """The suffix for the root element of an XML or HTML file, or ""."""
    text = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "ignore").lstrip("\ufeff")
    if not text.lstrip().startswith("<"):
        return ""
    root = _ROOT.match(text)
    return _ROOTS.get(root[1].lower(), "") if root else ""


def guess(source: Source) -> str:
    """The suffix that fits the content best; "txt" where nothing else is told."""
    found = binary(source.head)
    if found:
        return found[1] or "txt"
    return markup(source.head) or "txt"
