"""The prompt that stays open."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary import database
from glossary.commands.app import cli
from glossary.commands.ui import Settings
from glossary.completing import completions

COMPLETIONS = [
    ("网", ["网络强国", "網絡強國"]), ("fengq", ["风清气正"]), ("feng q", ["风清气正"]), ("/k wang", ["/k 网络强国", "/k 網絡強國"]),
    ("small inc", ["small incisions"]), ("aigc", ["AIGC studios", "AIGC工作室"]), ("", []), ("zebra", []), ("%", []),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), COMPLETIONS)
def test_completion(small: Path, line: str, expected: list[str]) -> None:
    """A line is completed to terms that begin with it, in letters or in sound."""
    with database.reading(small) as db:
        assert sorted(completions(db, line)) == sorted(expected)


def run(path: Path, lines: str) -> str:
    result = CliRunner().invoke(cli, ["--db", str(path), "shell", "--no-history"], input=lines, obj=Settings())
    assert result.exit_code == 0
    return result.output


def test_lines_are_answered_until_the_end(small: Path) -> None:
    """Each line is a query; a near spelling is said to be one; /q ends the session."""
    out = run(small, "fqqz\n\n龘\ncyber powrehouse\n/c 网络空间\n/k 网络空间\n/n 1\n/n x\n/?\n/q\nsmall incisions\n")
    assert "initials of: 风清气正" in out and "nothing" in out and "spelled almost like it" in out
    assert "大V要营造风清气正的网络空间。" in out and "  ~ " in out  # found by word alignment
    assert "a number from 1" in out and "/s QUERY" in out and "small incisions" not in out
