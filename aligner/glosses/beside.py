"""Terms that stand in both languages side by side without a bracket.

A byline (`译者：唐凤 Audrey Tang，周宜蔓 Gisele Chou`), a title on two neighbouring lines, or a quoted pair in one breath
(`"数位 Plurality"`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from aligner import passages
from aligner.flow import Block
from aligner.glosses.affinity import Affinity
from aligner.glosses.brackets import is_credit
from aligner.glosses.names import is_person, spells, surname_length
from aligner.text import HAN, has_han

_BYLINE = re.compile(
    rf"(?P<zh>[{HAN}]{{2,4}}|[{HAN}]{{1,8}}[·•][{HAN}]{{1,8}})\s+(?P<en>[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]*){{1,3}})(?=\s*(?:[,，、;；|/]|$|\)|）))"
    rf"|(?:\b[Bb]y\s+)?(?P<en2>[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]*){{1,3}})\s+(?P<zh2>[{HAN}]{{2,4}})(?=\s*(?:[,，、;；|/]|$|\)|）))"
)


@dataclass(frozen=True, slots=True)
class Beside:
    """A pair found side by side: the block and offsets of each side."""

    zh_block: Block
    zh: tuple[int, int]
    en_block: Block
    en: tuple[int, int]
    method: str
    score: float


def bylines(block: Block) -> Iterator[Beside]:
    """Names in both languages in one line, where the letters spell the characters or at least the surname."""
    if len(block.text) > 300:
        return
    for found in _BYLINE.finditer(block.text):
        zh, en = ("zh", "en") if found["zh"] else ("zh2", "en2")
        if _same_name(found[zh], found[en]):
            yield Beside(block, found.span(zh), block, found.span(en), "gloss:byline", 0.95)


def _same_name(zh: str, en: str) -> bool:
    words = en.split()
    if spells(en, zh) or spells("".join(reversed(words)), zh) or spells(words[-1] + "".join(words[:-1]), zh):
        return True
    if not is_person(zh):
        return False
    surname = zh[: surname_length(zh)]
    return spells(words[-1], surname) or spells(words[0], surname)


_LIKE = 0.6  # least likeness of two titles
_LONGEST_TITLE = 20  # characters: a longer one is a sentence, kept as a segment pair and not as a term


def inline_titles(block: Block, affinity: Affinity) -> Iterator[Beside]:
    """A title in running text with its translation next to it: `In Seizing the Initiative 把握主动, Zhao writes`."""
    for zh, en in passages.titles(block.text):
        title = block.text[slice(*zh)].strip(" ,，。")
        likeness = _likeness(title.strip("《》"), block.text[slice(*en)], affinity)
        if _is_title_zh(title) and not is_credit(title) and likeness >= _LIKE:
            left = zh[0] + (1 if title.startswith("《") else 0)
            yield Beside(block, (left, left + len(title.strip("《》"))), block, en, "gloss:title", _score(likeness))


def titles(blocks: Sequence[Block], affinity: Affinity) -> Iterator[Beside]:
    """A title on two neighbouring lines, one in each language, that the model takes for translations."""
    for first, second in pairwise(blocks):
        zh, en = (first, second) if has_han(first.text) else (second, first)
        if not _is_title_zh(zh.text) or not _is_title_en(en):
            continue
        start, stop = _core(en.text)
        title = zh.text.strip()
        likeness = _likeness(title.strip("《》"), en.text[start:stop], affinity)
        if likeness >= _LIKE:
            left = zh.text.index(title) + (1 if title.startswith("《") else 0)
            span = (left, left + len(title.strip("《》")))
            yield Beside(zh, span, en, (start, stop), "gloss:title", _score(likeness))


def _score(likeness: float) -> float:
    """A title's score: never certain, and without the digits that depend on how many threads added up the vectors."""
    return round(min(0.95, likeness), 3)


def _likeness(zh: str, en: str, affinity: Affinity) -> float:
    """How surely two titles translate each other: their cosine, and the share of characters that the words say."""
    words = re.findall(r"[A-Za-z][\w'’-]*", en)
    said = float(affinity.words(zh, [w for w in words if len(w) > 3] or words).max(axis=0, initial=0.0).mean())
    return float(affinity.whole(zh, [en])[0]) + said / 3


def _is_title_zh(text: str) -> bool:
    title = text.strip()
    return (
        2 <= len(title) <= _LONGEST_TITLE
        and re.fullmatch(f"《?[{HAN}A-Za-z0-9·、：；，—-]+》?", title) is not None
        and has_han(title)
    )


def _is_title_en(block: Block) -> bool:
    text = block.text.strip()
    if has_han(text) or len(text) > 120 or text.endswith((".", ",", ";", ":")):
        return False
    words = [w for w in re.findall(r"[A-Za-z][\w'’-]*", text) if len(w) > 3]
    return bool(words) and (block.kind == "heading" or sum(w[0].isupper() for w in words) >= 0.7 * len(words))


def _core(text: str) -> tuple[int, int]:
    """A title without its numbering: `Chapter 3: Water Rights` is about water rights."""
    lead = re.match(r"\s*(?:(?:chapter|section|part|article)\s+[\dIVX]+[.:]?\s*|[\dIVX]+(?:\.\d+)*[.):]?\s+)?", text, re.I)
    return (lead.end() if lead else 0), len(text.rstrip())
