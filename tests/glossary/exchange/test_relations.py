"""References between concepts: in the database, and through every file that can hold them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from glossary import database, reading
from glossary.commands.app import _run
from glossary.entries import Concept, Term
from glossary.exchange import write
from glossary.exchange.base import ExportOptions
from glossary.filters import Filters

Capture = pytest.CaptureFixture[str]


def concept(number: int, *related: str) -> Concept:
    """A concept with a term in both languages."""
    return Concept(f"c{number}", (Term(f"词{'甲乙丙丁'[number - 1]}", "zh"), Term(f"word {number}", "en")), related=related)


def start(folder: Path, *concepts: Concept) -> Path:
    """A file with the concepts."""
    path = folder / "start.json"
    with path.open("wb") as out:
        write(concepts, out, ExportOptions("json"))
    return path


def related(db: Path, filters: Filters | None = None) -> dict[str, tuple[str, ...]]:
    """What each concept refers to."""
    with database.reading(db) as connection:
        return {found.id: found.related for found in reading.concepts(connection, filters)}


@pytest.mark.parametrize("name", ["json", "jsonl", "csv", "tsv", "xlsx", "tbx", "tbx2", "skos", "skos-json"])
def test_references_go_out_and_come_back(name: str, tmp_path: Path) -> None:
    """What a concept refers to, in its order, survives an export and an import in every format that can hold it."""
    one, other, file = tmp_path / "1.db", tmp_path / "2.db", tmp_path / "t.out"
    assert (
        _run(["import", "--db", str(one), str(start(tmp_path, concept(1, "c3", "c2"), concept(2), concept(3, "c1")))]) == 0
    )
    expected = {"c1": ("c3", "c2"), "c2": (), "c3": ("c1",)}
    assert related(one) == expected
    more = ["--all-fields"] if name in ("csv", "tsv") else []
    assert _run(["export", "--db", str(one), "--format", name, *more, "-o", str(file)]) == 0
    assert _run(["import", "--db", str(other), "--format", name, str(file)]) == 0
    assert related(other) == expected


def test_a_reference_out_of_the_selection_is_not_written(tmp_path: Path) -> None:
    """An export of some concepts refers to none of the others, so that reading it leaves nothing astray."""
    db = tmp_path / "g.db"
    assert _run(["import", "--db", str(db), str(start(tmp_path, concept(1, "c2"), concept(2, "c1")))]) == 0
    assert related(db, Filters(limit=1)) == {"c1": ()}


def test_a_reference_that_leads_nowhere_is_told(tmp_path: Path, capsys: Capture) -> None:
    """A reference to a concept that is not in the file is left out, and named with the concept that has it."""
    path = start(tmp_path, concept(1, "c4", "c2", "c1"), concept(2))
    assert _run(["import", "--db", str(tmp_path / "g.db"), str(path)]) == 0
    assert "c1 词甲: refers to c4, which has not come in" in capsys.readouterr().err
    assert related(tmp_path / "g.db") == {"c1": ("c2",), "c2": ()}


def test_references_follow_concepts_that_join_older_ones(tmp_path: Path) -> None:
    """Where a concept joins one that is there under another number, references lead to that one."""
    db, path = tmp_path / "g.db", tmp_path / "t.csv"
    path.write_text("zh,en\n词乙,word 2\n", encoding="utf-8")
    assert _run(["import", "--db", str(db), str(path)]) == 0
    assert _run(["import", "--db", str(db), str(start(tmp_path, concept(1, "c2"), concept(2)))]) == 0
    assert related(db) == {"c1": (), "c2": ("c1",)}


def test_references_go_with_the_file_that_says_them(tmp_path: Path) -> None:
    """A newer version of a file takes its older references along; the concepts stay where something else names them."""
    db, path = tmp_path / "g.db", tmp_path / "t.csv"
    path.write_text("zh,en\n词甲,word 1\n词乙,word 2\n", encoding="utf-8")
    assert _run(["import", "--db", str(db), str(path)]) == 0
    file = start(tmp_path, concept(1, "c2"), concept(2))
    assert _run(["import", "--db", str(db), str(file)]) == 0
    assert related(db) == {"c1": ("c2",), "c2": ()}
    record = json.loads(file.read_text(encoding="utf-8"))
    record["concepts"][0].pop("related")
    file.write_text(json.dumps(record), encoding="utf-8")
    assert _run(["import", "--db", str(db), str(file)]) == 0
    assert related(db) == {"c1": (), "c2": ()}
