"""Translations inside one document: passages, titles and quoted terms find each other, and only each other."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from aligner.documents import read
from aligner.embedding import load_encoder
from aligner.flow import blocks
from aligner.likelihood import Encoder
from aligner.passages import interleaved, quoted_pairs, titles

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "seeds_passages.tsv"

PASSAGES = [
    ("河流的水位在春天上升，农民担心洪水。", "The water level of the river rises in spring, and the farmers fear floods."),
    (
        "银行提高了利率，许多公司推迟了投资。",
        "The bank raised interest rates, and many companies postponed their investments.",
    ),
    ("学生们在图书馆里阅读历史书籍。", "The students read history books in the library."),
]
OTHER = [
    "Our next issue comes out on Friday, and the editors are on holiday until then.",
    "Nobody could say where the old lighthouse keeper had hidden his violin.",
]


@dataclass(frozen=True)
class Paragraph:
    """The least that a block is."""

    text: str


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


def found(texts: list[str], encoder: Encoder) -> list[tuple[list[int], list[int]]]:
    return [(list(zh), list(en)) for zh, en in interleaved([Paragraph(text) for text in texts], encoder)]


def test_english_first(encoder: Encoder) -> None:
    """English paragraphs each followed by their Chinese original are paired, with commentary around them left alone."""
    texts = [OTHER[0]]
    for zh, en in PASSAGES:
        texts += [en, zh]
    assert found([*texts, OTHER[1]], encoder) == [([2], [1]), ([4], [3]), ([6], [5])]


def test_chinese_first(encoder: Encoder) -> None:
    """Chinese paragraphs each followed by their English translation are paired."""
    texts = [text for pair in PASSAGES for text in pair]
    assert found([OTHER[0], *texts, OTHER[1]], encoder) == [([1], [2]), ([3], [4]), ([5], [6])]


def test_several_in_a_row(encoder: Encoder) -> None:
    """Three English paragraphs and then their three originals are paired in order."""
    texts = [OTHER[0], *(en for _, en in PASSAGES), *(zh for zh, _ in PASSAGES), OTHER[1]]
    assert found(texts, encoder) == [([4], [1]), ([5], [2]), ([6], [3])]


def test_unrelated_neighbours(encoder: Encoder) -> None:
    """A Chinese paragraph between English ones that say something else stays alone."""
    assert found([OTHER[0], PASSAGES[0][0], OTHER[1], PASSAGES[1][0], PASSAGES[2][1]], encoder) == []


def test_one_language_only(encoder: Encoder) -> None:
    """A document without Chinese, or with nothing else, has no pairs."""
    assert found(OTHER, encoder) == []
    assert found([zh for zh, _ in PASSAGES], encoder) == []


def test_a_gloss_is_no_passage(encoder: Encoder) -> None:
    """An English paragraph that names something in Chinese is English."""
    assert (
        found(["Xinhua News Agency (新华通讯社; 新华社). It is a press agency.", "XinhuaNet (新华网) is its site."], encoder)
        == []
    )


def test_the_newsletter_written_for_this_project(encoder: Encoder) -> None:
    """Every passage and title of the newsletter is found with its own translation, and nothing else is."""
    text = blocks(read(ROOT / "seeds" / "interleaved-newsletter.txt").lines)
    pairs = {(text[zh.start].text, text[en.start].text) for zh, en in interleaved(text, encoder)}
    with CASES.open(encoding="utf-8") as handle:
        wanted = [row for row in csv.DictReader(handle, delimiter="\t") if row["doc"] == "interleaved-newsletter.txt"]
    assert wanted
    for row in wanted:
        assert any(z.startswith(row["zh_start"]) and e.startswith(row["en_start"]) for z, e in pairs), row
    # beside them the two titles that stand on neighbouring lines
    assert len(pairs) == len(wanted) + 2


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            "In Let the Wind Carry the News 让风传递消息 , Zhao warns.",
            "让风传递消息",
            "Let the Wind Carry the News",
        ),
        ("Its title is A History of the Old Harbor 旧港史话集, and it sells.", "旧港史话集", "A History of the Old Harbor"),
        ("Night Shift at Berth Nine 九号泊位夜班", "九号泊位夜班", "Night Shift at Berth Nine"),
        ("《潮汐两百年》 Two Hundred Years of Tides", "《潮汐两百年》", "Two Hundred Years of Tides"),
        ("From the Bureau. Raise the Dikes 健全机制 加固堤坝", "健全机制 加固堤坝", "Raise the Dikes"),
    ],
)  # fmt: skip
def test_titles_in_both_languages(text: str, zh: str, en: str) -> None:
    """A Chinese title beside an English one in title case is found, without the words around it."""
    assert [(text[slice(*a)], text[slice(*b)]) for a, b in titles(text)] == [(zh, en)]


@pytest.mark.parametrize(
    "text", ["he said 你好世界 and left", "the term (网络强国) means much", "Beijing 北京市", "全部都是中文没有英文"]
)
def test_no_titles(text: str) -> None:
    """Chinese in running text, in brackets or beside a single name is no title."""
    assert titles(text) == []


def quoted(zh: str, en: str, encoder: Encoder) -> list[tuple[str, str]]:
    return [(zh[slice(*a)], en[slice(*b)]) for a, b in quoted_pairs(zh, en, encoder)]


def test_terms_quoted_in_both(encoder: Encoder) -> None:
    """Quoted terms meet by meaning, also where the other language turns their order around."""
    zh = "要警惕“数据孤岛”，建好“防火墙”。"
    assert quoted(zh, "Beware of “data silos,” and build “firewalls.”", encoder) == [
        ("数据孤岛", "data silos"),
        ("防火墙", "firewalls"),
    ]
    assert ("防火墙", "firewall") in quoted(zh, "Build a “firewall” against the “data silo”.", encoder)


def test_a_quotation_with_a_gloss_stands_for_that(encoder: Encoder) -> None:
    """What the English text glosses in brackets is not paired with another Chinese quotation, though there is no other."""
    english = "The scheme of “one leaf, one code” (一叶一码) is simple. Each bag carries a traceability code."
    assert quoted("每一袋茶叶都带有“溯源码”。", english, encoder) == []
    assert quoted("“一葉一碼”很简单。", english, encoder) == [("一葉一碼", "one leaf, one code")]


def test_a_quotation_on_one_side_only(encoder: Encoder) -> None:
    """What only one side puts in quotes finds nothing, though the other side has quotations."""
    assert quoted("要建好“防火墙”，也要“实事求是”。", "We must build a “firewall.”", encoder) == [("防火墙", "firewall")]
    assert quoted("要建好“防火墙”。", "We must build it.", encoder) == []


def test_a_quoted_term_has_no_article(encoder: Encoder) -> None:
    """What is quoted with its article is written down without it; the article of a title belongs to it."""
    assert quoted("也叫“大流行”。", "It is also called “the pandemic.”", encoder) == [("大流行", "pandemic")]
    assert quoted("见“时报”。", "See “The Times.”", encoder) == [("时报", "The Times")]


def test_what_somebody_says_is_no_term(encoder: Encoder) -> None:
    """Speech ends its sentence inside the quotes and is not taken; an American full stop inside them is no sign of speech."""
    assert quoted("“说吧。”老人看着他，“为什么？”", '"Speak." The old man looked at him. "Why?"', encoder) == []
    assert quoted("“走吧，”他说。", '"Let us go," he said.', encoder) == []
    assert quoted("要建好“防火墙”。", 'We must build a "firewall."', encoder) == [("防火墙", "firewall")]
