"""A term that nothing in the translation accounts for: put otherwise, taken up by a pronoun, or left out?

Word links say what stands in its place. Where they say nothing, words that translate nothing else are taken for it, unless
they have nothing to do with it and the document knows the term well: then the sentence only does without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from glossary.checking import loose
from glossary.checking.findings import Pair, Span
from glossary.checking.judge import Verdict
from glossary.checking.survey import Suspect
from glossary.checking.termbase import Rendering, Termbase

Links = list[tuple[Span, Span]]
Likeness = Callable[[str, Sequence[str]], Sequence[float]]
_LIKE = 0.06  # cosine of a term and words that have nothing to do with it: mostly below
_WE = re.compile(r"\b(?:we|us|our|my)\b", re.I)
_DETERMINER = re.compile(r"(?:^|\W)(?:the|this|these|those|its|their|our|such)$")
_SUBJECT = re.compile(
    r"(?:it|they|he|she)\b|(?:this|these)(?= (?:is|are|was|were|has|have|had|will|can|may|must|should|would|could)\b)", re.I
)
_ZH_AGAIN = ("上述", "该", "該", "这些", "這些", "这一", "這一", "有关", "有關")
_PRONOUN = re.compile(r"\b(?:it|its|they|them|their|this|these|he|him|his|she|her)\b", re.I)


def unexplained(
    suspect: Suspect,
    pair: Pair,
    links: Links | None,
    seen: tuple[bool, bool],
    termbase: Termbase,
    likeness: Likeness | None,
) -> Verdict:
    """A term that nothing accounts for: followed by something else, or left out.

    `seen` is whether the term was followed just before, and whether the document follows it often.
    """
    start, stop = suspect.span
    text = pair.target.text
    english = termbase.target.lang == "en"
    taken = [b for _, b in links or ()]
    pronoun = _pronoun(text, english, taken) if seen[0] else None
    if pronoun is None and english and seen[1] and (we := _WE.search(text)):
        pronoun = we.span()  # who speaks says its name as often in the original as "we" in the translation
    if links is None:
        return Verdict("omitted", pronoun) if pronoun else Verdict("term-not-followed")
    spans = sorted({b for a, b in links if a[0] < stop and a[1] > start})
    content = [span for span in _words(text, termbase) if not english or not loose.is_function(text[slice(*span)])]
    free = [span for span in content if not any(span[0] < b and span[1] > a for a, b in taken)]
    words = [span for span in spans if not english or not loose.is_function(text[slice(*span)])]
    if not words and (not free or (pronoun and likeness is None)):  # what translates nothing else may stand for the term
        return Verdict("omitted", spans[0] if spans else pronoun)
    if english and seen[0] and not pair.source.text[:start].strip() and (subject := _SUBJECT.match(text)):
        return Verdict("omitted", subject.span())
    spots = [_grown(text, _together(words), free)] if words else _stretches(free)
    if english and words and _taken_up(text, spots[0], suspect, pair.source.text[:start], seen, termbase):
        return Verdict("omitted", spots[0])
    if likeness is None:
        return Verdict("term-not-followed", spots[0])
    scores = likeness(pair.source.text[start:stop], [text[slice(*span)] for span in spots])
    best = max(range(len(spots)), key=scores.__getitem__)
    if scores[best] < (_LIKE if words else 2 * _LIKE) and (seen[1] or pronoun):
        # linked only because it had to be linked to something
        return Verdict("omitted", pronoun)
    return Verdict("term-not-followed", spots[best])


def _taken_up(text: str, spot: Span, suspect: Suspect, before: str, seen: tuple[bool, bool], termbase: Termbase) -> bool:
    """`the model` for `large model`, `Wang` for `Wang Yi`, `this technology` for whatever was named just before.

    `before` is what stands before the term in the original.
    """
    ahead = text[: spot[0]].lower().rstrip()
    if seen[0] and ahead.endswith((" this", " these", " such", " those")):
        return True
    again = before.endswith(_ZH_AGAIN) or (any(seen) and bool(_DETERMINER.search(ahead)))
    words = text[slice(*spot)]
    several = " " in words.strip() and any(seen)  # mortgage loans, once they were called property mortgage loans
    return any(
        ((again or several) and _is_head(words, rendering, termbase)) or (any(seen) and _is_short_name(words, rendering))
        for rendering in suspect.entry.accepted
    )


def _is_head(words: str, rendering: Rendering, termbase: Termbase) -> bool:
    """Whether the words end a rendering: what comes before them only narrows it down."""
    stems = termbase.target.plain(words)
    return bool(stems) and rendering.pattern.endswith(stems)


def _is_short_name(words: str, rendering: Rendering) -> bool:
    """Whether this is the family name of a person."""
    name = rendering.text.split()
    return 1 < len(name) < 4 and all(word[:1].isupper() for word in name) and words in (name[0], name[-1])


def _words(text: str, termbase: Termbase) -> list[Span]:
    return [(start, stop) for unit, start, stop in termbase.target.units(text) if unit.strip().isalnum()]


def _grown(text: str, spot: Span, free: Sequence[Span]) -> Span:
    """The stretch with the words straight beside it that translate nothing else: machine, of machine intelligence."""
    start, stop = spot
    for left, right in reversed(free):
        if right <= start and not text[right:start].strip(" -"):
            start = left
    for left, right in free:
        if left >= stop and not text[stop:left].strip(" -"):
            stop = right
    return start, stop


def _stretches(free: Sequence[Span]) -> list[Span]:
    """Free words that stand side by side, as one."""
    found: list[Span] = []
    for start, stop in free:
        if found and start - found[-1][1] <= 1:
            found[-1] = found[-1][0], stop
        else:
            found.append((start, stop))
    return found


def _pronoun(text: str, english: bool, taken: Collection[Span] = ()) -> Span | None:
    """A pronoun of the translation that stands for nothing else; `this` only where no noun follows it."""
    for match in (_PRONOUN if english else loose.ZH_PRONOUNS).finditer(text):
        after = re.match(r" ([A-Za-z]+)", text[match.end() :])
        pointing = match[0].lower() in ("this", "these") and after and not loose.is_function(after[1])
        if not pointing and not any(match.start() < b and match.end() > a for a, b in taken):
            return match.span()
    return None


def pronouns(text: str, *, english: bool) -> int:
    """How many pronouns a translation has that may stand for a term."""
    return len((_PRONOUN if english else loose.ZH_PRONOUNS).findall(text))


def _together(spans: Sequence[Span]) -> Span:
    """The stretch that linked words cover: from the first on, as long as they stand close together."""
    start, stop = spans[0]
    for left, right in spans[1:]:
        if left - stop > 12:
            break
        stop = max(stop, right)
    return start, stop
