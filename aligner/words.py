"""Word alignment: which words of a sentence and of its translation stand for each other.

Words compete inside the sentence: every word spreads its belief over the words of the other side and over "none", once in
each direction, and a link is as strong as the two beliefs together (SimAlign, Jalili Sabet et al. 2020, and awesome-align,
Dou and Neubig 2021, take the same two softmaxes over contextual vectors). What a belief rests on: the similarity of the word
vectors, equal numbers, spellings and readings (`aligner.likeness`), the distance from the diagonal, links next to it, and,
where a corpus is given, how often the two words were linked in it (`aligner.counts`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from aligner.competition import abreast, agree, beside, strayed
from aligner.counts import LinkCounts
from aligner.indexing import SHARD, IndexedPairs, batches
from aligner.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from aligner.indexing import Batch, Floats, Ints, Rows

Links = list[tuple[int, int]]


class TokenEncoder(Protocol):
    """What is asked of an encoder here: unit vectors [k, d] of single words."""

    def encode_tokens(self, tokens: Sequence[str]) -> NDArray[np.float32]: ...


class TextEncoder(TokenEncoder, Protocol):
    """An encoder that also takes whole expressions: unit vectors [n, d]."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


@dataclass(frozen=True, slots=True)
class Settings:
    """The few global numbers, tuned on the development pairs of the benchmark with split halves."""

    sharpness: float = 15.0  # cosine → belief
    none: float = 0.0  # belief in "no counterpart", on the same scale
    none_left: float = -5.0  # the same for words that are left over
    association: float = 1.0  # weight of the corpus counts
    shrink: float = 1.0
    same: float = 3.0  # bonus of equal numbers, spellings, readings
    diagonal: float = 3.0  # penalty at the far corners
    neighbour: float = 1.5  # bonus of a certain link next to this one along a diagonal
    sideways: float = 2.0  # the same for a link beside or below: one word to many
    pull: float = 1.25  # penalty for each step away from where the links around put the word
    settle: int = 4  # rounds in which neighbours support each other
    rounds: int = 2  # passes over the corpus
    particle: float = 5.0  # penalty of words that have no counterpart of their own: 的, 了
    function: float = 2.0  # the same for other function words of either side
    threshold: float = 0.25


class WordAligner:
    """Aligns the words of sentence pairs with one encoder; see the module's text for the method."""

    def __init__(self, encoder: TokenEncoder | None, settings: Settings | None = None) -> None:
        self.encoder = encoder
        self.settings = settings or Settings()

    def align_corpus(
        self, pairs: Sequence[tuple[Sequence[Token], Sequence[Token]]], rounds: int | None = None
    ) -> list[Links]:
        """Links (zh index, en index) of every pair, sorted. The pairs are looked at together; `rounds=0`: each alone."""
        indexed = IndexedPairs()
        for zh, en in pairs:
            indexed.add((t.key for t in zh), (t.key for t in en))
        links: list[Links] = [[] for _ in pairs]
        for batch, posteriors in Beliefs(indexed, self.encoder, self.settings).run(rounds):
            for number, found in zip(batch.numbers, decide(posteriors, self.settings), strict=True):
                zh, en = pairs[number]
                links[number] = grow_names(found, [t.key for t in zh], [t.key for t in en])
        return links


def align(zh: Sequence[Token], en: Sequence[Token], encoder: TokenEncoder, settings: Settings | None = None) -> Links:
    """The links of one pair, looked at alone."""
    return WordAligner(encoder, settings).align_corpus([(zh, en)], 0)[0]


