"""Words with their offsets: what alignment links and candidates are made of.

A token's `key` is what is counted and compared (simplified, caseless); its `start` and `end` are offsets into the text as
given, so that everything found on tokens can be shown in the original spelling.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from aligner.lexicon import divided, segmenter
from aligner.text import HAN, fold, simplify
from aligner.wordlists import ZH_BEHIND, ZH_EDGES

if TYPE_CHECKING:
    from collections.abc import Iterator


class Token(NamedTuple):
    """A word of a text: `text[start:end]`, and the key it is counted under."""

    key: str
    start: int
    end: int


# A word of Latin or other letters with its inner apostrophes, hyphens and ampersands ("R&D"), dots of initials ("U.S."); a
# number with its separators and per cent sign; else one character.
_PIECE = rf"[^\W\d_{HAN}]+(?:'(?!s\b)[^\W\d_{HAN}]+)*\d*"
_LATIN = re.compile(
    rf"(?:[A-Za-z]\.){{2,}}|{_PIECE}(?:[-&]{_PIECE}|-\d+(?![\d.,]))*|'s\b"
    r"|\d+(?:[.,]\d+)*%?(?:(?<=\d)(?:st|nd|rd|th)\b)?|[^\s]",
    re.I,
)
_ACRONYMS = frozenset("US IT WHO AM IS IN AS AT DO BE OR MAY".split())
_HAN_OR_NOT = re.compile(f"[{HAN}]+|[^{HAN}]+")
_PTB = {"-lrb-": "(", "-rrb-": ")", "-lsb-": "[", "-rsb-": "]", "-lcb-": "{", "-rcb-": "}", "``": '"', "''": '"'}


def tokenise_zh(text: str) -> list[Token]:
    """The words of a Chinese text, Latin words and numbers inside it included; traditional text is segmented as simplified."""
    plain = simplify(fold(text))
    return [token for run in _HAN_OR_NOT.finditer(plain) for token in _run(run[0], run.start())]


def _run(text: str, offset: int) -> Iterator[Token]:
    if not re.match(f"[{HAN}]", text):
        yield from (Token(m[0].casefold(), offset + m.start(), offset + m.end()) for m in _LATIN.finditer(text))
        return
    known = segmenter().FREQ
    for word in segmenter().cut(text):
        for piece in (word,) if len(word) == 1 else divided(word) if word in known else _unknown(word):
            yield Token(piece, offset, offset + len(piece))
            offset += len(piece)


# function characters that stand before a word only, and after one
_BEFORE = ZH_EDGES | frozenset("用有时个因若做经如须请按已可每各含无即取称呈设叫看或凡遭待先会要")
_AFTER = ZH_EDGES | ZH_BEHIND | frozenset("应时均宜要会须可已说才达做待例如按经请自")


def _unknown(word: str) -> list[str]:
    """A word that jieba guessed, without the function characters it tends to draw in at the edges (由弱方: 由|弱方)."""
    start, stop = 0, len(word)
    while start < stop - 1 and word[start] in _BEFORE:
        start += 1
    while stop > start + 1 and word[stop - 1] in _AFTER:
        stop -= 1
    return [*word[:start], word[start:stop], *word[stop:]]


def tokenise_en(text: str) -> list[Token]:
    """The words of an English text, numbers and punctuation marks included.

    Keys are caseless, except for the few acronyms that would pass for a pronoun or verb: US, IT, WHO, and for the letter of
    vitamin A and Party A, unless all is capitals.
    """
    plain = fold(text)
    kept = frozenset() if plain.isupper() else _ACRONYMS
    return [
        Token(m[0] if m[0] in kept or (kept and _is_letter(plain, m)) else m[0].casefold(), m.start(), m.end())
        for m in _LATIN.finditer(plain)
    ]


def _is_letter(text: str, word: re.Match[str]) -> bool:
    """Whether an A is the letter and no article: capital behind a word, and what follows is no title's next word."""
    if word[0] != "A":
        return False
    before, after = text[: word.start()].rstrip()[-1:], text[word.end() : word.end() + 2].lstrip()
    return before.isalpha() and not after[:1].isupper()


def given_tokens(text: str) -> list[Token]:
    """The tokens of a text that was tokenized before: what stands between spaces. Penn Treebank brackets are read as brackets."""
    return [Token(given_key(m[0]), m.start(), m.end()) for m in re.finditer(r"\S+", text)]


@lru_cache(maxsize=65536)
def given_key(word: str) -> str:
    """The key of a word that stands alone."""
    plain = simplify(fold(word)).casefold()
    return _PTB.get(plain, plain)


# Irregular plurals and verb forms are few among terms; the suffix rules fold the rest well enough to count.
@lru_cache(maxsize=32768)
def stem(word: str) -> str:
    """A crude common form of an English word's inflections, for counting and never for showing.

    Plural, past and -ing endings fall, a final e or doubled consonant too: policies/policy, financing/finance/financed.
    """
    if "-" in word:
        head, dash, last = word.rpartition("-")
        return head + dash + stem(last)
    if len(word) < 4 or not word.isascii() or not word.isalpha() or word.isupper():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        root = word[: -len(ending)]
        if word.endswith(ending) and len(root) > 2 and any(vowel in root for vowel in "aeiouy"):
            word = root
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") else word
