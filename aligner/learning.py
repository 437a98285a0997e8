"""What counts as a term here, learnt from pairs that a person accepted and rejected.

A small logistic regression on top of the shipped termhood: it starts from what the shipped ranking says and learns a correction,
held back by a penalty (a Gaussian prior around the shipped weights), so that few decisions change little and many change much.
What it weighs anew are not the many features one by one but the parts of the score (`aligner.explaining.PARTS`): to this person
typography may matter more and general language less. Four more columns say how much the words of the two expressions, and their
last words, belong to accepted rather than rejected pairs. Where too little was rejected, unjudged pairs of the corpus stand in
for what is no term, with little weight, as in Elkan and Noto, "Learning Classifiers from Only Positive and Unlabeled Data" (2008).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from aligner.explaining import shares, unpack
from aligner.ranking import log_odds
from aligner.text import en_key, zh_key
from aligner.tokens import stem, tokenise_en, tokenise_zh

if TYPE_CHECKING:
    from aligner.indexing import Floats, Ints
    from aligner.ranking import Ranker, Scores
    from aligner.table import Table

LEAST_ACCEPTED = 20  # accepted pairs under which nothing is learnt
LEAST_REJECTED = 20  # rejected pairs under which unjudged pairs are taken as well
UNJUDGED = 0.1  # weight of an unjudged pair
MOST_UNJUDGED = 20_000
PENALTY = 10.0
SMOOTH = 2.0  # imagined pairs that a word has been in, half of them accepted
_STEPS = 30

Words = tuple[tuple[str, ...], tuple[str, ...]]


class Judged(NamedTuple):
    """A pair that a person judged; `features` as a run weighed it (`aligner.explaining`), empty where none did."""

    zh: str
    en: str
    accepted: bool
    features: bytes = b""


@dataclass(frozen=True, slots=True)
class _Examples:
    """Rows to learn from: the parts of the shipped termhood, words, the shipped termhood in log odds, label and weight."""

    parts: Floats
    words: list[Words]
    offset: Floats
    label: Floats
    weight: Floats


class Taught:
    """The shipped ranking with a termhood that follows a person's decisions. `tell` is given a line on what was learnt from."""

    def __init__(self, base: Ranker, judged: Iterable[Judged], tell: Callable[[str], None]) -> None:
        self.base, self.tell = base, tell
        self.judged = {(zh_key(pair.zh), en_key(pair.en)): pair for pair in judged}
        accepted = {zh for (zh, _), pair in self.judged.items() if pair.accepted}
        # a wrong rendering of an accepted term says nothing against the term
        self.judged = {key: pair for key, pair in self.judged.items() if pair.accepted or key[0] not in accepted}

    @property
    def names(self) -> tuple[str, ...]:
        """The features are those of the shipped ranking."""
        return self.base.names

    @property
    def first(self) -> Scores:
        """The first look is the shipped one."""
        return self.base.first

    def scores(self, table: Table) -> tuple[Floats, Floats]:
        """As `Ranker.scores`."""
        import numpy as np

        translation, termhood = self.base.scores(table)
        examples = self._examples(table, termhood)
        if examples is None:
            return translation, termhood
        likeness = _Likeness(examples)
        weights = _fit(np.concatenate([examples.parts, likeness.of_examples()], 1), examples)
        parts = shares(self.base, table.features, "termhood")
        # without the bias: how many of the shown pairs were accepted says what was shown, and would set termhood against frequency
        share = np.concatenate([parts, likeness.of_table(table)], 1) @ weights[:-1]
        return translation, (1 / (1 + np.exp(-(log_odds(termhood) + share)))).astype(np.float32)

    def _examples(self, table: Table, termhood: Floats) -> _Examples | None:
        """Judged pairs of this table, and those that a run before this one weighed; None where they are too few."""
        import numpy as np

        here = self._rows(table)
        before = {
            key: row
            for key, pair in self.judged.items()
            if key not in here and (row := unpack(pair.features, self.base.names)) is not None
        }
        pairs = [self.judged[key] for key in (*here, *before)]
        accepted = sum(pair.accepted for pair in pairs)
        rejected = len(pairs) - accepted
        if accepted < LEAST_ACCEPTED:
            self.tell(
                f"nothing learnt: {accepted} accepted pairs have been weighed or are in these documents, "
                f"{LEAST_ACCEPTED} are needed"
            )
            return None
        rows = np.array(list(here.values()), np.int64)
        more = self._unjudged(table, here) if rejected < LEAST_REJECTED else rows[:0]
        stored = np.stack(list(before.values())) if before else np.zeros((0, len(table.names)), np.float32)
        features = np.concatenate([table.features[rows], stored, table.features[more]])
        offset = np.concatenate([log_odds(termhood[rows]), log_odds(self._termhood(stored)), log_odds(termhood[more])])
        label = np.array([pair.accepted for pair in pairs] + [False] * len(more), np.float64)
        weight = np.array([1.0] * len(pairs) + [UNJUDGED] * len(more))
        words = [words_of(pair.zh, pair.en) for pair in pairs] + [words_of(*_texts(table, row)) for row in more.tolist()]
        against = f"{rejected} rejected" + (f" and {len(more)} unjudged" if len(more) else "")
        self.tell(f"learnt what a term is here from {accepted} accepted and {against} pairs")
        return _Examples(shares(self.base, features, "termhood"), words, offset, label, weight)

    def _rows(self, table: Table) -> dict[tuple[str, str], int]:
        """The judged pairs that the table has, with their rows."""
        sides = {zh for zh, _ in self.judged}
        found: dict[tuple[str, str], int] = {}
        for row in range(len(table.pairs.count)):
            zh, en = _texts(table, row)
            key = zh_key(zh)
            if key in sides and (key, en_key(en)) in self.judged:
                found.setdefault((key, en_key(en)), row)
        return found

    def _unjudged(self, table: Table, here: dict[tuple[str, str], int]) -> Ints:
        """Some rows that nobody judged, evenly over the table; none of an accepted term."""
        import numpy as np

        accepted = {zh for zh, _ in self.judged}
        step = max(1, len(table.pairs.count) // MOST_UNJUDGED)
        known = set(here.values())
        rows = [
            row
            for row in range(0, len(table.pairs.count), step)
            if row not in known and zh_key(_texts(table, row)[0]) not in accepted
        ]
        return np.array(rows, np.int64)

    def _termhood(self, features: Floats) -> Floats:
        """The shipped termhood of features that stand in no table."""
        import numpy as np

        return self.base.of(features)[1] if len(features) else np.zeros(0, np.float32)


def words_of(zh: str, en: str) -> Words:
    """The words of the two expressions, as they are counted."""
    return tuple(token.key for token in tokenise_zh(zh)), tuple(stem(token.key) for token in tokenise_en(en))


def _texts(table: Table, row: int) -> tuple[str, str]:
    return table.texts(int(table.pairs.best[row]))


class _Likeness:
    """How much words belong to accepted rather than other pairs, in smoothed log odds."""

    def __init__(self, examples: _Examples) -> None:
        self.examples = examples
        self.yes: tuple[dict[str, float], dict[str, float]] = (defaultdict(float), defaultdict(float))
        self.no: tuple[dict[str, float], dict[str, float]] = (defaultdict(float), defaultdict(float))
        for words, label, weight in zip(examples.words, examples.label, examples.weight, strict=True):
            for side in (0, 1):
                for word in set(words[side]):
                    (self.yes if label else self.no)[side][word] += weight
        self.odds = float(self._weight(1) / max(self._weight(0), 1e-9))

    def _weight(self, label: int) -> float:
        return float(self.examples.weight[self.examples.label == label].sum())

    def _log_odds(self, side: int, word: str, yes: float = 0, no: float = 0) -> float:
        """Of one word; `yes` and `no` are what an example itself added, else it would confirm itself."""
        import math

        for_, against = self.yes[side].get(word, 0) - yes, (self.no[side].get(word, 0) - no) * self.odds
        return math.log((for_ + SMOOTH) / (against + SMOOTH))

    def of_examples(self) -> Floats:
        """Mean and last word of both sides of each example, [n, 4]."""
        import numpy as np

        out = np.zeros((len(self.examples.words), 4))
        for row, (words, label, weight) in enumerate(
            zip(self.examples.words, self.examples.label, self.examples.weight, strict=True)
        ):
            own = (weight, 0.0) if label else (0.0, weight)
            for side in (0, 1):
                values = [self._log_odds(side, word, *own) for word in words[side]]
                if values:
                    out[row, 2 * side : 2 * side + 2] = sum(values) / len(values), values[-1]
        return out

    def of_table(self, table: Table) -> Floats:
        """The same for every pair of a table."""
        import numpy as np

        from aligner.tally import over_words

        indexed, out = table.corpus.indexed, []
        zh, _, en, _ = indexed.arrays()
        sides = ((0, indexed.zh_words, zh, table.zh, table.pairs.zh), (1, indexed.en_words, en, table.en, table.pairs.en))
        for side, words, ids, expressions, which in sides:
            value = np.array(
                [self._log_odds(side, stem(word) if side else word) if word else 0.0 for word in words], np.float32
            )
            start, stop = expressions.start, expressions.stop
            each = value[ids]
            out += [(over_words(each, start, stop, np.add, 0) / (stop - start))[which], each[stop - 1][which]]
        return np.stack(out, 1)


def _fit(x: Floats, examples: _Examples) -> Floats:
    """Weights of the correction, the bias last, by Newton's method."""
    import numpy as np

    x = np.concatenate([x, np.ones((len(x), 1))], 1)
    beta = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(examples.offset + x @ beta, -30, 30)))
        gradient = x.T @ (examples.weight * (examples.label - p)) - PENALTY * beta
        curve = (x * (examples.weight * p * (1 - p))[:, None]).T @ x + PENALTY * np.eye(len(beta))
        step = np.linalg.solve(curve, gradient)
        beta += step
        if np.abs(step).max() < 1e-6:
            break
    return beta


__all__ = ["Judged", "Taught", "words_of"]
