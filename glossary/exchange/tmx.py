"""TMX 1.4b: the stored segment pairs as a translation memory. https://www.gala-global.org/tmx-14b

Pairs that one document declares or that were aligned; the score and the method of the pair stand in <prop>.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from aligner.errors import UsageError
from aligner.records import SegmentPair
from glossary.entries import Concept
from glossary.exchange.base import ExportOptions, Report
from glossary.exchange.fields import number
from glossary.exchange.termbase import sources
from glossary.exchange.xmlout import element, text


def _unit(pair: SegmentPair, source: str) -> str:
    props = {"document": sources(pair.document, str(pair.zh.place)), "method": pair.method, "score": number(pair.score)}
    lines = ["<tu>", *(" " + element("prop", value, {"type": f"x-{name}"}) for name, value in props.items() if value)]
    sides = [("zh", pair.zh.text), ("en", pair.en.text)]
    for lang, segment in sides if source == "zh" else reversed(sides):
        code = "zh-CN" if lang == "zh" else "en"
        lines.append(f' <tuv xml:lang="{code}"><seg>{text(segment)}</seg></tuv>')
    return "".join(f"  {line}\n" for line in [*lines, "</tu>"])


def write_pairs(pairs: Iterable[SegmentPair], out: BinaryIO, options: ExportOptions) -> Report:
    """Write segment pairs as translation units."""
    report = Report("unit")
    source = "zh-CN" if options.source == "zh" else "en"
    out.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
        ' <header creationtool="zhen-glossary" creationtoolversion="1" segtype="sentence" o-tmf="zhen-glossary"'
        f' adminlang="en" srclang="{source}" datatype="plaintext"/>\n <body>\n'.encode()
    )
    for pair in pairs:
        if not pair.zh.text.strip() or not pair.en.text.strip():
            report.leave(f"{pair.document} {pair.zh.place}", "one side is empty")
            continue
        out.write(_unit(pair, options.source).encode())
        report.entries += 1
    out.write(b" </body>\n</tmx>\n")
    return report


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Concepts are no translation memory: the command gives segment pairs to `write_pairs`."""
    raise UsageError("tmx holds segment pairs, not terms")
