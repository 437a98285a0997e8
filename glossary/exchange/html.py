"""A glossary to read or print: one HTML file without anything from outside, Chinese by pinyin and an English index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import BinaryIO

from glossary.entries import Concept, Term
from glossary.exchange.base import ExportOptions, Report
from glossary.exchange.clean import printable
from glossary.exchange.readable import Item, by_english, by_pinyin, initial, items
from glossary.exchange.termbase import language
from glossary.exchange.xmlout import Names

_STYLE = """
body { font: 16px/1.5 serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #222; background: #fff }
nav a { margin-right: .5em } h2, h3 { break-after: avoid } .entry { break-inside: avoid; margin: .6em 0 }
.zh { font-size: 1.15em; font-weight: bold } .reading { font-style: italic; color: #555 } .candidate { color: #555 }
.deprecated { text-decoration: line-through } blockquote { margin: .2em 0 .2em 1.5em; color: #444 }
.sources { font-size: .85em; color: #666 } #english { columns: 2 }
@media print { nav { display: none } body { max-width: none; font-size: 11pt } }
@media (max-width: 40em) { #english { columns: 1 } }
"""


def _text(value: str) -> str:
    return escape(printable(value))


def _term(term: Term, more: str = "") -> str:
    return f'<span lang="{language(term)}" class="{term.lang} {term.status}{more}">{_text(term.text)}</span>'


def _entry(item: Item, key: str, contexts: int) -> Iterator[str]:
    yield f'<div class="entry" id="{key}">'
    chinese = ", ".join(_term(term) for term in item.zh)
    lang = "zh-Hans" if language(item.zh[0]) == "zh-Hant" else "zh-Hant"
    other = f' <span lang="{lang}">[{_text(item.other)}]</span>' if item.other else ""
    reading = f'<span class="reading" lang="zh-Latn-pinyin">{_text(item.reading)}</span>'
    yield f"<div>{chinese}{other} {reading} — {'; '.join(_term(term) for term in item.en)}</div>"
    notes = [item.concept.definition, item.concept.note, *(f"{t.text}: {t.note}" for t in item.en if t.note)]
    yield from (f"<div>{_text(note)}</div>" for note in notes if note)
    sentences = dict.fromkeys((c.zh, c.en) for term in item.en for c in term.contexts)
    for zh, en in list(sentences)[:contexts]:
        sides = [f'<span lang="{code}">{_text(side)}</span>' for code, side in (("zh", zh), ("en", en)) if side]
        if sides:
            yield f"<blockquote>{'<br>'.join(sides)}</blockquote>"
    if item.sources:
        yield f'<div class="sources">{_text(", ".join(item.sources))}</div>'
    yield "</div>"


def _letters(letters: Iterable[str], prefix: str) -> str:
    return " ".join(f'<a href="#{prefix}{ord(letter)}">{letter}</a>' for letter in dict.fromkeys(letters))


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Write the glossary as a page. Terms that nobody has confirmed yet are grey, deprecated ones struck through."""
    report, names = Report("concept"), Names()
    found = by_pinyin(items(concepts, report))
    index = by_english(found)
    title = _text(options.title)
    lines = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>",
        f"<nav><p>中文 {_letters((item.letter for item in found), 'zh')}</p>",
        f"<p>English {_letters((initial(term.text) for term, _ in index), 'en')}</p></nav>",
        '<h2 lang="zh">中文</h2>',
    ]
    letter = ""
    for item in found:
        if item.letter != letter:
            letter = item.letter
            lines.append(f'<h3 id="zh{ord(letter)}">{letter}</h3>')
        lines += _entry(item, "t-" + names.of(item.concept.id), options.contexts)
    lines.append('<h2>English</h2>\n<div id="english">')
    letter = ""
    for term, item in index:
        if initial(term.text) != letter:
            letter = initial(term.text)
            lines.append(f'<h3 id="en{ord(letter)}">{letter}</h3>')
        link = f'<a href="#t-{names.of(item.concept.id)}" lang="{language(item.zh[0])}">{_text(item.zh[0].text)}</a>'
        lines.append(f"<div>{_term(term)} — {link}</div>")
    lines.append("</div>\n</body>\n</html>\n")
    report.entries = len(found)
    out.write("\n".join(lines).encode())
    return report
