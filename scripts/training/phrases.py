"""Short pairs out of long ones: stretches of a sentence pair that are linked only to each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from scripts.training.batches import Ragged


def mine(
    zh: Ragged, en: Ragged, links: Sequence[Any], rows: Sequence[int], per_pair: int, rng: np.random.Generator
) -> tuple[list[Any], list[Any]]:
    """Up to `per_pair` random stretches of each pair, as token ids: 1 to 10 zh tokens, consistent with the links.

    Consistent as in phrase extraction (Koehn, Och and Marcu 2003): no link leaves the
    rectangle, and its four edges are linked.
    """
    zh_out, en_out = [], []
    for i in rows:
        places, sure = links[i]
        if len(places) < 3:
            continue
        tokens = len(zh[i])
        starts = rng.integers(tokens, size=per_pair)
        for start, size in zip(starts, np.minimum(rng.geometric(0.35, size=per_pair), 10), strict=True):
            stop = start + size
            inside = (places[:, 0] >= start) & (places[:, 0] < stop)
            if stop > tokens or not inside.any() or sure[inside].mean() < 0.75:
                continue
            first, last = places[inside, 1].min(), places[inside, 1].max()
            across = (places[:, 1] >= first) & (places[:, 1] <= last)
            if (across & ~inside).any() or last - first > 2 * size + 2:
                continue
            edges = places[inside, 0]
            if edges.min() == start and edges.max() == stop - 1:
                zh_out.append(zh[i][start:stop])
                en_out.append(en[i][first : last + 1])
    return zh_out, en_out
