"""Files that other tools read and write: one module per format, both directions together.

A format module has `write(concepts, out, options) -> Report`, or `read(source, name, options)`, or both; see `base`.
Adding a format is one line in `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import BinaryIO, Protocol, cast

from aligner.errors import UsageError
from glossary.entries import Concept
from glossary.exchange.base import ExportOptions, ImportOptions, LeftOut, Report


class Writer(Protocol):
    """What a format that can be exported offers."""

    def write(self, concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report: ...


class Reader(Protocol):
    """What a format that can be imported offers: concepts, and what was passed over, in the order of the file."""

    def read(self, source: BinaryIO, name: str, options: ImportOptions) -> Iterator[Concept | LeftOut]: ...


@dataclass(frozen=True, slots=True)
class Format:
    """One line of the table.

    `suffixes` are what `-o` and `import` recognise; `directions` holds "w", "r" or both. `all_contexts`: the format takes
    every sighting, not only those worth reading. `by_number`: entries go by number, unless asked otherwise. `binary`: not
    for a terminal.
    """

    module: str
    suffixes: tuple[str, ...]
    directions: str
    about: str
    all_contexts: bool = False
    by_number: bool = False
    binary: bool = False


FORMATS: dict[str, Format] = {
    "csv": Format("delimited", (".csv",), "rw", "comma-separated table, one row per zh-en pair", all_contexts=True),
    "tsv": Format("delimited", (".tsv", ".tab", ".txt"), "rw", "the same, tab-separated", all_contexts=True),
    "json": Format("json_", (".json",), "rw", "every field of every concept", all_contexts=True),
    "jsonl": Format("json_", (".jsonl", ".ndjson"), "rw", "the same, a concept per line", all_contexts=True),
    "xlsx": Format(
        "xlsx", (".xlsx", ".xlsm"), "rw", "Excel: all fields, contexts on a second sheet", all_contexts=True, binary=True
    ),
    "tbx": Format("tbx", (".tbx",), "rw", "TermBase eXchange, ISO 30042:2019", by_number=True),
    "tbx2": Format(
        "tbx2", (), "rw", "TermBase eXchange of 2008 (martif): OmegaT, Weblate, translate-toolkit", by_number=True
    ),
    "omegat": Format("omegat", (".utf8",), "rw", "OmegaT glossary, tab-separated"),
    "memoq": Format("memoq", (), "w", "memoQ term base, CSV"),
    "trados": Format("trados", (), "w", "Trados, by the Glossary Converter (XLSX)", binary=True),
    "multiterm": Format("multiterm", (".mtf.xml", ".xml"), "rw", "Trados MultiTerm XML", by_number=True),
    "phrase": Format("phrase", (), "w", "Phrase TMS term base (XLSX)", binary=True),
    "crowdin": Format("crowdin", (), "w", "Crowdin glossary, CSV"),
    "weblate": Format("weblate", (), "w", "Weblate glossary, CSV"),
    "wordfast": Format("wordfast", (), "w", "Wordfast glossary, tab-separated, UTF-16", binary=True),
    "deepl": Format("deepl", (), "w", "DeepL glossary, CSV"),
    "google": Format("google", (), "w", "Google Cloud Translation glossary for one direction, CSV"),
    "google-sets": Format("google", (), "w", "the same for both directions (equivalent term sets)"),
    "amazon": Format("amazon", (), "w", "Amazon Translate custom terminology, CSV"),
    "microsoft": Format("microsoft", (), "w", "Microsoft Translator glossary, tab-separated"),
    "xliff-gls": Format("xliff_gls", (".xlf", ".xliff"), "w", "XLIFF 2.1 with the glossary module", by_number=True),
    "skos": Format("skos", (".ttl",), "rw", "SKOS as Turtle", by_number=True),
    "skos-json": Format("skos", (".jsonld",), "rw", "SKOS as JSON-LD", by_number=True),
    "tmx": Format("tmx", (".tmx",), "w", "the stored segment pairs as a translation memory (TMX 1.4)"),
    "html": Format("html", (".html", ".htm"), "w", "a page to read or print"),
    "md": Format("md", (".md", ".markdown"), "w", "the same as Markdown"),
    "cedict": Format("cedict", (".u8",), "r", "CC-CEDICT dictionary"),
}


def exportable() -> list[str]:
    """Names of the formats that can be exported."""
    return [name for name, entry in FORMATS.items() if "w" in entry.directions]


def importable() -> list[str]:
    """Names of the formats that can be imported."""
    return [name for name, entry in FORMATS.items() if "r" in entry.directions]


def format_of(name: str, direction: str) -> str:
    """The format that a file name tells, or a UsageError that lists what there is. `direction` is "w" or "r"."""
    suffix = PurePath(name).suffix.casefold()
    for key, entry in FORMATS.items():
        if suffix in entry.suffixes and direction in entry.directions:
            return key
    names = ", ".join(exportable() if direction == "w" else importable())
    raise UsageError(f"{name}: the ending does not tell the format; give --format, one of {names}")


def sniff(name: str, head: bytes) -> str:
    """The format of a file to import: what its first bytes say where they say it, else what its ending says.

    Translation memories are told too: "tmx", "xlf" or "po". Raises UsageError where neither tells.
    """
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")  # without the marks of UTF-8 and UTF-16
    if plain.startswith(b"<"):
        for mark, found in _ROOTS:
            if mark in plain:
                return found
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    try:
        return format_of(name, "r")
    except UsageError:
        guessed = _by_first_line(plain)
        if not guessed:
            raise
        return guessed


_ROOTS = (
    (b"<mtf", "multiterm"), (b"<martif", "tbx"), (b"<tbx", "tbx"), (b"<tmx", "tmx"), (b"<xliff", "xlf"),
)  # fmt: skip


def _by_first_line(head: bytes) -> str:
    """What a file without a known ending is, by the line it begins with: "" where that says nothing."""
    line, _, rest = head.partition(b"\n")
    if line.startswith((b"{", b"[")):
        if b'"@context"' in head or b'"@graph"' in head:
            return "skos-json"
        whole = line.rstrip().endswith(b"}") and b'"terms"' in line
        return "jsonl" if whole and (not rest.strip() or rest.lstrip().startswith(b"{")) else "json"
    if line.startswith((b"@prefix", b"@base", b"PREFIX")):
        return "skos"
    if line.startswith((b"msgid ", b'msgstr "')) or b"\nmsgid " in head:
        return "po"
    return "tsv" if b"\t" in line else "csv" if b"," in line or b";" in line else ""


def _module(name: str, direction: str) -> object:
    entry = FORMATS.get(name)
    if entry is None or direction not in entry.directions:
        names = ", ".join(exportable() if direction == "w" else importable())
        verb = "exported" if direction == "w" else "imported"
        raise UsageError(f"{name!r} is not a format that can be {verb}; there are {names}")
    return import_module(f"glossary.exchange.{entry.module}")


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Write the concepts in `options.format`. Errors of the target come up as OSError."""
    return cast(Writer, _module(options.format, "w")).write(concepts, out, options)


def read(source: BinaryIO, name: str, options: ImportOptions) -> Iterator[Concept | LeftOut]:
    """Read concepts from a file. `name` is for messages; raises InputError for a file that is not what it should be."""
    return cast(Reader, _module(options.format, "r")).read(source, name, options)
