"""The order in which a glossary is read is that in which its terms were mined."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

import seeds
from aligner import documents, pipeline
from aligner.order import place, weights
from aligner.records import Extraction
from glossary import database, reading, store
from glossary.exchange import write
from glossary.exchange.base import ExportOptions
from tests.glossary.builders import extraction, pair, sighting

HEAD = 60  # terms that are looked at: further down most have the same scores


@pytest.fixture(scope="module")
def mined() -> Extraction:
    """What a report and its translation give."""
    zh, en = (documents.read(seeds.path(f"report.{lang}.md")) for lang in ("zh", "en"))
    return pipeline.extract([(zh, en)])


def orders(what: Extraction, folder: Path) -> list[list[str]]:
    """The Chinese terms of an extraction, as it has them, as the glossary lists them, and as it exports them."""
    path = folder / "glossary.db"
    with database.writing(path, create=True) as db:
        store.add(db, what, folder=folder)
    out = io.BytesIO()
    with database.reading(path) as db:
        listed = list(reading.concepts(db))
        write(listed, out, ExportOptions(weights=reading.text_weights(db)))
    rows = csv.DictReader(io.StringIO(out.getvalue().decode()))
    found = ([c.zh for c in what.candidates], [c.zh[0].text for c in listed], [row["zh"] for row in rows])
    return [list(dict.fromkeys(order)) for order in found]


def test_list_and_export_keep_the_order_of_mining(mined: Extraction, tmp_path: Path) -> None:
    """The best terms stand where mining put them, or at most two places away, where scores are the same to four decimals."""
    extracted, listed, exported = orders(mined, tmp_path)
    assert len(extracted) > HEAD
    for number, term in enumerate(extracted[:HEAD]):
        assert abs(listed.index(term) - number) <= 2
        assert abs(exported.index(term) - number) <= 2


def test_how_sure_a_rendering_is_counts_less_in_a_large_glossary(tmp_path: Path) -> None:
    """In a small glossary the pair with the surer rendering stands first, in a large one the pair with the better term."""
    for times, expected in ((1, ["甲", "乙", "丙"]), (10**6, ["丙", "乙", "甲"])):
        often = replace(sighting(line=3), times=times)
        found = extraction(
            pair("甲", "one", score=0.9, termhood=0.4), pair("乙", "two", sighting(line=2), score=0.4, termhood=0.6),
            pair("丙", "three", often, score=0.1, termhood=0.1),
        )  # fmt: skip
        folder = tmp_path / str(times)
        folder.mkdir()
        assert orders(found, folder)[1:] == [expected, expected]


def test_weights_lie_between_those_of_a_small_and_a_large_text() -> None:
    """The translation score weighs less the larger the text, and less for another rendering."""
    assert weights(0) == weights(100)
    assert weights(3000) == weights(10**6)
    first, others = weights(500)
    assert weights(3000)[0] < first < weights(100)[0]
    assert others < first


def test_a_place_says_more_about_the_term_than_about_its_rendering() -> None:
    """A better term with a less sure rendering stands before a worse one with a surer rendering."""
    sure, _ = weights(3000)
    assert place(0.4, 0.8, 1.0, sure) > place(0.8, 0.4, 1.0, sure)
