"""What goes out comes back: every format that is read as well as written."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from glossary.entries import Concept, Term
from glossary.exchange import read, write
from glossary.exchange.base import ExportOptions, ImportOptions, LeftOut
from glossary.exchange.termbase import day, part_of_speech
from tests.glossary.exchange.samples import CONCEPTS, GLOSSARIES

# a failure shows in any example: making it small takes minutes with records of so many fields
EASY = settings(
    max_examples=20, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


def export(concepts: list[Concept], **options: object) -> bytes:
    """The bytes of an export."""
    out = io.BytesIO()
    write(concepts, out, ExportOptions(**options))  # type: ignore[arg-type]
    return out.getvalue()


def back(data: bytes, name: str) -> list[Concept]:
    """The concepts of a file."""
    return [item for item in read(io.BytesIO(data), f"file.{name}", ImportOptions(name)) if isinstance(item, Concept)]


@EASY
@given(GLOSSARIES)
@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_json_keeps_everything(name: str, concepts: list[Concept]) -> None:
    """Every field of every concept comes back from JSON as it was."""
    assert back(export(concepts, format=name), name) == concepts


def _without_scores(concept: Concept, known: set[str]) -> Concept:
    """A concept as TBX-Linguist can hold it: no scores, TBX's own parts of speech, real dates."""
    terms = []
    for term in concept.terms:
        if term.status == "rejected":
            continue
        terms.append(
            replace(
                term, translation=0.0, termhood=0.0, frequency=0, part_of_speech=part_of_speech(term.part_of_speech),
                created=day(term.created), modified=day(term.modified), contexts=(),
                reading="" if term.lang == "en" else term.reading,
            )
        )  # fmt: skip
    return replace(concept, terms=tuple(terms), related=tuple(key for key in concept.related if key in known))


@EASY
@given(GLOSSARIES)
@pytest.mark.parametrize("style", ["dca", "dct"])
def test_tbx_keeps_what_it_can_hold(style: str, concepts: list[Concept]) -> None:
    """Every field that TBX has a category for comes back as it was, in both styles."""
    concepts[0] = _with_current_terms(concepts[0])
    concepts = [replace(c, terms=tuple(replace(t, contexts=(), reading="r") for t in c.terms)) for c in concepts]
    known = {c.id for c in concepts if {t.lang for t in c.terms if t.status != "rejected"} == {"zh", "en"}}
    expected = [_without_scores(c, known) for c in concepts if c.id in known]
    found = back(export(concepts, format="tbx", dialect="linguist", style=style), "tbx")
    # langSecs gather the terms of a script, so only the order among scripts may differ
    assert [replace(c, terms=tuple(sorted(c.terms, key=repr))) for c in found] == [
        replace(c, terms=tuple(sorted(c.terms, key=repr))) for c in expected
    ]


@EASY
@given(GLOSSARIES)
@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("tbx", {}),
        ("tbx", {"dialect": "linguist", "style": "dct"}),
        ("json", {}),
        ("jsonl", {}),
        ("csv", {}),
        ("csv", {"all_fields": True, "bom": True}),
        ("tsv", {"all_fields": True}),
        ("xlsx", {}),
    ],
    ids=str,
)
def test_a_second_export_is_the_same(name: str, options: dict[str, object], concepts: list[Concept]) -> None:
    """Reading an export and writing it again gives the same bytes."""
    concepts[0] = _with_current_terms(concepts[0])
    if options in ({}, {"bom": True}) and name in ("csv", "tsv"):
        concepts = _told_apart(concepts)
    first = export(concepts, format=name, **options)
    assert export(back(first, name), format=name, **options) == first


def _with_current_terms(concept: Concept) -> Concept:
    """The concept with a term in each language that no one has rejected: TBX needs an entry."""
    return replace(concept, terms=(*concept.zh, Term("留", "zh"), *concept.en, Term("kept", "en")))


def _told_apart(concepts: list[Concept]) -> list[Concept]:
    """Concepts with Chinese terms that a search tells apart: the ten main columns have nothing else to go by."""
    return [
        replace(
            c, terms=tuple(replace(t, text=f"词{n}甲{t.text}" if t.lang == "zh" else t.text) for t in c.terms[:1] + c.en)
        )
        for n, c in enumerate(concepts)
    ]


@pytest.mark.parametrize("name", ["multiterm", "skos", "skos-json"])
def test_other_formats_keep_terms_and_standing(name: str) -> None:
    """Terms, languages, standing and definition survive the other formats that are read."""
    found = back(export(CONCEPTS[:2], format=name), name)
    assert [[(t.text, t.lang) for t in c.terms] for c in found] == [
        [(t.text, t.lang) for t in c.terms] for c in CONCEPTS[:2]
    ]
    assert [t.status for t in found[1].terms] == ["candidate", "candidate"]
    assert {t.text: t.status for t in found[0].en}["network great nation"] == "deprecated"
    assert found[0].definition == CONCEPTS[0].definition


def test_omegat_gives_its_pairs_back() -> None:
    """An OmegaT glossary in either direction is read as the same pairs."""
    for source in ("zh", "en"):
        found = back(export(CONCEPTS[:2], format="omegat", source=source), "omegat")
        pairs = {(zh.text, en.text) for c in found for zh in c.zh for en in c.en}
        assert pairs == {("网络强国", "cyberpower"), ("网络强国", "cyber superpower"), ("小切口法", "small incisions")}


@EASY
@given(GLOSSARIES, st.sampled_from(["multiterm", "skos", "skos-json"]))
def test_no_field_breaks_the_other_formats(concepts: list[Concept], name: str) -> None:
    """Whatever the fields hold, the file is read back with the same number of concepts."""
    concepts[0] = replace(concepts[0], terms=(*concepts[0].terms, Term("kept", "en")))
    kept = [c for c in concepts if any(t.status != "rejected" for t in c.terms)]
    assert len(back(export(concepts, format=name), name)) == len(kept)


def test_nothing_is_passed_over_in_silence() -> None:
    """Rows that cannot be taken are named with their place and the reason."""
    data = "zh,en,score\n词,word,0.5\n词,word,0.5\n,alone,1\n甲,,1\n乙,second,high\n".encode()
    found = list(read(io.BytesIO(data), "t.csv", ImportOptions("csv")))
    assert [str(item) for item in found if isinstance(item, LeftOut)] == [
        "line 3: 词 = word stands above already",
        "line 4: no Chinese term",
        "line 5: no English term",
        "line 6: score 'high' is no number; taken as 0",
    ]
    assert [[t.text for t in item.terms] for item in found if isinstance(item, Concept)] == [
        ["词", "word"],
        ["乙", "second"],
    ]
