"""Ranked term pairs out of aligned sentences: align words, find candidates, score them, settle what competes."""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any, overload

from aligner import lexicon, ranking, termhood
from aligner.company import second_look
from aligner.explaining import pack
from aligner.grammar import ZH_CLASSES, zh_role
from aligner.indexing import SHARD
from aligner.kinship import related
from aligner.nesting import fragments, nouns, phrases
from aligner.order import place, weights
from aligner.records import Candidate, Evidence, Place
from aligner.table import Table, build
from aligner.text import en_key, simplify, zh_key

if TYPE_CHECKING:
    from aligner.indexing import Floats, Ints
    from aligner.records import Segment, SegmentPair
    from aligner.words import TextEncoder
    from aligner.work import Work

LEAST = 0.001  # product of both scores under which a pair is not proposed
HARDLY = 0.005  # translation score under which it is not, be the term ever so good: of 2,600 such pairs one was right
VARIANT = 0.1  # share of the best rendering's worth that another rendering of the term needs
PIECE = 0.3  # the same for a rendering that is a piece of the best one, or the best one with more around it
FRAGMENT = 0.3  # factor on the termhood of a pair that is only ever part of a better one, or a phrase made of others
EXPRESSION = 0.2  # termhood of a four-character expression, at least
SUFFIXES = frozenset("力性度率感")  # that make a noun of a verb: 引领力, 可比性
BEST = 0.5  # factor on that floor for the best rendering of a term
SHARED = 0.7  # weight of the term's termhood in that of each of its renderings, on a log scale
SIGHTINGS = 50  # places kept of a candidate, or one a document where it has more documents
FORMS = 200  # sightings that the written form is chosen from
PLAIN = 0.25  # how often, beside a past form, a word must be seen without its ending to be shown so

_PAST, _ING = re.compile(r"[a-z]{2}ed$", re.I), re.compile(r"[a-z]{3}ing$", re.I)


def mine(
    pairs: Sequence[SegmentPair],
    encoder: TextEncoder,
    *,
    least: float = LEAST,
    ranker: ranking.Scorer | None = None,
    work: Work | None = None,
) -> list[Candidate]:
    """Term candidates of the pairs, best first; all pairs are looked at together, the more the better.

    `least` leaves out what is hardly a term pair. A candidate keeps some 50 places, those of `_places`. The order is by the
    chance of a good entry and, more gently, by how often the pair was seen. `work` says in how many processes; the result does
    not depend on it.
    """
    usable = [pair for pair in pairs if pair.zh.text.strip() and pair.en.text.strip()]
    if not usable:
        return []
    return rank(_built(usable, encoder, work), ranker, least)


def _built(pairs: Sequence[SegmentPair], encoder: TextEncoder, work: Work | None) -> Table:
    table = build(pairs, encoder, work=work)
    if len(pairs) > SHARD:  # a large run needs the room more than the word lists, which are read again in a second
        lexicon.forget()
        termhood.forget()
    return table


def rank(table: Table, ranker: ranking.Scorer | None = None, least: float = LEAST) -> list[Candidate]:
    """The candidates of a table, best first."""
    import numpy as np

    if not len(table.pairs.count):
        return []
    ranker = ranker or ranking.shipped()
    second_look(table, ranker.first)
    translation, own = ranker.scores(table)
    translation, own = nouns(table, translation), _expressions(table, own)
    termhood = related(table, translation, _shared(table, translation, own))
    seen = 1 + np.log(table.pairs.count)
    among = translation * own * seen
    phrase = phrases(table, among)
    # what is part of a phrase only, or of a list, is no fragment
    whole = np.where(phrase | fragments(table, np.where(phrase, FRAGMENT * among, among)), FRAGMENT, 1)
    worth = translation * termhood
    best, others = (place(translation, termhood * whole, seen, sure) for sure in weights(len(table.corpus.pairs)))
    order = _ordered(table.pairs.zh, best, others, among)
    # the best English of each Chinese term may be less sure than others: a missing term is worse than a missing variant
    _, best = np.unique(table.pairs.zh[order], return_index=True)
    floor = np.full(len(order), least)
    floor[best] *= BEST
    order = order[(worth[order] >= floor) & (translation[order] >= HARDLY)]
    features = dict(zip(order.tolist(), pack(table.names, table.features, order), strict=True))
    table = replace(table, store=table.store[:0].copy())  # the rest of the table needs the room
    # a piece of a term, or a phrase around it, is less of a term: its score says so, and whoever ranks by the scores ranks as we do
    return _variants(_settled(table, order.tolist(), translation, termhood * whole, features))


