"""JSON and JSON Lines: every field of every concept, as the project's own words name them. Empty fields are left away."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields, replace
from typing import Any, BinaryIO

from aligner.encoding import decode
from aligner.errors import InputError
from glossary.entries import Concept, Context, Term
from glossary.exchange.base import STATUSES, ExportOptions, ImportOptions, LeftOut, Report, status_of
from glossary.exchange.clean import encodable

VERSION = 1
_MOST = 10**9  # what is counted; SQLite takes no number of any size
_SPACE = re.compile(r"[ \t\r\n]*")


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
        elif not isinstance(value, wanted) or isinstance(value, bool) or not _within(value, item.type):
            raise InputError(name, f"{where}: {item.name} has a value of the wrong kind")
        values[item.name] = value
    try:
        return kind(**values, **parts)
    except TypeError:
        raise InputError(name, f"{where}: a {kind.__name__.lower()} lacks one of its fields") from None


def _within(value: Any, kind: object) -> bool:
    """Whether a number is one that a count or a score can be; what is no number (NaN) is not."""
    return 0 <= value < _MOST if kind == "int" else 0 <= value <= 1 if kind == "float" else True


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


class _Cursor:
    """A place in a JSON text that is read value by value: all of it at once takes twenty times its size in memory."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name, self.at = text, name, 0
        self._decoder = json.JSONDecoder()

    def peek(self) -> str:
        """The next character that is no white space; the cursor stands on it then."""
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.text[self.at : self.at + 1]

    def take(self, wanted: str) -> str:
        """Go over the next character, one of those wanted."""
        char = self.peek()
        if not char or char not in wanted:
            raise self._error(f"is not JSON ({' or '.join(wanted)} expected)", self.at)
        self.at += 1
        return char

    def value(self) -> Any:
        """Go over the next value."""
        self.peek()
        try:
            found, self.at = self._decoder.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            raise self._error(f"is not JSON ({error.msg})", error.pos) from None
        except (ValueError, RecursionError):
            raise self._error("is not JSON that can be read (nested too deep, or a number too long)", self.at) from None
        return found

    def end(self) -> None:
        """Refuse what stands behind the document."""
        if self.peek():
            raise self._error("is not JSON (something stands behind its end)", self.at)

    def items(self) -> Iterator[Any]:
        """Go over a list, value by value."""
        self.take("[")
        if self.peek() == "]":
            self.take("]")
            return
        mark = ","
        while mark == ",":
            yield self.value()
            mark = self.take(",]")

    def _error(self, reason: str, at: int) -> InputError:
        return InputError(self.name, reason, self.text.count("\n", 0, at) + 1)


def _records(text: str, name: str) -> Iterator[Any]:
    """The concepts of a document: the items of its list "concepts", or of the list that it is."""
    cursor = _Cursor(text, name)
    if cursor.peek() == "[":
        yield from cursor.items()
        cursor.end()
        return
    listed = False
    mark = cursor.take("{")
    mark = cursor.take("}") if cursor.peek() == "}" else mark
    while mark != "}":
        key = cursor.value()
        cursor.take(":")
        if key == "concepts" and cursor.peek() == "[":
            listed = True
            yield from cursor.items()
        elif (value := cursor.value()) != VERSION and key == "version":
            raise InputError(name, f"is of version {value!r}; this program reads version {VERSION}")
        mark = cursor.take(",}")
    cursor.end()
    if not listed:
        raise InputError(name, "is not a glossary: it has no list of concepts")


def _line(row: str, name: str, number: int) -> Any:
    try:
        return json.loads(row)
    except json.JSONDecodeError as error:
        raise InputError(name, f"is not JSON ({error.msg})", number) from None
    except (ValueError, RecursionError):
        raise InputError(name, "is not JSON that can be read (nested too deep, or a number too long)", number) from None


def read(source: BinaryIO, name: str, options: ImportOptions) -> Iterator[Concept | LeftOut]:
    """Read what `write` writes: concepts with their fields. Raises InputError for JSON that is something else."""
    text = decode(source.read(), name, options.encoding or None).text
    if options.format == "jsonl":
        for number, row in enumerate(text.split("\n"), 1):
            if row.strip():
                yield _concept(_line(row, name, number), f"line {number}", name, options)
        return
    for number, record in enumerate(_records(text, name), 1):
        yield _concept(record, f"concept {number}", name, options)
