"""The two scores of a candidate pair: does it translate, is it a term.

Each is a few small networks (two hidden layers of rectified units) over the features of `aligner.table`, their log odds averaged.
There are two looks: what the first one thinks of the pairs around a pair, and of the pair itself, are features of the second; the
scores are a mean of what both say.
`termhood` is the chance that either expression is a term of the domain; `translation` is the chance that the pair is right where
one is; their product is the chance of a good entry. The weights stand in `ranking.npz`, written by `scripts/train_ranker.py`.
A score can be taken apart again: every feature has a share in its log odds, by integrated gradients from the average candidate
(Sundararajan, Taly and Yan, "Axiomatic Attribution for Deep Networks", 2017); the shares add up to the distance from it. What
the second look owes to the first look's opinion of the pair itself is passed on to the features that the first one looked at.
"""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from aligner.errors import ModelError

if TYPE_CHECKING:
    from aligner.indexing import Floats
    from aligner.table import Table

WEIGHTS = Path(__file__).with_name("ranking.npz")
SCORES = ("translation", "termhood")
REACH = 6  # standard deviations beyond which a feature says no more
SECOND = (
    0.3,
    0.5,
)  # weight of the second look in each score: around a pair stands more that tells a term than a translation
_LOOKS = ("first", "second")
_LITTLE = 1e-3  # log odds under which a first look has nothing to pass on
_STEPS = 16  # points on the way from the average candidate to a row
_BLOCK = 1 << 14


class Look(Protocol):
    """What gives the pairs of a table their translation score and termhood, 0-1, by the features that have these `names`."""

    @property
    def names(self) -> tuple[str, ...]: ...

    def scores(self, table: Table) -> tuple[Floats, Floats]: ...


class Scorer(Look, Protocol):
    """What does so after a `first` look, which tells what stands around each pair (`aligner.company`)."""

    @property
    def first(self) -> Look: ...


@dataclass(frozen=True, slots=True)
class Network:
    """A score's networks side by side: layers of weights [nets, in, out] and biases [nets, 1, out], the last layer with one out."""

    layers: tuple[tuple[Floats, Floats], ...]

    def log_odds(self, even: Floats) -> Floats:
        """The mean over the networks, [n], of standardised rows [n, features]."""
        import numpy as np

        flow = even[None]
        for weights, bias in self.layers[:-1]:
            flow = np.maximum(flow @ weights + bias, 0)
        weights, bias = self.layers[-1]
        return (flow @ weights + bias)[:, :, 0].mean(0)

    def gradient(self, even: Floats) -> Floats:
        """How the log odds change with each feature, [n, features]."""
        import numpy as np

        flow, open_units = even[None], []
        for weights, bias in self.layers[:-1]:
            flow = flow @ weights + bias
            open_units.append(flow > 0)
            flow = np.maximum(flow, 0)
        back = np.broadcast_to(self.layers[-1][0].transpose(0, 2, 1), (len(self.layers[-1][0]), len(even), flow.shape[2]))
        for (weights, _), units in zip(reversed(self.layers[:-1]), reversed(open_units), strict=True):
            back = (back * units) @ weights.transpose(0, 2, 1)
        return back.mean(0)


@dataclass(frozen=True, slots=True)
class Scores:
    """Both scores over features of known names, with the means and spreads that standardise them."""

    names: tuple[str, ...]
    mean: Floats
    spread: Floats
    translation: Network
    termhood: Network

    def scores(self, table: Table) -> tuple[Floats, Floats]:
        """Translation score and termhood of every pair of the table, 0-1, by the features that the table has so far."""
        return self.of(_features(table, self.names))

    def of(self, features: Floats) -> tuple[Floats, Floats]:
        """The same for rows of features [n, names]."""
        import numpy as np

        out = np.empty((2, len(features)), np.float32)
        for start in range(0, len(features), _BLOCK):
            rows = slice(start, start + _BLOCK)
            even = self._even(features[rows])
            for k, score in enumerate(SCORES):
                out[k, rows] = 1 / (1 + np.exp(-np.clip(getattr(self, score).log_odds(even), -30, 30)))
        return out[0], out[1]

    def shares(self, features: Floats, score: str) -> Floats:
        """Each feature's share in the log odds of a score, [n, features], for rows of features [n, features]."""
        import numpy as np

        network: Network = getattr(self, score)
        out = np.empty(features.shape, np.float32)
        for start in range(0, len(features), _BLOCK):
            rows = slice(start, start + _BLOCK)
            even = self._even(features[rows])
            out[rows] = even * sum(network.gradient(even * np.float32((k + 0.5) / _STEPS)) for k in range(_STEPS)) / _STEPS
        return out

    def _even(self, features: Floats) -> Floats:
        import numpy as np

        return np.clip((np.ascontiguousarray(features) - self.mean) / self.spread, -REACH, REACH)


