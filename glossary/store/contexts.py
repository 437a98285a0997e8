"""Contexts as other tools give them back: places as text, and the two halves of a sentence pair apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from aligner.records import Place
from glossary.entries import Context

_PLACE = re.compile(r"(?:(?P<where>.*), )?(?P<line>[1-9]\d*)(?::(?P<column>[1-9]\d*))?", re.DOTALL)


def place(readable: str) -> Place:
    """The place that `str(Place)` gave."""
    match = _PLACE.fullmatch(readable)
    if not match or len(readable) > 200:
        return Place(where=readable)
    return Place(int(match["line"]), int(match["column"] or 0), match["where"] or "")


def joined(contexts: Iterable[Context], apart: list[Context]) -> Iterable[Context]:
    """The contexts of an English term with the Chinese sentences of the same places, which some formats keep apart.

    What finds its other half is taken out of `apart`.
    """
    for context in contexts:
        if context.en and not context.zh and (context.document or context.place):
            half = next(
                (c for c in apart if c.zh and (c.document, c.place) == (context.document, context.place) and not c.en), None
            )
            if half is not None:
                apart.remove(half)
                context = replace(context, zh=half.zh)
        yield context
