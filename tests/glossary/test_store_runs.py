"""What a run leaves in the glossary, and what goes when a document does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from aligner.records import DocumentInfo, Extraction, Place
from glossary import database, reading, store
from glossary.entries import Concept
from glossary.filters import Filters
from glossary.store.runs import identity
from tests.glossary.builders import SMALL, document, extraction, pair, sighting

Put = Callable[..., store.Added]


def concepts(path: Path, **filters: object) -> list[Concept]:
    with database.reading(path) as db:
        return list(reading.concepts(db, Filters(**filters)))  # type: ignore[arg-type]


def renderings(path: Path) -> dict[str, list[tuple[str, str]]]:
    return {c.zh[0].text: [(t.text, t.status) for t in c.en] for c in concepts(path)}


def row_counts(path: Path) -> dict[str, int]:
    with database.reading(path) as db:
        return {
            t: db.execute(f"SELECT count(*) FROM {t}").fetchone()[0]
            for t in ("documents", "concepts", "terms", "evidence", "segments")
        }


def test_one_concept_per_chinese_key(small: Path) -> None:
    """Traditional and simplified forms are terms of one concept, and spellings of one rendering are one term."""
    found = next(c for c in concepts(small) if c.zh[0].text == "网络强国")
    assert [term.text for term in found.zh] == ["网络强国", "網絡強國"]
    assert [(t.text, t.status, t.frequency) for t in found.en] == [
        ("cyber powerhouse", "preferred", 2),
        ("cyber superpower", "admitted", 1),
    ]
    assert found.definition == "A goal."


def test_most_frequent_form_is_shown(tmp_path: Path, put: Put) -> None:
    """A rendering is shown as it is written most often."""
    put(extraction(pair("强国", "Strong Country"), pair("强国", "strong country", sighting(line=2), sighting(line=3))))
    assert renderings(tmp_path / "glossary.db") == {"强国": [("strong country", "candidate")]}


def test_contexts_have_sentence_place_and_source(small: Path) -> None:
    """A rendering carries the sentences that it was seen in, with their places."""
    found = next(c for c in concepts(small) if c.zh[0].text == "风清气正")
    (context,) = found.en[0].contexts
    assert context.en == "create a clean and correct atmosphere (风清气正) in cyberspace"
    assert (context.document, context.place, context.method) == ("a.txt", "1:5", "gloss:bracket")


def test_the_first_context_has_the_very_spelling(tmp_path: Path, put: Put) -> None:
    """A reader who is told "algorithms" finds it in the sentence shown, be another one surer."""
    name, plain = sighting(en="the Algorithm Supremacy"), replace(sighting(line=2, en="what algorithms do"), score=0.5)
    put(extraction(pair("算法", "algorithms", name, plain, replace(plain, zh_place=Place(3, 1)))))
    found = concepts(tmp_path / "glossary.db")[0].en[0]
    assert [found.text, *(context.en for context in found.contexts)] == ["algorithms", plain.context_en, name.context_en]


def test_same_content_again_changes_nothing(small: Path, put: Put) -> None:
    """A document that is known changes not one byte of the file."""
    before = small.read_bytes()
    added = put(extraction(*SMALL))
    assert added.unchanged == ("a.txt",)
    assert (added.new, added.pairs, added.evidence) == ((), 0, 0)
    assert small.read_bytes() == before


def test_a_copy_under_another_name_is_known(small: Path, put: Put) -> None:
    """The content tells a document, not its name."""
    copy = replace(document(), name="copy.txt")
    assert put(Extraction((copy,), (), (pair("新", "new", sighting("copy.txt")),))).unchanged == ("copy.txt",)
    assert "新" not in renderings(small)


def test_changed_content_replaces_what_only_the_old_had(small: Path, put: Put) -> None:
    """A new version of a document takes out what came from the old version alone, and leaves what others say."""
    put(extraction(pair("大V", "Big Vs", sighting("b.txt")), names=("b.txt",)))
    added = put(extraction(pair("小切口法", "small-incision method"), text="new"))
    assert added.replaced == ("a.txt",)
    assert renderings(small) == {
        "大V": [("Big Vs", "candidate")],
        "小切口法": [("small-incision method", "candidate")],
    }


def test_again_reads_a_known_document_once_more(small: Path, put: Put) -> None:
    """With `again` the same content is stored anew, and nothing stands twice."""
    before = row_counts(small)
    assert put(extraction(*SMALL), again=True).replaced == ("a.txt",)
    assert row_counts(small) == before


def test_a_file_that_becomes_another_known_one_leaves_nothing_behind(small: Path, put: Put) -> None:
    """A path whose content is now that of another known document gives up what it had."""
    other = document("b.txt")
    put(Extraction((other,), (), (pair("新词", "new word", sighting("b.txt")),)))
    put(Extraction((replace(other, name="a.txt"),)))
    assert renderings(small) == {"新词": [("new word", "candidate")]}


def test_evidence_is_not_doubled(tmp_path: Path, put: Put) -> None:
    """The same sighting given twice counts once; two places count twice."""
    put(extraction(pair("网络", "network"), pair("网络", "Network"), pair("网络", "network", sighting(line=2))))
    assert concepts(tmp_path / "glossary.db")[0].en[0].frequency == 2


def test_units_of_one_name_are_several_sightings(tmp_path: Path, put: Put) -> None:
    """Two units of joined memories that have the same name, and different sentences, are two sightings."""
    first, second = (
        replace(sighting(en=en), zh_place=Place(0, 0, "unit 1"), en_place=Place(0, 0, "unit 1"))
        for en in ("The network.", "A network.")
    )
    put(extraction(pair("网络", "network", first, second, second)))
    assert concepts(tmp_path / "glossary.db")[0].en[0].frequency == 2


def test_a_sighting_that_stands_for_others_counts_as_many(tmp_path: Path, put: Put) -> None:
    """Frequency, the message of a run and statistics count every sighting, and those of a document go with it."""
    often = replace(sighting(en="the network"), times=70)
    added = put(extraction(pair("网络", "network", often, sighting("b.txt", en="a network")), names=("a.txt", "b.txt")))
    assert added.evidence == 71
    path = tmp_path / "glossary.db"
    assert [term.frequency for term in concepts(path)[0].terms] == [71, 71]
    assert [context.times for context in concepts(path)[0].en[0].contexts] == [70, 1]
    with database.reading(path) as db:
        assert reading.statistics(db).sightings == 71
        assert [document.sightings for document in reading.documents(db)] == [70, 1]
    put(extraction(pair("网络", "network", replace(often, times=60)), text="new"))
    assert concepts(path)[0].en[0].frequency == 61
    with database.writing(path) as db:
        (document,) = reading.documents(db, "a.txt")
        assert store.forget(db, document.id).evidence == 60
    assert concepts(path)[0].en[0].frequency == 1


def test_same_result_in_any_order(tmp_path: Path) -> None:
    """Two documents leave the same terms whichever is read first, or both at once."""
    one = extraction(pair("网络", "Network"), pair("网络", "web", score=0.4), names=("a.txt",))
    two = extraction(pair("网络", "network", sighting("b.txt"), score=0.6, termhood=0.9), names=("b.txt",))
    both = Extraction(one.documents + two.documents, (), one.candidates + two.candidates)
    results = []
    for number, runs in enumerate(((one, two), (two, one), (both,))):
        path = tmp_path / f"{number}.db"
        for run in runs:
            with database.writing(path, create=True) as db:
                store.add(db, run, folder=tmp_path)
        results.append([(t.text, t.translation, t.termhood, t.frequency) for t in concepts(path)[0].en])
    assert results[0] == results[1] == results[2] == [("network", 0.9, 0.9, 2), ("web", 0.4, 0.5, 1)]


def test_forget_leaves_an_empty_glossary(small: Path) -> None:
    """Forgetting the only document takes out all that it brought, the search index included."""
    with database.writing(small) as db:
        assert store.forget(db, 1).evidence == 8
    assert set(row_counts(small).values()) == {0}
    with database.reading(small) as db:
        for table in ("terms_fts", "segments_fts"):
            for query in ("风清", "空间", "cyber"):
                assert not db.execute(f"SELECT rowid FROM {table} WHERE {table} MATCH ?", (query,)).fetchall()


def test_a_document_settles_only_while_it_is_there(small: Path, put: Put) -> None:
    """A status that a translator's note gave goes with its document."""
    put(extraction(pair("网络强国", "cyber superpower", sighting("b.txt")), names=("b.txt",)))
    with database.writing(small) as db:
        store.forget(db, 1)
    assert renderings(small) == {"网络强国": [("cyber superpower", "candidate")]}
    assert concepts(small)[0].definition == ""


