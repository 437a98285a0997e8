"""Chinese by how it sounds."""

from __future__ import annotations

import pytest
from pypinyin import lazy_pinyin

from glossary import sounds

WORDS = "重庆 银行 行长 网络强国 风清气正 长期护理保险 吕 绿色低碳 中国人民银行行长 参差不齐 说服 乐 音乐会 一刀切".split()


@pytest.mark.parametrize("word", WORDS)
def test_the_reading_is_pypinyins(word: str) -> None:
    """Our quicker way through pypinyin's lists gives what pypinyin gives, phrases and all."""
    expected = [sound.replace("ü", "v").replace("lve", "lue").replace("nve", "nue") for sound in lazy_pinyin(word)]
    assert sounds.syllables(list(word)) == expected


@pytest.mark.parametrize("query", ["ｆｑｑｚ", "FQQZ", " fqqz "])
def test_initials_in_any_width(query: str) -> None:
    """Initials typed with a Chinese keyboard in full width are the same initials."""
    assert sounds.first_letters(query) == "fqqz"


@pytest.mark.parametrize("query", ["fēng qīng", "feng1 qing1", "Feng'qing", "ｆｅｎｇ　ｑｉｎｇ"])
def test_readings_in_any_spelling(query: str) -> None:
    """Tones as marks or numbers, apostrophes, capitals and full width are the same reading."""
    assert sounds.reading(query) == "fengqing"
