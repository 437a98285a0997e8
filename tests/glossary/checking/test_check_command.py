"""The check command: files in, findings and an exit code out."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from glossary.commands.app import cli
from tests.glossary.checking.planted import table

Run = Callable[..., Result]
ROWS = [
    ("湿地很美。", "The wetlands are fair."),
    ("湿地很大。", "The marsh is large."),
    ("养老金不多。", "The pension is small."),
]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command in a folder with a glossary and a bilingual table."""
    monkeypatch.chdir(tmp_path)
    with Path("g.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["zh", "en", "status"])
        for row in table("glossary.tsv"):
            writer.writerow([row["zh"], row["preferred"], "preferred"])
            writer.writerows([row["zh"], text, "deprecated"] for text in (row["deprecated"] or "").split("|") if text)
    runner = CliRunner()
    assert runner.invoke(cli, ["import", "g.csv"]).exit_code == 0
    write("t.tsv", *ROWS)
    return lambda *args: runner.invoke(cli, ["check", *args])


def write(name: str, *rows: tuple[str, str]) -> None:
    Path(name).write_text("zh\ten\n" + "".join(f"{zh}\t{en}\n" for zh, en in rows), encoding="utf-8")


def test_findings_end_with_one(run: Run) -> None:
    """A finding at or above the level ends the command with 1; the text names file, place, rule and renderings."""
    result = run("t.tsv")
    assert result.exit_code == 1
    assert (
        "t.tsv:row 3, 3: error: 湿地: “marsh” is deprecated, the glossary has wetland [deprecated-rendering]"
        in result.stdout
    )
    assert run("t.tsv", "--fail-level", "never").exit_code == 0
    assert run("t.tsv", "--rule", "deprecated-rendering=note").exit_code == 0


def test_a_clean_text_ends_with_zero(run: Run) -> None:
    """Nothing found: no output but the count, exit code 0."""
    write("t.tsv", ROWS[0], ROWS[2])
    result = run("t.tsv")
    assert (result.exit_code, result.stdout) == (0, "")


def test_settings_of_the_project(run: Run) -> None:
    """glossary.toml sets levels, terms to leave out and the level to fail from."""
    Path("glossary.toml").write_text('[check]\nfail-level = "error"\n[check.rules]\ndeprecated-rendering = "warning"\n')
    assert run("t.tsv").exit_code == 0
    Path("glossary.toml").write_text('[check]\nignore-terms = ["湿地"]\n', encoding="utf-8")
    assert run("t.tsv").stdout == ""
    Path("glossary.toml").unlink()
    Path("pyproject.toml").write_text('[tool.glossary.check.rules]\ndeprecated-rendering = "off"\n')
    assert run("t.tsv").stdout == ""


@pytest.mark.parametrize(
    "text", ['[check]\nlevel = "x"\n', '[check.rules]\nspelling = "off"\n', "[check]\nfail-level = 3\n"]
)
def test_settings_that_make_no_sense(run: Run, text: str) -> None:
    """An unknown setting, rule or level is named together with its file."""
    Path("glossary.toml").write_text(text)
    assert "glossary.toml" in str(run("t.tsv").exception)


def test_a_baseline_round_trip(run: Run) -> None:
    """What was written into a baseline is hidden afterwards; what is new is not."""
    assert run("t.tsv", "--write-baseline", "known.json").exit_code == 0
    assert run("t.tsv", "--baseline", "known.json").exit_code == 0
    write("t.tsv", *ROWS, ("湿地不见了。", "The marsh is gone."))
    result = run("t.tsv", "--baseline", "known.json", "--format", "jsonl")
    assert [json.loads(line)["line"] for line in result.stdout.splitlines()] == [5]


def test_a_comment_silences_its_line(run: Run) -> None:
    """A comment in the file hides the findings of its line, or of the next line where it stands alone."""
    Path("a.zh.txt").write_text("湿地很美，很多人都来参观。\n湿地很大，鸟儿在这里过冬。\n", encoding="utf-8")
    first, second = (
        "The marsh is fair, and many people visit it.\n",
        "The marsh is large, and birds spend the winter here.\n",
    )
    found = lambda: run("--zh", "a.zh.txt", "--en", "a.en.txt", "--format", "jsonl").stdout.count("\n")  # noqa: E731
    Path("a.en.txt").write_text(first + second, encoding="utf-8")
    assert found() == 2
    Path("a.en.txt").write_text(f"<!-- glossary: ignore[deprecated-rendering] -->\n{first}{second}", encoding="utf-8")
    assert found() == 1
    Path("a.en.txt").write_text(first + second.strip() + " # glossary: ignore\n", encoding="utf-8")
    assert found() == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t.po", 'msgid ""\nmsgstr ""\n\n# glossary: ignore\nmsgid "湿地很美。"\nmsgstr "The marsh is fair."\n\n'
                 '# glossary: ignore[word-order]\nmsgid "湿地很大。"\nmsgstr "The marsh is big."\n'),
        ("t.tmx", '<tmx version="1.4"><header srclang="zh"/><body>\n<!-- glossary: ignore -->\n<tu>\n<tuv xml:lang="zh">'
                  '<seg>湿地很美。</seg></tuv><tuv xml:lang="en"><seg>The marsh is fair.</seg></tuv></tu>\n<tu>'
                  '<tuv xml:lang="zh"><seg>湿地很大。</seg></tuv><tuv xml:lang="en"><seg>The marsh is big.</seg></tuv></tu>\n'
                  '</body></tmx>'),
    ],
)  # fmt: skip
def test_a_comment_silences_an_entry(run: Run, name: str, text: str) -> None:
    """In bilingual formats a comment before an entry, or at its beginning, silences the entry."""
    Path(name).write_text(text, encoding="utf-8")
    (line,) = run(name, "--format", "jsonl").stdout.splitlines()
    assert json.loads(line)["target"] == "The marsh is big."


def test_a_patch_for_text_files(run: Run) -> None:
    """--fix prints a patch that puts the preferred rendering in."""
    Path("a.zh.txt").write_text("湿地很美，很多人都来参观。\n", encoding="utf-8")
    Path("a.en.txt").write_text("The marsh is fair, and many people visit it.\n", encoding="utf-8")
    assert (
        "\n+The wetland is fair, and many people visit it.\n" in run("--zh", "a.zh.txt", "--en", "a.en.txt", "--fix").stdout
    )


def test_a_glossary_without_settled_terms(run: Run) -> None:
    """A glossary that rules nothing is said to, instead of finding nothing."""
    Path("c.csv").write_text("湿地,wetland\n", encoding="utf-8")
    runner = CliRunner()
    runner.invoke(cli, ["--db", "c.db", "import", "c.csv"])
    result = runner.invoke(cli, ["--db", "c.db", "check", "t.tsv"])
    assert "no settled terms" in str(result.exception)
    assert runner.invoke(cli, ["--db", "c.db", "check", "--candidates", "t.tsv"]).exit_code == 1
