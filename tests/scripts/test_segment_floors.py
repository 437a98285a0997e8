"""What sentence alignment reached on chapters that no weight was chosen on is a floor: it may only go up."""

from __future__ import annotations

import json

import pytest

from aligner.embedding import load_encoder
from scripts import bench_segments

FLOORS = json.loads((bench_segments.ROOT / "scripts" / "floors.json").read_text(encoding="utf-8"))["segments"]
SLACK = 0.015  # how far a floor may stay behind what is measured


def test_no_figure_falls() -> None:
    """Strict and lax F1 stay at or above their floor on the chapters that the floor was measured on."""
    if not (bench_segments.SHARED / "bench").is_dir():
        pytest.skip("needs ../shared/bench, where the scorer lies")
    measured = bench_segments.measure(load_encoder("static"))
    assert measured["data"] == FLOORS["data"]
    for figure, floor in FLOORS["at_least"].items():
        assert measured[figure] >= floor, figure
        assert measured[figure] <= floor + SLACK, f"raise the floor of {figure} in scripts/floors.json"
