"""The whole story, top to bottom: documents, blocks, glosses and passages, segment pairs, candidates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from aligner import glosses, passages
from aligner.embedding import Encoder, load_encoder
from aligner.flow import Block, blocks
from aligner.gather import gather
from aligner.glosses import Sighting
from aligner.pairing import align
from aligner.records import Document, DocumentInfo, Evidence, Extraction, Lang, Segment, SegmentPair
from aligner.segment import split

Progress = Callable[[int, int | None, str], None]
Input = Document | tuple[Document, Document]


def extract(documents: Iterable[Input], *, model: str | None = None, progress: Progress | None = None) -> Extraction:
    """Everything the documents give: segment pairs, and candidates with their evidence, best first.

    A tuple is a zh and an en file that translate each other. `model` names an encoder (None: the bundled one); inline
    glosses always use the bundled one, which is quick and knows words. Raises ModelError where the encoder cannot be used.
    """
    bundled = load_encoder(None)
    encoder = bundled if model is None else load_encoder(model)
    infos: list[DocumentInfo] = []
    pairs: list[SegmentPair] = []
    sightings: list[Sighting] = []
    warnings: list[str] = []
    for count, item in enumerate(documents):
        if progress:
            progress(count, None, "reading")
        members = item if isinstance(item, tuple) else (item,)
        infos += [_info(document) for document in members]
        warnings += [f"{document.name}: {warning}" for document in members for warning in document.warnings]
        texts = [blocks(document.lines) for document in members]
        for document, text in zip(members, texts, strict=True):
            sightings += glosses.find(text, document.name, bundled)
            pairs += document.pairs
        found = _aligned(item, texts, encoder) if isinstance(item, tuple) else list(_interleaved(item, texts[0], encoder))
        pairs += found
        sightings += _quoted(found, bundled)
    candidates = sorted(gather(sightings), key=lambda c: (-c.translation, -c.frequency))
    return Extraction(tuple(infos), tuple(pairs), tuple(candidates), tuple(warnings))


def _info(document: Document) -> DocumentInfo:
    characters = sum(len(line.text) for line in document.lines) + sum(
        len(p.zh.text) + len(p.en.text) for p in document.pairs
    )
    return DocumentInfo(document.name, document.digest, document.format, characters)


def segments(block: Block, lang: Lang) -> Iterator[Segment]:
    """The sentences of a block, each with its place in the document."""
    for start, stop in split(block.text, lang):
        yield Segment(block.text[start:stop], lang, block.place(start))


def _aligned(pair: tuple[Document, Document], texts: Sequence[Sequence[Block]], encoder: Encoder) -> list[SegmentPair]:
    """Sentence pairs of two documents that translate each other."""
    zh = [segment for block in texts[0] for segment in segments(block, "zh")]
    en = [segment for block in texts[1] for segment in segments(block, "en")]
    name = f"{pair[0].name} + {pair[1].name}"
    return align(zh, en, encoder, document=name)


def _interleaved(document: Document, text: Sequence[Block], encoder: Encoder) -> Iterator[SegmentPair]:
    """Sentence pairs of passages that stand in both languages in one document."""
    for zh_blocks, en_blocks in passages.interleaved(text, encoder):
        zh = [segment for block in zh_blocks for segment in segments(text[block], "zh")]
        en = [segment for block in en_blocks for segment in segments(text[block], "en")]
        yield from align(zh, en, encoder, document=document.name)


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
