"""Adapting the static model: the gradient, what training promises, and the folder that comes out."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aligner.adapted import COPIED, adapt, card
from aligner.adapting import Base, Judge, Score, Settings, TooFewPairs, slices, train
from aligner.descent import Adam, Texts, contrast, merged
from aligner.embedding import SHIPPED, load_encoder
from aligner.errors import ModelError, UsageError
from aligner.static import StaticEncoder

QUICK = Settings(batch=64, rounds=3)
# a house style of which the shipped model cannot know: each Chinese word stands for an English one chosen at random
ZH = "苹果 桌子 汽车 月亮 老师 城市 音乐 河流 医院 牛奶 森林 电话 国王 雨伞 面包 足球 飞机 护士 沙漠 钢琴".split()
EN = (
    "violin harbour cheese doctor winter carpet lion engine garden mirror "
    "ticket soldier candle bridge salt hammer poet zebra island clock"
).split()


def invented(count: int) -> list[tuple[str, str]]:
    """Pairs of five words each, all different."""
    draw = random.Random(5)
    chosen: dict[tuple[int, ...], None] = {}
    while len(chosen) < count:
        chosen[tuple(sorted(draw.sample(range(len(ZH)), 5)))] = None
    return [("，".join(ZH[k] for k in row), " and ".join(EN[k] for k in row)) for row in chosen]


@pytest.fixture(scope="module")
def base() -> Base:
    return Base()


def test_the_gradient_is_the_slope_of_the_loss() -> None:
    """Every number of the gradient agrees with finite differences, repeated tokens and unused rows included."""
    table = np.random.default_rng(2).normal(size=(9, 4))
    zh, en = Texts.of([[0, 1, 1], [2], [3, 0]]), Texts.of([[4, 5], [6, 4, 4], [7]])
    _, rows, gradient = contrast(table, zh, en, 5.0)
    assert rows.tolist() == list(range(8))
    for row in range(8):
        for place in range(4):
            moved = [table.copy(), table.copy()]
            moved[0][row, place] += 1e-6
            moved[1][row, place] -= 1e-6
            up, down = (contrast(each, zh, en, 5.0)[0] for each in moved)
            assert gradient[row, place] == pytest.approx((up - down) / 2e-6, abs=1e-7)


def test_gradients_add_up() -> None:
    """Two gradients become one in which a row that both name has their sum."""
    one, other = np.ones((2, 3), np.float32), 2 * np.ones((2, 3), np.float32)
    rows, total = merged((np.array([1, 4]), one), (np.array([4, 5]), other))
    assert rows.tolist() == [1, 4, 5]
    assert total[:, 0].tolist() == [1, 3, 2]


def test_texts_can_be_taken_in_any_order() -> None:
    """A choice of texts has the same sums as the texts have among all."""
    table = np.random.default_rng(1).normal(size=(6, 3)).astype(np.float32)
    texts = Texts.of([[0, 1], [2], [3, 3, 5], [4]])
    chosen = np.array([2, 0, 3])
    np.testing.assert_allclose(texts.take(chosen).sums(table), texts.sums(table)[chosen], rtol=1e-6)


def test_a_step_touches_its_rows_only() -> None:
    """Adam goes downhill by about the rate on the rows it is given, and leaves all others as they are."""
    table = np.ones((4, 2), np.float32)
    Adam(table).step(np.array([1, 3]), np.full((2, 2), 7, np.float32), 0.5)
    np.testing.assert_allclose(table, [[1, 1], [0.5, 0.5], [1, 1], [0.5, 0.5]], rtol=1e-5)


def test_slices_share_nothing(base: Base) -> None:
    """The three slices have no text in common, spelling variants of a text count as the same, and the sizes are as told."""
    pairs = invented(300)
    parts = slices([*pairs, *((zh, en.upper()) for zh, en in pairs), ("", "nothing")], base, 1)
    assert (len(parts.train), len(parts.stop), len(parts.held)) == (200, 50, 50)
    assert len({*parts.train, *parts.stop, *parts.held}) == 300


def test_too_few_pairs_are_refused(base: Base) -> None:
    """Copies do not make a memory large enough."""
    with pytest.raises(TooFewPairs, match="199 different sentence pairs are too few"):
        slices(invented(199) * 3, base, 1)


def test_training_learns_a_domain_and_nothing_else(base: Base) -> None:
    """Words that stand for each other only here are found in unseen pairs after it; other words' vectors stay."""
    parts = slices(invented(600), base, 1)
    result = train(base, parts, Settings(batch=64, rate=0.01, rounds=5))
    assert result.kept
    assert result.losses[result.kept] == min(result.losses) < result.losses[0]
    used = np.unique([token for pair in parts.train for ids in base.ids(pair) for token in ids])
    changed = np.flatnonzero((result.table != base.table).any(1))
    assert set(changed) <= set(used)
    assert result.moved == len(used)