def _ordered(term: Ints, best: Floats, others: Floats, among: Floats) -> Ints:
    """Pairs, best first: a term's first rendering by `best`, its others by `others` and never before it.

    Between renderings of one term, `among`, how sure they are is nearly all that counts. Each takes one of the places that the
    term's pairs have.
    """
    import numpy as np

    takers = np.lexsort((-among, term))
    first = takers[np.flatnonzero(np.diff(term[takers], prepend=-1))]
    top = np.zeros(int(term.max()) + 1, best.dtype)
    top[term[first]] = best[first]
    rank = np.minimum(others, top[term])
    rank[first] = best[first]
    by = np.empty_like(rank)
    by[takers] = rank[np.lexsort((-rank, term))]
    return np.lexsort((-among, -by))


def _variants(found: list[Candidate]) -> list[Candidate]:
    """The candidates without the renderings that a far better one of the same term makes pointless.

    What is left behind the best rendering are variants that a person wants to see (banking sector, banking system), and not
    every phrase that the term was ever part of, nor a piece of the best one (Chinese for the Chinese nation).
    """
    best: dict[str, tuple[float, str]] = {}
    kept = []
    for candidate in found:
        worth, other = candidate.translation * candidate.termhood, en_key(candidate.en)
        top, english = best.setdefault(zh_key(candidate.zh), (worth, other))
        nested = other != english and (f" {other} " in f" {english} " or f" {english} " in f" {other} ")
        if worth >= (PIECE if nested else VARIANT) * top:
            kept.append(candidate)
    return kept


def _expressions(table: Table, termhood: Floats) -> Floats:
    """Four-character expressions (未雨绸缪, 自主可控) and nouns made of verbs (引领力, leading power) are entries of their own kind that
    finance reports, on which termhood was fitted, hardly have: they get a small chance beside what the features say."""
    import numpy as np

    column = {name: table.features[:, k] for k, name in enumerate(table.names)}
    size = table.zh_characters()[table.pairs.zh]
    idiom = column["zh_one"] * np.maximum(column["zh_first_idiom"], column["zh_first_verb"])
    both = (
        (column["zh_words"] == 2)
        * np.maximum(column["zh_last_verb"], column["zh_last_adjective"])
        * (column["zh_first_noun"] == 0)
    )
    four = (size == 4) & (np.maximum(idiom, both) > 0) & (column["zh_has_link"] == 0)
    ids, _, _, _ = table.corpus.indexed.arrays()
    suffix = np.array([word in SUFFIXES for word in table.corpus.indexed.zh_words])[ids[table.zh.stop - 1]][table.pairs.zh]
    made = (size == 3) & (column["zh_words"] == 2) & suffix & (column["zh_first_verb"] + column["zh_first_verbal"] > 0)
    return 1 - (1 - termhood) * (1 - EXPRESSION * (four | made))


def _shared(table: Table, translation: Floats, termhood: Floats) -> Floats:
    """Termhood as a property of the term: its renderings share most of that of the best of them, and are told apart by how well
    they translate it."""
    import numpy as np

    order = np.argsort(translation * termhood * (1 + np.log(table.pairs.count)), kind="stable")
    of_term = np.zeros(len(table.zh.hashes), np.float32)
    of_term[table.pairs.zh[order]] = termhood[order]
    return termhood ** (1 - SHARED) * of_term[table.pairs.zh] ** SHARED


def _settled(
    table: Table, order: list[int], translation: Floats, termhood: Floats, features: dict[int, bytes]
) -> list[Candidate]:
    """Candidates in order, one for each pair of match keys: what differs in segmentation or spelling only is one.

    Neither score of a rendering is higher than that of one that stands before it for the same term: whoever sorts by one of them or
    by both finds the same one on top. (The glossary also weighs how often a pair was seen, which now and then puts another there.)
    """
    import numpy as np

    of = table.pairs.of
    by_pair = np.argsort(of, kind="stable")
    starts = np.searchsorted(of[by_pair], np.arange(len(table.pairs.count) + 1))
    merged: dict[tuple[str, str], list[int]] = defaultdict(list)
    for pair in order:
        zh, en = table.texts(int(table.pairs.best[pair]))
        merged[zh_key(zh), en_key(en)].append(pair)
    found: list[Candidate] = []
    highest: dict[str, tuple[float, float]] = {}
    for (term, _), pairs in merged.items():
        sightings = [k for pair in pairs for k in by_pair[starts[pair] : starts[pair + 1]].tolist()]
        best = pairs[0]
        above = highest.get(term, (1.0, 1.0))
        scores = highest[term] = (min(float(translation[best]), above[0]), min(float(termhood[best]), above[1]))
        found.append(_candidate(table, sightings, scores, features.pop(best)))
    return found


