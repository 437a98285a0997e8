"""The seeds are well formed, ours alone, and say what their gold says."""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path

import pytest

import seeds
from aligner.text import en_key, has_han, zh_key

CASES = Path(__file__).parent / "cases"
DOCUMENTS = (
    "glossed-article.txt",
    "interleaved-newsletter.txt",
    "translated-readout.txt",
    "zh-article.md",
    "report.zh.md",
    "report.en.md",
)
COLUMNS = ["zh", "en", "alternatives", "status", "subject", "source", "note"]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def _text(name: str) -> str:
    return seeds.path(name).read_text(encoding="utf-8")


GLOSSARY = _rows(seeds.path("glossary.tsv"))
GOLD = _rows(CASES / "seeds_gold.tsv")
NEGATIVES = _rows(CASES / "seeds_negatives.tsv")
PASSAGES = _rows(CASES / "seeds_passages.tsv")
REPORT_TERMS = _rows(CASES / "seeds_report_terms.tsv")
TABLES = {
    "glossary": GLOSSARY,
    "gold": GOLD,
    "negatives": NEGATIVES,
    "passages": PASSAGES,
    "report": REPORT_TERMS,
}


def test_a_seed_that_does_not_exist_is_named() -> None:
    """Asking for a seed that is not there says which one."""
    with pytest.raises(FileNotFoundError, match=r"nowhere\.txt"):
        seeds.path("nowhere.txt")


@pytest.mark.parametrize("name", [*DOCUMENTS, "glossary.tsv", "README.md"])
def test_seed_files_are_clean_text(name: str) -> None:
    """Every seed is UTF-8 in NFC, without BOM, tabs in prose, trailing spaces or a missing last newline."""
    raw = seeds.path(name).read_bytes()
    text = raw.decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert not text.startswith("\ufeff") and "\r" not in text
    assert text.endswith("\n") and not text.endswith("\n\n")
    assert [line for line in text.split("\n") if line != line.rstrip(" ")] == []
    assert ("\t" in text) is (name == "glossary.tsv")


@pytest.mark.parametrize("name", TABLES)
def test_tables_have_no_stray_spaces(name: str) -> None:
    """No table has a cell with a space at either end, two in a row, or a cell too many or too few."""
    for row in TABLES[name]:
        assert None not in row and None not in row.values(), row
        for cell in row.values():
            assert cell == " ".join(cell.split()), row


def test_the_glossary_has_its_columns_and_size() -> None:
    """The seed glossary has the documented columns and some two hundred terms."""
    assert list(GLOSSARY[0]) == COLUMNS
    assert len(GLOSSARY) >= 200


def test_no_term_stands_twice_in_the_glossary() -> None:
    """Two rows never share a Chinese term, however it is written."""
    keys = [zh_key(row["zh"]) for row in GLOSSARY]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


@pytest.mark.parametrize("row", GLOSSARY, ids=lambda row: row["zh"])
def test_every_term_is_complete(row: dict[str, str]) -> None:
    """Every row has Chinese, English, a status, a subject and a source, and lists each rendering once."""
    assert has_han(row["zh"]) and not has_han(row["en"] + row["alternatives"])
    assert row["status"] == "preferred"
    assert row["subject"] and row["source"]
    renderings = [row["en"], *(row["alternatives"].split("|") if row["alternatives"] else [])]
    assert all(text and text == text.strip() for text in renderings)
    assert len(set(renderings)) == len(renderings)


@pytest.mark.parametrize("row", GOLD, ids=lambda row: f"{row['doc']}-{row['zh']}-{row['en']}")
def test_gold_pairs_stand_in_their_document(row: dict[str, str]) -> None:
    """Both sides of a gold pair occur in the document, the Chinese letter for letter."""
    text = _text(row["doc"])
    assert row["zh"] in text
    assert row["kind"] in {"term", "name", "title"}
    # Names, notes and hyphens may stand between the halves; the first and last word must at least be there.
    words = en_key(row["en"].split(" | ")[0]).split()
    assert words[0] in en_key(text) and words[-1] in en_key(text)