@dataclass(frozen=True, slots=True)
class Ranker:
    """Two looks at the pairs of a table. The features of the second are those of the first and `aligner.company.NAMES`."""

    first: Scores
    second: Scores
    signature: str

    @property
    def names(self) -> tuple[str, ...]:
        """The features that the scores rest on."""
        return self.second.names

    def scores(self, table: Table) -> tuple[Floats, Floats]:
        """Translation score and termhood of every pair of a table that has been given the features of the second look, 0-1."""
        return self.of(_features(table, self.names))

    def of(self, features: Floats) -> tuple[Floats, Floats]:
        """The same for rows of features [n, names]."""
        import numpy as np

        # what the first look said is among the features
        odds = [
            (1 - weight) * features[:, self.names.index(f"first_{score}")].astype(np.float32) + weight * log_odds(second)
            for score, weight, second in zip(SCORES, SECOND, self.second.of(features), strict=True)
        ]
        translation, termhood = ((1 / (1 + np.exp(-each))).astype(np.float32) for each in odds)
        return translation, termhood

    def shares(self, features: Floats, score: str) -> Floats:
        """Each feature's share in the log odds of a score, [n, features], for rows of features [n, features]."""
        import numpy as np

        out = self.second.shares(features, score)
        size = len(self.first.names)
        for own in SCORES:
            column = self.names.index(f"first_{own}")
            seen = self.first.shares(features[:, :size], own)
            whole = seen.sum(1)
            # never more than was there, and never turned round: what cannot be passed on so stays where it is
            passed = np.clip(out[:, column] / np.where(np.abs(whole) < _LITTLE, np.inf, whole), 0, 1)
            out[:, :size] += passed[:, None] * seen
            out[:, column] -= passed * whole
        weight = SECOND[SCORES.index(score)]
        out *= weight
        out[:, :size] += (1 - weight) * self.first.shares(features[:, :size], score)
        return out


def _features(table: Table, names: tuple[str, ...]) -> Floats:
    """A table's features, if they are those of these names; ModelError where they are not."""
    if tuple(table.names) != names:
        raise ModelError(f"{WEIGHTS.name} was trained on other features; run scripts/train_ranker.py")
    return table.features


def log_odds(chance: Floats | float) -> Floats:
    """Chances, 0-1, as log odds."""
    import numpy as np

    chance = np.clip(np.asarray(chance, np.float64), 1e-6, 1 - 1e-6)
    return np.log(chance / (1 - chance))


@cache
def shipped() -> Ranker:
    """The ranker that comes with the tool."""
    return load(WEIGHTS)


def load(path: Path) -> Ranker:
    """A ranker from its file; ModelError where it is missing or damaged."""
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as data:
            about = json.loads(str(data["about"]))
            first, second = (_scores(data, look, about[look]) for look in _LOOKS)
            return Ranker(first, second, str(about["signature"]))
    except (OSError, ValueError, LookupError, TypeError, zipfile.BadZipFile) as error:
        raise ModelError(f"{path}: cannot read the ranking weights: {error}") from error


def _scores(data: Any, look: str, about: dict[str, Any]) -> Scores:
    import numpy as np

    def network(score: str) -> Network:
        keys = [f"{look}.{score}.{k}" for k in range(about["layers"])]
        return Network(tuple((data[f"{k}.weights"].astype(np.float32), data[f"{k}.bias"].astype(np.float32)) for k in keys))

    networks = {score: network(score) for score in SCORES}
    return Scores(tuple(about["names"]), data[f"{look}.mean"], data[f"{look}.spread"], **networks)


def save(ranker: Ranker, path: Path) -> None:
    """Write a ranker; half floats are exact enough for weights."""
    import numpy as np

    about: dict[str, Any] = {"signature": ranker.signature}
    arrays: dict[str, Any] = {}
    for look in _LOOKS:
        scores: Scores = getattr(ranker, look)
        about[look] = {"names": scores.names, "layers": len(scores.termhood.layers)}
        arrays |= {f"{look}.mean": scores.mean, f"{look}.spread": scores.spread}
        for score in SCORES:
            for k, (weights, bias) in enumerate(getattr(scores, score).layers):
                key = f"{look}.{score}.{k}"
                arrays |= {f"{key}.weights": weights.astype(np.float16), f"{key}.bias": bias.astype(np.float16)}
    np.savez_compressed(path, about=np.array(json.dumps(about)), **arrays)
