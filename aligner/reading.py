"""What one document gives: its segment pairs and the terms that it states itself. Documents do not depend on each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, replace
from functools import cached_property
from typing import Any, NamedTuple

from aligner import glosses, passages
from aligner.embedding import SHIPPED_NAME, Encoder, load_encoder
from aligner.flow import Block, blocks
from aligner.glosses import Sighting
from aligner.pairing import align
from aligner.records import Document, DocumentInfo, Evidence, Input, Lang, Place, Segment, SegmentPair, info
from aligner.segment import split
from aligner.work import Arrays, Form, as_bytes, digest, of_bytes

_STOP = re.compile("[。！？.!?；;]")


class Models:
    """The encoder that a person named, and the shipped one, which knows words; loaded when they are asked for.

    It goes to other processes by name.
    """

    def __init__(self, name: str | None) -> None:
        self.name = name

    @cached_property
    def encoder(self) -> Encoder:
        return load_encoder(self.name)

    @cached_property
    def words(self) -> Encoder:
        return self.encoder if self.encoder.name == SHIPPED_NAME else load_encoder(SHIPPED_NAME)

    def __reduce__(self) -> tuple[type[Models], tuple[str | None]]:
        return type(self), (self.name,)


class Found(NamedTuple):
    """All that one document, or two files that translate each other, give."""

    info: DocumentInfo
    pairs: list[SegmentPair]
    sightings: list[Sighting]
    warnings: list[str]


def read(models: Models, item: Input) -> Found:
    """Look at one document alone."""
    document = info(item)
    members = item if isinstance(item, tuple) else (item,)
    texts = [blocks(member.lines) for member in members]
    pairs = [replace(pair, document=document.name) for member in members for pair in member.pairs]
    pairs += (
        _aligned(item, texts, models.encoder) if isinstance(item, tuple) else _interleaved(item, texts[0], models.encoder)
    )
    sightings = [sighting for text in texts for sighting in glosses.find(text, document.name, models.words)]
    sightings += _quoted(pairs, models.words)
    warnings = [f"{member.name}: {warning}" for member in members for warning in member.warnings]
    return Found(document, pairs, sightings, warnings)


def name(models: Models, item: Input) -> str:
    """What tells the findings of a document from those of another, or of another model."""
    document = info(item)
    return digest("document", document.name, document.digest, models.encoder.signature)


def segments(block: Block, lang: Lang) -> Iterator[Segment]:
    """The sentences of a block, each with its place in the document."""
    for start, stop in split(block.text, lang):
        yield Segment(block.text[start:stop], lang, block.place(start))


def _aligned(pair: tuple[Document, Document], texts: Sequence[Sequence[Block]], encoder: Encoder) -> Iterator[SegmentPair]:
    """Sentence pairs of two documents that translate each other; none where a format has paired them already."""
    if any(document.pairs for document in pair):
        return
    zh = [segment for block in texts[0] for segment in segments(block, "zh")]
    en = [segment for block in texts[1] for segment in segments(block, "en")]
    yield from align(zh, en, encoder, document=info(pair).name)


def _interleaved(document: Document, text: Sequence[Block], encoder: Encoder) -> Iterator[SegmentPair]:
    """Sentence pairs of passages that stand in both languages in one document."""
    for zh_blocks, en_blocks in passages.interleaved(text, encoder):
        zh = [segment for block in zh_blocks for segment in segments(text[block], "zh")]
        en = [segment for block in en_blocks for segment in segments(text[block], "en")]
        # a title that stands in both languages is worth keeping, but too little to mine terms from
        method = "passage" if any(_STOP.search(text[block].text) for block in zh_blocks) else "title"
        yield from align(zh, en, encoder, method=method, document=document.name)


def _quoted(pairs: Iterable[SegmentPair], encoder: Encoder) -> Iterator[Sighting]:
    """Terms that both sides of a segment pair put in quotes."""
    for pair in pairs:
        for zh, en in passages.quoted_pairs(pair.zh.text, pair.en.text, encoder):
            evidence = Evidence(
                "passage:quote",
                pair.document,
                pair.zh.place,
                pair.en.place,
                pair.zh.text,
                pair.en.text,
                score=min(0.95, pair.score),
            )
            yield Sighting(pair.zh.text[slice(*zh)], glosses.tidy(pair.en.text[slice(*en)]), evidence)


def _pack(found: Found) -> Arrays:
    pairs = [(p.zh.text, p.en.text, _at(p.zh.place), _at(p.en.place), p.score, p.method, p.document) for p in found.pairs]
    sightings = [
        (
            (s.zh, s.en, s.status, s.definition, s.kind),
            (e.method, e.document, _at(e.zh_place), _at(e.en_place), e.context_zh, e.context_en, e.score),
        )
        for s in found.sightings
        for e in [s.evidence]
    ]
    return (as_bytes([astuple(found.info), pairs, sightings, found.warnings]),)


def _at(place: Place) -> tuple[int, int, str]:
    return place.line, place.column, place.where


def _unpack(arrays: Arrays) -> Found:
    document, pairs, sightings, warnings = of_bytes(arrays[0])
    return Found(
        DocumentInfo(*document),
        [
            SegmentPair(Segment(zh, "zh", Place(*zh_at)), Segment(en, "en", Place(*en_at)), *rest)
            for zh, en, zh_at, en_at, *rest in pairs
        ],
        [_sighting(*row) for row in sightings],
        warnings,
    )


def _sighting(pair: list[Any], seen: list[Any]) -> Sighting:
    zh, en, *rest = pair
    method, document, zh_at, en_at, *more = seen
    return Sighting(zh, en, Evidence(method, document, Place(*zh_at), Place(*en_at), *more), *rest)


FORM = Form(_pack, _unpack)
