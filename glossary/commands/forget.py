"""`glossary forget`: take a document out again."""

from __future__ import annotations

import click

from aligner.errors import UsageError
from glossary import database, reading, store
from glossary.commands import ui
from glossary.commands.app import database_path


@click.command("forget")
@click.argument("document", type=ui.text)
@ui.db_option
@click.pass_context
def command(ctx: click.Context, document: str) -> None:
    """Take a document out of the glossary, with the terms that only it speaks for.

    What you decided about a term stays. DOCUMENT is a name as `glossary stats` shows it, the end of its path, or the start
    of its SHA-256.

    \b
    Example:
        glossary forget old-report.txt
    """
    with database.writing(database_path(ctx)) as db:
        found = reading.documents(db, document) if document else []
        if len(found) != 1:
            names = ", ".join(ui.plain(one.name) for one in found) or "none"
            raise UsageError(f"{ui.plain(document)!r} means {len(found)} documents ({names}); name one")
        gone = store.forget(db, found[0].id)
    click.echo(
        f"{ui.plain(gone.name)}: forgotten, with {ui.several(gone.evidence, 'sighting')} and "
        f"{ui.several(gone.terms, 'term')} of its own"
    )
