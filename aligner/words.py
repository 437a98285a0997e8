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
from aligner.tokens import Token, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[Any]
    Ints = NDArray[Any]

Links = list[tuple[int, int]]
Rows = tuple[int, int]
SHARD = 8192  # sentence pairs that are worked on together: more are taken piece by piece, perhaps in other processes


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


class IndexedPairs:
    """Tokenized sentence pairs as numbers: flat arrays of word ids with offsets, so that millions of words fit in memory.

    Word id 0 is padding. Words are told apart by their spelling key; English words of one stem share a counting id.
    """

    def __init__(self) -> None:
        from array import array

        self.zh_words: list[str] = [""]
        self.en_words: list[str] = [""]
        self._zh_ids: dict[str, int] = {"": 0}
        self._en_ids: dict[str, int] = {"": 0}
        self._zh, self._en = array("i"), array("i")
        self._zh_ends, self._en_ends = array("q", [0]), array("q", [0])
        self._views: tuple[Ints, Ints, Ints, Ints] | None = None

    def __len__(self) -> int:
        return len(self._zh_ends) - 1

    def add(self, zh: Iterable[str], en: Iterable[str]) -> None:
        """Append one sentence pair, given as token keys. Not possible while arrays of before are in use."""
        self._views = None
        for words, ids, known, ends, tokens in (
            (self.zh_words, self._zh, self._zh_ids, self._zh_ends, zh),
            (self.en_words, self._en, self._en_ids, self._en_ends, en),
        ):
            for key in tokens:
                number = known.get(key)
                if number is None:
                    number = known[key] = len(words)
                    words.append(key)
                ids.append(number)
            ends.append(len(ids))

    def extend(self, *sides: tuple[Sequence[str], Ints, Ints]) -> None:
        """Append many sentence pairs: for zh and then en the words, the place of each token in that list, and tokens a sentence."""
        import numpy as np

        self._views = None
        for (vocabulary, places, lengths), words, known, ids, ends in (
            (sides[0], self.zh_words, self._zh_ids, self._zh, self._zh_ends),
            (sides[1], self.en_words, self._en_ids, self._en, self._en_ends),
        ):
            for key in vocabulary:
                if key not in known:
                    known[key] = len(words)
                    words.append(key)
            number = np.array([known[key] for key in vocabulary], np.int32)
            first = ends[-1]
            ids.frombytes(number[places].tobytes() if len(places) else b"")
            ends.frombytes((np.cumsum(lengths, dtype=np.int64) + first).tobytes())

    def en_id(self, key: str) -> int:
        """The id of an English word, -1 where the corpus has it not."""
        return self._en_ids.get(key, -1)

    def arrays(self) -> tuple[Ints, Ints, Ints, Ints]:
        """zh ids and ends, en ids and ends: sentence k has the ids from ends[k] to ends[k + 1]."""
        import numpy as np

        if self._views is None:
            self._views = (
                np.frombuffer(self._zh, np.int32) if self._zh else np.zeros(0, np.int32),
                np.frombuffer(self._zh_ends, np.int64),
                np.frombuffer(self._en, np.int32) if self._en else np.zeros(0, np.int32),
                np.frombuffer(self._en_ends, np.int64),
            )
        return self._views


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentence pairs of like length, padded: `numbers` says which, ids are [B, n] and [B, m]."""

    numbers: Ints
    zh: Ints
    en: Ints
    zh_length: Ints
    en_length: Ints


def batches(ids: tuple[Ints, Ints, Ints, Ints], rows: Rows | None = None, cells: int = 1 << 19) -> Iterator[Batch]:
    """Non-empty pairs, in batches of about `cells` word × word cells, sorted by length to waste little on padding.

    `ids` as `IndexedPairs.arrays` gives them; `rows` are the numbers (first, last + 1) of the pairs to take, None for all.
    """
    import numpy as np

    zh, zh_ends, en, en_ends = ids
    first, last = rows or (0, len(zh_ends) - 1)
    n, m = np.diff(zh_ends), np.diff(en_ends)
    order = first + np.lexsort((m[first:last], n[first:last]))
    order = order[(n[order] > 0) & (m[order] > 0)]
    start = 0
    while start < len(order):
        width = int(n[order[start]])
        stop, tallest = start, 0
        while stop < len(order):
            tallest_next = max(tallest, int(m[order[stop]]))
            wide = int(n[order[stop]])
            if stop > start and ((stop - start + 1) * wide * tallest_next > cells or wide > width + 3):
                break
            tallest, stop = tallest_next, stop + 1
        chosen = order[start:stop]
        yield Batch(
            chosen,
            _padded(zh, zh_ends, chosen, int(n[chosen].max())),
            _padded(en, en_ends, chosen, tallest),
            n[chosen],
            m[chosen],
        )
        start = stop


def _padded(ids: Ints, ends: Ints, chosen: Ints, width: int) -> Ints:
    import numpy as np

    at = ends[chosen][:, None] + np.arange(width)
    inside = at < ends[chosen + 1][:, None]
    return np.where(inside, ids[np.minimum(at, len(ids) - 1)], 0)


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
        import numpy as np

        self.ids, self.settings = pairs.arrays(), settings
        stems: dict[str, int] = {"": 0}
        self.stem_of: Ints = np.array([stems.setdefault(stem(w), len(stems)) for w in pairs.en_words])
        self.counts = LinkCounts(len(pairs.zh_words), len(stems), bits=24 if len(pairs) > 20000 else 22)
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

    def posteriors(self, batch: Batch, use_counts: bool) -> Floats:
        """Agreed belief in each link, [B, n, m], 0-1."""
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
            support = np.float32(s.neighbour) * beside(belief) + np.float32(s.sideways) * abreast(belief)
            if s.pull:
                support -= np.float32(s.pull) * strayed(belief)
            belief = agree(base + support, s.none)
        return belief


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
