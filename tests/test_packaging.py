"""What is installed is what the program needs."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DATA = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]


@pytest.mark.parametrize("package", sorted(DATA))
def test_every_data_file_is_installed(package: str) -> None:
    """Each file of a package that is neither code nor a page for developers is named as its data."""
    named = {path for pattern in DATA[package] for path in (ROOT / package).glob(pattern)}
    files = {path for path in (ROOT / package).rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert {path for path in files if path.suffix not in {".py", ".md"}} <= named
