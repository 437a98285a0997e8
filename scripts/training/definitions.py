"""Terms that laws define, as examples of what a term is in many domains: 「電信」：指… "Telecommunications": refers to …

The laws of `shared/corpora/twlaw` define some thousands of terms in both languages, from pharmacy to fisheries. Chunks of
consecutive articles serve as texts, the terms defined in them as an incomplete list of theirs. The defining articles themselves
are left out of the texts: a term must be told by how it is used.
"""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from aligner.records import Place, Segment, SegmentPair

CHUNK, CHUNKS = 3000, 24  # articles in a text, and how many texts: those with most terms

_TERM_ZH = r"「?([^：:，。、；「」（）()\s]{2,14}?)」?"
_REFERS_ZH = r"\s*(?:係|是|乃)?(?:指|謂)"
_ZH = (  # the first that fits; a law's own name before the term is none of it
    re.compile(rf"^(?:本|依本)[^，。]{{1,12}}所稱之?{_TERM_ZH}[，：]?{_REFERS_ZH}"),
    re.compile(rf"^{_TERM_ZH}(?:[（(][^）)]*[）)])?[：:，,]?{_REFERS_ZH}"),
)
_EN = re.compile(
    r"^(?:(?:The|the|A|An)\s+)?(?:term[s]?,?\s*)?[\"“”'‘—]*([A-Za-z][A-Za-z\s/&’'()-]{1,60}?)[\"”“'’,]*\s*"
    r"(?::|,?\s*(?:as (?:used|referred|mentioned|specified|defined)[^.:]{0,60}?"
    r"|(?:used|referred to|specified|mentioned|depicted|prescribed)?\s*(?:in|under|by) (?:this|the)[^.:]{0,40}?)?"
    r"\s*(?:shall )?(?:means?|refers?|denotes?|indicates?)\b)"
)
_AFTER_EN = re.compile(r"\s+(?:as|mentioned|referred(?: to)?|stated|set forth|herein|used)$")
Terms = dict[tuple[str, str], tuple[str, str]]

_NOT_TERMS = re.compile("前項|所稱|本法|本條例")


def defined(zh: str, en: str) -> tuple[str, str] | None:
    """The term that an article defines, ("", "") where it defines one but the two sides cannot be read, else None."""
    here = next((found for pattern in _ZH if (found := pattern.match(zh))), None)
    if here is None:
        return None
    there = _EN.match(en.strip())
    name = re.sub(r"\s*\(.*?\)", "", there[1]).strip(" ,'’") if there else ""
    while name != (name := _AFTER_EN.sub("", name)):
        pass
    if not name or len(name.split()) > 6 or _NOT_TERMS.search(here[1]):
        return "", ""
    return here[1], name


def texts(path: Path, titles: Path) -> dict[str, tuple[list[SegmentPair], Terms, Terms]]:
    """Text by name: its segment pairs, and by scoring key the terms that it defines and uses, and the subjects of laws that it
    uses more than other texts do."""
    from termnorm import en_key, pair_key, zh_key

    from training.titles import often, subjects

    with gzip.open(path, "rt", encoding="utf-8") as handle:
        rows = [tuple(row.rstrip("\n").split("\t")[:2]) for row in handle if "\t" in row]
    found, spelled = {}, {}
    for first in range(0, len(rows), CHUNK):
        articles, terms = [], {}
        for number, (zh, en) in enumerate(rows[first : first + CHUNK], first):
            term = defined(zh, en)
            if term is None:
                articles.append((number, zh, en))
            elif term[0]:
                terms[pair_key(*term)] = term
        keys = [(zh_key(zh), en_key(en)) for _, zh, en in articles]
        used = {key: term for key, term in terms.items() if any(key[0] in zh and key[1] in en for zh, en in keys)}
        name = f"law {first}"
        found[name] = articles, used
        spelled[name] = "\n".join(zh for zh, _ in keys), "\n".join(en for _, en in keys)
    topics = {pair_key(*pair): pair for pair in subjects(titles)}
    chosen = often(topics, spelled)
    most = sorted(found, key=lambda name: -len(found[name][1]))[:CHUNKS]
    return {name: (_pairs(found[name][0]), found[name][1], {key: topics[key] for key in chosen[name]}) for name in most}


def _pairs(articles: list[tuple[int, str, str]]) -> list[SegmentPair]:
    return [
        SegmentPair(Segment(zh, "zh", Place(number)), Segment(en, "en", Place(number)), document="law")
        for number, zh, en in articles
    ]
