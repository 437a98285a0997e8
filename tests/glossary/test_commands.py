"""The command line as a person meets it: output, exit codes, one line for what went wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import types
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from aligner.records import Extraction, Input, info
from glossary import database
from glossary.commands import app, ui
from tests.glossary.builders import pair, sighting

ROOT = Path(__file__).parents[2]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Call the program in a folder of its own; gives exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GLOSSARY_DB", raising=False)
    monkeypatch.setenv("GLOSSARY_USER", "Ana")

    def call(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        with pytest.raises(SystemExit) as end:
            app.main(list(arguments))
        out, err = capsys.readouterr()
        return int(end.value.code or 0), out, err

    return call


@pytest.fixture
def aligner(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A pipeline that finds one pair per line `zh=en`; gives the names of the documents it was asked for."""
    asked: list[str] = []

    def extract(inputs: Iterable[Input], **_: object) -> Extraction:
        infos, found = [], []
        for item in inputs:
            infos.append(info(item))
            asked.append(infos[-1].name)
            for one in item if isinstance(item, tuple) else (item,):
                found += [
                    pair(*line.text.split("="), sighting(infos[-1].name, line.number, line.text))
                    for line in one.lines
                    if "=" in line.text
                ]
        return Extraction(tuple(infos), (), tuple(found))

    fake = types.ModuleType("aligner.pipeline")
    fake.__dict__["extract"] = extract
    monkeypatch.setitem(sys.modules, "aligner.pipeline", fake)
    monkeypatch.setattr("aligner.pipeline", fake, raising=False)
    return asked


def test_from_documents_to_answers(run: Run, aligner: list[str], tmp_path: Path) -> None:
    """Extract makes glossary.db and says what it found; search, show, list and stats read it."""
    Path("a.txt").write_text("网络=network\n风清气正=clean atmosphere\n", encoding="utf-8")
    code, out, _ = run("extract", "a.txt")
    assert code == 0 and "2 new term pairs" in out and "new" in out
    assert run("search", "风清")[1].splitlines()[1].split() == [
        "风清气正", "clean", "atmosphere", "candidate", "0.90", "1", "begins:", "风清",
    ]  # fmt: skip
    assert "a.txt:2:5" in run("show", "clean", "atmosphere")[1]
    assert [row["zh"] for row in json.loads(run("list", "--format", "json")[1])] == ["网络", "风清气正"]
    assert json.loads(run("stats", "--format", "json")[1])[0]["documents"] == 1


def test_what_was_seen_oftener_than_it_is_shown_says_so(run: Run, small: Path) -> None:
    """Show tells how many more sightings a document has than it gives sentences for."""
    with database.writing(small) as db:
        db.execute("UPDATE evidence SET times = 1500 WHERE en_text = 'small incisions'")
    assert "  a.txt:8:5  gloss:bracket  0.90  and 1,499 more\n" in run("show", "小切口法")[1]
    assert "more" not in run("show", "风清气正")[1]


def test_extract_twice_reads_once(run: Run, aligner: list[str]) -> None:
    """A second run passes over what has not changed, and says so."""
    Path("a.txt").write_text("网络=network\n", encoding="utf-8")
    Path("b.txt").write_text("强国=strong country\n", encoding="utf-8")
    run("extract", "a.txt", "b.txt")
    before = Path("glossary.db").read_bytes()
    code, out, _ = run("extract", "a.txt", "b.txt")
    assert code == 0 and out.count("unchanged") == 2 and "nothing has changed" in out
    assert Path("glossary.db").read_bytes() == before
    Path("b.txt").write_text("强国=powerful country\n", encoding="utf-8")
    assert "replaced" in run("extract", "a.txt", "b.txt")[1]
    assert aligner == ["a.txt", "b.txt", "b.txt"]
    assert run("search", "strong country")[0] == 1


