"""A glossary to read, in Markdown: Chinese by pinyin, then an English index."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO

from glossary.entries import Concept, Term
from glossary.exchange.base import ExportOptions, Report
from glossary.exchange.oneway import flat
from glossary.exchange.readable import Item, by_english, by_pinyin, initial, items

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")


def _text(value: str) -> str:
    """Text that Markdown leaves alone, on one line."""
    escaped = _MARKUP.sub(r"\\\1", flat(value))
    return re.sub(r"^(\d+)([.)])|^([-+=])", r"\1\\\2\3" if escaped[:1].isdigit() else r"\\\3", escaped)


def _term(term: Term) -> str:
    mark = {"deprecated": " (deprecated)", "candidate": " (?)"}.get(term.status, "")
    return _text(term.text) + mark


def _item(item: Item, contexts: int) -> list[str]:
    other = f" [{_text(item.other)}]" if item.other else ""
    further = "".join(f", {_term(term)}" for term in item.zh[1:])
    lines = [f"- **{_term(item.zh[0])}**{further}{other} *{_text(item.reading)}* — {'; '.join(map(_term, item.en))}"]
    details = [item.concept.definition, item.concept.note, *(f"{t.text}: {t.note}" for t in item.en if t.note)]
    lines += [f"  - {_text(detail)}" for detail in details if detail]
    sentences = dict.fromkeys((c.zh, c.en) for term in item.en for c in term.contexts)
    for zh, en in list(sentences)[:contexts]:
        shown = " / ".join(_text(side) for side in (zh, en) if side)
        lines += [f"  - > {shown}"] if shown else []
    if item.sources:
        lines.append(f"  - {', '.join(map(_text, item.sources))}")
    return lines


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Write the glossary as Markdown. A term that nobody has confirmed yet carries a question mark."""
    report = Report("concept")
    found = by_pinyin(items(concepts, report))
    lines = [f"# {_text(options.title)}", "", "## 中文", ""]
    letter = ""
    for item in found:
        if item.letter != letter:
            letter = item.letter
            lines += ["", f"### {letter if letter != '#' else 'Other'}", ""]
        lines += _item(item, options.contexts)
    lines += ["", "## English", ""]
    letter = ""
    for term, item in by_english(found):
        if initial(term.text) != letter:
            letter = initial(term.text)
            lines += ["", f"### {letter if letter != '#' else 'Other'}", ""]
        lines.append(f"- {_term(term)} — {_text(item.zh[0].text)}")
    report.entries = len(found)
    out.write(re.sub(r"\n{3,}", "\n\n", "\n".join(lines) + "\n").encode())
    return report
