"""What a query finds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aligner.records import Extraction, Segment, SegmentPair
from glossary import database, keys, store
from glossary.search import Hit, search
from glossary.sentences import sentences
from tests.glossary.builders import document, extraction, pair, sighting

ROOT = Path(__file__).parents[2]
CASES = [
    tuple(part.strip() for part in line.split(" | "))
    for line in (ROOT / "tests/cases/search.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def find(path: Path, query: str, **options: int) -> list[Hit]:
    with database.reading(path) as db:
        return search(db, query, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(("query", "expected", "how"), CASES, ids=[case[0] for case in CASES])
def test_queries(small: Path, query: str, expected: str, how: str) -> None:
    """Each query finds the terms that tests/cases/search.txt says, in that order."""
    hits = find(small, query)
    assert "; ".join(dict.fromkeys(hit.zh for hit in hits)) == expected.strip("-")
    assert not hits or hits[0].how == how


def test_order(tmp_path: Path) -> None:
    """Exact comes before prefix before contained; then settled before candidate, then strong before weak."""
    path = tmp_path / "glossary.db"
    terms = (
        pair("大国网络", "contained", score=0.99), pair("网络乱象", "weak prefix", score=0.3),
        pair("网络安全", "strong prefix", score=0.8), pair("网络文明", "settled prefix", score=0.2, status="admitted"),
        pair("网络", "exact", score=0.1),
    )  # fmt: skip
    with database.writing(path, create=True) as db:
        store.add(db, extraction(*terms), folder=tmp_path)
    found = ["exact", "settled prefix", "strong prefix", "weak prefix", "contained"]
    assert [hit.en for hit in find(path, "网络")] == found
    assert [hit.en for hit in find(path, "网络", limit=2)] == found[:2]


def test_a_chinese_hit_has_all_renderings(small: Path) -> None:
    """A Chinese query gives every rendering that is not rejected, the settled one first, each with a sentence."""
    hits = find(small, "网络强国")
    assert [(hit.en, hit.status) for hit in hits] == [("cyber powerhouse", "preferred"), ("cyber superpower", "admitted")]
    assert hits[1].context is not None and hits[1].context.en == "include “cyber superpower”"


NEAR = [
    ("atmopshere", "风清气正"), ("clean and corect atmosphere", "风清气正"), ("powrhouse", "网络强国"), ("tamosphere", "风清气正"),
    ("风轻气正", "风清气正"), ("風清正", "风清气正"), ("网络强盛国", "网络强国"), ("fengqinqizheng", "风清气正"), ("zebra", ""), ("龘清", ""),
]  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), NEAR)
def test_near_spellings(small: Path, query: str, expected: str) -> None:
    """A misspelled query finds nothing, and with `fuzzy` what was meant, which the hit says."""
    assert find(small, query) == []
    hits = find(small, query, fuzzy=True)
    assert [hit.zh for hit in hits][:1] == [expected] * bool(expected)
    assert all(hit.how == "fuzzy" for hit in hits)


def test_fuzzy_changes_nothing_where_there_is_a_hit(small: Path) -> None:
    """What is found as it is spelled is the whole answer."""
    assert find(small, "cyber", fuzzy=True) == find(small, "cyber")


SPOTS = [
    ("强国", "强国"), ("網络", "網絡"), ("qingqi", "清气"), ("aigcgong", "AIGC工"), ("fqqz", "风清气正"),
    ("cleaned atmosphere", "clean…atmosphere"), ("small incis", "small incis"), ("powerhouse", "powerhouse"), ("v", "V"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "part"), SPOTS)
def test_a_hit_shows_its_matched_part(small: Path, query: str, part: str) -> None:
    """The spots of a hit are the part of the term that the query stands for."""
    hit = find(small, query)[0]
    assert "…".join(hit.matched[start:stop] for start, stop in hit.spots) == part


def test_rejected_is_shown_on_request(small: Path) -> None:
    """What was rejected is not an answer unless it is asked for."""
    with database.writing(small) as db:
        store.decide(db, db.execute("SELECT id FROM terms WHERE text = 'Big Vs'").fetchone()[0], "rejected", "Ana")
    assert find(small, "大V") == [] == find(small, "big")
    with database.reading(small) as db:
        assert [hit.status for hit in search(db, "大V", statuses=("rejected",))] == ["rejected"]


SENTENCES = [
    ("空间", "zh", "空间"), ("網絡空間", "zh", "网络空间"), ("间", "zh", "间"), ("大V", "zh", "大V"), ("大ｖ", "zh", "大V"),
    ("ATMOSPHERE", "en", "atmosphere"), ("the clean and correct", "en", "clean and correct"), ("cyber", "en", "cyber"),
    ("atmospheres in", "en", "atmosphere in"), ("china", "en", "China"), ("China's cyberspace", "en", "China’s cyberspace"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "lang", "spot"), SENTENCES)
def test_contexts(small: Path, query: str, lang: str, spot: str) -> None:
    """A query is found in the stored sentences, and the place of the match is right."""
    with database.reading(small) as db:
        found = next(s for s in sentences(db, query) if s.lang == lang and s.zh and s.en)
    text = found.zh if lang == "zh" else found.en
    assert text[found.start : found.stop] == spot


@pytest.mark.parametrize("query", ["空正", "正造", "atmosphere clean", '"', "*", "NEAR(大", "yberspace", "无"])
def test_contexts_without_the_query(small: Path, query: str) -> None:
    """Pieces that stand apart, or none at all, are no match."""
    with database.reading(small) as db:
        assert sentences(db, query) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("风清气正网络強國aV\" *(%-\0\ud800'：，éß"), max_size=8))
def test_any_text_is_a_query(small: Path, query: str) -> None:
    """No query is an error, and every Chinese hit holds the query."""
    with database.reading(small) as db:
        hits = search(db, query)
        sentences(db, query)
    key = keys.expression(keys.storable(query), "zh")[0]
    for hit in hits:
        assert hit.spots and all(0 <= start < stop <= len(hit.matched) for start, stop in hit.spots)
        if hit.lang == "zh" and hit.how not in ("pattern", "pinyin", "initials"):
            assert key in keys.expression(hit.matched, "zh")[0]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.text(st.sampled_from("网络强国安全大V9丁𠮷"), min_size=1, max_size=9), min_size=1, max_size=6, unique=True),
    st.data(),
)
def test_search_equals_looking_at_every_term(terms: list[str], data: st.DataObject) -> None:
    """The index finds exactly the terms that contain the query, whatever its length."""
    whole = data.draw(st.sampled_from(terms))
    start = data.draw(st.integers(0, len(whole) - 1))
    query = whole[start : data.draw(st.integers(start + 1, len(whole)))]
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "g.db"
        with database.writing(path, create=True) as db:
            candidates = (pair(zh, f"word {n}", sighting(line=n + 1)) for n, zh in enumerate(terms))
            store.add(db, Extraction((document(),), (), tuple(candidates)), folder=Path(folder))
        found = {keys.expression(hit.zh, "zh")[0] for hit in find(path, query, limit=100)}
    asked = keys.expression(query, "zh")[0]
    expected = {key for key in (keys.expression(zh, "zh")[0] for zh in terms) if _at_unit(asked, key)}
    assert found == expected


def _at_unit(asked: str, key: str) -> bool:
    """Whether the query stands in the key without cutting a run of letters and digits off at its front or end."""
    runs = keys._runs(key)  # the unit of the index
    units = [unit for run in runs for unit in run]
    joined = {"".join(units[i:j]) for i in range(len(units)) for j in range(i + 1, len(units) + 1)}
    return asked in joined or key.startswith(asked)


def test_a_look_up_imports_nothing_heavy(small: Path) -> None:
    """Searching loads neither jieba, numpy nor torch, nor what only writing needs."""
    script = (
        "import sys\nfrom glossary.commands import main\n"
        f"sys.argv = ['glossary', '--db', {str(small)!r}, 'search', '风清']\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code == 0, end.code\n"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'jieba', 'numpy', 'torch', 'sqlite_utils', 'pypinyin',"
        " 'wordfreq', 'tokenizers', 'sentence_transformers'}))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "clean and correct atmosphere" in done.stdout


def test_a_pair_counts_where_both_sides_stand() -> None:
    """A Latin word in Chinese running text is found on the Chinese side."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "g.db"
        stored = SegmentPair(Segment("发展AIGC工作室", "zh"), Segment("Develop studios", "en"), document="a.txt")
        with database.writing(path, create=True) as db:
            store.add(db, Extraction((document(),), (stored,)), folder=Path(folder))
        with database.reading(path) as db:
            (found,) = sentences(db, "aigc")
    assert (found.lang, found.start, found.stop) == ("zh", 2, 6)
