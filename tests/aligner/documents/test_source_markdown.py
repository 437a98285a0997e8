"""Markdown without its markup, every character with its place in the file."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.documents import read
from aligner.records import Document, Line

# source line(s) → what is to be read
INLINE = [
    ("*双组件*（two-component）", "双组件（two-component）"),
    ("建设**“网络强国”**是任务", "建设“网络强国”是任务"),
    ("a ***very*** _old_ __word__ ~~gone~~ ==seen==", "a very old word gone seen"),
    ("snake_case_name and 2 * 3 * 4 and ** nothing **", "snake_case_name and 2 * 3 * 4 and ** nothing **"),
    ("two notes* and a footnote*", "two notes* and a footnote*"),
    ("[Yushan](https://example.org/Yu_Shan_(x)) (Jade Mountain)", "Yushan (Jade Mountain)"),
    ("_[Three Principles](<https://example.org/a#b(c)>)_ (三民主義)", "Three Principles (三民主義)"),
    ('see [the text](a.md "The title") here', "see the text here"),
    ("a [nested *link* [x]](b) b", "a nested link [x] b"),
    ("![注意力（attention）](../img/a.svg){width=50%} 图", "注意力（attention） 图"),
    ("[![alt](i.png)](https://example.org) x", "alt x"),
    ("a [note][1] and [Label] and [none]", "a note and Label and [none]"),
    ("citizens.[^TROC] More", "citizens. More"),
    ("use `glossary search` and ``a`b``", "use glossary search and a`b"),
    ("国家:cite:`James.2007`。如 :numref:`fig`所示", "国家。如 所示"),
    ("<b>clean</b> and <span class='x > y'>correct</span><br/> <!-- no --> end", "clean and correct  end"),
    ("word<sup>12</sup> next <sup>[3]</sup>", "word next "),
    ("see <https://example.org/a_b_c> or <me@example.org>", "see  or "),
    ("if a < b and b > c", "if a < b and b > c"),
    (r"a \*literal\* and \[x\]", "a *literal* and [x]"),
    ("a&nbsp;b &amp; c &lt; d &unknown; &#x4E2D;", "a b & c < d &unknown; 中"),
    (r"every second $10^8$ bits of $\mathbf{x}$ and $n$", "every second  bits of  and "),
    ("from $5 to $20 million", "from $5 to $20 million"),
    (r"Lectures $\{ kong jian \}$ here", "Lectures { kong jian } here"),
    ("# 风清气正 #", "风清气正"),
    ("##没有空格的标题", "没有空格的标题"),
    ("> quoted *text*", "quoted text"),
    ("- item\n  goes on", "item\ngoes on"),
    ("a **bold\nover lines** b", "a bold\nover lines b"),
    ("a [link over\nlines](x.md) b", "a link over\nlines b"),
    ("{信息化作战 xinxi hua zuozhan} x", "{信息化作战 xinxi hua zuozhan} x"),
    ("| 作者：Audrey\n| 譯者：唐鳳", "作者：Audrey\n譯者：唐鳳"),
    ("unclosed `code and [link and *star", "unclosed `code and [link and *star"),
]


def _read(source: str) -> Document:
    return read(io.BytesIO(source.encode()), name="a.md")


@pytest.mark.parametrize(("source", "visible"), INLINE, ids=[source[:30] for source, _ in INLINE])
def test_inline_markup_is_never_read_as_text(source: str, visible: str) -> None:
    """Inline markup is taken out, and what only looks like it stays."""
    document = _read(source + "\n\n[label]: https://example.org\n[1]: <b.md> 'x'\n")
    read_lines = document.lines[: visible.count("\n") + 1]
    assert "\n".join(line.text for line in read_lines) == visible
    _places_are_true(source.split("\n"), document.lines)


def _places_are_true(originals: list[str], lines: tuple[Line, ...]) -> None:
    """Every character that was not an entity stands in the original where its place says."""
    for line in lines:
        for offset, char in enumerate(line.text):
            place = line.place(offset)
            if place.line <= len(originals):
                original = originals[place.line - 1]
                assert original[place.column - 1] in (char, "&", "\\"), (line.text, offset)


BLOCKS = """\
---
title: Front matter
---
# Heading {#id}

