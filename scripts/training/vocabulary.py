"""The tokenizer: one `tokenizers` Unigram model for both languages, whose words are chosen here and not learnt.

A Unigram model picks the most probable segmentation of a run. Given word probabilities that is exactly how jieba cuts
Chinese, so the file needs no jieba at run time and loads in any program that reads `tokenizer.json`. Width, case,
accents and traditional characters are folded by a compiled character map inside the same file.
"""

from __future__ import annotations

import json
import math
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from aligner.text import HAN, HAN_RUN, normalise, simplify

UNKNOWN = "[UNK]"
SINGLES = 7000  # single characters of one language; the rest are rare variants that the corpora name once
# What a token may be before words are looked for in it: a Han run, a Latin run, an English clitic, a digit run, one sign.
RUNS = (
    r"["
    + HAN.replace("\U00020000-\U000323af", r"\x{20000}-\x{323af}")
    + r"]+|'(?:s|t|re|ve|ll|d|m)\b|\p{Latin}+|[0-9]+|[^\s]"
)
_PYTHON_RUNS = re.compile(rf"[{HAN}]+|'(?:s|t|re|ve|ll|d|m)\b|[a-z]+|[0-9]+|[^\s]")
_SIGNS = {"。": ".", "、": ",", "《": '"', "》": '"', "〈": '"', "〉": '"', "「": '"', "」": '"', "『": '"', "』": '"',
          "【": "[", "】": "]", "〔": "[", "〕": "]", "·": " ", "・": " ", "…": "."}  # fmt: skip


def folded(text: str) -> str:
    """The text as the tokenizer's character map leaves it: NFKC, simplified, caseless, without accents."""
    return text.translate(_fold_table())


@cache
def _fold_table() -> dict[int, str]:
    codes = (c for c in range(0x21, 0x2FA20) if not 0xD800 <= c < 0xF900 and unicodedata.category(chr(c)) != "Cn")
    table = {code: _fold_character(chr(code)) for code in codes}
    return {code: target for code, target in table.items() if target != chr(code)} | dict.fromkeys((9, 10, 13), " ")


def _fold_character(character: str) -> str:
    plain = simplify(normalise(_SIGNS.get(character, character))).casefold()
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " " if plain.isspace() else "".join(_SIGNS.get(c, c) for c in plain)


