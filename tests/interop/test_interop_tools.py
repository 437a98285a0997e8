"""The tools themselves read what we write: OmegaT, translate-toolkit, LibreOffice, openpyxl, rdflib.

Each test says that it was skipped where its tool is not installed.
"""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path

import pytest

from aligner.records import Place, Segment, SegmentPair
from glossary.entries import Concept
from glossary.exchange import write
from glossary.exchange.base import ExportOptions
from glossary.exchange.tmx import write_pairs
from tests.glossary.exchange.samples import CONCEPTS

pytestmark = pytest.mark.interop

HERE = Path(__file__).parent
OMEGAT = Path("/usr/share/omegat/OmegaT.jar")
GROOVY = Path("/usr/share/java/groovy-all.jar")  # a dependency of the Debian package
SAMPLE = CONCEPTS[:3]
PAIRS = {
    ("网络强国", "cyberpower"), ("网络强国", "cyber superpower"), ("小切口法", "small incisions"),
    ("=HYPERLINK", "'tis a \"quoted\", term"),
}  # fmt: skip


def export(path: Path, concepts: list[Concept] = SAMPLE, **options: object) -> Path:
    """A file with the concepts."""
    with path.open("wb") as out:
        write(concepts, out, ExportOptions(**options))  # type: ignore[arg-type]
    return path


