"""Ranked term pairs out of aligned sentences: align words, find candidates, score them, settle what competes."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from aligner import ranking
from aligner.records import Candidate, Evidence, Place
from aligner.table import Table, build
from aligner.text import en_key, zh_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aligner.records import Segment, SegmentPair
    from aligner.words import Floats, TextEncoder

LEAST = 0.01  # product of both scores under which a pair is not proposed
SIGHTINGS = 50  # places kept of a candidate


def mine(
    pairs: Sequence[SegmentPair],
    encoder: TextEncoder,
    *,
    least: float = LEAST,
    ranker: ranking.Ranker | None = None,
    progress: Callable[[int, int | None, str], None] | None = None,
) -> list[Candidate]:
    """Term candidates of the pairs, best first; all pairs are looked at together, the more the better.

    `least` leaves out what is hardly a term pair. A candidate keeps the places of its first 50 sightings. The order is by the
    chance of a good entry and, more gently, by how often the pair was seen.
    """
    import numpy as np

    usable = [pair for pair in pairs if pair.zh.text.strip() and pair.en.text.strip()]
    if not usable:
        return []
    table = build(usable, encoder, progress=progress)
    if not len(table.pairs.count):
        return []
    translation, termhood = (ranker or ranking.shipped()).scores(table)
    worth = translation * termhood
    order = np.argsort(-worth * (1 + np.log(table.pairs.count)), kind="stable")
    order = order[worth[order] >= least]
    return _settled(table, order.tolist(), translation, termhood)


def _settled(table: Table, order: list[int], translation: Floats, termhood: Floats) -> list[Candidate]:
    """Candidates in order, one for each pair of match keys: what differs in segmentation or spelling only is one."""
    import numpy as np

    of = table.pairs.of
    by_pair = np.argsort(of, kind="stable")
    starts = np.searchsorted(of[by_pair], np.arange(len(table.pairs.count) + 1))
    merged: dict[tuple[str, str], list[int]] = defaultdict(list)
    scores: dict[tuple[str, str], tuple[float, float]] = {}
    for pair in order:
        zh, en = table.texts(int(table.pairs.best[pair]))
        key = zh_key(zh), en_key(en)
        scores.setdefault(key, (float(translation[pair]), float(termhood[pair])))
        merged[key].extend(by_pair[starts[pair] : starts[pair + 1]].tolist())
    return [_candidate(table, sightings, *scores[key]) for key, sightings in merged.items()]


def _candidate(table: Table, sightings: list[int], translation: float, termhood: float) -> Candidate:
    texts = [table.texts(k) for k in sightings[: 4 * SIGHTINGS]]
    zh = Counter(zh for zh, _ in texts).most_common(1)[0][0]
    en = _best_written([en for _, en in texts])
    kind = "name" if len(en.split()) > 1 and all(w[:1].isupper() for w in en.split() if len(w) > 3) else "term"
    evidence = tuple(_evidence(table, k, translation) for k in sightings[:SIGHTINGS])
    return Candidate(zh, en, evidence, translation=translation, termhood=termhood, kind=kind)  # type: ignore[arg-type]


def _best_written(forms: list[str]) -> str:
    """The most frequent spelling; headings in capitals and words that only open a sentence do not count against others."""
    counts = Counter(forms)
    return max(counts, key=lambda form: (not (form.isupper() and len(form) > 6), counts[form], -sum(map(str.isupper, form))))


def _evidence(table: Table, sighting: int, score: float) -> Evidence:
    pair = table.corpus.pairs[int(table.found.sentence[sighting])]
    zh, en = table.zh_span(sighting)[0], table.en_span(sighting)[0]
    return Evidence(
        "words",
        pair.document,
        _moved(pair.zh, zh),
        _moved(pair.en, en),
        context_zh=pair.zh.text,
        context_en=pair.en.text,
        score=score,
    )


def _moved(segment: Segment, offset: int) -> Place:
    """The place of an offset inside a segment; exact where the segment is a stretch of one line."""
    place = segment.place
    return Place(place.line, place.column + offset, place.where) if place.column else place
