"""Inline glosses, by cases that are data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aligner.embedding import Encoder, load_encoder
from aligner.flow import blocks
from aligner.glosses import Sighting, find
from aligner.records import Line

CASES = json.loads((Path(__file__).parents[2] / "cases" / "glosses.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder(None)


def sightings(text: str, encoder: Encoder) -> list[Sighting]:
    lines = [Line(line, number) for number, line in enumerate(text.split("\n"), 1)]
    return list(find(blocks(lines), "test.txt", encoder))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_gloss_gives_exactly_its_pairs(case: dict[str, object], encoder: Encoder) -> None:
    """A text gives the pairs that it glosses, with their boundaries, and no others."""
    found = [[s.zh, s.en] for s in sightings(str(case["text"]), encoder)]
    assert sorted(found) == sorted(case["pairs"])  # type: ignore[call-overload]


@pytest.mark.parametrize("case", [c for c in CASES if c["pairs"]], ids=lambda case: case["label"])
def test_places_point_at_the_words(case: dict[str, object], encoder: Encoder) -> None:
    """Line and column of both sides lead to the first character of each side in the original."""
    text = str(case["text"])
    for sighting in sightings(text, encoder):
        zh, en = sighting.evidence.zh_place, sighting.evidence.en_place
        assert text[zh.column - 1 :].startswith(sighting.zh[0])
        assert text[en.column - 1 :].startswith(sighting.en.split()[0][:3])


def test_a_note_settles_which_rendering_is_used_here(encoder: Encoder) -> None:
    """The rendering that a translator's note names as used here is preferred, its alternates are admitted."""
    text = (
        "Alternate translations for the Chinese term héjié (和解) —here translated as “reconciliation”— include “settlement,” "
        "“conciliation,” and so on."
    )
    statuses = {s.en: s.status for s in sightings(text, encoder)}
    assert statuses == {"reconciliation": "preferred", "settlement": "admitted", "conciliation": "admitted"}


def test_a_note_that_explains_gives_the_definition(encoder: Encoder) -> None:
    """The words that say what a term refers to become its definition."""
    (found,) = sightings("The Chinese term “river chief” (河长) refers to an official who answers for a river.", encoder)
    assert found.definition == "refers to an official who answers for a river."


def test_a_gloss_across_a_page_break_is_whole(encoder: Encoder) -> None:
    """A footnote and a page number between the halves of a term leave no trace in it."""
    text = (
        "The plan speaks at some length and in great detail of open-source intelligence\n\n"
        "¹ Translator's note: the original has a misprint here.\n\n12\n\n"
        "gathering centers (开源情报搜集中心) in three provinces."
    )
    assert [(s.zh, s.en) for s in sightings(text, encoder)] == [
        ("开源情报搜集中心", "open-source intelligence gathering centers")
    ]


def test_the_context_is_the_sentence(encoder: Encoder) -> None:
    """The context of a gloss is the sentence it stands in and not its neighbours."""
    (found,) = sightings("One thing first. They dig for “rare earths” (稀土) there. Nobody knows why.", encoder)
    assert found.evidence.context_en == "They dig for “rare earths” (稀土) there."


def test_the_context_of_a_title_in_a_sentence_is_the_sentence(encoder: Encoder) -> None:
    """A title that running text gives in both languages has its sentence as context, in the language of the text."""
    text = (
        "Nothing of this is new. In Saving Water in Every Village 村村节约用水, Liu warns of leaking pipes. "
        "He has said so before, and nobody has listened to him at all."
    )
    (found,) = [s for s in sightings(text, encoder) if s.zh == "村村节约用水"]
    assert found.kind == "title"
    assert found.evidence.context_en == "In Saving Water in Every Village 村村节约用水, Liu warns of leaking pipes."
    assert found.evidence.context_zh == ""


def test_text_without_chinese_loads_no_vectors() -> None:
    """A document without Chinese gives nothing, without asking the model."""

    class Refuses:
        def encode(self, texts: object) -> object:
            raise AssertionError("asked")

    assert not list(find(blocks([Line("Plain English (really).", 1)]), "test.txt", Refuses()))
