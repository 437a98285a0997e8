"""A static model: a table of token vectors, averaged. Runs on numpy and `tokenizers`, without torch.

The folder is sentence-transformers' own (`StaticEmbedding`, then `Normalize`), and gives the same vectors there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aligner.errors import ModelError

CHUNK = 1024  # texts summed at a time: keeps the gathered rows of long sentences near 100 MB


def is_static(folder: Path) -> bool:
    """Whether the folder holds a static model: its first module is a `StaticEmbedding` without a folder of its own."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        return str(modules[0]["type"]).endswith(".StaticEmbedding") and not modules[0].get("path")
    except (OSError, ValueError, LookupError, TypeError):
        return False


class StaticEncoder:
    """Token vectors from a folder with `tokenizer.json` and `model.safetensors` (`embedding.weight`, [n, d])."""

    def __init__(self, folder: Path, name: str = "") -> None:
        from safetensors import SafetensorError
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self.folder, self.name = Path(folder), name or str(folder)
        try:
            self._tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
            weights = load_file(str(self.folder / "model.safetensors"))
        except (OSError, SafetensorError) as error:
            raise ModelError(f"{folder}: cannot read the model: {error}") from error
        except Exception as error:  # tokenizers raises bare Exception for a file that is missing or malformed
            raise ModelError(f"{folder}: cannot read tokenizer.json: {error}") from error
        table = weights.get("embedding.weight", weights.get("embeddings"))
        if table is None or table.ndim != 2 or len(table) < self._tokenizer.get_vocab_size():
            raise ModelError(f"{folder}: model.safetensors holds no table of token vectors for this tokenizer")
        # half floats stay so, and are widened where they are used: adding them to 32-bit sums is exact
        self._table: NDArray[Any] = table if table.dtype == np.float16 else table.astype(np.float32)
        if not np.isfinite(self._table).all():
            raise ModelError(f"{folder}: the token vectors hold NaN or infinite values")
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    @property
    def dimensions(self) -> int:
        """Numbers in a vector."""
        return int(self._table.shape[1])

    @cached_property
    def signature(self) -> str:
        """Name and the first twelve hex digits of the SHA-256 over both files."""
        total = hashlib.sha256()
        for part in ("tokenizer.json", "model.safetensors"):
            total.update((self.folder / part).read_bytes())
        return f"{self.name}@{total.hexdigest()[:12]}"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a text, [n, d]; zeros where no token of the text is known."""
        out = np.zeros((len(texts), self.dimensions), np.float32)
        for start in range(0, len(texts), CHUNK):
            part = self._tokenizer.encode_batch_fast(list(texts[start : start + CHUNK]), add_special_tokens=False)
            out[start : start + len(part)] = self._sums([encoding.ids for encoding in part])
        return _unit(out)

    def _sums(self, ids: list[list[int]]) -> NDArray[np.float32]:
        """The sum of each text's token vectors, [n, d]: first tokens of all texts, then second ones, and so on.

        Twice as fast as `np.add.reduceat`. Longest texts stand first, so that those that have a next token are a prefix.
        """
        lengths = np.array([len(row) for row in ids])
        order = np.argsort(-lengths, kind="stable")
        flat = np.fromiter((token for row in ids for token in row), np.int64, int(lengths.sum()))
        starts = (np.cumsum(lengths) - lengths)[order]
        longest_first = lengths[order]
        sums = np.zeros((len(ids), self.dimensions), np.float32)
        for place in range(int(lengths.max(initial=0))):
            more = int(np.searchsorted(-longest_first, -place))
            sums[:more] += self._table[flat[starts[:more] + place]]
        out = np.empty_like(sums)
        out[order] = sums
        return out

    def encode_tokens(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a word that stands alone, [k, d]."""
        return self.encode(tokens)

    def tokens(self, text: str) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The tokens of a text: unit vectors [k, d] and offsets [k, 2] into the text."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        spans = np.asarray(encoding.offsets, np.int64).reshape(-1, 2)
        return _unit(self._table[np.asarray(encoding.ids, np.int64)].astype(np.float32)), spans


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1), np.float32)
