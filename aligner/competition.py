"""How words compete for each other inside a sentence pair, and how links near a link speak for it.

All arrays are [pairs, words of one side, words of the other], float32.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[Any]


def agree(score: Floats, none: float) -> Floats:
    """Two softmaxes with a "none" of their own, one over each side, and the geometric mean of what they say."""
    import numpy as np

    odds = np.exp(np.minimum(score - np.float32(none), 60))
    across = odds / (1 + odds.sum(2, keepdims=True))
    across *= odds
    across /= 1 + odds.sum(1, keepdims=True)
    return np.sqrt(across, out=across)


def beside(belief: Floats) -> Floats:
    """Support from links one step along the diagonals and, more weakly, sideways (many-to-one), [B, n, m]."""
    import numpy as np

    out = np.zeros_like(belief)
    out[:, 1:, 1:] += belief[:, :-1, :-1]
    out[:, :-1, :-1] += belief[:, 1:, 1:]
    return out


def abreast(belief: Floats) -> Floats:
    """Support from links one step sideways or down: a phrase of one side that one word of the other stands for."""
    import numpy as np

    out = np.zeros_like(belief)
    out[:, 1:] += belief[:, :-1]
    out[:, :-1] += belief[:, 1:]
    out[:, :, 1:] += belief[:, :, :-1]
    out[:, :, :-1] += belief[:, :, 1:]
    return out


def strayed(belief: Floats, reach: int = 4) -> Floats:
    """How far each cell lies from where the links of the words around put it, 0-1, in both directions together."""
    return _strayed(belief, reach) + _strayed(belief.transpose(0, 2, 1), reach).transpose(0, 2, 1)


def _strayed(belief: Floats, reach: int) -> Floats:
    import numpy as np

    _, n, m = belief.shape
    position = np.arange(m, dtype=np.float32)
    mass, moment = belief.sum(2), (belief * position).sum(2)
    weights, moments = np.zeros_like(mass), np.zeros_like(mass)
    for step in range(-reach, reach + 1):
        if not step or abs(step) >= n:
            continue
        near = np.float32(0.7 ** abs(step))
        to, of = slice(max(0, -step), n - max(0, step)), slice(max(0, step), n - max(0, -step))
        weights[:, to] += near * mass[:, of]
        moments[:, to] += near * (moment[:, of] - step * mass[:, of])
    centre = moments / np.maximum(weights, 1e-3)
    trust = np.minimum(weights, 1)
    far = np.minimum(np.abs(position - centre[:, :, None]) / 8, 1)
    return far * trust[:, :, None]
