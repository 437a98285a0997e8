"""`glossary search`: a word in either language, and what it is in the other."""

from __future__ import annotations

import click

from glossary import database
from glossary.commands import ui
from glossary.commands.app import database_path
from glossary.filters import VISIBLE
from glossary.search import Hit, search
from glossary.sentences import Sentence, sentences

_COLUMNS = (
    "zh", "en", "status", "score", "termhood", "frequency", "match", "document", "place", "context_zh", "context_en",
)  # fmt: skip
_SENTENCE_COLUMNS = ("zh", "en", "document", "place", "method")


@click.command("search")
@click.argument("query", nargs=-1, required=True, type=ui.text)
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="At most so many terms.")
@click.option("--contexts", is_flag=True, help="Look into the stored sentences instead of the terms.")
@click.option("--rejected", is_flag=True, help="Also show what was rejected.")
@ui.format_option
@ui.db_option
@click.pass_context
def command(ctx: click.Context, query: tuple[str, ...], limit: int, contexts: bool, rejected: bool, output: str) -> None:
    """Look up a term, or part of one, in Chinese or English.

    Simplified or traditional, full or half width, capitals or not: all find the same. Exact matches come first, then those
    that begin with the query, then those that contain it. Exit code 1 where there is none.

    \b
    Example:
        glossary search 風清氣正
        glossary search "small incisions"
        glossary search --contexts 网络空间
    """
    text = " ".join(query)
    with database.reading(database_path(ctx)) as db:
        if contexts:
            found = sentences(db, text, limit=limit)
            _print_sentences(found, output)
        else:
            hits = search(db, text, limit=limit, statuses=(*VISIBLE, "rejected") if rejected else VISIBLE)
            _print_hits(hits, output)
    if not (found if contexts else hits):
        click.echo(
            f"no match for {ui.plain(text)!r}" + ("" if contexts else "; --contexts looks into the sentences"), err=True
        )
        ctx.exit(1)


def _print_hits(hits: list[Hit], output: str) -> None:
    if output != "table":
        ui.records(map(_record, hits), _COLUMNS, output)
    elif hits:
        rows = [[hit.zh, hit.en, hit.status, ui.score(hit.translation), str(hit.frequency)] for hit in hits]
        below = [_sentence_lines(hit) for hit in hits]
        ui.table(rows, ("Chinese", "English", "status", "score", "seen"), right=(3, 4), below=below)


def _sentence_lines(hit: Hit) -> list[str]:
    if hit.context is None:
        return []
    room = ui.screen() - 4
    lines = []
    for text, term in ((hit.context.en, hit.en), (hit.context.zh, hit.zh)):
        if text:
            start = max(text.lower().find(term.lower()), 0)
            lines.append(ui.clip(text, room, (start, start + len(term))))
    return [*lines, ui.plain(f"— {hit.context.document}:{hit.context.place}")]


def _record(hit: Hit) -> dict[str, object]:
    context = hit.context
    return {
        "zh": hit.zh, "en": hit.en, "status": hit.status, "score": hit.translation, "termhood": hit.termhood,
        "frequency": hit.frequency, "match": hit.how, "document": context.document if context else "",
        "place": context.place if context else "", "context_zh": context.zh if context else "",
        "context_en": context.en if context else "",
    }  # fmt: skip


def _print_sentences(found: list[Sentence], output: str) -> None:
    if output != "table":
        rows = ({column: getattr(sentence, column) for column in _SENTENCE_COLUMNS} for sentence in found)
        ui.records(rows, _SENTENCE_COLUMNS, output)
        return
    for sentence in found:
        for lang, text in (("zh", ui.plain(sentence.zh)), ("en", ui.plain(sentence.en))):
            if lang == sentence.lang:
                spot = click.style(text[sentence.start : sentence.stop], bold=True)
                text = text[: sentence.start] + spot + text[sentence.stop :]
            if text:
                click.echo(text)
        click.echo(click.style(ui.plain(f"    — {sentence.document}:{sentence.place}"), dim=True))
