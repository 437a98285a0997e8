"""Which concepts and renderings a person wants to see: shared by `list`, `export` and whatever else walks the glossary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aligner.records import Status

Sort = Literal["rank", "zh", "en", "frequency", "score"]
Script = Literal["hans", "hant", "both"]

VISIBLE: tuple[Status, ...] = ("preferred", "admitted", "candidate", "deprecated")


@dataclass(frozen=True, slots=True)
class Filters:
    """Every field narrows; the defaults keep all but what was rejected.

    `statuses` are those of the English renderings. `min_score` (0-1) is on the translation score and `min_termhood` on the
    termhood, both of candidates only: what is settled needs no score. `source` is a document's name, the end of its path, or
    a pattern with `*`; `subject` is compared without case; `method` is a method of evidence or its first part ("gloss").
    `script` chooses among the Chinese forms of a concept where it has both. `limit` counts concepts, 0 is all.
    """

    statuses: tuple[Status, ...] = VISIBLE
    min_score: float = 0.0
    min_termhood: float = 0.0
    source: str = ""
    subject: str = ""
    method: str = ""
    script: Script = "both"
    sort: Sort = "rank"
    limit: int = 0
