"""The help texts, collected in glossary/commands/HELP.md."""

from __future__ import annotations

import os
from pathlib import Path

import click
import pytest

from glossary.commands.app import COMMANDS, cli

PAGE = Path(__file__).parents[2] / "glossary" / "commands" / "HELP.md"
REGENERATE = "GLOSSARY_WRITE_HELP=1 python -m pytest tests/glossary/test_help.py"


def helps() -> dict[str, str]:
    """Help text by command, at a fixed width."""
    # -h as well as --help, as on the command line: click remembers the option of the first context that asks for it
    names = cli.context_settings["help_option_names"]
    top = click.Context(cli, info_name="glossary", terminal_width=100, help_option_names=names)
    found = {"glossary": cli.get_help(top)}
    for name in COMMANDS:
        command = cli.get_command(top, name)
        assert command is not None
        context = click.Context(command, info_name=name, parent=top, terminal_width=100)
        found[f"glossary {name}"] = command.get_help(context)
    return found


def test_the_page_is_what_the_commands_say() -> None:
    """HELP.md holds the help of every command as it is now."""
    sections = (f"## {name}\n\n```text\n{text.rstrip()}\n```\n" for name, text in helps().items())
    page = "# Commands\n\nMade from the commands' own help; do not edit.\n\n" + "\n".join(sections)
    if os.environ.get("GLOSSARY_WRITE_HELP"):
        PAGE.write_text(page, encoding="utf-8")
    # word by word: how wide click pads and wraps is its own affair
    assert PAGE.read_text(encoding="utf-8").split() == page.split(), (
        f"the help has changed; write it again with: {REGENERATE}"
    )


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_help_has_an_example(name: str) -> None:
    """Each command shows how it is typed."""
    assert f"glossary {name}" in helps()[f"glossary {name}"].split("Options:")[0].partition("\n")[2]
