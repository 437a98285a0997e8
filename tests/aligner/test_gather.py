"""Sightings to candidates: one pair, however often and however it was written."""

from __future__ import annotations

from dataclasses import replace

from aligner.gather import GIVEN, gather, together
from aligner.glosses import Sighting
from aligner.records import Candidate, Evidence, Place


def seen(zh: str, en: str, *, document: str = "a.txt", line: int = 1, score: float = 0.8, **more: str) -> Sighting:
    evidence = Evidence("gloss:bracket", document, Place(line, 1), Place(line, 9), score=score)
    return Sighting(zh, en, evidence, **more)  # type: ignore[arg-type]


def test_spellings_of_one_pair_are_one_candidate() -> None:
    """Traditional and simplified, capitals and articles meet; the most frequent spelling is shown."""
    (found,) = gather(
        [seen("风清气正", "Clean Air"), seen("風清氣正", "the clean air", line=2), seen("风清气正", "clean air", line=3)]
    )
    assert (found.zh, found.frequency) == ("风清气正", 3)


def test_the_same_place_counts_once() -> None:
    """A sighting that is reported twice is one sighting."""
    (found,) = gather([seen("网络", "network"), seen("网络", "network")])
    assert found.frequency == 1


def test_what_a_document_settles_holds_for_the_pair() -> None:
    """One sighting that states the status settles it, and the first definition is kept."""
    (found,) = gather([seen("网络", "network"), seen("网络", "network", line=2, status="preferred", definition="a net")])
    assert (found.status, found.definition) == ("preferred", "a net")


def test_several_documents_make_a_pair_surer() -> None:
    """The same pair in a second document halves what was missing to certainty."""
    (one,) = gather([seen("网络", "network")])
    (two,) = gather([seen("网络", "network"), seen("网络", "network", document="b.txt")])
    assert (one.translation, two.translation) == (0.8, 0.9)


def test_given_and_mined_meet() -> None:
    """A pair that was given and mined has all its evidence once and the better scores, and stands where it was given."""
    mined_evidence = (Evidence("words", "a.txt", Place(7, 1), Place(8, 1)),)
    mined = [
        Candidate("强国", "power", mined_evidence, translation=0.9, termhood=0.5),
        Candidate("網絡", "Network", mined_evidence, translation=0.95, termhood=0.4),
    ]
    found = together(gather([seen("网络", "network")]), mined)
    assert [(c.zh, c.en) for c in found] == [("网络", "network"), ("强国", "power")]
    assert (found[0].frequency, found[0].translation, found[0].termhood) == (2, 0.95, GIVEN)


def test_what_was_given_and_mined_in_one_sentence_was_seen_once() -> None:
    """A sighting that two methods report is one, and what was mined elsewhere, or oftener, counts beside it."""
    given = seen("网络", "network", line=7)
    given = replace(given, evidence=replace(given.evidence, context_en="A “network” (网络)."))
    place = Evidence("words", "a.txt", Place(7, 1), Place(8, 1), "“网络”。", "A “network” (网络).")
    for evidence, frequency in (
        ((place,), 1),
        ((place, place), 2),
        ((replace(place, times=9),), 9),
        ((replace(place, document="b.txt"),), 2),
        ((replace(place, context_en="A network."),), 2),
    ):
        (found,) = together(gather([given]), [Candidate("网络", "network", evidence)])
        assert found.frequency == frequency
        assert len(found.evidence) == 1 + len(evidence)


def test_a_piece_of_what_was_given_is_left_out() -> None:
    """Where the document gives the term, a mined rendering that is only a part of it is not proposed beside it."""
    evidence = (Evidence("words", "a.txt", Place(7, 1), Place(8, 1)),)
    english = ("silos", "isolated islands of data")
    mined = [Candidate("数据孤岛", en, evidence, translation=0.8, termhood=0.8) for en in english]
    found = together(gather([seen("数据孤岛", "data silos")]), mined)
    assert [c.en for c in found] == ["data silos", "isolated islands of data"]


def test_the_chinese_in_an_english_text_is_no_rendering() -> None:
    """A Chinese word that is linked with itself, in the brackets of the English text, is not proposed."""
    place = (Evidence("words", "a.txt", Place(7, 1), Place(8, 1)),)
    mined = [Candidate("溯源码", "溯源码", place), Candidate("A股", "A股 shares", place)]
    assert [c.en for c in together([], mined)] == ["A股 shares"]


def test_what_is_hardly_worth_anything_beside_what_was_given_is_left_out() -> None:
    """A mined rendering stands beside the given one if it is some good, else it is noise."""
    place = (Evidence("words", "a.txt", Place(7, 1), Place(8, 1)),)
    mined = [
        Candidate("网络", en, place, translation=0.4, termhood=0.5 if en == "web" else 0.1) for en in ("web", "it using")
    ]
    assert [c.en for c in together(gather([seen("网络", "network")]), mined)] == ["network", "web"]
