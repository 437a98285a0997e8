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


LEFT = ["The provincial government has pub-", "lished a plan that puts ecological", "red lines around its largest wet-",
        "lands. Under the plan, no less than", "half of the wetlands will be under"]  # fmt: skip
RIGHT = ["protection by the end of the decade.", "Restoring them takes a long time, he", "said, and the work has to begin now.",
         "The plan also introduces a system of", "river chiefs."]  # fmt: skip
ZH_LEFT = [
    "省政府近日发布湿地保护规划，为面积",
    "最大的湿地划定生态保护红线。规划提",
    "出，到二〇三〇年，湿地保护率不低于",
    "百分之五十五。",
]
ZH_RIGHT = [
    "规划还要求全面推行河长制，由河长对",
    "本地水环境负责，并鼓励公众向主管部",
    "门反映所见情况。各级财政应当安排专",
    "项资金。",
]


def _drawn(*pieces: tuple[float, float, str]) -> bytes:
    """A page with pieces of text drawn one after the other, each at its x and y."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    target = io.BytesIO()
    document = canvas.Canvas(target, pagesize=(595, 842))
    for x, y, text in pieces:
        document.setFont("Helvetica" if text.isascii() else "STSong-Light", 10)
        document.drawString(x, y, text)
    document.save()
    return target.getvalue()


@pytest.mark.parametrize(("left", "right"), [(LEFT, RIGHT), (ZH_LEFT, ZH_RIGHT)], ids=["en", "zh"])
@pytest.mark.parametrize("across", [True, False], ids=["line by line", "column by column"])
def test_columns_are_read_one_after_the_other(left: list[str], right: list[str], across: bool) -> None:
    """Two columns come in reading order, whichever way the program drew them, and text over both stays in one piece."""
    first = [(60, 740 - 13 * n, text) for n, text in enumerate(left)]
    second = [(310, 740 - 13 * n, text) for n, text in enumerate(right)]
    body = [piece for pair in zip(first, second, strict=True) for piece in pair] if across else [*first, *second]
    across_both = "A line that runs across both columns of the page, from the left margin to the right one."
    document = read(io.BytesIO(_drawn((60, 765, across_both), *body)), name="a.pdf")
    assert [line.text for line in document.lines if line.text] == [across_both, *left, *right]


TERMS = [
    ("No.", "中文", "English"),
    ("1", "数字鸿沟", "digital divide"),
    ("2", "河长制", "river chief system"),
    ("3", "生态补偿", "pay"),
]


def test_a_bilingual_table_gives_pairs() -> None:
    """A table with a Chinese and an English column gives a pair for each row; the text around it is no part of it."""
    cells = [(x, 740 - 18 * n, cell) for n, row in enumerate(TERMS) for x, cell in zip((60, 100, 300), row, strict=True)]
    after = "They are explained at the end of the report, where all of them are listed once more."
    document = read(io.BytesIO(_drawn((60, 770, "The following terms are used."), *cells, (60, 640, after))), name="a.pdf")
    assert [(p.zh.text, p.en.text, str(p.zh.place)) for p in document.pairs] == [
        ("数字鸿沟", "digital divide", "page 1, 5"), ("河长制", "river chief system", "page 1, 8"), ("生态补偿", "pay", "page 1, 11")
    ]  # fmt: skip
    assert [line.text for line in document.lines if line.text] == ["The following terms are used.", after]


def test_cells_of_several_lines_are_put_together() -> None:
    """A table drawn cell by cell, with cells of several lines, gives whole cells."""
    cells = [
        (60, 740, "Chinese"), (200, 740, "English"),
        (60, 720, "山水林田湖草沙一体化"), (60, 705, "保护"),
        (200, 720, "integrated protection of mountains,"), (200, 707, "rivers and forests"),
        (60, 685, "河长制"), (200, 685, "river chief system"),
        (60, 665, "退耕还林"), (200, 665, "returning farmland"), (200, 652, "to forest"),
    ]  # fmt: skip
    document = read(io.BytesIO(_drawn(*cells)), name="a.pdf")
    assert [(p.zh.text, p.en.text) for p in document.pairs] == [
        ("山水林田湖草沙一体化保护", "integrated protection of mountains, rivers and forests"),
        ("河长制", "river chief system"),
        ("退耕还林", "returning farmland to forest"),
    ]


def test_a_table_in_one_language_gives_cells() -> None:
    """Cells of a table without a Chinese column are lines of their own."""
    rows = [("River", "Length"), ("Amber river", "long one"), ("Birch river", "short one")]
    cells = [(x, 740 - 18 * n, cell) for n, row in enumerate(rows) for x, cell in zip((60, 300), row, strict=True)]
    lines = read(io.BytesIO(_drawn(*cells)), name="a.pdf").lines
    assert [(line.text, line.kind) for line in lines] == [(cell, "cell") for row in rows for cell in row]


def test_a_numbered_list_is_no_table() -> None:
    """Numbers in front of list items stay with their items."""
    items = [
        (x, 740 - 13 * n, text) for n in range(4) for x, text in ((60, f"{n + 1}."), (90, f"item number {n} of the list"))
    ]
    lines = read(io.BytesIO(_drawn(*items)), name="a.pdf").lines
    assert [line.text for line in lines] == [f"{n + 1}. item number {n} of the list" for n in range(4)]


def test_a_change_of_font_is_no_heading() -> None:
    """Type of the same size in a font with taller letters is not taken for a heading."""
    pieces = [
        (60, 740 - 15 * n, text) for n, text in enumerate([*ZH_LEFT, "An English line among Chinese ones.", *ZH_RIGHT])
    ]
    assert {line.kind for line in read(io.BytesIO(_drawn(*pieces)), name="a.pdf").lines} == {"text"}
