"""What the commands share: options, tables that line up, progress."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from glossary import keys

Command = TypeVar("Command", bound=Callable[..., Any])
FORMATS = ("table", "json", "csv", "tsv")
DEFAULT_DB = Path("glossary.db")


@dataclass
class Settings:
    """Global options. `db` is the glossary's file."""

    db: Path = DEFAULT_DB
    debug: bool = False


def _set_db(ctx: click.Context, _parameter: click.Parameter, value: Path | None) -> None:
    if value is not None:
        ctx.ensure_object(Settings).db = value
    elif ctx.parent is None and os.environ.get("GLOSSARY_DB"):
        ctx.ensure_object(Settings).db = Path(os.environ["GLOSSARY_DB"])


def db_option(command: Command) -> Command:
    """`--db PATH`, which every command takes and the program itself as well."""
    return click.option(
        "--db",
        type=click.Path(path_type=Path),
        expose_value=False,
        callback=_set_db,
        is_eager=True,
        help="The glossary's file. [default: glossary.db, or the environment variable GLOSSARY_DB]",
    )(command)


def model_option(command: Command) -> Command:
    """`--model NAME|FOLDER`, for every command that asks a model."""
    text = "The embedding model: a folder or a name. [default: GLOSSARY_MODEL, or the one that comes along]"
    return click.option("--model", help=text)(command)


def encoding_option(command: Command) -> Command:
    """`--encoding NAME`, for every command that reads documents."""
    text = "The files' encoding, where it is not recognised (gb18030, big5, utf-16 …)."
    return click.option("--encoding", help=text)(command)


def format_option(command: Command) -> Command:
    """`--format table|json|csv|tsv`."""
    return click.option(
        "--format", "output", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print it."
    )(command)


def text(value: str) -> str:
    """The type of a text argument: without what no database takes, NUL and halves of undecodable bytes."""
    return keys.storable(value)


def width(text: str) -> int:
    """Columns that the text takes on a terminal; a Chinese character takes two."""
    from wcwidth import wcwidth

    return sum(max(wcwidth(character), 0) for character in text)


def pad(text: str, columns: int, right: bool = False) -> str:
    """The text with spaces up to a display width."""
    space = " " * max(columns - width(text), 0)
    return space + text if right else text + space


def clip(text: str, columns: int, around: tuple[int, int] = (0, 0)) -> str:
    """At most `columns` columns of the text, with … where something was cut, and the stretch `around` kept in sight."""
    text = plain(text)
    if width(text) <= columns:
        return text
    start, stop = around
    # two thirds of the room before the stretch would hide what follows: one third does
    while start > 0 and width(text[start - 1 : around[0]]) <= max((columns - width(text[slice(*around)])) // 3, 0):
        start -= 1
    stop = max(start, stop)
    room = columns - 1 - (start > 0)
    while stop < len(text) and width(text[start : stop + 1]) <= room:
        stop += 1
    while stop > start and width(text[start:stop]) > room:
        stop -= 1
    if around[1]:  # whole words where there are some; Chinese may be cut anywhere
        start = _word_edge(text, start, min(around[0], start + 15), 1)
        stop = _word_edge(text, stop, max(around[1], stop - 15), -1)
    return ("…" if start else "") + text[start:stop] + ("…" if stop < len(text) else "")


def _word_edge(text: str, at: int, until: int, step: int) -> int:
    """The nearest place from `at` towards `until` that cuts no Latin word; `at` where there is none."""
    for place in range(at, until + step, step):
        if not (0 < place < len(text)) or not (_latin(text[place - 1]) and _latin(text[place])):
            return place
    return at


def _latin(character: str) -> bool:
    return character.isalnum() and character < "\u2e80"


def plain(text: str) -> str:
    """The text on one line and without control characters: a document must not steer a terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def several(number: int, noun: str) -> str:
    """A number with its noun: 1 entry, 2,300 entries."""
    if number != 1:
        noun = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun}"


def screen() -> int:
    """Columns to fill: the terminal's, or 100 where the output goes elsewhere."""
    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100


def table(
    rows: Sequence[Sequence[str]],
    headers: Sequence[str],
    *,
    right: Sequence[int] = (),
    below: Sequence[Sequence[str]] = (),
    widest: int = 48,
) -> None:
    """Print rows in columns that line up. `right` are columns of figures; `below[i]` are lines to stand under row i."""
    cells = [[clip(cell, widest) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(headers, *cells, strict=True)]
    click.echo(click.style(_line(headers, widths, right), bold=True))
    for number, row in enumerate(cells):
        click.echo(_line(row, widths, right))
        for extra in below[number] if below else ():
            click.echo(f"    {click.style(extra, dim=True)}")


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> str:
    return "  ".join(pad(cell, widths[i], i in right) for i, cell in enumerate(cells)).rstrip()


def records(rows: Iterable[Mapping[str, object]], columns: Sequence[str], output: str) -> None:
    """Print rows for another program: JSON objects, CSV or TSV with a header of `columns`."""
    if output == "json":
        click.echo(json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=2))
        return
    import csv

    writer = csv.writer(sys.stdout, "excel-tab" if output == "tsv" else "excel", lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[column]) for column in columns])


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else plain(str(value))


def score(value: float) -> str:
    """A score as people read it; nothing where there is none."""
    return f"{value:.2f}" if value else "-"


def _duration(seconds: float) -> str:
    """Seconds under two minutes, then minutes, then hours and minutes."""
    if seconds < 120:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"


class Progress:
    """One line on stderr about what is going on, from the second second on: how far, how fast, and how long still.

    On a terminal it is rewritten in place; elsewhere a line comes every ten seconds. Rate and time left are those of the step
    that is going on, told by its first word.
    """

    def __init__(self) -> None:
        self._start = self._last = self._began = time.monotonic()
        self._step, self._from, self._done = "", 0, 0
        self._live = sys.stderr.isatty()
        self._shown = False

    def __call__(self, done: int, total: int | None, what: str) -> None:
        now = time.monotonic()
        if what.split(" ")[0] != self._step or done < self._done:
            self._step, self._began, self._from = what.split(" ")[0], now, done
        self._done = done
        if now - self._start < 1 or now - self._last < (0.1 if self._live else 10):
            return
        self._last, self._shown = now, True
        line = f"{plain(what)}: {done:,} of {total:,}" if total else f"{plain(what)}: {done:,}"
        if done > self._from and now > self._began:
            rate = (done - self._from) / (now - self._began)
            line += f", {rate:,.0f} a second" if rate >= 10 else f", {rate:.1f} a second"
            if total and done < total:
                line += f", {_duration((total - done) / rate)} left"
        click.echo(f"\r\x1b[K{clip(line, 79)}" if self._live else line, err=True, nl=not self._live)

    def clear(self) -> None:
        """Take the line away."""
        if self._live and self._shown:
            click.echo("\r\x1b[K", err=True, nl=False)
