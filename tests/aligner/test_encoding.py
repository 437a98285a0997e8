"""Encodings told apart by content."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.encoding import decode
from aligner.errors import InputError

HANS = "建设网络强国是一项长期任务，要坚持稳中求进的工作总基调。\nWe build a cyber powerhouse.\n"
HANT = "建設網路強國是一項長期任務，要堅持穩中求進的工作總基調。\nWe build a cyber powerhouse.\n"
CASES = [
    (HANS, "utf-8", "utf-8"),
    (HANS, "utf-8-sig", "utf-8"),
    (HANS, "gb2312", "gb18030"),
    (HANS, "gbk", "gb18030"),
    (HANT, "gbk", "gb18030"),
    (HANS + "𠮷", "gb18030", "gb18030"),
    (HANT, "big5", "big5"),
    (HANT + "嘅咗啲喺", "big5hkscs", "big5"),
    (HANT + "€", "cp950", "big5"),
    (HANS, "utf-16", "utf-16-le"),
    (HANS, "utf-16-le", "utf-16-le"),
    (HANS, "utf-16-be", "utf-16-be"),
    (HANS, "utf-32", "utf-32-le"),
    ("It’s a “clean and correct” atmosphere — in cyberspace.\n" * 5, "cp1252", "cp1252"),
    ("plain ASCII", "ascii", "utf-8"),
    ("风清气正", "gb18030", "gb18030"),
    ("聯合早報", "big5", "big5"),
]


@pytest.mark.parametrize(("text", "written", "found"), CASES)
def test_encodings_are_told_apart(text: str, written: str, found: str) -> None:
    """Text comes back as it was written, whatever the encoding."""
    assert decode(text.encode(written), "a.txt") == (text, found, 0)


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16-le"])
def test_an_encoding_that_is_given_is_used(encoding: str) -> None:
    """--encoding overrides what the content seems to say."""
    text = "中文"
    assert decode(text.encode(encoding), "a.txt", encoding).text == text


def test_an_encoding_that_does_not_fit_is_refused_with_its_line() -> None:
    """A wrong --encoding is told with the first line that it does not fit."""
    with pytest.raises(InputError, match=r"a\.txt:2: is not utf-8 text"):
        decode(b"English\n" + HANS.encode("gbk") * 5, "a.txt", "utf-8")


def test_what_cannot_be_told_is_asked() -> None:
    """Bytes that are valid in two encodings and likely in neither are not guessed."""
    with pytest.raises(InputError, match="--encoding"):
        decode("状态".encode("gbk"), "a.txt")


@pytest.mark.parametrize(
    ("data", "damaged"),
    [
        ((HANS * 20 + "国").encode()[:-1], 1),
        ((HANS * 20).encode() + b"\xed\xa0\x80 end", 3),
        ((HANS * 20).encode("gbk") + b"\xff end", 1),
        ((HANS * 20 + "\ud800 end").encode("utf-16-le", "surrogatepass"), 1),
    ],
    ids=["truncated", "surrogate", "gbk", "utf-16"],
)
def test_a_few_broken_bytes_are_marked_and_counted(data: bytes, damaged: int) -> None:
    """A long text with a broken byte is read, the place marked, and no surrogate gets through."""
    found = decode(data, "a.txt")
    assert found.text.startswith(HANS) and found.text.count("\ufffd") == found.damaged == damaged
    found.text.encode("utf-8")


def test_a_replacement_character_of_the_file_itself_is_no_damage() -> None:
    """U+FFFD written in the file is text like any other."""
    assert decode((HANS + "\ufffd").encode(), "a.txt").damaged == 0


@given(st.binary(max_size=400))
def test_no_bytes_escape(data: bytes) -> None:
    """Whatever the bytes are, they become text without surrogates, or one clear error."""
    try:
        decode(data, "a.txt").text.encode("utf-8")
    except InputError as error:
        assert "\n" not in str(error)
