"""`glossary review`: one candidate at a time, one key each."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path

import click

from aligner.errors import UsageError
from glossary import database, reading, store
from glossary.commands import ui
from glossary.commands.app import database_path
from glossary.commands.decide import accepted_status, by_option, person, rendering
from glossary.entries import Term
from glossary.filters import Filters
from glossary.store.decisions import Snapshot

_KEYS = "[a]ccept [r]eject [e]dit [s]kip [u]ndo [q]uit"
_PENDING = 200  # candidates read at a time


@dataclass(frozen=True, slots=True)
class _Item:
    concept: int
    zh: str
    term: Term
    others: tuple[str, ...]


@dataclass
class _Session:
    """Where the reviewer stands. `undo` holds the position and the concept's state before each decision."""

    path: Path
    who: str
    items: list[_Item]
    position: int = 0
    decided: int = 0
    undo: list[tuple[int, Snapshot | None]] = field(default_factory=list)


@click.command("review")
@click.option("--source", default="", help="Only what was seen in this document.")
@click.option("--min-score", type=click.FloatRange(0, 1), default=0.0, help="Least translation score, 0 to 1.")
@click.option("--limit", type=click.IntRange(1), default=_PENDING, show_default=True, help="At most so many terms.")
@by_option
@ui.db_option
@click.pass_context
def command(ctx: click.Context, source: str, min_score: float, limit: int, by: str | None) -> None:
    """Go through the candidates, best first, and decide about each with one key.

    Every decision is stored at once; u takes the last one back. Where the input is no terminal, one letter a line is read,
    and after e the new wording on the next line.

    \b
    Example:
        glossary review --min-score 0.7
        printf 'a\\nr\\nq\\n' | glossary review
    """
    path = database_path(ctx)
    filters = Filters(statuses=("candidate",), min_score=min_score, source=source, limit=limit)
    with database.reading(path) as db:
        items = [
            _Item(
                reading.concept_id(concept.id), concept.zh[0].text, term, tuple(o.text for o in concept.en if o is not term)
            )
            for concept in reading.concepts(db, filters, contexts=2)
            for term in concept.en
        ]
    if not items:
        click.echo("no candidates to review", err=True)
        return
    session = _Session(path, person(by), items)
    while session.position < len(items) and _step(session):
        pass
    click.echo(f"{session.decided} decided, {max(len(items) - session.position, 0)} left")


def _step(session: _Session) -> bool:
    """Show one candidate and do what the key says; false ends the loop."""
    item = session.items[session.position]
    click.echo(f"\n{session.position + 1}/{len(session.items)}  {_title(item)}")
    for context in item.term.contexts:
        for sentence, word in ((context.zh, item.zh), (context.en, item.term.text)):
            if sentence:
                start = max(sentence.lower().find(word.lower()), 0)
                click.echo(f"    {ui.clip(sentence, ui.screen() - 4, (start, start + len(word)))}")
        click.echo(click.style(f"    — {ui.plain(context.document)}:{context.place}", dim=True))
    if item.others:
        click.echo(f"    also: {ui.plain('; '.join(item.others))}")
    key = _key()
    if key == "q":
        return False
    if key == "u":
        _undo(session)
    elif key == "s":
        session.undo.append((session.position, None))
        session.position += 1
    elif key in ("a", "r", "e"):
        _decide(session, item, key)
    else:
        click.echo(f"    {_KEYS}")
    return True


def _title(item: _Item) -> str:
    pair = f"{ui.plain(item.zh)} = {ui.plain(item.term.text)}"
    return f"{click.style(pair, bold=True)}  (score {ui.score(item.term.translation)}, seen {item.term.frequency})"


def _key() -> str:
    """One key from a terminal, or the first letter of a line from anything else; the end of the input is `q`."""
    if sys.stdin.isatty():
        click.echo(f"{_KEYS} ", nl=False)
        key = click.getchar()
        click.echo(key if key.isprintable() else "")
        return "q" if key in ("\x04", "\x1b") else key.lower()
    line = sys.stdin.readline()
    return line.strip().lower()[:1] or ("?" if line else "q")


def _decide(session: _Session, item: _Item, key: str) -> None:
    wording = ""
    if key == "e":
        wording = _wording(item)
        if not wording:
            return
    with database.writing(session.path) as db:
        row = rendering(db, item.zh, item.term.text)
        before = store.snapshot(db, row["concept"])
        if key == "r":
            store.decide(db, row["id"], "rejected", session.who)
        elif key == "a":
            store.decide(db, row["id"], accepted_status(db, row["concept"]), session.who)
        else:
            try:
                store.correct(db, row["id"], wording, accepted_status(db, row["concept"]), session.who)
            except UsageError as error:
                click.echo(f"    {ui.plain(str(error))}")
                return
    session.undo.append((session.position, before))
    session.position += 1
    session.decided += 1


def _wording(item: _Item) -> str:
    if sys.stdin.isatty():
        return str(click.prompt("    English", default=item.term.text)).strip()
    return sys.stdin.readline().strip()


def _undo(session: _Session) -> None:
    if not session.undo:
        click.echo("    nothing to undo")
        return
    session.position, before = session.undo.pop()
    if before is not None:
        with database.writing(session.path) as db:
            store.restore(db, before)
        session.decided -= 1
