"""What the gloss reader reached on judged documents is a floor: it may only go up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scripts import bench_gloss

FLOORS = json.loads((bench_gloss.ROOT / "scripts" / "floors.json").read_text(encoding="utf-8"))["gloss"]
SLACK = 0.02  # how far a floor may stay behind what is measured


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    if not (bench_gloss.SHARED / "bench").is_dir():
        pytest.skip("needs ../shared/bench, where the scorer lies")
    folder: Path = tmp_path_factory.mktemp("gloss")
    return bench_gloss.measure(folder)


@pytest.mark.parametrize("name", FLOORS)
@pytest.mark.parametrize("figure", ["precision", "recall", "F1"])
def test_no_figure_falls(measured: dict[str, dict[str, Any]], name: str, figure: str) -> None:
    """Precision, recall and F1 stay at or above their floor on the data that the floor was measured on."""
    if name not in measured or not str(measured[name]["signature"]).endswith(FLOORS[name]["data"]):
        pytest.skip(f"the floors of {name!r} were measured on other data")
    floor = FLOORS[name]["at_least"][figure]
    assert measured[name][figure] >= floor
    assert measured[name][figure] <= floor + SLACK, f"raise the floor of {figure} on {name!r} in scripts/floors.json"


def test_all_of_the_readout_is_found(measured: dict[str, dict[str, Any]]) -> None:
    """Every gloss of the readout that the project began with is found with its right boundary."""
    assert "002_7b05a51c35e42626" not in [
        line.split("\t")[0] for line in str(measured["shared"]["faults"]).splitlines() if line.endswith("missed")
    ]


def test_documents_without_chinese_give_nothing(shared: Path) -> None:
    """The two seed documents without Chinese yield no pair at all."""
    from aligner.documents import read
    from aligner.pipeline import extract

    for name in ("003_1c35fc671ee92269.txt", "004_cef6268d7acfa654.txt"):
        assert extract([read(shared / "seeds" / name)]).candidates == ()
