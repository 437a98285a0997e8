"""`glossary accept`, `prefer`, `reject` and `set`: what a person says about a term."""

from __future__ import annotations

import getpass
import sqlite3
from typing import get_args

import click

from aligner.errors import UsageError
from aligner.records import Status
from glossary import database, reading, store
from glossary.commands import ui
from glossary.commands.app import database_path


def person(name: str | None) -> str:
    """Who decides: the name given, or the account's."""
    if name and name.strip():
        return name.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in some containers
        return "user"


by_option = click.option(
    "--by", envvar="GLOSSARY_USER", type=ui.text, help="Who decides. [default: GLOSSARY_USER, or the account]"
)


def rendering(db: sqlite3.Connection, zh: str, en: str) -> sqlite3.Row:
    """The rendering `en` of the term `zh`; the only one where `en` is empty. Raises `UsageError` where it is not clear."""
    concepts = {row["concept"]: row for row in reading.find_terms(db, zh, "zh")}
    if not concepts:
        raise UsageError(f"no term {ui.plain(zh)!r} in the glossary; `glossary set` makes one")
    whole = reading.by_ids(db, concepts)
    known = [term.text for concept in whole.values() for term in concept.en]
    if not en and len(known) == 1:
        en = known[0]
    found = [row for row in reading.find_terms(db, en, "en") if row["concept"] in concepts] if en else []
    if not found:
        listed = "; ".join(map(ui.plain, known[:8])) or "none"
        asked = f"{ui.plain(en)!r} is no rendering of it" if en else "say which rendering"
        raise UsageError(f"{ui.plain(zh)}: {asked}. It has: {listed}")
    exact = [row for row in found if row["text"] == en]
    return (exact or found)[0]


def accepted_status(db: sqlite3.Connection, concept: int) -> Status:
    """What accepting means: preferred for the first rendering of a concept, admitted beside it."""
    taken = any(term.status == "preferred" for term in reading.by_ids(db, [concept], contexts=0)[concept].en)
    return "admitted" if taken else "preferred"


def _say(zh: str, en: str, status: str) -> None:
    click.echo(f"{ui.plain(zh)} = {ui.plain(en)}: {status}")


@click.command("accept")
@click.argument("zh", type=ui.text)
@click.argument("en", type=ui.text, default="")
@by_option
@ui.db_option
@click.pass_context
def accept(ctx: click.Context, zh: str, en: str, by: str | None) -> None:
    """Accept a rendering: preferred where the term has no preferred one yet, else admitted.

    EN may be left out where the term has one rendering only.

    \b
    Example:
        glossary accept 风清气正 "clean and correct atmosphere"
    """
    with database.writing(database_path(ctx)) as db:
        row = rendering(db, zh, en)
        status = row["status"] if row["status"] == "preferred" else accepted_status(db, row["concept"])
        store.decide(db, row["id"], status, person(by))
    _say(zh, row["text"], status)


@click.command("prefer")
@click.argument("zh", type=ui.text)
@click.argument("en", type=ui.text, default="")
@by_option
@ui.db_option
@click.pass_context
def prefer(ctx: click.Context, zh: str, en: str, by: str | None) -> None:
    """Make a rendering the preferred one; the one that was is admitted from then on.

    \b
    Example:
        glossary prefer 网络强国 "cyber powerhouse"
    """
    with database.writing(database_path(ctx)) as db:
        row = rendering(db, zh, en)
        demoted = store.prefer(db, row["id"], person(by))
    _say(zh, row["text"], "preferred")
    for other in demoted:
        _say(zh, other, "admitted")


@click.command("reject")
@click.argument("zh", type=ui.text)
@click.argument("en", type=ui.text, default="")
@by_option
@ui.db_option
@click.pass_context
def reject(ctx: click.Context, zh: str, en: str, by: str | None) -> None:
    """Reject a rendering. It does not come back, whatever documents are read later.

    \b
    Example:
        glossary reject 网络强国 "network strong country"
    """
    with database.writing(database_path(ctx)) as db:
        row = rendering(db, zh, en)
        store.decide(db, row["id"], "rejected", person(by))
    _say(zh, row["text"], "rejected")


@click.command("set")
@click.argument("zh", type=ui.text)
@click.option("--en", type=ui.text, help="A rendering; made where the term does not have it.")
@click.option(
    "--status", type=click.Choice(get_args(Status)), help="The rendering's status. [default for a new one: as `accept`]"
)
@click.option("--to", type=ui.text, help="Another wording for the rendering; the old one is rejected.")
@click.option("--definition", type=ui.text, help="What the term means.")
@click.option("--subject", type=ui.text, help="The field that it belongs to.")
@click.option("--note", type=ui.text, help="A note on the concept.")
@by_option
@ui.db_option
@click.pass_context
def set_(
    ctx: click.Context,
    zh: str,
    en: str | None,
    status: Status | None,
    to: str | None,
    definition: str | None,
    subject: str | None,
    note: str | None,
    by: str | None,
) -> None:
    """Write a term, its rendering, or what is said about it by hand.

    \b
    Example:
        glossary set 网络强国 --en "cyber powerhouse" --status preferred
        glossary set 网络强国 --definition "A country strong in cyberspace." --subject policy
        glossary set 风清气正 --en "clear atmosphere" --to "clean and correct atmosphere"
    """
    described = any(text is not None for text in (definition, subject, note))
    if not en and not described:
        raise UsageError("nothing to set: give --en, --definition, --subject or --note")
    if (status or to) and not en:
        raise UsageError("--status and --to are about a rendering: name it with --en")
    who = person(by)
    with database.writing(database_path(ctx), create=True) as db:
        shown = _set_rendering(db, zh, en, status, to, who) if en else None
        if described:
            concepts = reading.find_terms(db, zh, "zh")
            if not concepts:
                raise UsageError(f"no term {ui.plain(zh)!r} in the glossary; give it a rendering with --en")
            store.describe(db, concepts[0]["concept"], who, definition=definition, subject=subject, note=note)
    if shown:
        _say(zh, *shown)
    if described:
        click.echo(f"{ui.plain(zh)}: described")


def _set_rendering(
    db: sqlite3.Connection, zh: str, en: str, status: Status | None, to: str | None, who: str
) -> tuple[str, Status]:
    """Make or find the rendering and give it its wording and status."""
    if to:
        row = rendering(db, zh, en)
        final = status or ("preferred" if row["status"] == "preferred" else accepted_status(db, row["concept"]))
        store.correct(db, row["id"], to, final, who)
        return to, final
    term, _ = store.add_rendering(db, zh, en, who)
    row = db.execute("SELECT concept, text, status FROM terms WHERE id = ?", (term,)).fetchone()
    final = status or (row["status"] if row["status"] == "preferred" else accepted_status(db, row["concept"]))
    if final == "preferred":
        store.prefer(db, term, who)
    else:
        store.decide(db, term, final, who)
    return row["text"], final
