"""OmegaT glossary: tab-separated `.utf8` with source, target, comment; every row is data, nothing is quoted.

https://omegat.sourceforge.io/manual-standard/en/chapter.glossaries.html. OmegaT takes a line that begins with `#` for a
comment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from aligner.records import Lang
from glossary.entries import Concept, Term
from glossary.exchange.base import ExportOptions, ImportOptions, LeftOut, Report
from glossary.exchange.oneway import entries, flat, remark


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Write every current rendering as a line, best first."""
    report = Report("entry")
    for entry in entries(concepts, options, report):
        if entry.source.startswith("#"):
            report.leave(f"{entry.pair.concept.id} {entry.source}", "OmegaT takes a line that begins with # for a comment")
            continue
        context = next((c.zh if options.source == "zh" else c.en for c in entry.pair.contexts), "")
        comment = "; ".join(part for part in (remark(entry.pair.concept, entry.pair.en), flat(context)) if part)
        out.write(f"{entry.source}\t{entry.target}\t{comment}".rstrip("\t").encode() + b"\n")
        report.entries += 1
    return report


def read(source: BinaryIO, name: str, options: ImportOptions) -> Iterator[Concept | LeftOut]:
    """Read an OmegaT glossary of either direction: the side with Chinese characters is the Chinese one."""
    from aligner.encoding import decode
    from aligner.text import has_han

    text = decode(source.read(), name, options.encoding or None).text
    found: dict[str, dict[str, Term]] = {}
    for number, row in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in row.split("\t")]
        if not row.strip() or row.startswith("#"):
            continue
        if len(cells) < 2 or not cells[0] or not cells[1]:
            yield LeftOut(f"line {number}", "no source and target with a tab between them")
            continue
        if has_han(cells[0]) == has_han(cells[1]):
            yield LeftOut(f"line {number}", "one of source and target must be Chinese, the other English")
            continue
        zh, en = (cells[0], cells[1]) if has_han(cells[0]) else (cells[1], cells[0])
        renderings = found.setdefault(zh, {})
        if en in renderings:
            yield LeftOut(f"line {number}", f"{zh} = {en} stands above already")
            continue
        lang: Lang = "en"
        renderings[en] = Term(en, lang, options.status, note=cells[2] if len(cells) > 2 else "")
    for number, (zh, renderings) in enumerate(found.items(), 1):
        yield Concept(f"e{number}", (Term(zh, "zh", options.status), *renderings.values()))