def test_candidates_without_a_letter_are_skipped(tmp_path: Path, put: Put) -> None:
    """What has no word in it is counted, not stored."""
    assert put(extraction(pair("……", "ellipsis"), pair("网络", "--"))).skipped == 2


def test_what_sqlite_cannot_hold_is_replaced(tmp_path: Path, put: Put) -> None:
    """Lone surrogates and NUL become U+FFFD instead of an error."""
    put(extraction(pair("网络\0", "net\udc80work", sighting(en="a \udcff sentence"))))
    (concept,) = concepts(tmp_path / "glossary.db")
    assert concept.zh[0].text == "网络\ufffd"
    assert concept.en[0].contexts[0].en == "a \ufffd sentence"


def test_filters(small: Path) -> None:
    """Each filter keeps what it says; settled terms need no score."""
    names = lambda **filters: [c.zh[0].text for c in concepts(small, **filters)]  # noqa: E731
    assert names(statuses=("preferred",)) == ["网络强国"]
    assert names(min_score=0.95) == ["网络强国", "风清气正"]
    assert names(limit=2) == ["网络强国", "风清气正"]
    assert len(names(source="a.txt")) == len(names(source="*.txt")) == len(names(method="gloss")) == 6
    assert names(method="words") == []
    assert [t.text for t in concepts(small, statuses=("admitted",))[0].en] == ["cyber superpower"]
    assert [t.text for t in concepts(small, script="hant")[0].zh] == ["網絡強國"]
    assert names(sort="en")[0] == "AIGC工作室"


