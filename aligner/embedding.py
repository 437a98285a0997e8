"""Encoders: texts in, vectors out. One protocol; the shipped static model or any sentence-transformers model behind it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from aligner.errors import ModelError
from aligner.static import StaticEncoder, is_static

Vectors = NDArray[np.float32]

SHIPPED = Path(__file__).parent / "model"
SHIPPED_NAME = "static"
VARIABLE = "GLOSSARY_MODEL"


class Encoder(Protocol):
    """What every model offers. Vectors are float32 and of length 1; a text that holds nothing known gets zeros.

    `name` is what a person asked for; `signature` also tells two versions of one model apart.
    """

    @property
    def name(self) -> str: ...
    @property
    def signature(self) -> str: ...
    @property
    def dimensions(self) -> int: ...
    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, [n, d]."""

    def encode_tokens(self, tokens: Sequence[str]) -> Vectors:
        """One unit vector a word that stands alone, [k, d]: for words that were cut elsewhere."""

    def tokens(self, text: str) -> tuple[Vectors, NDArray[np.int64]]:
        """The model's own tokens of a text in context: unit vectors [k, d] and offsets [k, 2] into the text."""


def load_encoder(
    name: str | Path | None = None,
    *,
    device: str | None = None,
    cache: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Encoder:
    """The encoder for a name or folder; `None` asks the variable GLOSSARY_MODEL and then takes the shipped model.

    `device`, `cache` (a folder for vectors) and `progress` (called with texts done and texts in all) matter to
    sentence-transformers models only. ModelError: not there, not installed, or not a model of sentence vectors.
    """
    wanted = str(name or os.environ.get(VARIABLE) or SHIPPED_NAME)
    folder = SHIPPED if wanted == SHIPPED_NAME else Path(wanted)
    if is_static(folder):
        return StaticEncoder(folder, name=wanted)
    if folder == SHIPPED:
        raise ModelError(f"the shipped model is missing from {SHIPPED}; install the project again or name a model")
    from aligner.transformer import TransformerEncoder

    return TransformerEncoder(wanted, device=device, cache=cache, progress=progress)


def word_vectors(encoder: Encoder, text: str, words: Sequence[tuple[int, int]]) -> Vectors:
    """One unit vector for each word `text[start:stop]`, [k, d]: the mean of the tokens that overlap it, in context.

    A word that no token overlaps gets zeros.
    """
    vectors, spans = encoder.tokens(text)
    if not len(vectors):
        return np.zeros((len(words), encoder.dimensions), np.float32)
    places = np.asarray(words, np.int64).reshape(-1, 2)
    inside = (spans[None, :, 0] < places[:, 1:]) & (spans[None, :, 1] > places[:, :1])
    summed = inside.astype(np.float32) @ vectors
    lengths = np.linalg.norm(summed, axis=1, keepdims=True)
    return np.asarray(summed / np.where(lengths > 0, lengths, 1), np.float32)
