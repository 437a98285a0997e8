"""What term extraction reached on TICO-19 and some HKMA documents is a floor: it may only go up."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scripts import extract_floors

FLOORS = json.loads(extract_floors.FLOORS.read_text(encoding="utf-8"))["extract"]
SLACK = 0.04  # how far a bound may stay behind what is measured
BOUNDS = [(part, kind, name) for part in FLOORS for kind in ("at_least", "at_most") for name in FLOORS[part].get(kind, ())]


@pytest.fixture(scope="module")
def measured() -> dict[str, dict[str, Any]]:
    if not extract_floors.bench.BENCH.is_dir():
        pytest.skip("needs ../shared/bench, where the gold and the scorer lie")
    return extract_floors.measure()


@pytest.mark.parametrize(("part", "kind", "name"), BOUNDS)
def test_no_figure_gets_worse(measured: dict[str, dict[str, Any]], part: str, kind: str, name: str) -> None:
    """Recall and accuracy stay at or above their floor, the calibration error at or under its ceiling, on the same data."""
    if measured[part]["data"] != FLOORS[part]["data"]:
        pytest.skip(f"the bounds of {part!r} were measured on other data")
    gain = measured[part][kind][name] - FLOORS[part][kind][name]
    gain = gain if kind == "at_least" else -gain
    assert gain >= 0
    assert gain <= SLACK, "python scripts/extract_floors.py --write"


def test_bounds_only_get_stricter() -> None:
    """Writing bounds anew raises floors and lowers ceilings and never the other way; other data begins anew."""
    old = {"a": {"data": "1", "at_least": {"x": 0.5, "y": 0.5}, "at_most": {"z": 0.1}}}
    found = {"a": {"data": "1", "at_least": {"x": 0.6, "y": 0.4}, "at_most": {"z": 0.05}}}
    assert extract_floors.raised(old, found) == {
        "a": {"data": "1", "at_least": {"x": 0.59, "y": 0.5}, "at_most": {"z": 0.06}}
    }
    assert extract_floors.raised(old, {"a": {**found["a"], "data": "2"}})["a"]["at_least"]["y"] == 0.39
