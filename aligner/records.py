"""The words of the project as data: what flows from documents to the glossary.

Everything here is frozen: a stage makes new records, it does not change the ones it was given.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Lang = Literal["zh", "en"]
Status = Literal["candidate", "preferred", "admitted", "deprecated", "rejected"]
Kind = Literal["term", "name", "title"]
LineKind = Literal["text", "heading", "note", "cell"]
MarkKind = Literal["bold", "italic", "code", "link"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person finds a stretch of text again.

    `line` and `column` count from 1, in characters of the original text; 0 means the format has none. `where` says it in
    the format's own terms when lines mean nothing there: "page 3", "row 12", "paragraph 7", a unit id.
    """

    line: int = 0
    column: int = 0
    where: str = ""

    def __str__(self) -> str:
        at = f"{self.line}:{self.column}" if self.line and self.column else (f"{self.line}" if self.line else "")
        return ", ".join(part for part in (self.where, at) if part)


@dataclass(frozen=True, slots=True)
class Line:
    """The smallest unit a reader gives: a line of a text file, a paragraph of a DOCX, a text line of a PDF page.

    `text` has no line break. `number` counts lines of the document from 1, without gaps. `where` as in `Place`.
    Where inline markup was taken out, `columns` gives each character's original column (from 1); None: nothing was. `marks`
    are stretches that the markup set off, as (start, stop, kind) in `text`. `line` is the line to tell a person where that
    is not `number` (None: it is; 0: the format has no lines). `ends` is true where the format itself says that the paragraph
    ends with this line: nothing is to be joined to it.
    """

    text: str
    number: int
    where: str = ""
    kind: LineKind = "text"
    columns: Sequence[int] | None = None
    marks: tuple[tuple[int, int, MarkKind], ...] = ()
    line: int | None = None
    ends: bool = False

    def place(self, offset: int = 0) -> Place:
        """Where the character at an offset of `text` stands in the original; the end counts as the last character."""
        offset = max(0, min(offset, len(self.text) - 1))
        column = self.columns[offset] if self.columns else offset + 1
        return Place(self.number if self.line is None else self.line, column, self.where)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text in one language, with its place in the document."""

    text: str
    lang: Lang
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class SegmentPair:
    """A zh and an en segment that translate each other. `score` is 0-1, 1 for pairs the document itself declares."""

    zh: Segment
    en: Segment
    score: float = 1.0
    method: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One input file as read: its lines in reading order, or the segment pairs a bilingual format declares.

    `name` is the path as given (what a person recognises), `digest` the SHA-256 of the bytes in hex (what the glossary
    knows it by), `format` the suffix it was read as ("txt", "docx", "tmx").
    """

    name: str
    digest: str
    format: str
    lines: tuple[Line, ...] = ()
    pairs: tuple[SegmentPair, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where and how a candidate was seen.

    `method` is the finder ("gloss:bracket", "gloss:note", "passage:quote", "words"). The contexts are the sentences around
    the term, one per language where the document has both (an inline gloss has its context in the running language only).
    `score` is what this one sighting is worth, 0-1. `times` is how many sightings in its document this one stands for: of what
    is seen very often not every place is kept, and what two methods saw in one place counts with the first of them.
    """

    method: str
    document: str
    zh_place: Place
    en_place: Place
    context_zh: str = ""
    context_en: str = ""
    score: float = 1.0
    times: int = 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A zh and an en expression proposed as a term pair, with everything that speaks for it.

    `status` is "candidate", unless the document itself settles it (a translator's note that says which rendering is the one
    used here: "preferred", and which are alternates: "admitted"). `translation` and `termhood` are 0-1. `features` is what
    the scores rest on, as `aligner.explaining` writes and reads it; empty where nothing was weighed.
    """

    zh: str
    en: str
    evidence: Sequence[Evidence]
    status: Status = "candidate"
    translation: float = 0.0
    termhood: float = 0.0
    definition: str = ""
    kind: Kind = "term"
    features: bytes = b""

    @property
    def frequency(self) -> int:
        """Number of sightings."""
        counted: int | None = getattr(self.evidence, "times", None)  # of evidence that is made when it is asked for
        return sum(seen.times for seen in self.evidence) if counted is None else counted


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What the glossary keeps of a document."""

    name: str
    digest: str
    format: str
    characters: int = 0


# What a run reads: a document, or the zh and the en file of one.
Input = Document | tuple[Document, Document]
BETWEEN = " + "  # between the names of two files that are one document


def info(item: Input) -> DocumentInfo:
    """What to keep of an input. Two files that translate each other are one document: a change in either changes it."""
    if isinstance(item, tuple):
        zh, en = map(info, item)
        digest = hashlib.sha256(f"{zh.digest} {en.digest}".encode()).hexdigest()
        return DocumentInfo(f"{zh.name}{BETWEEN}{en.name}", digest, zh.format, zh.characters + en.characters)
    characters = sum(len(line.text) for line in item.lines) + sum(len(p.zh.text) + len(p.en.text) for p in item.pairs)
    return DocumentInfo(item.name, item.digest, item.format, characters)


@dataclass(frozen=True, slots=True)
class Extraction:
    """The result of one run over documents: all that the glossary stores, in one piece, to be stored in one piece."""

    documents: tuple[DocumentInfo, ...]
    pairs: tuple[SegmentPair, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    warnings: tuple[str, ...] = field(default=())


__all__ = [
    "BETWEEN", "Candidate", "Document", "DocumentInfo", "Evidence", "Extraction", "Input", "Kind", "Lang", "Line",
    "LineKind", "MarkKind", "Place", "Segment", "SegmentPair", "Status",
    "info",
]  # fmt: skip
