"""Hand-made extractions."""

from __future__ import annotations

import hashlib

from aligner.records import Candidate, DocumentInfo, Evidence, Extraction, Place, Segment, SegmentPair, Status


def sighting(document: str = "a.txt", line: int = 1, en: str = "", zh: str = "", method: str = "gloss:bracket") -> Evidence:
    """One sighting of a pair."""
    return Evidence(method, document, Place(line, 5), Place(line, 1), zh, en, 0.9)


def pair(
    zh: str,
    en: str,
    *seen: Evidence,
    status: Status = "candidate",
    score: float = 0.9,
    termhood: float = 0.5,
    definition: str = "",
) -> Candidate:
    """A candidate; seen once in a.txt where nothing else is said."""
    return Candidate(zh, en, seen or (sighting(),), status, score, termhood, definition)


def document(name: str = "a.txt", text: str = "") -> DocumentInfo:
    """A document whose digest is that of its name and text."""
    return DocumentInfo(name, hashlib.sha256(f"{name}{text}".encode()).hexdigest(), "txt", 100)


def extraction(*candidates: Candidate, text: str = "", names: tuple[str, ...] = ("a.txt",)) -> Extraction:
    """The candidates of some documents, with one stored sentence pair each."""
    segments = tuple(
        SegmentPair(
            Segment("大V要营造风清气正的网络空间。", "zh", Place(3, 1)),
            Segment("Big Vs must create a clean and correct atmosphere in China’s cyberspace.", "en", Place(4, 1)),
            0.9,
            "passage",
            name,
        )
        for name in names
    )
    return Extraction(tuple(document(name, text) for name in names), segments, candidates)


SMALL = (
    pair(
        "风清气正", "clean and correct atmosphere",
        sighting(line=1, en="create a clean and correct atmosphere (风清气正) in cyberspace"), score=0.98, termhood=0.8,
    ),
    pair("网络强国", "cyber powerhouse", sighting(line=2, en="a cyber powerhouse (网络强国)"), status="preferred",
        definition="A goal."),
    pair("网络强国", "cyber superpower", sighting(line=2, en="include “cyber superpower”"), status="admitted", score=0.7),
    pair("網絡強國", "Cyber Powerhouse", sighting(line=7, en="Cyber Powerhouse (網絡強國)"), status="preferred"),
    pair("小切口法", "small incisions", sighting(line=8, en="“small incisions” (小切口法)")),
    pair("大V", "Big Vs", sighting(line=9), score=0.6),
    pair("AIGC工作室", "AIGC studios", sighting(line=10), score=0.6),
    pair("可灵AI", "Kling AI", sighting(line=11), score=0.6),
)  # fmt: skip
