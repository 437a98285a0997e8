"""The rules behind training and measuring that can be wrong without anybody noticing."""

from __future__ import annotations

import gzip
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from scripts.bench import measures, peers
from scripts.training import definitions, examples, fields, headings, numbers, parts, titles


@pytest.mark.parametrize(
    ("number", "zh", "en"), [(0, "零", "zero"), (10, "十", "ten"), (15, "十五", "fifteen"), (20, "二十", "twenty"), (42, "四十二", "forty-two")]
)  # fmt: skip
def test_numbers_are_written_out(number: int, zh: str, en: str) -> None:
    """Numbers are spelled as both languages write them."""
    assert (numbers.chinese(number), numbers.english(number)) == (zh, en)


def test_great_numbers_mean_the_same_on_both_sides() -> None:
    """三万 is 30,000 and three ten thousand; 五百 is 500."""
    pairs = set(numbers.pairs())
    assert {("三万", "30,000"), ("三万", "three ten thousand"), ("五百", "500"), ("五百", "five hundred")} <= pairs


def test_inflections_share_a_part_and_compounds_their_characters() -> None:
    """Forms of one English word meet in their stem, Chinese words in their characters; numbers and signs have no parts."""
    assert set(parts.parts_of("analysing")) & set(parts.parts_of("analysed"))
    assert set(parts.parts_of("国际")) & set(parts.parts_of("国家")) == {"国"}
    assert parts.parts_of("1998") == parts.parts_of(",") == []


def test_a_part_of_one_token_is_no_part() -> None:
    """A part that no other token has would only double its token's own vector."""
    table, count = parts.table(["国际", "国家", "疫"])
    assert count == 1
    assert table[:, 0].tolist() == [0, 0, 1]


def test_the_error_rate_is_that_of_och_and_ney(tmp_path: Path) -> None:
    """Sure links count for recall, sure and possible ones for precision."""
    path = tmp_path / "gold"
    path.write_text("0-0 1-1-P\n2-2\n", encoding="utf-8")
    rates = measures.error_rate(measures.gold_links(path), [{"0-0", "1-1"}, {"2-1"}])
    assert rates["P"] == pytest.approx(2 / 3)
    assert rates["R"] == pytest.approx(1 / 2)
    assert rates["AER"] == pytest.approx(1 - (1 + 2) / (3 + 2))


def test_equal_texts_are_equally_right() -> None:
    """A sentence that stands twice on the other side may be found at either place."""
    scores = np.array([[0.1, 0.9, 0.0], [0.2, 0.9, 0.1], [0.0, 0.1, 0.2]])
    assert measures.accuracy(scores, ["same", "same", "other"]) == 1.0


def test_growing_adds_neighbours_and_then_lonely_words() -> None:
    """grow-diag-final-and starts from what both directions say and never links two words that both have links."""
    forward, reverse = {(0, 0), (1, 1), (1, 2), (5, 5)}, {(0, 0), (1, 1), (2, 2), (0, 1)}
    assert peers.grown(forward, reverse) == {(0, 0), (1, 1), (1, 2), (2, 2), (5, 5)}


@pytest.mark.parametrize(
    ("zh", "en", "heading"),
    [("引用计数", "Reference Counting", True), ("返回 0。", "Returns 0.", False), ("示例", "Example", False),
     ("类", "Class", False), ("不要在这里定义任何新的函数", "Do not define any new function here", False)],
)  # fmt: skip
def test_a_heading_is_a_few_words_without_marks(zh: str, en: str, heading: bool) -> None:
    """Short noun phrases that stand alone in a manual; general words and single characters are none."""
    assert headings.is_heading(zh, en) is heading


@pytest.mark.parametrize(
    ("zh", "en", "term"),
    [("「電信」：指利用有線、無線傳送訊息。", "Telecommunications: refers to sending messages by radio.", ("電信", "Telecommunications")),
     ("本法所稱藥物，係指藥品及醫療器材。", "Medicament mentioned herein as used in this Act means drugs and devices.", ("藥物", "Medicament")),
     ("本法自公布日施行。", "This Act shall come into force on the date of promulgation.", None)],
)  # fmt: skip
def test_a_law_says_what_it_defines(zh: str, en: str, term: tuple[str, str] | None) -> None:
    """Defining articles give their term on both sides, other articles none."""
    assert definitions.defined(zh, en) == term


