"""Why a pair has its scores, for `glossary show --explain`."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import TYPE_CHECKING

import click

from glossary import explanations
from glossary.commands import ui
from glossary.entries import Concept, Term

if TYPE_CHECKING:
    from aligner.explaining import Part

SCORES = (
    ("translation", "score", "the chance that the two say the same"),
    ("termhood", "termhood", "the chance that this is a term of the subject"),
)
_SIGNS = ((1.5, "+++"), (0.7, "++"), (0.2, "+"))
_NOTABLE = 0.05  # difference between two scores that a person should be told of
_METHODS = {
    "gloss": "the document gives both itself, one in brackets or beside the other",
    "note": "a translator's note states the rendering",
    "passage": "both sides of a passage put it in quotes",
    "words": "found by linking the words of sentence pairs",
    "import": "came with an imported termbase",
}


class Explainer:
    """Explains the English terms of one concept."""

    def __init__(self, db: sqlite3.Connection, concept: Concept) -> None:
        self._weighed = explanations.weighed(db, concept.id)
        self._zh = tuple(term.text for term in concept.zh)
        self._asked: Counter[tuple[str, str]] = Counter()

    def parts(self, term: Term) -> dict[str, list[Part]]:
        """Of each score its parts, strongest first; none where nothing was weighed, or by another version."""
        weighed = self._weighed.get(term.text)
        if weighed is None or not weighed.features:
            return {}
        from aligner import explaining, ranking

        ranker = ranking.shipped()
        found = {score: explaining.explain(weighed.features, ranker, score) for score, *_ in SCORES}
        return found if all(found.values()) else {}

    def show(self, term: Term) -> None:
        """Print how the pair was found and what its scores are made of."""
        for method in dict.fromkeys(context.method.partition(":")[0] for context in term.contexts):
            click.echo(f"  {_METHODS.get(method, method)}")
        parts = self.parts(term)
        weighed = self._weighed.get(term.text)
        if weighed is not None and weighed.features and not parts:
            click.echo("  weighed by another version of this program; `glossary extract --again` weighs it anew")
        for score, title, meaning in SCORES if parts else ():
            value = term.translation if score == "translation" else term.termhood
            click.echo(f"  {title} {ui.score(value)}: {meaning}")
            self._settled(weighed, score, value)
            for part in parts[score]:
                if part.words or abs(part.share) >= _SIGNS[-1][0]:
                    click.echo(ui.plain(f"    {sign(part.share):4}{part.name:18}{part.words}").rstrip())
        if parts:
            click.echo(click.style("    + speaks for it and - against it, compared with the average candidate", dim=True))

    def _settled(self, weighed: explanations.Weighed | None, score: str, value: float) -> None:
        """Say so where a score is another than the signs alone give."""
        from aligner import explaining, ranking

        alone = explaining.alone(weighed.features, ranking.shipped(), score) if weighed else None
        if alone is not None and abs(alone - value) >= _NOTABLE:
            click.echo(
                f"    {ui.score(alone)} by the signs below; {'raised' if value > alone else 'lowered'} beside other evidence:"
                " other renderings, terms with the same words, longer terms that it is a part of, what the document gives,"
                " decisions learnt from"
            )

    def marked(self, term: Term, sentence: str) -> str:
        """A sentence with the place of the term set off; asked for the same one again, with the next place."""
        weighed = self._weighed.get(term.text)
        nth = self._asked[term.text, sentence]
        self._asked[term.text, sentence] += 1
        return explanations.marked(sentence, (*self._zh, term.text, *(weighed.forms if weighed else ())), nth)

    def record(self, term: Term) -> dict[str, object]:
        """The same for another program."""
        return {
            score: [{"part": part.name, "log_odds": round(part.share, 3), "measured": part.words} for part in found]
            for score, found in self.parts(term).items()
        }


def sign(share: float) -> str:
    """A share in log odds as plus or minus signs."""
    for least, signs in _SIGNS:
        if abs(share) >= least:
            return signs if share > 0 else signs.replace("+", "-")
    return "·"
