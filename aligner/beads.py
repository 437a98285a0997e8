"""A bead: segments of both sides that translate each other, by their indices."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bead:
    """Segments (indices, ascending) that translate each other; an empty side: nothing does. `score` is 0-1."""

    zh: tuple[int, ...]
    en: tuple[int, ...]
    score: float = 0.0
