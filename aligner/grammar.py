"""What words can do in a term: begin it, end it, stand inside it. Light word classes for both languages.

Chinese classes come from the tags in jieba's own dictionary (one per word), English ones from closed lists and endings: enough
to tell a noun phrase's edges, without a tagger's weight. What the lists leave open is for the ranking to weigh.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from aligner.lexicon import classes
from aligner.text import has_han

# The classes are the columns of a one-hot feature: their order is part of the trained ranking weights.
ZH_CLASSES = ("noun", "name", "verb", "verbal", "adjective", "prefix", "adverb", "number", "measure", "time", "place",
              "idiom", "latin", "particle", "link", "other")  # fmt: skip
EN_CLASSES = ("word", "plural", "nominal", "ing", "ed", "adjective", "adverb", "verb", "number", "upper", "link",
              "preposition", "determiner", "pronoun", "auxiliary", "mark")  # fmt: skip

_TAGS = {
    "n": "noun", "ng": "noun", "nz": "noun", "g": "noun", "j": "noun", "nr": "name", "ns": "name", "nt": "name", "nrt": "name",
    "nrfg": "name", "v": "verb", "vg": "verb", "vd": "verb", "vi": "verb", "vq": "verb", "vn": "verbal", "a": "adjective",
    "ag": "adjective", "ad": "adjective", "an": "adjective", "z": "adjective", "b": "prefix", "h": "prefix", "d": "adverb",
    "dg": "adverb", "df": "adverb", "m": "number", "mq": "number", "mg": "number", "q": "measure", "t": "time", "tg": "time",
    "f": "place", "s": "place", "i": "idiom", "l": "idiom", "c": "link", "p": "particle", "r": "particle", "rr": "particle",
    "rg": "particle", "y": "particle", "e": "particle", "o": "particle", "k": "noun",
}  # fmt: skip
# Tagged otherwise in the dictionary, but never content: jieba's "zg" and "v" hold many of them.
_ZH_FUNCTION = frozenset(
    "的 地 得 了 着 过 之 所 在 是 有 为 于 以 把 被 将 从 向 对 对于 关于 由 与 和 及 以及 或 或者 并 并且 而 而且 但 但是 因 因为 由于 如 "
    "如果 若 则 即 也 都 就 还 只 已 已经 又 再 更 最 很 此 该 本 其 这 那 哪 每 各 某 我 我们 你 您 他 她 它 他们 我国 等 等等 能 能够 可以 "
    "应 应该 应当 须 必须 需要 包括 通过 根据 按照 随着 除 除了 使 使得 令 让 至 到 自从 给 比 据 是否 没有 不是 例如 比如 以下 以上 上述 "
    "其中 其他 其它 另外 此外 同时 因此 所以 然而 虽然 不过 可能 一个 一些 这个 这些 那些 什么 如何 怎么 多少 亦 并非 均 曾 仍 以便 为了 之后 "
    "左右 目前 现在 今年 去年 年内 年底 其后 当中 进行 作出 做出 予以 加以 继续 致力 分别 非常 十分 一直 尤其 有助 旨在 藉 藉此 紧 啊 吗 呢 吧 "
    "您好 请 请问 会 要".split()
)
_LOCATIVES = frozenset("内 外 中 上 下 里 后 前 间 旁".split())
# Words that only hold others together: a translation has nothing that stands for them alone.
PARTICLES = frozenset("的 了 地 得 着 过 所 之".split())
FUNCTION_WEIGHT = 0.2  # the weight of words with little meaning of their own, see `Role`
_ZH_LINKS = frozenset("的 和 及 与 或 之 、 以及 对 于 为 - · / &".split())

_LISTS = {
    "determiner": "the a an this that these those its their his her our my your each every any some all both such another no "
    "other same certain own most more many much few several less least various",
    "preposition": "of in on at by for with from to into onto over under between among through during within without against "
    "towards toward upon about above below after before since until across along around behind beyond despite "
    "except near off out per than via as amid amidst throughout regarding including following up down like unlike whilst",
    "link": "and or & nor / -",
    "pronoun": "i you he she it we they me him us them who whom whose which what where when why how there here itself "
    "themselves himself herself ourselves yourself myself yourselves one ones everyone anyone someone something anything "
    "nothing everything people's",
    "auxiliary": "is are was were be been being am has have had having do does did done will would shall should can could may "
    "might must ought not don't doesn't didn't isn't aren't wasn't can't won't but if because although though while whereas "
    "unless whether so then thus therefore however moreover furthermore",
    "adverb": "also only just still already yet again ever never always often sometimes usually very too quite rather even "
    "almost about further together well now today soon later once twice hence thereby meanwhile instead perhaps maybe ago "
    "away back forward especially particularly respectively i.e. e.g. etc",
    # forms that are verbs and hardly ever nouns; what may be either (use, support, increase) is left to the ranking
    "verb": "make makes made take takes took taken give gives gave given get gets got getting go goes went gone going come comes "
    "came coming see sees saw seen know knows knew known say says said used find finds found become becomes became becoming keep "
    "keeps kept let lets put puts begin begins began begun remain remains remained remaining continue continues continued "
    "provide provides provided ensure ensures ensured ensuring include includes included seek seeks sought helped helping "
    "allow allows allowed enable enables enabled require requires required needed want wants wanted try tries tried showed "
    "shown shows follow follows followed led bring brings brought maintain maintains maintained increased decreased improve "
    "improves improved enhance enhances strengthen strengthens strengthened promote promotes promoted supported facilitate "
    "facilitates facilitated develop develops conducted implement implements implemented establish establishes established "
    "introduce introduces introduced launched announce announces announced publish publishes published issued completed "
    "reflect reflects reflected reflecting expect expects expected consider considers considered carry carries carried met "
    "hold holds held caused covered apply applies applied receive receives received achieve achieves achieved adopt adopts "
    "adopted aimed believe believes think thinks feel feels felt seem seems seemed stopped tell told asked rose fell grew "
    "rise_ drew saw paid sent took went became commenced commencing participated attended organised organized",
}  # fmt: skip
_EN = {word: kind for kind, words in _LISTS.items() for word in words.split()}
_ENDINGS = (
    ("adverb", re.compile(r"[a-z]{2,}ly$")),
    ("nominal", re.compile(r"(?:tion|ment|ness|ity|ance|ence|ship|ism|ure|age|sion|ology|ics|cy)s?$")),
    ("ing", re.compile(r"[a-z]{3,}ing$")),
    ("ed", re.compile(r"[a-z]{2,}ed$")),
    ("adjective", re.compile(r"[a-z]{2,}(?:al|ive|ous|ic|able|ible|ful|less|ary|ent|ant)$")),
    ("plural", re.compile(r"[a-z]{3,}(?<![sui])s$")),
)
_NOT_ADVERBS = frozenset("family supply assembly anomaly monopoly italy july reply ally fly daily monthly weekly quarterly early "
                         "costly friendly orderly elderly likely timely bodily".split())  # fmt: skip


class Role(NamedTuple):
    """What a word may do: class (index into the language's classes), begin, end and stand inside; weight of its meaning 0-1."""

    kind: int
    begins: bool
    ends: bool
    inside: bool
    weight: float


@lru_cache(maxsize=32768)
def zh_role(word: str) -> Role:
    """The role of a Chinese word (its simplified key), or of a Latin word or number in a Chinese text."""
    if not has_han(word):
        if any(c.isalpha() for c in word):
            return Role(ZH_CLASSES.index("latin"), True, True, True, 1.0)
        number = word[0].isdigit()
        return Role(
            ZH_CLASSES.index("number" if number else "other"), number, number, number or word in _ZH_LINKS, 0.5 * number
        )
    if word in _ZH_FUNCTION or word in _ZH_LINKS:
        return Role(ZH_CLASSES.index("link"), False, False, word in _ZH_LINKS, 0.2)
    tag = classes().get(word, "")
    if tag == "r" and len(word) > 1:  # 每日, 全体, 自我: pronouns by the dictionary, parts of terms in use
        tag = "t"
    if word in _LOCATIVES:
        tag = "f"
    if tag == "b" and len(word) > 2 and word[-1] == "性":  # 主体性, subjectivity, as well as 系统性, systemic
        tag = "n"
    kind = _TAGS.get(tag, "particle" if tag.startswith("u") else "noun" if len(word) > 1 else "other")
    dead = kind in ("particle", "link")
    return Role(
        ZH_CLASSES.index(kind),
        not dead and (kind != "measure") and not (kind == "place" and len(word) == 1),
        not dead and kind not in ("adverb", "measure") and not (kind == "place" and len(word) == 1),
        not dead,
        0.2 if dead else 0.6 if kind in ("adverb", "measure", "number", "place", "time") else 1.0,
    )


def en_kind(word: str) -> str:
    """The class of an English word (its caseless key), a member of `EN_CLASSES`; case is not looked at."""
    if (known := _EN.get(word)) is not None:
        return known
    if word.isupper() and len(word) > 1:
        return "upper"
    if not word[:1].isalnum():
        return "mark"
    if word[0].isdigit():
        return "number"
    for kind, ending in _ENDINGS:
        if ending.search(word) and word not in _NOT_ADVERBS:
            return kind
    return "word"


@lru_cache(maxsize=32768)
def en_role(word: str) -> Role:
    """The role of an English word, by its caseless key."""
    kind = en_kind(word)
    content = kind in ("word", "plural", "nominal", "ing", "ed", "adjective", "number", "upper")
    return Role(
        EN_CLASSES.index(kind),
        content,
        content,
        content
        or kind in ("preposition", "link", "adverb")
        or word in ("the", "'s", "-", "/", "&", "'", "a", "no", "own", "other"),
        1.0 if content and kind != "number" else 0.5 if content or kind == "verb" else 0.15,
    )
