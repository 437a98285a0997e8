"""What laws are about, as their titles say it: 護照條例, Passport Act; 傳染病防治法, Communicable Disease Control Act.

Titles name the subjects of a law in a word or two, often a common one (passport, land, fire services). In the articles that use
such a word again and again it is a term, and those of `shared/corpora/twlaw` cover all fields that a state knows.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

OFTEN, MORE = 8, 3  # times that a text must use a subject for it to be one of the text's, and times as often as texts do

_ZH = re.compile(r"(.{2,8}?)(?:法|條例)(?:施行細則)?")
_EN = re.compile(
    r"(?:The )?(?:Enforcement Rules (?:of|for) (?:the )?)?([A-Z][A-Za-z\s'’-]+?) (?:Act|Law|Statute|Ordinance|Code)"
)
_FRAMES = (  # what is done about the subject
    (re.compile("(.{2,})防[治制]"), re.compile("(.+?) (?:Prevention|Control|Prevention and Control)")),
    (re.compile("(.{2,})管理"), re.compile("(.+?) (?:Management|Administration|Control|Regulation)")),
    (re.compile("(.{2,})基本"), re.compile("(.+?) (?:Basic|Fundamental)")),
)
_LONGEST = 4  # English words


def subjects(path: Path) -> list[tuple[str, str]]:
    """The subjects of the titles of laws, each in both languages."""
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        rows = [line.rstrip("\n").split("\t")[:2] for line in handle]
    found = {}
    for row in rows:
        zh, en = _ZH.fullmatch(row[0]), _EN.fullmatch(row[1].strip())
        if zh is None or en is None:
            continue
        both = zh[1], en[1]
        for frame_zh, frame_en in _FRAMES:
            inner = frame_zh.fullmatch(both[0]), frame_en.fullmatch(both[1])
            if inner[0] and inner[1]:
                both = inner[0][1], inner[1][1]
        if len(both[1].split()) <= _LONGEST:
            found[both] = None
    return list(found)


def often(terms: Iterable[tuple[str, str]], texts: Mapping[str, tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """The terms, as scoring keys, that each text (as keys) uses often, and far more often than the texts do on average."""
    chosen: dict[str, list[tuple[str, str]]] = {name: [] for name in texts}
    for zh, en in terms:
        counts = {name: min(text[0].count(zh), text[1].count(en)) for name, text in texts.items()}
        least = max(OFTEN, MORE * sum(counts.values()) / len(counts))
        for name, count in counts.items():
            if count >= least:
                chosen[name].append((zh, en))
    return chosen
