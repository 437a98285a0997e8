"""PDF: the lines a reader reads, with the page they stand on."""

from __future__ import annotations

import io
from typing import Any

import pytest

from aligner.documents import read
from aligner.errors import InputError

canvas = pytest.importorskip("reportlab.pdfgen.canvas")


def _page(page: Any, number: int, notes: bool) -> None:
    page.setFont("Helvetica", 9)
    page.drawString(60, 810, "Annual Report 2024")
    page.drawString(300, 30, f"- {number} -")
    page.setFont("Helvetica-Bold", 16)
    page.drawString(60, 740, f"Chapter {'ABC'[number - 1]}")
    page.setFont("Helvetica", 11)
    page.drawString(60, 700, "We create a clean and correct atmos-")
    text = page.beginText(60, 686)
    text.textOut("phere for every network")
    text.setRise(4)
    text.setFont("Helvetica", 6)
    text.textOut("12")
    text.setRise(0)
    text.setFont("Helvetica", 11)
    text.textOut(" of 2024")
    page.drawText(text)
    page.setFont("STSong-Light", 11)
    page.drawString(60, 655, "建设网络强国是一项长期任务，要坚持稳中求")
    page.drawString(60, 637, "进的工作总基调。")
    if notes:
        page.setFont("Helvetica", 8)
        page.drawString(60, 110, "12 See the annual")
        page.drawString(60, 100, "report.")
        page.drawString(60, 90, "13 Ibid.")
    page.showPage()


def _pdf(pages: int = 3) -> bytes:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    target = io.BytesIO()
    document = canvas.Canvas(target, pagesize=(595, 842))
    for number in range(1, pages + 1):
        _page(document, number, notes=number == 2)
    document.save()
    return target.getvalue()


def test_pages_are_read_without_their_furniture() -> None:
    """Running heads and page numbers go; hyphens, raised digits, gaps, headings and notes are told."""
    lines = [line for line in read(io.BytesIO(_pdf()), name="a.pdf").lines if line.where == "page 2"]
    assert [(line.kind, line.text, line.ends) for line in lines] == [
        ("heading", "Chapter B", False),
        ("text", "", False),
        ("text", "We create a clean and correct atmos-", False),
        ("text", "phere for every network¹² of 2024", False),
        ("text", "", False),
        ("text", "建设网络强国是一项长期任务，要坚持稳中求", False),
        ("text", "进的工作总基调。", False),
        ("text", "", False),
        ("note", "12 See the annual", False),
        ("note", "report.", True),
        ("note", "13 Ibid.", True),
    ]
    assert str(lines[3].place(4)) == "page 2, 5:5"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.4\nnothing", "is a damaged PDF file"),
        (_pdf()[:900], "is a damaged PDF file"),
    ],
    ids=["header", "truncated"],
)
def test_broken_files_are_refused(data: bytes, reason: str) -> None:
    """A PDF that cannot be opened is refused in one line."""
    with pytest.raises(InputError, match=reason):
        read(io.BytesIO(data), name="a.pdf")


def test_a_scan_is_told_apart() -> None:
    """A PDF without any text says so, and what to do."""
    target = io.BytesIO()
    empty = canvas.Canvas(target)
    empty.rect(10, 10, 10, 10)
    empty.showPage()
    empty.save()
    with pytest.raises(InputError, match="text recognition"):
        read(io.BytesIO(target.getvalue()), name="a.pdf")


def test_a_locked_file_is_told() -> None:
    """A PDF with a password says so."""
    target = io.BytesIO()
    locked = canvas.Canvas(target, encrypt="secret")
    locked.drawString(100, 100, "x")
    locked.save()
    with pytest.raises(InputError, match="password"):
        read(io.BytesIO(target.getvalue()), name="a.pdf")
