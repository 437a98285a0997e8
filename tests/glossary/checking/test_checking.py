"""The check: what it must find, what it must leave alone, and how it says it."""

from __future__ import annotations

import pytest

from aligner.records import Lang
from glossary.checking.checker import Helpers, check
from glossary.checking.consistency import same
from glossary.checking.english import stem
from glossary.checking.findings import Finding
from glossary.checking.sides import Chinese, English
from glossary.checking.termbase import Rendering, Termbase
from glossary.checking.terms import Listed
from glossary.commands import wordlinks
from tests.glossary.checking import planted


def _helpers(source: Lang) -> Helpers:
    """The helpers of the command, with the bundled model."""
    from aligner.embedding import load_encoder

    encoder = load_encoder()
    return Helpers(
        wordlinks.inside_word,
        lambda pairs: wordlinks.links(pairs, encoder, source),
        wordlinks.reading,
        lambda term, wordings: wordlinks.likeness(term, wordings, encoder),
    )


@pytest.fixture(scope="module")
def helpers() -> Helpers:
    """The helpers for translations into English."""
    return _helpers("zh")


def said(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(finding.rule, finding.term, finding.found) for finding in findings]


@pytest.mark.parametrize(
    ("name", "glossary", "least"),
    [("tune.tsv", "glossary.tsv", 0.95), ("planted.tsv", "glossary.tsv", 0.95), ("held_out.tsv", "glossary.tsv", 0.95),
     # other sentences and terms; 0.846 and 0.786 when the check saw them for the first time
     ("third.tsv", "third_glossary.tsv", 0.95),
     ("fourth.tsv", "third_glossary.tsv", 0.95),  # 0.852 and 0.885 the first time
     ("fifth.tsv", "fifth_glossary.tsv", 0.95),  # 0.956 and 0.935 the first time
     ("sixth.tsv", "sixth_glossary.tsv", 0.95),  # 0.962 and 0.926 the first time
     ("seventh.tsv", "seventh_glossary.tsv", 0.95),  # 0.864 and 0.905 the first time
     ("eighth.tsv", "eighth_glossary.tsv", 0.95)],  # 0.947 and 0.947 the first time
)  # fmt: skip
def test_planted_deviations(name: str, glossary: str, least: float, helpers: Helpers) -> None:
    """Planted deviations are found under the right rule, and what is found is planted, each at least so often."""
    recall, precision = planted.score(planted.answers(name), planted.found(name, helpers, glossary)[0])
    assert (recall >= least, precision >= least) == (True, True), f"{name}: recall {recall:.3f}, precision {precision:.3f}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("policies", "policy"), ("financing", "finance"), ("controlled", "control"), ("modernisation", "modernization"),
        ("labour", "labor"), ("centres", "center"), ("children", "child"), ("built", "build"), ("u.s.", "us"),
        ("programmes", "program"), ("analysed", "analyze"), ("aging", "ageing"), ("taxes", "tax"), ("studied", "study"),
        ("corpora", "corpus"), ("vertebrae", "vertebra"), ("hypotheses", "hypothesis"),
    ],
)  # fmt: skip
def test_inflections_and_spellings_are_one(one: str, other: str) -> None:
    """Two forms of one English word have one stem."""
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("governance", "government"), ("policy", "police"), ("security", "secure"), ("organ", "organization")]
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    """Words that only share a root have different stems."""
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    "english",
    ["Cyber-security matters", "CYBERSECURITY matters", "Cyber security matters", "“Cybersecurity” matters"],
)
def test_spellings_of_a_rendering_follow_it(english: str) -> None:
    """Hyphens, blanks, capitals and quotes do not matter."""
    assert planted.english(None, ("网络安全很重要。", english)) == []


def test_the_longest_term_counts() -> None:
    """A term inside a longer one that was followed is no miss."""
    assert planted.english(None, ("人工智能安全很重要。", "AI safety matters.")) == []


def test_a_short_term_at_the_very_end() -> None:
    """A term that ends the text is found where a longer one begins in the same way."""
    (finding,) = planted.english(None, ("他谈到人工智能", "He spoke of robots"))
    assert (finding.term, finding.source_span) == ("人工智能", (3, 7))


