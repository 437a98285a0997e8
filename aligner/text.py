"""Normal forms and match keys: when two spellings are the same expression.

Two kinds of function live here. *Keys* (`zh_key`, `en_key`) are for comparing and looking up and may change the length of a
text. *Folds* (`fold`) keep every character's offset, so that a place found in the folded text is a place in the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

# Ideographs of every block that holds terms and names: URO, extensions A to H, compatibility, radicals, 〇 and 々.
HAN = "\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
HAN_CHAR = re.compile(f"[{HAN}]")
_LATIN_LETTER = re.compile("[A-Za-z]")
HAN_RUN = re.compile(f"[{HAN}]+")

# Radicals that PDF text layers hold in place of characters and that NFKC leaves alone (CJK Radicals Supplement has
# compatibility mappings for two of its characters only; Kangxi Radicals have them for all).
_RADICALS = dict(
    zip(
        "⺠⺟⻄⻅⻁⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⻒⺁⺩⻊⻌",
        "民母西见虎角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟镸厂王足辶",
        strict=True,
    )
)
_DASHES = dict.fromkeys("‐‑‒–—―−", "-")
_QUOTES = {**dict.fromkeys("’‘ʼ`´‛", "'"), **dict.fromkeys("“”„‟«»", '"')}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe00-\ufe0f]")
# NFC on a long run of combining marks is quadratic (400 KB take 27 s); no writing system needs more than a few.
_MARKS = re.compile(
    r"([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{8})[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)


def has_han(text: str) -> bool:
    """Whether the text holds at least one ideograph."""
    return HAN_CHAR.search(text) is not None


def only_han(text: str) -> bool:
    """Whether the text is Chinese and nothing else: ideographs, and no Latin letter. Such a text is no English expression."""
    return not text.isascii() and has_han(text) and _LATIN_LETTER.search(text) is None


@cache
def _simplified() -> dict[int, str]:
    """Traditional to simplified, character by character, from OpenCC's own tables.

    By character and not by phrase, because a key must not depend on what stands around a character: 乾燥 and 干燥 meet.
    """
    from opencc import OpenCC

    characters = [
        chr(c) for block in ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2A6DF)) for c in range(block[0], block[1] + 1)
    ]
    converted = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    table = {ord(a): b for a, b in zip(characters, converted, strict=True) if a != b}
    table[ord("乾")] = "干"  # OpenCC keeps 乾 for 乾隆; as a key it must meet 干
    return table


def simplify(text: str) -> str:
    """The text in simplified characters. Every character keeps its place: the length does not change."""
    return text.translate(_simplified())


@cache
def _fold_table() -> dict[int, str]:
    table: dict[int, str] = {ord(a): b for a, b in {**_RADICALS, **_DASHES, **_QUOTES}.items()}
    for start, stop in ((0x2F00, 0x2FD6), (0xF900, 0xFB00), (0xFF01, 0xFF5F)):
        for code in range(start, stop):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table[code] = plain
    table[0x3000] = table[0x00A0] = " "
    return table


def fold(text: str) -> str:
    """Width, radicals, dashes and quotes in one plain form, character by character: same length, same offsets."""
    return text.translate(_fold_table())


@cache
def _fold_simplified_table() -> dict[int, str]:
    return {**_simplified(), **{code: simplify(plain) for code, plain in _fold_table().items()}}


def fold_simplified(text: str) -> str:
    """`simplify(fold(text))` in one go, for what goes over whole documents."""
    return text.translate(_fold_simplified_table())


def normalise(text: str) -> str:
    """NFKC with look-alike radicals mapped, invisible characters removed and runs of combining marks capped."""
    if text.isascii():
        return text.replace("`", "'")
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", _MARKS.sub(r"\1", text))).translate(_fold_table())


@lru_cache(maxsize=65536)
def zh_key(text: str) -> str:
    """Match key of a Chinese expression: NFKC, simplified, caseless, without spaces, quotes and punctuation.

    `.` and `,` stay inside numbers, `+ # $ % &` stay, as they tell terms apart (C++, 5%).
    """
    plain = simplify(normalise(text)).casefold()
    return re.sub(r"(?<!\d)[.,]|[.,](?!\d)|[^\w+#$%&.,]|_", "", plain)


_ARTICLES = ("the ", "a ", "an ")


@lru_cache(maxsize=65536)
def en_key(text: str) -> str:
    """Match key of an English expression: NFKC, caseless, no leading article, hyphens as spaces, no other punctuation."""
    plain = normalise(text).casefold().replace("'", "")
    plain = " ".join(re.sub(r"(?<!\d)[.,]|[.,](?!\d)|[^\w+#$%&.,]|_", " ", plain).split())
    for article in _ARTICLES:
        if plain.startswith(article) and len(plain) > len(article):
            return plain[len(article) :]
    return plain


def detect_lang(text: str) -> str:
    """ "zh" where at least one ideograph stands in the text, else "en": what a search box needs to know."""
    return "zh" if has_han(text) else "en"


_LINKING = frozenset({"of", "and", "for", "on", "in", "the", "to"})


def is_abbreviated(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether a word of `short` is the initials of what `long` has in its place: AML Regtech, anti-money laundering Regtech.

    Both are lower-case words or stems.
    """
    for at, word in enumerate(short):
        behind = len(long) - (len(short) - at - 1)
        if list(short[:at]) == list(long[:at]) and list(short[at + 1 :]) == list(long[behind:]):
            spelled = long[at:behind]
            content = "".join(other[:1] for other in spelled if other not in _LINKING)
            if len(spelled) > 1 and word in ("".join(other[:1] for other in spelled), content):
                return True
    return False
