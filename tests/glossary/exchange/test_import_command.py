"""`glossary import` and `glossary export` together, through the database."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.errors import UsageError
from glossary import database, reading, store
from glossary.commands.app import _run
from glossary.exchange import write
from glossary.exchange.base import ExportOptions
from tests.glossary.builders import extraction, pair, sighting
from tests.glossary.exchange.samples import CONCEPTS

Capture = pytest.CaptureFixture[str]


def glossary(db: Path, *arguments: str) -> int:
    """Run the program; returns its exit code."""
    return _run([arguments[0], "--db", str(db), *arguments[1:]])


def exported(path: Path, **options: object) -> Path:
    """A file with the sample concepts that are not rejected."""
    with path.open("wb") as out:
        write(CONCEPTS[:3], out, ExportOptions(**options))  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize(
    ("name", "more"),
    [("csv", ()), ("csv", ("--all-fields",)), ("tsv", ()), ("json", ()), ("jsonl", ()), ("xlsx", ()), ("tbx", ()),
     ("tbx", ("--dialect", "linguist", "--style", "dct"))],
    ids=str,
)  # fmt: skip
def test_export_import_export_is_byte_identical(name: str, more: tuple[str, ...], tmp_path: Path) -> None:
    """What one glossary exports, another gives out again byte for byte."""
    start, first, second = tmp_path / "0.db", tmp_path / f"1.{name}", tmp_path / f"2.{name}"
    assert glossary(start, "import", str(exported(tmp_path / "start.json", format="json"))) == 0
    assert glossary(start, "export", "--format", name, *more, "-o", str(first)) == 0
    assert glossary(tmp_path / "1.db", "import", str(first)) == 0
    assert glossary(tmp_path / "1.db", "export", "--format", name, *more, "-o", str(second)) == 0
    assert second.read_bytes() == first.read_bytes()


def test_nothing_is_imported_twice(tmp_path: Path, capsys: Capture) -> None:
    """The same file again, and the same terms in another file, add nothing."""
    db = tmp_path / "g.db"
    tbx, csv = exported(tmp_path / "a.tbx", format="tbx"), exported(tmp_path / "a.csv", format="csv")
    assert glossary(db, "import", str(tbx)) == 0
    assert "3 new concepts" in capsys.readouterr().out
    assert glossary(db, "import", str(tbx)) == 0
    assert "nothing changed" in capsys.readouterr().out
    assert glossary(db, "import", str(csv)) == 0
    assert "0 new concepts, 3 joined to what was there, 0 new terms" in capsys.readouterr().out


def test_what_was_imported_is_found(tmp_path: Path, capsys: Capture) -> None:
    """A search finds an imported term by a part of it, and its sentence, as it finds extracted ones."""
    db = tmp_path / "g.db"
    assert glossary(db, "import", str(exported(tmp_path / "a.xlsx", format="xlsx"))) == 0
    for question in (["切口"], ["incision"], ["--contexts", "落到实处"]):
        capsys.readouterr()
        assert glossary(db, "search", *question) == 0
        assert ("小切口法" if len(question) == 1 else "cyberpower") in capsys.readouterr().out


def test_a_newer_version_replaces_the_older(tmp_path: Path) -> None:
    """What only the older version of a file said is gone when the newer one is imported."""
    db, path = tmp_path / "g.db", tmp_path / "t.csv"
    path.write_text("zh,en\n词,word\n旧,old\n", encoding="utf-8")
    assert glossary(db, "import", str(path)) == 0
    path.write_text("zh,en\n词,word\n新,new\n", encoding="utf-8")
    assert glossary(db, "import", str(path)) == 0
    with database.reading(db) as connection:
        assert {c.zh[0].text for c in reading.concepts(connection)} == {"词", "新"}


def test_a_document_that_an_import_tells_of_goes_with_the_import(tmp_path: Path) -> None:
    """To forget an imported file leaves nothing of the documents that only it names, and it can be imported again."""
    db, first = tmp_path / "g.db", exported(tmp_path / "a.json", format="json")
    assert glossary(db, "import", str(first)) == 0
    with database.writing(db) as opened:
        named = reading.documents(opened)
        assert len(named) > 1
        store.forget(opened, named[0].id)
        assert reading.documents(opened) == []
    assert glossary(db, "import", str(first.rename(tmp_path / "b.json"))) == 0


def test_a_document_tells_itself_what_an_import_told_of_it(tmp_path: Path) -> None:
    """A document that is read after a file with its sightings was imported is counted once."""
    db, table = tmp_path / "g.db", tmp_path / "a.json"
    one = extraction(pair("网络", "network", sighting("a.txt"), sighting("a.txt", line=2)), names=("a.txt",))
    with database.writing(tmp_path / "0.db", create=True) as opened:
        store.add(opened, one, folder=tmp_path)
    assert glossary(tmp_path / "0.db", "export", "-o", str(table)) == 0
    assert glossary(db, "import", str(table)) == 0
    with database.writing(db) as opened:
        store.add(opened, one, folder=tmp_path)
        assert [document.name for document in reading.documents(opened)] == [str(table), "a.txt"]
        assert [concept.en[0].frequency for concept in reading.concepts(opened)] == [2]


def test_a_termbase_says_how_its_terms_are_written(tmp_path: Path) -> None:
    """What a termbase settles keeps its spelling beside any number of sightings; what it only proposes follows them."""
    seen = [sighting("a.txt", line) for line in (1, 2, 3)]
    texts = extraction(pair("主阀门", "main valve", *seen), pair("减压器", "pressure regulator", *seen), names=("a.txt",))
    table = tmp_path / "t.csv"
    for status, written in (
        ("preferred", ["Main-Valve", "Pressure Regulator"]),
        ("candidate", ["main valve", "pressure regulator"]),
    ):
        table.write_text("zh,en\n主阀门,Main-Valve\n减压器,Pressure Regulator\n", encoding="utf-8")
        db = tmp_path / f"{status}.db"
        assert glossary(db, "import", str(table), "--status", status) == 0
        with database.writing(db) as opened:
            store.add(opened, texts, folder=tmp_path)
            assert [concept.en[0].text for concept in reading.concepts(opened)] == written


def test_a_decision_outlives_an_import(tmp_path: Path) -> None:
    """What a person decided about a rendering stays, whatever a file says."""
    db, path = tmp_path / "g.db", tmp_path / "t.csv"
    path.write_text("zh,en\n词,word\n", encoding="utf-8")
    assert glossary(db, "import", str(path)) == 0
    with database.writing(db) as connection:
        (term,) = [row["id"] for row in reading.find_terms(connection, "word", "en")]
        store.decide(connection, term, "deprecated", "Lin")
    other = tmp_path / "other.csv"
    other.write_text("zh,en,status\n词,word,preferred\n词,expression,preferred\n", encoding="utf-8")
    assert glossary(db, "import", str(other)) == 0
    with database.reading(db) as connection:
        (concept,) = reading.concepts(connection)
    assert {t.text: (t.status, t.decided_by) for t in concept.en} == {
        "word": ("deprecated", "Lin"), "expression": ("preferred", "")
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("词,word\n典,dictionary\n", ()),
        ("Term;Übersetzung;Note\n词;word;x\n典;dictionary;y\n", ()),
        ("English\tChinese (Simplified)\nword\t词\ndictionary\t典\n", ()),
        ("n,术语,译文\n1,词,word\n2,典,dictionary\n", ()),
        ("术语,译文,备注\n词,word,n1\n典,dictionary,n2\n", ()),
        ("a,b,c\nword,x,词\ndictionary,y,典\n", ("--columns", "en,,zh")),
    ],
)
def test_tables_of_others_are_understood(text: str, arguments: tuple[str, ...], tmp_path: Path) -> None:
    """Columns are recognised by header or by content, in any order, with any of the usual delimiters."""
    path, db = tmp_path / "t.csv", tmp_path / "g.db"
    path.write_text(text, encoding="gb18030" if "术" in text else "utf-8")
    assert glossary(db, "import", str(path), *arguments) == 0
    with database.reading(db) as connection:
        found = {(c.zh[0].text, c.en[0].text) for c in reading.concepts(connection)}
    expected = {("词", "word"), ("典", "dictionary")}
    assert found == expected


def test_columns_beside_the_two_keep_their_names(tmp_path: Path) -> None:
    """Where the two columns are known by content, the others are still known by their titles."""
    path, db = tmp_path / "t.csv", tmp_path / "g.db"
    path.write_text("术语,译文,备注\n词,word,n1\n", encoding="utf-8")
    assert glossary(db, "import", str(path)) == 0
    with database.reading(db) as connection:
        assert [c.note for c in reading.concepts(connection)] == ["n1"]


def test_swapped_columns_are_told(tmp_path: Path, capsys: Capture) -> None:
    """Columns named the wrong way round give an error that says so, and no term in the wrong language."""
    path = tmp_path / "t.csv"
    path.write_text("词,word\n", encoding="utf-8")
    assert glossary(tmp_path / "g.db", "import", str(path), "--columns", "en,zh") == 3
    assert "English in the Chinese column" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "jsonl", "xlsx", "tbx", "tbx2", "multiterm", "skos", "skos-json"])
def test_a_file_without_an_ending_is_known_by_its_content(name: str, tmp_path: Path) -> None:
    """What comes through a pipe or under another name is read as what it is."""
    db, path = tmp_path / "g.db", exported(tmp_path / "download", format=name)
    assert glossary(db, "import", str(path)) == 0
    with database.reading(db) as connection:
        found = {term.text for concept in reading.concepts(connection) for term in concept.zh}
    assert found >= {"网络强国", "小切口法", "=HYPERLINK"}


@pytest.mark.parametrize(
    ("text", "reason"), [("hello", "the ending does not tell the format"), ("PK\x03\x04", "is a damaged ZIP file")]
)
def test_a_file_that_is_nothing_known_is_told(text: str, reason: str, tmp_path: Path, capsys: Capture) -> None:
    """A file that neither its name nor its content tells ends with one line."""
    (tmp_path / "download").write_text(text)
    assert glossary(tmp_path / "g.db", "import", str(tmp_path / "download")) in (2, 3)
    assert reason in capsys.readouterr().err
    assert glossary(tmp_path / "g.db", "import", str(tmp_path)) == 3
    assert "is a folder, not a file" in capsys.readouterr().err


def test_zero_imported_is_an_error(tmp_path: Path, capsys: Capture) -> None:
    """A file that gives nothing ends with exit code 3, says why, and leaves no empty glossary behind."""
    path = tmp_path / "t.csv"
    path.write_text("zh,en\n词,\n", encoding="utf-8")
    assert glossary(tmp_path / "g.db", "import", str(path)) == 3
    assert "line 2: no English term" in capsys.readouterr().err
    assert not (tmp_path / "g.db").exists()


def test_dictionary_entries_have_their_reading(tmp_path: Path) -> None:
    """CC-CEDICT comes in with both scripts, pinyin with tone marks, and remarks beside the renderings."""
    path, db = tmp_path / "d.u8", tmp_path / "g.db"
    path.write_text(
        "# a comment\n傳統 传统 [chuan2 tong3] /tradition/(adj.) traditional/CL:個|个[ge4]/\n綠色 绿色 [lu:4 se4] /green/\n"
        "个 個 [ge4] /variant of 個|个[ge4]/\n", encoding="utf-8",
    )  # fmt: skip
    assert glossary(db, "import", str(path)) == 0
    with database.reading(db) as connection:
        found = list(reading.concepts(connection))
    assert [[t.text for t in c.terms] for c in found] == [
        ["传统", "傳統", "tradition", "traditional"],
        ["绿色", "綠色", "green"],
    ]
    assert [c.zh[0].reading for c in found] == ["chuán tǒng", "lǜ sè"]
    assert (found[0].note, found[0].en[1].note) == ("CL:個|个[ge4]", "(adj.) traditional")


def test_a_memory_comes_in_and_goes_out(tmp_path: Path, capsys: Capture) -> None:
    """A TMX file becomes segment pairs, each once, and is exported as TMX again."""
    unit = '<tu><tuv xml:lang="zh-CN"><seg>{}</seg></tuv><tuv xml:lang="en"><seg>{}</seg></tuv></tu>'
    path, db = tmp_path / "m.tmx", tmp_path / "g.db"
    units = unit.format("第一句。", "One.") * 2 + unit.format("第二句。", "Two.")
    path.write_text(f'<?xml version="1.0"?><tmx version="1.4"><header/><body>{units}</body></tmx>', encoding="utf-8")
    assert glossary(db, "import", str(path)) == 0
    assert "2 segment pairs; 1 stand in it more than once" in capsys.readouterr().out
    assert glossary(db, "export", "-o", str(tmp_path / "out.tmx")) == 0
    assert "<seg>第二句。</seg>" in (tmp_path / "out.tmx").read_text(encoding="utf-8")


def test_exit_codes_of_an_export(tmp_path: Path) -> None:
    """No glossary is 4, an unknown ending 2, a full disk 3, and an empty selection for TBX 2; the old file stays."""
    db, target = tmp_path / "g.db", tmp_path / "t.tbx"
    assert glossary(db, "export") == 4
    assert glossary(db, "import", str(exported(tmp_path / "s.json", format="json"))) == 0
    assert glossary(db, "export", "-o", str(tmp_path / "t.doc")) == UsageError.exit_code
    if Path("/dev/full").exists():
        assert glossary(db, "export", "--format", "csv", "-o", "/dev/full") == 3
    target.write_text("old")
    assert glossary(db, "export", "--subject", "none such", "-o", str(target)) == 2
    assert target.read_text() == "old"
