"""What was found, said to an editor: the message, and why one should believe it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from glossary.checking.findings import Finding, Level, Pair
from glossary.checking.judge import Verdict
from glossary.checking.sides import Side
from glossary.checking.survey import Fewer, Suspect

Counts = Mapping[tuple[str, str], Counter[str]]

_AGAIN = 3  # times that a wording stands for a term before the glossary is asked about it

_MESSAGES = {
    "term-not-followed": "{term}: the glossary has {expected}",
    "deprecated-rendering": "{term}: {found} is deprecated, the glossary has {expected}",
    "untranslated": "{term}: left as it is, the glossary has {expected}",
    "name-spelling": "{term}: {found} is spelled {expected} in the glossary",
    "word-order": "{term}: {found} has the words of {expected} in another order",
    "omitted": "{term}: taken up by a pronoun or left out; the glossary has {expected}",
}


def finding(pair: Pair, suspect: Suspect, verdict: Verdict, levels: Mapping[str, Level], counts: Counts) -> Finding:
    """A suspect that was found wanting. `counts` is how often each rendering stands, by (term's pattern, document)."""
    entry = suspect.entry
    found = pair.target.text[slice(*verdict.span)] if verdict.span else ""
    expected = " / ".join(entry.expected[:3]) or "no rendering that it advises"
    message = _MESSAGES[verdict.rule].format(term=entry.term, found=quoted(found), expected=expected)
    if found and verdict.rule == "term-not-followed":
        message += f"; {quoted(found)} stands here"
    counted = counts.get((entry.pattern, pair.document), Counter[str]())
    return Finding(
        verdict.rule, levels[verdict.rule], entry.term, message, pair, suspect.span, verdict.span, found, entry.expected,
        _evidence(suspect, found, counted), entry.concepts[0],
    )  # fmt: skip


def quoted(text: str) -> str:
    """A stretch of text in quotation marks."""
    return f"“{text}”"


def _evidence(suspect: Suspect, found: str, counted: Counter[str]) -> str:
    """The standing of what was expected, and what the document does elsewhere."""
    entry = suspect.entry
    parts = [f"{rendering.text} is {rendering.status}" for rendering in entry.accepted[:2]]
    parts += [f"{text} stands {number}× in this document" for text, number in counted.most_common(2)]
    parts += [f"{r.text} is only a candidate" for r in entry.others if found and r.text.lower() == found.lower()]
    return "; ".join(parts)


def copied(pair: Pair, level: Level) -> Finding:
    """A sentence that stands in the translation as in the original."""
    return Finding(
        "untranslated", level, "", "the sentence is not translated", pair, (0, len(pair.source.text)),
        (0, len(pair.target.text)), evidence="the translation is Chinese",
    )  # fmt: skip


def fewer(pair: Pair, seen: Fewer, level: Level, source: Side) -> Finding:
    """A term that the sentence has more often than its translation."""
    entry = seen.entry
    units = source.units(pair.source.text)
    return Finding(
        "omitted", level, entry.term,
        f"{entry.term}: stands {seen.times}× here, {' / '.join(entry.expected[:3])} only {seen.renderings}×", pair,
        (units[seen.start][1], units[seen.stop - 1][2]), None, "", entry.expected,
        "the other place may be taken up by a word that is not in the glossary", entry.concepts[0],
    )  # fmt: skip


def repeated(findings: Sequence[Finding]) -> list[Finding]:
    """With the remark that a wording stands again and again for its term: perhaps it is the glossary that lacks it."""
    counted = Counter((f.term, f.found.lower()) for f in findings if f.rule == "term-not-followed" and f.found)
    out = []
    for found in findings:
        number = counted[found.term, found.found.lower()]
        if number >= _AGAIN:
            remark = f"{quoted(found.found)} stands for it {number}× here; the glossary may lack it"
            found = replace(found, evidence="; ".join(filter(None, (found.evidence, remark))))
        out.append(found)
    return out
