"""The parallel text the model is trained on: what is read, how much of each source counts, and its hash."""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the corpora: at most `cap` of its pairs are used, each weighing `weight` in the draw of its kind."""

    name: str
    cap: int
    weight: float
    terms: bool = False


# Law is more than half of everything and the Bible is archaic: both are kept as a source of words, not of style.
SOURCES = (
    Source("tatoeba", 10**6, 6.0),
    Source("mlqe_wiki", 10**6, 3.0),
    Source("xquad_questions", 10**6, 2.0),
    Source("sdg", 10**6, 2.0),
    Source("cncf", 10**6, 1.0),
    Source("vue_docs", 10**6, 1.0),
    Source("python_docs", 10**6, 1.0),
    Source("django_docs", 10**6, 1.0),
    Source("tensorflow_docs", 10**6, 1.0),
    Source("bible", 10**6, 0.5),
    Source("twlaw", 120_000, 0.7),
    Source("cedict_simplified", 10**6, 1.0, terms=True),
    Source("cncf_terms", 10**6, 1.0, terms=True),
    Source("twlaw_titles", 10**6, 1.0, terms=True),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A zh and an en text that translate each other, and whether they are a term or a sentence."""

    zh: str
    en: str
    term: bool
    source: str


def read(folder: Path, seed: int) -> list[Pair]:
    """All pairs that are trained on, without repeats, in an order that depends on `seed` alone."""
    draw = random.Random(seed)
    pairs: list[Pair] = []
    seen: set[tuple[str, str]] = set()
    for source in SOURCES:
        rows = [row for row in _rows(folder / f"{source.name}.tsv.gz") if row not in seen and not seen.add(row)]
        if source.cap < len(rows):
            rows = draw.sample(rows, source.cap)
        pairs += [Pair(zh, en, source.terms, source.name) for zh, en in rows]
    draw.shuffle(pairs)
    return pairs


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            zh, en = line.rstrip("\n").split("\t")[:2]
            if zh.strip() and en.strip() and _comparable(zh, en):
                yield zh.strip(), en.strip()


def _comparable(zh: str, en: str) -> bool:
    """Whether the lengths can belong to one text in both languages; a list cut in half on one side teaches wrong links."""
    if len(zh) > 400 or len(en) > 1200:
        return False
    ratio = len(en) / len(zh)
    return len(zh) < 8 or 0.7 <= ratio <= 9.0


_SENSE_NOTE = re.compile(r"\([^()]*\)")
_SENSE_MARK = re.compile(r"\b(?:sb|sth|oneself|one's|fig|lit|abbr|idiom|coll|esp)\b\.?")


def senses(en: str) -> list[str]:
    """The renderings inside a dictionary sense, without notes: "to blend; to mix (fig.)" gives "blend" and "mix"."""
    plain = _SENSE_MARK.sub(" ", _SENSE_NOTE.sub(" ", en))
    parts = [re.sub(r"^(?:to|a|an|the) ", "", " ".join(part.split())) for part in re.split(r"[;,/]", plain)]
    return [part for part in dict.fromkeys(parts) if part and len(part.split()) <= 5]
