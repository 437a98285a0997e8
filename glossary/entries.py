"""What the glossary gives out: concepts with their terms and contexts, as ISO 30042 names them.

`store` and `search` make these, `exchange` writes and reads them; neither sees the other's tables or files.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

from aligner import order
from aligner.records import Lang, Status

_SEEN = ((33, 4.9), (17, 4.2), (9, 3.5), (5, 2.8), (3, 2.2), (2, 1.7), (0, 1.0))
PER_PAIR = 18  # sightings for each sentence pair that was mined: 17 of TICO-19, 19 of 55 reports, 16 to 24 of one alone


def worth(translation: float, termhood: float, frequency: int) -> float:
    """What a candidate is ranked by: the chance of a good entry, times a gentle gain for being seen often.

    A termhood of 0 means that none is known and counts as one half. The same as the column `worth` of the table of terms.
    """
    return translation * (termhood or 0.5) * _gain(frequency)


def place(translation: float, termhood: float, frequency: int, sure: float) -> float:
    """What candidates are listed by for a person to read, in the order of mining: see `aligner.order`, where `sure` is from.

    A termhood of 0 counts as in `worth`.
    """
    return order.place(max(translation, 0.0), termhood or 0.5, 1 + log(max(frequency, 1)), sure)


def weights(sightings: int) -> tuple[float, float]:
    """The weights of the translation score for a glossary of so many sightings in all: see `aligner.order`."""
    return order.weights(sightings / PER_PAIR)


def _gain(frequency: int) -> float:
    return next(gain for least, gain in _SEEN if frequency >= least)


@dataclass(frozen=True, slots=True)
class Context:
    """One sighting of a pair: the sentences around it and where they stand.

    `place` is the readable form ("12:34", "page 3, 5:1"); either sentence may be empty. `times` is how many sightings in the
    document it stands for.
    """

    zh: str
    en: str
    document: str
    place: str = ""
    method: str = ""
    score: float = 1.0
    times: int = 1


@dataclass(frozen=True, slots=True)
class Term:
    """An expression in one language inside a concept.

    `status` is this term's standing inside its concept; for an English rendering it is the status of the pair with the
    concept's Chinese term. `translation` and `termhood` are 0-1, `frequency` counts sightings. `decided_by` names the person
    who set the status, or is empty where no person has. Dates are ISO 8601 days.
    """

    text: str
    lang: Lang
    status: Status = "candidate"
    translation: float = 0.0
    termhood: float = 0.0
    frequency: int = 0
    part_of_speech: str = ""
    reading: str = ""
    note: str = ""
    source: str = ""
    decided_by: str = ""
    created: str = ""
    modified: str = ""
    contexts: tuple[Context, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """One meaning, with its terms in both languages, best first.

    `id` is stable for the life of the database and unique in it. `related` holds ids of other concepts.
    """

    id: str
    terms: tuple[Term, ...]
    definition: str = ""
    subject: str = ""
    note: str = ""
    related: tuple[str, ...] = ()

    @property
    def zh(self) -> tuple[Term, ...]:
        """The Chinese terms, best first."""
        return tuple(term for term in self.terms if term.lang == "zh")

    @property
    def en(self) -> tuple[Term, ...]:
        """The English terms (renderings), best first."""
        return tuple(term for term in self.terms if term.lang == "en")
