"""The passes over a corpus: links are counted, then terms are found with what was counted, shard by shard.

What a shard gives depends on the counts of all, and the counts are sums over shards: shards can be worked on in any number of
processes, and those that a run before this one finished are not worked on again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from aligner.alike import WordVectors, nearest
from aligner.candidates import Roles, Sightings, sightings
from aligner.indexing import SHARD, Rows
from aligner.tally import span_hashes
from aligner.words import Beliefs
from aligner.work import digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from aligner.associates import Associates
    from aligner.corpus import Corpus
    from aligner.indexing import Ints
    from aligner.work import Arrays, Work


HELD = 4_000_000  # sightings in memory, some 50 bytes each; a corpus of 100,000 sentence pairs stays below
KINDS = ("i4",) * 5 + ("f4",) * 4 + ("f2",) * 5 + ("?",)  # of a sighting's fields


class Finder(NamedTuple):
    """All that finding terms in a shard takes.

    `keep` is the least share of link belief inside a pair of spans; with `alike` those most alike as wholes are pairs too.
    """

    beliefs: Beliefs
    zh_roles: Roles
    en_roles: Roles
    keep: float
    names: Associates
    alike: bool = False


def count(beliefs: Beliefs, corpus: Corpus, model: str, work: Work) -> None:
    """Let the beliefs look at all of the corpus, as often as their settings say."""
    for current in range(beliefs.passes()):
        key = _key("links", corpus, model, beliefs, current)
        found = work.each(_links, (beliefs, current), beliefs.shards(), key=key, alone=len(corpus.pairs) <= SHARD)
        told = _told(found, work, len(corpus.pairs), f"linking words, {current + 1} of {beliefs.passes()}")
        beliefs.counts = beliefs.counts.summed(told)
    work.release()  # before finding terms this process needs room for itself


def find(finder: Finder, corpus: Corpus, model: str, work: Work) -> Sightings:
    """The sightings of all shards, in the order of the text."""
    import numpy as np

    shards = finder.beliefs.shards()
    # a piece of a version that measured something else is no piece of this run
    key = _key(" ".join(Sightings._fields), corpus, model, finder.beliefs, finder.keep)
    found = work.each(_sightings, finder, shards, key=key, alone=len(corpus.pairs) <= SHARD)
    parts: list[Sightings] = [_nothing()]
    held = 0
    for part in _told(found, work, len(corpus.pairs), "finding terms"):
        parts.append(Sightings._make(part))
        held += len(parts[-1].sentence)
        if held > HELD:
            parts = [thinned(_joined(parts), corpus, finder.beliefs.stem_of, HELD // 2)]
            held = len(parts[0].sentence)
    work.release()
    every = _joined(parts)
    del parts
    # as they stand in the text: which sighting of equals comes first must not depend on how the work was divided
    order = np.lexsort((every.en_stop, every.en_start, every.zh_stop, every.zh_start, every.sentence))
    return Sightings._make(column[order] for column in every)


def thinned(found: Sightings, corpus: Corpus, stem_of: Ints, most: int) -> Sightings:
    """At most so many sightings: those of the most promising pairs of expressions.

    This is lossy counting (Manku and Motwani, "Approximate Frequency Counts over Data Streams", VLDB 2002) with the strength of
    the links beside the count: a pair that was seen once or twice so far with loose links goes, and if it comes again later it
    is counted from then on. What is lost: rare pairs that the links hardly support, and for others at most the sightings before
    the last time they fell out.
    """
    import numpy as np

    zh, zh_ends, en, en_ends = corpus.indexed.arrays()
    at, to = zh_ends[found.sentence], en_ends[found.sentence]
    code = span_hashes(zh, at + found.zh_start, at + found.zh_stop) * np.uint64(3)
    code ^= span_hashes(stem_of[en], to + found.en_start, to + found.en_stop)
    _, of, count = np.unique(code, return_inverse=True, return_counts=True)
    strength = np.full(len(count), -9, np.float32)
    np.maximum.at(strength, of, found.mutual - 3 * (found.zh_leak + found.en_leak))
    best = np.argsort(-(np.log(count) + strength), kind="stable")
    kept = np.zeros(len(count), bool)
    kept[best[np.cumsum(count[best]) <= most]] = True
    return Sightings._make(column[kept[of]] for column in found)


def _joined(parts: list[Sightings]) -> Sightings:
    import numpy as np

    return Sightings._make(np.concatenate(column) for column in zip(*parts, strict=True))


def _told(found: Any, work: Work, total: int, what: str) -> Any:
    for number, part in enumerate(found, 1):
        yield part
        if work.progress:
            work.progress(min(number * SHARD, total), total, what)


def _key(kind: str, corpus: Corpus, model: str, beliefs: Beliefs, more: float) -> Callable[[Rows], str] | None:
    """What a shard's piece depends on; nothing is kept for a model that cannot be told from others."""
    return (lambda rows: digest(kind, corpus.name, model, repr(beliefs.settings), more, rows)) if model else None


def _links(shared: tuple[Beliefs, int], rows: Rows) -> Arrays:
    beliefs, current = shared
    return beliefs.links(rows, current)


def _sightings(finder: Finder, rows: Rows) -> Arrays:
    import numpy as np

    beliefs, roles = finder.beliefs, (finder.zh_roles, finder.en_roles)
    vectors = WordVectors.of(beliefs.zh_vectors, beliefs.en_vectors) if finder.alike else None
    parts = []
    for batch, belief, loose in beliefs.with_leftovers(rows, beliefs.passes()):
        alike = nearest(batch, vectors, *roles) if vectors else None
        parts.append(sightings(batch, belief, loose, *roles, finder.keep, finder.names, alike))
    columns = zip(*(parts or [_nothing()]), strict=True)
    return tuple(np.concatenate(column).astype(kind, copy=False) for column, kind in zip(columns, KINDS, strict=True))


def _nothing() -> Sightings:
    import numpy as np

    return Sightings._make(np.zeros(0, kind) for kind in KINDS)
