"""`glossary shell`: a prompt for people who keep the glossary open all day."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import click

from aligner.errors import GlossaryError
from glossary import database
from glossary.commands import ui
from glossary.commands.app import database_path
from glossary.commands.concordance import print_group, word_aligner
from glossary.commands.search import print_hits, print_sentences, vectors
from glossary.completing import completions
from glossary.concordance import concordance
from glossary.search import answers, search
from glossary.sentences import sentences
from glossary.similar import similar

_HELP = """\
  QUERY          terms: Chinese, pinyin (fengqing), initials (fqqz), English; * and ? stand for characters
  /s QUERY       terms that mean something like it
  /c QUERY       sentences with it
  /k QUERY       sentence pairs with it, by rendering
  /n NUMBER      so many terms from now on
  /q             leave (or Ctrl-D)
  Tab completes terms from their start, Chinese ones from their pinyin too; the arrow keys bring back earlier queries."""
_HISTORY = 2000


@click.command("shell")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="At most so many terms.")
@click.option("--no-history", is_flag=True, help="Neither read nor keep earlier queries.")
@ui.db_option
@click.pass_context
def command(ctx: click.Context, limit: int, no_history: bool) -> None:
    """Look terms up at a prompt that stays open: one query a line, `/h` says what else it takes.

    Where nothing is found, near spellings are shown. Earlier queries are kept for the next time. What comes through a pipe is
    answered line by line.

    \b
    Example:
        glossary shell
        glossary --db politics.db shell --limit 5
    """
    with database.reading(database_path(ctx)) as db:
        shell = _Shell(ctx, db, limit)
        keep = _line_editing(db, None if no_history else _history_file())
        try:
            shell.run()
        finally:
            keep()


class _Shell:
    def __init__(self, ctx: click.Context, db: sqlite3.Connection, limit: int) -> None:
        self.ctx, self.db, self.limit = ctx, db, limit
        self.live = sys.stdin.isatty()
        self._align = word_aligner(None)
        self._commands: dict[str, Callable[[str], None]] = {
            "/s": self._similar, "/c": self._contexts, "/k": self._concordance, "/n": self._number,
        }  # fmt: skip

    def run(self) -> None:
        """Answer until the input ends."""
        if self.live:
            click.echo("/h for help, Ctrl-D to leave")
        while (line := self._line()) is not None:
            line = ui.text(line).strip()
            if line in ("/q", "/quit", "/exit"):
                return
            try:
                self._answer(line)
            except GlossaryError as error:  # one bad line ends no session
                click.echo(f"glossary: {error}", err=True)

    def _line(self) -> str | None:
        try:
            return input("» " if self.live else "")
        except EOFError:
            return None
        except KeyboardInterrupt:  # as in every shell: the line goes, the session stays
            click.echo()
            return ""

    def _answer(self, line: str) -> None:
        name, _, rest = line.partition(" ")
        if name in self._commands and rest.strip():
            self._commands[name](rest.strip())
        elif line.startswith("/"):
            click.echo(_HELP)
        elif line:
            hits = search(self.db, line, limit=self.limit, fuzzy=True)
            if not hits:
                click.echo("nothing")
            elif hits[0].how == "fuzzy":
                click.echo("no match; these are spelled almost like it")
            print_hits(hits, "table")

    def _similar(self, query: str) -> None:
        found = similar(self.db, query, vectors(self.ctx, self.db, None), self.limit)
        print_hits(answers(self.db, found, query, limit=self.limit), "table")

    def _contexts(self, query: str) -> None:
        print_sentences(sentences(self.db, query, limit=self.limit), "table")

    def _concordance(self, query: str) -> None:
        for group in concordance(self.db, query, align=self._align):
            print_group(group, self.limit)

    def _number(self, number: str) -> None:
        if number.isdigit() and 0 < int(number) <= 1000:
            self.limit = int(number)
        else:
            click.echo("/n takes a number from 1 to 1000")


def _history_file() -> Path:
    state = os.environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local" / "state") / "zhen-glossary" / "history"


def _line_editing(db: sqlite3.Connection, history: Path | None) -> Callable[[], None]:
    """Switch on completion and history where Python has readline; returns what stores the history."""
    try:
        import readline
    except ImportError:  # Windows: its console has a history of its own
        return lambda: None

    found: list[str] = []

    def complete(_text: str, state: int) -> str | None:
        if state == 0:
            found[:] = completions(db, readline.get_line_buffer())
        return found[state] if state < len(found) else None

    readline.set_completer(complete)
    readline.set_completer_delims("")  # terms have spaces in them
    libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if libedit else "tab: complete")
    if history is not None and history.exists():
        try:
            readline.read_history_file(history)
        except OSError as error:
            click.echo(f"{history}: {error.strerror}", err=True)

    def keep() -> None:
        if history is None:
            return
        try:
            history.parent.mkdir(parents=True, exist_ok=True)
            readline.set_history_length(_HISTORY)
            readline.write_history_file(history)
        except OSError as error:
            click.echo(f"{history}: {error.strerror}", err=True)

    return keep
