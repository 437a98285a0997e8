"""Folders and pairs of files: what belongs together by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.documents import find, timed_pairs
from aligner.errors import InputError

PAIRS = [
    ("x.zh.md", "x.en.md"),
    ("x_zh-CN.docx", "x_en-US.pdf"),
    ("x-zh-Hant.txt", "x-en.txt"),
    ("x.zh_TW.txt", "x.en_GB.txt"),
    ("x.chi.srt", "x.eng.srt"),
    ("2024 report (Chinese).docx", "2024 report (English).docx"),
    ("报告（中文）.docx", "报告（英文）.docx"),
    ("报告_中.txt", "报告_英.txt"),
    ("zh_report.html", "en_report.html"),
    ("ZH report.txt", "EN report.txt"),
    ("zh/x.txt", "en/x.txt"),
    ("a/zh-Hans/b/x.txt", "a/en/b/x.txt"),
    ("zh.md", "en.md"),
]


def _make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", encoding="utf-8")


@pytest.mark.parametrize("names", PAIRS, ids=[zh for zh, _ in PAIRS])
def test_names_that_differ_in_a_language_tag_are_a_pair(tmp_path: Path, names: tuple[str, str]) -> None:
    """Two files that differ by nothing but the language are a pair, the Chinese one first."""
    _make(tmp_path, *names)
    assert find([tmp_path]) == [(tmp_path / names[0], tmp_path / names[1])]


SINGLE = [
    ("x.zh.md", "y.en.md"),
    ("chapter1.md", "chapter2.md"),
    ("open.md", "zhang.md"),
    ("x.zh.tmx", "x.en.tmx"),
    ("x.zh.md", "sub/x.en.md"),
]


@pytest.mark.parametrize("names", SINGLE)
def test_other_names_are_no_pair(tmp_path: Path, names: tuple[str, str]) -> None:
    """Files whose names differ in more, or that hold both languages themselves, stay single."""
    _make(tmp_path, *names)
    assert set(find([tmp_path])) == {tmp_path / name for name in names}


def test_what_stays_single_beside_pairs_is_told(tmp_path: Path) -> None:
    """In a folder of pairs, a document without its counterpart is reported; one that holds both languages is not."""
    _make(tmp_path, "a.zh.md", "a.en.md", "b.zh.md", "c.tsv", ".hidden.md", "~$a.docx", "picture.png")
    told: list[str] = []
    pair = (tmp_path / "a.zh.md", tmp_path / "a.en.md")
    assert find([tmp_path], told.append) == [pair, tmp_path / "b.zh.md", tmp_path / "c.tsv"]
    assert len(told) == 1 and str(tmp_path / "b.zh.md") in told[0]


def test_the_same_text_is_not_read_twice(tmp_path: Path) -> None:
    """In a folder, a memory or a list of terms that bears the name of a pair of documents is left out, and one line says so."""
    _make(tmp_path, "a.zh.md", "a.en.md", "a.tmx", "a.terms.tsv", "ab.tsv", "b/a.tsv")
    told: list[str] = []
    pair = tmp_path / "a.zh.md", tmp_path / "a.en.md"
    assert set(find([tmp_path], told.append)) == {pair, tmp_path / "ab.tsv", tmp_path / "b" / "a.tsv"}
    assert len(told) == 1
    assert "a.terms.tsv and 1 more: left out" in told[0]
    assert tmp_path / "a.tmx" in find([tmp_path, tmp_path / "a.tmx"])


def test_both_scripts_belong_to_one_english_text(tmp_path: Path) -> None:
    """A simplified and a traditional version are each paired with the English one."""
    _make(tmp_path, "a.en.md", "a.zh-Hans.md", "a.zh-Hant.md")
    assert find([tmp_path]) == [(tmp_path / f"a.zh-{s}.md", tmp_path / "a.en.md") for s in ("Hans", "Hant")]


def test_files_named_one_by_one_are_paired_too(tmp_path: Path) -> None:
    """The order of the arguments is kept, doubles are read once, and a named file may have any suffix."""
    _make(tmp_path, "b.dat", "a.en.txt", "a.zh.txt")
    files = [tmp_path / name for name in ("b.dat", "a.en.txt", "a.zh.txt", "b.dat")]
    assert find([*files, "-"]) == [files[0], (files[2], files[1]), Path("-")]


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    """A missing path and a folder without documents are told."""
    with pytest.raises(InputError, match="no such file"):
        find([tmp_path / "x"])
    with pytest.raises(InputError, match="no documents"):
        find([tmp_path])


def test_only_subtitles_have_times(tmp_path: Path) -> None:
    """Other files give no pairs by time."""
    _make(tmp_path, "a.zh.txt", "a.en.txt")
    assert timed_pairs(tmp_path / "a.zh.txt", tmp_path / "a.en.txt") == ()
