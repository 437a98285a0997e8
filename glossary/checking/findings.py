"""What a check says: rules with their levels, and findings with their places."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal, Protocol

from aligner.records import Place

Level = Literal["off", "note", "warning", "error"]
LEVELS: tuple[Level, ...] = ("off", "note", "warning", "error")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding. `about` is for people who see its id for the first time."""

    id: str
    level: Level
    about: str


RULES = {
    rule.id: rule
    for rule in (
        Rule(
            "term-not-followed",
            "error",
            "A term of the glossary is translated by something that the glossary does not have.",
        ),
        Rule("deprecated-rendering", "error", "A term is translated by a rendering that the glossary advises against."),
        Rule("untranslated", "error", "A term stands in the translation as it stands in the original."),
        Rule("name-spelling", "warning", "A rendering is spelled almost, but not quite, as the glossary has it."),
        Rule("inconsistent", "warning", "A term has several renderings in one document, although each of them is accepted."),
        Rule("inconsistent-documents", "note", "A document has another accepted rendering than most documents."),
        Rule("word-order", "note", "The words of a rendering are there, in another order or apart."),
        Rule("omitted", "note", "A term is taken up by a pronoun or left out in the translation."),
        Rule("mixed-script", "note", "A Chinese term stands in another script than the rest of its document."),
    )
}


class Text(Protocol):
    """A segment with a way to tell where each of its characters stands."""

    @property
    def text(self) -> str: ...
    @property
    def file(self) -> str: ...
    def place(self, offset: int) -> Place: ...


@dataclass(frozen=True, slots=True)
class Pair:
    """A segment and its translation, in the direction of the translation. `document` groups pairs for consistency."""

    source: Text
    target: Text
    document: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an editor should look at.

    `source_span` and `target_span` mark the spot in the two sentences; `target_span` is None where nothing can be pointed at.
    `found` is what stands there, `expected` what the glossary has, best first, and `evidence` says why, in one line.
    """

    rule: str
    level: Level
    term: str
    message: str
    pair: Pair
    source_span: Span
    target_span: Span | None = None
    found: str = ""
    expected: tuple[str, ...] = ()
    evidence: str = ""
    concept: str = ""

    @property
    def file(self) -> str:
        """The file to change: the translation."""
        return self.pair.target.file

    @property
    def place(self) -> Place:
        """Where to change it: the spot, or the start of the sentence."""
        return self.pair.target.place(self.target_span[0] if self.target_span else 0)

    @property
    def source_place(self) -> Place:
        """Where the term stands in the original."""
        return self.pair.source.place(self.source_span[0])

    @property
    def fingerprint(self) -> str:
        """The same for the same finding after lines were added above it or the file was renamed."""
        parts = (self.rule, self.term, self.pair.source.text.strip(), self.pair.target.text.strip())
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]
