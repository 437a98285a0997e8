"""`glossary models` as a person meets it."""

from __future__ import annotations

import json

import pytest

from glossary.commands import app


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of one call."""
    with pytest.raises(SystemExit) as end:
        app.main(["models", *arguments])
    out, err = capsys.readouterr()
    return int(end.value.code or 0), out, err


def test_the_list_shows_the_shipped_model_and_what_others_need(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The model in use is marked, its measured figures stand below it, and the missing library is named."""
    monkeypatch.delenv("GLOSSARY_MODEL", raising=False)
    monkeypatch.setattr("aligner.catalogue.library_version", lambda: "")
    code, out, _ = run(capsys)
    assert code == 0
    assert out.startswith("* static")
    assert "tatoeba zh-en cosine" in out
    assert "pip install 'zhen-glossary[transformers]'" in out


def test_the_list_is_there_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """--json gives the same list to a program."""
    code, out, _ = run(capsys, "--json")
    assert code == 0
    assert json.loads(out)["models"][0]["name"] == "static"


def test_a_model_can_be_tried(capsys: pytest.CaptureFixture[str]) -> None:
    """A named model is loaded and encodes a sentence pair; its signature is shown."""
    code, out, _ = run(capsys, "static", "--json")
    assert code == 0
    facts = json.loads(out)
    assert facts["signature"].startswith("static@")
    assert facts["cosine"] > 0.5


def test_a_model_that_is_not_there_ends_with_code_5(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is missing is one line on standard error."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object())
    code, out, err = run(capsys, "./no-such-model")
    assert (code, out) == (5, "")
    assert err == "glossary: no model folder at ./no-such-model\n"