def test_a_path_is_known_from_the_database_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is the same document whichever folder it is named from, and two files of one name are two."""
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(folder)
    monkeypatch.chdir(tmp_path / "one")
    assert identity("a.txt", "", tmp_path) == "one/a.txt" == identity(str(tmp_path / "one/a.txt"), "", tmp_path)
    assert identity("a.txt + ../two/a.txt", "", tmp_path) == "one/a.txt + two/a.txt"
    assert identity("-", "1", tmp_path) != identity("-", "2", tmp_path)


def test_sqlite_utils_finds_two_character_words(small: Path) -> None:
    """The search of sqlite-utils, as of Datasette, finds parts of Chinese terms without knowing of this program."""
    found = Database(small)["terms"].search("强国")
    assert [row["text"] for row in found] == ["网络强国", "網絡強國"]


def test_documents_of_one_run_are_one_transaction(tmp_path: Path) -> None:
    """An error half-way leaves no file content behind."""
    path = tmp_path / "glossary.db"
    with pytest.raises(RuntimeError), database.writing(path, create=True) as db:
        store.add(db, extraction(*SMALL), folder=tmp_path)
        raise RuntimeError
    assert path.stat().st_size == 0


def test_unknown_documents_are_not_invented(tmp_path: Path, put: Put) -> None:
    """Evidence from a document that the extraction does not name is left out."""
    put(Extraction((DocumentInfo("x", "x", "txt"),), (), (pair("网络", "network", sighting("y")),)))
    assert concepts(tmp_path / "glossary.db") == []