def test_a_pair_of_files_is_one_document(run: Run, aligner: list[str]) -> None:
    """--zh and --en make one document, which is new when either file is."""
    Path("zh.txt").write_text("网络=network\n", encoding="utf-8")
    Path("en.txt").write_text("强国=strong country\n", encoding="utf-8")
    run("extract", "--zh", "zh.txt", "--en", "en.txt")
    (document,) = json.loads(run("stats", "--format", "json")[1])[0]["sources"]
    assert (document["name"], document["sightings"]) == ("zh.txt + en.txt", 2)
    assert "unchanged" in run("extract", "--zh", "zh.txt", "--en", "en.txt")[1]
    Path("en.txt").write_text("nothing\n", encoding="utf-8")
    assert "replaced" in run("extract", "--zh", "zh.txt", "--en", "en.txt")[1]
    assert [row["zh"] for row in json.loads(run("list", "--format", "json")[1])] == ["网络"]


def test_a_copy_in_the_same_run_is_not_read(run: Run, aligner: list[str]) -> None:
    """Of two files with the same content one is read: a copy is no second document that speaks for a term."""
    for name in ("a.txt", "b.txt"):
        Path(name).write_text("网络=network\n", encoding="utf-8")
    code, out, _ = run("extract", "a.txt", "b.txt")
    assert code == 0 and [line.split()[:2] for line in out.splitlines()[1:3]] == [["a.txt", "new"], ["b.txt", "unchanged"]]
    assert aligner == ["a.txt"]


@pytest.mark.parametrize("command", [["extract"], ["check"], ["drift"]], ids=lambda command: command[0])
@pytest.mark.parametrize("pair", [("en.txt", "zh.txt"), ("en.txt", "en.txt")], ids=["swapped", "twice"])
def test_files_the_wrong_way_round(run: Run, small: Path, aligner: list[str], command: list[str], pair: list[str]) -> None:
    """A pair of files whose Chinese one is no more Chinese than the other is named, and nothing is looked for in it."""
    Path("zh.txt").write_text("网络空间很大。\n", encoding="utf-8")
    Path("en.txt").write_text("Cyberspace (网络空间) is large.\n", encoding="utf-8")
    code, _, err = run(*command, "--zh", pair[0], "--en", pair[1])
    assert code == 3 and err.startswith(f"glossary: en.txt: is no more Chinese than {pair[1]}; are --zh and --en")
    assert aligner == []


def test_one_bad_file_does_not_stop_the_others(run: Run, aligner: list[str]) -> None:
    """What cannot be read is named, the rest is stored, and the exit code says that something was wrong."""
    Path("a.txt").write_text("网络=network\n", encoding="utf-8")
    code, _, err = run("extract", "none.txt", "a.txt")
    assert (code, err) == (3, "glossary: none.txt: no such file\n")
    assert run("search", "网络")[0] == 0


def test_a_glossary_that_cannot_be_is_said_before_the_work(run: Run, aligner: list[str], tmp_path: Path) -> None:
    """A folder that is not there, or a file that is no glossary, is named before any document is aligned."""
    Path("a.txt").write_text("网络=network\n", encoding="utf-8")
    Path("text.db").write_text("no database\n" * 100)
    for path in ("none/g.db", "text.db"):
        code, _, err = run("extract", "a.txt", "--db", path)
        assert code == 4 and path in err
    assert aligner == []


def test_dry_run_stores_nothing(run: Run, aligner: list[str]) -> None:
    """--dry-run shows what is found and makes no file."""
    Path("a.txt").write_text("网络=network\n", encoding="utf-8")
    code, out, _ = run("extract", "--dry-run", "a.txt")
    assert code == 0 and "network" in out and "nothing stored" in out
    assert not Path("glossary.db").exists()


def test_dry_run_names_what_it_passes_over(run: Run, aligner: list[str]) -> None:
    """Where --dry-run shows nothing because the document is known, it says that, and how to see it."""
    Path("a.txt").write_text("网络=network\n", encoding="utf-8")
    run("extract", "a.txt")
    code, out, err = run("extract", "--dry-run", "a.txt")
    assert code == 0 and out.startswith("\n0 term pairs")
    assert err == "glossary: a.txt: nothing new, its content was read before; --again reads it once more\n"
    assert "network" in run("extract", "--dry-run", "--again", "a.txt")[1]