def test_a_term_cut_out_of_a_word_is_none() -> None:
    """国会 in 中国会议 and 市场 in 市场化 are not the terms."""
    helpers = Helpers(wordlinks.inside_word)
    text = ("中国会继续市场化改革。", "China will go on liberalizing.")
    assert planted.english(helpers, text) == []
    assert {finding.term for finding in planted.english(None, text)} == {"国会", "市场"}


@pytest.mark.parametrize(
    ("text", "term", "cut"),
    [
        ("余额再创新高。", "创新", True), ("所有金融业务", "金融业", True), ("所有金融業務", "金融業", True),
        ("该中介人销售", "中介", True), ("香港银行业很稳健", "香港银行", True),
        ("三农问题很重要", "三农", False), ("修建核电站", "核电", False), ("提高创新能力", "创新", False),
        ("香港银行很稳健", "香港银行", False),
    ],
)  # fmt: skip
def test_words_that_only_contain_a_term(text: str, term: str, cut: bool) -> None:
    """A stretch that goes over the border of two words, or gets another sense by a suffix, is no term; a compound's head is."""
    at = text.index(term)
    assert wordlinks.inside_word(text, at, at + len(term)) is cut


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("AI", "artificial intelligence", True), ("weak-side CU", "weak-side Convertibility Undertaking", True),
        ("MoUs", "Memorandum of Understanding", True), ("the fund's performance", "performance of the fund", True),
        ("Bay Area", "Greater Bay Area", True), ("monetary stability", "currency stability", False),
        ("large model", "big model", False),
    ],
)  # fmt: skip
def test_which_renderings_are_one(one: str, other: str, alike: bool) -> None:
    """An abbreviation, a short form and another order are no inconsistency; another word is."""
    side = English()
    renderings = [Rendering(text, side.pattern(text), "preferred") for text in (one, other)]
    assert same(*renderings) is same(*reversed(renderings)) is alike


def test_a_term_split_over_two_segments() -> None:
    """A rendering that stands in the next segment, or half in it, follows the term."""
    assert (
        planted.english(None, ("他讲了数字经济，", "He spoke of the digital"), ("还讲了税收。", "economy and of taxes."))
        == []
    )


def test_traditional_is_simplified() -> None:
    """A glossary in simplified characters checks a traditional text, and the finding marks it there."""
    (finding,) = planted.english(None, ("必須加強網絡安全。", "Internet safety must be improved."))
    assert finding.rule == "deprecated-rendering"
    assert finding.pair.source.text[slice(*finding.source_span)] == "網絡安全"
    assert finding.found == "Internet safety"


def test_a_gloss_in_brackets_is_not_untranslated() -> None:
    """A Chinese original in brackets behind its rendering is welcome."""
    assert planted.english(None, ("双减见效。", "The double reduction (双减) works.")) == []
    assert said(planted.english(None, ("双减见效。", "The 双减 works."))) == [("untranslated", "双减", "双减")]


def test_a_segment_left_in_chinese_is_one_finding() -> None:
    """A sentence that was copied is reported once, not term by term."""
    (finding,) = planted.english(None, ("货币政策和财政政策都很重要。", "货币政策和财政政策都很重要。"))
    assert finding.rule == "untranslated"


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("反腐败继续。", "Corruption was being fought against, and anti-corruption goes on."),
        ("反腐败继续。", "Those who fight against corruption go on."),
        ("双减见效。", "Doubling the reduction works: it is a double-reduction."),
        ("上海合作组织开会。", "The Cooperation Organisation of Shanghai (SCO) meets: the Shanghai co-operation organisation."),
        ("供给侧结构性改革。", "Reforming supply-side structures: supply-side structural reforms."),
        ("农民工回家。", "Migrant workers1 go home."),
    ],
)  # fmt: skip
def test_other_forms_of_a_rendering_follow_it(zh: str, en: str) -> None:
    """A passive, a noun made of the verb, a hyphen or the digit of a footnote is no deviation."""
    assert [f for f in planted.english(None, (zh, en)) if f.rule != "word-order"] == []


