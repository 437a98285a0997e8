"""XLSX: bilingual sheets as pairs, others as cells."""

from __future__ import annotations

import io
import zipfile

import pytest

from aligner.documents import read
from aligner.documents.source import Source
from aligner.errors import InputError

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


def _xlsx(rows: list[list[str]], strings: str = "", sheet: str = "") -> bytes:
    """A minimal workbook with one sheet of inline strings, or with the XML given for the sheet and its shared strings."""
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'
    cells = sheet or "".join(f"<row>{''.join(map(cell.format, row))}</row>" for row in rows)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(
            "_rels/.rels", _RELS.format(f'<Relationship Id="r1" Type="{_R}/officeDocument" Target="/xl/workbook.xml"/>')
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook {_MAIN} xmlns:r="{_R}"><sheets><sheet name="Terms" r:id="r1"/></sheets></workbook>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            _RELS.format(
                f'<Relationship Id="r1" Type="{_R}/worksheet" Target="worksheets/sheet1.xml"/>'
                f'<Relationship Id="r2" Type="{_R}/sharedStrings" Target="sharedStrings.xml"/>'
            ),
        )
        book.writestr("xl/sharedStrings.xml", f"<sst {_MAIN}>{strings}</sst>")
        book.writestr("xl/worksheets/sheet1.xml", f"<worksheet {_MAIN}><sheetData>{cells}</sheetData></worksheet>")
    return target.getvalue()


def test_a_workbook_made_by_a_library_is_read() -> None:
    """Columns are found by what stands in them; the place is the sheet and the cell."""
    openpyxl = pytest.importorskip("openpyxl")
    workbook = openpyxl.Workbook()
    workbook.active.title = "术语"
    for row in [
        ["id", "English", None, "说明", "中文"],
        [1, "rule of law", None, 3, "法治"],
        [],
        [2, "smart\ncity", None, "x", "智慧城市"],
        [3, "none", None, 4, None],
    ]:
        workbook.active.append(row)
    workbook.create_sheet("notes").append(["only", "English here"])
    target = io.BytesIO()
    workbook.save(target)
    document = read(io.BytesIO(target.getvalue()), name="a.xlsx")
    assert [(p.zh.text, p.en.text, str(p.zh.place)) for p in document.pairs] == [
        ("法治", "rule of law", "术语!E2"),
        ("智慧城市", "smart city", "术语!E4"),
    ]
    assert [(line.text, line.kind, str(line.place())) for line in document.lines] == [
        ("only", "cell", "notes!A1"),
        ("English here", "cell", "notes!B1"),
    ]


def test_shared_strings_come_without_readings() -> None:
    """Rich text is put together, the reading above characters is left out, references fill gaps."""
    strings = '<si><r><t>网络</t></r><r><t xml:space="preserve">强国</t></r><rPh><t>wangluo</t></rPh></si><si><t>cyber_x000D_ power</t></si>'
    sheet = '<row r="5"><c r="B5" t="s"><v>0</v></c><c r="AA5" t="s"><v>1</v></c></row>'
    (pair,) = read(io.BytesIO(_xlsx([], strings, sheet)), name="a.xlsx").pairs
    assert (pair.zh.text, pair.en.text, str(pair.zh.place)) == ("网络强国", "cyber power", "Terms!B5")


@pytest.mark.parametrize("cell", ['<c t="s"><v>99</v></c>', '<c t="s"><v>-1</v></c>', '<c r="A1"><v>1</v></c>' * 2])
def test_a_damaged_sheet_is_refused(cell: str) -> None:
    """A sheet that names a text that is not there, or the same cell twice, is refused: its text would be lost in silence."""
    with pytest.raises(InputError, match=r"not there|in an order that is none"):
        read(io.BytesIO(_xlsx([], sheet=f"<row>{cell}</row>")), name="a.xlsx")


def test_bombs_are_refused() -> None:
    """A small file that unpacks to a very large one is refused before it has."""
    with pytest.raises(InputError, match="unpacks to more than is allowed"):
        read(io.BytesIO(_xlsx([], sheet="<row/>" * 4_000_000)), name="a.xlsx")


def test_a_stream_is_read_more_than_once() -> None:
    """A source gives its bytes from the start each time."""
    source = Source(io.BytesIO(b"abc"), "a.txt")
    assert source.bytes() == source.open().read() == b"".join(source.chunks(1)) == b"abc"
