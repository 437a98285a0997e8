"""Inline glosses: terms that running text gives in both languages, `clean and correct atmosphere (风清气正)`.

`find` reads the blocks of one document and gives every sighting; `aligner.pipeline` gathers sightings into candidates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aligner.flow import Block
from aligner.glosses import beside, chinese, english, notes, spelled
from aligner.glosses.affinity import Affinity, Encoder
from aligner.glosses.brackets import Bracket, Form, brackets, english_form, forms, translation_beside
from aligner.glosses.names import is_person
from aligner.records import Evidence, Kind, Status
from aligner.segment import split
from aligner.text import HAN, has_han, normalise

__all__ = ["Encoder", "Sighting", "find"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A pair seen once, as written, with its evidence; what `Candidate`s are gathered from."""

    zh: str
    en: str
    evidence: Evidence
    status: Status = "candidate"
    definition: str = ""
    kind: Kind = "term"


def find(blocks: Sequence[Block], document: str, encoder: Encoder) -> Iterator[Sighting]:
    """Every inline gloss of a document.

    `document` is its name for the evidence.
    """
    if not any(has_han(block.text) for block in blocks):
        return
    affinity = Affinity(encoder)
    for block in blocks:
        if has_han(block.text):
            yield from _Reader(block, document, affinity).read()
    for pair in beside.titles(blocks, affinity):
        yield _titles(pair, document)


# In Chinese running text a bracket glosses the words before it only where those are English.
_LATIN_BEFORE = re.compile(r"[A-Za-z][”\"’»]?\s*$")

# What the characters in a bracket are called, and no rendering of them: `the Chinese term (扶贫)`, `in Chinese (守株待兔)`. Where
# they say word or Chinese themselves it may be one: `in Chinese (中文)`.
_LABEL = re.compile(
    r"\b(?:Chinese (?:term|word|phrase|expression|idiom|saying|proverb)s?|(?:in|original) Chinese)\s*$", re.I
)
_OF_WORDS = re.compile("[词詞语語谚諺句汉漢中华華]")

_OR_QUOTED = re.compile(
    r"\s*,?\s*(?:or|that is|i\.e\.|meaning|literally|lit\.)[\s,]*(?:the\s+)?[“\"]([^“”\"]{2,80}?)[,.]?[”\"]"
)
_HAN_BEFORE = re.compile(rf"(?<![{HAN}A-Za-z])([{HAN}]{{2,12}})[”\"》]?(?:\s*/\s*[^\W\d_]+)?\s*$")


