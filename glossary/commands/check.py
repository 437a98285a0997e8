"""`glossary check`: does a translation follow the glossary, and itself?"""

from __future__ import annotations

import codecs
import os
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import click

from aligner.encoding import decode
from aligner.errors import InputError, ModelError, UsageError
from aligner.records import Lang
from glossary import database
from glossary.checking import checker, patch, reports, settings
from glossary.checking.findings import LEVELS, RULES, Finding, Pair
from glossary.checking.settings import Settings
from glossary.checking.sides import Chinese, English, Side
from glossary.checking.termbase import Termbase
from glossary.checking.terms import Stored
from glossary.commands import bilingual, ui, wordlinks
from glossary.commands.app import database_path

_FAIL = ("note", "warning", "error", "never")


def _rules() -> str:
    return "\b\nRules:\n" + "\n".join(f"  {rule.id:<23} {rule.level:<8} {rule.about}" for rule in RULES.values())


@click.command("check", epilog=_rules())
@click.argument("files", nargs=-1, type=click.Path(path_type=str))
@click.option("--zh", multiple=True, type=click.Path(path_type=str), help="A Chinese document whose translation --en names.")
@click.option("--en", multiple=True, type=click.Path(path_type=str), help="The English document of the pair.")
@click.option("--target", type=click.Choice(("en", "zh")), help="The language translated into. [default: en]")
@click.option(
    "--format", "output", type=click.Choice(tuple(reports.WRITERS)), default="text", show_default=True, help="How to say it."
)
@click.option("--fail-level", type=click.Choice(_FAIL), help="Exit with 1 from this level on. [default: warning]")
@click.option(
    "--rule", "rules", multiple=True, metavar="RULE=LEVEL", help="Level of a rule: off, note, warning, error; repeatable."
)
@click.option("--candidates", is_flag=True, default=None, help="Check terms that nobody has settled, too.")
@click.option("--baseline", type=click.Path(path_type=Path), help="Hide the findings that this file knows.")
@click.option("--write-baseline", type=click.Path(path_type=Path), help="Write all findings of now into this file.")
@click.option("--fix", is_flag=True, help="Print a patch with the renderings that the glossary has; for `patch -p0`.")
@ui.encoding_option
@ui.model_option
@ui.db_option
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[str, ...],
    zh: tuple[str, ...],
    en: tuple[str, ...],
    target: str | None,
    output: str,
    fail_level: str | None,
    rules: tuple[str, ...],
    candidates: bool | None,
    baseline: Path | None,
    write_baseline: Path | None,
    fix: bool,
    encoding: str | None,
    model: str | None,
) -> None:
    """Check translations against the glossary and against themselves.

    FILES are bilingual files (TMX, XLIFF, PO, tables, documents with both languages) or folders, in which a.zh.md and a.en.md
    are taken as a pair. Only what is preferred, admitted or deprecated counts, unless --candidates. Exit code 1 where
    something was found.

    Levels and defaults come from [check] in glossary.toml or [tool.glossary.check] in pyproject.toml. A comment
    `glossary: ignore` or `glossary: ignore[RULE]` silences its line, or the next one where it stands alone.

    \b
    Example:
        glossary check handbook.tmx
        glossary check --zh report.zh.docx --en report.en.docx --format sarif
    """
    chosen = _settings(target, fail_level, rules, candidates, baseline)
    sources = bilingual.inputs(files, zh, en)
    known = settings.read_baseline(chosen.baseline) if chosen.baseline and not write_baseline else None
    reader = bilingual.Reader(encoding, model)
    with database.reading(database_path(ctx)) as db:
        found, number = _findings(db, reader, sources, chosen)
    if write_baseline:
        write_baseline.write_text(settings.baseline(found), encoding="utf-8")
        click.echo(f"{write_baseline}: known from now on: {len(found)}", err=True)
        return
    if known is not None:
        found = settings.new(found, known)
    if fix:
        _print_patch(found, encoding)
    else:
        _print(found, output)
    click.echo(_summary(found, number), err=True)
    if reader.failed:
        ctx.exit(InputError.exit_code)
    least = LEVELS.index(chosen.fail_level) if chosen.fail_level != "never" else len(LEVELS)
    if any(LEVELS.index(finding.level) >= least for finding in found):
        ctx.exit(1)


