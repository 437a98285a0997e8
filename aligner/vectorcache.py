"""Vectors kept by text, in memory and in a folder, so that a second run over the same texts computes nothing.

The folder holds blocks that are written once under a new name and never changed: several processes may share it.
"""

from __future__ import annotations

import hashlib
import uuid
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class VectorCache:
    """Vectors by text. `folder` belongs to one version of one model; with `None` nothing outlives the process."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._rows: dict[bytes, Vectors] = {}
        self._read = False

    @property
    def dimensions(self) -> int:
        """Length of the vectors, 0 while there are none."""
        self._load()
        return len(next(iter(self._rows.values()))) if self._rows else 0

    def missing(self, texts: Sequence[str]) -> list[str]:
        """The texts that have no vector yet, each once."""
        self._load()
        return [text for text in dict.fromkeys(texts) if _key(text) not in self._rows]

    def get(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts that are all there, [n, d]."""
        return np.stack([self._rows[_key(text)] for text in texts])

    def put(self, texts: Sequence[str], vectors: Vectors) -> None:
        """Keep one vector a text. A folder that cannot be written to costs the cache, not the run."""
        keys = [_key(text) for text in texts]
        self._rows.update(zip(keys, vectors, strict=True))
        if self.folder and keys:
            try:
                self._write(keys, vectors)
            except OSError:
                self.folder = None

    def _write(self, keys: list[bytes], vectors: Vectors) -> None:
        assert self.folder is not None
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{uuid.uuid4().hex}.npz"
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            np.savez(file, keys=np.frombuffer(b"".join(keys), np.uint8).reshape(len(keys), -1), vectors=vectors)
        part.replace(path)

    def _load(self) -> None:
        if self._read:
            return
        self._read = True
        for path in sorted(self.folder.glob("*.npz")) if self.folder else ():
            try:
                with np.load(path, allow_pickle=False) as block:
                    self._rows.update(zip((key.tobytes() for key in block["keys"]), block["vectors"], strict=True))
            except (OSError, ValueError, KeyError, zipfile.BadZipFile):
                continue  # a block cut short by a full disk or removed meanwhile: its vectors are computed again


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
