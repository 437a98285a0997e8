"""`glossary import`: termbases, tables and dictionaries of other tools into the glossary."""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, get_args

import click

from aligner.errors import InputError
from aligner.records import DocumentInfo, Status
from glossary import database, exchange
from glossary.commands import ui
from glossary.commands.app import database_path
from glossary.entries import Concept
from glossary.exchange.base import ImportOptions, LeftOut
from glossary.store.imports import Imported, bring_in

# translation memories and bilingual files: read as documents are, stored as segment pairs
_MEMORIES = ("tmx", "xlf", "xliff", "sdlxliff", "mqxliff", "mxliff", "po")
_PLAIN: dict[type[OSError], str] = {
    FileNotFoundError: "no such file",
    IsADirectoryError: "is a folder, not a file",
    PermissionError: "may not be read (permission denied)",
}
_SHOWN = 20  # things passed over that are listed one by one


def _formats() -> str:
    lines = [f"  {name:<11} {exchange.FORMATS[name].about}" for name in exchange.importable()]
    return "\b\nFormats:\n" + "\n".join([*lines, f"  {', '.join(_MEMORIES)}: segment pairs, no terms"])


@click.command("import", epilog=_formats())
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=str))
@click.option(
    "--format", "format_", type=click.Choice([*exchange.importable(), *_MEMORIES]), metavar="FORMAT",
    help="See below. [default: what the file itself and its ending say]",
)  # fmt: skip
@click.option(
    "--columns", help="Columns of a table, by name or empty, separated by commas: zh,en,,note. [default: recognised]"
)
@click.option(
    "--status", type=click.Choice(get_args(Status)), default="candidate", show_default=True,
    help="For terms to which the file gives no status.",
)  # fmt: skip
@ui.encoding_option
@ui.db_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    files: tuple[str, ...],
    format_: str | None,
    columns: str | None,
    status: Status,
    encoding: str | None,
) -> None:
    """Take terms from other tools' files into the glossary: all of a file, or nothing.

    A concept joins the one that has the same Chinese term already; what you decided stays. The same file again changes
    nothing; a newer version of it replaces what came from the older. What is not taken is listed with place and reason.

    \b
    Example:
        glossary import client.tbx --status preferred
        glossary import terms.xlsx --columns zh,en,,note
    """
    path = database_path(ctx)
    fresh = not path.exists()
    try:
        _take_all(path, files, format_, columns, status, encoding)
    except BaseException:
        if fresh and path.exists() and not path.stat().st_size:
            path.unlink()  # what was opened for a file that gave nothing
        raise


def _take_all(
    path: Path, files: tuple[str, ...], format_: str | None, columns: str | None, status: Status, encoding: str | None
) -> None:
    names = tuple(name.strip() for name in columns.split(",")) if columns else ()
    for name in files:
        with _open(name) as stream:
            suffix = Path(name).suffix.lower().lstrip(".")
            chosen = format_ or (suffix if suffix in _MEMORIES else exchange.sniff(name, stream.read(4096)))
            if chosen in _MEMORIES:
                _remember(path, name, stream, chosen, encoding)
            else:
                _take(path, name, stream, ImportOptions(chosen, encoding or "", names, status))


def _open(name: str) -> BinaryIO:
    if name == "-":
        return io.BytesIO(sys.stdin.buffer.read())
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise InputError(name, _PLAIN.get(type(error), str(error.strerror))) from None


def _info(name: str, stream: BinaryIO, format_: str) -> DocumentInfo:
    stream.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(1 << 20):
        digest.update(chunk)
        size += len(chunk)
    stream.seek(0)
    if not size:
        raise InputError(name, "is empty")
    return DocumentInfo(name, digest.hexdigest(), format_, size)


def _take(path: Path, name: str, stream: BinaryIO, options: ImportOptions) -> None:
    noted = Imported()  # what the reader passes over; the store adds what it does not take

    def concepts() -> Iterator[Concept]:
        for item in exchange.read(stream, name, options):
            if isinstance(item, LeftOut):
                noted.leave(item.place, item.reason)
            else:
                yield item

    progress = ui.Progress()
    info = _info(name, stream, options.format)
    with database.writing(path, create=True) as db:
        done = bring_in(db, concepts(), info, folder=path.parent, progress=progress)
        if not done.unchanged and not done.concepts and not done.merged:
            _tell_passed(noted, done)
            raise InputError(name, "nothing in it could be imported")
    progress.clear()
    _tell(name, done, noted)


def _remember(path: Path, name: str, stream: BinaryIO, format_: str, encoding: str | None) -> None:
    from aligner.documents import iter_pairs
    from glossary.store.memories import bring_pairs

    progress = ui.Progress()
    info = _info(name, stream, format_)
    passed: list[str] = []
    source = stream if name == "-" else name  # a path is read piece by piece, a stream is kept in memory
    pairs = iter_pairs(source, name=name, encoding=encoding, format=format_, warn=passed.append)
    with database.writing(path, create=True) as db:
        done = bring_pairs(db, pairs, info, folder=path.parent, progress=progress)
        if not done.unchanged and not done.pairs:
            raise InputError(name, "holds no pair of a Chinese and an English segment")
    progress.clear()
    if done.unchanged:
        click.echo(f"{name}: imported before, nothing changed")
    else:
        doubles = f"; {done.doubles:,} stand in it more than once" if done.doubles else ""
        click.echo(f"{name}: {ui.several(done.pairs, 'segment pair')}{doubles}")
    for message in passed:
        click.echo(f"not taken: {ui.plain(message)}", err=True)


def _tell(name: str, done: Imported, noted: Imported) -> None:
    if done.unchanged:
        click.echo(f"{name}: imported before, nothing changed")
        return
    merged = f", {done.merged:,} joined to what was there" if done.merged else ""
    click.echo(f"{name}: {ui.several(done.concepts, 'new concept')}{merged}, {ui.several(done.terms, 'new term')}")
    _tell_passed(noted, done)


def _tell_passed(*parts: Imported) -> None:
    passed = [str(LeftOut(place, reason)) for part in parts for place, reason in part.left_out]
    total = sum(part.left_out_in_all for part in parts)
    if total:
        click.echo(f"not taken, {total:,}:", err=True)
    for item in passed[:_SHOWN]:
        click.echo(f"  {ui.plain(item)}", err=True)
    if total > _SHOWN:
        click.echo(f"  … and {total - min(_SHOWN, len(passed)):,} more", err=True)
