"""What ships for continuous integration: the GitHub action's steps, run by bash; the hook's definition; valid SARIF."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from glossary.checking.findings import RULES
from glossary.checking.reports import github, sarif
from glossary.commands.app import cli
from tests.glossary.checking import planted

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a glossary and two bilingual files, one of them with a fault."""
    monkeypatch.chdir(tmp_path)
    Path("g.csv").write_text("zh,en,status\n湿地,wetland,preferred\n湿地,marsh,deprecated\n", encoding="utf-8")
    assert CliRunner().invoke(cli, ["import", "g.csv"]).exit_code == 0
    rest = "城市很大。\tThe city is large.\n鸟儿很多。\tThere are many birds.\n"
    Path("good.tsv").write_text(f"zh\ten\n湿地很美。\tThe wetland is fair.\n{rest}", encoding="utf-8")
    Path("bad.tsv").write_text(f"zh\ten\n湿地很美。\tThe marsh is fair, 100%.\n{rest}", encoding="utf-8")
    return tmp_path


def action(**inputs: str) -> subprocess.CompletedProcess[str]:
    """The last step of the action, as a runner starts it: inputs in the environment, bash that ends at the first error."""
    yaml = pytest.importorskip("yaml")
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("needs bash")
    definition: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    values = {name: inputs.get(name, given["default"]) for name, given in definition["inputs"].items()}
    step = definition["runs"]["steps"][-1]
    assert "${{" not in step["run"], "an input in the script itself would be run as shell code"
    environment = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda m: values[m[1]], text) for name, text in step["env"].items()
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        env={**os.environ, **environment, "PATH": path}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_the_action_annotates_and_fails(folder: Path) -> None:
    """A fault is annotated and fails the job; SARIF is written beside it."""
    done = action(files="good.tsv\nbad.tsv", sarif="out.sarif")
    assert (done.returncode, done.stdout.count("::error file=bad.tsv,line=2,")) == (1, 1)
    assert len(json.loads((folder / "out.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]) == 1


@pytest.mark.usefixtures("folder")
def test_the_action_passes() -> None:
    """Files without a fault pass, and so do faults that do not count."""
    assert action(files="good.tsv").returncode == 0
    assert action(**{"files": "bad.tsv", "fail-level": "never"}).returncode == 0


@pytest.mark.usefixtures("folder")
def test_an_input_is_no_shell_code() -> None:
    """Text of a pull request in an input is a file name and nothing else."""
    assert action(files="$(touch x);touch y").returncode not in (0, 1)
    assert not Path("x").exists()
    assert not Path("y").exists()


def test_the_hook_runs_the_command() -> None:
    """The hook for pre-commit names a command that there is, for formats that hold both languages."""
    yaml = pytest.importorskip("yaml")
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["entry"].split() == ["glossary", "check"]
    assert all(re.search(hook["files"], name) for name in ("a.tmx", "b/c.xliff", "d.po", "e.csv"))
    assert not re.search(hook["files"], "a.txt")


def test_sarif_is_what_the_standard_asks_for() -> None:
    """Rules are referred to by number and name, levels are those of SARIF, addresses are URIs, columns code points."""
    texts = [
        ("湿地很美。", "The marsh is fair."),
        ("王毅讲话。", "Wang Yii spoke."),
        ("湿地多，湿地大。", "Wetlands: large."),
    ]
    run = json.loads("".join(sarif(planted.english(None, *texts), "1.0")))["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    assert len(run["results"]) == 3
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note", "none")
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert re.fullmatch(r"[!-~]+", physical["artifactLocation"]["uri"])
        assert all(isinstance(n, int) and n > 0 for key, n in physical["region"].items() if key != "snippet")


@pytest.mark.parametrize("name", ["a,b.txt", "a:b.txt", "a%b.txt", "a\nb.txt"])
def test_a_file_name_cannot_end_an_annotation(name: str) -> None:
    """Commas, colons, per cent signs and line ends of a file name are escaped in an annotation's properties."""
    (finding,) = planted.english(None, ("湿地很美。", "The marsh is fair."))
    object.__setattr__(finding.pair.target, "file", name)
    (line,) = github([finding])
    properties = line.split("::")[1].removeprefix("error ").split(",")
    assert [part.split("=")[0] for part in properties] == ["file", "line", "col", "title"]
    assert not {":", "\n"} & set(properties[0])
