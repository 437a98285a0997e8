"""`glossary adapt` from the outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.commands import app
from tests.aligner.test_adapting import invented


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of one call."""
    with pytest.raises(SystemExit) as end:
        app.main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return int(end.value.code or 0), out, err


def memory(path: Path, count: int) -> Path:
    path.write_text("".join(f"{zh}\t{en}\n" for zh, en in invented(count)), encoding="utf-8")
    return path


def test_a_memory_becomes_a_model(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The figures stand in a table before and after, and the folder serves as --model and as GLOSSARY_MODEL."""
    file, target = memory(tmp_path / "pairs.tsv", 250), tmp_path / "my-model"
    code, out, _ = run(capsys, "adapt", file, "-o", target)
    assert code == 0
    assert "150 pairs to learn from, 50 to tell when to stop, 50 held out" in out
    assert "before  after" in out
    monkeypatch.setenv("GLOSSARY_MODEL", str(target))
    assert f"* {target}" in run(capsys, "models")[1]
    assert run(capsys, "words", "--model", target, "--line", 1, file)[0] == 0
    code, _, err = run(capsys, "adapt", file, "-o", target)
    assert (code, "--force" in err) == (2, True)


def test_too_little_is_bad_input(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A small file is refused in one line with exit code 3, and nothing is written."""
    file = memory(tmp_path / "small.tsv", 20)
    code, out, err = run(capsys, "adapt", file, "-o", tmp_path / "m")
    assert (code, out) == (3, "")
    assert err.startswith(f"glossary: {file}: 20 different sentence pairs are too few")
    assert [p.name for p in tmp_path.iterdir()] == ["small.tsv"]


def test_a_text_without_pairs_is_bad_input(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A document that declares no pairs is named, with the command that makes them."""
    file = tmp_path / "text.txt"
    file.write_text("只有中文。\n", encoding="utf-8")
    code, _, err = run(capsys, "adapt", file, "-o", tmp_path / "m")
    assert (code, "glossary align" in err) == (3, True)


def test_only_static_models_can_be_adapted(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Another kind of model to start from ends with exit code 5."""
    code, _, err = run(capsys, "adapt", memory(tmp_path / "p.tsv", 5), "-o", tmp_path / "m", "--model", tmp_path)
    assert (code, "only a static model" in err) == (5, True)
