"""What every export promises about its bytes."""

from __future__ import annotations

import csv
import io
import itertools
import json
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given, settings

from aligner.errors import UsageError
from glossary.entries import Concept, Context, Term
from glossary.exchange import FORMATS, format_of, write
from glossary.exchange.base import ExportOptions, Report
from glossary.exchange.clean import guard, unguard
from glossary.exchange.fields import join, split
from tests.glossary.exchange.samples import CONCEPTS, GLOSSARIES, RAW, TEXTS
from tests.glossary.exchange.tbxrules import faults

HEADER = "zh,en,status,score,termhood,frequency,method,documents,context_zh,context_en"


def export(concepts: list[Concept], **options: object) -> tuple[bytes, Report]:
    """The bytes of an export and its report."""
    out = io.BytesIO()
    report = write(concepts, out, ExportOptions(**options))  # type: ignore[arg-type]
    return out.getvalue(), report


@pytest.mark.parametrize(
    ("seen", "row"),
    [
        ([("", "One side alone."), ("两边都有。", "Both sides.")], ["两边都有。", "Both sides."]),
        ([("", "Seen here."), ("见于彼处。", "")], ["", "Seen here."]),
        ([("", ""), ("只有中文。", "")], ["只有中文。", ""]),
        ([], ["", ""]),
    ],
)
def test_the_sentences_of_a_row_belong_together(seen: list[tuple[str, str]], row: list[str]) -> None:
    """Both context columns come from one sighting, one with both languages where there is one: they are read as a translation."""
    concept = CONCEPTS[0]
    terms = tuple(replace(term, contexts=tuple(Context(*both, "a.txt") for both in seen)) for term in concept.terms)
    data, _ = export([replace(concept, terms=terms)], format="csv")
    assert [line[8:10] for line in csv.reader(io.StringIO(data.decode(), newline=""))][1] == row


def test_csv_has_the_documented_columns_and_ranks_best_first() -> None:
    """The CSV header is fixed, and rows go by status, then by score."""
    data, report = export(CONCEPTS[:2], format="csv")
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    assert ",".join(rows[0]) == HEADER
    assert [(row[1], row[2], row[3]) for row in rows[1:]] == [
        ("cyberpower", "preferred", "0.98"), ("cyberpower", "preferred", "0.98"),
        ("cyber superpower", "admitted", "0.91"), ("cyber superpower", "admitted", "0.91"),
        ("small incisions", "candidate", "0.9"),
        ("network great nation", "deprecated", "0.4"), ("network great nation", "deprecated", "0.4"),
    ]  # fmt: skip
    assert rows[1][5:] == ["3", "gloss:bracket", "a.txt", CONCEPTS[0].en[0].contexts[0].zh, CONCEPTS[0].en[0].contexts[0].en]
    assert (report.entries, report.left_out) == (7, [])


def test_a_concept_without_one_language_is_reported() -> None:
    """A table has no row for a term without a counterpart, and the report names the term."""
    data, report = export([Concept("c7", (Term("孤", "zh"),))], format="tsv")
    assert data.decode() == HEADER.replace(",", "\t") + "\n"
    assert [str(item) for item in report.left_out] == ["c7 孤: no English term, so there is no pair"]


def test_formulas_are_defused() -> None:
    """No cell of a table can be run as a formula, and an apostrophe of the text is told from the guard's."""
    data, _ = export(CONCEPTS[2:3], format="csv")
    row = list(csv.reader(io.StringIO(data.decode(), newline="")))[1]
    assert row[:2] == ["'=HYPERLINK", "''tis a \"quoted\", term"]


@pytest.mark.parametrize("text", ["=1", "'=1", "''=1", "'", "''", "'a", "a'", "-", "", "\t", "＝1", "\n=1"])
def test_the_guard_is_reversible(text: str) -> None:
    """Guarding and reading back gives the same text, whatever it begins with."""
    assert unguard(guard(text)) == text


@given(TEXTS)
def test_the_guard_is_reversible_for_any_text(text: str) -> None:
    """Guarding and reading back gives the same text, and a guarded cell never begins like a formula."""
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_an_apostrophe_of_another_tool_is_left_alone() -> None:
    """A cell that no export of ours could have written is not changed by reading."""
    assert unguard("'tis") == "'tis"


@given(TEXTS.filter(bool).map(lambda text: [text, "b.txt", text + '"x"']))
def test_lists_in_a_cell_come_back(items: list[str]) -> None:
    """Names joined in one cell are split into the same names, semicolons and quotation marks included."""
    assert split(join(items)) == items


