"""Expressions that are most alike as wholes, whatever the words in them are linked to.

Words compete for each other in a sentence, and a part of a term may lose its partner to a word elsewhere: with a country in the
sentence, "national" goes to 国家, and 国歌 is left with "anthem". As wholes, 国歌 and "national anthem" are still each other's
nearest in the sentence. Pairs of vectors that are each other's nearest are how Artetxe, Labaka and Agirre ("A robust self-learning
method for fully unsupervised cross-lingual mappings of word embeddings", 2018) keep a dictionary clean; here they are spans.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

from aligner.candidates import LONGEST_EN, LONGEST_ZH, spans

if TYPE_CHECKING:
    from aligner.candidates import Roles
    from aligner.indexing import Batch, Floats, Ints

LEAST = 0.45  # cosine from which two expressions may be proposed for being nearest
STEPS = 256  # of a number in a vector: all sums are whole numbers below 2 ** 24, and no order of adding can change them


class WordVectors(NamedTuple):
    """Vectors of the words of both languages by word id in STEPS, [words, d]; id 0 is padding and has zeros."""

    zh: Floats
    en: Floats

    @classmethod
    def of(cls, zh: Floats, en: Floats) -> Self:
        """From unit vectors."""
        import numpy as np

        return cls(*(np.round(side * np.float32(STEPS)) for side in (zh, en)))


def nearest(batch: Batch, vectors: WordVectors, zh_roles: Roles, en_roles: Roles) -> Ints:
    """Quads (row, zh start, zh stop, en start, en stop) of spans that are each other's nearest in their sentence.

    A span's vector is the sum of those of its words; with the model's own vectors of whole expressions no more terms are found.
    """
    import numpy as np

    zh_row, zh_start, zh_stop = _by_row(*spans(batch.zh, zh_roles, LONGEST_ZH))
    en_row, en_start, en_stop = _by_row(*spans(batch.en, en_roles, LONGEST_EN))
    zh = _sums(vectors.zh[batch.zh], zh_row, zh_start, zh_stop)
    en = _sums(vectors.en[batch.en], en_row, en_start, en_stop)
    every = np.arange(len(batch.zh) + 1)
    zh_ends, en_ends = np.searchsorted(zh_row, every), np.searchsorted(en_row, every)
    found = [np.zeros((0, 2), np.int64)]
    for row in np.flatnonzero((np.diff(zh_ends) > 0) & (np.diff(en_ends) > 0)).tolist():
        first, other = int(zh_ends[row]), int(en_ends[row])
        cosine = _cosine(zh[first : zh_ends[row + 1]], en[other : en_ends[row + 1]])
        best, of = cosine.argmax(1), np.arange(len(cosine))
        chosen = np.flatnonzero((cosine.argmax(0)[best] == of) & (cosine[of, best] >= LEAST))
        found.append(np.stack([first + chosen, other + best[chosen]], 1))
    z, e = np.concatenate(found).T
    return np.stack([zh_row[z], zh_start[z], zh_stop[z], en_start[e], en_stop[e]], 1).astype(np.int32)


def _by_row(row: Ints, start: Ints, stop: Ints) -> tuple[Ints, Ints, Ints]:
    import numpy as np

    order = np.argsort(row, kind="stable")
    return row[order], start[order], stop[order]


def _sums(words: Floats, row: Ints, start: Ints, stop: Ints) -> Floats:
    """Vectors of spans, [spans, d], by those of the words of a batch, [B, n, d]."""
    import numpy as np

    sums = np.concatenate([np.zeros_like(words[:, :1]), np.cumsum(words, 1)], 1)
    return np.asarray(sums[row, stop] - sums[row, start])


def _cosine(zh: Floats, en: Floats) -> Floats:
    """[zh spans, en spans]; 0 where a vector is nothing."""
    import numpy as np

    lengths = np.sqrt((zh * zh).sum(1))[:, None] * np.sqrt((en * en).sum(1))
    return np.asarray(zh @ en.T / np.maximum(lengths, 1))


__all__ = ["LEAST", "WordVectors", "nearest"]
