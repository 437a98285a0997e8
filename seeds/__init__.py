"""Small bilingual documents and a seed glossary, all written for this project; see README.md in this folder."""

from __future__ import annotations

from pathlib import Path


def path(name: str) -> Path:
    """The place of a seed file, such as "glossary.tsv", in a checkout and in an installed package alike.

    Raises FileNotFoundError, naming the file, where there is no such seed.
    """
    found = Path(__file__).parent / name
    if not found.is_file():
        raise FileNotFoundError(f"no seed file named {name!r} in {found.parent}")
    return found
