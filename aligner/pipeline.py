"""The whole story, top to bottom: documents, blocks, glosses and passages, segment pairs, candidates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain

from aligner import reading
from aligner.gather import gather, together
from aligner.glosses import Sighting
from aligner.mining import mine
from aligner.ranking import Scorer
from aligner.records import DocumentInfo, Extraction, Input, SegmentPair, info
from aligner.work import Work

SURE = 0.5  # least score of a segment pair that terms are mined from
FEW = 200_000  # characters of documents that are read sooner than other processes have started


def extract(
    inputs: Iterable[Input], *, model: str | None = None, work: Work | None = None, ranker: Scorer | None = None
) -> Extraction:
    """Everything the documents give: segment pairs, and candidates with their evidence, best first.

    A tuple is a zh and an en file that translate each other. `model` names an encoder (None: the bundled one); inline
    glosses always use the bundled one, which is quick and knows words. `work` says in how many processes, and where finished
    pieces are kept, and is told of progress; `ranker` scores what was mined (None: the shipped one). The result depends on
    neither number of processes nor pieces. Raises ModelError where the encoder cannot be used.
    """
    work = work or Work()
    models = reading.Models(model)
    infos: list[DocumentInfo] = []
    pairs: list[SegmentPair] = []
    sightings: list[Sighting] = []
    warnings: list[str] = []
    first, rest = _first(_told(inputs, work))
    found = work.each(
        reading.read,
        models,
        chain(first, rest),
        key=partial(reading.name, models),
        form=reading.FORM,
        alone=len(first) < 2 or sum(info(item).characters for item in first) < FEW,
    )
    models.encoder  # noqa: B018 - a model that cannot be used is said before minutes of reading
    for document in found:
        infos.append(document.info)
        pairs += document.pairs
        sightings += document.sightings
        warnings += document.warnings
    sure = [pair for pair in pairs if pair.score >= SURE and pair.method != "title"]
    mined = mine(sure, models.encoder, work=work, ranker=ranker)
    return Extraction(tuple(infos), tuple(pairs), tuple(together(gather(sightings), mined)), tuple(warnings))


def _told(inputs: Iterable[Input], work: Work) -> Iterator[Input]:
    for count, item in enumerate(inputs):
        if work.progress:
            work.progress(count, None, f"reading {info(item).name}")
        yield item


def _first(inputs: Iterator[Input]) -> tuple[list[Input], Iterator[Input]]:
    """As many documents as are worth other processes, or all where they are too few for that, and the others."""
    first: list[Input] = []
    size = 0
    for item in inputs:
        first.append(item)
        size += info(item).characters
        if size >= FEW and len(first) > 1:
            break
    return first, inputs
