"""What the catalogue says about the models on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner import catalogue


def test_the_shipped_model_comes_first_and_is_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a variable the shipped model is the one in use, and its bench results are at hand."""
    monkeypatch.delenv("GLOSSARY_MODEL", raising=False)
    first = catalogue.available()[0]
    assert (first.name, first.used, first.needs) == ("static", True, "")
    assert first.size > 1_000_000
    assert "tatoeba zh-en cosine" in first.figures


def test_the_variable_is_shown_even_where_nothing_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that GLOSSARY_MODEL names is in the list and in use, with what it needs."""
    monkeypatch.setenv("GLOSSARY_MODEL", "someone/some-model")
    found = {info.name: info for info in catalogue.available()}
    assert not found["static"].used
    assert found["someone/some-model"].used
    assert found["someone/some-model"].needs


def test_downloaded_models_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A sentence-transformers model in the hub's cache is listed with its size; other repositories are not."""
    import huggingface_hub.constants as constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr(catalogue, "library_version", lambda: "")
    snapshot = tmp_path / "models--some--model" / "snapshots" / "0123"
    snapshot.mkdir(parents=True)
    (snapshot / "modules.json").write_text("[]", encoding="utf-8")
    (tmp_path / "models--other--kind" / "snapshots" / "0123").mkdir(parents=True)
    found = [info for info in catalogue.available() if info.name != "static"]
    assert [(info.name, info.size, info.needs) for info in found] == [("some/model", 2, catalogue.EXTRA)]
