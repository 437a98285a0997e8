"""The terms of a text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary import database, store
from glossary.commands.app import cli
from glossary.commands.ui import Settings
from glossary.lookup import Occurrence, occurrences
from tests.glossary.builders import SMALL, extraction, pair

TERMS = (
    *SMALL, pair("人工智能", "artificial intelligence"), pair("人工智能安全", "AI safety"), pair("安全", "security"),
    pair("断链", "severing chains"), pair("文", "text"), pair("AI", "AI"),
)  # fmt: skip
CASES = [
    ("营造风清气正的网络空间", ["风清气正"]),
    ("營造風清\n氣正的網絡強國，“網絡”強國", ["風清\n氣正", "網絡強國", "網絡”強國"]),
    ("人工智能安全与人工智能", ["人工智能安全", "人工智能"]),
    ("风清，气正", []),
    ("风清\n\n气正", []),
    ("全文", []),  # a term of one character that nobody settled
    ("在ＡＩＧＣ工作室看KAI和AI", ["ＡＩＧＣ工作室", "AI"]),
    ("Clean and correct atmospheres, a cyber-powerhouse", ["Clean and correct atmospheres", "cyber-powerhouse"]),
    ("They severed chains. AI safety is not security.", ["severed chains", "AI safety", "security"]),
    ("a clean, and correct atmosphere", []),
    ("the security of AI", ["security", "AI"]),  # AI safety goes on behind the end
    ("", []),
]


@pytest.fixture
def glossary(tmp_path: Path, put: Callable[..., store.Added]) -> Path:
    """A glossary with nested terms."""
    put(extraction(*TERMS))
    return tmp_path / "glossary.db"


def find(path: Path, text: str) -> list[Occurrence]:
    with database.reading(path) as db:
        return occurrences(db, text)


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_terms_in_order_of_appearance(glossary: Path, text: str, expected: list[str]) -> None:
    """Each term of a text is found once at its place, and none inside a longer one."""
    assert [text[o.start : o.stop] for o in find(glossary, text)] == expected


def test_renderings_come_best_first(glossary: Path) -> None:
    """A term has all its renderings, the settled one first; rejected ones do not come."""
    (found,) = find(glossary, "網絡強國")
    assert [r.text for r in found.renderings] == ["Cyber Powerhouse", "cyber superpower"] or [
        r.text for r in found.renderings
    ] == ["cyber powerhouse", "cyber superpower"]
    with database.writing(glossary) as db:
        for row in db.execute("SELECT id FROM terms WHERE key IN ('small incisions')").fetchall():
            store.decide(db, row[0], "rejected", "Ana")
    assert find(glossary, "小切口法") == []


def run(path: Path, *args: str, text: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["--db", str(path), "lookup", *args], input=text, obj=Settings())
    return result.exit_code, result.stdout


def test_the_command_counts_and_places(glossary: Path) -> None:
    """A term is one row with the number of its occurrences and their lines and columns."""
    code, out = run(glossary, "-", "--format", "csv", text="风清气正。\n要風清氣正！")
    assert code == 0
    assert out.splitlines()[1].split(",")[:1] == ["风清气正"]
    assert ",2,1:1,1:1; 2:2,风清气正; 風清氣正," in out


def test_the_page_is_the_text_with_cards(glossary: Path) -> None:
    """The HTML page holds the whole text, escaped, and a card for each occurrence."""
    code, out = run(glossary, "-", "--format", "html", text="<b>要风清气正</b>，大V & 文")
    assert code == 0
    assert "&lt;b&gt;要<span" in out and "clean and correct atmosphere" in out and out.count('class="card"') == 2
    assert "&amp; 文" in out and "<b>" not in out and "http" not in out


def test_no_term_is_exit_code_one(glossary: Path) -> None:
    """A text without a term says so."""
    assert run(glossary, "-", text="龘")[0] == 1
