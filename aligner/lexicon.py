"""jieba's word list with the younger words of a dictionary, read once for everybody: how frequent a word is, which class it has.

jieba's own reader walks every prefix of every word (1.2 s) and keeps the result in a file with a predictable name in the shared
temporary folder, which anybody may have written. This one reads the list column by column in a third of the time.
"""

from __future__ import annotations

import sys
from array import array
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from aligner import headwords
from aligner.wordlists import ZH_AT_PLACES, ZH_BEHIND, ZH_NEWER

if TYPE_CHECKING:
    from collections.abc import Iterable

    import jieba


_COMMON, _TIMES = 30, 10  # how frequent both halves of a collocation are, at least, and how often beside it
_WHOLE = frozenset(("i", "m", "nrt"))  # classes of words that stay whole: idioms, numbers, foreign names
_NEWER = 50  # frequency of a word that is not in jieba's list
_AHEAD = frozenset("被遭进每各无稀放升道本按")  # what may stand before any word and is listed with some


@cache
def _columns() -> tuple[list[str], array[int], list[str]]:
    """Words, frequencies and classes; the list has three columns in every line."""
    import jieba

    fields = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").split()
    # numbers as numbers and each of the few classes once: half the memory
    return fields[0::3], array("q", map(int, fields[1::3])), list(map(sys.intern, fields[2::3]))


def forget() -> None:
    """Give the memory of the list back; it is read again when it is asked for."""
    for kept in (_columns, _listed, _younger, segmenter):
        kept.cache_clear()


@cache
def _listed() -> dict[str, str]:
    """The words of jieba's list and their classes."""
    words, _, tags = _columns()
    return dict(zip(words, tags, strict=True))


@cache
def _younger() -> dict[str, str]:
    """Words that the list has not, with their classes; apart from it, since a dictionary of all would take twice the memory."""
    listed = _listed()
    return {word: "n" for word in ZH_NEWER if word not in listed} | headwords.missing(listed)


def word_class(word: str) -> str:
    """The class of a word in the notation of the list: n, v, nr, ...; nothing for what is no known word."""
    return _listed().get(word) or _younger().get(word, "")


@cache
def segmenter() -> jieba.Tokenizer:
    """A jieba tokenizer with its own word list and the words that are younger."""
    import jieba

    words, counts, _ = _columns()
    tokenizer = jieba.Tokenizer()
    tokenizer.total = sum(counts)  # a word listed twice counts twice, as jieba has it
    tokenizer.FREQ = _beginnings(words)
    tokenizer.FREQ.update(zip(words, counts, strict=True))
    tokenizer.initialized = True
    # what is two words already stays two: 回调|函数
    younger = [word for word in _younger() if word in ZH_NEWER or _lengths(tokenizer, word) != [2, 2]]
    tokenizer.FREQ = _beginnings(younger) | tokenizer.FREQ
    tokenizer.FREQ.update(dict.fromkeys(younger, _NEWER))
    return tokenizer


def _beginnings(words: Iterable[str]) -> dict[str, int]:
    """jieba follows a word character by character, so every beginning of a word must be there too, with no frequency."""
    beginnings: set[str] = set()
    length, longer = 1, [word for word in words if len(word) > 1]
    while longer:
        beginnings.update([word[:length] for word in longer])
        length += 1
        longer = [word for word in longer if len(word) > length]
    return dict.fromkeys(beginnings, 0)


def _lengths(tokenizer: jieba.Tokenizer, word: str) -> list[int]:
    """Of the words that it is cut into, in characters; only four can be two and two."""
    return list(map(len, tokenizer.cut(word, HMM=False))) if len(word) == 4 else [len(word)]


@lru_cache(maxsize=65536)
def divided(word: str) -> tuple[str, ...]:
    """A listed word, or the words that it is made of: two that are far more frequent side by side (风险|管理, 交警|部门), or one with
    what stands before or behind any word (各|政党, 工作日|内).

    The list holds 27,000 such collocations. As words they hide where a term begins or ends: 市场|风险管理 has no 市场风险.
    """
    frequency, kind = segmenter().FREQ, word_class(word)
    least = max(_COMMON, _TIMES * frequency.get(word, 0))
    if word in ZH_AT_PLACES:
        return (word[0], word[1])
    if len(word) > 2 and kind != "nrt":
        if word[-1] in ZH_BEHIND and frequency.get(word[:-1], 0) >= least:
            return (*divided(word[:-1]), word[-1])
        if len(word) == 3 and word[0] in _AHEAD and frequency.get(word[1:], 0) >= least:
            return (word[0], word[1:])
    if len(word) < 4 or kind in _WHOLE:
        return (word,)
    rarer, at = max((min(frequency.get(word[:k], 0), frequency.get(word[k:], 0)), k) for k in range(2, len(word) - 1))
    return (word,) if rarer < least else (*divided(word[:at]), *divided(word[at:]))
