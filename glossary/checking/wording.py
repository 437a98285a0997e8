"""What was found, said to an editor: the message, and why one should believe it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from glossary.checking.findings import Finding, Level, Pair
from glossary.checking.habits import AGAIN
from glossary.checking.judge import Verdict
from glossary.checking.sides import Side
from glossary.checking.survey import Fewer, Suspect, Use

Counts = Mapping[tuple[str, str], Counter[str]]

_RARELY = 5  # places from which on a term that is mostly not followed is doubted

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


def repeated(findings: Sequence[Finding], uses: Mapping[str, Sequence[Use]], source: Side, target: Side) -> list[Finding]:
    """What the texts do again and again is asked about once: perhaps it is the glossary that does not fit them.

    Where they have one wording for a term at least three times, and oftener than all that the glossary has, or hardly ever
    follow a term, only its first finding keeps its level; the others are notes. In any case the evidence says so.
    """
    keys = [(f.term, target.plain(f.found)) if f.rule == "term-not-followed" else None for f in findings]
    wordings, terms = Counter(keys), Counter(key[0] for key in keys if key)
    followed = {term: len(uses.get(source.pattern(term), ())) for term in terms}
    met: set[str] = set()
    out = []
    for key, found in zip(keys, findings, strict=True):
        if key is not None:
            term, number, kept = key[0], wordings[key] if key[1] else 0, followed[key[0]]
            remark, asked = _doubt(found.found, number, terms[term], kept)
            found = replace(found, evidence="; ".join(filter(None, (found.evidence, remark))))
            if term in met and asked and found.level in ("error", "warning"):
                found = replace(found, level="note")
            met.add(term)
        out.append(found)
    return out


def _doubt(found: str, number: int, missed: int, kept: int) -> tuple[str, bool]:
    """A remark on a term that is `kept` so often and `missed` so often, and whether it asks about the glossary."""
    if number >= AGAIN:
        return f"{quoted(found)} stands for it {number}× here; the glossary may lack it", number > kept
    if missed >= _RARELY and missed > 2 * kept:
        return f"followed in {kept} of {kept + missed} places; the glossary may not fit here", True
    return "", False
