"""The whole story, top to bottom: documents, blocks, glosses and passages, segment pairs, candidates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from aligner import glosses, passages
from aligner.embedding import SHIPPED_NAME, Encoder, load_encoder
from aligner.flow import Block, blocks
from aligner.gather import gather, together
from aligner.glosses import Sighting
from aligner.mining import mine
from aligner.pairing import align
from aligner.records import Document, DocumentInfo, Evidence, Extraction, Input, Lang, Segment, SegmentPair, info
from aligner.segment import split

Progress = Callable[[int, int | None, str], None]
_STOP = re.compile("[。！？.!?；;]")
SURE = 0.5  # least score of a segment pair that terms are mined from


def extract(inputs: Iterable[Input], *, model: str | None = None, progress: Progress | None = None) -> Extraction:
    """Everything the documents give: segment pairs, and candidates with their evidence, best first.

    A tuple is a zh and an en file that translate each other. `model` names an encoder (None: the bundled one); inline
    glosses always use the bundled one, which is quick and knows words. Raises ModelError where the encoder cannot be used.
    """
    encoder = load_encoder(model)
    words = encoder if encoder.name == SHIPPED_NAME else load_encoder(SHIPPED_NAME)
    infos: list[DocumentInfo] = []
    pairs: list[SegmentPair] = []
    sightings: list[Sighting] = []
    warnings: list[str] = []
    for count, item in enumerate(inputs):
        infos.append(info(item))
        if progress:
            progress(count, None, f"reading {infos[-1].name}")
        members = item if isinstance(item, tuple) else (item,)
        texts = [blocks(document.lines) for document in members]
        found = [replace(pair, document=infos[-1].name) for document in members for pair in document.pairs]
        found += _aligned(item, texts, encoder) if isinstance(item, tuple) else _interleaved(item, texts[0], encoder)
        for text in texts:
            sightings += glosses.find(text, infos[-1].name, words)
        pairs += found
        sightings += _quoted(found, words)
        warnings += [f"{document.name}: {warning}" for document in members for warning in document.warnings]
    mined = mine([pair for pair in pairs if pair.score >= SURE and pair.method != "title"], encoder, progress=progress)
    return Extraction(tuple(infos), tuple(pairs), tuple(together(gather(sightings), mined)), tuple(warnings))


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
