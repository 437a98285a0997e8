"""`glossary lookup`: the terms of a text, before it is translated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import click

from aligner.errors import UsageError
from aligner.records import Document, Lang, Place, Status
from glossary import database
from glossary.commands import ui
from glossary.commands.app import database_path
from glossary.filters import VISIBLE
from glossary.lookup import Occurrence, main_language, occurrences

_COLUMNS = ("term", "renderings", "status", "score", "count", "place", "places", "as_written", "concept")
_STYLE = """
body { font: 17px/1.8 serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #222; background: #fff }
p { white-space: pre-wrap; margin: 0 0 .8em } .term { position: relative; border-bottom: 2px solid #4a7; cursor: help }
.term.candidate { border-bottom-style: dotted } .card { display: none; position: absolute; left: 0; top: 1.7em; z-index: 1;
min-width: 14em; padding: .5em .8em; background: #fffbe8; border: 1px solid #bbb; box-shadow: 0 2px 8px #0003; font: 14px/1.4
sans-serif; white-space: normal } .term:hover .card, .term:focus .card { display: block } .card div + div { margin-top: .2em }
.preferred { font-weight: bold } .candidate .way { color: #555 } .deprecated { text-decoration: line-through }
.status { color: #777; font-size: .85em } table { border-collapse: collapse; margin-top: 2em } td, th { padding: .2em .8em .2em 0;
text-align: left; vertical-align: top } @media print { .card { display: none !important } }
"""


@dataclass(slots=True)
class _Text:
    """A document as one text: where each of its lines starts, and what place that is."""

    text: str = ""
    starts: list[tuple[int, Place]] = field(default_factory=list)

    def place(self, offset: int) -> Place:
        from bisect import bisect_right

        number = bisect_right(self.starts, offset, key=lambda start: start[0]) - 1
        start, place = self.starts[max(number, 0)]
        return Place(place.line, place.column + offset - start if place.column else 0, place.where)


@click.command("lookup")
@click.argument("file", type=click.Path(path_type=str, allow_dash=True))
@click.option("--lang", type=click.Choice(["zh", "en"]), help="The text's language. [default: what most of it is]")
@click.option("--min-score", type=click.FloatRange(0, 1), default=0.0, help="Least translation score of a candidate.")
@click.option("--settled", is_flag=True, help="Only renderings that are preferred or admitted.")
@ui.encoding_option
@click.option(
    "--format",
    "output",
    type=click.Choice([*ui.FORMATS, "html"]),
    default="table",
    show_default=True,
    help="How to print it; html is the text itself with a card for each term.",
)
@click.option("-o", "--output", "target", type=click.Path(path_type=Path), help="Write to this file.")
@ui.db_option
@click.pass_context
def command(
    ctx: click.Context,
    file: str,
    lang: Lang | None,
    min_score: float,
    settled: bool,
    encoding: str | None,
    output: str,
    target: Path | None,
) -> None:
    """List the glossary terms of a text with their renderings, in order of appearance.

    FILE is a document in any format that `glossary extract` reads, or - for text on standard input. Of terms inside others
    only the longest counts. Exit code 1 where the text has none.

    \b
    Example:
        glossary lookup speech.docx
        glossary lookup --settled --format html -o speech.html speech.txt
        pbpaste | glossary lookup -
    """
    text = _read(file, encoding)
    language = lang or main_language(text.text)
    statuses: tuple[Status, ...] = ("preferred", "admitted") if settled else VISIBLE
    with database.reading(database_path(ctx)) as db:
        found = occurrences(db, text.text, lang=language, statuses=statuses, min_score=min_score)
    if output == "html":
        page = _page(file, text, found, language)
        _write(target, page) if target else click.echo(page, nl=False)
    else:
        if target:
            raise UsageError("-o goes with --format html; send the other formats to a file with >")
        _print(text, found, output)
    if not found:
        click.echo(f"no term of the glossary in {file}", err=True)
        ctx.exit(1)


def _read(file: str, encoding: str | None) -> _Text:
    from aligner.documents import read

    text, parts, length = _Text(), list[str](), 0
    for line, place, ends in _lines(read(file, encoding=encoding)):
        text.starts.append((length, place))
        parts.append(line + ("\n\n" if ends else "\n"))
        length += len(parts[-1])
    text.text = "".join(parts)
    return text


def _lines(document: Document) -> Iterator[tuple[str, Place, bool]]:
    for line in document.lines:
        yield line.text, line.place(), line.ends
    for pair in document.pairs:
        yield pair.zh.text, pair.zh.place, True


def _print(text: _Text, found: list[Occurrence], output: str) -> None:
    terms: dict[tuple[str, str], list[Occurrence]] = {}
    for occurrence in found:
        terms.setdefault((occurrence.concept, occurrence.term), []).append(occurrence)
    if output == "table":
        rows = [
            [
                some[0].term, "; ".join(r.text for r in some[0].renderings[:4]), some[0].renderings[0].status,
                ui.score(some[0].renderings[0].translation), str(len(some)), str(text.place(some[0].start)),
            ]
            for some in terms.values()
        ]  # fmt: skip
        if rows:
            ui.table(rows, ("term", "renderings", "status", "score", "times", "first"), right=(3, 4), widest=60)
        return
    ui.records((_record(text, some) for some in terms.values()), _COLUMNS, output)


def _record(text: _Text, some: list[Occurrence]) -> dict[str, object]:
    first = some[0]
    return {
        "term": first.term, "renderings": "; ".join(r.text for r in first.renderings), "status": first.renderings[0].status,
        "score": first.renderings[0].translation, "count": len(some), "place": str(text.place(first.start)),
        "places": "; ".join(str(text.place(o.start)) for o in some),
        "as_written": "; ".join(dict.fromkeys(text.text[o.start : o.stop].replace("\n", "") for o in some)),
        "concept": first.concept,
    }  # fmt: skip


def _page(name: str, text: _Text, found: list[Occurrence], lang: Lang) -> str:
    """The text as one HTML file without anything from outside, a card on every term: by pointer or by the Tab key."""
    other = "en" if lang == "zh" else "zh"
    parts, at = [], 0
    for occurrence in found:
        parts += [_paragraphs(text.text[at : occurrence.start]), _card(text.text, occurrence, other)]
        at = occurrence.stop
    parts.append(_paragraphs(text.text[at:]))
    title = escape(ui.plain("standard input" if name == "-" else name))
    rows = {
        (o.concept, o.term): f'<tr><td lang="{lang}">{escape(o.term)}</td><td lang="{other}">'
        f"{escape('; '.join(r.text for r in o.renderings))}</td></tr>"
        for o in found
    }
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<p>{''.join(parts)}</p>\n"
        f"<table>\n{chr(10).join(rows.values())}\n</table>\n</body>\n</html>\n"
    )


def _paragraphs(text: str) -> str:
    return escape(text, quote=False).replace("\n\n", "</p>\n<p>")


def _card(text: str, occurrence: Occurrence, lang: str) -> str:
    ways = "".join(
        f'<div><span class="way {r.status}" lang="{lang}">{escape(r.text)}</span> <span class="status">{r.status}'
        f"{f' {r.translation:.2f}' if r.translation else ''}</span></div>"
        for r in occurrence.renderings[:6]
    )
    head = f"<div>{escape(occurrence.term)}</div>" if occurrence.term != text[occurrence.start : occurrence.stop] else ""
    return (
        f'<span class="term {occurrence.renderings[0].status}" tabindex="0">{escape(text[occurrence.start : occurrence.stop])}'
        f'<span class="card" role="tooltip">{head}{ways}</span></span>'
    )


def _write(target: Path, page: str) -> None:
    from glossary.exchange.atomic import atomic_output

    with atomic_output(target) as stream:
        stream.write(page.encode())
