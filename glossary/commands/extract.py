"""`glossary extract`: documents in, a glossary out. The one command that joins the aligner and the record."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aligner.errors import InputError, UsageError
from aligner.records import Candidate, Document, DocumentInfo, Extraction, Input, info
from aligner.work import Work, default_jobs
from glossary import database, judgements, reading, store
from glossary.commands import bilingual, ui
from glossary.commands.app import database_path

if TYPE_CHECKING:
    from aligner.ranking import Scorer

Source = str | Path | tuple[str | Path, str | Path]
_COLUMNS = ("zh", "en", "status", "score", "termhood", "frequency", "method", "document", "place")


@click.command("extract")
@click.argument("files", nargs=-1, type=click.Path(path_type=str))
@click.option("--zh", multiple=True, type=click.Path(path_type=str), help="A Chinese document whose translation --en names.")
@click.option("--en", multiple=True, type=click.Path(path_type=str), help="The English document of the pair.")
@ui.encoding_option
@click.option("--again", is_flag=True, help="Read documents again that have not changed since.")
@ui.model_option
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    help="Processes for large inputs. [default: the processors there are, 4 at most; with --model 1]",
)
@click.option(
    "--terms-like",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Rank by what was accepted and rejected in this glossary or termbase (TBX, CSV …), and in the one written to.",
)
@click.option("--dry-run", is_flag=True, help="Show what is found and store nothing.")
@click.option(
    "--format", "output", type=click.Choice(ui.FORMATS), default="table", show_default=True, help="For what --dry-run shows."
)
@ui.db_option
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[str, ...],
    zh: tuple[str, ...],
    en: tuple[str, ...],
    encoding: str | None,
    again: bool,
    model: str | None,
    jobs: int | None,
    terms_like: tuple[Path, ...],
    dry_run: bool,
    output: str,
) -> None:
    """Find term pairs in translated documents and store them in the glossary.

    A document that was read before and has not changed is passed over; one that has changed replaces what came from it. What
    you decided about a term stays. Folders are opened; files in them whose names differ only in a language tag
    (report.zh.md, report.en.md) are taken as translations of each other. A file that cannot be read is named, and the others
    are taken (exit code 3). `-` is standard input.

    A run that was stopped or killed stores nothing, and leaves what it had finished in the folder GLOSSARY.db.work: the same
    command goes on from there. The folder goes when a run has been stored.

    \b
    Example:
        glossary extract speeches/*.txt
        glossary extract reports/
        glossary extract --zh report.zh.docx --en report.en.docx
    """
    if len(zh) != len(en):
        raise UsageError(f"--zh and --en go in pairs: {len(zh)} of one and {len(en)} of the other")
    if not files and not zh:
        raise UsageError("nothing to read: name at least one file, or a pair with --zh and --en")
    path = database_path(ctx)
    if not dry_run:
        database.check_writable(path)  # now, and not after minutes of reading
    intake = _Intake(encoding, frozenset() if again else _known(path))
    progress = ui.Progress()
    jobs = jobs or (1 if model or os.environ.get("GLOSSARY_MODEL") else default_jobs())
    try:
        with Work(jobs, None if dry_run else _pieces(path), progress) as work:
            ranker = _ranker(terms_like, path) if terms_like else None
            extraction = _extract(intake, chain(intake.find(files), zip(zh, en, strict=True)), model, work, ranker)
    except BaseException:
        progress.clear()
        if not dry_run and _pieces(path).exists():
            click.echo(f"glossary: what was finished is in {_pieces(path)}; the same command goes on from there", err=True)
        raise
    for warning in extraction.warnings:
        click.echo(f"glossary: {ui.plain(warning)}", err=True)
    if dry_run:
        progress.clear()
        for document in intake.unchanged:
            hint = "" if again else "; --again reads it once more"
            click.echo(f"glossary: {ui.plain(document.name)}: nothing new, its content was read before{hint}", err=True)
        _print_candidates(extraction, output)
    elif extraction.documents:
        with database.writing(path, create=True) as db:
            added = store.add(db, extraction, folder=path.parent, again=again, progress=progress)
        work.clear()
        progress.clear()
        _print_summary(extraction, added, path)
    if intake.failed:
        ctx.exit(InputError.exit_code)


def _pieces(path: Path) -> Path:
    """Where a run keeps what it has finished until all is stored."""
    return path.with_name(f"{path.name}.work")


def _ranker(sources: tuple[Path, ...], own: Path) -> Scorer:
    """The shipped ranking, taught by the decisions in the sources and in the glossary that is written to."""
    from aligner import ranking
    from aligner.learning import Judged, Taught

    paths = list(sources)
    if own.exists() and own.stat().st_size and not any(path.exists() and own.samefile(path) for path in sources):
        paths.append(own)
    judged = [Judged(*one) for path in paths for one in judgements.of_file(path)]
    names = ", ".join(str(path) for path in paths)
    return Taught(ranking.shipped(), judged, lambda line: click.echo(f"glossary: {ui.plain(names)}: {line}", err=True))


def _known(path: Path) -> frozenset[str]:
    """Digests of the documents in the glossary; none where there is no glossary yet."""
    if not path.exists() or not path.stat().st_size:
        return frozenset()
    with database.reading(path) as db:
        return frozenset(document.digest for document in reading.documents(db))


@dataclass
class _Intake:
    """Reads the sources one by one; remembers those that are known already and those that cannot be read."""

    encoding: str | None
    known: frozenset[str]
    unchanged: list[DocumentInfo] = field(default_factory=list)
    failed: int = 0
    _taken: set[str] = field(default_factory=set)

    def read(self, sources: Iterable[Source]) -> Iterator[Input]:
        for source in sources:
            try:
                item = self._pair(*source) if isinstance(source, tuple) else self._one(source)
            except InputError as error:
                click.echo(f"glossary: {error}", err=True)
                self.failed += 1
                continue
            document = info(item)
            if document.digest in self.known or document.digest in self._taken:  # a copy would make its terms look surer
                self.unchanged.append(document)
            else:
                self._taken.add(document.digest)
                yield item

    def find(self, files: Iterable[str]) -> Iterator[Source]:
        """The files that were named, folders opened, those that are translations of each other as pairs."""
        from aligner import documents

        for file in files:
            if not Path(file).is_dir():
                yield file
                continue
            try:
                yield from documents.find([file], lambda message: click.echo(f"glossary: {message}", err=True))
            except InputError as error:
                click.echo(f"glossary: {error}", err=True)
                self.failed += 1

    def _pair(self, zh: str | Path, en: str | Path) -> tuple[Document, Document]:
        """Two files that translate each other; subtitles are paired by their times."""
        from aligner import documents

        first, second = self._one(zh), self._one(en)
        bilingual.in_order(first, second)
        return replace(first, pairs=documents.timed_pairs(zh, en, encoding=self.encoding) or first.pairs), second

    def _one(self, name: str | Path) -> Document:
        from aligner import documents

        if name == "-":
            return documents.read(sys.stdin.buffer, name="-", encoding=self.encoding)
        return documents.read(name, encoding=self.encoding)


def _extract(intake: _Intake, sources: Iterable[Source], model: str | None, work: Work, ranker: Scorer | None) -> Extraction:
    """Run the pipeline over what is new; what is known comes along as documents without content."""
    new = intake.read(sources)
    first = next(new, None)
    extraction = Extraction(())
    if first is not None:  # the aligner loads its model, which a run without news need not wait for
        from aligner import pipeline

        extraction = pipeline.extract(chain([first], new), model=model, work=work, ranker=ranker)
    return replace(extraction, documents=(*extraction.documents, *intake.unchanged))


def _print_summary(extraction: Extraction, added: store.Added, path: Path) -> None:
    state = {
        **dict.fromkeys(added.unchanged, "unchanged"),
        **dict.fromkeys(added.replaced, "replaced"),
        **dict.fromkeys(added.new, "new"),
    }
    rows = []
    terms = Counter(name for candidate in extraction.candidates for name in {seen.document for seen in candidate.evidence})
    sentences = Counter(pair.document for pair in extraction.pairs)
    for name in dict.fromkeys(document.name for document in extraction.documents):
        if state.get(name) == "unchanged":
            rows.append([name, "unchanged", "-", "-"])
            continue
        rows.append([name, state.get(name, ""), str(terms[name]), str(sentences[name])])
    ui.table(rows, ("document", "", "term pairs", "sentence pairs"), right=(2, 3), widest=60)
    if added.new or added.replaced:
        click.echo(
            f"\n{path}: {ui.several(added.pairs, 'new term pair')}, {ui.several(added.evidence, 'sighting')}, "
            f"{ui.several(added.segments, 'sentence pair')} stored"
        )
    else:
        click.echo(f"\n{path}: nothing has changed")


def _print_candidates(extraction: Extraction, output: str) -> None:
    ranked = extraction.candidates
    if output != "table":
        ui.records(map(_record, ranked), _COLUMNS, output)
        return
    rows = [[c.zh, c.en, c.status, ui.score(c.translation), str(c.frequency), _where(c)] for c in ranked]
    if rows:
        ui.table(rows, ("Chinese", "English", "status", "score", "seen", "where"), right=(3, 4))
    found = f"{ui.several(len(rows), 'term pair')} and {ui.several(len(extraction.pairs), 'sentence pair')}"
    click.echo(f"\n{found} found, nothing stored")


def _where(candidate: Candidate) -> str:
    return f"{candidate.evidence[0].document}:{candidate.evidence[0].zh_place}" if candidate.evidence else ""


def _record(candidate: Candidate) -> dict[str, object]:
    seen = candidate.evidence[0] if candidate.evidence else None
    return {
        "zh": candidate.zh, "en": candidate.en, "status": candidate.status, "score": candidate.translation,
        "termhood": candidate.termhood, "frequency": candidate.frequency, "method": seen.method if seen else "",
        "document": seen.document if seen else "", "place": str(seen.zh_place) if seen else "",
    }  # fmt: skip
