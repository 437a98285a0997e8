"""`glossary export`: what is selected, and what is said about the rest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from glossary import exchange
from glossary.commands.app import _run
from glossary.exchange import write
from glossary.exchange.base import ExportOptions
from tests.glossary.exchange.samples import CONCEPTS

Capture = pytest.CaptureFixture[str]
UNIT = '<tu><tuv xml:lang="zh"><seg>{}</seg></tuv><tuv xml:lang="en"><seg>{}</seg></tuv></tu>'


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A glossary with the sample concepts."""
    path = tmp_path / "s.json"
    with path.open("wb") as out:
        write(CONCEPTS, out, ExportOptions("json"))
    assert _run(["import", "--db", str(tmp_path / "g.db"), str(path)]) == 0
    return tmp_path / "g.db"


@pytest.mark.parametrize("name", [name for name in exchange.exportable() if name != "tmx"])
def test_every_format_knows_the_filters(name: str, db: Path, tmp_path: Path, capsys: Capture) -> None:
    """The filters choose the same in every format, and the message tells what was written and how much was not chosen."""
    target = tmp_path / "out"
    chosen = ["--status", "preferred", "--min-score", "0.3", "--subject", "POLICY", "--script", "hant", "--sort", "zh"]
    capsys.readouterr()
    assert _run(["export", "--db", str(db), "--format", name, *chosen, "--source", "a.txt", "-o", str(target)]) == 0
    told = capsys.readouterr().err
    assert f"{target}: 1 " in told
    assert "5 renderings: not selected" in told
    assert target.stat().st_size


def test_filters_of_terms_are_told_where_there_are_none(tmp_path: Path, capsys: Capture) -> None:
    """A translation memory is chosen from by score, script, source and number; what chooses among terms is said to be idle."""
    db, path, target = tmp_path / "g.db", tmp_path / "m.tmx", tmp_path / "out.tmx"
    units = UNIT.format("第一句。", "One.") + UNIT.format("第二個。", "Two.") + UNIT.format("第三句。", "Three.")
    path.write_text(f'<?xml version="1.0"?><tmx version="1.4"><header/><body>{units}</body></tmx>', encoding="utf-8")
    assert _run(["import", "--db", str(db), str(path)]) == 0
    for more, expected in (("--script hans", 2), ("--script hant", 1), ("--limit 1", 1), ("--min-score 1", 3)):
        assert _run(["export", "--db", str(db), *more.split(), "-o", str(target)]) == 0
        assert f"{target}: {expected} unit" in capsys.readouterr().err
    assert _run(["export", "--db", str(db), "--status", "preferred", "--sort", "zh", "-o", str(target)]) == 0
    assert "--status, --sort: chooses among terms, and tmx holds segment pairs" in capsys.readouterr().err


def test_an_unknown_source_leaves_nothing_behind(
    db: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """A document that the glossary does not have is told before the first line is written, to a file or to standard output."""
    capfdbinary.readouterr()
    for output in ("-", str(tmp_path / "out.csv")):
        assert _run(["export", "--db", str(db), "--format", "csv", "--source", "nope.txt", "-o", output]) == 2
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert err.count(b"no document 'nope.txt'") == 2
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs pipes as POSIX has them")
def test_a_reader_that_goes_away_is_no_fault_of_the_glossary(tmp_path: Path) -> None:
    """`| head` ends the export without a word, however much there is to write."""
    db, path = tmp_path / "g.db", tmp_path / "t.csv"
    path.write_text("zh,en\n" + "".join(f"词{chr(0x4E00 + n)},word {n}\n" for n in range(5000)), encoding="utf-8")
    assert _run(["import", "--db", str(db), str(path)]) == 0
    code = "from glossary.commands import main; main()"
    call = subprocess.Popen(
        [sys.executable, "-c", code, "export", "--db", str(db)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert call.stdout and call.stderr
    call.stdout.readline()
    call.stdout.close()
    assert call.stderr.read() == b""
    call.wait()
