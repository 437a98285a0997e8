"""Brackets, and what the Chinese in them is: one form or several, pinyin beside it, or nothing that glosses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aligner.glosses.names import is_pinyin
from aligner.text import HAN, has_han

_PAIRS = {"(": ")", "（": "）", "{": "}", "[": "]", "【": "】", "〔": "〕", "［": "］", "｛": "｝"}
_CLOSERS = frozenset(_PAIRS.values())
LONGEST = 160  # characters: a longer bracket is a remark, not a gloss


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket in a text: `start` and `stop` include the brackets themselves."""

    start: int
    stop: int
    inside: str

    @property
    def inner(self) -> int:
        """Offset of the first character inside."""
        return self.start + 1


@dataclass(frozen=True, slots=True)
class Form:
    """One Chinese form in a bracket, with its offset in the bracket's inside."""

    text: str
    offset: int


def brackets(text: str) -> Iterator[Bracket]:
    """Innermost-complete brackets in order. Full- and half-width ones close each other; an unclosed one is skipped."""
    stack: list[tuple[int, str]] = []
    for at, char in enumerate(text):
        if char in _PAIRS:
            stack.append((at, char))
        elif char in _CLOSERS and stack:
            start, _ = stack.pop()
            if not stack and at - start <= LONGEST:
                yield Bracket(start, at + 1, text[start + 1 : at])
            elif stack and len(stack) > 3:
                stack.clear()


# What stands in a bracket to tell where something comes from, not how it is said.
_SOURCE = re.compile(
    r"来源|來源|出处|出處|记者|記者|作者|编辑|編輯|编者|編者|责编|責編|译者|譯者|摄影|攝影|供图|供圖|图片|圖片|资料图|原载|原載|转自|轉自|转载|轉載"
    r"|参见|參見|详见|詳見|见第|見第|摘自|引自|截至|下同|以下简称|以下簡稱"
)


def is_credit(text: str) -> bool:
    """Whether the text says who or what something comes from: `记者 张三`, `来源：新华社`."""
    return _SOURCE.search(text) is not None


_CITATION = re.compile(
    r"\d{4}\s*年|第\s*[\d一二三四五六七八九十百]+\s*[期卷页頁号號版]|\d{4}\s*[（(,，]\s*\d|[\[［][JMCDNR][\]］]|:\s*\d+\s*[-–]\s*\d+|https?:|www\."
)
_SPLIT = re.compile(r"\s*[;；/／|｜]\s*|\s*[,，]\s*|\s+(?:or|and|also|aka|a\.k\.a\.)\s+")
_LABEL = re.compile(
    r"^(?:in\s+)?(?:simplified|traditional|modern|standard)?\s*(?:chinese|mandarin|cantonese|中文|简体|繁體|简|繁|汉语|漢語)\s*[:：]?\s*",
    re.I,
)
_EDGES = " \t\u3000,，.。;；:：、\"'“”‘’「」『』*_`~"


def forms(inside: str) -> list[Form]:
    """The Chinese forms that a bracket gives, in order; none where its Chinese is a source, a byline or a remark.

    Pinyin, labels ("Chinese:") and abbreviations beside the characters are left out: `信息化作战 xinxi hua zuozhan` gives
    one form, `新华通讯社; 新华社` two. A comma inside the Chinese splits only where each part could stand alone.
    """
    if not has_han(inside) or is_credit(inside) or _CITATION.search(inside):
        return []
    found: list[Form] = []
    start = 0
    for cut in [*_SPLIT.finditer(inside), None]:
        stop = cut.start() if cut else len(inside)
        form = _form(inside, start, stop)
        if form is not None:
            found.append(form)
        start = cut.end() if cut else stop
    if len(found) > 1 and ("，" in inside or "," in inside) and any(len(f.text) < 2 or len(f.text) > 12 for f in found):
        # a clause with a comma in it: a saying, a slogan, a sentence
        whole = _form(inside, found[0].offset, found[-1].offset + len(found[-1].text))
        return [whole] if whole else []
    return found


def _form(inside: str, start: int, stop: int) -> Form | None:
    """The one Chinese form in a part of a bracket, without label, pinyin and outer punctuation."""
    part = inside[start:stop]
    label = _LABEL.match(part)
    if label and has_han(part[label.end() :]):
        start += label.end()
        part = inside[start:stop]
    first = re.search(f"[{HAN}《]", part)
    if first is None:
        return None
    left, head = first.start(), part[: first.start()]
    if head.strip(_EDGES):
        if head[-1:].isspace() and _beside(head):
            pass  # pinyin or an abbreviation before the characters
        elif re.search(r"\s", head.strip(_EDGES)):
            return None  # a remark that only mentions the characters
        else:
            left = len(head) - len(head.lstrip(_EDGES))  # mixed script: AIGC工作室
    right = len(part)
    tail = re.search(rf"(?<=[{HAN}》〉」』”）)0-9A-Za-z])[\s:：—–-]+[^{HAN}]*$", part)
    if tail and re.search(r"[A-Za-zÀ-ǿ]", tail[0]):
        right = tail.start()
    text = part[left:right]
    text = re.sub(rf"(?<=[{HAN}])\s+(?=[{HAN}])", "", text)
    lead = len(text) - len(text.lstrip(_EDGES))
    text = text.strip(_EDGES)
    if not has_han(text):
        return None
    return Form(_unwrap(text), start + left + lead)


