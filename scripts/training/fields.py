"""Texts of many fields with their lists of terms, written for this project (gold/fields/README.md).

Groups of four fields, one half of the fields and the other half, and all together: what is a term in a collection about many things.
Documents alone are no examples: with them the first places of a report suffered. A ranker fitted on one half is judged on the other.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aligner.records import Place, Segment, SegmentPair

if TYPE_CHECKING:
    from bench_extract import Gold

FOLDER = Path(__file__).resolve().parents[1] / "gold" / "fields"
GROUP = 4


def names() -> list[str]:
    """All documents."""
    return sorted(path.name.removesuffix(".terms.tsv") for path in FOLDER.glob("*.terms.tsv"))


def texts() -> dict[str, list[str]]:
    """The documents of each text by its label: "four of 0: …", "half 0", "half 1", "all"."""
    found = {}
    for side in (0, 1):
        members = names()[side::2]
        for first in range(0, len(members), GROUP):
            found[f"four of {side}: {members[first]}"] = members[first : first + GROUP]
        found[f"half {side}"] = members
    return found | {"all": names()}


def kind(label: str) -> str:
    """A text of "four" documents or of "many"."""
    return "four" if label.startswith("four of") else "many"


def side(label: str) -> int | None:
    """The half that a text belongs to, None where it belongs to both."""
    return next((k for k in (0, 1) if label.startswith((f"half {k}", f"four of {k}"))), None)


def held_out(label: str, half: int | None) -> bool:
    """Whether a text may not be used where a half is left out (None: none is)."""
    return half is not None and side(label) in (half, None)


def pairs(members: list[str]) -> list[SegmentPair]:
    """The sentence pairs of some documents."""
    return [
        SegmentPair(Segment(zh, "zh", Place(number)), Segment(en, "en", Place(number)), document=name)
        for name in members
        for number, (zh, en) in enumerate(_rows(FOLDER / f"{name}.tsv"), 1)
    ]


def gold(members: list[str]) -> Gold:
    """The terms of some documents by scoring key."""
    from termnorm import pair_key  # type: ignore[import-not-found]

    return {pair_key(*row): row for name in members for row in _rows(FOLDER / f"{name}.terms.tsv")}


def _rows(path: Path) -> list[tuple[str, str]]:
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [(zh, en) for zh, en in rows]
