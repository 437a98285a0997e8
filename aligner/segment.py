"""Sentences, zh and en, as offsets into the text.

One pass over the places where a sentence could end, one decision for each. The decision looks at the sign that stands there
and not at the language of the document, because Chinese pages hold English sentences and the other way round. Written for
this project instead of taken from `sentencex`: its Chinese rule takes time with the square of the line (a line of
1 MB 146 s), it leaves a footnote mark (`powerhouse.¹`) to the next sentence and cannot see that `1.` numbers an item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from aligner.records import Lang
from aligner.text import HAN

# No sentence of a real text is longer; what is (a table dumped without stops) is cut so that later stages stay bounded.
_CAP = 4000
_CLOSERS = "\"'”’」』）)】〕］\\]》〉»"
_OPENERS = {
    "”": "“",
    "’": "‘",
    "」": "「",
    "』": "『",
    "）": "（",
    ")": "(",
    "】": "【",
    "〕": "〔",
    "]": "[",
    "》": "《",
    "〉": "〈",
}
_NOTE = "(?:[¹²³⁰⁴-⁹*†‡]+|\\[\\d{1,3}\\]|［\\d{1,3}］|〔\\d{1,3}〕|[①-⑳⑴-⑽])*"
_STOP = re.compile(
    f"(?P<stop>[。！？｡]+[。！？!?…]*|[!?]+|\\.(?:\\s?\\.){{2,}}|…+|[.．])(?P<close>[{_CLOSERS}]*)"
    f'(?P<note>(?:(?<=[a-z”’"\')]\\.)|(?<=\\.[”’"]))\\d{{1,3}}(?=\\s+[A-Z“"(])|{_NOTE})'
    r"|(?P<line>\n\s*)"
)
_HAN = re.compile(f"[{HAN}]")
_SPEECH_ZH = re.compile("[^。！？，：；\\s“”「」]{0,8}?(?:说|道|问|喊|叫|答|想|說|問|喊|叫)")
_SPEECH_EN = re.compile(
    r"\s*(?:[A-Z][\w.'’-]*\s){1,3}(?:said|says|asked|cried|replied|answered|exclaimed|shouted|whispered|added|thought)\b"
)
_WORD = re.compile(r"[^\s“”‘\"(\[—–,;:]*$")
_LIST = re.compile(
    r"(?:[-*•·●○■□▪–—>#|]|\(?[0-9]{1,3}[.)、）．]|\(?[a-zA-Z][.)]\s|[(（]?[一二三四五六七八九十百]{1,3}[)）、．]|[(（]\d{1,3}[)）]|[①-⑳]"
    r"|第[一二三四五六七八九十百千零〇\d]{1,6}[章节節条條编編款项項部])"
)
_NUMBERING = re.compile(r"\W{0,3}(?:\d{1,3}(?:\.\d{1,2})*|[a-zA-Z]|[ivxIVX]{1,5})")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEVER_LAST = _words(
    "mr mrs ms dr prof rev hon gen col lt capt maj sgt cpl adm cmdr gov sen rep pres messrs mme mlle st mt ft vs v cf viz "
    "e.g i.e eg ie approx ca c. supt insp amb"
)
_BEFORE_NUMBER = _words(
    "no nos art arts fig figs para paras p pp vol vols sec secs ch chap ed eds jan feb mar apr jun jul aug sep sept oct nov "
    "dec app tab eq ex pt ser"
)
_MAY_BE_LAST = _words(
    "inc ltd co corp bros llc etc al jr sr esq dept univ assn ave blvd rd est u.s u.k u.n e.u p.r.c a.m p.m ph.d b.c a.d d.c"
)
# What a capital shows only at the start of a sentence: after "U.S." these tell a new sentence from "U.S. Treasury".
_STARTERS = _words(
    "The A An It He She We They I You This That These Those There Here In On At As If When While After Before But And So Or "
    "For To By From With What Who How Why Where His Her Its Our Their My Your However Yet Still Then Now Not No Since Both "
    "Some Many Most All Each Although Though Because Also Such Under Over During"
)
_OPENING = re.compile(r"^[“‘\"'(\[—–*•-]+")
_MID_LINE = re.compile(
    r"(?:[,–—-]|\b(?:the|a|an|of|and|or|to|in|on|at|for|with|by|from|as|that|which|who|its|their|his|her|is|are|was|were"
    r"|be|has|have|had|will|would|Mr\.|Mrs\.|Dr\.))$"
)  # fmt: skip


def split(text: str, lang: Lang, *, longest: int | None = None) -> list[tuple[int, int]]:
    """Sentences of `text` as (start, end) offsets, in order, without the white space between them.

    Closing quotes, brackets and note marks stay with the sentence they end; a blank line always ends one, and so does a line
    break that is not a soft wrap (headings and list items have no full stop). Sentences of more than `longest`
    characters are divided at their semicolons as well (statutes); nothing longer than 4,000 characters is given out.
    Time grows linearly with the text.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for end in (*_boundaries(text, lang), len(text)):
        piece = _trim(text, start, end)
        if piece is not None:
            spans.extend(_divide(text, *piece, longest))
        start = end
    return spans


