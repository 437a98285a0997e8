"""Numbers in Chinese characters beside digits and English words: the corpora hold few of them, and rules give them all."""

from __future__ import annotations

from collections.abc import Iterator

_DIGITS = "零一二三四五六七八九"
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_GREAT = (
    (100, "百", "hundred"),
    (1000, "千", "thousand"),
    (10_000, "万", "ten thousand"),
    (100_000_000, "亿", "hundred million"),
)


def chinese(number: int) -> str:
    """0 to 99 as it is written: 20 is 二十, 15 is 十五."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def english(number: int) -> str:
    """0 to 99 in words."""
    if number < 20:
        return _ONES[number]
    return _TENS[number // 10 - 2] + (f"-{_ONES[number % 10]}" if number % 10 else "")


def pairs() -> Iterator[tuple[str, str]]:
    """Term pairs: 0 to 99, ordinals in digits, and round multiples of hundred, thousand, ten thousand, hundred million."""
    for number in range(100):
        yield chinese(number), str(number)
        yield chinese(number), english(number)
    for number in range(1, 10):
        for size, zh, en in _GREAT:
            yield chinese(number) + zh, f"{number * size:,}" if size > 100 else str(number * size)
            yield chinese(number) + zh, f"{english(number)} {en}"
