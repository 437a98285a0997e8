"""Sentence splitting: the offsets are right, and a sentence is what a translator calls one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.records import Lang
from aligner.segment import split

CASES = json.loads((Path(__file__).parents[1] / "cases" / "sentences.json").read_text(encoding="utf-8"))


def sentences(text: str, lang: Lang, longest: int | None = None) -> list[str]:
    return [text[a:b] for a, b in split(text, lang, longest=longest)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_sentences_of_a_paragraph(case: dict[str, object]) -> None:
    """A paragraph joined from sentences comes apart into the same sentences."""
    wanted = case["sentences"]
    assert isinstance(wanted, list)
    lang: Lang = "zh" if case["lang"] == "zh" else "en"
    assert sentences(("" if lang == "zh" else " ").join(wanted), lang) == wanted


def test_a_heading_has_no_full_stop_and_is_a_sentence() -> None:
    """A line break ends a heading and a list item."""
    assert sentences("一、总则\n第一条 为了规范。", "zh") == ["一、总则", "第一条 为了规范。"]
    assert sentences("General Provisions\nThe law applies.\n- one\n- two", "en") == [
        "General Provisions", "The law applies.", "- one", "- two",
    ]  # fmt: skip


def test_a_soft_wrap_is_not_an_end() -> None:
    """A long line that stops in the middle of a sentence goes on in the next."""
    text = "The meeting was held in the city of Beijing in November and\nwas attended by many. It ended."
    assert len(sentences(text, "en")) == 2


def test_statutes_come_apart_at_semicolons_only_when_asked() -> None:
    """A sentence longer than the caller's limit is divided at its semicolons."""
    text = "甲方应当：（一）支付；（二）交付；（三）赔偿。"
    assert sentences(text, "zh") == [text]
    assert sentences(text, "zh", longest=10) == ["甲方应当：", "（一）支付；", "（二）交付；", "（三）赔偿。"]


def test_nothing_is_longer_than_the_cap() -> None:
    """A text without any stop still comes in bounded pieces and loses nothing."""
    text = "字" * 10_001
    pieces = sentences(text, "zh")
    assert max(map(len, pieces)) <= 4000
    assert "".join(pieces) == text


@given(st.text(alphabet="ab .!?。！？“”\"'…\n1.（）A中文《》；\t", max_size=80), st.sampled_from(["zh", "en"]))
def test_offsets_cover_the_text(text: str, lang: Lang) -> None:
    """Spans ascend without overlap, have no white space at their ends, and only white space stands between them."""
    spans = split(text, lang)
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end].strip() == text[start:end]
        at = end
    assert not text[at:].strip()
