"""A ranking that follows a person's decisions."""

from __future__ import annotations

import numpy as np
import pytest

from aligner import learning, ranking
from aligner.company import second_look
from aligner.embedding import load_encoder
from aligner.learning import Judged, Taught
from aligner.mining import mine
from aligner.records import Candidate, Place, Segment, SegmentPair
from aligner.table import Table, build

TERMS = [
    ("{}风险", "{} risk", ("信用", "市场", "流动性", "操作", "利率", "法律", "汇率", "声誉"),
     ("credit", "market", "liquidity", "operational", "interest rate", "legal", "exchange rate", "reputation")),
    ("{}委员会", "{} committee", ("监管", "薪酬", "审计", "提名", "投资", "执行", "管理", "战略"),
     ("supervisory", "remuneration", "audit", "nomination", "investment", "executive", "management", "strategy")),
]  # fmt: skip


def pairs() -> list[SegmentPair]:
    texts = []
    for zh, en, left, right in TERMS:
        for a, b in zip(left, right, strict=True):
            texts += [(f"我们讨论{zh.format(a)}。", f"We discussed {en.format(b)}."),
                      (f"{zh.format(a)}很重要。", f"The {en.format(b)} is important.")]  # fmt: skip
    return [SegmentPair(Segment(a, "zh", Place(k, 1)), Segment(b, "en", Place(k, 1))) for k, (a, b) in enumerate(texts, 1)]


@pytest.fixture(scope="module")
def table() -> Table:
    made = build(pairs(), load_encoder())
    second_look(made, ranking.shipped().first)
    return made


@pytest.fixture(scope="module")
def found() -> list[Candidate]:
    return mine(pairs(), load_encoder())


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small corpus has few decisions."""
    monkeypatch.setattr(learning, "LEAST_ACCEPTED", 3)
    monkeypatch.setattr(learning, "LEAST_REJECTED", 3)


def judged(found: list[Candidate], times: int = 1) -> list[Judged]:
    """Risks are terms, committees are not."""
    chosen = [c for c in found if c.zh.endswith(("风险", "委员会"))]
    return [Judged(c.zh, c.en, c.zh.endswith("风险"), c.features) for c in chosen][:: 2 // times]


def termhood(table: Table, ranker: ranking.Scorer, ending: str) -> float:
    """The mean termhood of the pairs whose Chinese ends so."""
    rows = [row for row, best in enumerate(table.pairs.best) if table.texts(int(best))[0].endswith(ending)]
    return float(ranker.scores(table)[1][rows].mean())


def test_what_is_like_accepted_pairs_gains(table: Table, found: list[Candidate]) -> None:
    """Taught by half of the pairs, the ranking lifts what resembles the accepted over what resembles the rejected."""
    told: list[str] = []
    shipped, taught = ranking.shipped(), Taught(ranking.shipped(), judged(found), told.append)
    gain = {ending: termhood(table, taught, ending) - termhood(table, shipped, ending) for ending in ("风险", "委员会")}
    assert gain["风险"] > gain["委员会"]
    assert told and told[0].startswith("learnt what a term is here from ")


def test_more_evidence_moves_more(table: Table, found: list[Candidate]) -> None:
    """Few decisions change little and more change more."""
    shipped = ranking.shipped().scores(table)[1]
    change = [
        float(np.abs(Taught(ranking.shipped(), judged(found, times), lambda _: None).scores(table)[1] - shipped).mean())
        for times in (1, 2)
    ]
    assert 0 < change[0] < change[1]


def test_translation_scores_stay(table: Table, found: list[Candidate]) -> None:
    """Decisions teach what a term is, not what translates what; and the same decisions teach the same."""
    taught = Taught(ranking.shipped(), judged(found), lambda _: None)
    assert np.array_equal(taught.scores(table)[0], ranking.shipped().scores(table)[0])
    assert np.array_equal(taught.scores(table)[1], taught.scores(table)[1])


def test_without_rejected_pairs_unjudged_ones_stand_in(table: Table, found: list[Candidate]) -> None:
    """Accepted pairs alone, with features or only as words of a termbase, teach too, and it says from what."""
    told: list[str] = []
    accepted = [Judged(pair.zh, pair.en, True) for pair in judged(found) if pair.accepted]
    taught = Taught(ranking.shipped(), accepted, told.append)
    assert termhood(table, taught, "风险") > termhood(table, ranking.shipped(), "风险")
    assert "0 rejected and" in told[0] and "unjudged" in told[0]


def test_too_few_decisions_teach_nothing(table: Table, found: list[Candidate], monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the least number of accepted pairs the shipped ranking stays, and it says so."""
    monkeypatch.setattr(learning, "LEAST_ACCEPTED", 50)
    told: list[str] = []
    scores = Taught(ranking.shipped(), judged(found), told.append).scores(table)
    assert np.array_equal(scores[1], ranking.shipped().scores(table)[1])
    assert told[0].startswith("nothing learnt") and "50 are needed" in told[0]


def test_a_wrong_rendering_says_nothing_against_the_term() -> None:
    """A pair rejected beside an accepted one of the same Chinese was wrong English and no ordinary word."""
    both = [
        Judged("信用风险", "credit risk", True),
        Judged("信用風險", "risk of credit", False),
        Judged("我们", "we", False),
    ]
    assert {pair.zh for pair in Taught(ranking.shipped(), both, lambda _: None).judged.values()} == {"信用风险", "我们"}
