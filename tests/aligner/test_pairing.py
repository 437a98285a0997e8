"""Segment alignment: every segment in one bead, the right ones together, whatever was joined, left out or moved."""

from __future__ import annotations

import random
import zlib
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from aligner import anchors
from aligner.beads import Bead
from aligner.pairing import align, beads
from aligner.records import Place, Segment
from aligner.text import has_han
from aligner.tokens import tokenise_en, tokenise_zh

WORDS = dict(
    pair.split()
    for pair in (
        "猫 cat;狗 dog;房子 house;河流 river;城市 city;老师 teacher;学生 student;医生 doctor;苹果 apple;飞机 plane;"
        "音乐 music;银行 bank;战争 war;和平 peace;春天 spring;冬天 winter;太阳 sun;"
        "月亮 moon;火车 train;报纸 newspaper;电影 film;"
        "语言 language;历史 history;科学 science;法律 law;经济 economy;农民 farmer;工人 worker;士兵 soldier;国王 king;"
        "森林 forest;海洋 ocean;沙漠 desert;山谷 valley;桥梁 bridge;公园 park;市场 market;学校 school;医院 hospital;"
        "监狱 prison"
    ).split(";")
)
CONCEPTS = {**{zh: zh for zh in WORDS}, **{en: zh for zh, en in WORDS.items()}}


