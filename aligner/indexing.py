"""Sentence pairs as numbers, and batches of them as padded arrays: what the passes over a corpus work on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aligner.tokens import stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[Any]
    Ints = NDArray[Any]

Rows = tuple[int, int]
SHARD = 8192  # sentence pairs that are worked on together: more are taken piece by piece, perhaps in other processes


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

    def stem_of(self) -> Ints:
        """The counting id of each English word, by word id: words of one stem have the same."""
        import numpy as np

        stems: dict[str, int] = {}
        return np.array([stems.setdefault(stem(word), len(stems)) for word in self.en_words])

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