Setext heading
==============

One paragraph
on two lines.
- item one
- item two
1. first
2. second

```python
不读 = "code"
```

[^x]: A note (注释).
    It goes on.

| 中文 | 拼音 |
|:-----|---------|
| 风清气正 | *qing*zheng |

<!-- hidden
text -->
:label:`sec`
***
The year was
1986. A good one.
"""


TABLE = """\
Before.

| No. | English | | 中文 |
|---|---|---|---|
| 1 | **clean** and [correct](x) | | 风清气正 |
2 | `a \\| b` | | 甲或乙
| 3 | none || |

After.
"""


def test_a_bilingual_table_gives_pairs() -> None:
    """A table with a Chinese and an English column gives a pair for each row, without markup, where the Chinese stands."""
    document = _read(TABLE)
    assert [(p.zh.text, p.en.text, str(p.zh.place)) for p in document.pairs] == [
        ("风清气正", "clean and correct", "5:38"),
        ("甲或乙", "a \\| b", "6:18"),
    ]
    assert [line.text for line in document.lines if line.text] == ["Before.", "After."]
    assert document.warnings == ("1 rows without a translation left out: 7:15",)


def test_blocks_are_told_apart() -> None:
    """Headings, paragraphs, items, notes and cells are told apart; code, comments and rules are not read."""
    found = [(line.place().line, line.kind, line.text, line.ends) for line in _read(BLOCKS).lines if line.text]
    assert found == [
        (4, "heading", "Heading", True),
        (6, "heading", "Setext heading", True),
        (9, "text", "One paragraph", False),
        (10, "text", "on two lines.", True),
        (11, "text", "item one", True),
        (12, "text", "item two", True),
        (13, "text", "1. first", True),
        (14, "text", "2. second", True),
        (20, "note", "A note (注释).", False),
        (21, "note", "It goes on.", True),
        (23, "cell", "中文", True),
        (23, "cell", "拼音", True),
        (25, "cell", "风清气正", True),
        (25, "cell", "qingzheng", True),
        (31, "text", "The year was", False),
        (32, "text", "1986. A good one.", True),
    ]


def test_a_fence_that_is_never_closed_swallows_nothing() -> None:
    """A stray code fence or comment opening leaves the rest of the document readable."""
    assert [line.text for line in _read("```\ntext\n").lines] == ["", "text"]
    assert "more" in [line.text for line in _read("<!-- open\n\nmore").lines]


def test_markup_that_sets_off_a_term_is_told() -> None:
    """Emphasis, code and links come as marks over the text without markup."""
    (line,) = _read("a *双组件*（`two`）[x **y**](z)").lines
    assert [(line.text[a:b], kind) for a, b, kind in line.marks] == [
        ("双组件", "italic"),
        ("two", "code"),
        ("x y", "link"),
        ("y", "bold"),
    ]


_PIECES = st.sampled_from([*"*_`[]()<>!~$&\\:#|-=^{} \n\t\"'a中1.", "](", "<!--", "-->", "[^", "]:", "$$", "&amp;", "<b>"])


@given(st.lists(_PIECES, min_size=1, max_size=60).map("".join))
def test_places_stay_true_whatever_the_markup(source: str) -> None:
    """Any mixture of markup is read without failing, line for line, with true places."""
    document = _read("x\n\n" + source)
    originals = ("x\n\n" + source).split("\n")
    for number, line in enumerate(document.lines, 1):
        assert line.number == number and "\n" not in line.text
        assert line.columns is None or len(line.columns) == len(line.text)
        assert all(0 <= a < b <= len(line.text) for a, b, _ in line.marks)
        for offset in range(len(line.text)):
            place = line.place(offset)
            assert originals[place.line - 1][place.column - 1] in (line.text[offset], "&")