def test_bom_only_on_request() -> None:
    """The byte order mark that Excel wants is written when asked for, and only then."""
    assert export(CONCEPTS, format="csv", bom=True)[0] == b"\xef\xbb\xbf" + export(CONCEPTS, format="csv")[0]


def test_json_holds_every_field() -> None:
    """The JSON export has all that a concept has."""
    record = json.loads(export(CONCEPTS, format="json")[0])
    assert record["format"] == "zhen-glossary"
    first = record["concepts"][0]
    assert (first["definition"], first["related"]) == (CONCEPTS[0].definition, ["c2", "c9"])
    assert first["terms"][2]["contexts"][0]["place"] == "12:34"


@pytest.mark.parametrize(
    ("dialect", "style"), list(itertools.product(("min", "basic", "linguist"), ("dca", "dct"))), ids="-".join
)
def test_tbx_is_valid(dialect: str, style: str) -> None:
    """TBX of every dialect and style keeps to the core structure and the data categories of its dialect."""
    data, report = export(CONCEPTS, format="tbx", dialect=dialect, style=style)
    assert faults(data) == []
    assert "rejected one" not in data.decode()
    assert [str(item) for item in report.left_out] == [
        "c4 rejected one: rejected: TBX has no such status",
        "c4: no current term in one of the languages",
    ]


@settings(max_examples=60, deadline=None)
@given(GLOSSARIES)
def test_tbx_is_valid_whatever_the_fields_hold(concepts: list[Concept]) -> None:
    """No text in any field makes an invalid TBX file."""
    kept = (Term("留", "zh"), Term("kept", "en"))
    concepts = [replace(concepts[0], terms=(*concepts[0].terms, *kept)), *concepts[1:]]
    for dialect, style in itertools.product(("min", "basic", "linguist"), ("dca", "dct")):
        assert faults(export(concepts, format="tbx", dialect=dialect, style=style)[0]) == []


@settings(max_examples=100, deadline=None)
@given(RAW, RAW)
def test_no_text_breaks_a_file(first: str, second: str) -> None:
    """Control characters and half surrogate pairs never make a file that cannot be parsed."""
    concept = Concept("c1", (Term("词" + first, "zh", note=second), Term("x" + second, "en", source=first)), first, second)
    for name in ("tbx", "tbx2"):
        ET.fromstring(export([concept], format=name)[0])
    json.loads(export([concept], format="json")[0])
    for name, delimiter in (("csv", ","), ("tsv", "\t")):
        rows = list(csv.reader(io.StringIO(export([concept], format=name)[0].decode(), newline=""), delimiter=delimiter))
        assert [len(row) for row in rows] == [10, 10]


def test_tbx_needs_an_entry() -> None:
    """A TBX file without an entry would be invalid, so none is written."""
    with pytest.raises(UsageError, match="at least one"):
        export([], format="tbx")


def test_tbx2_is_a_martif_with_both_languages() -> None:
    """The version 2 file has one Chinese script, the source language first, and no deprecated term."""
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    data, report = export(CONCEPTS[:1], format="tbx2")
    root = ET.fromstring(data)
    assert [node.get(lang) for node in root.iter("langSet")] == ["zh-Hans", "en"]
    assert [node.text for node in root.iter("term")] == ["网络强国", "cyberpower", "cyber superpower"]
    assert [item.place for item in report.left_out] == ["c1 network great nation"]
    root = ET.fromstring(export(CONCEPTS[:1], format="tbx2", source="en", script="hant")[0])
    assert [node.text for node in root.iter("term")] == ["cyberpower", "cyber superpower", "網絡強國"]


def test_the_ending_tells_the_format() -> None:
    """A file name is enough where its ending is known, in any case of letters."""
    assert (format_of("a/Terms.TBX", "w"), format_of("t.csv", "w")) == ("tbx", "csv")
    with pytest.raises(UsageError, match="--format"):
        format_of("terms.doc", "w")


def test_an_unknown_format_is_a_usage_error() -> None:
    """Asking for a format that is not there lists those that are."""
    with pytest.raises(UsageError, match="csv, tsv"):
        export(CONCEPTS, format="pdf")


def test_every_format_of_the_table_exists() -> None:
    """Each line of the table of formats has a module that does what the line says."""
    from importlib import import_module

    for entry in FORMATS.values():
        module = import_module(f"glossary.exchange.{entry.module}")
        assert hasattr(module, "write") or "w" not in entry.directions
        assert hasattr(module, "read") or "r" not in entry.directions