@pytest.mark.parametrize(
    ("rendering", "text", "follows"),
    [
        ("air pollution", "Polluted air kills.", False),
        ("environmental protection", "They protect the environment.", True),
        ("soil erosion", "The soil is being eroded.", True),
        ("Xi'an", "Xian is old.", True),
        ("Xi'an", "Xi spoke.", False),
        ("Ürümqi", "Urumqi is far.", True),
        ("returning farmland to forest", "Farmland was returned to forest.", True),
        ("drug resistance", "It became resistant to drugs.", True),
        ("combat organized crime", "Organized crime was combated.", True),
        ("integration of industry and education", "It integrates industry and education.", True),
        ("integration of industry and education", "Industry and education are taught.", False),
        ("community-level governance", "The community-level government met.", False),
        ("crewed spaceflight", "Crewed space flights went on.", True),
        ("loan-to-value (LTV) ratio", "The LTV ratio fell.", True),
        ("loan-to-value (LTV) ratio", "The loan-to-value ratio fell.", True),
        ("AML/CFT", "Anti-money laundering and counter-terrorist financing is a duty.", True),
        ("strong-side CU", "The strong-side Convertibility Undertaking was triggered.", True),
        ("artificial intelligence governance", "Speakers praised AI governance.", True),
        ("artificial intelligence governance", "Speakers praised IT governance.", False),
        ("South-South cooperation", "North-South cooperation went on.", False),
    ],
)  # fmt: skip
def test_what_counts_as_a_rendering(rendering: str, text: str, follows: bool) -> None:
    """A rendering is followed in every form that grammar gives it, and by nothing else."""
    base = Termbase(
        Listed([(1, "zh", "术语", "candidate", "term"), (1, "en", rendering, "preferred", "term")]), Chinese(), English()
    )
    assert (check(planted.pairs(("术语。", text)), base) == []) is follows


def test_a_term_that_stands_oftener_than_its_rendering() -> None:
    """A term twice in a sentence and once in its translation is noted; a pronoun may stand for the second."""
    (finding,) = planted.english(None, ("湿地很多，保护湿地。", "There are many wetlands to be protected."))
    assert (finding.rule, finding.level, finding.source_span) == ("omitted", "note", (7, 9))
    assert planted.english(None, ("湿地很多，保护湿地。", "There are many wetlands, protect them.")) == []


def test_a_segment_with_one_fault_twice_is_one_finding() -> None:
    """A term that stands twice in a sentence and is wrong in one place of the translation is reported once."""
    assert len(planted.english(None, ("湿地多，湿地大。", "Big marsh."))) == 1


def test_a_wording_of_its_own_is_asked_about_once(helpers: Helpers) -> None:
    """Where the texts have one wording for a term again and again, the first finding keeps its level, the others are notes."""
    texts = [
        ("他喜欢湿地。", "He likes the swampy ground."),
        ("政府购买了一片湿地。", "The government bought a piece of swampy ground."),
        ("在湿地上建房很难。", "It is hard to build houses on swampy ground."),
    ]
    found = planted.english(helpers, *texts)
    assert [(f.level, f.found) for f in found] == [
        ("error", "swampy ground"),
        ("note", "swampy ground"),
        ("note", "swampy ground"),
    ]


def test_a_term_that_overlaps_a_followed_one() -> None:
    """绿色金融 is not missed in 绿色|金融科技, whose 金融科技 is followed."""
    rows = [(1, "zh", "绿色金融", "candidate", "term"), (1, "en", "green finance", "preferred", "term"),
            (2, "zh", "金融科技", "candidate", "term"), (2, "en", "fintech", "preferred", "term")]  # fmt: skip
    base = Termbase(Listed(rows), Chinese(), English())
    assert check(planted.pairs(("绿色金融科技比赛。", "The Green Fintech Competition.")), base) == []


def test_a_rendering_inside_a_deprecated_one() -> None:
    """An accepted rendering that is part of a longer deprecated one does not hide it."""
    rows = [(1, "zh", "抽水蓄能", "candidate", "term"), (1, "en", "pumped storage", "preferred", "term"),
            (1, "en", "water pumping storage", "deprecated", "term")]  # fmt: skip
    base = Termbase(Listed(rows), Chinese(), English())
    assert said(check(planted.pairs(("抽水蓄能电站。", "A water pumping storage plant.")), base)) == [
        ("deprecated-rendering", "抽水蓄能", "water pumping storage")
    ]
    assert check(planted.pairs(("抽水蓄能电站。", "A pumped storage plant.")), base) == []


