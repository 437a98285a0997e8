"""Writing XLSX workbooks, small and streaming; `aligner.workbook` reads them.

By hand, because the format needs no more than this and comes out the same every time. Text is stored as inline strings,
which are never run as formulas.
ECMA-376, parts 1 (SpreadsheetML) and 2 (packages).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from aligner.workbook import letters
from glossary.exchange.base import Report
from glossary.exchange.xmlout import attributes, text

LONGEST = 32_767  # characters Excel takes in a cell
ROWS = 1_048_576
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_LITERAL = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill>'
    '<patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/>'
    '<xf xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to write: `widths` in characters per column, `choices` a drop-down of values for a column (by index)."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[str | float | int]]
    widths: Sequence[float] = ()
    choices: tuple[int, Sequence[str]] | None = None


def _escape(value: str) -> str:
    # what looks like Excel's own escape is escaped; a carriage return would not survive XML
    return text(_LITERAL.sub("_x005F_", value).replace("\r", "_x000D_"))


def _cell(value: str | float | int, style: int) -> str:
    if not isinstance(value, str):
        return f"<c><v>{value}</v></c>"
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{_escape(value)}</t></is></c>' if value else "<c/>"


def _sheet_xml(sheet: Sheet, report: Report) -> Iterator[str]:
    last = letters(len(sheet.header) - 1)
    widths = "".join(
        f'<col min="{i}" max="{i}" width="{width}" customWidth="1"/>' for i, width in enumerate(sheet.widths, 1)
    )
    yield (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        + (f"<cols>{widths}</cols>" if widths else "")
        + "<sheetData>\n"
    )
    yield f"<row>{''.join(_cell(name, 1) for name in sheet.header)}</row>\n"
    count = 1
    for row in sheet.rows:
        if count == ROWS:
            report.leave(f"sheet {sheet.name}", f"Excel takes {ROWS} rows; the others are not in the file")
            break
        count += 1
        cells = []
        for name, value in zip(sheet.header, row, strict=True):
            if isinstance(value, str) and len(value) > LONGEST // 2 and len(_LITERAL.sub("_x005F_", value)) > LONGEST:
                report.leave(f"sheet {sheet.name}, row {count}, {name}", f"cut: Excel takes {LONGEST} characters in a cell")
                value = value[: LONGEST // 8]
            cells.append(_cell(value, 2))
        yield f"<row>{''.join(cells)}</row>\n"
    yield f'</sheetData><autoFilter ref="A1:{last}{count}"/>'
    if sheet.choices:
        letter, values = letters(sheet.choices[0]), ",".join(sheet.choices[1])
        yield (
            '<dataValidations count="1"><dataValidation type="list" allowBlank="1" showErrorMessage="1" '
            f'sqref="{letter}2:{letter}{ROWS}"><formula1>"{text(values)}"</formula1></dataValidation></dataValidations>'
        )
    yield "</worksheet>"


def _parts(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    numbers = range(1, len(sheets) + 1)
    overrides = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    overrides += [(f"/xl/worksheets/sheet{n}.xml", "worksheet") for n in numbers]
    yield (
        "[Content_Types].xml",
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(f'<Override PartName="{part}" ContentType="{_TYPE}.{kind}+xml"/>' for part, kind in overrides)
        + "</Types>",
    )
    links = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers] + [("rId0", "styles", "styles.xml")]
    for path, relations in (
        ("_rels/.rels", [("rId1", "officeDocument", "xl/workbook.xml")]),
        ("xl/_rels/workbook.xml.rels", links),
    ):
        items = "".join(f'<Relationship Id="{key}" Type="{_REL}/{kind}" Target="{to}"/>' for key, kind, to in relations)
        yield path, f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'
    names = "".join(
        f"<sheet{attributes({'name': sheet.name, 'sheetId': str(n), 'r:id': f'rId{n}'})}/>"
        for n, sheet in enumerate(sheets, 1)
    )
    yield "xl/workbook.xml", f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{names}</sheets></workbook>'
    yield "xl/styles.xml", _STYLES


def write_workbook(sheets: Sequence[Sheet], out: BinaryIO, report: Report) -> None:
    """Write the sheets, each with a frozen header and filters. What Excel could not take is reported."""
    # no dates in the archive: the same glossary gives the same bytes
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in _parts(sheets):
            archive.writestr(_info(path), content)
        for number, sheet in enumerate(sheets, 1):
            with archive.open(_info(f"xl/worksheets/sheet{number}.xml"), "w") as part:
                for piece in _sheet_xml(sheet, report):
                    part.write(piece.encode())


def _info(path: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info
