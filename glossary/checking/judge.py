"""A closer look at a term that seems not to be followed: is it, after all, and if not, what is wrong?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from glossary.checking import grammar, into_chinese, loose
from glossary.checking.findings import Pair, Span
from glossary.checking.survey import Suspect
from glossary.checking.termbase import Entry, Rendering, Termbase


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong: the rule, empty where nothing is, and the stretch of the translation that it is about.

    `rendering` is the one that was used, where nothing is wrong and it stands in this segment.
    """

    rule: str
    span: Span | None = None
    rendering: Rendering | None = None


_FINE = Verdict("")


def judge(
    suspect: Suspect,
    pairs: Sequence[Pair],
    source: Sequence[str],
    target: Sequence[str],
    termbase: Termbase,
    short: Mapping[str, Mapping[str, str]],
    reading: Callable[[str], str] | None,
) -> Verdict | None:
    """What can be said without word alignment; None where only that can tell. `source` and `target` are plain texts."""
    pair, entry = pairs[suspect.number], suspect.entry
    text, plain = pair.target.text, target[suspect.number]
    if suspect.deprecated is not None:
        spans = termbase.target.spans(text, suspect.deprecated.pattern)
        return Verdict("deprecated-rendering", spans[0] if spans else None)
    if (
        _in_neighbours(suspect, pairs, source, target, termbase)
        or _shortened(suspect, plain, short.get(pair.document, {}))
        or _is_part_of_another(suspect, source[suspect.number], plain, termbase)
    ):
        return _FINE
    if termbase.target.lang == "zh":
        return _chinese(entry, text, termbase, reading)
    units = termbase.target.units(text)
    name = _is_name(entry, reading)
    for rendering in entry.accepted:
        if _is_there(text, units, rendering, name):
            return Verdict("", None, rendering)
    for rendering in entry.accepted:
        if loose.written_out(units, rendering.text) or loose.abbreviated(text, units, rendering.text, rendering.pattern):
            return _FINE
    return _flawed(entry, text, units, termbase, name, reading)


def _chinese(entry: Entry, text: str, termbase: Termbase, reading: Callable[[str], str] | None) -> Verdict | None:
    if found := into_chinese.left(text, entry, termbase.source):
        # AI芯片: Chinese takes acronyms over
        return _FINE if entry.term.isupper() else Verdict("untranslated", found)
    if reading and (found := into_chinese.misheard(text, entry, reading)):
        return Verdict("name-spelling", found)
    return None


def _is_there(text: str, units: Sequence[grammar.Unit], rendering: Rendering, name: bool) -> bool:
    """Whether the rendering stands here, though not word for word."""
    if loose.apart(units, rendering.pattern):
        return True
    if name:
        return False
    return bool(
        loose.joined(units, rendering.pattern)
        or loose.joined_as_written(text, units, rendering.text)
        or grammar.turned(text, units, rendering.pattern)
    )


def _flawed(
    entry: Entry,
    text: str,
    units: Sequence[grammar.Unit],
    termbase: Termbase,
    name: bool,
    reading: Callable[[str], str] | None,
) -> Verdict | None:
    """The right rendering in a wrong form, or none at all."""
    span = loose.copied(termbase.source.plain(text), text, entry.pattern)
    if span:
        return Verdict("untranslated", span)
    for rendering in entry.accepted:
        if span := loose.misspelled(text, units, rendering.text, name=name):
            return Verdict("name-spelling", span)
    if reading and not name and (span := loose.spelled_out(units, reading(entry.term))):
        proper = any(loose.is_proper(rendering.text, text[slice(*span)]) for rendering in entry.accepted)
        return Verdict("name-spelling" if proper else "untranslated", span)
    for rendering in entry.accepted:
        if span := loose.reordered(text, units, rendering):
            return Verdict("word-order", span)
    return None


def _is_name(entry: Entry, reading: Callable[[str], str] | None) -> bool:
    """Whether the settled rendering is the term's pinyin: a person or a place, whose blanks and order matter."""
    if entry.kind == "name":
        return True
    if reading is None or not entry.accepted:
        return False
    letters = re.sub(r"[\W\d_]", "", reading(entry.term)).lower()
    return any(re.sub(r"[\W\d_]", "", rendering.text).lower() == letters for rendering in entry.accepted)


def _in_neighbours(
    suspect: Suspect, pairs: Sequence[Pair], source: Sequence[str], target: Sequence[str], termbase: Termbase
) -> bool:
    """Whether the rendering stands in, or half in, the segment before or behind, and is not needed for a term there."""
    number = suspect.number
    near = [
        k for k in (number - 1, number, number + 1)
        if 0 <= k < len(pairs) and pairs[k].document == pairs[number].document
    ]  # fmt: skip
    together = "".join(target[k] for k in near)
    there = [rendering for rendering in suspect.entry.accepted if rendering.pattern in together]
    needed = sum(source[k].count(suspect.entry.pattern) for k in near) if there else 0
    for rendering in there:
        if together.count(rendering.pattern) < needed:
            continue
        others = {entry.pattern for k in near if k != number for entry, _, _ in termbase.find(source[k])
                  if entry is not suspect.entry and any(rendering.pattern in r.pattern for r in entry.accepted)}  # fmt: skip
        if not others:
            return True
    return False


def _shortened(suspect: Suspect, plain: str, short: Mapping[str, str]) -> bool:
    """Whether a rendering stands here once acronyms that the document explains are written out, or one of them for all of it."""
    for acronym, before in short.items():
        if acronym in plain and any(before.endswith(rendering.pattern) for rendering in suspect.entry.accepted):
            return True
        if long := loose.long_form(acronym, before):
            written = plain.replace(acronym, long)
            if any(rendering.pattern.replace(acronym, long) in written for rendering in suspect.entry.accepted):
                return True
    return False


def _is_part_of_another(suspect: Suspect, source: str, plain: str, termbase: Termbase) -> bool:
    """Whether a followed term begins inside this one and goes on behind it: 绿色金融 in 绿色|金融科技."""
    if termbase.source.lang != "zh":
        return False
    begin = suspect.start + 1
    return any(
        start < suspect.stop - begin < stop and any(rendering.pattern in plain for rendering in entry.accepted)
        for entry, start, stop in termbase.find(source[begin : suspect.stop + 20])
    )
