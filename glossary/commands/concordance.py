"""`glossary concordance`: how an expression has been translated, sentence by sentence."""

from __future__ import annotations

import click

from aligner.errors import ModelError
from aligner.records import Lang
from glossary import database
from glossary.commands import ui
from glossary.commands.app import database_path
from glossary.concordance import Align, Group, Line, Span, concordance

_COLUMNS = ("rendering", "how", "document", "place", "zh", "en", "status", "decided_by")


@click.command("concordance")
@click.argument("expression", nargs=-1, required=True, type=ui.text)
@click.option("--limit", type=click.IntRange(1, 100_000), default=200, show_default=True, help="At most so many sentences.")
@click.option("--each", type=click.IntRange(1), default=10, show_default=True, help="Lines to print for one rendering.")
@click.option("--no-words", is_flag=True, help="Do without the model: only renderings that the glossary has.")
@ui.model_option
@ui.format_option
@ui.db_option
@click.pass_context
def command(
    ctx: click.Context, expression: tuple[str, ...], limit: int, each: int, no_words: bool, model: str | None, output: str
) -> None:
    """Show every stored sentence pair that has EXPRESSION on either side, grouped by what stands for it on the other.

    A counterpart that the glossary does not know is found by aligning the words of the pair; `~` stands before such a line.
    Exit code 1 where no sentence pair has the expression.

    \b
    Example:
        glossary concordance 网络强国
        glossary concordance --each 3 "cyber powerhouse"
        glossary concordance --format csv 治理 > 治理.csv
    """
    text = " ".join(expression)
    align = None if no_words else word_aligner(model)
    with database.reading(database_path(ctx)) as db:
        groups = concordance(db, text, limit=limit, align=align)
    number = sum(len(group.lines) for group in groups)
    if not groups:
        click.echo(f"no sentence pair with {ui.plain(text)!r}", err=True)
        ctx.exit(1)
    if output != "table":
        rows = (_record(group, line) for group in groups for line in group.lines)
        ui.records(rows, _COLUMNS, output)
    else:
        for group in groups:
            print_group(group, each)
    if number == limit:
        click.echo(f"the first {limit} sentence pairs only; --limit takes more", err=True)


def word_aligner(model: str | None) -> Align:
    """Word alignment that loads its model with the first pair that needs it, and does nothing where there is no model."""
    from functools import cache

    @cache
    def encoder() -> object:
        from aligner.embedding import load_encoder

        try:
            return load_encoder(model)
        except ModelError as error:
            click.echo(f"no word alignment: {error}", err=True)
            return None

    def align(zh: str, en: str, lang: Lang, spot: Span) -> Span | None:
        known = encoder()
        if known is None:
            return None
        from aligner.tokens import tokenise_en, tokenise_zh
        from aligner.words import align as align_words

        chinese, english = tokenise_zh(zh), tokenise_en(en)
        side, other = (0, 1) if lang == "zh" else (1, 0)
        tokens = (chinese, english)
        inside = {n for n, token in enumerate(tokens[side]) if token.start < spot[1] and token.end > spot[0]}
        links = align_words(chinese, english, known)  # type: ignore[arg-type]
        reached = sorted({link[other] for link in links if link[side] in inside})
        if not reached or reached[-1] - reached[0] > 3 * len(reached):
            return None  # scattered over the sentence: no one place stands for it
        return tokens[other][reached[0]].start, tokens[other][reached[-1]].end

    return align


def _record(group: Group, line: Line) -> dict[str, object]:
    s = line.sentence
    return dict(
        zip(
            _COLUMNS,
            (group.rendering, line.how, s.document, s.place, s.zh, s.en, group.status, group.decided_by),
            strict=True,
        )
    )


def print_group(group: Group, each: int) -> None:
    """A rendering with its count and documents, and at most `each` of its lines."""
    count = len(group.lines)
    name = ui.plain(group.rendering) or "(no counterpart found)"
    documents = f"{len(group.documents)} documents" if len(group.documents) > 1 else ui.plain(group.documents[0])
    said = f"  {group.status}" + (f" by {ui.plain(group.decided_by)}" if group.decided_by else "") if group.status else ""
    click.echo(f"{click.style(name, bold=True)}  {count}×{said}  {click.style(documents, dim=True)}")
    half = (ui.screen() - 8) // 2
    for line in group.lines[:each]:
        mark = "~" if line.how == "words" else " "
        click.echo(f"  {mark} {_in_middle(line.text, line.spot, half)}")
        click.echo(f"    {_in_middle(line.counterpart, line.other or (0, 0), half)}")
        click.echo(click.style(ui.plain(f"      — {line.sentence.document}:{line.sentence.place}"), dim=True))
    if count > each:
        click.echo(click.style(f"    … and {count - each} more", dim=True))


def _in_middle(text: str, spot: Span, half: int) -> str:
    """The text in one line with the spot in the middle column, cut at both ends; from its start where there is no spot."""
    text = ui.plain(text)
    if spot == (0, 0):
        return ui.clip(text, 2 * half)
    left = text[: spot[0]]
    while ui.width(left) > half:
        left = left[1:]
    room = half - ui.width(text[slice(*spot)])
    return (
        ui.pad(left, half, right=True) + click.style(text[slice(*spot)], bold=True) + ui.clip(text[spot[1] :], max(room, 10))
    )
