"""Words that are the same on both sides whatever a dictionary says: numbers, dates, Latin spellings."""

from __future__ import annotations

import re
from functools import lru_cache

_DIGITS = dict(zip("〇零一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_MONTHS = ("january february march april may june july august september october november december").split()
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = {w: 10 * (i + 2) for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())}
_ORDINALS = {w: i + 1 for i, w in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split())}
_WORDS = {**{w: i for i, w in enumerate(_SMALL)}, **_TENS, **_ORDINALS}


def _han_number(text: str) -> float | None:
    """The value of a number in Chinese characters, with or without digits before the unit (50亿); None if it is none."""
    total, part, digit, seen = 0.0, 0.0, 0.0, False
    for piece in re.findall(r"\d+(?:[.,]\d+)*|.", text):
        if piece[0].isdigit() and piece.isascii():
            digit, seen = float(piece.replace(",", "")), True
        elif piece in _DIGITS:
            digit, seen = digit * 10 + _DIGITS[piece] if seen and digit else _DIGITS[piece], True
        elif piece in _UNITS:
            unit = _UNITS[piece]
            if unit >= 10**4:
                total, part, digit = total + (part + digit or 1) * unit, 0.0, 0.0
            else:
                part, digit = part + (digit or 1) * unit, 0.0
            seen = True
        else:
            return None
    return total + part + digit if seen else None


def _value(word: str) -> str:
    """A canonical text of a number or month in either language, empty for other words."""
    if (month := re.fullmatch(r"(\d{1,2}|[一二三四五六七八九十]{1,3})月(?:份)?", word)) is not None:
        number = _han_number(month[1])
        return f"month{number:g}" if number is not None and number <= 12 else ""
    if word in _MONTHS:
        return f"month{_MONTHS.index(word) + 1}"
    if word in _WORDS:
        return f"{_WORDS[word]:g}"
    plain = re.sub(r"^第(?=.)|(?<=\d)(?:st|nd|rd|th)$|(?<=.)[年日号%个]$", "", word)
    if re.fullmatch(r"\d+(?:[.,]\d+)*", plain):
        return f"{float(plain.replace(',', '')):.12g}" if re.fullmatch(r"\d[\d,]*(?:\.\d+)?", plain) else plain
    number = _han_number(plain) if len(plain) < 16 and plain[:1] not in ("万", "亿") else None  # 万一 is "in case"
    return f"{number:.12g}" if number is not None else ""


@lru_cache(maxsize=32768)
def marks(key: str) -> tuple[str, str]:
    """What a word can be the same by: exactly, and loosely.

    For numbers the loose mark is the digits without zeros and point, so that 50亿 meets the 5 of "5 billion". For a Latin word
    both are its spelling. Two empty strings for a word that can only be the same by meaning.
    """
    value = _value(key)
    if value.startswith("month"):
        return value, value
    if value:
        return value, value.replace(".", "").replace("-", "").strip("0") or "0"
    if key.isascii() and any(c.isalpha() for c in key):
        return key, key
    return "", ""
