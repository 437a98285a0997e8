"""`glossary list`: the glossary, or a part of it, best first."""

from __future__ import annotations

from typing import get_args

import click

from aligner.records import Status
from glossary import database, reading
from glossary.commands import ui
from glossary.commands.app import database_path
from glossary.filters import VISIBLE, Filters, Sort

_COLUMNS = ("zh", "en", "status", "score", "termhood", "frequency", "decided_by", "subject", "concept")


@click.command("list")
@click.option(
    "--status",
    multiple=True,
    type=click.Choice(get_args(Status)),
    help="Renderings of this status; repeatable. [default: all but rejected]",
)
@click.option("--source", default="", help="Seen in this document: its name, the end of its path, or a pattern with *.")
@click.option("--min-score", type=click.FloatRange(0, 1), default=0.0, help="Least translation score of candidates, 0 to 1.")
@click.option("--min-termhood", type=click.FloatRange(0, 1), default=0.0, help="Least termhood of candidates, 0 to 1.")
@click.option("--subject", default="", help="Concepts of this subject.")
@click.option("--method", default="", help="Seen by this method (see `glossary stats`): gloss, gloss:note, words …")
@click.option("--sort", type=click.Choice(get_args(Sort)), default="rank", show_default=True, help="Order of the concepts.")
@click.option("--limit", type=click.IntRange(0), default=50, show_default=True, help="At most so many concepts; 0 is all.")
@ui.format_option
@ui.db_option
@click.pass_context
def command(
    ctx: click.Context,
    status: tuple[Status, ...],
    source: str,
    min_score: float,
    min_termhood: float,
    subject: str,
    method: str,
    sort: Sort,
    limit: int,
    output: str,
) -> None:
    """List the terms, settled and strong ones first.

    \b
    Example:
        glossary list --status candidate --min-score 0.8
        glossary list --source report.txt --limit 0 --format csv
    """
    filters = Filters(
        statuses=status or VISIBLE, min_score=min_score, min_termhood=min_termhood, source=source, subject=subject,
        method=method, sort=sort, limit=limit + 1 if limit else 0,
    )  # fmt: skip
    with database.reading(database_path(ctx)) as db:
        found = list(reading.concepts(db, filters, contexts=0))
    more = bool(limit) and len(found) > limit
    shown = [(concept, en) for concept in (found[:limit] if limit else found) for en in concept.en]
    rows: list[dict[str, object]] = [
        {
            "zh": " / ".join(zh.text for zh in concept.zh), "en": en.text, "status": en.status, "score": en.translation,
            "termhood": en.termhood, "frequency": en.frequency, "decided_by": en.decided_by, "subject": concept.subject,
            "concept": concept.id,
        }
        for concept, en in shown
    ]  # fmt: skip
    if output != "table":
        ui.records(rows, _COLUMNS, output)
    elif rows:
        cells = [
            [str(row["zh"]), en.text, en.status, ui.score(en.translation), ui.score(en.termhood), str(en.frequency)]
            for row, (_, en) in zip(rows, shown, strict=True)
        ]
        ui.table(cells, ("Chinese", "English", "status", "score", "termhood", "seen"), right=(3, 4, 5))
    if not rows:
        click.echo("nothing to list", err=True)
    elif more:
        click.echo(f"the first {limit}; --limit 0 lists all", err=True)
