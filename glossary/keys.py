"""What full-text search finds a term or a sentence by.

SQLite's stock `unicode61` tokenizer takes a run of Chinese for one word, and its `trigram` tokenizer cannot find words of
two characters. So Chinese goes into the index as its own pieces, and any plain query for a piece finds it, `sqlite-utils
search` and Datasette's search box included.
"""

from __future__ import annotations

import operator
import re
from functools import cache

from aligner.text import HAN, HAN_RUN, en_key, fold, fold_simplified, normalise, simplify, zh_key
from glossary import sounds
from glossary.stems import singular, stem

STEM = "\ue002"
"""Mark in front of the stem of an English word in the index: it is told from words by that."""
PIECE = 4
"""Longest piece of a Chinese term in the index, in units. A longer query is the conjunction of its pieces."""

_UNIT = re.compile(rf"[{HAN}]|[^\W_{HAN}]+")
_WORD = re.compile(r"[^\W_]+")

_LATIN_WORD = re.compile(rf"[^\W_{HAN}]+")
_ASCII_WORD = re.compile("[a-z0-9]+")
# ideographs and punctuation that no normal form turns into letters or digits
_NO_LETTERS = re.compile("[\u4e00-\u9fff、。，；：？！（）“”…—]+")
_SENTENCE_UNIT = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
# lone surrogates come in with undecodable file names and arguments; SQLite takes neither them nor, when it compares, NUL
_UNSTORABLE = re.compile("[\ud800-\udfff\0]")


def storable(text: str) -> str:
    """The text without the code points that SQLite cannot hold; each becomes U+FFFD."""
    if not text.isascii():
        try:
            text.encode()  # far quicker than a search, and almost always all that is needed
        except UnicodeEncodeError:
            return _UNSTORABLE.sub("\ufffd", text)
    return text.replace("\0", "\ufffd")


def _runs(key: str) -> list[list[str]]:
    """The units of a Chinese key (one ideograph, or a run of letters and digits), in runs without a gap."""
    runs: list[list[str]] = []
    end = -1
    for match in _UNIT.finditer(key):
        if match.start() != end:
            runs.append([])
        runs[-1].append(match.group())
        end = match.end()
    return runs


def units(key: str) -> list[str]:
    """What a Chinese key is made of: single ideographs, and runs of letters and digits."""
    return _UNIT.findall(key)


def term_words(key: str, lang: str) -> str:
    """What finds a term beside its key: pieces and sounds of a Chinese one, singulars and stems of an English one.

    Never change this without a migration that writes the column and its index again.
    """
    if lang == "en":
        words = _WORD.findall(key)
        plain = dict.fromkeys(word for word in map(singular, words) if word not in words)
        stems = dict.fromkeys(word for word in map(stem, words) if word not in words and word not in plain)
        return " ".join([*plain, *(STEM + word for word in stems)])
    pieces = {
        "".join(run[i:j]): None
        for run in _runs(key)
        for i in range(len(run))
        for j in range(i + 1, min(i + PIECE, len(run)) + 1)
    }
    pieces.pop(key, None)
    return " ".join([*pieces, *sounds.tokens(units(key))])


def search_key(key: str, lang: str) -> str:
    """The key that a search compares: English words in the singular."""
    return " ".join(map(singular, key.split())) if lang == "en" else key


def expression(text: str, lang: str) -> tuple[str, str]:
    """Match key and search key of an expression."""
    key = zh_key(text) if lang == "zh" else en_key(text)
    return key, search_key(key, lang)


def script(text: str, lang: str) -> str:
    """ "latn" for English; "hant" where simplifying changes a Chinese text, "hans" for all other Chinese."""
    if lang == "en":
        return "latn"
    plain = fold(text)
    return "hant" if simplify(plain) != plain else "hans"


def term_query(key: str, lang: str) -> str:
    """The FTS5 query for terms that may contain `key`; empty where the key has nothing that is indexed (`%`).

    Everything stands in quotes, so that `*`, `NEAR(` and the like are text. A Chinese hit still has to be checked with
    `instr`: pieces may stand apart. English words are found in every inflection, the last one also as the start of a word.
    """
    if lang == "en":
        words = _WORD.findall(key)
        return " AND ".join(english_word(word, last=at == len(words)) for at, word in enumerate(words, 1))
    pieces: list[str] = []
    for run in _runs(key):
        last = max(len(run) - PIECE, 0)
        pieces += ["".join(run[i : i + PIECE]) for i in sorted({*range(0, last, PIECE - 1), last})]
    return " AND ".join(f'"{piece}"' for piece in pieces)


def english_word(word: str, *, last: bool = False) -> str:
    """The FTS5 query for one English word in any inflection; as the start of a longer word too where it is the last."""
    root = stem(word)
    forms = dict.fromkeys([word, singular(word), root, STEM + root])
    found = [f'"{form}"' + "*" * (last and form == word) for form in forms]
    return f"({' OR '.join(found)})"


def plain_sentence(text: str) -> str:
    """A sentence in the form that contexts are compared in: width, script and case folded, every character in its place."""
    folded = fold_simplified(text)
    lowered = folded.lower()
    return lowered if len(lowered) == len(folded) else folded


def sentence_words(zh: str, en: str) -> str:
    """What finds a sentence pair: two-character pieces of its Chinese and the singulars of its English.

    The last character of each run stands alone, so that a prefix query for one character finds it at every place.
    Never change this without a migration that rebuilds the index: the index keeps no copy to delete by.
    """
    words: list[str] = []
    usual = _usual_run().fullmatch
    for run in HAN_RUN.findall(zh):
        plain = run if usual(run) else plain_sentence(run)
        words += map(operator.add, plain, plain[1:])
        words.append(plain[-1])
    for text in (zh, en):
        if text.isascii():
            words += map(singular, _ASCII_WORD.findall(text.lower().replace("'", "").replace("`", "")))
        elif not _NO_LETTERS.fullmatch(text):
            words += map(singular, _LATIN_WORD.findall(_plain_english(text)))
    return " ".join(dict.fromkeys(words))


@cache
def _usual_run() -> re.Pattern[str]:
    """Runs of ideographs that folding and simplifying leave as they are: almost all, and a memory has millions."""
    characters = "".join(map(chr, range(0x4E00, 0xA000)))
    same = (char for char, plain in zip(characters, simplify(fold(characters)), strict=True) if char == plain)
    return re.compile(f"[{''.join(same)}]+")


def _plain_english(text: str) -> str:
    return normalise(text).casefold().replace("'", "")


def sentence_query(text: str, lang: str, *, whole: bool = False) -> str:
    """The FTS5 query for sentences that may contain `text`; hits have to be checked.

    `whole` takes the last English word as it stands and not as the start of one: that is much faster for a frequent word.
    """
    star = "" if whole else "*"
    if lang == "en":
        words = [singular(word) for word in _LATIN_WORD.findall(en_key(text))]
        return " AND ".join(f'"{word}"{star}' if word == words[-1] else f'"{word}"' for word in words)
    parts: list[str] = []
    for unit in _SENTENCE_UNIT.findall(plain_sentence(text)):
        if not HAN_RUN.fullmatch(unit):
            parts.append(f'"{singular(unit)}"{star}')
        elif len(unit) == 1:
            parts.append(f'"{unit}"*')
        else:
            parts += [f'"{unit[i : i + 2]}"' for i in range(len(unit) - 1)]
    return " AND ".join(parts)
