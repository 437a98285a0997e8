"""The order in which term pairs are proposed to a person: the same where they are mined and in the glossary that keeps them.

Plain arithmetic, on floats and on arrays: a glossary is listed without numpy.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from aligner.indexing import Floats

    Number = TypeVar("Number", float, Floats)

SMALL, LARGE = 100, 3000  # sentence pairs
SURE, SURE_LARGE = 1.2, 0.32  # weight of the translation score in a term's place, in a small text and in a large one
OTHER = 0.1  # how much smaller that weight is for a rendering that is not the term's first
OFTEN = 0.9  # weight of how often a pair was seen


def weights(pairs: float) -> tuple[float, float]:
    """How much the translation score weighs in the place of a term in a text of so many sentence pairs: that of its first
    rendering, and those of its others.

    In a long text the first rows hold terms seen often, whose renderings are hardly in doubt; in a short one every row does that
    could be proposed, and what is wrong must go down: there the chance that the rendering is right weighs at least as much as the
    chance that this is a term.
    """
    share = math.log(max(pairs, 1) / SMALL) / math.log(LARGE / SMALL)
    sure = SURE + (SURE_LARGE - SURE) * min(max(share, 0.0), 1.0)
    return sure, sure - OTHER


def place(translation: Number, termhood: Number, gain: Number, sure: float) -> Number:
    """What a pair is ranked by; `gain` is 1 + ln of the number of its sightings, `sure` one of `weights`.

    In a long text, whether a term belongs in a glossary says more about its place than how sure its rendering is, which a person
    sees at once. A term stands where its first rendering does, and no other rendering before that.
    """
    return translation**sure * termhood * gain**OFTEN
