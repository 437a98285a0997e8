"""The align command: two files in, a translation memory out, that the tools of translators read."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aligner.documents import read
from glossary.commands.app import cli

ZH = "# 银行的利率\n\n银行提高了利率。许多公司推迟了投资。\n\n农民担心洪水，因为河流的水位在春天上升。\n"
EN = (
    "# Interest rates of the banks\n\nThe banks raised interest rates. Many companies postponed their investments.\n\n"
    "The farmers fear floods.\nThe water level of the river rises in spring & 3 < 5.\n"
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    zh, en = tmp_path / "a.zh.md", tmp_path / "a.en.md"
    zh.write_text(ZH, encoding="utf-8")
    en.write_text(EN, encoding="utf-8")
    return zh, en


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, ["align", *map(str, args)])


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def test_sentences_with_their_lines(files: tuple[Path, Path]) -> None:
    """The table names the lines that the sentences stand on, counted from 1, and gives each pair a score."""
    result = run("--zh", files[0], "--en", files[1], "-o", "-")
    assert result.exit_code == 0, result.output
    found = rows(result.stdout)
    assert [(row["zh_lines"], row["en_lines"]) for row in found] == [("1", "1"), ("3", "3"), ("3", "3"), ("5", "5,6")]
    assert found[1]["zh"] == "银行提高了利率。"
    assert found[1]["en"] == "The banks raised interest rates."
    assert all(0 <= float(row["score"]) <= 1 for row in found)


def test_each_line_as_one_segment(files: tuple[Path, Path]) -> None:
    """With --lines nothing is divided; blank lines are no segments and keep their numbers."""
    found = rows(run("--zh", files[0], "--en", files[1], "--lines").stdout)
    assert [(row["zh_lines"], row["en_lines"]) for row in found] == [("1", "1"), ("3", "3"), ("5", "5,6")]
    assert found[1]["zh"] == "银行提高了利率。许多公司推迟了投资。"


def test_what_has_no_counterpart_is_shown_on_request(files: tuple[Path, Path]) -> None:
    """With --all the segments left alone are rows with an empty side."""
    files[1].write_text(EN.split("\n\n", 1)[1] + "\nAn orange violin sleeps under seven quiet umbrellas tonight.\n")
    few, more = (rows(run("--zh", files[0], "--en", files[1], *extra).stdout) for extra in ((), ("--all",)))
    assert all(row["zh_lines"] and row["en_lines"] for row in few)
    assert any(not row["en_lines"] or not row["zh_lines"] for row in more)


def test_a_translation_memory_that_is_read_again(files: tuple[Path, Path], tmp_path: Path) -> None:
    """The TMX has the same pairs, with every character of the text."""
    target = tmp_path / "out.tmx"
    assert run("--zh", files[0], "--en", files[1], "-o", target).exit_code == 0
    pairs = read(target).pairs
    assert [pair.zh.text for pair in pairs][1] == "银行提高了利率。"
    assert pairs[-1].en.text.endswith("in spring & 3 < 5.")


def test_translate_toolkit_loads_it(files: tuple[Path, Path], tmp_path: Path) -> None:
    """translate-toolkit finds the same units in the TMX."""
    tmx = pytest.importorskip("translate.storage.tmx")
    target = tmp_path / "out.tmx"
    run("--zh", files[0], "--en", files[1], "-o", target)
    with target.open("rb") as handle:
        store = tmx.tmxfile(handle, "zh-CN", "en")
    assert [unit.source for unit in store.units][1] == "银行提高了利率。"
    assert store.units[1].target == "The banks raised interest rates."


def test_files_the_wrong_way_round(files: tuple[Path, Path]) -> None:
    """An English file given as the Chinese one is a mistake of the call, and is said to be one."""
    result = run("--zh", files[1], "--en", files[0])
    assert result.exit_code != 0
    assert "right way round" in str(result.exception)
