"""What formats share that translate from one language into the other: one Chinese form, current terms, clean cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from glossary.entries import Concept, Term
from glossary.exchange.base import ExportOptions, Report
from glossary.exchange.clean import printable
from glossary.exchange.pairs import Pair, ordered
from glossary.exchange.termbase import language

_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def one_script(concept: Concept, options: ExportOptions) -> Concept:
    """The concept with its Chinese terms of one script; all of them where it has none of that script."""
    wanted = "zh-Hant" if options.script == "hant" else "zh-Hans"
    chosen = tuple(term for term in concept.zh if language(term) == wanted) or concept.zh
    return replace(concept, terms=(*chosen, *concept.en))


def chinese(options: ExportOptions) -> str:
    """The language code with a region that tools without script codes take for the script."""
    return "zh-TW" if options.script == "hant" else "zh-CN"


def flat(text: str) -> str:
    """The text on one line: no tabs, line ends or control characters, no white space around it."""
    return _SPACE.sub(" ", printable(text)).strip()


@dataclass(frozen=True, slots=True)
class Entry:
    """A source term and its translation, flat. `pair` is where they come from."""

    source: str
    target: str
    pair: Pair


def _place(pair: Pair) -> str:
    return f"{pair.concept.id} {pair.zh.text} = {pair.en.text}"


def entries(concepts: Iterable[Concept], options: ExportOptions, report: Report) -> Iterator[Entry]:
    """All current pairs, best first, from `options.source` into the other language; what is out of use is reported."""
    for pair in ordered((one_script(concept, options) for concept in concepts), report, options):
        if pair.status in ("deprecated", "rejected"):
            report.leave(_place(pair), f"{pair.status}: the format cannot say so")
            continue
        zh, en = flat(pair.zh.text), flat(pair.en.text)
        if not zh or not en:
            report.leave(_place(pair), "a term without a visible character")
            continue
        yield Entry(zh, en, pair) if options.source == "zh" else Entry(en, zh, pair)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a machine translation service accepts: bytes of UTF-8 per term and per file, and folding of equal sources."""

    tool: str
    term: int
    file: int


def unique(found: Iterable[Entry], limits: Limits, report: Report) -> Iterator[Entry]:
    """One entry per source term, the best one, within the limits of the service; the others are reported."""
    taken: dict[str, str] = {}
    for entry in found:
        place = _place(entry.pair)
        longest = max(len(entry.source.encode()), len(entry.target.encode()))
        if entry.source in taken:
            report.leave(place, f"{limits.tool} takes one translation per term, and has {taken[entry.source]!r}")
        elif longest > limits.term:
            report.leave(place, f"{longest} bytes; {limits.tool} takes {limits.term} per term")
        else:
            taken[entry.source] = entry.target
            yield entry


def within(lines: Iterable[tuple[Entry, bytes]], limits: Limits, report: Report, used: int = 0) -> Iterator[bytes]:
    """The lines that fit into the file the service accepts, counting them; the rest, which ranks lower, is reported."""
    for entry, line in lines:
        if used + len(line) > limits.file:
            report.leave(_place(entry.pair), f"the file is full: {limits.tool} takes {limits.file} bytes")
            continue
        used += len(line)
        report.entries += 1
        yield line


def remark(concept: Concept, term: Term) -> str:
    """What a comment column says of an entry: definition, subject, notes."""
    parts = [concept.definition, concept.subject and f"[{concept.subject}]", concept.note, term.note]
    return flat("; ".join(part for part in parts if part))
