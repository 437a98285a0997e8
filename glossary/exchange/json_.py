"""JSON and JSON Lines: every field of every concept, as the project's own words name them. Empty fields are left away."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any, BinaryIO

from glossary.entries import Concept, Context, Term
from glossary.exchange.base import ExportOptions, Report
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
