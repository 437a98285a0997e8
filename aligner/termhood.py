"""How common a word is in general language: the contrast that tells a term's words from anybody's words.

Frequencies come from wordfreq (Speer 2022), as Zipf values: log10 of occurrences per billion words, 0 for a word unknown there.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from aligner.records import Lang

    Floats = NDArray[Any]


@cache
def frequencies(lang: Lang) -> dict[str, float]:
    """The share of each word in general language."""
    from wordfreq import get_frequency_dict

    return get_frequency_dict(lang, "large")


@cache
def _common_english() -> frozenset[str]:
    from wordfreq import get_frequency_dict

    return frozenset(word for word, share in get_frequency_dict("en", "small").items() if share > 10**-4.5)


def forget() -> None:
    """Give the memory of the lists back; they are read again when they are asked for."""
    from wordfreq import get_frequency_dict

    frequencies.cache_clear()
    get_frequency_dict.cache_clear()


def is_common(word: str) -> bool:
    """Whether an English word (its key) is one of the some 3,000 that make up most of any text."""
    return word in _common_english()


def zipf(words: Sequence[str], lang: Lang) -> Floats:
    """The Zipf value of each word key, [n]; numbers and marks count as common (5)."""
    import numpy as np

    table = frequencies(lang)
    other = frequencies("en")
    values = np.zeros(len(words), np.float64)
    for k, word in enumerate(words):
        if word[:1].isalpha():
            values[k] = table.get(word.lower(), 0) or (other.get(word.lower(), 0) if word.isascii() else 0)
        else:
            values[k] = 10**-4
    return np.log10(np.maximum(values * 1e9, 1)).astype(np.float32)
