"""What every test may use: the shared material, where this checkout has it beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).parent.parent.parent / "shared"


@pytest.fixture
def shared() -> Path:
    """The folder of real documents and benchmarks. A test that needs it says that it was skipped where it is not."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared, which is not beside this checkout")
    return SHARED
