"""`glossary export`: the glossary as a file for another tool."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, get_args

import click

from aligner.errors import UsageError
from aligner.records import Lang, Status
from glossary import database, exchange, reading
from glossary.commands import ui
from glossary.commands.app import database_path
from glossary.entries import Concept
from glossary.exchange.atomic import OutputError, atomic_output
from glossary.exchange.base import Dialect, ExportOptions, Report, Style
from glossary.filters import VISIBLE, Filters, Script, Sort

_SHOWN = 20  # things left out that are listed one by one


def _formats() -> str:
    return "\b\nFormats:\n" + "\n".join(f"  {name:<11} {exchange.FORMATS[name].about}" for name in exchange.exportable())


@click.command("export", epilog=_formats())
@click.option(
    "--format", "format_", type=click.Choice(exchange.exportable()), metavar="FORMAT",
    help="See below. [default: what the ending of -o says, else csv]",
)  # fmt: skip
@click.option("-o", "--output", default="-", help="The file to write. [default: standard output]")
@click.option(
    "--status", multiple=True, type=click.Choice(get_args(Status)),
    help="Renderings of this status; repeatable. [default: all but rejected]",
)  # fmt: skip
@click.option("--min-score", type=click.FloatRange(0, 1), default=0.0, help="Least translation score of candidates, 0 to 1.")
@click.option("--min-termhood", type=click.FloatRange(0, 1), default=0.0, help="Least termhood of candidates, 0 to 1.")
@click.option("--subject", default="", help="Concepts of this subject.")
@click.option("--source", default="", help="Seen in this document: its name, the end of its path, or a pattern with *.")
@click.option("--method", default="", help="Seen by this method (see `glossary stats`): gloss, gloss:note, words …")
@click.option(
    "--script", type=click.Choice(get_args(Script)), default="both", show_default=True, help="Which Chinese forms."
)
@click.option(
    "--sort", type=click.Choice(get_args(Sort)), help="Order of the entries. [default: rank; in termbases by number]"
)
@click.option("--limit", type=click.IntRange(0), default=0, show_default=True, help="At most so many concepts; 0 is all.")
@click.option(
    "--from", "source_lang", type=click.Choice(get_args(Lang)), default="zh", show_default=True,
    help="The source language, for tools that translate one way.",
)  # fmt: skip
@click.option("--all-fields", is_flag=True, help="csv, tsv: every column, not only the ten main ones.")
@click.option("--bom", is_flag=True, help="csv, tsv, memoq: begin with a byte order mark, for Excel.")
@click.option(
    "--dialect",
    type=click.Choice(get_args(Dialect)),
    default="basic",
    show_default=True,
    help="tbx: TBX-Min, -Basic, -Linguist.",
)
@click.option(
    "--style", type=click.Choice(get_args(Style)), default="dca", show_default=True,
    help="tbx: data categories as attributes (dca) or as tags (dct).",
)  # fmt: skip
@click.option(
    "--contexts", type=click.IntRange(0), default=3, show_default=True, help="Sentences per term, where a few will do."
)
@click.option("--title", default="Glossary", show_default=True, help="The title, where the format has one.")
@ui.db_option
@click.pass_context
def command(ctx: click.Context, /, format_: str | None, output: str, source_lang: Lang, **chosen: Any) -> None:
    """Write the glossary, or a part of it, as a file for another tool.

    Standard error says what was written, and what was left out and why. The file is replaced in one step, when the new one
    is complete. In csv and tsv a cell that a spreadsheet would run as a formula begins with an apostrophe, and one that
    begins with an apostrophe has two; `glossary import` takes it off again.

    \b
    Example:
        glossary export --format csv -o terms.csv
        glossary export --status preferred --status admitted --script hans -o terms.tbx
    """
    name = format_ or (exchange.format_of(output, "w") if output != "-" else "csv")
    sort: Sort = chosen["sort"] or "rank"
    options = ExportOptions(
        format=name, source=source_lang, sort=sort,
        **{key: chosen[key] for key in ("bom", "all_fields", "dialect", "style", "contexts", "title", "script")},
    )  # fmt: skip
    filters = Filters(
        statuses=chosen["status"] or VISIBLE, sort=sort,
        **{key: chosen[key] for key in ("min_score", "min_termhood", "subject", "source", "method", "script", "limit")},
    )  # fmt: skip
    by_number = chosen["sort"] is None and exchange.FORMATS[name].by_number
    path = database_path(ctx)
    if output == "-":
        report = _to_stdout(path, filters, options, by_number)
    else:
        with atomic_output(Path(output)) as out:
            report = _write(path, filters, options, by_number, out)
    about_terms = [option for option in ("status", "subject", "min_termhood", "sort") if chosen[option]]
    if name == "tmx" and about_terms:
        given = ", ".join("--" + option.replace("_", "-") for option in about_terms)
        report.leave(given, "chooses among terms, and tmx holds segment pairs; not applied")
    _tell("standard output" if output == "-" else output, report)


def _write(path: Path, filters: Filters, options: ExportOptions, by_number: bool, out: BinaryIO) -> Report:
    with database.reading(path) as db:
        options = replace(options, weights=reading.text_weights(db))
        if options.format == "tmx":
            from glossary.exchange.tmx import write_pairs
            from glossary.segments import chosen_pairs

            return write_pairs(chosen_pairs(db, filters), out, options)
        selection = _Selection()
        found: Iterable[Concept] = selection.through(
            reading.concepts(db, filters, contexts=-1 if exchange.FORMATS[options.format].all_contexts else options.contexts)
        )
        # termbases go by number unless asked otherwise: an order that does not depend on scores they cannot hold
        report = exchange.write(sorted(found, key=_number) if by_number else found, out, options)
        if others := reading.renderings(db) - selection.renderings:
            report.leave(f"{others:,} renderings", "not selected; rejected ones only come where --status asks for them")
        return report


class _Selection:
    """Counts what passes the filters."""

    def __init__(self) -> None:
        self.renderings = 0

    def through(self, found: Iterable[Concept]) -> Iterator[Concept]:
        for concept in found:
            self.renderings += len(concept.en)
            yield concept


def _number(concept: Concept) -> int:
    return reading.concept_id(concept.id)


def _to_stdout(path: Path, filters: Filters, options: ExportOptions, by_number: bool) -> Report:
    stream: BinaryIO = sys.stdout.buffer
    if exchange.FORMATS[options.format].binary and stream.isatty():
        raise UsageError(f"{options.format} is nothing to look at in a terminal; give -o FILE")
    try:
        report = _write(path, filters, options, by_number, stream)
        stream.flush()
    except BrokenPipeError:
        raise  # the reader has had enough (`| head`)
    except OSError as error:
        # what is still buffered has nowhere to go; the interpreter would try once more at its end, and complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputError("standard output", error) from error
    return report


def _tell(target: str, report: Report) -> None:
    click.echo(f"{target}: {ui.several(report.entries, report.noun)}", err=True)
    if report.left_out:
        click.echo(f"left out, {len(report.left_out):,}:", err=True)
    for item in report.left_out[:_SHOWN]:
        click.echo(f"  {ui.plain(str(item))}", err=True)
    if len(report.left_out) > _SHOWN:
        click.echo(f"  … and {len(report.left_out) - _SHOWN:,} more", err=True)
