"""Numbers, dates and Latin spellings that are the same on both sides."""

from __future__ import annotations

import pytest

from aligner.likeness import marks


@pytest.mark.parametrize(
    ("zh", "en"),
    [("3月", "march"), ("十二月", "december"), ("二十", "twenty"), ("22日", "22nd"), ("第三", "third"), ("5,000", "5000"),
     ("2019年", "2019"), ("fps", "fps"), ("50%", "50%"), ("一百二十", "120"), ("3.5万", "35,000")],
)  # fmt: skip
def test_equal_values_meet(zh: str, en: str) -> None:
    """A number or month has one mark in both languages, however it is written."""
    assert marks(zh)[0] == marks(en)[0] != ""


@pytest.mark.parametrize(("zh", "en"), [("50亿", "5"), ("1.6亿", "160"), ("267万", "2.67")])
def test_amounts_meet_loosely(zh: str, en: str) -> None:
    """An amount with its unit meets the digits that English writes before "billion" or "million"."""
    assert marks(zh)[1] == marks(en)[1] != ""


@pytest.mark.parametrize("word", ["银行", "，", "万一", "百姓", "", "the one 万"])
def test_other_words_have_no_value(word: str) -> None:
    """What is no number is not taken for one."""
    assert not marks(word)[0].isdigit()
