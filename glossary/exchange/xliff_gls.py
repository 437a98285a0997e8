"""XLIFF 2.1 with the glossary module: a unit per concept that holds its glossary entries.

http://docs.oasis-open.org/xliff/xliff-core/v2.1/os/xliff-core-v2.1-os.html#glossary-module: an entry has one term, any
number of translations and at most one definition, and points at the term in the unit's source.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from aligner.errors import UsageError
from glossary.entries import Concept
from glossary.exchange.base import ExportOptions, Report
from glossary.exchange.oneway import chinese, flat, one_script
from glossary.exchange.xmlout import Names, attributes, element, text

CORE = "urn:oasis:names:tc:xliff:document:2.0"
GLOSSARY = "urn:oasis:names:tc:xliff:glossary:2.0"


def _unit(concept: Concept, key: str, options: ExportOptions, report: Report) -> list[str]:
    current = [t for t in concept.terms if t.status not in ("deprecated", "rejected") and flat(t.text)]
    sides = [[t for t in current if (t.lang == options.source) is wanted] for wanted in (True, False)]
    if not sides[0] or not sides[1]:
        report.leave(concept.id, "no current term in one of the languages")
        return []
    lines = [f'<unit id="{key}">', " <gls:glossary>"]
    for number, term in enumerate(sides[0], 1):
        # only the first term stands in the source of the unit, where the entry can point
        where = {"id": f"g{number}", "ref": "#m1" if number == 1 else ""}
        lines += [f"  <gls:glossEntry{attributes(where)}>", f"   {element('gls:term', term.text, {'source': term.source})}"]
        for count, other in enumerate(sides[1], 1):
            lines.append(
                f"   {element('gls:translation', other.text, {'id': f'g{number}t{count}', 'source': other.source})}"
            )
        if concept.definition:
            lines.append(f"   {element('gls:definition', concept.definition)}")
        lines.append("  </gls:glossEntry>")
    source, target = text(sides[0][0].text), text(sides[1][0].text)
    lines += [
        " </gls:glossary>", " <segment>", f'  <source><mrk id="m1" type="term">{source}</mrk></source>',
        f"  <target>{target}</target>", " </segment>", "</unit>",
    ]  # fmt: skip
    report.entries += 1
    return lines


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Write a unit per concept. Raises UsageError where there is none: a <file> needs one."""
    report, names = Report("concept"), Names()
    codes = (chinese(options), "en") if options.source == "zh" else ("en", chinese(options))
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="2.1" xmlns="{CORE}" xmlns:gls="{GLOSSARY}"'
        f' srcLang="{codes[0]}" trgLang="{codes[1]}">\n <file{attributes({"id": "f1", "original": options.title})}>\n'
    )
    for concept in concepts:
        lines = _unit(one_script(concept, options), names.of(concept.id), options, report)
        out.write((head + "".join(f"  {line}\n" for line in lines)).encode() if lines else b"")
        head = "" if lines else head
    if not report.entries:
        raise UsageError("no entry matches, and an XLIFF file needs at least one; nothing was written")
    out.write(b" </file>\n</xliff>\n")
    return report
