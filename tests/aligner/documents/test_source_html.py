# ruff: noqa: E501 — markup in one line reads better than broken
"""HTML pages and EPUB books: the text a reader came for."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from aligner.documents import read
from aligner.documents.source import Source
from aligner.errors import InputError
from aligner.records import Document

PAGE = """<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>标题</title>
<style>p {color: red}</style></head><body>
<div class="header"><div class="nav"><a href="/">首页</a><a href="/n">新闻</a></div></div>
<div id="wrap"><div class="left"><h1>持续营造<b>风清气正</b>的网络空间</h1><div class="info">2025年11月29日 来源：新华网</div>
<div class="TRS_Editor"><p>　　建设网络强国是一项长期任务，要坚持稳中求进的工作总基调，推动高质量发展取得新成效。<sup>[1]</sup></p>
<p>Create a <a href="x">clean and <em>correct</em></a> atmosphere&nbsp;in cyberspace.<br>第二行<script>var x = "不读";</script></p>
<p style="display:none">看不见</p><ruby>汉<rt>hàn</rt></ruby><div class="share"><a>分享到</a></div></div></div>
<div class="sidebar"><ul><li><a href="1">相关新闻一条</a></li><li><a href="2">相关新闻两条</a></li></ul></div></div>
<div class="footer"><p>版权所有 京ICP备123号 地址：北京市某某街道一号</p></div></body></html>"""


def _read(page: str, encoding: str = "utf-8") -> Document:
    return read(io.BytesIO(page.encode(encoding)), name="a.html")


def test_a_news_page_gives_its_article() -> None:
    """Heading and article are read, menus, sharing bars, related news and the footer are not."""
    lines = _read(PAGE, "gb18030").lines
    assert [(line.kind, line.text, line.ends) for line in lines] == [
        ("heading", "持续营造风清气正的网络空间", True),
        ("text", "建设网络强国是一项长期任务，要坚持稳中求进的工作总基调，推动高质量发展取得新成效。", True),
        ("text", "Create a clean and correct atmosphere in cyberspace.", False),
        ("text", "第二行", True),
        ("text", "汉", True),
    ]
    assert [(lines[2].text[a:b], kind) for a, b, kind in lines[2].marks] == [
        ("clean and correct", "link"),
        ("correct", "italic"),
    ]
    assert [line.number for line in lines] == [1, 2, 3, 4, 5] and str(lines[3].place()) == "paragraph 3"


PAGES = Path(__file__).parents[2] / "cases" / "pages"


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_pages_as_sites_make_them_give_their_text(page: Path) -> None:
    """Of pages in the ways of news sites, ministries, blogs and an encyclopedia, what is read is the text and no more."""
    document = read(page)
    found = [line.text for line in document.lines] + [f"{pair.zh.text} = {pair.en.text}" for pair in document.pairs]
    assert sorted(found) == sorted(page.with_suffix(".txt").read_text(encoding="utf-8").splitlines())


def test_a_page_of_nothing_but_links_is_read() -> None:
    """An index page, where links are all there is, still gives its lines."""
    items = "".join(f'<li><a href="{n}">第{n}条新闻的标题</a></li>' for n in "一二三")
    assert len(_read(f"<body><ul>{items}</ul></body>").lines) == 3


def test_a_plain_page_is_read_whole() -> None:
    """A page without any frame is read from its first to its last line."""
    page = "<p>one<p>two<h2>three</h2><ul><li>four<li>five</ul>six<table><tr><td>7<td>8</table>"
    found = [(line.text, line.kind) for line in _read(page).lines]
    assert [text for text, _ in found] == ["one", "two", "three", "four", "five", "six", "7", "8"]
    assert found[2][1] == "heading" and found[6][1] == found[7][1] == "cell"


def test_a_bilingual_table_gives_pairs() -> None:
    """A table with a Chinese and an English column gives a pair for each row."""
    rows = "".join(
        f"<tr><td>{n}</td><td>{zh}</td><td>{en}</td></tr>"
        for n, zh, en in [("", "中文", "English"), (1, "法治", "rule of law"), (2, "智慧城市", "smart city")]
    )
    document = _read(f"<p>before</p><table>{rows}</table><p>after</p>")
    assert [(p.zh.text, p.en.text, str(p.zh.place)) for p in document.pairs] == [
        ("法治", "rule of law", "table row 2"),
        ("智慧城市", "smart city", "table row 3"),
    ]
    assert [line.text for line in document.lines] == ["before", "after"]


@pytest.mark.parametrize("start", ["<div></span>", "<i></p>", "<b><div>"])
def test_elements_left_open_by_the_thousand_are_refused(start: str) -> None:
    """A page on which HTML's own rules take quadratic time is refused at once."""
    with pytest.raises(InputError, match="nests its elements too deep"):
        _read(start * 300_000)


CONTAINER = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
OPF = """<package><manifest><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="b" href="two.xhtml" media-type="application/xhtml+xml"/><item id="a" href="one%20a.xhtml" media-type="application/xhtml+xml"/>
<item id="c" href="c.css" media-type="text/css"/></manifest><spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>"""
CHAPTER = '<html xmlns:epub="x"><body><h1>{0}</h1><p>网络强国<a epub:type="noteref" href="#n">1</a>。</p><aside epub:type="footnote"><p>Note.</p></aside></body></html>'


def _epub(**extra: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", CONTAINER)
        book.writestr("OEBPS/book.opf", OPF)
        book.writestr("OEBPS/one a.xhtml", CHAPTER.format("One"))
        book.writestr("OEBPS/two.xhtml", CHAPTER.format("Two"))
        for name, content in extra.items():
            book.writestr(f"META-INF/{name}.xml", content)
    return target.getvalue()


def test_a_book_is_read_in_the_order_of_its_spine() -> None:
    """Chapters come in reading order, notes are told apart, note references leave nothing."""
    lines = read(io.BytesIO(_epub()), name="a.epub").lines
    assert [(line.number, line.kind, line.text, line.where) for line in lines] == [
        (1, "heading", "One", "one a.xhtml paragraph 1"),
        (2, "text", "网络强国。", "one a.xhtml paragraph 2"),
        (3, "note", "Note.", "one a.xhtml paragraph 3"),
        (4, "heading", "Two", "two.xhtml paragraph 1"),
        (5, "text", "网络强国。", "two.xhtml paragraph 2"),
        (6, "note", "Note.", "two.xhtml paragraph 3"),
    ]


def test_a_protected_book_is_told() -> None:
    """A book under copy protection says so."""
    with pytest.raises(InputError, match="protected"):
        read(io.BytesIO(_epub(encryption="<x/>", rights="<x/>")), name="a.epub")


def test_a_stream_has_a_name() -> None:
    """What has no path of its own is named in messages."""
    assert Source(io.BytesIO(b"x"), "stdin").name == "stdin"