@pytest.mark.parametrize(
    "command", [["search", "x"], ["show", "x"], ["list"], ["stats"], ["forget", "x"], ["review"], ["reject", "网"]]
)
def test_a_missing_glossary(run: Run, tmp_path: Path, command: list[str]) -> None:
    """Without a glossary every command but extract and set says so, ends with 4, and makes none."""
    code, out, err = run(*command)
    assert (code, out) == (4, "") and err.startswith("glossary: glossary.db: no such glossary") and err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_no_match(run: Run, small: Path) -> None:
    """A look-up without an answer says so on standard error and ends with 1; an empty list is no error."""
    for command in (["search", "无"], ["show", "无"], ["search", "--contexts", "无"]):
        code, out, err = run(*command)
        assert (code, out) == (1, "") and "无" in err
    assert run("list", "--status", "deprecated")[0] == 0


def test_the_database_can_be_named_anywhere(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """--db before or after the command, then GLOSSARY_DB, then glossary.db."""
    other = tmp_path / "other.db"
    small.rename(other)
    assert run("search", "风清")[0] == 4
    assert run("--db", "other.db", "search", "风清")[0] == run("search", "风清", "--db", "other.db")[0] == 0
    monkeypatch.setenv("GLOSSARY_DB", str(other))
    assert run("search", "风清")[0] == 0
    assert run("search", "风清", "--db", "none.db")[0] == 4


@pytest.mark.parametrize("output", ["json", "csv", "tsv"])
@pytest.mark.parametrize(
    "command", [["search", "风清"], ["show", "风清气正"], ["list", "--limit", "1", "--status", "candidate"]]
)
def test_formats(run: Run, small: Path, command: list[str], output: str) -> None:
    """Every format gives the same pair to another program."""
    _, out, _ = run(*command, "--format", output)
    if output == "json":
        text = json.dumps(json.loads(out), ensure_ascii=False)
    else:
        (row,) = csv.DictReader(io.StringIO(out), dialect="excel-tab" if output == "tsv" else "excel")
        text = f"{row['zh']} {row['en']}"
    assert "风清气正" in text and "clean and correct atmosphere" in text


def test_a_list_shows_no_score_where_there_is_none(run: Run, small: Path) -> None:
    """What a person wrote has no scores, and is not listed as worth nothing."""
    run("set", "断链", "--en", "severed chain")
    assert run("list", "--status", "preferred")[1].splitlines()[-1].split() == [
        "断链", "severed", "chain", "preferred", "-", "-", "0",
    ]  # fmt: skip


def test_tables_line_up(run: Run, small: Path) -> None:
    """A column begins at the same display column in every row, whatever the width of the characters before it."""
    lines = [line for line in run("list")[1].splitlines() if line]
    assert (
        len(
            {
                ui.width(line[: line.index(word)])
                for line, word in zip(lines, ["English", "cyber pow", "cyber sup"], strict=False)
            }
        )
        == 1
    )


def test_decisions(run: Run, small: Path) -> None:
    """Accept, prefer, reject and set do what they say, in the name of the person."""
    assert run("accept", "风清气正")[1] == "风清气正 = clean and correct atmosphere: preferred\n"
    assert run("accept", "网络强国", "cyber superpower")[1].endswith("admitted\n")
    assert run("prefer", "网络强国", "cyber superpower")[1].splitlines()[1] == "网络强国 = cyber powerhouse: admitted"
    assert run("reject", "大V")[0] == 0 and run("search", "大V")[0] == 1
    assert run("set", "小切口法", "--en", "small incisions", "--to", "small-incision method")[0] == 0
    assert run("set", "新词", "--en", "new word", "--definition", "A word.", "--subject", "words")[0] == 0
    shown = json.loads(run("show", "新词", "--format", "json")[1])[0]
    assert (shown["definition"], shown["subject"]) == ("A word.", "words")
    assert [(t["text"], t["status"], t["decided_by"]) for t in shown["terms"] if t["lang"] == "en"] == [
        ("new word", "preferred", "Ana")
    ]


def test_a_rendering_that_is_not_clear(run: Run, small: Path) -> None:
    """Where the term has several renderings, or not the one named, the answer lists them."""
    for command in (["accept", "网络强国"], ["reject", "网络强国", "net"]):
        code, _, err = run(*command)
        assert code == 2 and "cyber powerhouse; cyber superpower" in err


def test_review_by_lines(run: Run, small: Path) -> None:
    """Review takes one letter a line: accept, undo, edit, skip, reject, and the end of the input ends it."""
    code, out, _ = run("review", stdin="a\nu\nr\ne\nsmall-incision method\ns\n?\n")
    assert code == 0 and "2 decided" in out
    statuses = {row["en"]: row["status"] for row in json.loads(run("list", "--format", "json")[1])}
    assert statuses["small-incision method"] == "preferred"
    assert "clean and correct atmosphere" not in statuses


def test_review_takes_no_chinese_for_english(run: Run, small: Path) -> None:
    """A wording that cannot stand is told, and the candidate is asked for again."""
    code, out, _ = run("review", stdin="e\n断链\ne\n--\na\nq\n")
    assert code == 0 and "1 decided" in out
    assert "    '断链' is Chinese, and stands where the English belongs\n" in out and "    '--' has no word in it\n" in out


def test_forget(run: Run, small: Path) -> None:
    """Forget takes a document out and says what went; an unknown one is a usage error."""
    assert run("forget", "b.txt")[0] == 2
    code, out, _ = run("forget", "a.txt")
    assert code == 0 and out.startswith("a.txt: forgotten, with 8 sightings")


def test_usage_errors(run: Run) -> None:
    """What makes no sense is one line, a hint, and exit code 2."""
    for command in (["serach"], ["extract"], ["extract", "--zh", "a"], ["search"], ["set", "网"], ["list", "--limit", "x"]):
        code, out, err = run(*command)
        assert (code, out) == (2, "") and err.startswith("glossary: ")
    assert "did you mean 'search'" in run("serach")[2]


def program(*arguments: bytes | str, **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from glossary.commands import main; main()", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options}  # type: ignore[dict-item]
    return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=60)


def test_bytes_that_are_no_text(small: Path) -> None:
    """An argument of undecodable bytes is looked up like any other."""
    done = program("--db", str(small), "search", b"\xff\xfe")
    assert done.returncode == 1 and b"Traceback" not in done.stderr


@pytest.mark.parametrize("output", ["table", "csv", "json"])
def test_a_terminal_without_chinese(small: Path, output: str) -> None:
    """Where the output's encoding has no Chinese, the answer still comes."""
    done = program("--db", str(small), "search", "风清", "--format", output, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, b"") and b"clean and correct" in done.stdout


def test_a_reader_that_goes_away(small: Path) -> None:
    """`| head` ends the program without a word."""
    command = f"{sys.executable} -c 'from glossary.commands import main; main()' --db {small} list --format json | true"
    done = subprocess.run(command, shell=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False)
    assert done.stderr == b""


def test_a_fault_is_one_line_unless_debugging(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A traceback is shown on request only."""
    monkeypatch.setattr("glossary.commands.search.search", lambda *_, **__: 1 / 0)
    code, _, err = run("search", "风清")
    assert code == app.FAULT and err.count("\n") == 1
    with pytest.raises(ZeroDivisionError):
        app.main(["--debug", "search", "风清"])


def test_ctrl_c(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends with 130 and one line."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("glossary.commands.search.search", interrupted)
    code, _, err = run("search", "风清")
    assert (code, err.strip()) == (130, "glossary: stopped")


def test_control_characters_do_not_reach_the_terminal(run: Run, aligner: list[str]) -> None:
    """An escape sequence in a document is shown as a space."""
    Path("a.txt").write_text("网络=net\x1b[2Jwork\n", encoding="utf-8")
    run("extract", "a.txt")
    assert "\x1b" not in run("search", "网络")[1] + run("show", "网络")[1] + run("list", "--format", "csv")[1]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(run: Run, shell: str) -> None:
    """Each shell gets its script."""
    assert "_GLOSSARY_COMPLETE" in run("completion", shell)[1]


@pytest.mark.parametrize(
    ("text", "columns", "around", "expected"),
    [
        ("short", 10, (0, 0), "short"),
        ("a long sentence", 8, (0, 0), "a long …"),
        ("中文中文中文", 7, (0, 0), "中文中…"),
        ("before the term and after", 14, (11, 15), "… term and …"),
        ("the last term", 7, (9, 13), "… term"),
    ],
)
def test_clip(text: str, columns: int, around: tuple[int, int], expected: str) -> None:
    """What is cut fits the columns and keeps the stretch in sight."""
    cut = ui.clip(text, columns, around)
    assert ui.width(cut) <= columns and text[slice(*around)] in cut
    assert cut == expected