class Dictionary:
    """An encoder that knows forty words: both spellings of one have one vector, every other word its own."""

    def encode_tokens(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        rows = [np.random.default_rng(zlib.crc32(CONCEPTS.get(t, "?" + t).encode())).standard_normal(64) for t in tokens]
        vectors = np.array(rows, np.float32).reshape(-1, 64)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        out = np.zeros((len(texts), 64), np.float32)
        for row, text in enumerate(texts):
            keys = [t.key for t in (tokenise_zh if has_han(text) else tokenise_en)(text) if t.key in CONCEPTS]
            if keys:
                out[row] = self.encode_tokens(keys).sum(0)
                out[row] /= np.linalg.norm(out[row])
        return out


def sentences(count: int, seed: int = 1) -> list[tuple[str, str]]:
    """Sentence pairs of five words that the dictionary knows."""
    rng = random.Random(seed)
    chosen = [rng.sample(list(WORDS), 5) for _ in range(count)]
    return [("、".join(words) + "。", " ".join(WORDS[w] for w in words) + ".") for words in chosen]


def shape(found: Sequence[Bead]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(b.zh, b.en) for b in found]


def test_one_to_one() -> None:
    """A translation sentence by sentence is aligned sentence by sentence, and the score says that it is sure."""
    pairs = sentences(30)
    found = beads([z for z, _ in pairs], [e for _, e in pairs], Dictionary())
    assert shape(found) == [((i,), (i,)) for i in range(30)]
    assert min(b.score for b in found) > 0.8


def test_joined_and_divided_sentences() -> None:
    """Two, three or four sentences that became one are found, on either side."""
    pairs = sentences(30)
    zh, en = [z for z, _ in pairs], [e for _, e in pairs]
    zh[3:5] = ["".join(zh[3:5])]
    en[10:13] = [" ".join(en[10:13])]
    zh[20:24] = ["".join(zh[20:24])]
    found = shape(beads(zh, en, Dictionary()))
    assert ((3,), (3, 4)) in found
    assert ((9, 10, 11), (10,)) in found
    assert ((20,), (19, 20, 21, 22)) in found
    assert len(found) == 30 - 1 - 2 - 3


def test_two_sentences_divided_elsewhere_into_three() -> None:
    """Where no sentence ends in the same place on both sides, two of one stand against three of the other."""
    pairs = sentences(20)
    zh, en = [z for z, _ in pairs], [e for _, e in pairs]
    words = " ".join(en[8:10]).replace(".", "").split()
    en[8:10] = [" ".join(part) + "." for part in (words[:3], words[3:7], words[7:])]
    assert ((8, 9), (8, 9, 10)) in shape(beads(zh, en, Dictionary()))


def test_an_omitted_passage() -> None:
    """What the translator left out stays alone and disturbs nothing around it."""
    pairs = sentences(40)
    found = shape(beads([z for z, _ in pairs], [e for _, e in pairs[:12] + pairs[20:]], Dictionary()))
    assert found == [
        *(((i,), (i,)) for i in range(12)),
        *(((i,), ()) for i in range(12, 20)),
        *(((i,), (i - 8,)) for i in range(20, 40)),
    ]


def test_a_passage_left_out_costs_less_than_as_many_sentences_here_and_there() -> None:
    """Lone segments are dear where they begin: a free translation of a sentence is not called an omission and an addition."""
    pairs = sentences(24)
    zh, en = [z for z, _ in pairs], [e for _, e in pairs]
    en[6] = "Nobody would have said so."
    found = shape(beads(zh, en, Dictionary()))
    assert ((6,), (6,)) in found
    en[12:18] = []
    found = shape(beads(zh, en, Dictionary()))
    assert ((6,), (6,)) in found
    assert [b for b in found if not b[1]] == [((i,), ()) for i in range(12, 18)]


def test_a_moved_passage() -> None:
    """A passage that stands elsewhere in the translation is still paired with its original."""
    pairs = sentences(60)
    order = [*range(10), *range(20, 50), *range(10, 20), *range(50, 60)]
    found = shape(beads([z for z, _ in pairs], [pairs[k][1] for k in order], Dictionary()))
    assert sorted(found) == sorted(((k,), (order.index(k),)) for k in range(60))


def test_numbers_and_names_count() -> None:
    """Where no word is known, equal numbers and Latin names align the text."""
    zh = [f"甲乙丙 {n} 丁戊 ID{n * 7}。" for n in range(100, 130)]
    en = [f"Foo bar {n} baz ID{n * 7}." for n in range(100, 130)]
    assert shape(beads(zh, [*en[:5], *en[8:]], Dictionary()))[:5] == [((i,), (i,)) for i in range(5)]


def test_a_long_text_is_not_searched_whole() -> None:
    """The band around the anchors of a long text holds a small share of the table and all of the alignment."""
    pairs = sentences(900)
    encoder = Dictionary()
    low, high = anchors.band(encoder.encode([z for z, _ in pairs]), encoder.encode([e for _, e in pairs]))
    assert all(low[i] <= i < high[i] for i in range(900))
    assert (high - low).sum() < 0.05 * 900 * 900


@pytest.mark.parametrize(("zh", "en"), [([], []), (["猫。"], []), ([], ["A cat."]), (["", " "], ["?", ""])])
def test_next_to_nothing(zh: list[str], en: list[str]) -> None:
    """Empty sides and empty segments are no fault."""
    found = beads(zh, en, Dictionary())
    assert sorted(i for b in found for i in b.zh) == list(range(len(zh)))
    assert sorted(j for b in found for j in b.en) == list(range(len(en)))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from([z for z, _ in sentences(6)]), max_size=12), st.lists(st.text("ab c.", max_size=9), max_size=12)
)
def test_every_segment_is_in_one_bead(zh: list[str], en: list[str]) -> None:
    """Whatever the texts are, each segment comes out once, with a score between 0 and 1."""
    found = beads(zh, en, Dictionary())
    assert sorted(i for b in found for i in b.zh) == list(range(len(zh)))
    assert sorted(j for b in found for j in b.en) == list(range(len(en)))
    assert all(0 <= b.score <= 1 and (b.score == 0 or (b.zh and b.en)) for b in found)


def test_pairs_keep_text_and_place() -> None:
    """The segments of a bead are joined, and the pair stands where its first segments stand."""
    pairs = sentences(8)
    zh = [Segment("".join(z for z, _ in pairs[:2]), "zh", Place(1, 1))]
    zh += [Segment(z, "zh", Place(k, 1)) for k, (z, _) in enumerate(pairs[2:], 2)]
    en = [Segment(e, "en", Place(k, 1)) for k, (_, e) in enumerate(pairs, 1)]
    first = align(zh, en, Dictionary(), document="d")[0]
    assert (first.zh.text, first.en.text) == (zh[0].text, f"{pairs[0][1]} {pairs[1][1]}")
    assert (first.zh.place.line, first.en.place.line, first.document) == (1, 1, "d")


def test_the_heaviest_chain_ascends() -> None:
    """Of anchors that cross, those that weigh more together stay."""
    points = [(0, 0, 1.0), (1, 9, 0.5), (2, 1, 1.0), (3, 2, 1.0), (4, 1, 0.2)]
    assert anchors.chain(points) == [(0, 0), (2, 1), (3, 2)]
