"""What a corpus says about which words translate each other: link counts in a hashed table of fixed size.

The counts of a pair of words are the sum of the posteriors of their links over all sentence pairs, as in the EM training of
IBM model 1 with both directions agreeing (Liang, Taskar and Klein, "Alignment by Agreement", NAACL 2006). Counts add up over
shards of a corpus. The table does not grow with the text: two word pairs that meet in one cell share their counts, which at
2^22 cells and a million counted pairs happens to a fifth of them, mostly rare ones whose share is small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Ints = NDArray[Any]
    Floats = NDArray[Any]


class LinkCounts:
    """Expected link counts of word pairs, and of each word alone. Words are given as ids below the two sizes."""

    def __init__(self, zh_size: int, en_size: int, bits: int = 22) -> None:
        import numpy as np

        self.bits = bits
        self.pairs: Floats = np.zeros(1 << bits, np.float32)
        self.zh: Floats = np.zeros(zh_size, np.float32)
        self.en: Floats = np.zeros(en_size, np.float32)
        self.total = 0.0

    def cells(self, zh: Ints, en: Ints) -> NDArray[Any]:
        """Table cells [B, n, m] of the word ids [B, n] and [B, m]."""
        import numpy as np

        mixed = (zh.astype(np.uint32) * np.uint32(0x9E3779B1))[:, :, None] ^ (en.astype(np.uint32) * np.uint32(0x85EBCA6B))[
            :, None, :
        ]
        mixed *= np.uint32(0xC2B2AE35)
        mixed >>= np.uint32(32 - self.bits)
        return mixed

    def links(self, zh: Ints, en: Ints, posteriors: Floats, floor: float = 0.03) -> tuple[Ints, Ints, Floats]:
        """The links of a batch: of ids [B, n] and [B, m] those with posteriors [B, n, m] over the floor, with the posteriors."""
        import numpy as np

        b, i, j = np.nonzero(posteriors > floor)
        return zh[b, i], en[b, j], posteriors[b, i, j]

    def summed(self, shards: Iterable[tuple[Ints, Ints, Floats, Floats]]) -> LinkCounts:
        """Fresh counts of the same size: the links of all shards, in their order, with the sums of their posteriors."""
        import numpy as np

        fresh = LinkCounts(len(self.zh), len(self.en), self.bits)
        for zh, en, value, sums in shards:
            cell = self.cells(zh[:, None], en[:, None])[:, 0, 0]
            np.add.at(fresh.pairs, cell, value)
            np.add.at(fresh.zh, zh, value)
            np.add.at(fresh.en, en, value)
            for part in sums.tolist():
                fresh.total += part
        return fresh

    def association(self, zh: Ints, en: Ints, own: Floats, shrink: float) -> Floats:
        """How much more often the words are linked than chance would have it: log ratios [B, n, m].

        `own` are the posteriors that this very sentence added and that are taken out again, else a sentence would confirm
        itself. `shrink` is a number of imagined sightings with no association, so that a single one proves little.
        """
        import numpy as np

        count = self.pairs[self.cells(zh, en)]
        count -= own
        np.maximum(count, 0, out=count)
        chance = self.zh[zh][:, :, None] * (self.en[en] / np.float32(max(self.total, 1)))[:, None, :]
        count += np.float32(shrink)
        chance += np.float32(shrink)
        count /= chance
        return np.log(count, out=count)
