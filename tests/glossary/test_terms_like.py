"""`glossary extract --terms-like`: decisions that teach the next run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import seeds
from aligner import learning
from glossary import database, judgements
from glossary.commands.app import cli


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for lang in ("zh", "en"):
        shutil.copy(seeds.path(f"report.{lang}.md"), tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(learning, "LEAST_ACCEPTED", 3)
    return tmp_path


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, list(arguments))
    return done.exit_code, done.stdout, done.stderr


EXTRACT = ("extract", "--zh", "report.zh.md", "--en", "report.en.md")


def test_decisions_teach_the_next_run(folder: Path) -> None:
    """What was accepted and rejected in the glossary is learnt from, said on stderr, and never overridden."""
    assert run(*EXTRACT)[0] == 0
    with database.reading(folder / "glossary.db") as db:
        rows = db.execute(
            "SELECT DISTINCT z.text, e.text FROM terms e JOIN terms z ON z.concept = e.concept AND z.lang = 'zh'"
            " WHERE e.lang = 'en' ORDER BY e.worth DESC LIMIT 8"
        ).fetchall()
    for number, (zh, en) in enumerate(rows):
        assert run("reject" if number % 2 else "accept", zh, en)[0] == 0
    with database.reading(folder / "glossary.db") as db:
        judged = judgements.of_glossary(db)
    assert sum(one.accepted for one in judged) == 4 and all(one.features for one in judged)
    code, _, told = run(*EXTRACT, "--again", "--terms-like", "glossary.db")
    assert code == 0 and "learnt what a term is here from 4 accepted" in told
    with database.reading(folder / "glossary.db") as db:
        assert [(one.zh, one.en, one.accepted) for one in judgements.of_glossary(db)] == [one[:3] for one in judged]


def test_a_termbase_teaches_too(folder: Path) -> None:
    """The terms of a file that `glossary import` reads count as accepted."""
    assert run(*EXTRACT, "--db", "first.db")[0] == 0
    assert run("export", "--db", "first.db", "--format", "tbx", "-o", "terms.tbx", "--status", "candidate")[0] == 0
    judged = judgements.of_file(folder / "terms.tbx")
    assert judged == [one._replace(features=b"") for one in judged]
    (folder / "terms.csv").write_text("zh,en\n风险,risk\n", encoding="utf-8")
    assert judgements.of_file(folder / "terms.csv") == [judgements.Judgement("风险", "risk", True)]
    code, _, told = run(*EXTRACT, "--terms-like", "terms.csv")
    assert code == 0 and "nothing learnt" in told


def test_a_missing_source_is_one_clear_line(folder: Path) -> None:
    """A file that is not there ends the run before it begins."""
    code, _, _ = run(*EXTRACT, "--terms-like", "none.tbx")
    assert code != 0 and not (folder / "glossary.db").exists()
