"""The passes over a corpus: links are counted, then terms are found with what was counted, shard by shard.

What a shard gives depends on the counts of all, and the counts are sums over shards: shards can be worked on in any number of
processes, and those that a run before this one finished are not worked on again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from aligner.candidates import Roles, Sightings, sightings
from aligner.words import SHARD, Beliefs, Rows
from aligner.work import digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from aligner.corpus import Corpus
    from aligner.work import Arrays, Work


class Finder(NamedTuple):
    """All that finding terms in a shard takes. `keep` is the least share of link belief inside a pair of spans."""

    beliefs: Beliefs
    zh_roles: Roles
    en_roles: Roles
    keep: float
    names: None = None


def count(beliefs: Beliefs, corpus: Corpus, model: str, work: Work) -> None:
    """Let the beliefs look at all of the corpus, as often as their settings say."""
    for current in range(beliefs.passes()):
        key = _key("links", corpus, model, beliefs, current)
        found = work.each(_links, (beliefs, current), beliefs.shards(), key=key, alone=len(corpus.pairs) <= SHARD)
        told = _told(found, work, len(corpus.pairs), f"linking words, {current + 1} of {beliefs.passes()}")
        beliefs.counts = beliefs.counts.summed(told)


def find(finder: Finder, corpus: Corpus, model: str, work: Work) -> Sightings:
    """The sightings of all shards, in the order of the text."""
    import numpy as np

    shards = finder.beliefs.shards()
    key = _key("sightings", corpus, model, finder.beliefs, finder.keep)
    found = work.each(_sightings, finder, shards, key=key, alone=len(corpus.pairs) <= SHARD)
    parts = list(_told(found, work, len(corpus.pairs), "finding terms"))
    work.release()
    every = Sightings._make(np.concatenate(column) for column in zip(*(parts or [_nothing()]), strict=True))
    # as they stand in the text: which sighting of equals comes first must not depend on how the work was divided
    order = np.lexsort((every.en_stop, every.en_start, every.zh_stop, every.zh_start, every.sentence))
    return Sightings._make(column[order] for column in every)


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

    parts = [
        sightings(batch, belief, finder.zh_roles, finder.en_roles, finder.keep)
        for batch, belief in finder.beliefs.last(rows, finder.beliefs.passes())
    ]
    columns = zip(*(parts or [_nothing()]), strict=True)
    kinds = (np.int32,) * 5 + (np.float32,) * 4 + (bool,)
    return tuple(np.concatenate(column).astype(kind, copy=False) for column, kind in zip(columns, kinds, strict=True))


def _nothing() -> Sightings:
    import numpy as np

    return Sightings._make([np.zeros(0, np.int32)] * 5 + [np.zeros(0, np.float32)] * 4 + [np.zeros(0, bool)])
