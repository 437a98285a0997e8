"""Which parts a token shares its learning with: characters of Chinese words, stems and endings of English ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from aligner.text import HAN_RUN

MOST = 6


def parts_of(token: str) -> list[str]:
    """Characters; or the first four and five letters, a crude stem, and the last three letters."""
    if HAN_RUN.fullmatch(token):
        return list(dict.fromkeys(token))[:MOST]
    if not (token.isascii() and token.isalpha()) or len(token) < 3:
        return []
    stem = token
    for ending in ("ations", "ation", "ings", "ing", "ies", "ed", "es", "ers", "er", "ly", "s", "e", "y"):
        if stem.endswith(ending) and len(stem) - len(ending) >= 3:
            stem = stem[: -len(ending)]
            break
    out = [f"={stem}", f"<{token[:5]}"]
    if len(token) > 6:
        out.append(f"<{token[:7]}")
    return out


def table(names: Sequence[str]) -> tuple[NDArray[np.int64], int]:
    """Part numbers of every token, [n, MOST], padded with the count of parts; parts of a single token are left out."""
    lists = [parts_of(name) for name in names]
    counts = Counter(part for parts in lists for part in parts)
    numbers = {part: i for i, part in enumerate(sorted(p for p, count in counts.items() if count > 1))}
    out = np.full((len(names), MOST), len(numbers), np.int64)
    for row, parts in zip(out, lists, strict=True):
        known = [numbers[p] for p in parts if p in numbers]
        row[: len(known)] = known
    return out, len(numbers)
