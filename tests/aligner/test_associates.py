"""Names and what stands for them as wholes."""

from __future__ import annotations

import numpy as np
import pytest

from aligner.associates import companions, names
from aligner.candidates import LONGEST_ZH, Roles
from aligner.corpus import Corpus
from aligner.embedding import load_encoder
from aligner.grammar import en_role, zh_role
from aligner.mining import mine
from aligner.records import Place, Segment, SegmentPair
from aligner.tokens import stem


def corpus(texts: list[tuple[str, str]]) -> Corpus:
    return Corpus(
        [SegmentPair(Segment(zh, "zh", Place(k)), Segment(en, "en", Place(k))) for k, (zh, en) in enumerate(texts)]
    )


def written(texts: list[tuple[str, str]]) -> list[str]:
    """The names of the English texts, as keys."""
    known = corpus(texts)
    roles = Roles.of([en_role(word or ".") for word in known.indexed.en_words])
    found = names(known.indexed, known.named(roles))
    _, _, en, ends = known.indexed.arrays()
    spans = zip(ends[found.sentence] + found.start, ends[found.sentence] + found.stop, strict=True)
    return [" ".join(known.indexed.en_words[w] for w in en[a:b]) for a, b in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we joined the Financial Action Task Force today", ["financial action task force"]),
        ("the Office of the Commissioner of Insurance agreed", ["office of the commissioner of insurance"]),
        ("under the Banking (Capital) Rules it may", ["banking", "banking ( capital ) rules", "capital", "rules"]),
        ("the Best Lending Rate (BLR) rose", ["best lending rate", "blr"]),
        (
            "the Law of the People's Republic of China on the Protection of the Rights and Interests of the Elderly applies",
            ["law of the people 's republic of china on the protection of the rights and interests of the elderly"],
        ),
        ("Growth was slow and Hong Kong suffered", ["hong kong"]),
        ("nothing here is written as a name", []),
    ],
)
def test_names_are_runs_of_capitals(text: str, expected: list[str]) -> None:
    """A name reaches over small words and brackets inside it, not over its acronym, and a sentence's first word is none."""
    assert sorted(written([("甲", text)])) == expected


def test_names_end_with_their_sentence() -> None:
    """No name reaches from one sentence into the next."""
    assert written([("甲", "we met Bond Connect"), ("乙", "Stock Connect followed")]) == ["bond connect", "stock connect"]


def test_what_comes_and_goes_with_a_name_is_proposed() -> None:
    """The Chinese that stands wherever a name stands, and nowhere else, is proposed for it."""
    texts = [
        ("市民使用轉數快付款。", "People pay through FPS now."),
        ("銀行推廣轉數快服務。", "Banks promote FPS widely."),
        ("轉數快很方便。", "Everybody likes that FPS is handy."),
        ("市民到銀行付款。", "People pay at banks."),
    ]
    known = corpus(texts)
    zh_roles = Roles.of([zh_role(word or "。") for word in known.indexed.zh_words])
    en_roles = Roles.of([en_role(word or ".") for word in known.indexed.en_words])
    found = names(known.indexed, known.named(en_roles))
    stems: dict[str, int] = {}
    stem_of = np.array([stems.setdefault(stem(word), len(stems)) for word in known.indexed.en_words])
    _, _, en, _ = known.indexed.arrays()
    rows = companions(known.indexed, stem_of[en], found, zh_roles, LONGEST_ZH)
    zh, ends, _, _ = known.indexed.arrays()
    said = {"".join(known.indexed.zh_words[w] for w in zh[ends[s] + a : ends[s] + b]) for s, a, b, *_ in rows.tolist()}
    assert said == {"转数快"}
    assert len(rows) == 3


def test_a_name_is_found_whole_though_its_words_are_not_linked() -> None:
    """A body whose name is no word-for-word translation is found with its whole name."""
    texts = [
        ("金管局積極參與財務行動特別組織的工作。", "The HKMA takes part in the work of the Financial Action Task Force."),
        ("財務行動特別組織公布新標準。", "New standards were published by the Financial Action Task Force."),
        ("我們遵守財務行動特別組織的建議。", "We follow the recommendations of the Financial Action Task Force."),
    ]
    pairs = [
        SegmentPair(Segment(zh, "zh", Place(k)), Segment(en, "en", Place(k)), document="d")
        for k, (zh, en) in enumerate(texts)
    ]
    best = {c.zh: c.en for c in reversed(mine(pairs, load_encoder()))}
    assert best["財務行動特別組織"] == "Financial Action Task Force"


def test_a_name_does_not_grow_over_a_comma() -> None:
    """What stands for a name ends with its clause, though the words behind it are linked to nothing."""
    zh = "落实社会主义核心价值观,有利于弘扬文化。"
    found = mine(corpus([(zh, "Implementing the Core Socialist Values helps culture.")]).pairs, load_encoder())
    assert found
    assert not [c.zh for c in found if "," in c.zh]
