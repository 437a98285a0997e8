"""The compare command: two English files in, their differences out, second renderings of glossed terms into the glossary."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary.commands.app import cli

FIRST = "The mayor promised to create a working group (工作组) on water quality before the summer of next year.\n"
SECOND = "A page of news.\n\nThe mayor promised to create a task force on water quality before the summer of next year.\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(FIRST, encoding="utf-8")
    Path("b.txt").write_text(SECOND, encoding="utf-8")
    return tmp_path


def test_differences_with_places_and_chinese(files: Path) -> None:
    """Each difference has both wordings, their places, and the Chinese that one of them glosses."""
    result = CliRunner().invoke(cli, ["compare", "a.txt", "b.txt", "--format", "json"])
    assert result.exit_code == 0, result.output
    (row,) = json.loads(result.stdout)
    assert (row["first"], row["second"], row["zh"]) == ("working group", "task force", "工作组")
    assert (row["first_place"], row["second_place"]) == ("1:1", "3:1")


def test_the_second_wording_becomes_a_candidate(files: Path) -> None:
    """--store gives the glossed term its second rendering, with the sentence that has it; twice changes nothing."""
    for _ in range(2):
        assert CliRunner().invoke(cli, ["compare", "a.txt", "b.txt", "--store"]).exit_code == 0
    found = json.loads(CliRunner().invoke(cli, ["list", "--format", "json"]).stdout)
    assert [(row["zh"], row["en"], row["status"], row["frequency"]) for row in found] == [
        ("工作组", "task force", "candidate", 1)
    ]