def character_map() -> bytes:
    """Every character that folds to something else, compiled by sentencepiece into the form `tokenizers` reads."""
    from sentencepiece import SentencePieceNormalizer

    rules = [f"{code:X}\t{' '.join(f'{ord(c):X}' for c in target)}" for code, target in _fold_table().items()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rules.tsv"
        path.write_text("\n".join(rules) + "\n", encoding="utf-8")
        normalizer = SentencePieceNormalizer(
            rule_tsv=str(path), add_dummy_prefix=False, remove_extra_whitespaces=False, escape_whitespaces=False
        )
        return _precompiled(normalizer.serialized_normalizer_spec())


def _precompiled(spec: bytes) -> bytes:
    """The field `precompiled_charsmap` (number 2) of a serialized NormalizerSpec, read without a protobuf library."""
    at = 0
    while at < len(spec):
        key, at = _varint(spec, at)
        size, at = _varint(spec, at)
        if key & 7 == 2:
            if key >> 3 == 2:
                return spec[at : at + size]
            at += size
    raise ValueError("sentencepiece gave a normalizer without a character map")


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def runs(text: str) -> Iterator[str]:
    """The runs of a folded text: what the tokenizer looks for words in."""
    return (match.group() for match in _PYTHON_RUNS.finditer(text))


def count_words(pairs: Iterable[Any]) -> tuple[Counter[str], Counter[str]]:
    """How often each zh word (as jieba cuts) and each en run occurs. Pairs of large sources count like the others."""
    import rjieba

    zh: Counter[str] = Counter()
    en: Counter[str] = Counter()
    for pair in pairs:
        plain = folded(pair.zh)
        # without jieba's guesses at unknown words: a Unigram model cannot guess either, and the guesses are noisy
        zh.update(word for word in rjieba.cut(plain, False) if HAN_RUN.fullmatch(word))
        if pair.term and len(plain) <= 6 and HAN_RUN.fullmatch(plain):
            zh[plain] += 1
        en.update(runs(folded(pair.en)))
    return zh, en


def choose(zh: Counter[str], en: Counter[str], zh_size: int, en_size: int, pieces: int) -> list[tuple[str, float]]:
    """The vocabulary with scores: words by corpus and general frequency, single characters, pieces of English words.

    A word is worth a row if people use it (wordfreq) and the corpora say what it means (a count, of any source). The score
    is a log probability less a fixed cost per token, so that a known word is not cut into likelier parts.
    """
    rows = {UNKNOWN: 0.0}
    for counts, size, lang, cost in ((zh, zh_size, "zh", 2.0), (en, en_size, "en", 8.0)):
        general = _general_frequency(lang)
        total = sum(counts.values())
        ranked = sorted(counts, key=lambda w: (-_worth(counts[w], general.get(w, 0.0)), w))
        single = [w for w in ranked if len(w) == 1 and (counts[w] > 1 or w in general)][:SINGLES]
        words = [w for w in ranked if len(w) > 1][: max(0, size - len(single))]
        for word in (*words, *single):
            probability = (counts[word] / total + general.get(word, 0.0)) / 2
            rows.setdefault(word, math.log(probability) - cost)
    for character in "abcdefghijklmnopqrstuvwxyz0123456789":
        rows.setdefault(character, -20.0)
    for number in (*(f"{n:02}" for n in range(100)), *map(str, range(1900, 2036))):
        rows.setdefault(number, -18.0)
    for syllable in _syllables():
        rows.setdefault(syllable, -20.0)
    for piece, score in _pieces(en, rows, pieces):
        rows.setdefault(piece, score - 8.0)
    rows[UNKNOWN] = min(rows.values()) - 10
    return list(rows.items())


def _worth(count: int, general: float) -> float:
    return 0.5 * math.log(count) + 2.0 * math.log10(general * 1e9 + 1)


def _general_frequency(lang: str) -> dict[str, float]:
    from wordfreq import get_frequency_dict

    return dict(get_frequency_dict(lang, wordlist="best"))


def _syllables() -> list[str]:
    """Pinyin syllables without tones: what English texts spell Chinese names with."""
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_normal

    found = {to_normal(reading) for readings in PINYIN_DICT.values() for reading in readings.split(",")}
    return sorted(s for s in found if s.isascii() and s.isalpha() and len(s) > 1)


def _pieces(en: Counter[str], known: dict[str, float], size: int) -> list[tuple[str, float]]:
    """Parts of the English words that have no row of their own, learnt as a small Unigram model over the word list."""
    from tokenizers import Tokenizer, models, trainers

    model = Tokenizer(models.Unigram())
    trainer = trainers.UnigramTrainer(
        vocab_size=size, unk_token=UNKNOWN, special_tokens=[UNKNOWN], max_piece_length=6, show_progress=False
    )
    # every word once or a few times: rare words are what the pieces are for
    words = [w for w in sorted(en) if w.isalpha() for _ in range(1 + int(math.log2(en[w])))]
    model.train_from_iterator(words, trainer)
    learnt = json.loads(model.to_str())["model"]["vocab"]
    return [(piece, score) for piece, score in learnt if len(piece) > 1 and piece not in known]


def build(vocabulary: list[tuple[str, float]]) -> Any:
    """The tokenizer over a vocabulary: `tokenizers.Tokenizer`, token id = place in the list."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    unknown = next(i for i, (token, _) in enumerate(vocabulary) if token == UNKNOWN)
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Precompiled(character_map())
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(RUNS), behavior="removed", invert=True)
    return tokenizer
