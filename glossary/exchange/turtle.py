"""RDF Turtle, as much of it as vocabularies use: prefixes, IRIs, literals with language or type, `;` and `,`, blank nodes.

https://www.w3.org/TR/turtle/. Collections are read over; a file that is not Turtle is an error with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from aligner.encoding import decode
from aligner.errors import InputError
from glossary.exchange.clean import printable

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_TOKEN = re.compile(
    r"""
      (?P<space>[\s\ufeff]+|\#[^\n]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*(?:\\u[0-9A-Fa-f]{4}[^<>"{}|^`\\\x00-\x20]*)*>)
    | (?P<long>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3})
    | (?P<short>"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    | (?P<at>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<type>\^\^)
    | (?P<mark>[.;,\[\]()](?![\w:]))
    | (?P<open>[\[(])
    | (?P<blank>_:[\w.\-]*\w)
    | (?P<name>[^\W\d][\w.\-]*:[\w.\-%:/]*[\w\-%:/]|[^\W\d][\w.\-]*:|:[\w.\-%:/]*[\w\-%/]|:)
    | (?P<number>[+-]?(?:\d+\.\d+|\.\d+|\d+)(?:[eE][+-]?\d+)?)
    | (?P<word>[A-Za-z]+)
    """,
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_SHORT = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_WRITTEN = {ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}


class Literal(NamedTuple):
    """A text with the tag of its language, or none."""

    text: str
    lang: str = ""


class Triple(NamedTuple):
    """A statement. Subjects and predicates are IRIs (blank nodes begin with "_:")."""

    subject: str
    predicate: str
    object: str | Literal


def string(literal: Literal) -> str:
    """A literal as Turtle."""
    tag = f"@{literal.lang}" if literal.lang else ""
    return f'"{printable(literal.text).translate(_WRITTEN)}"{tag}'


def _unescape(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        if code:
            value = int(code, 16)
            return chr(value) if value < 0x110000 and not 0xD800 <= value < 0xE000 else "\ufffd"
        return _SHORT.get(match[3], match[3])

    return _ESCAPE.sub(one, text)


class _Reader:
    def __init__(self, text: str, name: str) -> None:
        self.text, self.name, self.at = text, name, 0
        self.kind = self.value = ""
        self.prefixes: dict[str, str] = {}
        self.base = ""
        self.blanks = 0
        self.advance()

    def error(self, reason: str) -> InputError:
        return InputError(self.name, reason, self.text.count("\n", 0, self.at) + 1)

    def advance(self) -> None:
        """Step to the next token; `kind` is empty at the end."""
        while self.at < len(self.text):
            match = _TOKEN.match(self.text, self.at)
            if match is None:
                raise self.error(f"is not RDF Turtle (at {self.text[self.at : self.at + 20]!r})")
            self.at = match.end()
            if match.lastgroup != "space":
                self.kind, self.value = match.lastgroup or "", match.group()
                if self.kind == "open":
                    self.kind = "mark"
                return
        self.kind = self.value = ""

    def take(self, value: str) -> None:
        if self.value != value or self.kind != "mark":
            raise self.error(f"is not RDF Turtle ({value!r} expected, not {self.value[:20]!r})")
        self.advance()

    def iri(self) -> str:
        kind, value = self.kind, self.value
        self.advance()
        if kind == "iri":
            inner = _unescape(value[1:-1])
            return inner if ":" in inner else self.base + inner
        if kind == "name":
            prefix, _, local = value.partition(":")
            if prefix not in self.prefixes:
                raise self.error(f"uses the prefix {prefix}: without declaring it")
            return self.prefixes[prefix] + local
        if kind == "blank":
            return value
        raise self.error(f"is not RDF Turtle ({value[:20]!r} where a name belongs)")

    def declare(self) -> None:
        sparql = self.kind == "word"
        word = self.value.lstrip("@").casefold()
        self.advance()
        if word == "prefix":
            prefix = self.value.rstrip(":")
            self.advance()
            self.prefixes[prefix] = self.iri()
        elif word == "base":
            self.base = self.iri()
        else:
            raise self.error(f"is not RDF Turtle ({word!r})")
        if not sparql:
            self.take(".")

    def object(self, depth: int) -> Iterator[Triple | str | Literal]:
        """The triples inside an object, then the object itself."""
        if self.kind in ("short", "long"):
            cut = 3 if self.kind == "long" else 1
            text, lang = _unescape(self.value[cut:-cut]), ""
            self.advance()
            if self.kind == "at":
                lang = self.value[1:]
                self.advance()
            elif self.kind == "type":
                self.advance()
                self.iri()
            yield Literal(text, lang)
        elif self.kind == "number" or (self.kind == "word" and self.value in ("true", "false")):
            value = self.value
            self.advance()
            yield Literal(value)
        elif self.value in ("[", "(") and self.kind == "mark":
            yield from self.inner(depth)
        else:
            yield self.iri()

    def inner(self, depth: int) -> Iterator[Triple | str | Literal]:
        if depth > 50:
            raise self.error("nests more than 50 deep")
        self.blanks += 1
        node = f"_:inner{self.blanks}"
        opening = self.value
        self.advance()
        if opening == "[":
            if self.value != "]":
                yield from self.properties(node, depth + 1)
            self.take("]")
        else:
            while self.value != ")":
                if not self.kind:
                    raise self.error("breaks off inside a list")
                yield from (item for item in self.object(depth + 1) if isinstance(item, Triple))
            self.take(")")
        yield node

    def properties(self, subject: str, depth: int) -> Iterator[Triple]:
        while True:
            if self.value == "a" and self.kind == "word":
                self.advance()
                predicate = RDF_TYPE
            else:
                predicate = self.iri()
            while True:
                for item in self.object(depth):
                    yield item if isinstance(item, Triple) else Triple(subject, predicate, item)
                if self.value != ",":
                    break
                self.advance()
            while self.value == ";":
                self.advance()
            if self.value in (".", "]") or not self.kind:
                return

    def statements(self) -> Iterator[Triple]:
        while self.kind:
            if self.kind == "at" or (self.kind == "word" and self.value.casefold() in ("prefix", "base")):
                self.declare()
                continue
            if self.value == "[" and self.kind == "mark":
                subject = ""
                for item in self.inner(0):
                    if isinstance(item, Triple):
                        yield item
                    else:
                        subject = str(item)
                if self.value == ".":
                    self.advance()
                    continue
            else:
                subject = self.iri()
            yield from self.properties(subject, 0)
            self.take(".")


def triples(data: bytes, name: str) -> Iterator[Triple]:
    """The statements of a Turtle file. Raises InputError with the line for anything else."""
    yield from _Reader(decode(data, name).text, name).statements()