def _findings(
    db: sqlite3.Connection, reader: bilingual.Reader, sources: Iterable[Path | tuple[Path, Path]], chosen: Settings
) -> tuple[list[Finding], int]:
    """The findings that no comment silences, and the number of sentence pairs. The glossary first: reading may take long."""
    base = _termbase(db, chosen)
    progress = ui.Progress()
    pairs: list[Pair] = []
    silenced: dict[tuple[str, int], frozenset[str]] = {}
    for text in reader.read(sources):
        progress(len(pairs), None, f"reading {text.name}")
        silenced.update(text.silenced)
        sides = ((zh, en) if chosen.target == "en" else (en, zh) for zh, en in text.pairs)
        pairs += [Pair(source, target, text.name) for source, target in sides]
        text.pairs.clear()  # a long memory is not kept twice
    found = checker.check(pairs, base, levels=chosen.levels, helpers=_helpers(reader, base.source.lang))
    progress.clear()
    return [finding for finding in found if not _is_silenced(finding, silenced)], len(pairs)


def _settings(
    target: str | None, fail_level: str | None, rules: Sequence[str], candidates: bool | None, baseline: Path | None
) -> Settings:
    """What the files of the project say, and over it what the call says."""
    chosen = settings.load(Path.cwd())
    changes: dict[str, Any] = {
        name: value
        for name, value in (
            ("target", target),
            ("fail_level", fail_level),
            ("candidates", candidates),
            ("baseline", baseline),
        )
        if value is not None
    }
    if rules:
        pairs = [rule.partition("=")[::2] for rule in rules]
        changed = settings.levels(dict(pairs), "--rule")
        changes["levels"] = {**chosen.levels, **{name: changed[name] for name, _ in pairs}}
    return replace(chosen, **changes)


def _termbase(db: sqlite3.Connection, chosen: Settings) -> Termbase:
    sides: tuple[Side, Side] = (Chinese(), English()) if chosen.target == "en" else (English(), Chinese())
    base = Termbase(Stored(db), *sides, candidates=chosen.candidates, without=chosen.without)
    if not len(base):
        raise UsageError(
            "the glossary has no settled terms to check; settle some with `glossary prefer` or `review`, or use --candidates"
        )
    return base


def _helpers(reader: bilingual.Reader, source: Lang) -> checker.Helpers:
    """What can be asked. Without a model findings cannot say what stands in a term's place, which costs detail only."""
    try:
        encoder = reader.encoder
    except ModelError as error:
        click.echo(f"glossary: {error}; findings cannot say what stands in a term's place", err=True)
        return checker.Helpers(inside_word=wordlinks.inside_word, reading=wordlinks.reading)
    return checker.Helpers(
        inside_word=wordlinks.inside_word,
        links=partial(wordlinks.links, encoder=encoder, source=source),
        reading=wordlinks.reading,
        likeness=partial(wordlinks.likeness, encoder=encoder),
    )


def _is_silenced(finding: Finding, silenced: dict[tuple[str, int], frozenset[str]]) -> bool:
    for file, line in ((finding.file, finding.place.line), (finding.pair.source.file, finding.source_place.line)):
        rules = silenced.get((file, line))
        if rules is not None and (not rules or finding.rule in rules):
            return True
    return False


def _print(found: Sequence[Finding], output: str) -> None:
    for part in _report(found, output):
        click.echo(part, nl=False)


def _report(found: Sequence[Finding], output: str) -> Iterator[str]:
    if output == "text" and sys.stdout.isatty():
        return reports.text(found, lambda s: click.style(s, bold=True, underline=True), lambda s: click.style(s, bold=True))
    if output == "sarif":
        return reports.sarif(found, _release())
    return reports.WRITERS[output](found)


def _release() -> str:
    try:
        return version("zhen-glossary")
    except PackageNotFoundError:
        return "0"


def _print_patch(found: Iterable[Finding], encoding: str | None) -> None:
    """A unified diff in the files' own encodings, with names from here on: patch takes no absolute ones."""
    changes = patch.changes(found)
    for file in sorted({change.file for change in changes}):
        path = Path(file)
        text, codec = _text(path, encoding)
        name = os.path.relpath(path) if path.is_absolute() else file
        for line in patch.unified(name, text, [change for change in changes if change.file == file]) if text else ():
            sys.stdout.buffer.write(line.encode(codec, "replace"))
    sys.stdout.flush()


def _text(path: Path, encoding: str | None) -> tuple[str, str]:
    """A file's text with its byte order mark, and its encoding; empty where a patch cannot say what it holds."""
    if not path.is_file():
        return "", ""
    data = path.read_bytes()
    try:
        text, codec, _ = decode(data, path, encoding)
        text = "\ufeff" * data.startswith(codecs.BOM_UTF8) + text
        return (text, codec) if text.encode(codec) == data else ("", "")
    except (InputError, LookupError, UnicodeError):
        return "", ""


def _summary(found: Sequence[Finding], pairs: int) -> str:
    counts = Counter(finding.level for finding in found)
    said = ", ".join(ui.several(counts[level], level) for level in reversed(LEVELS) if counts[level])
    return f"{ui.several(pairs, 'sentence pair')}: {said or 'nothing found'}"