def test_a_subject_that_was_named_before(helpers: Helpers) -> None:
    """A pronoun that begins the sentence, as the term begins the original, takes the term up."""
    texts = [
        ("大模型很多。", "There are many large models."),
        ("大模型常常胡说。", "They often talk nonsense with a straight face."),
    ]
    assert [f.rule for f in planted.english(helpers, *texts)] == ["omitted"]


def test_documents_that_differ() -> None:
    """A document that goes its own way with an accepted rendering is named, where others agree."""
    zh = "外汇储备上升。"
    texts = [planted.pairs((zh, f"The {en} grew."), document=en + str(k))
             for k, en in enumerate(["foreign exchange reserves", "forex reserves", "foreign exchange reserves"])]  # fmt: skip
    found = check([pair for text in texts for pair in text], Termbase(Listed(planted.rows()), Chinese(), English()))
    assert said(found) == [("inconsistent-documents", "外汇储备", "forex reserves")]
    found = check([pair for text in texts[:2] for pair in text], Termbase(Listed(planted.rows()), Chinese(), English()))
    assert said(found) == [("inconsistent-documents", "外汇储备", "forex reserves")]


@pytest.mark.parametrize(
    ("name", "glossary"),
    [("to_chinese.tsv", "third_glossary.tsv"),  # 0.75 and 0.75 the first time
     ("fifth_to_chinese.tsv", "fifth_glossary.tsv"),  # 0.938 and 0.938 the first time
     ("sixth_to_chinese.tsv", "sixth_glossary.tsv"),  # 1.0 and 1.0 the first time
     ("seventh_to_chinese.tsv", "seventh_glossary.tsv"),  # 0.857 and 0.857 the first time
     ("eighth_to_chinese.tsv", "eighth_glossary.tsv")],  # 1.0 and 1.0 the first time
)  # fmt: skip
def test_planted_deviations_in_chinese(name: str, glossary: str) -> None:
    """Into Chinese, too: other terms, names in other characters, the other script, and what is only taken up."""
    given, _ = planted.found(name, _helpers("en"), glossary, "en")
    recall, precision = planted.score(planted.answers(name), given)
    assert (recall >= 0.95, precision >= 0.95) == (True, True), f"recall {recall:.3f}, precision {precision:.3f}"


def chinese(*texts: tuple[str, str]) -> list[Finding]:
    """Check en → zh texts."""
    return check(planted.pairs(*texts), Termbase(Listed(planted.rows()), English(), Chinese()))


def test_chinese_as_the_target() -> None:
    """English terms are looked for in any inflection, and their Chinese in either script."""
    assert chinese(("Wetlands need computing power.", "濕地需要算力。")) == []
    (finding,) = chinese(("The wetlands are shrinking.", "沼泽在缩小。"))
    assert (finding.rule, finding.expected) == ("term-not-followed", ("湿地",))
    assert finding.pair.source.text[slice(*finding.source_span)] == "wetlands"


def test_english_left_in_chinese() -> None:
    """An English term that stands in the Chinese translation was not translated."""
    assert said(chinese(("Biodiversity is declining.", "biodiversity正在减少。"))) == [
        ("untranslated", "biodiversity", "biodiversity")
    ]


def test_an_acronym_in_chinese_is_chinese() -> None:
    """AI芯片 is how Chinese says it."""
    assert chinese(("AI chips are scarce.", "AI芯片很少。")) == []


def test_a_wording_that_comes_again_and_again_asks_about_the_glossary(helpers: Helpers) -> None:
    """Where a document has one wording for a term three times, the evidence says that the glossary may lack it."""
    texts = [
        (f"{who}参观湿地。", f"{name} visited the swamps.") for who, name in (("他", "He"), ("她", "She"), ("他们", "They"))
    ]
    assert all("the glossary may lack it" in finding.evidence for finding in planted.english(helpers, *texts))


def test_a_term_in_the_other_script_is_reported() -> None:
    """A traditional term in a simplified translation is noted, with its simplified form."""
    texts = [("The city is large.", "这座城市很大，人们都喜欢住在这里，因为生活方便。")] * 3
    (finding,) = chinese(*texts, ("Wetlands matter.", "濕地很重要。"))
    assert (finding.rule, finding.found, finding.expected) == ("mixed-script", "濕地", ("湿地",))
