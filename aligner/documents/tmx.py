"""TMX 1.4 translation memories, and the older ones that still say `lang` for `xml:lang`."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.documents.bilingual import ONE_SIDED, Pairs, sides
from aligner.documents.languages import MOST, language
from aligner.documents.source import Source
from aligner.records import Place, SegmentPair
from aligner.xmlsafe import elements

# Elements whose content is code of the original format, not text; what <hi> holds is text.
CODES = frozenset({"bpt", "ept", "ph", "it", "ut", "sub"})


def read(source: Source) -> Iterator[SegmentPair]:
    """The pairs of every unit with a zh and an en variant. The place is the unit's id, or its number, and its line."""
    pairs, languages = Pairs(source, "tmx"), set()
    for number, unit in enumerate(elements(source.chunks(), source.name, {"tu"}), 1):
        texts = []
        for variant in unit.all("tuv"):
            tag = variant.get("xml:lang") or variant.get("lang")
            segment = variant.find("seg")
            languages.add(tag)
            if segment is not None and (lang := language(tag)):
                texts.append((lang, segment.text(CODES)))
        if len(languages) > MOST:
            raise source.error(f"names more than {MOST:,} languages", unit.line)
        place = Place(unit.line, 0, f"unit {unit.get('tuid') or number}")
        found = sides(texts)
        for zh, en in found:
            if made := pairs.make(zh, en, place):
                yield made
        if not found:
            pairs.leave(place, ONE_SIDED)
    pairs.finish("units", languages)