def _boundaries(text: str, lang: Lang) -> Iterator[int]:
    """Offsets at which a sentence ends, ascending."""
    start = 0
    for found in _STOP.finditer(text):
        if found["line"] is not None:
            ends = not _soft_wrap(text, found, start)
        elif _chinese(text, found, lang):
            ends = _ends_chinese(text, found, start)
        else:
            ends = _ends_english(text, found, start)
        if ends:
            start = found.end()
            yield start


def _chinese(text: str, found: re.Match[str], lang: Lang) -> bool:
    stop = found["stop"][0]
    if stop in "。！？｡":
        return True
    before = text[found.start() - 1 : found.start()]
    return bool(_HAN.match(before)) or (stop in "…!?" and lang == "zh" and not before.isascii())


def _ends_chinese(text: str, found: re.Match[str], start: int) -> bool:
    stop, after = found["stop"], text[found.end() : found.end() + 12]
    if not after.strip():
        return True
    closers = found["close"].strip()
    if stop[0] in ".．" and not (closers or after[0].isspace() or _HAN.match(after)):
        return False
    if (stop[0] in "….") and len(stop) > 1 and not closers and not after[0].isspace():
        return False  # an ellipsis inside a sentence: 他……走了
    if _inside_title(text, found.start(), start):
        return False
    if not closers:
        return after[0] not in "，、；：,;"
    if after[0] in "，、；：,;。的之":
        return False
    opened = text.rfind(_OPENERS.get(closers[0], closers[0]), max(start, found.start() - 500), found.start())
    if opened > start and text[opened - 1] not in "：:，,。！？!?…”’」』—　 \n":
        return False  # 写下“加油！”二字: quoted inside a sentence, not spoken
    return not (closers[-1] in "”’」』\"'" and _SPEECH_ZH.match(after))


def _inside_title(text: str, at: int, start: int) -> bool:
    opened = text.rfind("《", max(start, at - 80), at)
    return opened >= 0 and text.find("》", opened, at) < 0 and text.find("》", at, at + 80) >= 0


def _ends_english(text: str, found: re.Match[str], start: int) -> bool:
    stop, end = found["stop"], found.end()
    after = text[end : end + 60]
    head = after.lstrip(" \t\u00a0\u3000")
    if not head or head[0] in "\r\n":
        return True  # the line break decides nothing more
    if len(head) == len(after) and not _HAN.match(head):
        return False  # no space: 3.5, node.js, www.gov.hk
    opening = _OPENING.sub("", head)
    first = opening[:1]
    if first.islower() or head[0] in ",;:)":
        return False
    if stop[0] in "!?":
        return not (found["close"] and _SPEECH_EN.match(after))
    if stop[0] == "…" or len(stop) > 1:
        return first.isupper() or bool(_HAN.match(first))
    return not _abbreviation(text, found, start, opening)


def _abbreviation(text: str, found: re.Match[str], start: int, following: str) -> bool:
    """Whether the full stop belongs to the word before it and ends no sentence."""
    at = found.start()
    matched = _WORD.search(text, max(start, at - 30), at)
    word = matched.group() if matched else ""
    if found["note"] or not word:
        return False
    if text[start:at].strip() == word.strip() and _NUMBERING.fullmatch(word):
        return True  # 1. First item
    name = word.lower()
    next_word = re.match(r"\w*", following)
    starter = next_word is not None and next_word.group() in _STARTERS
    if name in _NEVER_LAST:
        return not found["close"]
    if name in _BEFORE_NUMBER:
        return following[:1].isdigit()
    if found["close"]:
        return False
    if len(word) == 1 and word.isalpha():
        before = text[max(start, at - 12) : at - 1].split()
        plain = bool(before) and before[-1].islower()
        return not (plain and (word == "I" or starter))
    if name in _MAY_BE_LAST or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        return not starter
    return False


def _soft_wrap(text: str, found: re.Match[str], start: int) -> bool:
    """Whether a line break stands inside a sentence: a long line that stops in the middle and one that goes on."""
    if text.count("\n", found.start(), found.end()) > 1 or found.end() >= len(text) or found.start() == 0:
        return False
    line = text[max(start, text.rfind("\n", 0, found.start()) + 1, found.start() - 200) : found.start()].rstrip()
    width = len(line) + len(_HAN.findall(line))
    following = text[found.end() : found.end() + 12]
    if not line or width < 40 or _LIST.match(following) or line[-1] in ".!?。！？:：":
        return False
    if _HAN.match(line[-1]) or line[-1] in "，、；（“":
        return bool(_HAN.match(following)) or following[0] in "，。、；：）”"
    return following[0].islower() or bool(_MID_LINE.search(line))


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


@cache
def _cuts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile("[；;]|[:：](?=\\s*[(（一1①])"), re.compile("[，,、:：]|\\s")


def _divide(text: str, start: int, end: int, longest: int | None) -> Iterator[tuple[int, int]]:
    """The sentence itself, or its pieces where it is longer than asked for."""
    semicolon, anywhere = _cuts()
    limit = min(longest or _CAP, _CAP)
    if end - start <= limit:
        yield start, end
        return
    edges = [start, *(m.end() for m in semicolon.finditer(text, start, end)), end]
    for left, right in pairwise(edges):
        while right - left > _CAP:
            ends = [m.end() for m in anywhere.finditer(text, left + _CAP // 2, left + _CAP)]
            middle = ends[-1] if ends else left + _CAP
            if (piece := _trim(text, left, middle)) is not None:
                yield piece
            left = middle
        if (piece := _trim(text, left, right)) is not None:
            yield piece
