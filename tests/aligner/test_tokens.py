"""Words with their offsets, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.tokens import Token, given_tokens, stem, tokenise_en, tokenise_zh


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The US off-site COVID-19 tests", "the US off-site covid-19 tests"),
        ("HKMA’s R&D grew 6.5%, to 3,000.", "hkma 's r&d grew 6.5% , to 3,000 ."),
        ("in the U.S. on the 22nd", "in the u.s. on the 22nd"),
        ("2014–15", "2014 - 15"),
        ("don't", "don't"),
        ("Give vitamin A. Party A (a buyer) paid", "give vitamin A . party A ( a buyer ) paid"),
        ("Once Upon A Time", "once upon a time"),
        ("A GROUP A TEAM", "a group a team"),
    ],
)
def test_english_words(text: str, words: str) -> None:
    """Hyphenated words, acronyms, numbers and possessives come out as a reader would cut them."""
    assert [token.key for token in tokenise_en(text)] == words.split()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("金管局於２０１９年推出", "金管局 于 2019 年 推出"),
        ("由弱方兌換保證", "由 弱方 兑换 保证"),
        ("AI技術、R&D", "ai 技术 、 r&d"),
        ("市場風險管理制度", "市场 风险 管理 制度"),
        ("要未雨綢繆", "要 未雨绸缪"),
        ("用空呼登记板", "用 空呼 登记 板"),
        ("工作日内各政党的船上卫生间", "工作日 内 各 政党 的 船 上 卫生间"),
        ("碳中和与区块链", "碳中和 与 区块链"),
        ("手套箱中的", "手套箱 中 的"),
        ("样品箱中的", "样品 箱 中 的"),
    ],
)
def test_chinese_words(text: str, words: str) -> None:
    """Chinese is cut as simplified text, full-width digits are digits, guessed words lose function characters, collocations that
    jieba lists fall into their words and lose what stands before or behind any word, idioms and newer words stay."""
    assert [token.key for token in tokenise_zh(text)] == words.split()


@given(st.text(max_size=60))
def test_tokens_are_stretches_of_the_text(text: str) -> None:
    """Whatever the text, tokens follow each other inside it and leave out nothing but space."""
    for tokens in (tokenise_zh(text), tokenise_en(text)):
        at = 0
        for token in tokens:
            assert at <= token.start < token.end <= len(text)
            assert not text[at : token.start].strip("\u3000\u00a0 ") or text[at : token.start].isspace()
            at = token.end


def test_given_tokens_are_kept() -> None:
    """Tokens that somebody made stay as they are; Penn Treebank brackets are read as brackets."""
    assert given_tokens("a -LRB- b") == [Token("a", 0, 1), Token("(", 2, 7), Token("b", 8, 9)]


@pytest.mark.parametrize(
    "forms",
    [
        "policy policies",
        "bank banks",
        "finance finances financed financing",
        "sell-off sell-offs",
        "process processes",
        "stop stopped",
    ],
)
def test_inflections_share_a_stem(forms: str) -> None:
    """Inflected forms of a word are counted together."""
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("pair", ["bus business", "analysis anal", "US us", "sing s", "this thing"])
def test_different_words_stay_apart(pair: str) -> None:
    """Folding does not run different words together."""
    first, second = pair.split()
    assert stem(first) != stem(second)
