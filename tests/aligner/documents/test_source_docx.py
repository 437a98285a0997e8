"""DOCX: every paragraph once, in reading order, as it reads with all changes accepted."""

from __future__ import annotations

import io
import zipfile

import pytest

from aligner.documents import read
from aligner.errors import InputError
from aligner.records import Document

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


def _docx(body: str, **parts: str) -> bytes:
    """A minimal package: the body, and whole parts by name (footnotes, styles)."""
    links = "".join(f'<Relationship Id="r{n}" Type="{_R}/{n}" Target="{n}.xml"/>' for n in parts)
    root = f'<Relationship Id="r1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("_rels/.rels", _RELS.format(root))
        package.writestr("word/_rels/document.xml.rels", _RELS.format(links))
        package.writestr("word/document.xml", f"<w:document {_W} {_MC}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", f"<w:{name} {_W}>{content}</w:{name}>")
    return target.getvalue()


def _read(body: str, **parts: str) -> Document:
    return read(io.BytesIO(_docx(body, **parts)), name="a.docx")


def _run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_a_document_made_by_a_library_is_read() -> None:
    """Headings, paragraphs and a table come in order, each paragraph ended."""
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("网络强国", 1)
    document.add_paragraph("We build a ").add_run("cyber powerhouse").bold = True
    table = document.add_table(2, 1)
    table.cell(0, 0).text, table.cell(1, 0).text = "one", "two"
    document.add_paragraph("end")
    target = io.BytesIO()
    document.save(target)
    target.seek(0)
    found = read(target, name="a.docx")
    assert [(line.number, line.kind, line.text, str(line.place()), line.ends) for line in found.lines] == [
        (1, "heading", "网络强国", "paragraph 1", True),
        (2, "text", "We build a cyber powerhouse", "paragraph 2", True),
        (3, "cell", "one", "table 1 row 1", True),
        (4, "cell", "two", "table 1 row 2", True),
        (5, "text", "end", "paragraph 3", True),
    ]
    assert found.lines[1].marks == ((11, 27, "bold"),)


def test_tracked_changes_are_accepted() -> None:
    """Insertions are read, deletions and moved-away text are not, and a deleted paragraph mark joins two paragraphs."""
    body = (
        f'<w:p><w:ins w:id="1">{_run("new ")}</w:ins><w:del w:id="2"><w:r><w:delText>old </w:delText></w:r></w:del>{_run("text")}'
        f"<w:moveFrom>{_run('gone')}</w:moveFrom><w:moveTo>{_run(' here')}</w:moveTo></w:p>"
        f'<w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr>{_run("first ")}</w:p><w:p>{_run("second")}</w:p>'
    )
    assert [line.text for line in _read(body).lines] == ["new text here", "first second"]


def test_notes_follow_the_paragraph_that_refers_to_them() -> None:
    """A footnote is a line of its own behind its paragraph, and its number leaves nothing in the text."""
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = (
        '<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>{_run(" See MCN.")}</w:p></w:footnote>'
    )
    body = f"<w:p>{_run('multi-channel network')}{reference}{_run(' organizations (多频道网络机构)')}</w:p><w:p>{_run('next')}</w:p>"
    assert [(line.kind, line.text, line.where) for line in _read(body, footnotes=notes).lines] == [
        ("text", "multi-channel network organizations (多频道网络机构)", "paragraph 1"),
        ("note", " See MCN.", "footnote 1"),
        ("text", "next", "paragraph 2"),
    ]


def test_what_is_not_text_is_left_out() -> None:
    """Field codes, hidden text, readings above characters and tables of contents are not read."""
    ruby = f"<w:r><w:ruby><w:rt>{_run('hàn')}</w:rt><w:rubyBase>{_run('汉')}</w:rubyBase></w:ruby></w:r>"
    body = (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>{_run("shown")}'
        f'{_run("hidden", "<w:vanish/>")}{ruby}</w:p><w:p><w:pPr><w:pStyle w:val="T1"/></w:pPr>{_run("Contents.....3")}</w:p>'
    )
    styles = '<w:style w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    assert [line.text for line in _read(body, styles=styles).lines] == ["shown汉"]


def test_headings_are_told_by_style_and_by_level() -> None:
    """A style named heading, one built on it, and an outline level all make a heading."""
    styles = (
        '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="2"><w:name w:val="Mine"/><w:basedOn w:val="1"/></w:style>'
    )
    body = "".join(
        f"<w:p><w:pPr>{properties}</w:pPr>{_run('x')}</w:p>"
        for properties in (
            '<w:pStyle w:val="1"/>',
            '<w:pStyle w:val="2"/>',
            '<w:outlineLvl w:val="0"/>',
            '<w:outlineLvl w:val="9"/>',
        )
    )
    assert [line.kind for line in _read(body, styles=styles).lines] == ["heading", "heading", "heading", "text"]


STYLES = (
    '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Term"><w:name w:val="Term"/><w:basedOn w:val="Strong"/><w:rPr><w:i/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Plain"><w:name w:val="Plain"/><w:basedOn w:val="Strong"/><w:rPr><w:b w:val="0"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Lead"><w:name w:val="Lead"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>'
)
BOLD = [
    ("", '<w:rStyle w:val="Strong"/>', {"bold"}),
    ("", '<w:rStyle w:val="Term"/>', {"bold", "italic"}),
    ("", '<w:rStyle w:val="Plain"/>', set()),
    ("", '<w:rStyle w:val="Strong"/><w:b w:val="0"/>', set()),
    ("", '<w:rStyle w:val="Missing"/>', set()),
    ("", '<w:rStyle w:val="Loop"/>', set()),
    ('<w:pPr><w:pStyle w:val="Lead"/></w:pPr>', "<w:b/>", set()),
    ('<w:pPr><w:pStyle w:val="Lead"/></w:pPr>', "<w:i/>", {"italic"}),
]


