"""An extraction that is killed, and run again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import seeds
from glossary import database

ROOT = Path(__file__).parents[2]
FILES = ("glossed-article.txt", "interleaved-newsletter.txt", "translated-readout.txt", "zh-article.md")


def start(folder: Path, *options: str) -> subprocess.Popen[str]:
    """`glossary extract` over the seeds, in a process group of its own."""
    command = [sys.executable, "-c", "from glossary.commands import main; main()", "extract", *options]
    return subprocess.Popen(
        [*command, *map(str, map(seeds.path, FILES))],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "GLOSSARY_DB": str(folder / "glossary.db")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def content(path: Path) -> list[tuple[object, ...]]:
    """All terms with their scores and frequencies."""
    with database.reading(path) as db:
        return [tuple(row) for row in db.execute("SELECT lang, text, status, translation, frequency FROM terms ORDER BY id")]


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
def test_a_killed_run_goes_on_from_what_is_finished(tmp_path: Path) -> None:
    """Killed after the first document, a run has stored nothing; run again it does the rest, with the result of one whole run."""
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    for folder in (whole, broken):
        folder.mkdir()
    assert start(whole, "--jobs", "1").wait(timeout=300) == 0
    assert not (whole / "glossary.db.work").exists()

    process, pieces = start(broken, "--jobs", "2"), broken / "glossary.db.work"
    while process.poll() is None and not list(pieces.glob("*.npz")):
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=60)
    left = {path: path.stat().st_mtime_ns for path in pieces.glob("*.npz")}
    assert left and not (broken / "glossary.db").exists()

    again = start(broken)
    times: dict[Path, int] = {}
    while again.poll() is None:
        for path in left:
            try:
                times[path] = path.stat().st_mtime_ns
            except OSError:  # stored: the pieces are gone
                break
        time.sleep(0.01)
    assert again.returncode == 0, again.stderr and again.stderr.read()
    assert times == left, "a finished piece was made again"
    assert content(broken / "glossary.db") == content(whole / "glossary.db")
    assert not pieces.exists()