def test_a_seed_gives_the_same_model(base: Base) -> None:
    """Two runs with one seed agree in every number; another seed holds out other pairs."""
    pairs = invented(250)
    one, two = (train(base, slices(pairs, base, 3), QUICK) for _ in range(2))
    np.testing.assert_array_equal(one.table, two.table)
    assert slices(pairs, base, 3) != slices(pairs, base, 4)


def test_the_pull_keeps_vectors_near(base: Base) -> None:
    """With a stronger pull the vectors end nearer to where they were."""
    parts = slices(invented(250), base, 1)
    far, near = (
        np.abs(train(base, parts, replace(QUICK, rate=0.01, pull=pull)).table - base.table).sum() for pull in (0, 100)
    )
    assert near < far / 2


def test_the_folder_is_a_model_with_the_figures_it_tells(base: Base, tmp_path: Path) -> None:
    """The folder has the files of the shipped one, loads, and scores what its report and its card say."""
    target = tmp_path / "my-model"
    pairs = invented(300)
    report = adapt(pairs, base, target, sources={"memory.tmx": "a" * 64}, settings=replace(QUICK, rate=0.01))
    assert report.after is not None and report.after.words > report.before.words
    assert {str(p.relative_to(target)) for p in target.rglob("*.*")} == {
        *COPIED, "model.safetensors", "README.md", "training.json"
    }  # fmt: skip
    encoder = load_encoder(target)
    assert isinstance(encoder, StaticEncoder)
    assert Judge(slices(pairs, base, 1).held).score(encoder) == report.after
    assert (target / "model.safetensors").stat().st_size == (SHIPPED / "model.safetensors").stat().st_size
    text = (target / "README.md").read_text(encoding="utf-8")
    assert f"{report.after.words:.3f}" in text and "memory.tmx" in text and "from `static@" in text
    assert json.loads((target / "training.json").read_text(encoding="utf-8"))["held"] == 50
    assert [p.name for p in tmp_path.iterdir()] == ["my-model"]
    with pytest.raises(UsageError, match="--force"):
        adapt(pairs, base, target, sources={}, settings=QUICK)
    again = adapt(pairs, base, target, sources={}, settings=replace(QUICK, rate=0.01), force=True)
    assert again.after == report.after
    assert [p.name for p in tmp_path.iterdir()] == ["my-model"]


def test_no_gain_writes_nothing(base: Base, tmp_path: Path) -> None:
    """Where no round is better than the start, there is no folder and no figure after."""
    report = adapt(invented(200), base, tmp_path / "m", sources={}, settings=replace(QUICK, rate=0.0))
    assert report.after is None and report.kept == 0
    assert not list(tmp_path.iterdir())


def test_a_failure_leaves_the_old_model(base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When writing breaks off, the model that was there is untouched and nothing lies beside it."""
    target = tmp_path / "m"
    settings = replace(QUICK, rate=0.01)
    adapt(invented(200), base, target, sources={}, settings=settings)
    before = load_encoder(target).signature

    def broken(*_: object) -> str:
        raise RuntimeError("power cut")

    monkeypatch.setattr("aligner.adapted.card", broken)
    with pytest.raises(RuntimeError):
        adapt(invented(250), base, target, sources={}, settings=settings, force=True)
    assert load_encoder(target).signature == before
    assert [p.name for p in tmp_path.iterdir()] == ["m"]


def test_a_worse_figure_is_told(base: Base, tmp_path: Path) -> None:
    """A figure that fell is named in the report and on the card."""
    report = adapt(invented(200), base, tmp_path / "m", sources={}, settings=replace(QUICK, rate=0.01))
    fallen = replace(report, before=Score(1, 1, 0, 0), after=Score(0.9, 1, 0.5, 0))
    assert fallen.worse == ["zh_en"]
    assert "Worse than before: a Chinese text finds its translation." in card("m", base, fallen, {}, QUICK)


def test_folders_that_are_no_models_stay(base: Base, tmp_path: Path) -> None:
    """--force replaces models only, a missing parent is named, and the start is never overwritten."""
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("dear", encoding="utf-8")
    for target, reason in (
        (tmp_path / "letters", "holds something else"),
        (tmp_path / "letters" / "dear.txt", "is a file"),
        (tmp_path / "none" / "m", "there is no folder"),
        (SHIPPED, "the model to start from"),
    ):
        with pytest.raises(UsageError, match=reason):
            adapt(invented(200), base, target, sources={}, settings=QUICK, force=True)
    with pytest.raises(ModelError, match="only a static model"):
        Base(tmp_path)
