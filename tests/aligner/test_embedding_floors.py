"""What the shipped model reached is a floor: it may only go up. Runs where the benchmarks lie beside the project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aligner.embedding import load_encoder
from scripts.bench import measures

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT.parent / "shared" / "bench"
FLOORS = json.loads((ROOT / "scripts" / "floors.json").read_text(encoding="utf-8"))["model"]
SLACK = 0.02  # how far a floor may stay behind what is measured


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    if not BENCH.is_dir():
        pytest.skip("the benchmarks are not beside this checkout")
    if measures.data_hash(BENCH) != FLOORS["data_sha256"]:
        pytest.skip("the floors were measured on other benchmark files")
    encoder = load_encoder("static")
    return measures.retrieval(encoder, BENCH) | measures.terms(encoder, BENCH) | measures.alignment(encoder, BENCH, 0)


@pytest.mark.parametrize("name", FLOORS["at_least"])
def test_no_figure_falls(figures: dict[str, float], name: str) -> None:
    """Retrieval and term accuracy stay at or above their floor, and the floor follows what was reached."""
    assert figures[name] >= FLOORS["at_least"][name]
    assert figures[name] <= FLOORS["at_least"][name] + SLACK, f"raise the floor of {name!r} in scripts/floors.json"


@pytest.mark.parametrize("name", FLOORS["at_most"])
def test_no_error_rate_rises(figures: dict[str, float], name: str) -> None:
    """The alignment error rate stays at or below its bound, and the bound follows what was reached."""
    assert figures[name] <= FLOORS["at_most"][name]
    assert figures[name] >= FLOORS["at_most"][name] - SLACK, f"lower the bound of {name!r} in scripts/floors.json"
