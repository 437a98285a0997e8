"""The `glossary` command: its subcommands by name, its global options, and how it ends.

A subcommand's module is imported when it is used, so that a look-up does not wait for what only extraction needs.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from aligner.errors import GlossaryError
from glossary.commands.ui import Settings, db_option

# name -> "module:attribute"; a new command is a new line here
COMMANDS = {
    "extract": "glossary.commands.extract:command",
    "align": "glossary.commands.align:command",
    "words": "glossary.commands.words:command",
    "search": "glossary.commands.search:command",
    "lookup": "glossary.commands.lookup:command",
    "concordance": "glossary.commands.concordance:command",
    "shell": "glossary.commands.shell:command",
    "show": "glossary.commands.show:command",
    "list": "glossary.commands.list:command",
    "check": "glossary.commands.check:command",
    "drift": "glossary.commands.drift:command",
    "compare": "glossary.commands.compare:command",
    "review": "glossary.commands.review:command",
    "accept": "glossary.commands.decide:accept",
    "prefer": "glossary.commands.decide:prefer",
    "reject": "glossary.commands.decide:reject",
    "set": "glossary.commands.decide:set_",
    "export": "glossary.commands.export:command",
    "import": "glossary.commands.import_:command",
    "stats": "glossary.commands.stats:command",
    "forget": "glossary.commands.forget:command",
    "models": "glossary.commands.models:command",
    "adapt": "glossary.commands.adapt:command",
    "completion": "glossary.commands.completion:command",
}
FAULT = 70  # as sysexits.h has it
STOPPED = 130  # what a shell reports for a program that Ctrl-C ended
PIPE_CLOSED = 141  # and for one whose reader went away


class LazyGroup(click.Group):
    """A group that imports a subcommand when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        target = COMMANDS.get(cmd_name)
        if target is None:
            return None
        module, attribute = target.split(":")
        found: click.Command = getattr(importlib.import_module(module), attribute)
        return found

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Say which commands there are when there is none of that name."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, 1)
            ctx.fail(
                f"no command {args[0]!r}" + (f"; did you mean {near[0]!r}?" if near else "; `glossary --help` lists them")
            )
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@db_option
@click.option("--debug", is_flag=True, envvar="GLOSSARY_DEBUG", help="Show the traceback of an error.")
@click.version_option(package_name="zhen-glossary", prog_name="glossary")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    """Chinese-English term pairs out of translated documents, into a glossary to search, check and export.

    \b
    Example:
        glossary extract report.txt speech.txt
        glossary search 风清气正

    The glossary is the file glossary.db in the current folder; --db or the environment variable GLOSSARY_DB name another.
    """
    settings = ctx.ensure_object(Settings)
    settings.debug = debug
    if os.environ.get("NO_COLOR"):
        ctx.color = False


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command line and end the process: 0 fine, 1 nothing found, 2 usage, 3 bad input, 4 database, 5 model."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that cannot show Chinese gets escapes instead of a traceback
            stream.reconfigure(errors="backslashreplace")
    code = _run(args)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        code = _reader_gone()
    sys.exit(code)


def _run(args: list[str] | None) -> int:
    settings = Settings()
    try:
        result: Any = cli.main(args, prog_name="glossary", standalone_mode=False, obj=settings)
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        if settings.debug:
            raise
        context = getattr(error, "ctx", None)
        click.echo(f"glossary: {error.format_message()}", err=True)
        if context is not None and error.exit_code == 2:
            click.echo(f"Try `{context.command_path} --help`.", err=True)
        return error.exit_code
    except BrokenPipeError:
        return _reader_gone()
    except GlossaryError as error:
        if settings.debug:
            raise
        click.echo(f"glossary: {error}", err=True)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        if settings.debug:
            raise
        click.echo("\nglossary: stopped", err=True)
        return STOPPED
    except OSError as error:
        if settings.debug:
            raise
        click.echo(f"glossary: {error.filename or 'output'}: {error.strerror or error}", err=True)
        return 3
    except Exception as error:
        if settings.debug:
            raise
        click.echo(f"glossary: a fault in the program: {error!r}; --debug shows where", err=True)
        return FAULT


def _reader_gone() -> int:
    """Send what is still buffered nowhere, so that the interpreter does not complain at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return PIPE_CLOSED


def database_path(ctx: click.Context) -> Path:
    """The glossary that the command is about."""
    return ctx.ensure_object(Settings).db
