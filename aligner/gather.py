"""Sightings to candidates: the same pair, seen several times and spelled several ways, is one candidate."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from aligner.glosses import Sighting
from aligner.records import Candidate, Evidence, Status
from aligner.text import en_key, zh_key

_ORDER: tuple[Status, ...] = ("preferred", "admitted", "candidate")


def gather(sightings: Iterable[Sighting]) -> list[Candidate]:
    """One candidate for each pair of match keys, in the order in which the pairs were first seen.

    The written form shown is the most frequent one; among equals the first. A status that a document states holds for all
    its sightings, and the first definition found is kept.
    """
    groups: defaultdict[tuple[str, str], list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        keys = zh_key(sighting.zh), en_key(sighting.en)
        if all(keys):
            groups[keys].append(sighting)
    return [_candidate(group) for group in groups.values()]


def _candidate(group: Sequence[Sighting]) -> Candidate:
    evidence = tuple(dict.fromkeys(sighting.evidence for sighting in group))
    return Candidate(
        zh=_usual(sighting.zh for sighting in group),
        en=_usual(sighting.en for sighting in group),
        evidence=evidence,
        status=min((sighting.status for sighting in group), key=_ORDER.index),
        translation=_together(evidence),
        definition=next((sighting.definition for sighting in group if sighting.definition), ""),
        kind=Counter(sighting.kind for sighting in group).most_common(1)[0][0],
    )


def _usual(forms: Iterable[str]) -> str:
    return Counter(forms).most_common(1)[0][0]


def _together(evidence: Sequence[Evidence]) -> float:
    """What several sightings are worth: the best one, and half of what is missing for each further document."""
    best = max(item.score for item in evidence)
    documents = len({item.document for item in evidence})
    return round(1 - (1 - best) * 0.5 ** (documents - 1), 4)
