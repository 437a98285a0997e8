"""How likely groups of sentences translate each other, word by word.

A word of one side is explained by the sentences on the other side as in IBM model 1, P(w | G) = p(w) (λ + (1 - λ) mean of
r(w, e) over the words e of G), where r says how much more often than by chance w stands where e does. The first r comes from
the vectors of the words, a softmax over what else could stand there, and from numbers and spellings that are equal; the
second adds what this very document showed in a first pass (names above all), as Moore (AMTA 2002) does with a whole model 1.
The sum over G is additive over its sentences, so that 1-2 or 3-1 cost no more than 1-1 (vecalign, Thompson and Koehn 2019,
needs one vector for every possible merge), and since every word is explained exactly once, beads of any shape compare.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from aligner.likeness import marks
from aligner.records import Lang
from aligner.text import has_han, simplify
from aligner.tokens import tokenise_en, tokenise_zh

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]
    Ints = NDArray[np.int64]

MOST = 4  # sentences on one side of a bead
_BACKGROUND = 2000  # words on one side that stand for all words
_PUNCTUATION = frozenset('?!";:')  # the marks that a translator mostly keeps


class Encoder(Protocol):
    """What alignment asks of an encoder: unit vectors of texts and of single words, [n, d] float32."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]: ...

    def encode_tokens(self, tokens: Sequence[str]) -> NDArray[np.float32]: ...


@dataclass(frozen=True, slots=True)
class Settings:
    """Numbers of the word model, tuned on synthetic documents (scripts/bench_segments.py)."""

    sharpness: float = 14.0  # cosine of two words → log of r
    unexplained: float = 0.15  # λ: share of words that the other side does not explain
    equal: float = 300.0  # most that an equal number or spelling is worth, as r
    learnt: float = 0.5  # weight of what the first pass found in the document


class Side:
    """One side's sentences as word ids: flat, with `ends`; every sentence holds at least the empty word 0."""

    def __init__(self, sentences: Sequence[list[str]], lengths: Sequence[int]) -> None:
        import numpy as np

        known: dict[str, int] = {"": 0}
        flat = [[known.setdefault(word, len(known)) for word in words] or [0] for words in sentences]
        self.words = list(known)
        self.ids: Ints = np.fromiter((i for sentence in flat for i in sentence), np.int64)
        self.starts: Ints = np.concatenate(([0], np.cumsum([len(sentence) for sentence in flat], dtype=np.int64)))
        self.sizes: Ints = np.diff(self.starts)
        self.counts = np.bincount(self.ids, minlength=len(known)).astype(np.float32)
        self.lengths = np.maximum(np.asarray(lengths, np.float32), 1)

    def __len__(self) -> int:
        return len(self.sizes)


def zh_side(texts: Sequence[str]) -> Side:
    """Chinese sentences as words."""
    return Side([[t.key for t in tokenise_zh(text) if _counts(t.key)] for text in texts], [_width(t) for t in texts])


def en_side(texts: Sequence[str]) -> Side:
    """English sentences as words."""
    return Side([[t.key for t in tokenise_en(text) if _counts(t.key)] for text in texts], [len(t) for t in texts])


def _counts(key: str) -> bool:
    return any(c.isalnum() for c in key) or key in _PUNCTUATION


def _width(text: str) -> int:
    return sum(3 if c > "\u2e7f" else 1 for c in text)