def _candidate(table: Table, sightings: list[int], scores: tuple[float, float], features: bytes) -> Candidate:
    texts = [table.texts(k) for k in sightings[:FORMS]]
    zh = Counter(zh for zh, _ in texts).most_common(1)[0][0]
    en = _best_written([en for _, en in texts], verb=ZH_CLASSES[zh_role(simplify(zh)).kind] == "verb")
    kind = "name" if len(en.split()) > 1 and all(w[:1].isupper() for w in en.split() if len(w) > 3) else "term"
    translation, termhood = scores
    evidence = _Seen(table, *_places(table, sightings), translation)
    return Candidate(zh, en, evidence, translation=translation, termhood=termhood, kind=kind, features=features)  # type: ignore[arg-type]


def _places(table: Table, sightings: list[int]) -> tuple[array[int], array[int]]:
    """The sightings of a candidate whose places are kept, in the order of the text, and how many sightings each stands for.

    A sentence has one, which stands for as many as it has places of the Chinese expression. Where there are too many sentences the
    documents take turns, each with its first ones, so that all of them are named; the rest of a document is counted with its first.
    """
    starts: dict[int, dict[int, int]] = defaultdict(dict)  # sentence → place in it → sighting
    for sentence, start, sighting in zip(
        table.found.sentence[sightings].tolist(), table.found.zh_start[sightings].tolist(), sightings, strict=True
    ):
        starts[sentence].setdefault(start, sighting)
    of_document: dict[int, list[list[int]]] = defaultdict(list)  # document → [sighting, times] of its sentences
    for sentence in sorted(starts):
        places = starts[sentence]
        of_document[table.corpus.documents[sentence]].append([places[min(places)], len(places)])
    kept = list(of_document.values())
    if len(starts) > SIGHTINGS:
        turns = sorted((turn, number) for number, found in enumerate(kept) for turn in range(len(found)))
        room = Counter(number for _, number in turns[: max(SIGHTINGS, len(kept))])
        for number, found in enumerate(kept):
            found[0][1] += sum(times for _, times in found[room[number] :])
            del found[room[number] :]
    rows, times = zip(*chain.from_iterable(kept), strict=True)
    return array("i", rows), array("i", times)


class _Seen(Sequence[Evidence]):
    """The evidence of a candidate, made when it is asked for: a large corpus has millions of sightings and few are looked at twice.

    Equal to a sequence of equal evidence.
    """

    __slots__ = ("_counts", "_rows", "_score", "_table")

    def __init__(self, table: Table, rows: array[int], counts: array[int], score: float) -> None:
        self._table, self._rows, self._counts, self._score = table, rows, counts, score

    @property
    def times(self) -> int:
        """How many sightings all of it stands for."""
        return sum(self._counts)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Evidence: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Evidence, ...]: ...
    def __getitem__(self, at: int | slice) -> Evidence | tuple[Evidence, ...]:
        if isinstance(at, slice):
            return tuple(self[k] for k in range(*at.indices(len(self))))
        return _evidence(self._table, self._rows[at], self._score, self._counts[at])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __reduce__(self) -> tuple[type[tuple[Any, ...]], tuple[tuple[Evidence, ...]]]:
        return tuple, (tuple(self),)


def _best_written(forms: list[str], verb: bool = False) -> str:
    """The most frequent spelling; headings in capitals and words that only open a sentence do not count against others, and a
    past form does not stand for a word that is there without its ending (update, not updated), nor, where the Chinese is a
    `verb`, a form in -ing (touch, not touching)."""
    counts = Counter(forms)
    best = max(counts, key=lambda form: (not (form.isupper() and len(form) > 6), counts[form], -sum(map(str.isupper, form))))
    if " " in best or not (_PAST.search(best) or (verb and _ING.search(best))):
        return best
    plain = [form for form in counts if not _PAST.search(form) and not _ING.search(form)]
    if not plain or sum(counts[form] for form in plain) < PLAIN * counts[best]:
        return best
    return max(plain, key=lambda form: (verb and not form.endswith("s"), counts[form]))


def _evidence(table: Table, sighting: int, score: float, times: int) -> Evidence:
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
        times=times,
    )


def _moved(segment: Segment, offset: int) -> Place:
    """The place of an offset inside a segment; exact where the segment is a stretch of one line."""
    place = segment.place
    return Place(place.line, place.column + offset, place.where) if place.column else place
