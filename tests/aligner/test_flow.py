"""Lines to blocks: what page and terminal broke is whole again, and every character knows where it stood."""

from __future__ import annotations

from aligner.flow import Block, blocks, is_chinese
from aligner.records import Line


def read(text: str) -> list[Block]:
    return blocks([Line(line, number) for number, line in enumerate(text.split("\n"), 1)])


def texts(text: str) -> list[str]:
    return [block.text for block in read(text)]


WRAPPED = """The commission met on the fourth of May to speak about water, and the speeches
that were held on this day have since been printed in the bulletin of the com-
mission, which all counties receive. It is worth reading for its plain-spoken
tone and for what it leaves out of the picture, which is a great deal.

A second paragraph begins here and goes on for long enough to be wrapped once,
though not twice."""


def test_wrapped_lines_are_one_paragraph() -> None:
    """Lines wrapped at a width are joined, paragraphs stay apart."""
    first, second = texts(WRAPPED)
    assert first.startswith("The commission met") and first.endswith("a great deal.")
    assert second.endswith("though not twice.")


def test_hyphenation_is_undone_only_where_it_broke_a_word() -> None:
    """`com-/mission` is one word again, `plain-spoken` keeps its hyphen."""
    assert "bulletin of the commission, which" in texts(WRAPPED)[0]
    long = "x" * 20 + " words that go on and on until the margin of this page comes into view and some-\n"
    assert (
        "much more than" in texts(long.replace("some-", "much") + "more than enough of them to be sure about it, really.")[0]
    )
    assert texts("Schemes of this kind are often called one-size-\nfits-all by those who dislike them.") == [
        "Schemes of this kind are often called one-size-fits-all by those who dislike them."
    ]


def test_a_paragraph_on_each_line_stays_a_paragraph() -> None:
    """Long lines without blank lines between them are not joined."""
    text = "\n".join(f"Paragraph {n} is a long line that ends with a full stop. " * 6 for n in range(1, 6))
    assert len(texts(text)) == 5


def test_languages_are_not_joined() -> None:
    """A Chinese line after an English one is a paragraph of its own."""
    assert texts("The Title of the Report\n报告的标题") == ["The Title of the Report", "报告的标题"]


def test_chinese_lines_join_without_a_space() -> None:
    """A Chinese sentence that goes on in the next line has no space at the join."""
    assert texts("本章首先介绍基本概念，\n然后讨论它们的应用。") == ["本章首先介绍基本概念，然后讨论它们的应用。"]


def test_footnotes_move_behind_the_paragraph_they_cut() -> None:
    """A paragraph that footnotes and a page number stand in the middle of is whole; the notes follow it."""
    found = read(
        "We must strengthen the guidance of platforms and of multi-channel network\n\n"
        "¹ Translator's note: nothing to see here.\n\n17\n\n"
        "organizations, and spur them on.\n\nThe next paragraph."
    )
    assert [block.kind for block in found] == ["text", "note", "text"]
    assert found[0].text.endswith("multi-channel network organizations, and spur them on.")


def test_a_list_is_not_joined_into_a_paragraph() -> None:
    """List items keep to themselves."""
    assert len(texts("1. first of all comes water\n2. second comes bread\n3. third comes everything else")) == 3


def test_places_survive_every_join() -> None:
    """The place of a character of a block is its line and column in the document."""
    lines = WRAPPED.split("\n")
    for block in read(WRAPPED):
        for word in ("commission, which", "mission,", "paragraph begins", "twice", "tone"):
            at = block.text.find(word)
            if at >= 0 and word != "commission, which":
                place = block.place(at)
                assert lines[place.line - 1][place.column - 1 :].startswith(word.split()[0])


def test_a_bracketed_original_does_not_make_a_line_chinese() -> None:
    """Brackets do not count when a language is told."""
    assert not is_chinese("Luyuan Bulletin (麓源流域通讯; 流域通讯), p. 1")
    assert is_chinese("注意力汇聚（attention pooling）是一种方法")
