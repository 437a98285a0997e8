"""What every format module shares: options in, a report out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from aligner.records import Lang, Status
from glossary import entries

#: Best first. A rejected pair is a decision worth keeping in the database and a nuisance in every other tool.
STATUSES: tuple[Status, ...] = ("preferred", "admitted", "candidate", "deprecated", "rejected")

Dialect = Literal["min", "basic", "linguist"]
Style = Literal["dca", "dct"]
Script = Literal["hans", "hant", "both"]


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How to write. What to write has been chosen before: a writer gets only the concepts that are asked for.

    `contexts` caps the sentences per term where a format holds several; `source` is what a one-way format translates from.
    `script` matters to formats that hold one Chinese form per concept: traditional for hant, else simplified.
    `sort` is the order the concepts come in: tables put their rows in order of rank themselves, by `weights` (of
    `aligner.order`), and keep any other.
    """

    format: str = "csv"
    bom: bool = False
    all_fields: bool = False
    dialect: Dialect = "basic"
    style: Style = "dca"
    source: Lang = "zh"
    contexts: int = 3
    title: str = "Glossary"
    script: Script = "both"
    sort: str = "rank"
    weights: tuple[float, float] = entries.weights(0)


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to read. `columns` names the columns of a table ("zh,en,,note"); `status` is for terms that carry none."""

    format: str = "csv"
    encoding: str = ""
    columns: tuple[str, ...] = ()
    status: Status = "candidate"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that was not written, or not read: where it stands and why."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}" if self.place else self.reason


@dataclass(slots=True)
class Report:
    """What was written. `entries` counts what the format counts (rows, concepts, units), named by `noun`."""

    noun: str = "entry"
    entries: int = 0
    left_out: list[LeftOut] = field(default_factory=list)

    def leave(self, place: str, reason: str) -> None:
        """Note that something was left out."""
        self.left_out.append(LeftOut(place, reason))


# What termbases call a term's standing, without "Term" and "-admn-sts"
_STANDING: dict[str, Status] = {
    "preferred": "preferred", "standardized": "preferred", "legal": "preferred", "approved": "preferred",
    "valid": "preferred",
    "admitted": "admitted", "allowed": "admitted", "regulated": "admitted",
    "deprecated": "deprecated", "superseded": "deprecated", "notrecommended": "deprecated", "forbidden": "deprecated",
    "obsolete": "deprecated", "prohibited": "deprecated", "restricted": "deprecated",
    "rejected": "rejected",
    "candidate": "candidate", "proposed": "candidate", "new": "candidate", "suggested": "candidate",
}  # fmt: skip


def status_of(value: str, otherwise: Status) -> Status:
    """The status that a word of another tool means (administrativeStatus, usageStatus, a column of a table)."""
    plain = (
        "".join(value.casefold().split()).removesuffix("-admn-sts").replace("_", "").replace("-", "").removesuffix("term")
    )
    return _STANDING.get(plain, otherwise)
