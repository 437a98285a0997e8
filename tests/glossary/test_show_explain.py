"""`glossary show --explain`: why a pair has its scores."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import seeds
from glossary.commands.app import cli
from glossary.commands.explain import sign
from glossary.explanations import marked


@pytest.fixture(scope="module")
def mined(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A glossary of a report and its translation."""
    folder = tmp_path_factory.mktemp("mined")
    for lang in ("zh", "en"):
        shutil.copy(seeds.path(f"report.{lang}.md"), folder)
    path = folder / "glossary.db"
    options = ["--zh", str(folder / "report.zh.md"), "--en", str(folder / "report.en.md"), "--db", str(path)]
    assert CliRunner().invoke(cli, ["extract", *options]).exit_code == 0
    return path


def ask(path: Path, *arguments: str) -> str:
    return CliRunner().invoke(cli, [*arguments, "--db", str(path)]).stdout


def test_a_score_is_taken_apart_in_words(mined: Path) -> None:
    """Each score comes with its parts, and the sentences with both places marked."""
    best = json.loads(ask(mined, "list", "--format", "json", "--limit", "1"))[0]
    shown = ask(mined, "show", best["zh"], "--explain")
    assert "found by linking the words of sentence pairs" in shown
    for part in ("word links", "similarity", "counts", "general language", "nesting", "spread", "seen together"):
        assert part in shown
    assert f"【{best['zh']}】" in shown
    assert f"【{best['en']}】".casefold() in shown.casefold()


def test_explanations_for_another_program(mined: Path) -> None:
    """As JSON every rendering has the parts of both scores."""
    best = json.loads(ask(mined, "list", "--format", "json", "--limit", "1"))[0]
    (concept,) = json.loads(ask(mined, "show", best["zh"], "--explain", "--format", "json"))
    found = next(term for term in concept["terms"] if term["text"] == best["en"])["explanation"]
    assert set(found) == {"translation", "termhood"}
    assert all({"part", "log_odds", "measured"} == set(part) for part in found["termhood"])


def test_what_a_document_gives_itself_says_so(tmp_path: Path) -> None:
    """A pair from an inline gloss was not weighed: the document is the reason."""
    shutil.copy(seeds.path("glossed-article.txt"), tmp_path)
    path = tmp_path / "glossary.db"
    assert CliRunner().invoke(cli, ["extract", str(tmp_path / "glossed-article.txt"), "--db", str(path)]).exit_code == 0
    best = json.loads(ask(path, "list", "--format", "json", "--limit", "1"))[0]
    assert "the document gives both itself" in ask(path, "show", "--explain", best["zh"])


@pytest.mark.parametrize(
    ("text", "forms", "nth", "expected"),
    [
        ("年內現場審查，專題現場審查。", ("现场审查",), 0, "年內【現場審查】，專題現場審查。"),
        ("年內現場審查，專題現場審查。", ("现场审查",), 1, "年內現場審查，專題【現場審查】。"),
        ("Regular on-site  Examinations.", ("on-site examinations",), 5, "Regular 【on-site  Examinations】."),
        ("All central banks", ("bank", "central banks"), 0, "All 【central banks】"),
        ("nothing here", ("else",), 0, "nothing here"),
    ],
)
def test_places_are_marked(text: str, forms: tuple[str, ...], nth: int, expected: str) -> None:
    """The longest form is found in either script, any case and spacing."""
    assert marked(text, forms, nth) == expected


def test_signs_say_how_strongly() -> None:
    """Plus speaks for, minus against, a dot says that it hardly matters."""
    assert [sign(share) for share in (2, 0.8, 0.3, 0.1, -0.3, -1, -3)] == ["+++", "++", "+", "·", "-", "--", "---"]
