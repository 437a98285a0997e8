"""Which part of a term a query matched: offsets into the term as it is written."""

from __future__ import annotations

import re

from aligner.text import HAN, en_key, zh_key
from glossary import keys, sounds
from glossary.matching import Match
from glossary.stems import singular, stem

Spots = tuple[tuple[int, int], ...]
"""Stretches [start, stop) of a text, in order, none touching the next."""

_WORD = re.compile(rf"[^\W_{HAN}]+(?:['’][^\W_{HAN}]+)*")


def spots(match: Match) -> Spots:
    """The parts of the matched term that the query stands for."""
    whole = ((0, len(match.text)),)
    if match.how in ("exact", "initials", "pattern", "similar"):
        return whole
    if match.how == "pinyin":
        return _reading(match) or whole
    found = _characters(match.text, match.asked) if match.lang == "zh" else _words(match.text, match.asked)
    return found or whole


def _offsets(text: str) -> tuple[str, list[int]]:
    """A Chinese text as a key, and for each character of it the place in the text."""
    parts = [(zh_key(character), at) for at, character in enumerate(text)]
    return "".join(part for part, _ in parts), [at for part, at in parts for _ in part]


def _characters(text: str, asked: str) -> Spots:
    key, offsets = _offsets(text)
    start = key.find(asked)
    return ((offsets[start], offsets[start + len(asked) - 1] + 1),) if start >= 0 and asked else ()


def _reading(match: Match) -> Spots:
    place = sounds.spot(match.words.split(" "), match.asked)
    key, offsets = _offsets(match.text)
    if place is None or not offsets:
        return ()
    start, stop = place
    lengths = [0]
    for unit in keys.units(key):
        lengths.append(key.index(unit, lengths[-1]) + len(unit))
    last = lengths[stop] if stop is not None and stop < len(lengths) else len(key)
    return ((offsets[lengths[start]], offsets[last - 1] + 1),)


def _words(text: str, asked: str) -> Spots:
    """The words of a text that a word of the query inflects to; the query's last word may be the start of one."""
    wanted = asked.split()
    plain, stems, last = set(map(singular, wanted)), set(map(stem, wanted)), wanted[-1] if wanted else ""
    found: list[tuple[int, int]] = []
    for word in _WORD.finditer(text):
        key = en_key(word.group())
        if singular(key) in plain or stem(key) in stems:
            start, stop = word.span()
        elif last and key.startswith(last):
            start, stop = word.start(), word.start() + len(last)
        else:
            continue
        if found and not text[found[-1][1] : start].strip(" -–"):
            start = found.pop()[0]
        found.append((start, stop))
    return tuple(found)
