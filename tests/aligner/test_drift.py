"""Drift: several renderings of one term, several terms behind one rendering, and what is only inflection."""

from __future__ import annotations

from dataclasses import replace

from aligner.drift import drifts
from aligner.records import Candidate, Evidence, Place


def candidate(zh: str, en: str, count: int, document: str = "a", *, sure: float = 0.8, termhood: float = 0.5) -> Candidate:
    """A mined pair, each sighting in a sentence of its own."""
    seen = tuple(
        Evidence("words", document, Place(k), Place(k), f"{zh}…{k}", f"{en} … {k}", sure) for k in range(1, count + 1)
    )
    return Candidate(zh, en, seen, translation=sure, termhood=termhood)


def found(*candidates: Candidate) -> list[tuple[str, list[tuple[str, int]]]]:
    return [(d.term, [(w.text, w.count) for w in d.wordings]) for d in drifts(candidates)]


def test_one_term_two_renderings() -> None:
    """A term with two renderings is drift, the more frequent rendering first, with the documents of each."""
    (drift,) = drifts([candidate("研讨会", "seminar", 3, "a"), candidate("研讨会", "workshop", 5, "b")])
    assert [(w.text, w.count, w.documents) for w in drift.wordings] == [
        ("workshop", 5, (("b", 5),)),
        ("seminar", 3, (("a", 3),)),
    ]


def test_one_rendering_two_terms() -> None:
    """A rendering that stands for two Chinese terms is drift, too."""
    assert found(candidate("基建", "infrastructure", 4), candidate("基础设施", "infrastructure", 2)) == [
        ("infrastructure", [("基建", 4), ("基础设施", 2)])
    ]


def test_what_is_no_drift() -> None:
    """Inflection, derivation, order, short forms, acronyms, scripts and single sightings are one way of saying it."""
    same = [("policy", "policies"), ("supervision", "supervisory"), ("Greater Bay Area", "Bay Area"),
            ("LIBOR", "London Interbank Offered Rate"), ("quality of water", "water quality"),
            ("AML Regtech", "Anti-Money Laundering Regtech"), ("MoUs", "Memorandum of Understanding")]  # fmt: skip
    for one, other in same:
        assert found(candidate("甲乙", one, 4), candidate("甲乙", other, 3)) == []
    assert found(candidate("甲乙", "seminar", 4), candidate("甲乙", "workshop", 1)) == []
    assert found(candidate("網絡", "network", 4), candidate("网络", "network", 4)) == []
    assert found(candidate("消费者保障", "consumer protection", 4), candidate("保障消费者", "consumer protection", 4)) == []


def test_unsure_pairs_and_ordinary_words_are_left_alone() -> None:
    """What alignment is not sure of, and words that are no terms, make no drift."""
    assert found(candidate("研讨会", "seminar", 3), candidate("研讨会", "Tuesday", 3, sure=0.1)) == []
    assert found(candidate("加强", "strengthen", 9, termhood=0.02), candidate("加强", "enhance", 9, termhood=0.03)) == []


def test_a_part_of_a_longer_term() -> None:
    """An English term that stands for a longer Chinese one is no second rendering of a part of it."""
    long = candidate("金融科技", "fintech", 4)
    part = Candidate("科技", "fintech", long.evidence, translation=0.8, termhood=0.5)
    assert [term for term, _ in found(candidate("科技", "technology", 4), long, part)] == []


def test_wordings_are_counted_beyond_the_places_kept() -> None:
    """Candidates do not keep every place; a wording is counted as often as it was seen, by document."""
    seminar = candidate("研讨会", "seminar", 3, "a")
    often = replace(seminar.evidence[0], times=68)
    (drift,) = drifts([candidate("研讨会", "workshop", 9, "b"), replace(seminar, evidence=(often, *seminar.evidence[1:]))])
    assert [(w.text, w.count, w.documents) for w in drift.wordings] == [
        ("seminar", 70, (("a", 70),)),
        ("workshop", 9, (("b", 9),)),
    ]
