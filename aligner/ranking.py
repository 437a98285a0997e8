"""The two scores of a candidate pair: does it translate, is it a term.

Both are logistic regressions over the features of `aligner.table`, so that a score can be taken apart again: every feature's
share is its weight times how far it lies from the mean. The weights stand in `ranking.json`, written by
`scripts/train_ranker.py`. `termhood` is the chance that either expression is a term of the domain; `translation` is the chance
that the pair is right where one is; their product is the chance of a good entry.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from aligner.errors import ModelError

if TYPE_CHECKING:
    from aligner.table import Table
    from aligner.words import Floats

WEIGHTS = Path(__file__).with_name("ranking.json")


class Scorer(Protocol):
    """What gives the pairs of a table their two scores."""

    def scores(self, table: Table) -> tuple[Floats, Floats]: ...


@dataclass(frozen=True, slots=True)
class Scale:
    """One score: weights over standardised features, and a bias."""

    weights: Floats
    bias: float


@dataclass(frozen=True, slots=True)
class Ranker:
    """Both scores over features of known names, with the means and spreads that standardise them."""

    names: tuple[str, ...]
    mean: Floats
    spread: Floats
    translation: Scale
    termhood: Scale
    signature: str

    def scores(self, table: Table) -> tuple[Floats, Floats]:
        """Translation score and termhood of every pair of the table, 0-1."""
        import numpy as np

        if tuple(table.names) != self.names:
            raise ModelError(f"{WEIGHTS.name} was trained on other features; run scripts/train_ranker.py")
        out = np.empty((2, len(table.features)), np.float32)
        for start in range(0, len(table.features), 1 << 16):
            rows = slice(start, start + (1 << 16))
            even = np.clip((np.ascontiguousarray(table.features[rows]) - self.mean) / self.spread, -6, 6)
            for k, scale in enumerate((self.translation, self.termhood)):
                out[k, rows] = 1 / (1 + np.exp(-(even @ scale.weights + scale.bias)))
        return out[0], out[1]

    def explain(self, row: Floats, score: str = "translation", most: int = 8) -> list[tuple[str, float]]:
        """The features that moved a score most, with their share in log odds, strongest first."""
        import numpy as np

        scale: Scale = getattr(self, score)
        share = np.clip((row - self.mean) / self.spread, -6, 6) * scale.weights
        return [(self.names[k], float(share[k])) for k in np.argsort(-np.abs(share))[:most]]


@cache
def shipped() -> Ranker:
    """The ranker that comes with the tool."""
    return load(WEIGHTS)


def load(path: Path) -> Ranker:
    """A ranker from its file; ModelError where it is missing or damaged."""
    import numpy as np

    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        columns = {key: np.array([row[key] for row in data["features"]], np.float32) for key in
                   ("mean", "spread", "translation", "termhood")}  # fmt: skip
        return Ranker(
            tuple(row["name"] for row in data["features"]),
            columns["mean"],
            columns["spread"],
            Scale(columns["translation"], float(data["translation_bias"])),
            Scale(columns["termhood"], float(data["termhood_bias"])),
            str(data["signature"]),
        )
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ModelError(f"{path}: cannot read the ranking weights: {error}") from error
