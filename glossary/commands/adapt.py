"""`glossary adapt`: a model of one's own, from the shipped one and a translation memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from aligner.errors import InputError
from glossary.commands import ui

if TYPE_CHECKING:
    from aligner.adapted import Report
    from aligner.adapting import Pair

NOTHING_GAINED = 1


@click.command("adapt")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=str, allow_dash=True))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="The folder to write the adapted model to."
)
@click.option("--model", help="The static model to start from: a folder. [default: the one that comes along]")
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="Which pairs are held out, and their order."
)
@click.option("--force", is_flag=True, help="Replace the model that is in the folder already.")
@ui.encoding_option
@click.pass_context
def command(
    ctx: click.Context, files: tuple[str, ...], output: Path, model: str | None, seed: int, force: bool, encoding: str | None
) -> None:
    """Adapt the embedding model to a domain by training it on sentence pairs: translation memories, tables of pairs.

    It takes 200 different pairs at least, better some thousands, and a minute or a few; nothing leaves this machine. A tenth
    of the pairs is held out and tells how well the model finds translations and links words before and after. Use the
    result with --model FOLDER or the variable GLOSSARY_MODEL. Where training gains nothing, no model is written
    (exit code 1).

    \b
    Example:
        glossary adapt memory.tmx -o my-model/
        GLOSSARY_MODEL=my-model/ glossary extract contract.zh.docx
    """
    from aligner.adapted import adapt, check_target
    from aligner.adapting import Base, Settings, TooFewPairs
    from aligner.embedding import SHIPPED_NAME

    base = Base(model or SHIPPED_NAME)
    check_target(output, base, force)  # now, and not after minutes of reading
    progress = _Phases()
    pairs, sources = _read(files, encoding, progress)
    try:
        report = adapt(pairs, base, output, sources=sources, settings=Settings(seed=seed), force=force, progress=progress)
    except TooFewPairs as error:
        raise InputError(", ".join(files), str(error)) from error
    finally:
        progress.clear()
    _print(report, output)
    if report.after is None:
        ctx.exit(NOTHING_GAINED)


class _Phases:
    """Progress that starts its clock anew with every phase: reading words says nothing of how long training takes."""

    def __init__(self) -> None:
        self._phase, self._line = "", ui.Progress()

    def __call__(self, done: int, total: int | None, what: str) -> None:
        phase = what.partition(",")[0]
        if phase != self._phase:
            self.clear()
            self._phase, self._line = phase, ui.Progress()
        self._line(done, total, what)

    def clear(self) -> None:
        """Take the line away."""
        self._line.clear()


def _read(files: tuple[str, ...], encoding: str | None, progress: _Phases) -> tuple[list[Pair], dict[str, str]]:
    """All sentence pairs (zh, en), and each file's name with its SHA-256."""
    from aligner import documents

    pairs: list[Pair] = []
    sources: dict[str, str] = {}
    for number, file in enumerate(files):
        progress(number, len(files), f"reading {file}")
        document = documents.read(file, encoding=encoding)
        if not document.pairs:
            raise InputError(
                document.name, "holds no sentence pairs; `glossary align` makes them of a text and its translation"
            )
        for warning in document.warnings:
            click.echo(f"glossary: {ui.plain(f'{document.name}: {warning}')}", err=True)
        pairs += [(pair.zh.text, pair.en.text) for pair in document.pairs]
        sources[Path(document.name).name] = document.digest  # the card may be passed on, a path says whose it is
    return pairs, sources


def _print(report: Report, output: Path) -> None:
    from aligner.adapted import FIGURES

    click.echo(
        f"{report.train:,} pairs to learn from, {report.stop:,} to tell when to stop, {report.held:,} held out for these figures\n"
    )
    if report.after is None:
        rows = [[said, f"{getattr(report.before, key):.3f}"] for key, said in FIGURES.items()]
        ui.table(rows, ("", "before"), right=(1,), widest=80)
        click.echo(f"\nTraining gained nothing on these pairs; {output} was not written.")
        return
    rows = [
        [said, *(f"{getattr(score, key):.3f}" for score in (report.before, report.after))] for key, said in FIGURES.items()
    ]
    ui.table(rows, ("", "before", "after"), right=(1, 2), widest=80)
    if report.worse:
        worse = "; ".join(FIGURES[key] for key in report.worse)
        click.echo(f"\nglossary: the adapted model is worse than the original at this: {worse}", err=True)
    click.echo(f"\n{output}: written; use it with --model {output}, or set GLOSSARY_MODEL")
