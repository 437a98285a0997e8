"""What words can do in a term."""

from __future__ import annotations

import pytest

from aligner.grammar import ZH_CLASSES, en_kind, zh_role


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
    """科学|家, 病毒|株: such a character ends a term and begins none."""
    assert [(zh_role(c).begins, zh_role(c).ends) for c in "家株匹"] == [(False, True), (False, True), (False, False)]


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
