"""Segment pairs of documents with the place of every character: what `check` and `drift` go through."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from aligner.errors import InputError, UsageError
from aligner.records import Document, Lang, Line, Place, SegmentPair
from aligner.text import HAN_CHAR

if TYPE_CHECKING:
    from aligner.embedding import Encoder
    from aligner.flow import Block
    from glossary.checking.findings import Text

LEAST = 0.3  # score of a segment pair below which nothing is concluded from it
_IGNORE = re.compile(r"\s*(?:<!--|//|#|%|;)?\s*glossary:\s*ignore(?:\[(?P<rules>[\w, -]*)\])?\s*(?:-->)?", re.I)
_WORD = re.compile("[A-Za-z]{2,}")
_TEXT = frozenset("txt text md markdown html htm xhtml csv tsv tab po srt vtt tmx xlf xliff".split())


class Places(Protocol):
    """Something that knows where its characters stand."""

    def place(self, offset: int) -> Place: ...


@dataclass(frozen=True, slots=True)
class Whole:
    """A segment whose format tells the place of the whole only. One object: a memory has a hundred thousand of them."""

    text: str
    file: str
    at: Place

    def place(self, offset: int) -> Place:
        return self.at


@dataclass(frozen=True, slots=True)
class Located:
    """A segment that was joined from pieces. `pieces` are (offset in `text`, where it comes from, offset there), ascending."""

    text: str
    file: str
    pieces: tuple[tuple[int, Places, int], ...]

    def place(self, offset: int) -> Place:
        """Where the character at an offset stands."""
        start, origin, inside = next((p for p in reversed(self.pieces) if p[0] <= offset), self.pieces[0])
        return origin.place(inside + offset - start)


@dataclass(frozen=True, slots=True)
class Bitext:
    """A document in both languages: pairs in reading order, and the rules silenced by a comment, by (file, line)."""

    name: str
    pairs: list[tuple[Text, Text]]
    silenced: dict[tuple[str, int], frozenset[str]] = field(default_factory=dict)


class Reader:
    """Reads bitexts; loads the model when the first one has to be aligned. `failed` counts what cannot be read."""

    def __init__(self, encoding: str | None = None, model: str | None = None) -> None:
        self.encoding, self.model, self.failed = encoding, model, 0
        self._encoder: Encoder | None = None

    @property
    def encoder(self) -> Encoder:
        if self._encoder is None:
            from aligner.embedding import load_encoder

            self._encoder = load_encoder(self.model)
        return self._encoder

    def read(self, sources: Iterable[Path | tuple[Path, Path]]) -> Iterator[Bitext]:
        """The documents one by one. One that cannot be read is named on stderr."""
        for source in sources:
            try:
                yield self._pair(*source) if isinstance(source, tuple) else self._one(source)
            except InputError as error:
                click.echo(f"glossary: {error}", err=True)
                self.failed += 1

    def _document(self, path: Path, silenced: dict[tuple[str, int], frozenset[str]]) -> Document:
        from aligner import documents

        document = documents.read("-" if str(path) == "-" else path, encoding=self.encoding)
        for warning in document.warnings:
            click.echo(f"glossary: {document.name}: {warning}", err=True)
        if document.format in _TEXT and path.is_file():
            silenced.update(_comments(document.name, path.read_bytes().decode("utf-8", "ignore")))
        return replace(document, lines=tuple(line for line in map(_without_comment, document.lines) if line is not None))

    def _one(self, path: Path) -> Bitext:
        silenced: dict[tuple[str, int], frozenset[str]] = {}
        document = self._document(path, silenced)
        pairs = [_declared(pair, document.name) for pair in document.pairs]
        if document.lines:
            pairs += self._interleaved(document)
        if not pairs:
            raise InputError(path, "holds no passage in both languages; name its translation with --zh and --en")
        return Bitext(document.name, pairs, silenced)

    def _interleaved(self, document: Document) -> list[tuple[Text, Text]]:
        from aligner.flow import blocks
        from aligner.passages import interleaved

        text, found = blocks(document.lines), []
        for zh, en in interleaved(text, self.encoder):
            found += self._aligned(_segments([text[k] for k in zh], "zh"), _segments([text[k] for k in en], "en"),
                                   document.name, document.name)  # fmt: skip
        return found

    def _pair(self, zh: Path, en: Path) -> Bitext:
        from aligner.documents import timed_pairs
        from aligner.flow import blocks

        silenced: dict[tuple[str, int], frozenset[str]] = {}
        sides = self._document(zh, silenced), self._document(en, silenced)
        in_order(*sides)
        name = f"{zh} + {en}"
        if timed := timed_pairs(zh, en, encoding=self.encoding):
            return Bitext(name, [_declared(pair, str(zh), str(en)) for pair in timed], silenced)
        left, right = (_segments(blocks(side.lines), lang) for side, lang in zip(sides, _LANGS, strict=True))
        return Bitext(name, self._aligned(left, right, sides[0].name, sides[1].name), silenced)

    def _aligned(self, zh: _Segments, en: _Segments, zh_file: str, en_file: str) -> list[tuple[Text, Text]]:
        from aligner.pairing import beads

        found = beads([text for text, _, _ in zh], [text for text, _, _ in en], self.encoder)
        return [
            (_joined([zh[i] for i in bead.zh], "", zh_file), _joined([en[j] for j in bead.en], " ", en_file))
            for bead in found
            if bead.zh and bead.en and bead.score >= LEAST
        ]


_LANGS: tuple[Lang, Lang] = ("zh", "en")
_Segments = list[tuple[str, "Block", int]]


def inputs(files: Sequence[str], zh: Sequence[str], en: Sequence[str]) -> list[Path | tuple[Path, Path]]:
    """What the arguments of a command name: folders opened, pairs put together. UsageError where that makes no sense."""
    from aligner import documents

    if len(zh) != len(en):
        raise UsageError(f"--zh and --en go in pairs: {len(zh)} of one and {len(en)} of the other")
    if not files and not zh:
        raise UsageError("nothing to read: name at least one bilingual file or folder, or a pair with --zh and --en")
    found: list[Path | tuple[Path, Path]] = list(
        documents.find(files, lambda message: click.echo(f"glossary: {message}", err=True)) if files else ()
    )
    return [*found, *((Path(a), Path(b)) for a, b in zip(zh, en, strict=True))]


def in_order(zh: Document, en: Document) -> None:
    """Raise `InputError` where the first of two files is no more Chinese than the second: nothing would be found in them."""
    if zh.lines and en.lines and _chinese(zh) <= _chinese(en):
        raise InputError(zh.name, f"is no more Chinese than {en.name}; are --zh and --en the right way round?")


def _chinese(document: Document) -> float:
    """The share of Chinese characters among all characters and English words."""
    sample = " ".join(line.text for line in document.lines[:2000])
    characters = len(HAN_CHAR.findall(sample))
    return characters / max(characters + len(_WORD.findall(sample)), 1)


def _segments(text: Sequence[Block], lang: Lang) -> _Segments:
    from aligner.segment import split

    return [(block.text[start:stop], block, start) for block in text for start, stop in split(block.text, lang)]


def _joined(segments: _Segments, between: str, file: str) -> Located:
    text, pieces = "", []
    for part, block, start in segments:
        text += between if text else ""
        pieces.append((len(text), block, start))
        text += part
    return Located(text, file, tuple(pieces))


def _declared(pair: SegmentPair, zh: str, en: str = "") -> tuple[Text, Text]:
    return Whole(pair.zh.text, zh, pair.zh.place), Whole(pair.en.text, en or zh, pair.en.place)


def _comments(name: str, text: str) -> dict[tuple[str, int], frozenset[str]]:
    """Lines that a comment silences: its own, and the next one where it stands alone. An empty set is all rules.

    Its own in any case, because an entry of PO begins with its comments.
    """
    found: dict[tuple[str, int], frozenset[str]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if "glossary:" in line and (match := _IGNORE.search(line)):
            rules = frozenset(rule.strip() for rule in (match["rules"] or "").split(",") if rule.strip())
            alone = not (line[: match.start()] + line[match.end() :]).strip()
            found.update(((name, number + below), rules) for below in range(1 + alone))
    return found


def _without_comment(line: Line) -> Line | None:
    """The line without its comment; None where it is nothing else."""
    match = _IGNORE.search(line.text) if "glossary:" in line.text else None
    if match is None:
        return line
    text = line.text[: match.start()]
    return replace(line, text=text) if text.strip() else None
