"""Links between the words of a sentence and of its translation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from aligner.counts import LinkCounts
from aligner.indexing import IndexedPairs, batches
from aligner.tokens import given_tokens
from aligner.words import Beliefs, Settings, WordAligner, agree, align, grow_names

MEANINGS = {"银行": 0, "bank": 0, "稳定": 1, "stable": 1, "香港": 2, "kong": 2, "hong": 2, "信贷": 3, "credit": 3}


class Dictionary:
    """An encoder that knows a handful of words."""

    def encode_tokens(self, tokens: Sequence[str]) -> np.ndarray:
        out = np.zeros((len(tokens), 8), np.float32)
        for k, token in enumerate(tokens):
            if token in MEANINGS:
                out[k, MEANINGS[token]] = 1
        return out


def test_words_of_like_meaning_are_linked() -> None:
    """Words link by meaning, across a changed order; function words without counterpart stay alone."""
    links = align(given_tokens("香港 银行 的 稳定"), given_tokens("stable bank of hong kong"), Dictionary())
    assert {(1, 1), (3, 0), (0, 3), (0, 4)} <= set(links)
    assert not any(i == 2 for i, _ in links)


def test_numbers_are_linked_without_vectors() -> None:
    """Numbers link by their value even where the encoder knows nothing."""
    assert (1, 1) in align(given_tokens("于 2019年"), given_tokens("in 2019"), Dictionary())


def test_what_is_left_over_is_linked_loosely() -> None:
    """A word that the encoder does not know goes with the only other one without a partner, in the looser belief alone."""
    indexed = IndexedPairs()
    indexed.add("香港 轰燃 银行 的 信贷".split(), "hong-kong flashover bank of credit".split())
    beliefs = Beliefs(indexed, Dictionary(), Settings())
    ((_, strict, loose),) = beliefs.with_leftovers((0, 1), 0)
    assert strict[0, 1, 1] < 0.6 < 0.9 < loose[0, 1, 1]
    assert loose[0, 2].argmax() == 2 and loose.max() <= 1


def test_a_corpus_teaches_words_the_encoder_lacks() -> None:
    """A word unknown to the encoder is linked where the corpus shows it beside the same word again and again."""
    fillers = [("银行", "bank"), ("稳定", "stable"), ("信贷", "credit")]
    pairs = [
        (given_tokens(f"{a} 金管局 {b}"), given_tokens(f"{x} hkma {y}")) for a, x in fillers for b, y in fillers if a != b
    ] * 5
    links = WordAligner(Dictionary()).align_corpus(pairs)
    assert all((1, 1) in found for found in links)


def test_empty_sides_give_no_links() -> None:
    """A pair with an empty side gives an empty list, and the others keep their places."""
    pairs = [(given_tokens(""), given_tokens("bank")), (given_tokens("银行"), given_tokens("bank"))]
    assert WordAligner(Dictionary()).align_corpus(pairs) == [[], [(0, 0)]]
    assert WordAligner(Dictionary()).align_corpus([]) == []


def test_batches_hold_every_pair_once() -> None:
    """Every pair with words on both sides is in exactly one batch, whole."""
    indexed = IndexedPairs()
    rng = np.random.default_rng(0)
    sizes = [(int(rng.integers(0, 30)), int(rng.integers(0, 30))) for _ in range(200)]
    for n, m in sizes:
        indexed.add([f"z{k}" for k in range(n)], [f"e{k}" for k in range(m)])
    seen = {}
    for batch in batches(indexed.arrays(), cells=2000):
        for row, number in enumerate(batch.numbers):
            assert number not in seen
            seen[int(number)] = int((batch.zh[row] > 0).sum()), int((batch.en[row] > 0).sum())
    assert seen == {k: size for k, size in enumerate(sizes) if all(size)}


def test_beliefs_are_chances() -> None:
    """Beliefs lie between 0 and 1, and one word has not much more than one link's worth of belief in one direction."""
    belief = agree(np.random.default_rng(0).normal(0, 9, (3, 7, 5)).astype(np.float32), 0)
    assert ((belief >= 0) & (belief <= 1)).all()
    assert (np.square(belief).sum(1) <= 1.001).all()


def test_names_take_in_their_characters() -> None:
    """Single characters beside one that is linked to a foreign name belong to the name."""
    assert grow_names([(1, 0)], ["雷", "马", "拉", "说"], ["ramallah", "said"])[:3] == [(0, 0), (1, 0), (2, 0)]
    assert grow_names([(0, 0)], ["在", "银行"], ["bank", "the"]) == [(0, 0)]


def test_counts_add_up() -> None:
    """Pairs counted more often than chance have positive association, those never counted none or less."""
    zh, en = np.array([[1, 2]]), np.array([[1, 2]])
    links = LinkCounts(4, 4).links(zh, en, np.array([[[1, 0], [0, 1]]], np.float32))
    counts = LinkCounts(4, 4).summed([(*links, np.array([2.0]))] * 10)
    found = counts.association(zh, en, np.zeros((1, 2, 2), np.float32), shrink=0.5)[0]
    assert found[0, 0] > 0.5 > 0 > found[0, 1]
    assert counts.total == pytest.approx(20)


def test_error_rate_of_the_shipped_model(shared) -> None:  # type: ignore[no-untyped-def]
    """The shipped model links the development pairs, each alone, with an alignment error rate of at most 0.16."""
    import sys

    from aligner.embedding import load_encoder

    sys.path.insert(0, str(shared / "bench"))
    try:
        from score_wordalign import read, score
    finally:
        sys.path.pop(0)
    folder = shared / "bench" / "wordalign"
    sides = [(folder / f"dev.{lang}").read_text(encoding="utf-8").splitlines() for lang in ("zh", "en")]
    pairs = [(given_tokens(zh), given_tokens(en)) for zh, en in zip(*sides, strict=True)]
    links = WordAligner(load_encoder()).align_corpus(pairs, 0)
    found = score(read(folder / "dev.align"), [(set(x), set(x)) for x in links])
    assert found["AER"] <= 0.16