def test_gold_pairs_are_distinct() -> None:
    """The gold asks for no pair twice."""
    keys = [(row["doc"], zh_key(row["zh"]), en_key(row["en"])) for row in GOLD]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("row", NEGATIVES, ids=lambda row: f"{row['doc']}-{row['zh']}")
def test_negatives_stand_in_their_document_and_not_in_the_gold(row: dict[str, str]) -> None:
    """Chinese that glosses nothing is really in the document, and no gold pair contradicts it."""
    assert row["zh"] in _text(row["doc"])
    assert (row["doc"], zh_key(row["zh"])) not in {(gold["doc"], zh_key(gold["zh"])) for gold in GOLD}


@pytest.mark.parametrize("name", ["glossed-article.txt", "interleaved-newsletter.txt", "translated-readout.txt"])
def test_every_bracket_with_chinese_is_judged(name: str) -> None:
    """Whatever Chinese an English seed has in brackets is either in the gold or among the negatives."""
    judged = {zh_key(row["zh"]) for row in (*GOLD, *NEGATIVES) if row["doc"] == name}
    inside = re.findall(r"[({]([^(){}]*)[)}]", _text(name).replace("\n", " "))
    readings = re.compile(r"[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ -]{6,}")  # pinyin beside the characters
    forms = {zh_key(readings.sub("", form)) for text in inside if has_han(text) for form in re.split("[;,]", text)}
    assert forms - {""} - judged == set()


def test_every_bracket_with_english_is_judged() -> None:
    """Whatever Latin letters the Chinese seed has in brackets follow an expression of the gold or of the negatives."""
    before = re.findall(r"([^（）\n]*)（[^（）]*[A-Za-z][^（）]*）", _text("zh-article.md"))
    judged = [zh_key(row["zh"]) for row in (*GOLD, *NEGATIVES) if row["doc"] == "zh-article.md"]
    assert [text for text in before if not any(zh_key(text).endswith(key) for key in judged)] == []


@pytest.mark.parametrize("row", PASSAGES, ids=lambda row: row["zh_start"])
def test_passages_begin_lines_of_their_document(row: dict[str, str]) -> None:
    """Each side of an interleaved passage begins exactly one line of the document."""
    lines = _text(row["doc"]).split("\n")
    for start in (row["zh_start"], row["en_start"]):
        assert sum(line.startswith(start) for line in lines) == 1


@pytest.mark.parametrize("row", REPORT_TERMS, ids=lambda row: row["zh"])
def test_report_terms_stand_on_both_sides(row: dict[str, str]) -> None:
    """Every term wanted from the report pair occurs in the Chinese report and in its translation."""
    assert row["zh"] in _text("report.zh.md")
    english = en_key(_text("report.en.md"))
    assert all(en_key(form) in english for form in row["en"].split(" | "))


def test_the_report_and_its_translation_have_the_same_sections() -> None:
    """The two reports have the same headings, level for level, and as many paragraphs under them."""
    zh, en = (_text(name).split("\n") for name in ("report.zh.md", "report.en.md"))
    assert [len(line.split()[0]) for line in zh if line.startswith("#")] == [
        len(line.split()[0]) for line in en if line.startswith("#")
    ]
    assert [line == "" for line in zh] == [line == "" for line in en]


def test_no_line_comes_from_the_shared_documents(shared: Path) -> None:
    """No line of the real documents occurs in the seeds."""
    theirs = {
        line.strip()
        for file in sorted((shared / "seeds").iterdir())
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines()
        if len(line.strip()) > 20
    }
    assert theirs
    ours = {name: _text(name) for name in DOCUMENTS}
    assert [(name, line) for name, text in ours.items() for line in theirs if line in text] == []
