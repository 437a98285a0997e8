"""Gettext catalogues (PO, POT-like): messages and their translations, whichever of them is the Chinese one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.documents.bilingual import ONE_SIDED, UNFINISHED, UNTRANSLATED, Pairs, by_content
from aligner.documents.inline import render
from aligner.documents.source import Source
from aligner.records import Place, SegmentPair

_ROLE = re.compile(r":[A-Za-z][\w:-]{0,40}:`([^`<>]{1,300}?)(?:\s*<[^<>`]{0,300}>)?`")
_HYPERLINK = re.compile(r"`([^`<>]{1,300}?)\s*<[^<>`]{1,500}>`__?")
_ACCELERATOR = re.compile(r"\s*[(（][&_][A-Za-z0-9][)）]")


def read(source: Source) -> Iterator[SegmentPair]:
    """The pairs of every translated entry, fuzzy and obsolete ones left out. The place is the entry's line."""
    import polib

    pairs = Pairs(source, "po")
    try:
        catalogue = polib.pofile(source.text(), encoding="utf-8", check_for_duplicates=False)
    except (OSError, ValueError, IndexError, TypeError, AttributeError, KeyError) as error:
        raise source.error(f"is not a PO file ({_reason(error)})") from None
    for entry in catalogue:
        place = Place(entry.linenum, 0, "entry")
        if entry.obsolete or "fuzzy" in entry.flags:
            pairs.leave(place, "that are obsolete" if entry.obsolete else UNFINISHED)
            continue
        translations = [entry.msgstr] if entry.msgstr else [text for _, text in sorted(entry.msgstr_plural.items())]
        originals = [entry.msgid_plural or entry.msgid] * len(translations)
        for original, translation in zip(originals, translations, strict=True):
            zh_en = by_content(plain(original), plain(translation))
            if zh_en is None:
                pairs.leave(place, UNTRANSLATED if not translation.strip() else ONE_SIDED)
            elif made := pairs.make(*zh_en, place):
                yield made
    pairs.finish("entries")


def plain(message: str) -> str:
    """A message without the markup of documentation (reStructuredText, Markdown, HTML) and without shortcut keys."""
    message = _HYPERLINK.sub(r"\1", _ROLE.sub(r"\1", message))
    message = render(_ACCELERATOR.sub("", message)).text
    return re.sub(r"&(?=[A-Za-z0-9])", "", message)


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