def omegat(reader: str, path: Path, source: str, target: str) -> set[tuple[str, str]]:
    """The pairs that OmegaT's own reader finds."""
    if not OMEGAT.exists() or not GROOVY.exists() or not shutil.which("java"):
        pytest.skip("needs OmegaT (apt-get install omegat)")
    call = ["java", "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8", "-cp", f"{OMEGAT}:{GROOVY}", "groovy.ui.GroovyMain"]
    done = subprocess.run(
        [*call, str(HERE / "omegat.groovy"), reader, str(path), source, target], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    return {(row[0], term) for row in rows for term in row[1].split("\x1f")}


@pytest.mark.parametrize("source", ["zh", "en"])
@pytest.mark.parametrize(("reader", "name", "suffix"), [("TBX", "tbx2", "tbx"), ("TSV", "omegat", "utf8")])
def test_omegat_reads_every_pair(reader: str, name: str, suffix: str, source: str, tmp_path: Path) -> None:
    """OmegaT's TBX and tab-separated readers return every current pair, in both directions."""
    path = export(tmp_path / f"terms.{suffix}", format=name, source=source)
    found = omegat(reader, path, source, "en" if source == "zh" else "zh")
    assert found == (PAIRS if source == "zh" else {(en, zh) for zh, en in PAIRS})


def test_translate_toolkit_reads_tbx2(tmp_path: Path) -> None:
    """translate-toolkit finds the source and the first rendering of every entry."""
    tbx = pytest.importorskip("translate.storage.tbx")
    units = tbx.tbxfile.parsefile(str(export(tmp_path / "t.tbx", format="tbx2"))).units
    assert [(unit.source, unit.target) for unit in units] == [
        ("网络强国", "cyberpower"), ("小切口法", "small incisions"), ("=HYPERLINK", "'tis a \"quoted\", term")
    ]  # fmt: skip


def test_translate_toolkit_reads_csv(tmp_path: Path) -> None:
    """translate-toolkit reads the Weblate table by its header, and the CSV with its columns named."""
    csvl10n = pytest.importorskip("translate.storage.csvl10n")
    units = csvl10n.csvfile.parsefile(str(export(tmp_path / "w.csv", format="weblate"))).units
    assert {(unit.source, unit.target) for unit in units} == PAIRS
    assert {unit.target for unit in units if unit.isfuzzy()} == {"small incisions", '\'tis a "quoted", term'}
    data = export(tmp_path / "t.csv", SAMPLE[:2], format="csv").read_bytes()
    store = csvl10n.csvfile(fieldnames=["source", "target", *data.decode().splitlines()[0].split(",")[2:]])
    store.parse(data)
    assert {(unit.source, unit.target) for unit in store.units} >= {
        ("網絡強國", "cyberpower"),
        ("小切口法", "small incisions"),
    }


def test_translate_toolkit_reads_tmx(tmp_path: Path) -> None:
    """translate-toolkit finds every segment pair, markup characters included."""
    tmx = pytest.importorskip("translate.storage.tmx")
    sides = [("第一句。", "The first <b>one</b> & more."), ("𠮷野家", 'said "so"')]
    pairs = [SegmentPair(Segment(zh, "zh", Place(3)), Segment(en, "en", Place(4)), 0.9, "x", "a.txt") for zh, en in sides]
    path = tmp_path / "m.tmx"
    with path.open("wb") as out:
        write_pairs(pairs, out, ExportOptions("tmx"))
    units = tmx.tmxfile.parsefile(str(path)).units
    assert [(unit.source, unit.target) for unit in units if not unit.isheader()] == sides


def test_openpyxl_opens_the_workbook(tmp_path: Path) -> None:
    """openpyxl sees the frozen header, the filters, the drop-down for the status, and text where text was."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(export(tmp_path / "t.xlsx", format="xlsx"))
    terms, contexts = book["Terms"], book["Contexts"]
    assert (terms.freeze_panes, contexts.freeze_panes) == ("A2", "A2")
    assert terms.auto_filter.ref == f"A1:AD{terms.max_row}"
    (choice,) = terms.data_validations.dataValidation
    assert (choice.formula1, str(choice.sqref)) == ('"preferred,admitted,candidate,deprecated,rejected"', "C2:C1048576")
    cells = {cell.value: cell.data_type for row in terms.iter_rows(max_col=2) for cell in row}
    assert cells["=HYPERLINK"] == "s"
    assert contexts["H2"].value == SAMPLE[0].en[0].contexts[0].zh
    assert terms.column_dimensions["B"].width == 32


def test_libreoffice_opens_the_workbook(tmp_path: Path) -> None:
    """LibreOffice reads the same cells from both sheets, and runs none as a formula."""
    if not shutil.which("soffice"):
        pytest.skip("needs LibreOffice (apt-get install libreoffice-calc-nogui)")
    path = export(tmp_path / "t.xlsx", format="xlsx")
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", options, "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    rows = list(csv.reader(io.StringIO((tmp_path / "t-Terms.csv").read_text(encoding="utf-8"))))
    expected = list(csv.reader(io.StringIO(export(tmp_path / "t.csv", format="csv").read_text(encoding="utf-8"))))
    assert [row[2:10] for row in rows] == [row[2:] for row in expected]
    assert ["=HYPERLINK", '\'tis a "quoted", term'] in [row[:2] for row in rows]
    contexts = list(csv.reader(io.StringIO((tmp_path / "t-Contexts.csv").read_text(encoding="utf-8"))))
    assert contexts[1][3:] == ["a.txt", "12:34", "gloss:bracket", "0.98", SAMPLE[0].en[0].contexts[0].zh,
                               SAMPLE[0].en[0].contexts[0].en]  # fmt: skip


def test_rdflib_reads_both_forms_of_skos(tmp_path: Path) -> None:
    """Turtle and JSON-LD are the same graph, with one preferred label a language."""
    rdflib = pytest.importorskip("rdflib")
    compare = pytest.importorskip("rdflib.compare")
    turtle = rdflib.Graph().parse(export(tmp_path / "t.ttl", format="skos"), format="turtle")
    other = rdflib.Graph().parse(export(tmp_path / "t.jsonld", format="skos-json"), format="json-ld")
    assert compare.isomorphic(turtle, other)
    found = turtle.query(
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT ?l { ?c a skos:Concept; skos:prefLabel ?l }"
    )
    labels = [str(row[0]) for row in found]
    assert sorted(labels) == sorted(
        ["网络强国", "網絡強國", "cyberpower", "小切口法", "small incisions", "=HYPERLINK", '\'tis a "quoted", term']
    )
