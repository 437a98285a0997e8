"""Terms that mean something like a query: nearest by the vectors of a model.

Vectors are kept in a folder beside no glossary (a cache: it can be deleted at any time), because a file that people mail should
not be a hundred times its size. Each is kept twice: as the signs of its dimensions, which a million of can be compared in
milliseconds (Charikar 2002), and in 8 bits a dimension, by which the best of those are ordered.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from glossary.matching import Match, rows_of, similar_match

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BATCH = 20_000
_CLOSER = 1000  # terms whose signs are nearest, which are then ordered by their vectors
_FILES = ("ids.npy", "signs.npy", "rows.npy")


class Encoder(Protocol):
    """What is needed of a model: see `aligner.embedding.Encoder`."""

    @property
    def signature(self) -> str: ...
    @property
    def dimensions(self) -> int: ...
    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a text, [n, d]."""


class Vectors:
    """The vectors of a glossary's terms by one model, [n, d], kept in a folder."""

    def __init__(self, folder: Path, path: Path, encoder: Encoder) -> None:
        """`folder` holds the vectors of every glossary and model; `path` is the glossary's file."""
        name = hashlib.sha256(f"{path.resolve()}\0{encoder.signature}".encode()).hexdigest()[:20]
        self.folder, self.encoder = folder / name, encoder
        self._arrays: tuple[Any, Any, Any] | None = None

    def refresh(self, db: sqlite3.Connection, progress: Callable[[int, int | None, str], None] | None = None) -> None:
        """Work out the vectors of terms that have come since the last time; row ids are never used again."""
        import numpy as np

        ids, signs, rows = self._load()
        last = int(ids[-1]) if len(ids) else 0
        (wanted,) = db.execute("SELECT count(*) FROM terms WHERE id > ?", (last,)).fetchone()
        if not wanted:
            return
        parts: list[tuple[Any, Any, Any]] = [(ids, signs, rows)]
        cursor = db.execute("SELECT id, text FROM terms WHERE id > ? ORDER BY id", (last,))
        done = 0
        while batch := cursor.fetchmany(_BATCH):
            vectors = self.encoder.encode([row["text"] for row in batch])
            found = np.array([row["id"] for row in batch], np.int64)
            parts.append((found, packed(vectors), np.clip(np.rint(vectors * 254), -127, 127).astype(np.int8)))
            done += len(batch)
            if progress:
                progress(done, wanted, "reading terms for their meaning")
        self._save(tuple(np.concatenate(some, axis) for some, axis in zip(zip(*parts, strict=True), (0, 1, 0), strict=True)))

    def nearest(self, query: str, most: int) -> list[tuple[int, float]]:
        """Row ids of terms and their cosine with the query, nearest first."""
        import numpy as np

        ids, signs, rows = self._load()
        (vector,) = self.encoder.encode([query])
        if not len(ids) or not vector.any():
            return []
        asked = packed(vector[None])
        apart = np.zeros(len(ids), np.uint16)
        for words, word in zip(signs, asked, strict=True):
            apart += _count(words ^ word)
        few = min(_CLOSER, len(ids)) - 1
        near = np.flatnonzero(apart <= np.partition(apart, few)[few])[: 2 * _CLOSER]
        closer = rows[near].astype(np.float32)
        lengths = np.linalg.norm(closer, axis=1)
        cosines = closer @ vector / np.where(lengths > 0, lengths, 1)
        return [(int(ids[near[k]]), float(cosines[k])) for k in np.argsort(-cosines, kind="stable")[:most]]

    def _load(self) -> tuple[Any, Any, Any]:
        import numpy as np

        if self._arrays is None:
            try:
                ids, signs, rows = (np.load(self.folder / name, mmap_mode="r") for name in _FILES)
                number = min(
                    len(ids), signs.shape[1], len(rows)
                )  # rows are only added: what all three have belongs together
                self._arrays = (ids[:number], np.ascontiguousarray(signs[:, :number]), rows[:number])
            except (OSError, ValueError):
                size = self.encoder.dimensions
                self._arrays = (
                    np.empty(0, np.int64),
                    np.empty((-(-size // 64), 0), np.uint64),
                    np.empty((0, size), np.int8),
                )
        return self._arrays

    def _save(self, arrays: tuple[Any, ...]) -> None:
        import numpy as np

        self.folder.mkdir(parents=True, exist_ok=True)
        for name, array in zip(_FILES, arrays, strict=True):
            part = self.folder / f"{name}.part"
            with part.open("wb") as stream:
                np.save(stream, array)
            part.replace(self.folder / name)
        self._arrays = None


def packed(vectors: NDArray[np.float32]) -> NDArray[np.uint64]:
    """The signs of vectors [n, d] as words of 64 bits, one row for each 64 dimensions: [d / 64, n]."""
    import numpy as np

    number, size = vectors.shape
    signs = np.zeros((number, -(-size // 64) * 64), np.bool_)
    signs[:, :size] = vectors > 0
    return np.ascontiguousarray(np.packbits(signs, axis=1).view(np.uint64).T)


def _count(words: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """How many bits are set in each word."""
    import numpy as np

    if hasattr(np, "bitwise_count"):
        return np.asarray(np.bitwise_count(words), np.uint8)
    table = np.array([bin(n).count("1") for n in range(1 << 16)], np.uint8)  # numpy 1
    return np.asarray(table[words.view(np.uint16)].reshape(-1, 4).sum(1), np.uint8)


def similar(db: sqlite3.Connection, query: str, vectors: Vectors, limit: int) -> list[Match]:
    """Terms of both languages that mean something like the query, nearest first."""
    near = vectors.nearest(query, 2 * limit + 10)
    rows = rows_of(db, [term for term, _ in near])
    return [similar_match(rows[term], cosine) for term, cosine in near if term in rows]
