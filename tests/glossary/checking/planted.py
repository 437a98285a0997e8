"""Bilingual texts with known deviations, as data: read, checked and scored."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aligner.records import Lang, Place
from glossary.checking.checker import Helpers, check
from glossary.checking.findings import Finding, Pair
from glossary.checking.sides import Chinese, English, Side
from glossary.checking.termbase import Termbase
from glossary.checking.terms import Listed, Row

CASES = Path(__file__).parents[2] / "cases" / "check"


@dataclass(frozen=True)
class Sentence:
    """A segment in a file of one segment a line."""

    text: str
    file: str = "text"
    line: int = 1

    def place(self, offset: int) -> Place:
        return Place(self.line, offset + 1)


def table(name: str) -> list[dict[str, str]]:
    """The rows of a TSV file in tests/cases/check."""
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def rows(name: str = "glossary.tsv") -> Iterator[Row]:
    """The glossary, as a database gives it."""
    for number, row in enumerate(table(name), 1):
        yield number, "zh", row["zh"], "candidate", "term"
        for status, column in (("candidate", "zh_also"), ("deprecated", "zh_deprecated")):
            for text in filter(None, (row.get(column) or "").split("|")):
                yield number, "zh", text, status, "term"
        yield number, "en", row["preferred"], "preferred", "term"
        for status in ("admitted", "deprecated"):
            for text in filter(None, (row[status] or "").split("|")):
                yield number, "en", text, status, "term"


def pairs(*texts: tuple[str, str], document: str = "text") -> list[Pair]:
    """Pairs out of (source, target) texts, one document."""
    return [
        Pair(Sentence(source, "zh", k), Sentence(target, "en", k), document) for k, (source, target) in enumerate(texts, 1)
    ]


def english(helpers: Helpers | None = None, *texts: tuple[str, str]) -> list[Finding]:
    """Check zh → en texts against the glossary of the cases."""
    return check(pairs(*texts), Termbase(Listed(rows()), Chinese(), English()), helpers=helpers)


def answers(name: str) -> Counter[tuple[int, str, str]]:
    """What is to be found: (line, rule, term)."""
    return Counter(
        (line, *answer.split(" ", 1))  # type: ignore[misc]
        for line, row in enumerate(table(name), 1)
        for answer in filter(None, (row["expected"] or "").split("; "))
    )


def found(
    name: str, helpers: Helpers | None, glossary: str = "glossary.tsv", source: Lang = "zh"
) -> tuple[Counter[tuple[int, str, str]], list[Finding]]:
    """What is found: (line, rule, term), and the findings themselves. Lines count over all documents of the file."""
    target = "en" if source == "zh" else "zh"
    texts = [
        Pair(Sentence(row[source], source, line), Sentence(row[target], target, line), row.get("document") or "text")
        for line, row in enumerate(table(name), 1)
    ]
    sides: tuple[Side, Side] = (Chinese(), English()) if source == "zh" else (English(), Chinese())
    findings = check(texts, Termbase(Listed(rows(glossary)), *sides), helpers=helpers)
    return Counter((f.place.line, f.rule, f.term) for f in findings), findings


def score(right: Counter[tuple[int, str, str]], given: Counter[tuple[int, str, str]]) -> tuple[float, float]:
    """Recall and precision; a finding counts where line, rule and term are right."""
    hits = (right & given).total()
    return hits / max(right.total(), 1), hits / max(given.total(), 1)