class WordModel:
    """r(w, e) for the words of two sides, and what follows from it for groups of sentences."""

    def __init__(self, zh: Side, en: Side, encoder: Encoder, settings: Settings | None = None) -> None:
        import numpy as np

        self.zh, self.en, self.settings = zh, en, settings or Settings()
        s = np.float32(self.settings.sharpness)
        self.zh_vectors = _vectors(encoder, zh.words)
        self.en_vectors = _vectors(encoder, en.words)
        # log of what a word's neighbours-at-random sum to, so that hubs explain nothing
        zh_around = _background(encoder, self.zh_vectors, zh.counts, "zh")
        en_around = _background(encoder, self.en_vectors, en.counts, "en")
        self.zh_free = _free_energy(self.zh_vectors, *en_around, s)
        self.en_free = _free_energy(self.en_vectors, *zh_around, s)
        self.same = _same(zh, en, self.settings.equal)
        self.learnt: _Sparse | None = None

    def ratios(self, zh_ids: Ints, en_ids: Ints) -> Floats:
        """r [n, m] of two lists of word ids, each id once."""
        import numpy as np

        score = (self.zh_vectors[zh_ids] * np.float32(self.settings.sharpness)) @ self.en_vectors[en_ids].T
        score -= 0.5 * (self.zh_free[zh_ids][:, None] + self.en_free[en_ids][None, :])
        np.exp(np.minimum(score, 7.0), out=score)
        score[zh_ids == 0] = 0
        score[:, en_ids == 0] = 0
        self.same.put(score, zh_ids, en_ids)
        if self.learnt is not None:
            self.learnt.put(score, zh_ids, en_ids)
        return score

    def block(self, rows: range, columns: range) -> tuple[list[Floats], list[Floats]]:
        """Log likelihood ratios of the sentences `rows` × `columns`.

        First: for b = 1 … MOST, [rows, columns] the words of zh sentence i explained by the en sentences j … j+b-1; second: for
        a = 1 … MOST, [rows, columns] the words of en sentence j explained by the zh sentences i … i+a-1. Groups that reach
        over the edge are cut there.
        """
        import numpy as np

        zh, en = self.zh, self.en
        z = zh.ids[zh.starts[rows.start] : zh.starts[rows.stop]]
        e = en.ids[en.starts[columns.start] : en.starts[columns.stop]]
        z_cuts = zh.starts[rows.start : rows.stop] - zh.starts[rows.start]
        e_cuts = en.starts[columns.start : columns.stop] - en.starts[columns.start]
        z_words, z_at = np.unique(z, return_inverse=True)
        e_words, e_at = np.unique(e, return_inverse=True)
        ratio = self.ratios(z_words, e_words)
        by_en = _fold(ratio.T, e_at, e_cuts).T  # [zh words, en sentences]
        by_zh = _fold(ratio, z_at, z_cuts)  # [zh sentences, en words]
        quiet = np.float32(self.settings.unexplained)
        forward = [
            _fold(np.log(mean), z_at, z_cuts) for mean in _means(by_en, en.sizes[columns.start : columns.stop], quiet)
        ]
        backward = [_fold(np.log(mean), e_at, e_cuts).T for mean in _means(by_zh.T, zh.sizes[rows.start : rows.stop], quiet)]
        return forward, backward

    def learn(self, pairs: Sequence[tuple[Sequence[int], Sequence[int]]]) -> None:
        """Take from sentence groups known to translate each other which words of this document go together."""
        import numpy as np

        codes, weights = [], []
        for zs, es in pairs:
            z = np.unique(np.concatenate([self.zh.ids[self.zh.starts[i] : self.zh.starts[i + 1]] for i in zs]))
            e = np.unique(np.concatenate([self.en.ids[self.en.starts[j] : self.en.starts[j + 1]] for j in es]))
            ratio = self.ratios(z, e)
            link = np.sqrt(ratio / (ratio.sum(1, keepdims=True) + len(e)) * (ratio / (ratio.sum(0, keepdims=True) + len(z))))
            i, j = np.nonzero(link > 0.02)
            codes.append(z[i] * len(self.en.words) + e[j])
            weights.append(link[i, j])
        if not codes:
            return
        code, at = np.unique(np.concatenate(codes), return_inverse=True)
        count = np.bincount(at, np.concatenate(weights)).astype(np.float32)
        z, e = np.divmod(code, len(self.en.words))
        z_total = np.bincount(z, count, len(self.zh.words)).astype(np.float32)
        e_total = np.bincount(e, count, len(self.en.words)).astype(np.float32)
        expected = (z_total[z] + 1.0) * (e_total[e] + 1.0) / max(float(count.sum()), 1.0)
        # once seen proves little: the ratio grows into its full size over a few sightings
        value = self.settings.learnt * np.minimum(count / expected, 1000.0) * (count / (count + 2.0))
        keep = (value > 2) & (count > 0.3) & (z > 0) & (e > 0)
        self.learnt = _Sparse(z[keep], e[keep], value[keep], len(self.zh.words), len(self.en.words))


def _vectors(encoder: Encoder, words: list[str]) -> Floats:
    import numpy as np

    vectors = np.array(encoder.encode_tokens(words), np.float32)
    vectors[0] = 0
    return vectors


