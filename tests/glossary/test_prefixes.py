"""Which stretches of a text are terms, by the index of search keys."""

from __future__ import annotations

import sqlite3

from hypothesis import given, settings
from hypothesis import strategies as st

from glossary import prefixes


def stored(lang: str, keys: set[str]) -> sqlite3.Connection:
    """A glossary that has nothing but search keys."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE terms (lang TEXT, search_key TEXT)")
    db.execute("CREATE INDEX terms_search ON terms (lang, search_key)")
    db.executemany("INSERT INTO terms VALUES (?, ?)", [(lang, key) for key in keys])
    return db


@settings(deadline=None)
@given(st.sets(st.text("甲乙丙", min_size=2, max_size=4), max_size=12), st.text("甲乙丙\n", max_size=20))
def test_every_chinese_term_of_a_text_is_found_and_nothing_else(keys: set[str], text: str) -> None:
    """The lengths at a place are those of all keys that stand there."""
    found = prefixes.chinese(stored("zh", keys), text, range(len(text)))
    assert found == {
        at: lengths
        for at in range(len(text))
        if (lengths := [n for n in range(2, 5) if text[at : at + n] in keys and at + n <= len(text)])
    }


@settings(deadline=None)
@given(
    st.sets(st.lists(st.sampled_from(["a", "ab", "b", "c"]), min_size=1, max_size=3).map(" ".join), max_size=12),
    st.lists(st.sampled_from(["A", "B", "C"]), max_size=12),
)
def test_every_english_term_of_a_text_is_found_in_any_form(keys: set[str], text: list[str]) -> None:
    """The keys at a place are those whose words are forms of the words there; a word that only begins alike is none."""
    forms = {"A": ["a", "ab"], "B": ["b"], "C": ["c"]}
    found = prefixes.english(stored("en", keys), text, forms)
    there = {
        at: {
            key
            for key in keys
            if len(words := key.split()) <= len(text) - at
            and all(word in forms[text[at + n]] for n, word in enumerate(words))
        }
        for at in range(len(text))
    }
    assert {at: set(some) for at, some in found.items()} == {at: some for at, some in there.items() if some}


def test_a_page_asks_the_database_a_few_times_only() -> None:
    """Stretches are asked for together, however many a text has."""
    db = stored("zh", {"网络乱象", "网络"})
    asked: list[str] = []
    db.set_trace_callback(asked.append)
    assert prefixes.chinese(db, "网络乱象，" * 300, range(1500))[0] == [2, 4]
    assert len(asked) < 10
