"""A concept as the zh-en pairs that tables hold, and the order of exports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aligner.records import Status
from glossary.entries import Concept, Context, Term, place, worth
from glossary.exchange.base import STATUSES, ExportOptions, Report

_ORDER = {status: number for number, status in enumerate(STATUSES)}


@dataclass(frozen=True, slots=True)
class Pair:
    """One Chinese and one English term of a concept. The English term carries the standing of the pair."""

    concept: Concept
    zh: Term
    en: Term

    @property
    def status(self) -> Status:
        """The pair's standing: a Chinese term nobody should use makes its pairs so, whatever the rendering."""
        if self.zh.status in ("deprecated", "rejected"):
            return max(self.zh.status, self.en.status, key=lambda status: _ORDER[status])
        return self.en.status

    @property
    def contexts(self) -> tuple[Context, ...]:
        """The sightings of the pair, which hang on the rendering."""
        return self.en.contexts

    @property
    def documents(self) -> list[str]:
        """Names of the documents it was seen in, each once, in the order of the contexts."""
        return list(dict.fromkeys(context.document for context in self.contexts if context.document))

    @property
    def methods(self) -> list[str]:
        """The finders that proposed it, each once."""
        return list(dict.fromkeys(context.method for context in self.contexts if context.method))


def rank(pair: Pair, weights: tuple[float, float]) -> tuple[int, float, str, bool, str]:
    """Sort key, best first: status, then scores and frequency, then the texts.

    Other renderings stand behind the best one of their concept, and not far from it where the term is a good one. Scores count to
    the four decimals that files carry, and ties are broken by content and never by a database id, so that a file that was
    imported into another glossary comes out in the same order.
    """
    best = max(pair.concept.en, key=lambda en: (worth(*_scores(en)), en.text))
    other = pair.en is not best
    standing = place(*_scores(best), weights[0])
    if other:
        standing = min(standing, place(*_scores(pair.en), weights[1]))
    return _ORDER[pair.status], -standing, pair.zh.text, other, pair.en.text


def _scores(en: Term) -> tuple[float, float, int]:
    return round(en.translation, 4), round(en.termhood, 4), en.frequency


def pairs(concepts: Iterable[Concept], report: Report) -> Iterator[Pair]:
    """Every zh term of a concept with every en term; a concept without one of the languages is reported."""
    for concept in concepts:
        if not concept.zh or not concept.en:
            missing = "Chinese" if not concept.zh else "English"
            first = concept.terms[0].text if concept.terms else "(no term)"
            report.leave(f"{concept.id} {first}", f"no {missing} term, so there is no pair")
        for zh in concept.zh:
            for en in concept.en:
                yield Pair(concept, zh, en)


def ordered(concepts: Iterable[Concept], report: Report, options: ExportOptions) -> Iterable[Pair]:
    """All pairs, best first; or in the order the concepts come in, where that was asked for."""
    found = pairs(concepts, report)
    return sorted(found, key=lambda pair: rank(pair, options.weights)) if options.sort == "rank" else found