def _background(encoder: Encoder, vectors: Floats, counts: Floats, lang: Lang) -> tuple[Floats, Floats]:
    """Words that could stand anywhere, [n, d], and their shares: those of the document, and general ones where it is short.

    Square roots of the counts, because in a short text the translation itself would else be a large part of the background.
    """
    import numpy as np

    chosen = np.argsort(-counts[1:])[:_BACKGROUND] + 1
    weights = np.sqrt(counts[chosen])
    around = vectors[chosen]
    if len(chosen) < _BACKGROUND:
        from wordfreq import top_n_list

        general = top_n_list(lang, _BACKGROUND - len(chosen), wordlist="small")
        around = np.concatenate([around, np.asarray(encoder.encode_tokens(general), np.float32)])
        weights = np.concatenate([weights, np.ones(len(general), np.float32)])
    return around, weights / weights.sum()


def _free_energy(vectors: Floats, around: Floats, weights: Floats, sharpness: np.float32) -> Floats:
    """log of the mean of exp(sharpness × cosine) over the other side's background, [n]."""
    import numpy as np

    out = np.empty(len(vectors), np.float32)
    for start in range(0, len(vectors), 2048):
        part = np.exp((vectors[start : start + 2048] * sharpness) @ around.T)
        out[start : start + 2048] = np.log(part @ weights.astype(np.float32))
    return out


class _Sparse:
    """Values of some word pairs, put into dense blocks; the larger value stays."""

    def __init__(self, zh: Ints, en: Ints, values: Floats, zh_size: int, en_size: int) -> None:
        import numpy as np

        order = np.argsort(zh, kind="stable")
        self.en, self.values = en[order], values[order].astype(np.float32)
        self.starts = np.searchsorted(zh[order], np.arange(zh_size + 1))
        self.column = np.full(en_size, -1, np.int64)

    def put(self, block: Floats, zh_ids: Ints, en_ids: Ints) -> None:
        import numpy as np

        self.column[en_ids] = np.arange(len(en_ids))
        sizes = self.starts[zh_ids + 1] - self.starts[zh_ids]
        row = np.repeat(np.arange(len(zh_ids)), sizes)
        at = np.arange(len(row)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + np.repeat(self.starts[zh_ids], sizes)
        column = self.column[self.en[at]]
        inside = column >= 0
        cell = (row[inside], column[inside])
        block[cell] = np.maximum(block[cell], self.values[at[inside]])
        self.column[en_ids] = -1


def _same(zh: Side, en: Side, most: float) -> _Sparse:
    """Words that are equal by number, spelling or reading; worth more the rarer they are."""
    import numpy as np

    by_mark: dict[str, list[tuple[int, float]]] = {}
    for number, word in enumerate(en.words):
        for kind, mark in enumerate(_marks(word)):
            if mark:
                by_mark.setdefault(f"{kind}{mark}", []).append((number, float(en.counts[number])))
    z, e, values = [], [], []
    # a number seen once in a short text is rarer than one in so many words
    total_zh, total_en = float(zh.counts.sum()) + _BACKGROUND, float(en.counts.sum()) + _BACKGROUND
    for number, word in enumerate(zh.words):
        for kind, mark in enumerate(_marks(word)):
            for other, count in by_mark.get(f"{kind}{mark}", ()) if mark else ():
                chance = max(count / total_en, float(zh.counts[number]) / total_zh, 1e-6)
                z.append(number)
                e.append(other)
                values.append(min(most, (1.0, 0.3)[kind] / chance))
    return _Sparse(np.array(z, np.int64), np.array(e, np.int64), np.array(values, np.float32), len(zh.words), len(en.words))


def _marks(word: str) -> tuple[str, str]:
    if word in _PUNCTUATION:
        return word, ""
    return marks(simplify(word) if has_han(word) else word)


def _fold(values: Floats, at: Ints, cuts: Ints) -> Floats:
    """Sum over the words of each sentence: [words, m] → [sentences, m]."""
    import numpy as np

    return np.asarray(np.add.reduceat(values[at], cuts, axis=0), np.float32)


def _means(sums: Floats, sizes: Ints, quiet: np.float32) -> list[Floats]:
    """λ + (1 - λ) × mean over groups of 1 … MOST sentences beginning at each column of [n, sentences]."""
    import numpy as np

    out = []
    total, size = sums.copy(), sizes.astype(np.float32)
    for more in range(MOST):
        if more:
            total[:, :-more] += sums[:, more:]
            size[:-more] += sizes[more:]
        out.append(quiet + (1 - quiet) * total / size)
    return out


__all__ = ["MOST", "Encoder", "Settings", "Side", "WordModel", "en_side", "zh_side"]
