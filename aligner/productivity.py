"""How much an expression is made of what this text makes its terms of: its words, and how its last word ends.

Terms of a domain share their building blocks: heart failure, renal failure, respiratory failure; 肺炎, 肠炎, 支气管炎. The number
of different words that stand before and after a word inside expressions tells such blocks from other words (Nakagawa and Mori,
"A simple but powerful automatic term recognition method", 2002).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligner.tally import over_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aligner.indexing import Floats, Ints
    from aligner.tally import Side

TAIL = {"zh": 1, "en": 4}  # characters of a word's ending
_RARE = 1e-6  # share of words in general that have an ending at least
_SMOOTH = 3.0  # imagined expressions with an ending, as common as in general


def compounds(side: Side, ids: Ints) -> dict[str, Floats]:
    """Per expression, as log(1 + n): `blocks`, the mean number of different neighbours of its words inside expressions; `heads`,
    that before its last word; `modifiers`, that after its first."""
    import numpy as np

    pairs = []
    for step in range(int((side.stop - side.start).max(initial=1)) - 1):
        at = side.start[side.start + step + 1 < side.stop] + step
        pairs.append(np.stack([ids[at], ids[at + 1]], 1))
    size = int(ids.max(initial=0)) + 1
    both = np.unique(np.concatenate(pairs), axis=0) if pairs else np.zeros((0, 2), np.int64)
    after, before = (np.log1p(np.bincount(column, minlength=size)).astype(np.float32) for column in both.T)
    words = side.stop - side.start
    return {
        "blocks": over_words(((before + after) / 2)[ids], side.start, side.stop, np.add, 0) / words,
        "heads": before[ids[side.stop - 1]],
        "modifiers": after[ids[side.start]],
    }


def endings(side: Side, ids: Ints, words: Sequence[str], general: Mapping[str, float], size: int) -> Floats:
    """How much commoner the last characters of each expression are at the end of this text's expressions than at the end of
    words in general: log10 of the ratio. `general` gives the frequency of words in general language."""
    import numpy as np

    tails = [word[-size:] if len(word) > size else "" for word in words]
    known = {tail: k for k, tail in enumerate(dict.fromkeys(tails))}
    of = np.array([known[tail] for tail in tails])
    common = np.zeros(len(known), np.float64)
    for word, share in general.items():
        if len(word) > size and (k := known.get(word[-size:])) is not None:
            common[k] += share
    here = np.bincount(of[ids[side.stop - 1]], minlength=len(known)).astype(np.float64)
    common = np.maximum(common / max(common.sum(), 1e-9), _RARE)
    ratio = np.log10((here + _SMOOTH * common) / (here.sum() + _SMOOTH) / common)
    if "" in known:
        ratio[known[""]] = 0
    return ratio[of[ids[side.stop - 1]]].astype(np.float32)
