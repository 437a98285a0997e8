"""Texts of many fields with their lists of terms, written for this project (gold/fields/README.md).

Groups of four documents (of four fields, or of one subject), the documents of a branch (medicine, law), one half of the fields and
the other half, and all together: what is a term in a collection about one thing, and about many. Documents alone are no examples:
with them the first places of a report suffered. A ranker fitted on one half is judged on the other.
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
    """All documents: one of each subject, or several with numbers (nuclear-1 … nuclear-4)."""
    return sorted(path.name.removesuffix(".terms.tsv") for path in FOLDER.glob("*.terms.tsv"))


def half(side: int) -> list[str]:
    """The documents of a half, 0 or 1; those of one subject stay together."""
    return [name for group in _groups(side) for name in group]


def _groups(side: int) -> list[list[str]]:
    """The documents of a half in groups of four: of four fields, or of one subject (nuclear-1 … nuclear-4)."""
    subjects: dict[str, list[str]] = {}
    alone = []
    for name in names():
        if (subject := _subject(name)) != name:
            subjects.setdefault(subject, []).append(name)
        else:
            alone.append(name)
    members = alone[side::2]
    fours = [members[first : first + GROUP] for first in range(0, len(members), GROUP)]
    return fours + list(subjects.values())[side::2]


def _subject(name: str) -> str:
    subject, _, number = name.rpartition("-")
    return subject if number.isdigit() else name


def _branches(side: int) -> dict[str, list[str]]:
    """The documents of a half by their branch."""
    of = {subject: branch for branch, subjects in _rows(FOLDER / "branches.tsv") for subject in subjects.split()}
    found: dict[str, list[str]] = {}
    for name in half(side):
        found.setdefault(of[_subject(name)], []).append(name)
    return found


def texts() -> dict[str, list[str]]:
    """The documents of each text by its label: "four of 0: …", "branch of 0: …", "half 0", "half 1", "all"."""
    found = {}
    for side in (0, 1):
        found |= {f"four of {side}: {members[0]}": members for members in _groups(side)}
        found |= {f"branch of {side}: {branch}": members for branch, members in _branches(side).items()}
        found[f"half {side}"] = half(side)
    return found | {"all": names()}


def kind(label: str) -> str:
    """A text of "four" documents, of a "branch", or of "many"."""
    first = label.split()[0]
    return first if first in ("four", "branch") else "many"


def side(label: str) -> int | None:
    """The half that a text belongs to, None where it belongs to both."""
    return next((k for k in (0, 1) if label.startswith((f"half {k}", f"four of {k}", f"branch of {k}"))), None)


def held_out(label: str, without: int | None) -> bool:
    """Whether a text may not be used where a half is left out (None: none is)."""
    return without is not None and side(label) in (without, None)


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
