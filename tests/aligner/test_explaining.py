"""Scores taken apart."""

from __future__ import annotations

import numpy as np
import pytest

from aligner import explaining, ranking


def row(**values: float) -> np.ndarray:
    """The features of the average candidate, some of them set."""
    ranker = ranking.shipped()
    features = ranker.second.mean.copy()
    for name, value in values.items():
        features[ranker.names.index(name)] = value
    return features


def packed(features: np.ndarray) -> bytes:
    (data,) = explaining.pack(ranking.shipped().names, features[None, :], np.array([0]))
    return data


@pytest.mark.parametrize("score", ["translation", "termhood"])
def test_the_parts_add_up_to_the_score(score: str) -> None:
    """The shares of all parts together are the shares of all features."""
    ranker = ranking.shipped()
    look = ranker.second
    features = (look.mean + look.spread * np.linspace(-1, 1, len(look.mean))).astype(np.float16).astype(np.float32)
    parts = explaining.explain(packed(features), ranker, score)
    whole = ranker.shares(features[None, :], score).sum()
    assert sum(part.share for part in parts) == pytest.approx(whole, abs=1e-2)
    assert [abs(part.share) for part in parts] == sorted((abs(part.share) for part in parts), reverse=True)


def test_every_feature_belongs_to_a_part() -> None:
    """No feature of the shipped ranking is left without a name that a terminologist reads."""
    assert explaining.OTHER not in {part.name for part in explaining.explain(packed(row()), ranking.shipped(), "termhood")}


def test_what_was_measured_is_said_in_words() -> None:
    """Counts, similarity and links are said as numbers of things."""
    features = row(count=np.log(7), zh_total=np.log(10), en_total=0.0, cosine=0.62, zh_leak=0.1, en_leak=0.05, mutual=1.0)
    said = {part.name: part.words for part in explaining.explain(packed(features), ranking.shipped(), "translation")}
    assert said["counts"] == "seen together 7 times; the Chinese stands 10 times in the texts, the English once"
    assert said["word links"].startswith("90% of the links of the Chinese words and 95% of the English stay inside")
    assert said["similarity"].startswith("0.62 by the model")


def test_features_of_another_version_explain_nothing() -> None:
    """Features that another version wrote are told from ours and not misread."""
    names = ranking.shipped().names
    data = packed(row())
    assert explaining.unpack(data, names) is not None
    assert explaining.unpack(data, [*names[1:], "else"]) is None
    assert explaining.unpack(data[:40], names) is None
    assert explaining.unpack(data[:4] + b"damaged", names) is None
    assert explaining.explain(b"", ranking.shipped(), "termhood") == []


def test_the_score_by_the_signs_alone() -> None:
    """From the kept features comes the score that they gave."""
    ranker = ranking.shipped()
    low, high = row(cosine=-0.2, mutual=0.0), row(cosine=0.95, mutual=1.0)
    scores = [explaining.alone(packed(features), ranker, "translation") for features in (low, high)]
    assert scores[0] is not None and scores[1] is not None and 0 <= scores[0] < scores[1] <= 1
    assert explaining.alone(b"", ranker, "translation") is None


def test_what_the_first_look_thought_is_passed_on() -> None:
    """The share of the first look's own score goes to the features that it looked at, and none is lost."""
    ranker = ranking.shipped()
    features = row(cosine=0.9, mutual=1.0, zh_leak=0.0, en_leak=0.0)
    first, _ = ranker.first.of(features[None, : len(ranker.first.names)])
    features[ranker.names.index("first_translation")] = ranking.log_odds(first)[0]
    column = ranker.names.index("first_translation")
    direct, passed = ranker.second.shares(features[None], "translation")[0], ranker.shares(features[None], "translation")[0]
    assert abs(passed[column]) < abs(direct[column])
    first_look = ranker.first.shares(features[None, : len(ranker.first.names)], "translation")[0].sum()
    weight = ranking.SECOND[0]
    assert passed.sum() == pytest.approx(weight * direct.sum() + (1 - weight) * first_look, abs=1e-3)
