"""README shows what really happens: its session is run, and what it prints must stand there.

After a change that is meant: GLOSSARY_WRITE_README=1 python -m pytest tests/test_readme.py
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
CONSOLE = re.compile(r"(?<=```console\n).*?(?=```)", re.S)


def run(command: str) -> str:
    """What a command prints on a terminal of 100 columns."""
    from glossary.commands.app import cli

    words = shlex.split(command)
    assert words[0] == "glossary"
    result = CliRunner(env={"COLUMNS": "100", "GLOSSARY_MODEL": None}).invoke(cli, words[1:])
    assert result.exit_code in (0, 1), result.output
    return result.stdout


def test_the_session_prints_what_readme_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command of README's session prints exactly the lines that stand below it."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    text = README.read_text(encoding="utf-8")

    def shown(block: re.Match[str]) -> str:
        commands = [line for line in block[0].splitlines() if line.startswith("$ ")]
        return "\n".join(f"{command}\n{run(command[2:])}".rstrip() + "\n" for command in commands)

    real = CONSOLE.sub(shown, text)
    if os.environ.get("GLOSSARY_WRITE_README"):
        README.write_text(real, encoding="utf-8")
    assert README.read_text(encoding="utf-8") == real


def test_the_blocks_are_the_two_commands() -> None:
    """README's first block installs and extracts a document that ships; its second installs and runs the tests."""
    text = README.read_text(encoding="utf-8")
    first = re.search(r"<!-- first-block -->\n```sh\n(.*?)```", text, re.S)
    second = re.search(r"<!-- test-block -->\n```sh\n(.*?)```", text, re.S)
    assert first and "pip install ." in first[1]
    named = [word for word in first[1].split() if word.startswith("seeds/")]
    assert named and all((ROOT / name).is_file() for name in named)
    assert second and second[1].splitlines()[-1] == "python -m pytest"
