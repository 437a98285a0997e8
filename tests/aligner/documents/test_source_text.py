"""Plain text as it stands: lines, pages, places, and what is refused with one clear line."""

from __future__ import annotations

import io
import os
import threading
import tracemalloc
from pathlib import Path

import pytest

from aligner.documents import read
from aligner.documents.text import LONGEST
from aligner.errors import InputError, UsageError


def _lines(data: bytes, **options: str) -> list[str]:
    return [line.text for line in read(io.BytesIO(data), name="a.txt", **options).lines]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_one(ending: str) -> None:
    """Lines end as an editor counts them, and no empty line is added at the end."""
    assert _lines(ending.join(["a  ", "", " 中", ""]).encode()) == ["a  ", "", " 中"]


def test_form_feeds_are_pages() -> None:
    """A form feed begins a page, which the place names; line numbers stay those of the file."""
    document = read(io.BytesIO(b"one\ntwo\n\x0cthree\nfo\x0cur\n"), name="a.txt")
    places = [(line.text, str(line.place(1))) for line in document.lines]
    assert places == [
        ("one", "page 1, 1:2"),
        ("two", "page 1, 2:2"),
        ("three", "page 2, 3:3"),
        ("fo", "page 2, 4:2"),
        ("ur", "page 3, 4:5"),
    ]
    assert [line.number for line in document.lines] == [1, 2, 3, 4, 5]


def test_an_overlong_line_comes_in_pieces_with_true_places() -> None:
    """A line of a megabyte is cut between sentences, nothing is lost, and places point into the one line of the file."""
    original = "清洁正确的氛围，well made. " * 50_000
    document = read(io.BytesIO(f"first\n{original}\nlast".encode()), name="a.txt")
    middle = document.lines[1:-1]
    assert "".join(line.text for line in middle) == original
    assert max(len(line.text) for line in middle) <= LONGEST
    for line in middle:
        place = line.place(3)
        assert place.line == 2 and original[place.column - 1] == line.text[3]
    assert document.lines[-1].place().line == 3 and document.lines[-1].number == len(document.lines)


def test_a_hundred_megabytes_in_one_line_take_a_few_times_their_size() -> None:
    """A very long line is read in bounded memory."""
    data = b"x" * 20_000_000
    tracemalloc.start()
    document = read(io.BytesIO(data), name="a.txt")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sum(len(line.text) for line in document.lines) == len(data)
    assert peak < 4 * len(data)


REFUSED = [
    ("empty.txt", b"", "is empty"),
    ("blank.txt", b" \n\n\t", "holds no text"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a PNG image, not .txt"),
    ("packed.txt", b"PK\x03\x04\x14\0\0\0", "is a ZIP archive, not .txt"),
    ("report.md", b"%PDF-1.7\n%\xe2\xe3", "is a PDF file, not .md"),
    ("old.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "is an Office 97 or password-protected file"),
    ("nul.txt", b"some text\0and more\n" * 20, "is not a text file (it holds NUL bytes)"),
    ("noise.txt", bytes(range(1, 256)) * 20, "--encoding"),
]


@pytest.mark.parametrize(("name", "data", "reason"), REFUSED, ids=[name for name, _, _ in REFUSED])
def test_what_is_not_text_is_refused(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    """What cannot be read as text is refused in one line that names the file and says why."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read(path)
    assert str(caught.value).startswith(str(path)) and reason in str(caught.value) and "\n" not in str(caught.value)


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    """A path that is no file says so."""
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "nothing.txt")
    with pytest.raises(InputError, match="is a folder"):
        read(tmp_path)
    with pytest.raises(InputError, match="cannot be read"):
        read("a\0b.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    """A file without permission says so."""
    path = tmp_path / "secret.txt"
    path.write_text("x")
    path.chmod(0)
    with pytest.raises(InputError, match="permission"):
        read(path)


def test_an_unknown_format_or_encoding_is_a_usage_error() -> None:
    """What the user misnamed is told as such, not as a broken file."""
    with pytest.raises(UsageError, match="unknown format"):
        read(io.BytesIO(b"x"), format="wps")
    with pytest.raises(UsageError, match="unknown encoding"):
        read(io.BytesIO(b"x"), encoding="klingon")
    with pytest.raises(UsageError, match="unknown encoding"):
        read(io.BytesIO(b"x"), encoding="base64")


def test_pipes_are_read_whole(tmp_path: Path) -> None:
    """A named pipe is read like a file, digest included."""
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=("风清气正\n".encode(),))
    writer.start()
    document = read(path)
    writer.join()
    assert [line.text for line in document.lines] == ["风清气正"]
    assert document.digest == read(io.BytesIO("风清气正\n".encode())).digest


def test_an_unknown_suffix_is_read_by_content(tmp_path: Path) -> None:
    """A file whose suffix says nothing is read as what it is."""
    path = tmp_path / "notes.2024"
    path.write_text("clean and correct (风清气正)", encoding="utf-8")
    assert read(path).format == "txt"
