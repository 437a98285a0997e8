"""`glossary stats`: what the glossary holds."""

from __future__ import annotations

from dataclasses import asdict

import click

from glossary import database, reading
from glossary.commands import ui
from glossary.commands.app import database_path


@click.command("stats")
@ui.format_option
@ui.db_option
@click.pass_context
def command(ctx: click.Context, output: str) -> None:
    """Say what the glossary holds: terms by status, sightings by method, documents.

    \b
    Example:
        glossary stats
    """
    path = database_path(ctx)
    with database.reading(path) as db:
        counts = reading.statistics(db)
        documents = reading.documents(db)
    if output == "json":
        ui.records([{**asdict(counts), "sources": [asdict(document) for document in documents]}], (), output)
        return
    numbers = [
        ("documents", counts.documents), ("concepts", counts.concepts), ("Chinese terms", counts.zh),
        ("English renderings", counts.en), *((f"  {status}", n) for status, n in counts.renderings.items()),
        ("  decided by a person", counts.decided), ("sightings", counts.sightings),
        *((f"  {method}", n) for method, n in counts.methods.items()), ("sentence pairs", counts.sentence_pairs),
    ]  # fmt: skip
    if output != "table":
        ui.records(({"what": what.strip(), "number": number} for what, number in numbers), ("what", "number"), output)
        return
    ui.table([[what, f"{number:,}"] for what, number in numbers], (str(path), ""), right=(1,), widest=60)
    if documents:
        click.echo()
        rows = [[d.name, d.format, d.added, f"{d.sightings:,}", f"{d.pairs:,}"] for d in documents]
        ui.table(rows, ("document", "format", "added", "sightings", "sentence pairs"), right=(3, 4), widest=60)
