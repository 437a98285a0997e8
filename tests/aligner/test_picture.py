"""Word links as pictures."""

from __future__ import annotations

from xml.etree import ElementTree

from aligner.picture import html, matrix, svg


def test_a_matrix_lines_up() -> None:
    """Every row starts at the same column and a link stands under its Chinese word."""
    assert matrix(["银行", "好"], ["bank", "ok"], [(0, 0)]).split("\n") == ["     银好", "     行", "bank ██·", "ok   · ·"]


def test_an_svg_is_well_formed_whatever_the_words() -> None:
    """Markup and control characters in words do not break the drawing."""
    root = ElementTree.fromstring(svg(["<a>", "\x1b[31m"], ["&", "\x00"], [(0, 1), (1, 0)]))
    assert len(root.findall("{http://www.w3.org/2000/svg}line")) == 2


def test_a_page_holds_all_drawings() -> None:
    """The HTML page has one figure a pair and escapes its title."""
    page = html([svg(["银行"], ["bank"], [(0, 0)])] * 2, "<x>")
    assert page.count("<figure>") == 2
    assert "<x>" not in page
