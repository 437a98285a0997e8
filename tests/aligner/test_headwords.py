"""Words that the dictionary knows beside jieba's list."""

from __future__ import annotations

import pytest

from aligner.headwords import missing
from aligner.lexicon import word_class
from aligner.tokens import tokenise_zh


def test_words_are_told_from_phrases() -> None:
    """Known words, and phrases with a function character at an edge, are left out; verbs are told."""
    found = missing({"能量"})
    assert found["获得感"] == found["正能量"] == "n"
    assert found["扯家常"] == "v"  # /to engage in small talk/to chat about ordinary daily life/
    assert not {"能量", "不行了"} & found.keys()
    assert not any(len(word) == 1 or len(word) > 4 or word.isascii() for word in found)


@pytest.mark.parametrize("text", ["弘扬|正能量", "有|获得感", "抗击|新冠肺炎|疫情", "弘揚|正能量", "一个|回调|函数"])
def test_younger_words_stay_whole(text: str) -> None:
    """What jieba's own list would cut apart is one word, in both scripts; what is two words to it stays two."""
    plain = text.replace("|", "")
    assert [plain[token.start : token.end] for token in tokenise_zh(plain)] == text.split("|")


def test_the_list_knows_better() -> None:
    """A word of jieba's list keeps its class there."""
    assert (word_class("中医"), word_class("获得感"), word_class("有获")) == ("j", "n", "")
