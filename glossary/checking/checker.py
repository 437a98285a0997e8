"""Segment pairs and a glossary in, findings out, in two passes.

The first, `survey`, goes over everything and is quick. The second looks closely at the few terms that seem not to be
followed, and asks the aligner, through `Helpers`, what stands in their place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from glossary.checking import consistency, habits, loose, wording
from glossary.checking.findings import LEVELS, RULES, Finding, Level, Pair, Span
from glossary.checking.judge import Verdict, judge
from glossary.checking.otherwise import Likeness, Links, pronouns, unexplained
from glossary.checking.survey import Fewer, Plain, Survey, Suspect, Use, by_document, survey
from glossary.checking.termbase import Termbase

_OFTEN = 5  # uses from which on a document knows its term, so that a sentence without anything like it leaves it out

_AT_ONCE = 500  # pairs of texts whose words are linked at once: more take memory and are hardly quicker


@dataclass(frozen=True, slots=True)
class Helpers:
    """What the check asks of others; each may be missing and is then done without.

    `inside_word(text, start, stop)`: whether a Chinese stretch is cut out of a longer word. `links(pairs)`: linked stretches of
    (source text, target text), for many pairs at once. `reading(term)`: pinyin without tones. `likeness(term, wordings)`: how
    much each wording means what the term means, as a cosine.
    """

    inside_word: Callable[[str, int, int], bool] | None = None
    links: Callable[[Sequence[tuple[str, str]]], list[Links]] | None = None
    reading: Callable[[str], str] | None = None
    likeness: Likeness | None = None


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
    seen = survey(pairs, termbase)
    verdicts, counts = _verdicts(pairs, seen, termbase, helpers)
    found = [wording.finding(pairs[s.number], s, verdict, levels, counts) for s, verdict in verdicts]
    found = wording.repeated(found, seen.uses, termbase.source, termbase.target)
    found += consistency.findings(pairs, seen.uses, termbase, levels)
    found += [wording.copied(pairs[number], levels["untranslated"]) for number in seen.copies]
    found += [
        wording.fewer(pairs[few.number], few, levels["omitted"], termbase.source)
        for few in seen.fewer
        if _is_left_out(pairs[few.number], few, termbase)
    ]
    if termbase.target.lang == "zh":
        found += consistency.scripts(pairs, seen.uses, termbase, levels["mixed-script"])
    return _ordered(pairs, found)


def _ordered(pairs: Sequence[Pair], found: Sequence[Finding]) -> list[Finding]:
    """Without what is switched off; what stands twice in a segment and has one and the same fault is one finding."""
    concerned = {id(finding.pair) for finding in found}
    order = {id(pair): number for number, pair in enumerate(pairs) if id(pair) in concerned}
    kept: dict[tuple[object, ...], Finding] = {}
    for finding in sorted(found, key=lambda f: (order[id(f.pair)], f.source_span, f.rule)):
        if finding.level != "off":
            kept.setdefault((id(finding.pair), finding.rule, finding.term, finding.target_span), finding)
    return list(kept.values())


def _verdicts(
    pairs: Sequence[Pair], seen: Survey, termbase: Termbase, helpers: Helpers
) -> tuple[list[tuple[Suspect, Verdict]], wording.Counts]:
    """The suspects that are found wanting, each with what is wrong; and how often their documents follow their terms."""
    short = _acronyms(pairs, seen, termbase)
    source, target = Plain(pairs, termbase.source, source=True), Plain(pairs, termbase.target, source=False)
    decided: list[tuple[Suspect, Verdict]] = []
    open_: list[Suspect] = []
    for suspect in seen.suspects:
        text = pairs[suspect.number].source.text
        suspect.span = span = _span(termbase, text, suspect)
        if helpers.inside_word and termbase.source.lang == "zh" and helpers.inside_word(text, *span):
            continue
        verdict = judge(suspect, pairs, source, target, termbase, short, helpers.reading)
        if verdict is None:
            open_.append(suspect)
        elif verdict.rule:
            decided.append((suspect, verdict))
        elif verdict.rendering:
            seen.uses.setdefault(suspect.entry.pattern, []).append(Use(suspect.number, suspect.start, [verdict.rendering]))
    wanted = {suspect.entry.pattern for suspect in open_} | {suspect.entry.pattern for suspect, _ in decided}
    counts = by_document(pairs, seen.uses, wanted)
    return decided + _otherwise(pairs, seen, open_, counts, termbase, helpers), counts


def _otherwise(
    pairs: Sequence[Pair],
    seen: Survey,
    open_: Sequence[Suspect],
    counts: wording.Counts,
    termbase: Termbase,
    helpers: Helpers,
) -> list[tuple[Suspect, Verdict]]:
    """What stands for the terms that nothing accounts for."""
    texts = [(pairs[s.number].source.text, pairs[s.number].target.text) for s in open_]
    links = _links(texts, helpers)
    patterns = {suspect.entry.pattern for suspect in open_}
    places = {(pattern, use.number) for pattern in patterns for use in seen.uses.get(pattern, ())}
    decided: list[tuple[Suspect, Verdict]] = []
    for suspect, linked in zip(open_, links, strict=True):
        pattern, pair = suspect.entry.pattern, pairs[suspect.number]
        before = any((pattern, suspect.number - back) in places for back in range(3))
        known = counts.get((pattern, pair.document), Counter()).total() >= _OFTEN
        decided.append((suspect, unexplained(suspect, pair, linked, (before, known), termbase, helpers.likeness)))
    return _by_habit(pairs, decided, termbase) if termbase.target.lang == "en" else decided


def _links(texts: Sequence[tuple[str, str]], helpers: Helpers) -> list[Links | None]:
    """The links of each pair of texts: what stands there twice is asked about once, and not too much at a time."""
    if not helpers.links:
        return [None] * len(texts)
    known: dict[tuple[str, str], Links] = {}
    different = list(dict.fromkeys(texts))
    for first in range(0, len(different), _AT_ONCE):
        some = different[first : first + _AT_ONCE]
        known.update(zip(some, helpers.links(some), strict=True))
    return [known[text] for text in texts]


def _by_habit(
    pairs: Sequence[Pair], decided: Sequence[tuple[Suspect, Verdict]], termbase: Termbase
) -> list[tuple[Suspect, Verdict]]:
    """The same, pointing at what the texts have for a term again and again, where they have such a wording."""
    units = {
        s.number: termbase.target.units(pairs[s.number].target.text) for s, v in decided if v.rule == "term-not-followed"
    }
    seen: dict[str, dict[int, Verdict]] = {}
    for suspect, verdict in decided:
        if verdict.rule == "term-not-followed":
            seen.setdefault(suspect.entry.pattern, {}).setdefault(suspect.number, verdict)
    usual = {
        pattern: habits.habit([(units[number], verdict.span) for number, verdict in some.items()])
        for pattern, some in seen.items()
    }
    out = []
    for suspect, verdict in decided:
        wording_ = usual.get(suspect.entry.pattern)
        if wording_ and verdict.rule == "term-not-followed":
            span = habits.place(units[suspect.number], wording_, verdict.span)
            verdict = Verdict(verdict.rule, span) if span else verdict
        out.append((suspect, verdict))
    return out


def _span(termbase: Termbase, text: str, suspect: Suspect) -> Span:
    if termbase.source.lang == "zh":
        return suspect.start, suspect.stop
    units = termbase.source.units(text)
    return units[suspect.start][1], units[suspect.stop - 1][2]


def _is_left_out(pair: Pair, few: Fewer, termbase: Termbase) -> bool:
    """Whether pronouns, too, are fewer than the places to be taken up."""
    return few.renderings + pronouns(pair.target.text, english=termbase.target.lang == "en") < few.times


def _acronyms(pairs: Sequence[Pair], seen: Survey, termbase: Termbase) -> dict[str, dict[str, str]]:
    """Per document: plain acronym → plain text that it was introduced behind."""
    found: dict[str, dict[str, str]] = {}
    if termbase.target.lang != "en" or not seen.suspects:
        return found
    for pair in pairs:
        if "(" in pair.target.text or "（" in pair.target.text:
            for acronym, before in loose.acronyms(pair.target.text):
                found.setdefault(pair.document, {})[termbase.target.plain(acronym)] = termbase.target.plain(before)
    return found
