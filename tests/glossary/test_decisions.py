"""What a person decided stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from aligner.errors import UsageError
from glossary import database, reading, store
from glossary.entries import Concept
from glossary.filters import Filters
from tests.glossary.builders import SMALL, extraction, pair, sighting

Put = Callable[..., store.Added]
ALL = Filters(statuses=("preferred", "admitted", "candidate", "deprecated", "rejected"))


def concept(path: Path, zh: str) -> Concept:
    with database.reading(path) as db:
        return next(c for c in reading.concepts(db, ALL) if zh in [t.text for t in c.zh])


def statuses(path: Path, zh: str) -> dict[str, str]:
    return {term.text: term.status for term in concept(path, zh).en}


def term_id(path: Path, en: str) -> int:
    with database.reading(path) as db:
        return int(reading.find_terms(db, en, "en")[0]["id"])


def decide(path: Path, en: str, status: str) -> None:
    with database.writing(path) as db:
        store.decide(db, reading.find_terms(db, en, "en")[0]["id"], status, "Ana")  # type: ignore[arg-type]


def test_decisions_outlive_runs_new_versions_and_forgetting(small: Path, put: Put) -> None:
    """A status that a person set stays over a re-run, a changed document and a forgotten one."""
    decide(small, "small incisions", "preferred")
    decide(small, "clean and correct atmosphere", "rejected")
    put(extraction(*SMALL), again=True)
    put(extraction(pair("风清气正", "clean and correct atmosphere"), text="changed"))
    with database.writing(small) as db:
        store.forget(db, reading.documents(db)[0].id)
    assert statuses(small, "小切口法") == {"small incisions": "preferred"}
    assert statuses(small, "风清气正") == {"clean and correct atmosphere": "rejected"}
    assert concept(small, "小切口法").en[0].decided_by == "Ana"


def test_rejected_pairs_do_not_come_back(small: Path, put: Put) -> None:
    """Another document with a rejected pair does not make it a candidate, nor does a note that settles it."""
    decide(small, "cyber superpower", "rejected")
    again = pair("网络强国", "cyber superpower", sighting("b.txt"), status="preferred")
    put(extraction(again, names=("b.txt",)))
    assert statuses(small, "网络强国")["cyber superpower"] == "rejected"


def test_a_person_stands_over_a_document(small: Path, put: Put) -> None:
    """What a translator's note prefers, a person may only admit."""
    decide(small, "cyber powerhouse", "admitted")
    put(extraction(*SMALL), again=True)
    assert statuses(small, "网络强国")["cyber powerhouse"] == "admitted"


def test_prefer_leaves_one_preferred(small: Path) -> None:
    """Preferring a rendering admits the one that was preferred before."""
    with database.writing(small) as db:
        assert store.prefer(db, reading.find_terms(db, "cyber superpower", "en")[0]["id"], "Ana") == ("cyber powerhouse",)
    assert statuses(small, "网络强国") == {"cyber superpower": "preferred", "cyber powerhouse": "admitted"}


def test_descriptions_stay(small: Path, put: Put) -> None:
    """A definition, subject or note that a person wrote is not overwritten, and keeps the concept alive."""
    with database.writing(small) as db:
        row = reading.find_terms(db, "网络强国", "zh")[0]
        store.describe(db, row["concept"], "Ana", definition="Mine.", subject="policy")
    put(extraction(*SMALL), again=True)
    with database.writing(small) as db:
        store.forget(db, reading.documents(db)[0].id)
        (left,) = reading.by_ids(db, [row["concept"]]).values()
    assert (left.definition, left.subject) == ("Mine.", "policy")
    assert left.zh and not left.en


def test_a_rendering_by_hand(small: Path, put: Put) -> None:
    """A rendering that a person adds stands without evidence, also when all documents go."""
    with database.writing(small) as db:
        term, fresh = store.add_rendering(db, "風清氣正", "clear air", "Ana")
        store.decide(db, term, "admitted", "Ana")
        store.forget(db, reading.documents(db)[0].id)
    assert fresh
    assert statuses(small, "风清气正") == {"clear air": "admitted"} or statuses(small, "風清氣正") == {
        "clear air": "admitted"
    }


def test_words_are_needed(small: Path) -> None:
    """A rendering without a letter is refused."""
    with pytest.raises(UsageError, match="no word"), database.writing(small) as db:
        store.add_rendering(db, "网络", "--", "Ana")


def test_the_english_is_no_chinese(small: Path) -> None:
    """The two sides given the wrong way round are refused."""
    with pytest.raises(UsageError, match="'断链' is Chinese"), database.writing(small) as db:
        store.add_rendering(db, "severed chain", "断链", "Ana")


def test_a_correction_takes_the_evidence_along(small: Path, put: Put) -> None:
    """The new wording stands with the sentences, the old one is rejected and stays so."""
    with database.writing(small) as db:
        store.correct(
            db, reading.find_terms(db, "small incisions", "en")[0]["id"], "small-incision approach", "preferred", "Ana"
        )
    found = concept(small, "小切口法")
    assert [(t.text, t.status, len(t.contexts)) for t in found.en] == [
        ("small-incision approach", "preferred", 1),
        ("small incisions", "rejected", 0),
    ]


def test_a_new_spelling_is_no_new_term(small: Path) -> None:
    """A correction of capitals or hyphens changes the term that is there."""
    with database.writing(small) as db:
        store.correct(db, reading.find_terms(db, "AIGC studios", "en")[0]["id"], "AIGC Studios", "preferred", "Ana")
    assert statuses(small, "AIGC工作室") == {"AIGC Studios": "preferred"}


@pytest.mark.parametrize("action", ["decide", "correct", "describe"])
def test_undo(small: Path, action: str) -> None:
    """A restored concept is as it was before the decision."""
    before = concept(small, "小切口法")
    with database.writing(small) as db:
        row = reading.find_terms(db, "small incisions", "en")[0]
        saved = store.snapshot(db, row["concept"])
        if action == "decide":
            store.decide(db, row["id"], "rejected", "Ana")
        elif action == "correct":
            store.correct(db, row["id"], "cuts", "preferred", "Ana")
        else:
            store.describe(db, row["concept"], "Ana", note="x")
    assert concept(small, "小切口法") != before
    with database.writing(small) as db:
        store.restore(db, saved)
    assert concept(small, "小切口法") == before
