"""The drift command: documents in, inconsistent terms out, without a glossary."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary.commands.app import cli


def test_a_planted_drift_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A term that two files render in two ways is listed with counts and places; no glossary is made."""
    monkeypatch.chdir(tmp_path)
    zh = ["养老金每年上涨。", "他的养老金不高。", "农民也有养老金。", "养老金由政府支付。"]
    one = [
        "The pension rises every year.",
        "His pension is small.",
        "Farmers have a pension, too.",
        "The pension is paid by the government.",
    ]
    for name, word in (("a", "pension"), ("b", "annuity")):
        rows = [f"{left}\t{right.replace('pension', word)}\n" for left, right in zip(zh, one, strict=True)]
        Path(f"{name}.tsv").write_text("zh\ten\n" + "".join(rows), encoding="utf-8")
    result = CliRunner().invoke(cli, ["drift", "a.tsv", "b.tsv", "--format", "json"])
    assert result.exit_code == 0, result.output
    rows_ = {(row["term"], row["wording"]): row["document"] for row in json.loads(result.stdout)}
    assert {("养老金", "pension"): "a.tsv", ("养老金", "annuity"): "b.tsv"}.items() <= rows_.items()
    assert not Path("glossary.db").exists()


def test_nothing_to_read() -> None:
    """Without a file the command says what it needs."""
    assert "nothing to read" in str(CliRunner().invoke(cli, ["drift"]).exception)
