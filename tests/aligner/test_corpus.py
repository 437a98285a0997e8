"""Segment pairs as words with their marks of typography."""

from __future__ import annotations

import pytest

from aligner.corpus import QUOTED, Corpus
from aligner.records import Place, Segment, SegmentPair


def quoted(en: str) -> list[str]:
    """The English words of a sentence that stand in quotes."""
    pair = SegmentPair(Segment("好", "zh", Place(1)), Segment(en, "en", Place(1)))
    corpus = Corpus([pair])
    words = [corpus.indexed.en_words[k] for k in corpus.indexed.arrays()[2].tolist()]
    return [word for word, mark in zip(words, corpus.en_marks, strict=True) if mark & QUOTED]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("They build “data silos” here.", ["data", "silos"]),
        ('Build a "firewall" now.', ["firewall"]),
        ("The banks' reports and the firms' accounts differ.", []),
        ("It is 'soft power' for some.", ["soft", "power"]),
        ("He said: “We must all work together to build a better and fairer world for our children.”", []),
        ("a quotation” that began elsewhere, and “one that ends elsewhere", []),
        ("He called it “a ‘new normal’ for us”.", ["a", "new", "normal", "for", "us"]),
    ],
)
def test_only_expressions_are_quoted(sentence: str, words: list[str]) -> None:
    """A few words between two marks are quoted; speech, apostrophes and marks without a partner say nothing of their words."""
    assert [word for word in quoted(sentence) if word.isalpha()] == words


def test_titles_may_be_long() -> None:
    """The words of a law's title are marked however many they are."""
    pair = SegmentPair(
        Segment("《中华人民共和国反有组织犯罪法实施办法若干问题的规定和解释》已公布。", "zh", Place(1)),
        Segment("It is published.", "en", Place(1)),
    )
    corpus = Corpus([pair])
    marked = [k for k, mark in enumerate(corpus.zh_marks) if mark & QUOTED]
    assert len(marked) > 10
    assert corpus.quoted().sum() == len(marked)
