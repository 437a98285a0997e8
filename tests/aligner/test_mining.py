"""Ranked term pairs out of aligned sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest

from aligner import ranking
from aligner.candidates import Roles, partners, spans
from aligner.embedding import load_encoder
from aligner.errors import ModelError
from aligner.grammar import en_role, zh_role
from aligner.mining import SIGHTINGS, _best_written, _ordered, _variants, mine
from aligner.nesting import fragments, nouns, phrases
from aligner.records import Candidate, Place, Segment, SegmentPair
from aligner.table import build
from aligner.tally import span_hashes

TEXTS = [
    ("金管局推出轉數快。", "The HKMA launched the Faster Payment System (FPS)."),
    ("轉數快是一個快速支付系統。", "The Faster Payment System is a fast payment system."),
    ("區塊鏈和人工智能改變銀行業務。", "Blockchain and artificial intelligence are changing banking business."),
    ("我們必須加強信用風險管理。", "We must strengthen credit risk management."),
    ("信用風險管理需要人工智能。", "Credit risk management needs artificial intelligence."),
]


def pairs(texts: list[tuple[str, str]]) -> list[SegmentPair]:
    return [
        SegmentPair(Segment(zh, "zh", Place(k, 1)), Segment(en, "en", Place(k, 1)), document="d")
        for k, (zh, en) in enumerate(texts, 1)
    ]


@pytest.fixture(scope="module")
def found() -> list[Candidate]:
    return mine(pairs(TEXTS), load_encoder())


def test_terms_come_with_their_english(found: list[Candidate]) -> None:
    """Terms seen once or twice are found in their original script with the right English."""
    terms = {c.zh: c.en for c in reversed(found)}
    assert terms["人工智能"] == "artificial intelligence"
    assert terms["信用風險管理"].casefold() == "credit risk management"


def test_scores_are_chances(found: list[Candidate]) -> None:
    """Both scores lie between 0 and 1."""
    assert found
    assert all(0 <= c.translation <= 1 and 0 <= c.termhood <= 1 for c in found)


def test_evidence_says_where(found: list[Candidate]) -> None:
    """Every sighting names its document and the place at which the term itself begins."""
    for c in found:
        assert c.frequency
        for e in c.evidence:
            assert (e.method, e.document) == ("words", "d")
            assert e.context_zh[e.zh_place.column - 1 :].startswith(c.zh[:1])
            assert e.context_en[e.en_place.column - 1 :][:1].isalnum()


@pytest.mark.parametrize(("often", "documents"), [(70, "abc"), (1, [str(n) for n in range(60)])], ids=["often", "many"])
def test_what_is_seen_often_is_counted_in_every_document(often: int, documents: Sequence[str]) -> None:
    """A term seen more often than places are kept has its true frequency, and a place in each of its documents, the first there."""
    of = [documents[0]] * often + list(documents[1:])
    texts = [
        SegmentPair(Segment(zh, "zh", Place(k, 1)), Segment(en, "en", Place(k, 1)), document=document)
        for k, (document, (zh, en)) in enumerate(zip(of, [TEXTS[3]] * len(of), strict=True), 1)
    ]
    term = next(c for c in mine(texts, load_encoder()) if c.zh == "信用風險管理")
    times = Counter({name: sum(e.times for e in term.evidence if e.document == name) for name in documents})
    assert times == Counter(of)
    assert term.frequency == len(of)
    assert len(term.evidence) == max(SIGHTINGS, len(documents))
    assert [e.zh_place.line for e in term.evidence if e.document == documents[-1]] == [len(of)]
    assert term.evidence[0].zh_place.line == 1


def test_each_pair_is_listed_once(found: list[Candidate]) -> None:
    """No pair of expressions is proposed twice."""
    keys = [(c.zh, c.en) for c in found]
    assert len(keys) == len(set(keys))


def test_nothing_gives_nothing() -> None:
    """No pairs, empty pairs and pairs of punctuation give no candidates and no error."""
    encoder = load_encoder()
    assert mine([], encoder) == []
    assert mine(pairs([("", ""), ("。", "."), ("…", "x")]), encoder) == []


def test_a_corpus_of_one_word_is_a_corpus() -> None:
    """A single pair of words is mined like any other."""
    assert {c.zh for c in mine(pairs([("银行", "bank")]), load_encoder())} <= {"银行"}
    assert mine(pairs([("信用", "credit risk")]), load_encoder()) is not None


def test_a_damaged_file_of_weights_is_an_error(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """Weights that cannot be read end in one clear line."""
    path = tmp_path / "ranking.npz"
    for damage in (b"no archive", ranking.WEIGHTS.read_bytes()[:5000]):
        path.write_bytes(damage)
        with pytest.raises(ModelError, match=r"ranking\.npz"):
            ranking.load(path)


def test_a_score_can_be_taken_apart() -> None:
    """The shares of all features add up to the distance of a score from that of the average candidate."""
    for look in (ranking.shipped().first, ranking.shipped().second):
        _shares_add_up(look)


def _shares_add_up(look: ranking.Scores) -> None:
    even = np.stack([np.linspace(-1, 1, len(look.mean)), np.zeros(len(look.mean))]).astype(np.float32)
    for score in ranking.SCORES:
        row, average = getattr(look, score).log_odds(even)
        shares = look.shares(look.mean + look.spread * even[:1], score)
        assert shares.sum() == pytest.approx(row - average, rel=0.1, abs=0.2)


def test_a_saved_ranker_is_the_same(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """Weights that are written and read again give the same scores."""
    ranker = ranking.shipped()
    ranking.save(ranker, tmp_path / "again.npz")
    again = ranking.load(tmp_path / "again.npz")
    for look, same in ((ranker.first, again.first), (ranker.second, again.second)):
        row = np.linspace(-2, 2, len(look.mean), dtype=np.float32)[None]
        assert same.names == look.names
        assert same.of(row)[1] == pytest.approx(look.of(row)[1], abs=1e-3)


def test_spans_begin_and_end_as_terms_do() -> None:
    """No candidate begins or ends with a function word, and none holds a full stop."""
    words = ["", "the", "bank", "of", "england", "."]
    roles = Roles.of([en_role(word or ".") for word in words])
    row, start, stop = spans(np.array([[1, 2, 3, 4, 5, 0]]), roles, 5)
    assert sorted(zip(start.tolist(), stop.tolist(), strict=True)) == [(1, 2), (1, 4), (3, 4)]
    assert not row.any()


def test_the_partner_bridges_an_unlinked_word() -> None:
    """The best partner of a span reaches over a word that is linked to nothing, and stops at one linked elsewhere."""
    belief = np.zeros((1, 2, 5), np.float32)
    belief[0, 0, [0, 2]] = 0.9
    belief[0, 1, 3] = 0.9
    first, last = partners(belief, np.array([0]), np.array([0]), np.array([1]), np.full((1, 5), 0.15, np.float32))
    assert (first[0], last[0]) == (0, 3)


def test_a_span_of_nothing_has_no_partner() -> None:
    """A span without links has the empty partner."""
    first, last = partners(
        np.zeros((1, 2, 3), np.float32), np.array([0]), np.array([0]), np.array([1]), np.ones((1, 3), np.float32)
    )
    assert first[0] == last[0] == 0


@pytest.mark.parametrize(
    ("word", "begins", "ends"),
    [("的", False, False), ("风险", True, True), ("很", False, False), ("境外", True, True), ("里", False, False)],
)
def test_chinese_roles(word: str, begins: bool, ends: bool) -> None:
    """Function words stand at no edge of a term."""
    role = zh_role(word)
    assert (role.begins, role.ends) == (begins, ends)


def test_equal_spans_have_equal_hashes() -> None:
    """The hash of a stretch depends on its words and their order alone."""
    ids = np.array([5, 6, 7, 5, 6, 6, 5])
    a, b, c = span_hashes(ids, np.array([0, 3, 5]), np.array([2, 5, 7]))
    assert a == b != c


def test_phrases_around_terms_are_told() -> None:
    """A verb with its object and a list of terms are phrases; the terms in them, and a word with a verb in it, are none."""
    texts = [
        ("我们要防范金融风险，增强引领力。", "We need to contain financial risks and to strengthen leading power."),
        ("清算银行、金融风险都重要。", "Clearing banks and financial risks both matter."),
    ]
    table = build(pairs(texts), load_encoder())
    told = phrases(table, np.ones(len(table.pairs.count)))
    named = {table.texts(int(best)) for best, phrase in zip(table.pairs.best, told, strict=True) if phrase}
    assert ("防范金融风险", "contain financial risks") in named
    assert ("清算银行、金融风险", "Clearing banks and financial risks") in named
    assert not named & {("金融风险", "financial risks"), ("清算银行", "Clearing banks"), ("引领力", "leading power")}


def test_a_part_of_a_rendering_is_a_fragment() -> None:
    """高血压 is "high blood pressure": "high blood", never seen without the rest, is cut from it."""
    table = build(pairs([("高血压很常见。", "High blood pressure is common.")]), load_encoder())
    rendered = [table.texts(int(best)) for best in table.pairs.best]
    rank = np.array([len(en) / 20 for _, en in rendered])
    cut = {
        en.lower()
        for (zh, en), fragment in zip(rendered, fragments(table, rank), strict=True)
        if fragment and zh == "高血压"
    }
    assert "high blood pressure" in {en.lower() for zh, en in rendered if zh == "高血压"}
    assert "high blood pressure" not in cut
    assert cut == {en.lower() for zh, en in rendered if zh == "高血压"} - {"high blood pressure"}


def test_a_verb_is_shown_as_a_dictionary_has_it() -> None:
    """Where the Chinese is a verb, its English is no form in -ing or -s of a word that is seen without."""
    forms = ["touching"] * 6 + ["touches"] * 2 + ["touch"]
    assert _best_written(forms, verb=True) == "touch"
    assert _best_written(forms) == "touching"
    assert _best_written(["touching"] * 9 + ["touch"], verb=True) == "touching"


def test_a_piece_of_the_best_rendering_is_no_variant() -> None:
    """Behind a far better rendering its pieces are left out, other words for the term are kept."""
    names = ["Chinese nation", "Chinese", "people of China"]
    given = [
        Candidate("中华民族", en, (), translation=t, termhood=0.9) for en, t in zip(names, (0.9, 0.2, 0.2), strict=True)
    ]
    assert [c.en for c in _variants(given)] == ["Chinese nation", "people of China"]


def test_the_rendering_on_top_is_the_surest(found: list[Candidate]) -> None:
    """Of the renderings of one term the first has the highest scores, both of them, so that every order by scores has it on top."""
    first: dict[str, Candidate] = {}
    for candidate in found:
        top = first.setdefault(candidate.zh, candidate)
        assert candidate.translation <= top.translation
        assert candidate.termhood <= top.termhood


def test_terms_are_ranked_apart_from_their_renderings() -> None:
    """A term stands where its first rendering does, the others behind it where they have earned it and never before."""
    term, among = np.array([7, 7, 3]), np.array([0.1, 0.4, 0.3])
    best = np.array([0.9, 0.7, 0.6])
    assert _ordered(term, best, np.array([0.3, 0.2, 0.1]), among).tolist() == [1, 2, 0]
    assert _ordered(term, best, np.array([0.8, 0.2, 0.1]), among).tolist() == [1, 0, 2]


@pytest.mark.parametrize(
    ("forms", "shown"),
    [(["updated", "updated", "update"], "update"), (["updated"] * 9 + ["update"], "updated"), (["licensed bank", "license"], "licensed bank"),
     (["banking", "banking", "bank"], "banking"), (["MONETARY POLICY", "MONETARY POLICY", "monetary policy"], "monetary policy")],
)  # fmt: skip
def test_the_written_form_is_one_that_a_dictionary_would_have(forms: list[str], shown: str) -> None:
    """The best attested form, but no heading in capitals, and no past form of a word that is seen without its ending."""
    assert _best_written(forms) == shown


def test_a_noun_is_no_adjective() -> None:
    """An adjective never stands before the noun phrase it was cut from or is made of, as the rendering of a Chinese noun."""
    texts = [
        ("文化有凝聚力。", "Culture has cohesive power."),
        ("我们研究西方文化。", "We study Western culture."),
        ("西方文化产品很多。", "There are many Western cultural products."),
    ]
    table = build(pairs(texts), load_encoder())
    rendered = [table.texts(int(best)) for best in table.pairs.best]
    raw = np.array([0.9 if en.endswith(("cohesive", "cultural")) else 0.5 for _, en in rendered])
    sure = dict(zip(rendered, nouns(table, raw), strict=True))
    assert sure["凝聚力", "cohesive power"] > sure["凝聚力", "cohesive"]
    assert sure["西方文化", "Western culture"] > sure["西方文化", "Western cultural"]