class Beliefs:
    """The posteriors of all links of a corpus, computed in passes."""

    def __init__(self, pairs: IndexedPairs, encoder: TokenEncoder | None, settings: Settings) -> None:

        self.ids, self.settings = pairs.arrays(), settings
        self.stem_of = pairs.stem_of()
        self.counts = LinkCounts(len(pairs.zh_words), int(self.stem_of.max()) + 1, bits=24 if len(pairs) > 20000 else 22)
        self.zh_vectors = self._vectors(encoder, pairs.zh_words)
        self.en_vectors = self._vectors(encoder, pairs.en_words)
        self.zh_marks, self.en_marks = self._marks(pairs)
        self.zh_burden, self.en_burden = self._burdens(pairs)

    def _vectors(self, encoder: TokenEncoder | None, words: list[str]) -> Floats:
        import numpy as np

        if encoder is None:
            return np.zeros((len(words), 1), np.float32)
        vectors = np.asarray(encoder.encode_tokens(words), np.float32).copy()
        vectors[0] = 0
        return vectors

    def _marks(self, pairs: IndexedPairs) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints]]:
        """Per word the ids of its exact and loose mark; words without one get ids that never meet."""
        import numpy as np

        from aligner.likeness import marks

        exact: dict[str, int] = {}
        loose: dict[str, int] = {}
        sides: list[Any] = []
        for words, none in ((pairs.zh_words, -1), (pairs.en_words, -2)):
            found = [marks(word) for word in words]
            sides.append(
                tuple(
                    np.array([ids.setdefault(m[k], len(ids)) if m[k] else none for m in found], np.int32)
                    for k, ids in ((0, exact), (1, loose))
                )
            )
        return sides[0], sides[1]

    def _burdens(self, pairs: IndexedPairs) -> tuple[Floats, Floats]:
        """What each word pays for being linked at all, by its part in the language."""
        import numpy as np

        from aligner.grammar import FUNCTION_WEIGHT, en_role, zh_role
        from aligner.wordlists import PARTICLES

        s = self.settings
        zh = [
            s.particle if w in PARTICLES else s.function * (zh_role(w).weight <= FUNCTION_WEIGHT) for w in pairs.zh_words[1:]
        ]
        en = [s.function * (en_role(w).weight <= FUNCTION_WEIGHT) for w in pairs.en_words[1:]]
        return np.array([0, *zh], np.float32), np.array([0, *en], np.float32)

    def run(self, rounds: int | None = None) -> Iterator[tuple[Batch, Floats]]:
        """Posteriors [B, n, m] of every batch after the last pass."""
        for current in range(self.passes(rounds)):
            self.counts = self.counts.summed(self.links(rows, current) for rows in self.shards())
        for rows in self.shards():
            yield from self.last(rows, self.passes(rounds))

    def shards(self) -> list[Rows]:
        """The sentence pairs in pieces."""
        size = len(self.ids[1]) - 1
        return [(first, min(first + SHARD, size)) for first in range(0, size, SHARD)]

    def passes(self, rounds: int | None = None) -> int:
        """How often links are counted before the last pass; never for a single pair, which proves nothing."""
        return (self.settings.rounds if rounds is None else rounds) if len(self.ids[1]) > 2 else 0

    def links(self, rows: Rows, current: int) -> tuple[Ints, Ints, Floats, Floats]:
        """What counting pass `current` finds in some pairs: word ids, posteriors, and the sum of the posteriors by batch."""
        import numpy as np

        parts = [
            self.counts.links(batch.zh, self.stem_of[batch.en], self.posteriors(batch, use_counts=current > 0))
            for batch in batches(self.ids, rows)
        ]
        zh, en, value = (np.concatenate([part[k] for part in parts] or [np.zeros(0, np.float32)]) for k in range(3))
        sums = np.array([part[2].sum() for part in parts], np.float64)
        return zh.astype(np.int32), en.astype(np.int32), value, sums

    def last(self, rows: Rows, passes: int) -> Iterator[tuple[Batch, Floats]]:
        """Batches of some pairs with their posteriors, with what the passes before counted."""
        for batch in batches(self.ids, rows):
            yield batch, self.posteriors(batch, use_counts=passes > 0)

    def likeness(self, batch: Batch) -> Floats:
        """What speaks for each link before the words compete, [B, n, m], corpus counts left out."""
        import numpy as np

        s = self.settings
        zh, en = batch.zh, batch.en
        score = np.matmul(self.zh_vectors[zh] * np.float32(s.sharpness), self.en_vectors[en].transpose(0, 2, 1))
        for kind, share in ((0, 0.4), (1, 0.6)):
            same = self.zh_marks[kind][zh][:, :, None] == self.en_marks[kind][en][:, None, :]
            score += same * np.float32(share * s.same)
        across = np.arange(zh.shape[1], dtype=np.float32)[None, :] / np.maximum(batch.zh_length, 1)[:, None]
        down = np.arange(en.shape[1], dtype=np.float32)[None, :] / np.maximum(batch.en_length, 1)[:, None]
        distance = np.abs(across.astype(np.float32)[:, :, None] - down.astype(np.float32)[:, None, :])
        distance *= np.float32(s.diagonal)
        score -= distance
        score -= self.zh_burden[zh][:, :, None] + self.en_burden[en][:, None, :]
        score[(zh == 0)[:, :, None] | (en == 0)[:, None, :]] = -1e4
        return score

    def with_leftovers(self, rows: Rows, passes: int) -> Iterator[tuple[Batch, Floats, Floats]]:
        """As `last`, with a looser belief beside it: what is left over on both sides is linked too.

        A rare word and its translation that nothing speaks for are the last ones without a partner between words that have one
        (轰燃, flashover): they compete once more, and hardly anything speaks for "none" any more. Jalili Sabet et al. 2020 link
        so in rounds (Itermax).
        """
        import numpy as np

        for batch in batches(self.ids, rows):
            base, belief = self._settled(batch, use_counts=passes > 0)
            score = base + self._support(belief)
            for axis in (2, 1):
                score += np.log(np.maximum(1 - belief.sum(axis, keepdims=True), np.float32(1e-4)))
            yield batch, belief, belief + (1 - belief) * agree(score, self.settings.none_left)

    def posteriors(self, batch: Batch, use_counts: bool) -> Floats:
        """Agreed belief in each link, [B, n, m], 0-1."""
        return self._settled(batch, use_counts)[1]

    def _settled(self, batch: Batch, use_counts: bool) -> tuple[Floats, Floats]:
        """What speaks for each link, the links around it left out, and the agreed belief."""
        import numpy as np

        s = self.settings
        base = self.likeness(batch)
        belief = agree(base, s.none)
        if use_counts:
            base += np.float32(s.association) * self.counts.association(
                batch.zh, self.stem_of[batch.en], belief * 0, s.shrink
            )
            belief = agree(base, s.none)
        for _ in range(s.settle):
            belief = agree(base + self._support(belief), s.none)
        return base, belief

    def _support(self, belief: Floats) -> Floats:
        """What the links around it say of each link."""
        import numpy as np

        s = self.settings
        support = np.float32(s.neighbour) * beside(belief) + np.float32(s.sideways) * abreast(belief)
        if s.pull:
            support -= np.float32(s.pull) * strayed(belief)
        return support


