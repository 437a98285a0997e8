"""`glossary words` from the outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from aligner.errors import InputError, UsageError
from glossary.commands.words import command


def run(*arguments: object) -> list[str]:
    result = CliRunner().invoke(command, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout.split("\n")[:-1]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.tsv"
    path.write_text("银行 2019年\tbank 2019\n\n香港\tHong Kong\n", encoding="utf-8")
    return path


def test_one_line_out_for_each_line_in(file: Path) -> None:
    """Links come in Pharaoh format, line by line; an empty line stays empty."""
    lines = run(file, "--tokenized")
    assert lines == ["0-0 1-1", "", "0-0 0-1"]


def test_each_pair_alone(file: Path) -> None:
    """--no-corpus gives a line for each pair too."""
    assert len(run(file, "--no-corpus")) == 3


def test_words_beside_links(file: Path) -> None:
    """--with-words shows the words that the numbers count."""
    assert run(file, "--with-words", "--tokenized", "--line", 3) == ["香港\tHong Kong\t0-0 0-1"]


def test_pictures(file: Path) -> None:
    """-o writes an SVG of one pair or a page of all, by the file's ending."""
    run(file, "--line", 1, "-o", file.with_suffix(".svg"))
    run(file, "-o", file.with_suffix(".html"))
    assert file.with_suffix(".svg").read_text(encoding="utf-8").startswith("<svg")
    assert file.with_suffix(".html").read_text(encoding="utf-8").count("<svg") == 3


def test_a_line_without_a_tab_is_named(file: Path) -> None:
    """A line that is no pair is bad input, with file and line."""
    file.write_text("a\tb\nonly one side\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"pairs\.tsv:2: no tab"):
        run(file)


@pytest.mark.parametrize("options", [("--matrix", "--with-words"), ("--line", "9"), ("-o", "x.svg")])
def test_calls_that_make_no_sense(file: Path, options: tuple[str, ...]) -> None:
    """Options that exclude each other, a line that is not there and an SVG of many pairs are usage errors."""
    with pytest.raises(UsageError):
        run(file, *options)
