"""`glossary completion`: what makes a shell complete the commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script that makes a shell complete commands and options.

    \b
    Example:
        eval "$(glossary completion bash)"                                  # in ~/.bashrc
        eval "$(glossary completion zsh)"                                   # in ~/.zshrc
        glossary completion fish > ~/.config/fish/completions/glossary.fish
    """
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(kind(ctx.find_root().command, {}, "glossary", "_GLOSSARY_COMPLETE").source())
