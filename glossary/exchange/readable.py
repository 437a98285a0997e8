"""What the glossaries for reading share: entries by pinyin and by English, in both scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from aligner.text import has_han
from glossary.entries import Concept, Term
from glossary.exchange.base import Report
from glossary.exchange.termbase import kept_terms, language, pinyin

if TYPE_CHECKING:
    from opencc import OpenCC


@dataclass(frozen=True, slots=True)
class Item:
    """A concept ready to be shown: `other` is its best Chinese term in the other script, where that looks different."""

    concept: Concept
    zh: tuple[Term, ...]
    en: tuple[Term, ...]
    other: str
    reading: str

    @property
    def letter(self) -> str:
        """The letter of its place in the Chinese part: the first of the reading, without its tone."""
        return initial(self.reading)

    @property
    def sources(self) -> list[str]:
        """Where it was seen, and what its terms name as their source, each once."""
        terms = (*self.zh, *self.en)
        named = [term.source for term in terms] + [c.document for term in terms for c in term.contexts]
        return list(dict.fromkeys(filter(None, named)))


@cache
def _converter(name: str) -> OpenCC:
    from opencc import OpenCC

    return OpenCC(name)


def initial(text: str) -> str:
    """The letter a text is filed under: A to Z, or # for everything else."""
    import unicodedata

    first = unicodedata.normalize("NFD", text.lstrip("\"'“‘( ")[:1])[:1].upper()
    return first if "A" <= first <= "Z" else "#"


def items(concepts: Iterable[Concept], report: Report) -> Iterator[Item]:
    """The concepts that have a current term in both languages."""
    for concept in concepts:
        terms = kept_terms(concept, report)
        zh, en = (tuple(t for t in terms if t.lang == lang) for lang in ("zh", "en"))
        if not zh or not en:
            report.leave(f"{concept.id}", "no current term in one of the languages")
            continue
        best = zh[0]
        other = _converter("t2s" if language(best) == "zh-Hant" else "s2t").convert(best.text)
        shown = {term.text for term in zh}
        reading = best.reading or (pinyin(best.text) if has_han(best.text) else best.text)
        yield Item(concept, zh, en, "" if other in shown else other, reading)


def by_pinyin(found: Iterable[Item]) -> list[Item]:
    """In the order of a Chinese dictionary: by the letters of the reading, then its tones, then the characters."""
    import unicodedata

    def key(item: Item) -> tuple[bool, str, str, str]:
        plain = "".join(c for c in unicodedata.normalize("NFD", item.reading.casefold()) if not unicodedata.combining(c))
        return (item.letter == "#", plain, item.reading, item.zh[0].text)

    return sorted(found, key=key)


def by_english(found: Iterable[Item]) -> list[tuple[Term, Item]]:
    """Every English term with its item, alphabetically, articles and case apart."""
    from aligner.text import en_key

    pairs = [(term, item) for item in found for term in item.en]
    return sorted(
        pairs, key=lambda pair: (initial(pair[0].text) == "#", en_key(pair[0].text), pair[0].text, pair[1].concept.id)
    )
