"""`glossary export`: the glossary as a file for another tool."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, get_args

import click

from aligner.errors import UsageError
from aligner.records import Lang, Status
from glossary import exchange
from glossary.entries import Concept
from glossary.exchange.atomic import OutputError, atomic_output
from glossary.exchange.base import Dialect, ExportOptions, Report, Style
from glossary.filters import VISIBLE, Filters, Script, Sort

_SHOWN = 20  # things left out that are listed one by one


def _listing() -> str:
    return "\b\nFormats:\n" + "\n".join(f"  {name:<10} {exchange.FORMATS[name].about}" for name in exchange.writable())


def _by_number(concept: Concept) -> tuple[int, str]:
    digits = concept.id.lstrip("c")
    return (int(digits) if digits.isdigit() else 0, concept.id)


def _choose(database: str, filters: Filters, options: ExportOptions, by_number: bool) -> Iterator[Concept]:
    from glossary import database as files
    from glossary import reading

    entry = exchange.FORMATS[options.format]
    with files.reading(database) as db:
        found = reading.concepts(db, filters, contexts=-1 if entry.all_contexts else options.contexts)
        yield from sorted(found, key=_by_number) if by_number else found


def _write(concepts: Iterator[Concept], output: str, options: ExportOptions) -> Report:
    if output != "-":
        with atomic_output(Path(output)) as out:
            return exchange.write(concepts, out, options)
    stream: BinaryIO = sys.stdout.buffer
    if exchange.FORMATS[options.format].binary and stream.isatty():
        raise UsageError(f"{options.format} is no text for a terminal; give -o FILE")
    try:
        report = exchange.write(concepts, stream, options)
        stream.flush()
    except BrokenPipeError:
        raise  # the reader has had enough (`| head`): click ends quietly
    except OSError as error:
        raise OutputError("standard output", error) from error
    return report


def _tell(target: str, report: Report) -> None:
    noun = report.noun if report.entries == 1 else {"entry": "entries"}.get(report.noun, report.noun + "s")
    click.echo(f"{target}: {report.entries} {noun}", err=True)
    if report.left_out:
        click.echo(f"left out {len(report.left_out)}:", err=True)
        for item in report.left_out[:_SHOWN]:
            click.echo(f"  {item}", err=True)
        if len(report.left_out) > _SHOWN:
            click.echo(f"  … and {len(report.left_out) - _SHOWN} more", err=True)


@click.command(epilog=_listing())
@click.option("--db", "database", envvar="GLOSSARY_DB", default="glossary.db", show_default=True, help="The glossary.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(exchange.writable()),
    metavar="FORMAT",
    help="See below; told by the ending of -o where that is clear, else csv.",
)
@click.option("-o", "--output", default="-", help="The file to write; - is standard output.  [default: -]")
@click.option(
    "--status",
    multiple=True,
    type=click.Choice(get_args(Status)),
    help="Only renderings of this status; repeatable.  [default: all but rejected]",
)
@click.option(
    "--min-score", type=click.FloatRange(0, 1), default=0.0, help="Only candidates with at least this translation score."
)
@click.option(
    "--min-termhood", type=click.FloatRange(0, 1), default=0.0, help="Only candidates with at least this termhood."
)
@click.option("--subject", default="", help="Only concepts of this subject.")
@click.option("--source", default="", help="Only what was seen in this document (name, end of the path, or pattern with *).")
@click.option(
    "--script",
    type=click.Choice(get_args(Script)),
    default="both",
    help="Chinese terms in simplified, traditional or both scripts.",
)
@click.option(
    "--sort", type=click.Choice(get_args(Sort)), help="Order of the entries.  [default: rank; termbase formats: by number]"
)
@click.option("--limit", type=click.IntRange(min=0), default=0, help="At most this many concepts; 0 is all.")
@click.option(
    "--from",
    "source_lang",
    type=click.Choice(get_args(Lang)),
    default="zh",
    show_default=True,
    help="Source language of one-way formats.",
)
@click.option("--all-fields", is_flag=True, help="csv, tsv: all columns, not only the ten main ones.")
@click.option("--bom", is_flag=True, help="csv, tsv: begin with a byte order mark, so that Excel reads UTF-8.")
@click.option(
    "--dialect", type=click.Choice(get_args(Dialect)), default="basic", show_default=True, help="tbx: which data categories."
)
@click.option(
    "--style",
    type=click.Choice(get_args(Style)),
    default="dca",
    show_default=True,
    help="tbx: categories as attributes (dca) or as tags (dct).",
)
@click.option(
    "--contexts", type=click.IntRange(min=0), default=3, show_default=True, help="Sentences per term in termbase formats."
)
@click.option("--title", default="Glossary", show_default=True, help="Title of the file, where the format has one.")
def command(
    database: str, format_: str | None, output: str, status: tuple[Status, ...], min_score: float, min_termhood: float,
    subject: str, source: str, script: Script, sort: Sort | None, limit: int, source_lang: Lang, all_fields: bool, bom: bool,
    dialect: Dialect, style: Style, contexts: int, title: str,
) -> None:  # fmt: skip
    """Write the glossary, or a part of it, as a file for another tool.

    Says on standard error what was written, and what was left out and why. A file is replaced only by a complete new one.
    """
    chosen = format_ or (exchange.format_of(output, "w") if output != "-" else "csv")
    options = ExportOptions(
        format=chosen, bom=bom, all_fields=all_fields, dialect=dialect, style=style, source=source_lang, contexts=contexts,
        title=title, sort=sort or "rank",
    )  # fmt: skip
    filters = Filters(
        statuses=status or VISIBLE, min_score=min_score, min_termhood=min_termhood, source=source, subject=subject,
        script=script, sort=sort or "rank", limit=limit,
    )  # fmt: skip
    by_number = sort is None and exchange.FORMATS[chosen].by_number
    report = _write(_choose(database, filters, options, by_number), output, options)
    _tell("standard output" if output == "-" else output, report)
