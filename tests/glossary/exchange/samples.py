"""Concepts to write and read back: one of every shape, and hypothesis strategies for all the others."""

from __future__ import annotations

from hypothesis import strategies as st

from glossary.entries import Concept, Context, Term

SIGHTING = Context(
    "要把建设网络强国的战略部署落到实处。",
    "We must implement the cyberpower strategy.",
    "a.txt",
    "12:34",
    "gloss:bracket",
    0.98,
)

CONCEPTS = [
    Concept(
        "c1",
        (
            Term("网络强国", "zh", "preferred", reading="wǎngluò qiángguó", part_of_speech="noun", created="2026-01-02"),
            Term("網絡強國", "zh", "admitted"),
            Term(
                "cyberpower", "en", "preferred", 0.98, 0.9, 3, part_of_speech="noun", note="one word", source="Xinhua",
                decided_by="Lin", created="2026-01-02", modified="2026-03-04", contexts=(SIGHTING,),
            ),
            Term("cyber superpower", "en", "admitted", 0.91, 0.9, 1),
            Term("network great nation", "en", "deprecated", 0.4, 0.9, 1),
        ),
        "a country that is strong in cyberspace", "policy", "see the note of 2014", ("c2", "c9"),
    ),
    Concept("c2", (Term("小切口法", "zh"), Term("small incisions", "en", "candidate", 0.9, 0.5, 2)), related=("c1",)),
    Concept("c3", (Term("=HYPERLINK", "zh"), Term("'tis a \"quoted\", term", "en", "candidate", 0.2, 0.1, 1))),
    Concept("c4", (Term("坏", "zh"), Term("rejected one", "en", "rejected", 0.1))),
]  # fmt: skip

_NASTY = st.sampled_from(
    ["=1+1", "+1", "-1", "@x", "\tx", "'", "''", "'=1", "\"q\"", "a\nb", "a\r\nb", "a\rb", "<b>&amp;</b>", "]]>", "𠮷野家",
     "\u202eabc", "\u200f", "a,b;c\td", " lead", "trail ", "，", "\u3000", "😀", "x|y", "\\", "a  b", "\x85", "\u2028"]
)  # fmt: skip
#: Any text that a file can hold: no control characters but tab and line ends, no half surrogate pairs.
TEXTS = st.one_of(
    _NASTY,
    st.text(
        st.characters(exclude_categories=("Cs",), exclude_characters=[chr(c) for c in range(32) if chr(c) not in "\t\n\r"]
        + ["\ufffe", "\uffff"]),
        max_size=20,
    ),
)  # fmt: skip
TERMS = TEXTS.filter(lambda text: bool(text.strip()))
#: Texts with the characters that must not reach a file.
RAW = st.text(st.characters(), max_size=20)
COUNTS = st.integers(1, 1000)
SCORES = st.integers(0, 10_000).map(lambda value: value / 10_000)
STATUSES = st.sampled_from(["candidate", "preferred", "admitted", "deprecated", "rejected"])
DAYS = st.one_of(st.just(""), st.dates().map(lambda day: day.isoformat()))
CONTEXTS = st.builds(Context, zh=TEXTS, en=TEXTS, document=TEXTS, place=TEXTS, method=TEXTS, score=SCORES, times=COUNTS)


def terms(lang: str) -> st.SearchStrategy[Term]:
    """Terms in one language with every field filled somehow."""
    return st.builds(
        Term, text=TERMS, lang=st.just(lang), status=STATUSES, translation=SCORES, termhood=SCORES,
        frequency=st.integers(0, 1000), part_of_speech=TEXTS, reading=TEXTS, note=TEXTS, source=TEXTS, decided_by=TEXTS,
        created=DAYS, modified=DAYS, contexts=st.lists(CONTEXTS, max_size=3).map(tuple),
    )  # fmt: skip


def _concepts(drafts: list[tuple[list[Term], list[Term], tuple[str, str, str]]]) -> list[Concept]:
    return [
        Concept(f"c{number}", (*zh, *en), *texts, related=(f"c{number - 1}",) if number else ())
        for number, (zh, en, texts) in enumerate(drafts)
    ]


#: Lists of concepts with distinct ids, each with terms in both languages.
GLOSSARIES = st.lists(
    st.tuples(
        st.lists(terms("zh"), min_size=1, max_size=3, unique_by=lambda term: term.text),
        st.lists(terms("en"), min_size=1, max_size=3, unique_by=lambda term: term.text),
        st.tuples(TEXTS, TEXTS, TEXTS),
    ),
    min_size=1,
    max_size=4,
).map(_concepts)
