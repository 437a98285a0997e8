"""What words can do in a term."""

from __future__ import annotations

import pytest

from aligner.grammar import ZH_CLASSES, en_kind, en_role, zh_role


@pytest.mark.parametrize("word", ["更新", "立法", "预后", "因果", "系列", "美元", "真相", "首都", "接管", "对照"])
def test_content_words_may_be_terms(word: str) -> None:
    """jieba's dictionary has these among adverbs, conjunctions, prepositions and measures: as that they could end no term."""
    role = zh_role(word)
    assert role.begins
    assert role.ends


@pytest.mark.parametrize("word", ["的", "已", "被", "因为", "根据", "以便"])
def test_function_words_are_none(word: str) -> None:
    """What holds a sentence together begins and ends no term."""
    assert not zh_role(word).begins
    assert not zh_role(word).ends


def test_a_measure_may_be_the_last_part_of_a_noun() -> None:
    """科学|家, 病毒|株, 觅食|地: such a character ends a term and begins none."""
    assert [(zh_role(c).begins, zh_role(c).ends) for c in "家桩地匹"] == [(False, True)] * 3 + [(False, False)]


@pytest.mark.parametrize("word", ["自", "最", "基于", "前", "外"])
def test_some_function_words_begin_a_compound(word: str) -> None:
    """自|注意力, 最|不发达|国家, 前|十字韧带: such a word begins a term and ends none."""
    assert (zh_role(word).begins, zh_role(word).inside, zh_role(word).ends) == (True, True, False)


@pytest.mark.parametrize(
    ("word", "begins"), [("internally", True), ("legally", True), ("also", False), ("belly", True), ("age-friendly", True)]
)
def test_adverbs_of_manner_begin_a_term(word: str, begins: bool) -> None:
    """Internally displaced person, and no term begins with "also"."""
    assert en_role(word).begins is begins


def test_an_adverb_ends_no_term_and_what_looks_like_one_may() -> None:
    """Pork belly ends with a noun."""
    assert (en_role("internally").ends, en_role("belly").ends) == (False, True)


def test_a_period_named_by_a_noun_is_a_noun() -> None:
    """潜伏期 is no point in time, 上半年 is."""
    assert [ZH_CLASSES[zh_role(w).kind] for w in ("潜伏期", "过渡期", "上半年")] == ["noun", "noun", "time"]


@pytest.mark.parametrize(
    ("word", "kind"),
    [("pandemic", "word"), ("capital", "word"), ("negative", "word"), ("viral", "adjective"), ("national", "adjective"),
     ("family", "word"), ("quickly", "adverb"), ("nevertheless", "adverb"), ("prevent", "verb"), ("ventilation", "nominal")],
)  # fmt: skip
def test_endings_are_not_believed_blindly(word: str, kind: str) -> None:
    """Nouns that look like adjectives or adverbs are not taken for them."""
    assert en_kind(word) == kind