def test_a_ranker_without_a_year_has_not_seen_it() -> None:
    """Documents, pieces and runs over several years are left out with the year, and what is left is in two halves by year."""
    torch = pytest.importorskip("torch")
    assert torch
    from scripts import train_ranker

    reports = object.__new__(train_ranker.Reports)
    texts = {(year,): SimpleNamespace(years=frozenset([year])) for year in train_ranker.YEARS}
    reports.single = list(texts.values())  # type: ignore[arg-type]
    reports.together = lambda years: texts.setdefault(years, SimpleNamespace(years=frozenset(years)))  # type: ignore
    without = reports.without("2019")
    assert not any("2019" in text.years for text in without)
    assert {(*sorted(text.years), text.fold) for text in without} == {
        ("2015", 0), ("2017", 1), ("2021", 0), ("2023", 1), ("2015", "2021", 0), ("2017", "2023", 1), ("2015", "2017", "2021", "2023", None)
    }  # fmt: skip
    assert any("2019" in text.years for text in reports.without(None))


def test_a_half_of_the_fields_is_left_out_whole() -> None:
    """Texts of the half that is left out, and those that hold some of it, are not learnt from."""
    labels = ["four of 0: birth", "four of 1: courts", "half 0", "half 1", "all"]
    assert [x for x in labels if not fields.held_out(x, 0)] == ["four of 1: courts", "half 1"]
    assert [x for x in labels if not fields.held_out(x, None)] == labels


def test_half_floats_are_widened_before_they_are_squared() -> None:
    """A table keeps half floats; the spread of a feature with large values is still a number."""
    text = examples.Text.__new__(examples.Text)
    text.table, text.kept = SimpleNamespace(features=np.array([[-900], [900], [0]], np.float16)), np.array([0, 1])  # type: ignore
    assert text.features.std(0).tolist() == [900]


def test_documents_of_one_subject_stay_together() -> None:
    """Every document belongs to one half, those of a subject to the same one and to one text of four."""
    halves = [fields.half(side) for side in (0, 1)]
    assert sorted(halves[0] + halves[1]) == fields.names()
    of_subject = [name for name in fields.names() if name.startswith("chips-")]
    assert len(of_subject) == 4
    assert [members for members in fields.texts().values() if members[0] == "chips-1" and len(members) == 4] == [of_subject]


def test_documents_of_allied_subjects_are_a_collection() -> None:
    """Every document of a half stands in one branch of it, and what half a branch belongs to is known."""
    texts = fields.texts()
    for side in (0, 1):
        branches = {label: members for label, members in texts.items() if label.startswith(f"branch of {side}: ")}
        assert sorted(name for members in branches.values() for name in members) == sorted(fields.half(side))
        assert {fields.side(label) for label in branches} == {side}
        assert {fields.kind(label) for label in branches} == {"branch"}
    assert {"dentistry", "heart-1"} <= {*texts["branch of 0: health"], *texts["branch of 1: health"]}


def test_a_title_names_the_subject_of_its_law(tmp_path: Path) -> None:
    """Short titles of acts give what the act is about, without what it does about it; orders and long titles give nothing."""
    path = tmp_path / "titles.tsv.gz"
    rows = [
        "護照條例\tPassport Act",
        "傳染病防治法\tCommunicable Disease Control Act",
        "護照收費標準\tPassport Fees Standards",
    ]
    path.write_bytes(gzip.compress("\n".join(rows).encode()))
    assert titles.subjects(path) == [("護照", "Passport"), ("傳染病", "Communicable Disease")]


def test_a_subject_belongs_to_the_text_that_is_about_it() -> None:
    """What a text uses again and again, and others hardly, is one of its subjects; what all use is none."""
    about = {
        "a": ("护照公司" * 9, "passport company " * 9),
        "b": ("公司" * 9, "company " * 9),
        "c": ("公司" * 9, "company " * 9),
    }
    about |= dict.fromkeys("de", ("公司", "company"))
    assert titles.often([("护照", "passport"), ("公司", "company")], about)["a"] == [("护照", "passport")]
    assert titles.often([("公司", "company")], about)["b"] == []


def test_choosing_within_a_group_is_learnt() -> None:
    """Where nothing tells right rows from wrong ones but the comparison in their group, the groups decide."""
    torch = pytest.importorskip("torch")
    from scripts.training.networks import _choice

    odds, right = torch.tensor([2.0, 0.0, -3.0, -5.0]), torch.tensor([1.0, 0.0, 1.0, 0.0])
    of, weight = torch.tensor([4, 4, 7, 7]), torch.ones(4)
    good, bad = _choice(odds, right, weight, of), _choice(odds, 1 - right, weight, of)
    assert 0 < float(good) < float(bad)
    assert float(_choice(odds, torch.zeros(4), weight, of)) == 0.0
