"""Sightings to candidates: the same pair, seen several times and spelled several ways, is one candidate."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from aligner.glosses import Sighting
from aligner.mining import VARIANT
from aligner.records import Candidate, Evidence, Status
from aligner.text import en_key, only_han, zh_key

GIVEN = 0.95  # termhood of what a translator found worth giving in both languages
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


def together(given: Sequence[Candidate], mined: Sequence[Candidate]) -> list[Candidate]:
    """What documents give in both languages themselves and what was mined from them, as one list, the given first.

    A pair that is in both has the evidence of both, each sighting counted once, and the better of both scores. A mined rendering
    that is only a piece of the one that the document gives, or more than it, is left out: the document has said where the term
    begins and ends. So is one that is hardly worth anything beside it, and the Chinese that an English text has in brackets.
    """
    keys = {(zh_key(c.zh), en_key(c.en)): c for c in mined if not only_han(c.en)}
    found = []
    for candidate in given:
        twin = keys.pop((zh_key(candidate.zh), en_key(candidate.en)), None)
        if twin is not None:
            candidate = replace(
                candidate,
                evidence=(*candidate.evidence, *_beside(candidate.evidence, twin.evidence)),
                translation=max(candidate.translation, twin.translation),
                termhood=max(candidate.termhood, twin.termhood),
                features=twin.features,
            )
        found.append(candidate)
    said: defaultdict[str, list[str]] = defaultdict(list)
    best: defaultdict[str, float] = defaultdict(float)
    for candidate in found:
        zh = zh_key(candidate.zh)
        said[zh].append(en_key(candidate.en))
        best[zh] = max(best[zh], candidate.translation * candidate.termhood)
    rest = (
        candidate
        for (zh, en), candidate in keys.items()
        if candidate.translation * candidate.termhood >= VARIANT * best[zh]
        and not any(en in whole or whole in en for whole in said[zh])
    )
    return [*found, *rest]


def _beside(given: Sequence[Evidence], mined: Sequence[Evidence]) -> Iterator[Evidence]:
    """The mined evidence, less what was given in the same sentence: to quote a term or gloss it is not to say it twice."""
    said = Counter(sentence for seen in given for sentence in _sentences(seen))
    for seen in mined:
        again = min(seen.times, max((said[sentence] for sentence in _sentences(seen)), default=0))
        for sentence in _sentences(seen):
            said[sentence] = max(said[sentence] - again, 0)
        yield replace(seen, times=seen.times - again)


def _sentences(seen: Evidence) -> list[tuple[str, str, str]]:
    """What tells the sentence of a sighting: a document and a text on either side."""
    sides = (("zh", seen.context_zh), ("en", seen.context_en))
    return [(seen.document, lang, text) for lang, text in sides if text]


def _candidate(group: Sequence[Sighting]) -> Candidate:
    evidence = tuple(dict.fromkeys(sighting.evidence for sighting in group))
    return Candidate(
        zh=_usual(sighting.zh for sighting in group),
        en=_usual(sighting.en for sighting in group),
        evidence=evidence,
        status=min((sighting.status for sighting in group), key=_ORDER.index),
        translation=_together(evidence),
        termhood=GIVEN,
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
