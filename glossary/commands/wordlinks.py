"""What the check asks of the aligner: word links, word borders, pinyin. Everything heavy is loaded at the first question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from aligner.records import Lang

if TYPE_CHECKING:
    from aligner.embedding import Encoder
    from aligner.tokens import Token

Span = tuple[int, int]
_WORDY = re.compile(r"\w")
_SUFFIXES = frozenset("化性者家学论型式度率制人员商师器机业体")  # they make another thing of a word: 计算, 计算机
_LONG = 4  # characters from which on a term is its own proof that it is one


def inside_word(text: str, start: int, stop: int) -> bool:
    """Whether a short Chinese stretch is cut out of longer dictionary words: 国会 in 中国会议, 市场 in 市场化.

    At the head of a compound the term is still what it is (三农问题, 核电站), unless a suffix makes something else of it.
    """
    from aligner.lexicon import segmenter
    from aligner.tokens import tokenise_zh

    left = max(0, start - 20)
    known = segmenter().FREQ
    for token in tokenise_zh(text[left : stop + 20]):
        a, b = token.start + left, token.end + left
        if stop - start >= _LONG:
            if start < a < stop < b and text[stop:b] in _SUFFIXES and known.get(token.key):
                return True  # 香港银行 in 香港|银行业
            continue
        crosses = a < start < b or a < stop < b
        compound = a == start and stop <= b and text[stop:b] not in _SUFFIXES
        compound |= a <= start and stop <= b and b - a > stop - start + 1
        if crosses and not compound and b - a > 1 and known.get(token.key):
            return True
        if crosses and compound and b - a > 3 and _divides(token.key, start - a, stop - a):
            return True
    return False


def _divides(word: str, start: int, stop: int) -> bool:
    """Whether a long dictionary word is two words that meet inside the stretch: 金融|业务 is no 金融业."""
    from aligner.lexicon import segmenter

    known = segmenter().FREQ
    borders = range(max(start + 1, 2), min(stop, len(word) - 1))
    return any(known.get(word[:at]) and known.get(word[at:]) for at in borders)


def links(pairs: Sequence[tuple[str, str]], encoder: Encoder, source: Lang) -> list[list[tuple[Span, Span]]]:
    """Linked words of each (source, target) text, as stretches of both, punctuation left out."""
    from aligner.tokens import tokenise_en, tokenise_zh
    from aligner.words import WordAligner

    turned = source == "en"
    tokens = [(tokenise_zh(b if turned else a), tokenise_en(a if turned else b)) for a, b in pairs]
    found = []
    for (zh, en), linked in zip(tokens, WordAligner(encoder).align_corpus(tokens, 0), strict=True):
        spans = [(_span(zh[i]), _span(en[j])) for i, j in linked if _WORDY.match(zh[i].key) and _WORDY.match(en[j].key)]
        found.append([(b, a) for a, b in spans] if turned else spans)
    return found


def likeness(term: str, wordings: Sequence[str], encoder: Encoder) -> list[float]:
    """Cosines of a term with each wording."""
    vectors = encoder.encode([term, *wordings])
    return [float(score) for score in vectors[1:] @ vectors[0]]


def _span(token: Token) -> Span:
    return token.start, token.end


@lru_cache(maxsize=4096)  # a term that is not followed is met again and again
def reading(term: str) -> str:
    """Pinyin without tones."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(term))
