"""Chinese terms by how they sound: pinyin without tones, and the first letters of its syllables.

The pinyin of a term is worked out when the term is written; a query is only brought into the same form, so that searching
needs no dictionary of readings. In the index every such token starts with a private-use character: it is told from words
by that, and an English query does not meet it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby

from aligner.text import has_han

PINYIN, INITIALS = "\ue000", "\ue001"
"""Marks in front of the tokens of a reading and of initials. FTS5's unicode61 takes private-use characters for letters."""

LONGEST = 12
"""Units (syllables, or runs of letters and digits) of the longest term that is also found by the end of its reading."""

_LONGEST_PHRASE = 10  # of pypinyin's list
_SYLLABLE = (
    "(?:[bpmf]|[dt]|[nl]|[gkh]|[jqx]|[zcs]h?|r|y|w)?(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|van|ai|ei|ao|ou|an|en|"
    "er|in|un|vn|ia|ie|iu|ua|uo|ui|ue|ve|a|o|e|i|u|v)"
)
_READING = re.compile(rf"(?:[a-z0-9]*?)(?:{_SYLLABLE})+")
_NUMBERED = re.compile(r"(?<=[a-zü])[1-5](?![0-9])")
_APART = re.compile(r"[\s'’·-]+")
_FIRST_LETTERS = re.compile(r"[a-hj-tw-z][a-hj-tw-z0-9]{1,9}")


def syllables(units: list[str]) -> list[str]:
    """The sound of each unit of a Chinese key: a syllable without its tone, or the unit itself where it is no ideograph."""
    sounds: list[str] = []
    for chinese, run in groupby(units, has_han):
        piece = list(run)
        # in one piece, because 行 in 银行 sounds otherwise than alone
        sounds += _spoken("".join(piece)) if chinese else piece
    return sounds


def _spoken(run: str) -> list[str]:
    """The syllables of a run of ideographs by pypinyin's lists: the longest phrase that begins here, else the character.

    That is how pypinyin divides a text itself, in a quarter of the time; what its lists lack is left to it.
    """
    from pypinyin import lazy_pinyin
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    sounds: list[str] = []
    while len(sounds) < len(run):
        start = len(sounds)
        for stop in range(min(len(run), start + _LONGEST_PHRASE), start + 1, -1):
            known = PHRASES_DICT.get(run[start:stop])
            if known and len(known) == stop - start:
                sounds += [_toneless(readings[0]) for readings in known]
                break
        else:
            if ord(run[start]) not in PINYIN_DICT:
                return [_plain(sound) for sound in lazy_pinyin(run, errors=list)]  # type: ignore[arg-type]
            sounds.append(_toneless(PINYIN_DICT[ord(run[start])].split(",")[0]))
    return sounds


@lru_cache(maxsize=4096)
def _toneless(sound: str) -> str:
    """A syllable without its tone: `lǜ` is `lv`."""
    letters = unicodedata.normalize("NFD", sound)
    return _plain(unicodedata.normalize("NFC", "".join(c for c in letters if not unicodedata.combining(c) or c == "\u0308")))


def tokens(units: list[str]) -> list[str]:
    """Index tokens of a Chinese key: its whole reading, its initials, then its reading from the second unit, the third, …

    Empty where the key has no ideograph, so that there is nothing to sound.
    """
    sounds = syllables(units)
    if sounds == units:
        return []
    initials = "".join(sound if sound == unit else sound[0] for sound, unit in zip(sounds, units, strict=True))
    ends = range(1, len(sounds)) if len(sounds) <= LONGEST else ()
    return [PINYIN + "".join(sounds), INITIALS + initials, *(PINYIN + "".join(sounds[i:]) for i in ends)]


def _plain(sound: str) -> str:
    """One spelling of ü: v alone, but lue and nue, as it is typed either way."""
    return sound.replace("ü", "v").replace("lve", "lue").replace("nve", "nue")


def reading(query: str) -> str:
    """A query as the index spells readings, without tones, spaces and apostrophes; empty where it is no pinyin."""
    joined = _plain(_APART.sub("", _NUMBERED.sub("", without_tones(query).replace("u:", "ü"))))
    return joined if _READING.fullmatch(joined) else ""


def without_tones(query: str) -> str:
    """Small letters of one width, without accents but for that of ü."""
    letters = unicodedata.normalize("NFKD", query.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in letters if not unicodedata.combining(c) or c == "\u0308"))


def first_letters(query: str) -> str:
    """A query as initials of syllables; empty where it cannot be any: no syllable begins with i, u or v."""
    plain = without_tones(query.strip())
    return plain if _FIRST_LETTERS.fullmatch(plain) else ""


def spot(found: list[str], asked: str) -> tuple[int, int | None] | None:
    """The units [start, stop) of a term that a reading names; no stop where that is the end, or not known.

    `found` are the term's tokens as `tokens` gives them. None where the reading is not in it.
    """
    readings = [token[1:] for token in found if token.startswith(PINYIN)]
    for start, sound in enumerate(readings):
        if sound.startswith(asked):
            return start, next(
                (n for n in range(start + 1, len(readings)) if len(sound) - len(readings[n]) >= len(asked)), None
            )
    return None
