"""The command line: one file per command, the only place that prints or sets an exit code."""

from __future__ import annotations

from typing import NoReturn


def main() -> NoReturn:
    """Entry point of the `glossary` program."""
    from glossary.commands.app import main as run

    run()
