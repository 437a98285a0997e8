"""Headings of manuals, as examples of what a text is about: 引用计数, Reference Counting; 稀疏张量, Sparse tensors.

The segments of the manuals in `shared/corpora` that are short noun phrases are mostly headings, entries of tables and of menus.
Those that stand in running text too serve as an incomplete list of its terms, and the running text as the text: software, where
terms are shorter and commoner words than in reports and laws. The Cloud Native Glossary comes with its own list of terms.
"""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from aligner.records import Place, Segment, SegmentPair

CHUNK = 7000  # segments in a text
TEXTS = {"python_docs": 4, "django_docs": 4, "tensorflow_docs": 4, "vue_docs": 1, "cncf": 1}  # of each manual
LISTS = {"cncf": "cncf_terms"}

_NOT_HEADING = re.compile(r"[\d，。：:；;！？?!.%{}<>()（）\[\]\"“”「」='*、,/_`]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_GENERAL = frozenset(
    "example examples note notes see also summary overview introduction description usage license return returns default parameters "
    "arguments warning tip installation changes attributes methods".split()
)

Terms = dict[tuple[str, str], tuple[str, str]]


def is_heading(zh: str, en: str) -> bool:
    """Whether a segment and its translation are of the form of a heading: some words without marks or numbers."""
    zh, en = zh.strip(), en.strip()
    if _NOT_HEADING.search(zh + en) or en.lower() in _GENERAL:
        return False
    return len(_HAN.findall(zh)) >= 2 and len(zh) <= 10 and 1 <= len(en.split()) <= 4


def texts(corpora: Path) -> dict[str, tuple[list[SegmentPair], Terms]]:
    """Text by name: its segment pairs, and the headings of its manual, by scoring key."""
    from termnorm import pair_key

    found = {}
    for name, most in TEXTS.items():
        rows = _read(corpora / f"{name}.tsv.gz")
        listed = _read(corpora / f"{LISTS[name]}.tsv.gz") if name in LISTS else [row for row in rows if is_heading(*row)]
        terms = {pair_key(*row): row for row in listed}
        running = [(number, *row) for number, row in enumerate(rows) if not is_heading(*row)]
        for first in range(0, min(len(running), most * CHUNK), CHUNK):
            pairs = [
                SegmentPair(Segment(zh, "zh", Place(number)), Segment(en, "en", Place(number)), document=name)
                for number, zh, en in running[first : first + CHUNK]
            ]
            found[f"{name} from {first}"] = pairs, terms
    return found


def _read(path: Path) -> list[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        rows = (row.rstrip("\n").split("\t") for row in handle)
        return [(row[0], row[1]) for row in rows if len(row) > 1]