def decide(posteriors: Floats, settings: Settings) -> list[Links]:
    """The links of each pair of a batch."""
    import numpy as np

    chosen = posteriors > settings.threshold
    return [[(int(i), int(j)) for i, j in np.argwhere(pair)] for pair in chosen]


def grow_names(links: Links, zh: Sequence[str], en: Sequence[str]) -> Links:
    """Links with the characters of a foreign name that stand beside one already linked to it.

    Segmenters cut a name that they do not know into single characters (雷|马|拉|安 for Ramallah), and a single character's
    vector knows little of the name. Names are told by being uncommon words.
    """
    from aligner.grammar import FUNCTION_WEIGHT, zh_role
    from aligner.termhood import is_common

    taken = {i for i, _ in links}
    names: dict[int, list[int]] = {}
    for i, j in links:
        if len(en[j]) > 3 and en[j].isalpha() and not is_common(en[j]):
            names.setdefault(i, []).append(j)
    if not names:
        return links
    grown = list(links)
    for step, order in ((1, range(len(zh))), (-1, range(len(zh) - 1, -1, -1))):
        for i in order:
            before = i - step
            if i in taken or before not in names or len(zh[i]) > 1 or len(zh[before]) > 2:
                continue
            if zh_role(zh[i]).weight > FUNCTION_WEIGHT:
                taken.add(i)
                names[i] = names[before]
                grown += [(i, j) for j in names[before]]
    return sorted(grown)
