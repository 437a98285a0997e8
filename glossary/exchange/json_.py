"""JSON and JSON Lines: every field of every concept, as the project's own words name them. Empty fields are left away."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields, replace
from typing import Any, BinaryIO

from aligner.encoding import decode
from aligner.errors import InputError
from glossary.entries import Concept, Context, Term
from glossary.exchange.base import STATUSES, ExportOptions, ImportOptions, LeftOut, Report, status_of
from glossary.exchange.clean import encodable

VERSION = 1


def _defaults(kind: type) -> dict[str, Any]:
    return {item.name: item.default for item in fields(kind)}


def _without_defaults(kind: type, record: dict[str, Any]) -> dict[str, Any]:
    """A record without the fields that say nothing; a term keeps its status, whatever it is."""
    plain = _defaults(kind)
    return {key: value for key, value in record.items() if key == "status" or value != plain[key]}


def as_record(concept: Concept) -> dict[str, Any]:
    """A concept as plain data."""
    record = _without_defaults(Concept, asdict(concept))
    record["terms"] = [_without_defaults(Term, term) for term in record["terms"]]
    for term in record["terms"]:
        if "contexts" in term:
            term["contexts"] = [_without_defaults(Context, context) for context in term["contexts"]]
    return record


def _text(record: object, indent: int | None) -> bytes:
    return encodable(json.dumps(record, ensure_ascii=False, indent=indent, allow_nan=False)).encode()


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Write one object with all concepts, or one concept per line, in the order given."""
    report = Report("concept")
    lines = options.format == "jsonl"
    if not lines:
        out.write(f'{{\n"format": "zhen-glossary",\n"version": {VERSION},\n"concepts": ['.encode())
    for concept in concepts:
        if not lines:
            out.write(b",\n" if report.entries else b"\n")
        out.write(_text(as_record(concept), None if lines else 1))
        if lines:
            out.write(b"\n")
        report.entries += 1
    if not lines:
        out.write(b"\n]\n}\n")
    return report


def _made(kind: type, record: object, where: str, name: str, **parts: object) -> Any:
    """A record back from plain data; unknown keys are passed over, wrong types are an error that says where."""
    if not isinstance(record, dict):
        raise InputError(name, f"{where}: {kind.__name__.lower()} expected")
    values: dict[str, Any] = {}
    for item in fields(kind):
        if item.name in parts or item.name not in record:
            continue
        value = record[item.name]
        wanted: Any = str
        if item.type in ("float", "int"):
            wanted = int if item.type == "int" else (int, float)
        if item.name == "related":
            if not isinstance(value, list) or not all(isinstance(key, str) for key in value):
                raise InputError(name, f"{where}: related must be a list of ids")
            value = tuple(value)
        elif not isinstance(value, wanted) or isinstance(value, bool):
            raise InputError(name, f"{where}: {item.name} has a value of the wrong kind")
        values[item.name] = value
    try:
        return kind(**values, **parts)
    except TypeError:
        raise InputError(name, f"{where}: a {kind.__name__.lower()} lacks one of its fields") from None


def _list(record: object, key: str, where: str, name: str) -> list[Any]:
    value = record.get(key, []) if isinstance(record, dict) else []
    if not isinstance(value, list):
        raise InputError(name, f"{where}: {key} must be a list")
    return value


def _concept(record: object, where: str, name: str, options: ImportOptions) -> Concept:
    terms = []
    for item in _list(record, "terms", where, name):
        contexts = tuple(_made(Context, context, where, name) for context in _list(item, "contexts", where, name))
        term: Term = _made(Term, item, where, name, contexts=contexts)
        if term.lang not in ("zh", "en"):
            raise InputError(name, f"{where}: lang must be zh or en")
        if term.status not in STATUSES or not isinstance(item, dict) or "status" not in item:
            term = replace(term, status=status_of(term.status if "status" in item else "", options.status))
        terms.append(term)
    concept: Concept = _made(Concept, record, where, name, terms=tuple(terms))
    return concept


def _parsed(text: str, name: str, line: int | None = None) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(name, f"is not JSON ({error.msg})", line or error.lineno) from None
    except (ValueError, RecursionError):
        raise InputError(name, "is not JSON that can be read (nested too deep, or a number too long)", line) from None


def read(source: BinaryIO, name: str, options: ImportOptions) -> Iterator[Concept | LeftOut]:
    """Read what `write` writes: concepts with their fields. Raises InputError for JSON that is something else."""
    text = decode(source.read(), name, options.encoding or None).text
    if options.format == "jsonl":
        for number, row in enumerate(text.split("\n"), 1):
            if row.strip():
                yield _concept(_parsed(row, name, number), f"line {number}", name, options)
        return
    document = _parsed(text, name)
    found = document.get("concepts") if isinstance(document, dict) else document
    if not isinstance(found, list):
        raise InputError(name, "is not a glossary: it has no list of concepts")
    if isinstance(document, dict) and document.get("version", VERSION) != VERSION:
        raise InputError(name, f"is of version {document.get('version')!r}; this program reads version {VERSION}")
    for number, record in enumerate(found, 1):
        yield _concept(record, f"concept {number}", name, options)