def _beside(head: str) -> bool:
    """Whether the Latin words before the characters say how they sound, stand for them, or quote their English."""
    plain = head.strip(_EDGES)
    return is_pinyin(plain) or re.fullmatch(r"[A-Z][A-Z&.-]{1,9}", plain) is not None or head.strip()[-1] in '”"'


def _unwrap(text: str) -> str:
    """A title without its 《》 where they hold the whole of it."""
    if text.startswith("《") and text.endswith("》") and text.count("《") == 1:
        return text[1:-1]
    return text


# What opens an example or a reference and not the English of the words before, and what only labels that English.
_REMARK = re.compile("如|例如|比如|譬如|包括|见|見|参见|參見|详见|詳見|以下|下同|下称|下稱|以及|或")
_ENGLISH_LABEL = re.compile(
    "(?:英文|英语|英語|原文|英|即|又称|又稱|也称|也稱|简称|簡稱|缩写|縮寫)(?:名称|名稱|名|全称|全稱|译名|譯名)?[为為是：:\\s]*"
)
_LATIN_TERM = re.compile(r"[A-Za-z][A-Za-zÀ-ž0-9'’&/.,+#()\- ]*[A-Za-z0-9+#).]")


def english_form(inside: str) -> tuple[str, int] | None:
    """The English that a bracket in Chinese running text gives, with its offset; None where it gives none.

    `sensory inputs，例如中间特征表示` gives `sensory inputs`; `如GDP`, `Smith, 2020` and links give nothing.
    """
    lead = len(inside) - len(inside.lstrip())
    if _REMARK.match(inside, lead):
        return None
    label = _ENGLISH_LABEL.match(inside, lead)
    lead = label.end() if label else lead
    rest = inside[lead:]
    cut = re.search(f"[，；;:：。]|,\\s*[A-Z]{{2,}}s?$|,\\s*(?=[{HAN}])|,\\s*(?:简称|又|下|或)|[{HAN}]", rest)
    english = rest[: cut.start()] if cut else rest
    if cut and has_han(cut[0]) and not re.search(r"[\s]$", english):
        return None  # Latin letters inside a Chinese remark: APP上线
    english = english.strip(_EDGES + "\u2013\u2014")
    if (
        not re.search("[A-Za-z]{2}", english)
        or not _LATIN_TERM.fullmatch(english)
        or re.search(r"https?:|www\.|\.(?:com|org|svg|png)\b", english)
    ):
        return None
    if re.search(r"\b(?:1[5-9]|20)\d\d[a-z]?$", english) or re.fullmatch(
        r"(?:Fig|Table|Eq|Sec|p|pp|see|cf|e\.g|i\.e)\b.*", english, re.I
    ):
        return None
    return english, lead + rest.index(english)


_MEANING = re.compile(r"^(?:lit(?:\.|erally)|meaning|i\.e\.|or|that is|also|in English|English)[\s:,]*", re.I)


def translation_beside(inside: str) -> tuple[str, int] | None:
    """The English that stands in a bracket beside the Chinese or its pinyin, with its offset; None where there is none.

    `体系; "system"` and `xinxihua, "informatization"` give it in quotes; `战略学; Science of Military Strategy` in plain
    words, which only a part of the bracket of its own can hold.
    """
    quoted = re.search(r"[“\"‘']([A-Za-z][^“”\"]{1,80}?)[,.]?[”\"’']", inside)
    if quoted and re.match(r"\s*[“\"]", inside[quoted.end() :]):
        return None  # "amidst" "cultures" "citizens": one word for each character
    if quoted and not is_pinyin(quoted[1]):
        return quoted[1], quoted.start(1)
    start = 0
    for cut in [*re.finditer(r"\s*[;；,，/]\s*", inside), None]:
        part = inside[start : cut.start() if cut else len(inside)]
        label = _MEANING.match(part)
        lead = label.end() if label else 0
        plain = part[lead:].strip(_EDGES)
        if _LATIN_TERM.fullmatch(plain) and not has_han(part) and not is_pinyin(plain) and (" " in plain or plain.islower()):
            return plain, start + part.index(plain, lead)
        start = cut.end() if cut else start
    return None
