"""Segment pairs and a glossary in, findings out, in two passes.

The first goes over everything and is quick: one look-up per place of the original, one plain search per rendering. The second
looks closely at the few terms that seem not to be followed, and asks the aligner, through `Helpers`, what stands in their place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from aligner.text import HAN_CHAR
from glossary.checking import consistency, loose
from glossary.checking.findings import LEVELS, RULES, Finding, Level, Pair, Span
from glossary.checking.judge import Suspect, Verdict, judge
from glossary.checking.otherwise import Likeness, Links, unexplained
from glossary.checking.termbase import Entry, Rendering, Termbase

_AGAIN = 3  # times that a wording stands for a term before the glossary is asked about it
_OFTEN = 5  # uses from which on a document knows its term, so that a sentence without anything like it leaves it out


@dataclass(frozen=True, slots=True)
class Helpers:
    """What the check asks of others; each may be missing and is then done without.

    `inside_word(text, start, stop)`: whether a Chinese stretch is cut out of a longer word. `links(pairs)`: linked stretches of
    (source text, target text), for all pairs at once. `reading(term)`: pinyin without tones. `likeness(term, wordings)`: how
    much each wording means what the term means, as a cosine.
    """

    inside_word: Callable[[str, int, int], bool] | None = None
    links: Callable[[Sequence[tuple[str, str]]], list[Links]] | None = None
    reading: Callable[[str], str] | None = None
    likeness: Likeness | None = None


@dataclass(slots=True)
class Use:
    """An occurrence of a term whose translation is accepted: which of its renderings stand in the segment."""

    number: int
    span: Span
    renderings: list[Rendering]


@dataclass(slots=True)
class Survey:
    """What the first pass saw. Everything is by pair number; `uses` by the entry's pattern, `counts` by that and the document."""

    source: list[str] = field(default_factory=list)
    target: list[str] = field(default_factory=list)
    suspects: list[Suspect] = field(default_factory=list)
    uses: dict[str, list[Use]] = field(default_factory=dict)
    copies: set[int] = field(default_factory=set)
    counts: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)


def levels_of(rules: Mapping[str, str] | None = None) -> dict[str, Level]:
    """The level of every rule, with changes. Raises KeyError for an unknown rule, ValueError for an unknown level."""
    levels = {name: rule.level for name, rule in RULES.items()}
    for name, level in (rules or {}).items():
        if name not in levels:
            raise KeyError(name)
        if level not in LEVELS:
            raise ValueError(level)
        levels[name] = LEVELS[LEVELS.index(level)]
    return levels


def check(
    pairs: Sequence[Pair],
    termbase: Termbase,
    *,
    levels: Mapping[str, Level] | None = None,
    helpers: Helpers | None = None,
) -> list[Finding]:
    """All findings, in the order of the pairs. `pairs` are in reading order within each document."""
    helpers, levels = helpers or Helpers(), levels or levels_of()
    survey = _survey(pairs, termbase)
    verdicts = _verdicts(pairs, survey, termbase, helpers)
    found = _repeated([_finding(pairs, survey, suspect, verdict, levels) for suspect, verdict in verdicts])
    found += consistency.findings(pairs, survey.uses, termbase, levels)
    found += [_copy(pairs[number], levels["untranslated"]) for number in sorted(survey.copies)]
    if termbase.target.lang == "zh":
        found += consistency.scripts(pairs, survey.uses, termbase, levels["mixed-script"])
    order = {id(pair): number for number, pair in enumerate(pairs)}
    kept = [finding for finding in found if finding.level != "off"]
    return sorted(kept, key=lambda f: (order[id(f.pair)], f.source_span, f.rule))


def _survey(pairs: Sequence[Pair], termbase: Termbase) -> Survey:
    survey = Survey()
    source, target = termbase.source, termbase.target
    for number, pair in enumerate(pairs):
        plain, other = source.plain(pair.source.text), target.plain(pair.target.text)
        survey.source.append(plain)
        survey.target.append(other)
        hits = termbase.find(plain)
        if hits and target.lang == "en" and _is_copy(pair.target.text):
            survey.copies.add(number)
            continue
        for entry, start, stop in hits:
            used = [rendering for rendering in entry.accepted if rendering.pattern in other]
            if entry.deprecated:
                bad = _deprecated(entry, other, hits)
                if bad is not None:
                    survey.suspects.append(Suspect(number, entry, start, stop, bad))
                    continue
            if not entry.accepted:
                continue
            if used:
                survey.uses.setdefault(entry.pattern, []).append(Use(number, (start, stop), used))
            else:
                survey.suspects.append(Suspect(number, entry, start, stop))
    return survey


def _deprecated(entry: Entry, plain: str, hits: Sequence[tuple[Entry, int, int]]) -> Rendering | None:
    """A deprecated rendering in the translation that is not part of an accepted one, nor another term's rendering."""
    present = [rendering for rendering in entry.deprecated if rendering.pattern in plain]
    if not present:
        return None
    good = sorted({r.pattern for hit, _, _ in hits for r in hit.accepted}, key=len, reverse=True)
    for pattern in good:
        plain = plain.replace(pattern, "\0")
    return next((rendering for rendering in present if rendering.pattern in plain), None)


def _is_copy(text: str) -> bool:
    """Whether a segment that should be English is Chinese."""
    if text.isascii():
        return False
    han = len(HAN_CHAR.findall(text))
    return han > 3 and han > sum(character.isascii() and character.isalpha() for character in text)


