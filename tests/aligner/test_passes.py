"""What large corpora lose so that memory stays bounded."""

from __future__ import annotations

import numpy as np
import pytest

from aligner import mining, passes
from aligner.candidates import Sightings
from aligner.corpus import Corpus
from aligner.embedding import load_encoder
from aligner.records import Place, Segment, SegmentPair
from aligner.work import Work

TEXTS = [
    ("信用风险很高。", "Credit risk is high."),
    ("我们管理信用风险。", "We manage credit risk."),
    ("人工智能有用。", "Artificial intelligence is useful."),
]


def pairs(times: int = 1) -> list[SegmentPair]:
    texts = TEXTS * times
    return [SegmentPair(Segment(a, "zh", Place(k, 1)), Segment(b, "en", Place(k, 1))) for k, (a, b) in enumerate(texts, 1)]


def sightings(rows: list[tuple[int, int, int, int, int, float]]) -> Sightings:
    """Sightings with the given leak on both sides."""
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    leak = columns[5].astype(np.float32)
    return Sightings(
        *(c.astype(np.int32) for c in columns[:5]), leak, leak, 1 - leak, 1 - leak, 1 - leak, *[0 * leak] * 4, leak < 0.5
    )


def test_pairs_seen_once_with_loose_links_go_first() -> None:
    """Of more sightings than are held those of frequent pairs and of firmly linked ones stay."""
    corpus = Corpus(pairs())
    stems = np.arange(len(corpus.indexed.en_words))
    first, second = (corpus.indexed.arrays()[0][slice(*corpus.indexed.arrays()[1][k : k + 2])].tolist() for k in (0, 1))
    risk = next(word for word in first if word in second and len(corpus.indexed.zh_words[word]) > 1)
    rows = [
        (0, first.index(risk), first.index(risk) + 1, 1, 2, 0.3),  # 风险 | risk
        (1, second.index(risk), second.index(risk) + 1, 3, 4, 0.3),  # the same in another place
        (2, 0, 1, 0, 2, 0.0),  # once, firmly linked
        (2, 1, 2, 3, 4, 0.6),  # once, loosely linked
    ]
    kept = passes.thinned(sightings(rows), corpus, stems, 3)
    assert kept.sentence.tolist() == [0, 1, 2] and kept.zh_leak.tolist() == pytest.approx([0.3, 0.3, 0.0])


@pytest.mark.parametrize("jobs", [1, 2])
def test_frequent_terms_outlive_the_bound(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With room for a fraction of the sightings, what is seen all over the corpus is found all the same, in any number of processes."""
    monkeypatch.setattr(passes, "HELD", 120)
    for name in ("aligner.words", "aligner.passes", "aligner.corpus"):
        monkeypatch.setattr(f"{name}.SHARD", 6)
    with Work(jobs) as work:
        found = {c.zh: c.en for c in reversed(mining.mine(pairs(12), load_encoder(), work=work))}
    assert found["信用风险"].casefold() == "credit risk"