class _Reader:
    """One block, read from left to right: where the last gloss ended is where the next one may begin."""

    def __init__(self, block: Block, document: str, affinity: Affinity) -> None:
        self.block, self.document, self.affinity = block, document, affinity
        self.text, self.lang = block.text, block.lang
        self.marks = [(start, stop) for start, stop, kind in block.marks if kind != "code"]
        self._bounds: Sequence[tuple[int, int]] | None = None

    def read(self) -> Iterator[Sighting]:
        said: set[tuple[str, str]] = set()
        for sighting in self._all():
            key = (sighting.zh, sighting.en.casefold())
            if key not in said:
                said.add(key)
                yield sighting

    def _all(self) -> Iterator[Sighting]:
        # a note's statement is heard first: it settles the status that a bracket would only propose
        for mention in notes.mentions(self.text) if self.lang == "en" else ():
            yield self._sighting(mention.zh, mention.en, mention.method, 0.97, status=mention.status)
        floor = 0
        for bracket in brackets(self.text):
            if self.lang == "zh" and not _LATIN_BEFORE.search(self.text, max(0, bracket.start - 4), bracket.start):
                yield from self._english_in(bracket, floor)
            elif has_han(bracket.inside):
                yield from self._chinese_in(bracket, floor)
            else:
                yield from self._english_after(bracket)
                continue
            floor = bracket.stop
        for pair in beside.bylines(self.block):
            yield self._sighting(pair.zh, pair.en, pair.method, pair.score, kind="name")
        for pair in beside.inline_titles(self.block, self.affinity):
            yield self._sighting(pair.zh, pair.en, pair.method, pair.score, kind="title")

    def _chinese_in(self, bracket: Bracket, floor: int) -> Iterator[Sighting]:
        """What the characters in a bracket stand for. Several forms share the English that the longest one finds."""
        found = forms(bracket.inside)
        if not found:
            return
        longest = max(found, key=lambda form: len(form.text))
        if _LABEL.search(self.text, max(0, bracket.start - 30), bracket.start) and not _OF_WORDS.search(longest.text):
            return
        if spelled.is_romanised(self.text, bracket.start, longest.text):
            yield from self._translated_inside(bracket, longest)
            return
        span = english.find(self.text, bracket.start, longest.text, self.affinity, floor=floor, marks=self.marks)
        if span is None:
            return
        meaning = notes.definition(self.text, bracket.stop)
        for form in found:
            zh = _place(bracket, form.offset, form.text)
            yield self._sighting(zh, (span.start, span.stop), span.method, span.score, zh_text=form.text, definition=meaning)

    def _translated_inside(self, bracket: Bracket, form: Form) -> Iterator[Sighting]:
        """`zhanlüe xue (战略学; Science of Military Strategy)`: pinyin before, the English beside it or after."""
        inside, after = translation_beside(bracket.inside), _OR_QUOTED.match(self.text, bracket.stop)
        en = _place(bracket, inside[1], inside[0]) if inside else after.span(1) if after else None
        if en:
            zh = _place(bracket, form.offset, form.text)
            yield self._sighting(zh, en, "gloss:inside", 0.9, zh_text=form.text)

    def _english_after(self, bracket: Bracket) -> Iterator[Sighting]:
        """`信息化 (xinxihua, "informatization")` in English text: the characters before, the English in the bracket."""
        before = _HAN_BEFORE.search(self.text, max(0, bracket.start - 40), bracket.start)
        found = translation_beside(bracket.inside) if before else None
        if before and found:
            yield self._sighting(before.span(1), _place(bracket, found[1], found[0]), "gloss:inside", 0.9)

    def _english_in(self, bracket: Bracket, floor: int) -> Iterator[Sighting]:
        form = english_form(bracket.inside)
        if form is None:
            return
        en, offset = form
        span = chinese.find(self.text, bracket.start, en, self.affinity, floor=floor, marks=self.marks)
        if span is not None:
            yield self._sighting((span.start, span.stop), _place(bracket, offset, en), span.method, span.score)

    def _sighting(
        self,
        zh: tuple[int, int],
        en: tuple[int, int],
        method: str,
        score: float,
        *,
        zh_text: str = "",
        status: Status = "candidate",
        definition: str = "",
        kind: Kind | None = None,
    ) -> Sighting:
        zh_text = zh_text or self.text[zh[0] : zh[1]]
        en_text = tidy(self.text[en[0] : en[1]])
        context = self._context(min(zh[0], en[0]), max(zh[1], en[1]))
        evidence = Evidence(
            method,
            self.document,
            self.block.place(zh[0]),
            self.block.place(en[0]),
            context_zh=context if self.lang == "zh" else "",
            context_en=context if self.lang == "en" else "",
            score=score,
        )
        if kind is None:
            kind = "name" if method == "gloss:name" or (is_person(zh_text) and method == "gloss:capitals") else "term"
        return Sighting(zh_text, en_text, evidence, status, definition, kind)

    def _context(self, start: int, stop: int) -> str:
        """The sentence or sentences around both sides."""
        if self._bounds is None:
            self._bounds = split(self.text, self.lang)
        touched = [(a, b) for a, b in self._bounds if a < stop and b > start]
        return self.text[touched[0][0] : touched[-1][1]].strip() if touched else self.text[start:stop]


def _place(bracket: Bracket, offset: int, text: str) -> tuple[int, int]:
    """Where a stretch of a bracket's inside stands in the text around it."""
    start = bracket.inner + offset
    return start, start + len(text)


def _titles(pair: beside.Beside, document: str) -> Sighting:
    """A title whose languages stand in two blocks: each block is the context of its side."""
    zh_text, en_text = pair.zh_block.text, pair.en_block.text
    evidence = Evidence(
        pair.method,
        document,
        pair.zh_block.place(pair.zh[0]),
        pair.en_block.place(pair.en[0]),
        context_zh=zh_text.strip(),
        context_en=en_text.strip(),
        score=pair.score,
    )
    return Sighting(zh_text[slice(*pair.zh)], tidy(en_text[slice(*pair.en)]), evidence, kind="title")


def tidy(en: str) -> str:
    """An English term as it is written down: one space between words, no quotes around parts, no closing comma."""
    plain = re.sub(r"(?<=\w)[¹²³⁰⁴-⁹]+|\[\^?\w{1,12}\]", "", en)
    plain = re.sub(r"[“”\"]", "", plain)
    return normalise(" ".join(plain.split())).strip(" ,.;:")