def _verdicts(pairs: Sequence[Pair], survey: Survey, termbase: Termbase, helpers: Helpers) -> list[tuple[Suspect, Verdict]]:
    """The suspects that are found wanting, each with what is wrong."""
    short = _acronyms(pairs, survey, termbase)
    decided: list[tuple[Suspect, Verdict]] = []
    open_: list[Suspect] = []
    for suspect in survey.suspects:
        span = _span(termbase, pairs[suspect.number].source.text, suspect)
        suspect.span = span
        text = pairs[suspect.number].source.text
        if helpers.inside_word and termbase.source.lang == "zh" and helpers.inside_word(text, *span):
            continue
        verdict = judge(suspect, pairs, survey.source, survey.target, termbase, short, helpers.reading)
        if verdict is None:
            open_.append(suspect)
        elif verdict.rule:
            decided.append((suspect, verdict))
        elif verdict.rendering:
            survey.uses.setdefault(suspect.entry.pattern, []).append(Use(suspect.number, span, [verdict.rendering]))
    texts = [(pairs[s.number].source.text, pairs[s.number].target.text) for s in open_]
    links = helpers.links(texts) if helpers.links and open_ else [None] * len(open_)
    places = {(pattern, use.number) for pattern, uses in survey.uses.items() for use in uses}
    survey.counts = _counts(pairs, survey.uses)
    for suspect, linked in zip(open_, links, strict=True):
        pattern, document = suspect.entry.pattern, pairs[suspect.number].document
        before = any((pattern, suspect.number - back) in places for back in range(3))
        known = survey.counts.get((pattern, document), Counter()).total() >= _OFTEN
        verdict = unexplained(suspect, pairs[suspect.number], linked, (before, known), termbase, helpers.likeness)
        decided.append((suspect, verdict))
    return decided


def _counts(pairs: Sequence[Pair], uses: Mapping[str, Sequence[Use]]) -> dict[tuple[str, str], Counter[str]]:
    """How often each rendering of a term stands in each document."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for pattern, found in uses.items():
        for use in found:
            counts.setdefault((pattern, pairs[use.number].document), Counter())[use.renderings[0].text] += 1
    return counts


def _span(termbase: Termbase, text: str, suspect: Suspect) -> Span:
    if termbase.source.lang == "zh":
        return suspect.start, suspect.stop
    units = termbase.source.units(text)
    return units[suspect.start][1], units[suspect.stop - 1][2]


def _acronyms(pairs: Sequence[Pair], survey: Survey, termbase: Termbase) -> dict[str, dict[str, str]]:
    """Per document: plain acronym → plain text that it was introduced behind."""
    found: dict[str, dict[str, str]] = {}
    if termbase.target.lang != "en" or not survey.suspects:
        return found
    for pair in pairs:
        if "(" in pair.target.text or "（" in pair.target.text:
            for acronym, before in loose.acronyms(pair.target.text):
                found.setdefault(pair.document, {})[termbase.target.plain(acronym)] = termbase.target.plain(before)
    return found


def _repeated(findings: Sequence[Finding]) -> list[Finding]:
    """With the remark that a wording stands again and again for its term: perhaps it is the glossary that lacks it."""
    counted = Counter((f.term, f.found.lower()) for f in findings if f.rule == "term-not-followed" and f.found)
    out = []
    for finding in findings:
        number = counted[finding.term, finding.found.lower()]
        if number >= _AGAIN:
            remark = f"{repr_(finding.found)} stands for it {number}× here; the glossary may lack it"
            finding = replace(finding, evidence="; ".join(filter(None, (finding.evidence, remark))))
        out.append(finding)
    return out


def _copy(pair: Pair, level: Level) -> Finding:
    return Finding(
        "untranslated", level, "", "the sentence is not translated", pair, (0, len(pair.source.text)),
        (0, len(pair.target.text)), evidence="the translation is Chinese",
    )  # fmt: skip


_MESSAGES = {
    "term-not-followed": "{term}: the glossary has {expected}",
    "deprecated-rendering": "{term}: {found} is deprecated, the glossary has {expected}",
    "untranslated": "{term}: left as it is, the glossary has {expected}",
    "name-spelling": "{term}: {found} is spelled {expected} in the glossary",
    "word-order": "{term}: {found} has the words of {expected} in another order",
    "omitted": "{term}: taken up by a pronoun or left out; the glossary has {expected}",
}


def _finding(
    pairs: Sequence[Pair], survey: Survey, suspect: Suspect, verdict: Verdict, levels: Mapping[str, Level]
) -> Finding:
    pair, entry = pairs[suspect.number], suspect.entry
    found = pair.target.text[slice(*verdict.span)] if verdict.span else ""
    expected = " / ".join(entry.expected[:3]) or "no rendering that it advises"
    message = _MESSAGES[verdict.rule].format(term=entry.term, found=repr_(found), expected=expected)
    if found and verdict.rule == "term-not-followed":
        message += f"; {repr_(found)} stands here"
    return Finding(
        verdict.rule, levels[verdict.rule], entry.term, message, pair, suspect.span, verdict.span, found, entry.expected,
        _evidence(pairs, survey, suspect, found), entry.concepts[0],
    )  # fmt: skip


def repr_(text: str) -> str:
    """A stretch of text in quotation marks."""
    return f"“{text}”"


def _evidence(pairs: Sequence[Pair], survey: Survey, suspect: Suspect, found: str) -> str:
    """Why one should believe it: the standing of what was expected, and what the document does elsewhere."""
    entry, document = suspect.entry, pairs[suspect.number].document
    parts = [f"{rendering.text} is {rendering.status}" for rendering in entry.accepted[:2]]
    counted = survey.counts.get((entry.pattern, document), Counter())
    parts += [f"{text} stands {number}× in this document" for text, number in counted.most_common(2)]
    parts += [f"{r.text} is only a candidate" for r in entry.others if found and r.text.lower() == found.lower()]
    return "; ".join(parts)
