"""A term that nothing in the translation accounts for: put otherwise, taken up by a pronoun, or left out?

Word links say what stands in its place. Where they say nothing, words that translate nothing else are taken for it, unless
they have nothing to do with it and the document knows the term well: then the sentence only does without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from glossary.checking import grammar, loose
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
_PRONOUN = re.compile(
    # "it is up to", "there is" and "here is" point at nothing
    r"\b(?:it(?! (?:is|was) (?:up to|\w+ (?:to|that)\b))|its|they|them|their|this|these|he|him|his|she|her"
    r"|t?here(?! (?:is|are|was|were|be|has|have|had|will|can|may|must|should|would|could)\b))\b",
    re.I,
)
_PLACES = frozenset({"there", "here"} | {a + b for a in "那这這" for b in "里裡裏儿兒"})
_PLURAL = frozenset({"they", "them", "their"})
_OF_PEOPLE = frozenset("he him his she her 他 她".split())
_PERSON = re.compile(r"(?:er|or|ist|ant|ent|ian|ee|eer|naut|man|woman|person|people|official|chief|wife)s?$", re.I)


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
    names = (suspect.entry.term,) if not english else tuple(r.text for r in suspect.entry.accepted)
    pronoun = _pronoun(text, english, taken, person=any(map(_is_person, names))) if seen[0] else None
    if pronoun is None and english and seen[1] and (we := _WE.search(text)):
        pronoun = we.span()  # who speaks says its name as often in the original as "we" in the translation
    if links is None:
        return Verdict("omitted", pronoun) if pronoun else Verdict("term-not-followed")
    spans = sorted({b for a, b in links if a[0] < stop and a[1] > start})
    content = [span for span in _words(text, termbase) if not english or not loose.is_function(text[slice(*span)])]
    free = [span for span in content if not any(span[0] < b and span[1] > a for a, b in taken)]
    words = [span for span in spans if not english or not loose.is_function(text[slice(*span)])]
    if not words and not pronoun and english and (head := _part(text, content, suspect, termbase)):
        short = _taken_up(text, head, suspect, pair.source.text[:start], seen, termbase)
        return Verdict("omitted" if short else "term-not-followed", head)
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
    limit = 2 * _LIKE if not words else 1.5 * _LIKE if pronoun and " " not in text[slice(*spots[best])] else _LIKE
    if scores[best] < limit and (seen[1] or pronoun):
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


def _part(text: str, content: Sequence[Span], suspect: Suspect, termbase: Termbase) -> Span | None:
    """The last word of a rendering of several, standing alone: pandas, of giant panda."""
    several = [words for r in suspect.entry.accepted if len(words := r.pattern.split()) > 1]
    heads = {words[-1] for words in several if grammar.LINKING.isdisjoint(words)}
    return next((span for span in content if termbase.target.plain(text[slice(*span)]).strip() in heads), None)


def _is_person(name: str) -> bool:
    """Whether a term is somebody's name, or what somebody is: Wang Yi, courier."""
    return bool(_PERSON.search(name)) or (1 < len(name.split()) < 4 and name.istitle())


def _has_plural(text: str) -> bool:
    """Whether something is named that `they` may take up within the sentence: companies must pay what they owe."""
    return any(
        word.endswith("s") and not word.endswith(("ss", "us", "is")) and not loose.is_function(word)
        for word in re.findall(r"[a-z]{4,}", text)
    )


def _pronoun(text: str, english: bool, taken: Collection[Span] = (), *, person: bool = True) -> Span | None:
    """A pronoun of the translation that stands for nothing else; `this` only where no noun follows it.

    `person` is whether the term is somebody, whom `he` may take up.
    """
    for match in (_PRONOUN if english else loose.ZH_PRONOUNS).finditer(text):
        after = re.match(r" ([A-Za-z]+)", text[match.end() :])
        pointing = match[0].lower() in ("this", "these") and after and not loose.is_function(after[1])
        if (match[0].lower() in _OF_PEOPLE and not person) or (
            match[0].lower() in _PLURAL and _has_plural(text[: match.start()].lower())
        ):
            continue
        # `there` may be linked to 里 of 监护室里, and still stands for the place
        place = match[0].lower() in _PLACES
        if place or not (pointing or any(match.start() < b and match.end() > a for a, b in taken)):
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
