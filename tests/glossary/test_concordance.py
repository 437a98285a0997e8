"""Sentence pairs with an expression."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from aligner.records import Extraction, Lang, Segment, SegmentPair
from glossary import database, store
from glossary.commands.app import cli
from glossary.commands.ui import Settings
from glossary.concordance import concordance
from tests.glossary.builders import document, pair

SENTENCES = (
    ("a.txt", "要整治网络乱象。", "We must clean up online chaos."),
    ("a.txt", "網絡亂象必須整治。", "Internet chaos has to be cleaned up."),
    ("b.txt", "整治网络乱象，建设网络。", "Cleaning up Online Chaos, building networks."),
    ("b.txt", "网络乱象是大问题。", "The mess there is a big problem."),
    ("b.txt", "没有这个词。", "It is not in here."),
)


@pytest.fixture
def glossary(tmp_path: Path) -> Path:
    """Two documents with sentence pairs, and a term with two renderings."""
    path = tmp_path / "glossary.db"
    pairs = tuple(SegmentPair(Segment(zh, "zh"), Segment(en, "en"), document=name) for name, zh, en in SENTENCES)
    terms = (pair("网络乱象", "online chaos"), pair("网络乱象", "internet chaos"))
    with database.writing(path, create=True) as db:
        store.add(db, Extraction((document("a.txt"), document("b.txt")), pairs, terms), folder=tmp_path)
    return path


def test_lines_are_grouped_by_rendering(glossary: Path) -> None:
    """The most frequent rendering comes first, with its documents; what has no counterpart comes last."""
    with database.reading(glossary) as db:
        groups = concordance(db, "网络乱象")
    assert [(group.rendering, group.documents, len(group.lines)) for group in groups] == [
        ("online chaos", ("a.txt", "b.txt"), 2), ("Internet chaos", ("a.txt",), 1), ("", ("b.txt",), 1),
    ]  # fmt: skip
    assert [line.text[slice(*line.spot)] for group in groups for line in group.lines] == [
        "网络乱象", "网络乱象", "網絡亂象", "网络乱象",
    ]  # fmt: skip


def test_either_side_is_asked(glossary: Path) -> None:
    """An English expression is found in any inflection, with its Chinese counterpart."""
    with database.reading(glossary) as db:
        (group,) = concordance(db, "online chaos")
    assert (group.rendering, len(group.lines)) == ("网络乱象", 2)


def test_words_are_aligned_where_the_glossary_knows_nothing(glossary: Path) -> None:
    """The aligner is asked only about pairs without a known rendering."""
    asked: list[str] = []

    def align(zh: str, en: str, lang: Lang, spot: tuple[int, int]) -> tuple[int, int]:
        asked.append(zh[slice(*spot)])
        return (4, 8)

    with database.reading(glossary) as db:
        groups = concordance(db, "网络乱象", align=align)
    assert asked == ["网络乱象"]
    assert [(g.rendering, g.lines[0].how) for g in groups if g.rendering == "mess"] == [("mess", "words")]


def test_the_command(glossary: Path) -> None:
    """Groups come with counts and key-word-in-context lines; an unknown expression is exit code 1."""
    arguments = ["--db", str(glossary), "concordance", "--no-words"]
    result = CliRunner().invoke(cli, [*arguments, "网络乱象"], obj=Settings())
    assert result.exit_code == 0 and result.stdout.startswith("online chaos  2×  candidate  2 documents\n")
    with sqlite3.connect(glossary) as db:
        db.execute("UPDATE terms SET status = 'preferred', decided_by = '李娜' WHERE text = 'online chaos'")
    result = CliRunner().invoke(cli, [*arguments, "网络乱象"], obj=Settings())
    assert result.stdout.startswith("online chaos  2×  preferred by 李娜  2 documents\n")
    assert CliRunner().invoke(cli, [*arguments, "无此词"], obj=Settings()).exit_code == 1
    table = CliRunner().invoke(cli, [*arguments, "--format", "csv", "网络乱象"], obj=Settings()).stdout
    assert table.splitlines()[1].startswith("online chaos,glossary,a.txt,")
