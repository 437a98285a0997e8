"""One term, several renderings: each of them accepted, and the document still wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import attrgetter

from aligner.text import HAN_CHAR, is_abbreviated, simplify
from glossary.checking.findings import Finding, Level, Pair
from glossary.checking.survey import Use
from glossary.checking.termbase import Entry, Rendering, Termbase

_LINKING = frozenset({"of", "and", "for", "on", "in", "to"})


def findings(
    pairs: Sequence[Pair], uses: Mapping[str, Sequence[Use]], termbase: Termbase, levels: Mapping[str, Level]
) -> list[Finding]:
    """Renderings that differ from what the same document, or most documents, have for the term."""
    found = []
    for pattern, all_uses in uses.items():
        entry = termbase.entry(pattern)
        if entry is None or len(entry.accepted) < 2:
            continue
        first = all_uses[0].renderings[0]
        if all(len(use.renderings) == 1 and use.renderings[0] is first for use in all_uses):
            continue
        documents: defaultdict[str, list[tuple[Use, Rendering]]] = defaultdict(list)
        for use in sorted(all_uses, key=attrgetter("number", "start")):
            rendering = _single(use.renderings)
            if rendering is not None:
                documents[pairs[use.number].document].append((use, rendering))
        usual = {}
        for document, seen in documents.items():
            usual[document] = _usual(seen)
            found += _within(pairs, entry, seen, usual[document], termbase, levels["inconsistent"])
        if len(usual) > 1:
            found += _between(pairs, entry, documents, usual, termbase, levels["inconsistent-documents"])
    return found


def _single(renderings: Sequence[Rendering]) -> Rendering | None:
    """The rendering that stands in the segment; None where several do and it cannot be known which is this term's."""
    if len(renderings) == 1:
        return renderings[0]
    longest = max(renderings, key=lambda r: len(r.pattern))
    return longest if all(same(longest, other) for other in renderings) else None


def same(a: Rendering, b: Rendering) -> bool:
    """Whether one is the other, its short form, its words in another order, or abbreviated: AI for artificial intelligence."""
    return a is b or a.text == b.text or _same(a.pattern, b.pattern)


@lru_cache(maxsize=65536)
def _same(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    if short in long:
        return True
    words, others = long.split(), short.split()
    if sorted(set(others) - _LINKING) == sorted(set(words) - _LINKING):
        return True  # performance of the fund, the fund's performance
    return is_abbreviated(others, words)


def _usual(seen: Sequence[tuple[Use, Rendering]]) -> Rendering:
    """What the document mostly has; at equal counts what it has first."""
    counted: Counter[str] = Counter()
    first: dict[str, Rendering] = {}
    for _, rendering in seen:
        key = next((text for text, known in first.items() if same(known, rendering)), rendering.text)
        first.setdefault(key, rendering)
        counted[key] += 1
    return first[counted.most_common(1)[0][0]]


def _within(
    pairs: Sequence[Pair], entry: Entry, seen: Sequence[tuple[Use, Rendering]], usual: Rendering, termbase: Termbase,
    level: Level,
) -> list[Finding]:  # fmt: skip
    number = sum(same(rendering, usual) for _, rendering in seen)
    return [
        _finding("inconsistent", level, pairs[use.number], entry, use, rendering, usual, termbase,
                 f"{usual.text} stands {number}× in this document")
        for use, rendering in seen
        if not same(rendering, usual)
    ]  # fmt: skip


def _between(
    pairs: Sequence[Pair], entry: Entry, documents: Mapping[str, list[tuple[Use, Rendering]]],
    usual: Mapping[str, Rendering], termbase: Termbase, level: Level,
) -> list[Finding]:  # fmt: skip
    """One finding for each document that goes its own way; where no two agree, the first is taken for the rule."""
    counted = Counter(rendering.text for rendering in usual.values())
    text, number = counted.most_common(1)[0]
    most = next(rendering for rendering in usual.values() if rendering.text == text)
    found = []
    for document, rendering in usual.items():
        if same(rendering, most):
            continue
        use = next(use for use, r in documents[document] if same(r, rendering))
        found.append(
            _finding("inconsistent-documents", level, pairs[use.number], entry, use, rendering, most, termbase,
                     f"{text} stands in {number} other document{'s' * (number > 1)}")
        )  # fmt: skip
    return found


def _finding(
    rule: str, level: Level, pair: Pair, entry: Entry, use: Use, rendering: Rendering, usual: Rendering,
    termbase: Termbase, evidence: str,
) -> Finding:  # fmt: skip
    spans = termbase.target.spans(pair.target.text, rendering.pattern)
    span = spans[0] if spans else None
    source = termbase.source.spans(pair.source.text, entry.pattern)
    return Finding(
        rule, level, entry.term, f"{entry.term}: “{rendering.text}” here, “{usual.text}” elsewhere", pair,
        source[0] if source else (0, 0), span, pair.target.text[slice(*span)] if span else rendering.text, (usual.text,),
        evidence, entry.concepts[0],
    )  # fmt: skip


def scripts(pairs: Sequence[Pair], uses: Mapping[str, Sequence[Use]], termbase: Termbase, level: Level) -> list[Finding]:
    """Chinese terms of a translation that stand in the other script than their document."""
    han: Counter[str] = Counter()
    traditional: Counter[str] = Counter()
    for pair in pairs:
        text = pair.target.text
        han[pair.document] += len(HAN_CHAR.findall(text))
        traditional[pair.document] += sum(a != b for a, b in zip(text, simplify(text), strict=True))
    found = []
    for pattern, all_uses in uses.items():
        entry = termbase.entry(pattern)
        if entry is None:
            continue
        for use in all_uses:
            pair, rendering = pairs[use.number], use.renderings[0]
            is_traditional = traditional[pair.document] > 0.08 * han[pair.document]
            for start, stop in termbase.target.spans(pair.target.text, rendering.pattern):
                text = pair.target.text[start:stop]
                other = simplify(text) if text != simplify(text) else _traditional(text, entry)
                if other and (text != simplify(text)) != is_traditional:
                    found.append(
                        Finding("mixed-script", level, entry.term, f"{entry.term}: “{text}” in a document that has"
                                f" {'traditional' if is_traditional else 'simplified'} characters", pair,
                                (termbase.source.spans(pair.source.text, entry.pattern) or [(0, 0)])[0], (start, stop), text,
                                (other,), "", entry.concepts[0])
                    )  # fmt: skip
                    break
    return found


def _traditional(text: str, entry: Entry) -> str:
    """The traditional form that the glossary has of a simplified term; empty where there is none."""
    return next((r.text for r in entry.accepted if r.text != text and simplify(r.text) == text), "")
