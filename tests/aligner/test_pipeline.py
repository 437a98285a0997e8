"""The whole story on the seed documents."""

from __future__ import annotations

import pytest

import seeds
from aligner.documents import read
from aligner.pipeline import extract
from aligner.records import Document, Extraction


def document(name: str) -> Document:
    return read(seeds.path(name))


@pytest.fixture(scope="module")
def newsletter() -> Extraction:
    return extract([document("interleaved-newsletter.txt")])


def test_passages_in_both_languages_become_sentence_pairs(newsletter: Extraction) -> None:
    """The newsletter's passages are stored as sentence pairs that name their document and place."""
    assert len(newsletter.pairs) >= 15
    assert all(pair.document.endswith("interleaved-newsletter.txt") and pair.zh.place.line for pair in newsletter.pairs)


def test_terms_quoted_in_both_languages_are_taken(newsletter: Extraction) -> None:
    """What both sides of a passage put in quotes is a pair."""
    found = {c.zh: c.en for c in newsletter.candidates if any(e.method == "passage:quote" for e in c.evidence)}
    assert {"数据孤岛", "单一窗口", "人机协同"} <= set(found)


def test_two_files_are_one_document() -> None:
    """A report and its translation give sentence pairs and mined terms, all of one document."""
    found = extract([(document("report.zh.md"), document("report.en.md"))])
    (info,) = found.documents
    assert info.name.count(" + ") == 1
    assert {pair.document for pair in found.pairs} == {info.name} and len(found.pairs) > 30
    assert {seen.document for candidate in found.candidates for seen in candidate.evidence} == {info.name}
    assert len(found.candidates) > 30


def test_the_same_input_gives_the_same_extraction(newsletter: Extraction) -> None:
    """Nothing in the pipeline depends on chance."""
    assert extract([document("interleaved-newsletter.txt")]) == newsletter


def test_scores_are_shares() -> None:
    """Every score that comes out is between 0 and 1."""
    found = extract([document("glossed-article.txt"), document("interleaved-newsletter.txt")])
    for candidate in found.candidates:
        assert 0 <= candidate.translation <= 1 and 0 <= candidate.termhood <= 1
        assert all(0 <= seen.score <= 1 for seen in candidate.evidence)
