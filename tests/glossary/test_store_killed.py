"""A run that is killed, and runs at the same time."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from glossary import database, reading, store
from tests.glossary.builders import extraction, pair, sighting

ROOT = Path(__file__).parents[2]

# the child kills itself at the Nth statement that SQLite runs, without any clean-up, as the kernel would
CHILD = """
import os, sqlite3, sys
from pathlib import Path
from glossary import database, store
from tests.glossary.builders import extraction, pair, sighting

stop, path, connect, total = int(sys.argv[1]), Path(sys.argv[2]), sqlite3.connect, 0

def counting(*arguments, **options):
    connection = connect(*arguments, **options)
    def trace(statement):
        global total
        total += 1
        if total == stop:
            os._exit(9)
    connection.set_trace_callback(trace)
    connection.execute("PRAGMA cache_size = 10")  # so that pages reach the file before the commit
    return connection

sqlite3.connect = counting
many = [pair(f"词{chr(0x4e00 + n)}", f"word {n}", sighting(line=n + 1, en=f"sentence {n} " * 20)) for n in range(60)]
with database.writing(path, create=True) as db:
    db.execute("PRAGMA cache_size = 10")
    store.add(db, extraction(*many, text="new"), folder=path.parent, again=True)
print(total)
"""


def run_child(path: Path, stop: int = 0) -> tuple[int, str]:
    """The child's exit code, and the number of statements it ran where it lived."""
    command = [sys.executable, "-c", CHILD, str(stop), str(path)]
    done = subprocess.run(command, cwd=ROOT, check=False, timeout=120, stdout=subprocess.PIPE, text=True)
    return done.returncode, done.stdout.strip()


def state(path: Path) -> tuple[list[str], list[tuple[object, ...]]]:
    """What a reader sees: terms, and counts of all tables, after SQLite's own check of the file."""
    with database.reading(path) as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        tables = ("documents", "concepts", "terms", "evidence", "segments", "terms_fts_docsize", "segments_fts_data")
        counts = [(t, db.execute(f"SELECT count(*) FROM {t}").fetchone()[0]) for t in tables]
        return sorted(row[0] for row in db.execute("SELECT text FROM terms")), counts  # type: ignore[return-value]


def test_killed_at_any_statement_leaves_the_old_state(small: Path, tmp_path: Path) -> None:
    """A run that replaces a document and dies at any statement, the last included, leaves the glossary as it was."""
    before, whole = state(small), tmp_path / "whole.db"
    shutil.copy(small, whole)
    code, total = run_child(whole)
    assert code == 0 and len(state(whole)[0]) == 120
    last = int(total)
    for stop in (1, 4, 8, 20, *(last * tenth // 10 for tenth in range(1, 10)), last - 3, last - 2, last - 1, last):
        assert run_child(small, stop) == (9, "")
        assert state(small) == before, f"killed at statement {stop} of {last}"


def test_killed_in_the_first_run_leaves_nothing(tmp_path: Path) -> None:
    """A first run that dies leaves no glossary that looks like one, and the next run fills it."""
    path = tmp_path / "glossary.db"
    assert run_child(path, 300)[0] == 9
    assert run_child(path)[0] == 0
    assert len(state(path)[0]) == 120


def test_many_writers_at_once(tmp_path: Path) -> None:
    """Processes that store at the same time wait for each other, and all that they bring is there."""
    path = tmp_path / "glossary.db"
    script = (
        "import sys; from pathlib import Path; from glossary import database, store\n"
        "from tests.glossary.builders import extraction, pair, sighting\n"
        "n, path = sys.argv[1], Path(sys.argv[2])\n"
        "with database.writing(path, create=True) as db:\n"
        "    store.add(db, extraction(pair('词' + n, 'word ' + n, sighting(n)), names=(n,)), folder=path.parent)\n"
    )
    children = [subprocess.Popen([sys.executable, "-c", script, str(n), str(path)], cwd=ROOT) for n in range(8)]
    assert [child.wait(timeout=120) for child in children] == [0] * 8
    with database.reading(path) as db:
        assert reading.statistics(db).en == 8


def test_a_reader_sees_the_old_state_while_a_run_goes_on(small: Path) -> None:
    """A look-up during a run answers from before it."""
    with database.writing(small) as writer:
        store.add(writer, extraction(pair("新词", "new word", sighting("b.txt")), names=("b.txt",)), folder=small.parent)
        with database.reading(small) as db:
            assert reading.find_terms(db, "新词", "zh") == []
    with database.reading(small) as db:
        assert reading.find_terms(db, "新词", "zh")