@pytest.mark.parametrize(("paragraph", "run", "marks"), BOLD)
def test_styles_set_off_as_typography_does(paragraph: str, run: str, marks: set[str]) -> None:
    """A term that a character style makes bold or italic is set off, unless the whole paragraph is so by its style."""
    body = f"<w:p>{paragraph}{_run('the ')}{_run('red line', run)}{_run(' of 2030')}</w:p>"
    (line,) = _read(body, styles=STYLES).lines
    assert {kind for begin, end, kind in line.marks if line.text[begin:end] == "red line"} == marks


def test_text_boxes_are_read_once() -> None:
    """A text box is read after its paragraph, from the first of its two descriptions."""
    box = f"<w:txbxContent><w:p>{_run('in the box')}</w:p></w:txbxContent>"
    body = (
        f"<w:p>{_run('around')}<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert [(line.text, line.where) for line in _read(body).lines] == [
        ("around", "paragraph 1"),
        ("in the box", "paragraph 1, text box"),
    ]


def test_a_forced_break_makes_two_lines_of_one_paragraph() -> None:
    """English and Chinese on two lines of one paragraph stay two lines, with true columns."""
    lines = _read(f"<w:p>{_run('Title')}<w:r><w:br/></w:r>{_run('标题')}</w:p>").lines
    assert [(line.text, line.place().column, line.ends) for line in lines] == [("Title", 1, False), ("标题", 7, True)]


def _table(*rows: tuple[str, ...]) -> str:
    def cell(text: str) -> str:
        return "<w:tc>" + "".join(f"<w:p>{_run(part)}</w:p>" for part in text.split("|")) + "</w:tc>"

    return "<w:tbl>" + "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows) + "</w:tbl>"


def test_a_bilingual_table_gives_pairs() -> None:
    """A table with a Chinese and an English column gives a pair for each row, for each paragraph where they match."""
    body = _table(
        ("No.", "English", "中文"),
        ("1", "rule of law", "法治"),
        ("2", "First.|Second one.", "第一。|第二。"),
        ("3", "One|Two", "合一"),
        ("4", "missing", ""),
    )
    document = _read(body + f"<w:p>{_run('after')}</w:p>")
    assert [(p.zh.text, p.en.text, str(p.zh.place)) for p in document.pairs] == [
        ("法治", "rule of law", "table 1 row 2"),
        ("第一。", "First.", "table 1 row 3"),
        ("第二。", "Second one.", "table 1 row 3"),
        ("合一", "One Two", "table 1 row 4"),
    ]
    assert [line.text for line in document.lines] == ["after"]


def test_a_table_in_one_language_is_read_by_cell() -> None:
    """Cells of other tables, also of tables inside them, come as lines."""
    body = _table(("a", "b")).replace("<w:tc>", "<w:tc>" + _table(("inner",)), 1)
    assert [(line.text, line.kind) for line in _read(body).lines] == [("inner", "cell"), ("a", "cell"), ("b", "cell")]


def test_a_bilingual_table_inside_a_table_gives_pairs() -> None:
    """A table in a cell of another, as forms have them, is read like any other, and what stands around it in its place."""
    inner = _table(("法治", "rule of law"), ("河长制", "river chief system"))
    body = _table(("before", "x")).replace("</w:p></w:tc>", f"</w:p>{inner}<w:p>{_run('behind')}</w:p></w:tc>", 1)
    document = _read(body)
    assert [(p.zh.text, p.en.text, str(p.zh.place)) for p in document.pairs] == [
        ("法治", "rule of law", "table 2 row 1"),
        ("河长制", "river chief system", "table 2 row 2"),
    ]
    assert [line.text for line in document.lines] == ["before", "behind", "x"]


def test_notes_and_text_boxes_in_cells_are_read() -> None:
    """A cell's footnote and text box follow it."""
    box = f"<w:r><w:pict><w:txbxContent><w:p>{_run('in the box')}</w:p></w:txbxContent></w:pict></w:r>"
    notes = f'<w:endnote w:id="5"><w:p>{_run("A note.")}</w:p></w:endnote>'
    body = _table(("cell", "x")).replace("</w:r></w:p>", f'</w:r><w:r><w:endnoteReference w:id="5"/></w:r>{box}</w:p>', 1)
    assert [(line.text, line.kind) for line in _read(body, endnotes=notes).lines] == [
        ("cell", "cell"), ("A note.", "note"), ("in the box", "cell"), ("x", "cell")
    ]  # fmt: skip


def test_other_packages_are_refused() -> None:
    """A ZIP that is no Word file, and a bomb, are refused."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("readme.txt", "x")
    with pytest.raises(InputError, match="not the Office file"):
        read(io.BytesIO(target.getvalue()), name="a.docx")
    with pytest.raises(InputError, match=r"too much|more than is allowed"):
        _read(f"<w:p>{_run('x' * 30_000_000)}</w:p>")
