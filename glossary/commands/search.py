"""`glossary search`: a word in either language, and what it is in the other."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import click

from aligner.errors import UsageError
from glossary import database
from glossary.commands import ui
from glossary.commands.app import database_path
from glossary.filters import VISIBLE
from glossary.search import Hit, answers, search
from glossary.sentences import Sentence, sentences
from glossary.similar import Vectors, similar

_COLUMNS = (
    "zh", "en", "status", "score", "termhood", "frequency", "match", "matched", "part", "document", "place", "context_zh", "context_en",
)  # fmt: skip
_SENTENCE_COLUMNS = ("zh", "en", "document", "place", "method")


@click.command("search")
@click.argument("query", nargs=-1, required=True, type=ui.text)
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="At most so many terms.")
@click.option("--contexts", is_flag=True, help="Look into the stored sentences instead of the terms.")
@click.option("--fuzzy", is_flag=True, help="Look for near spellings where there is no match.")
@click.option("--similar", "meaning", is_flag=True, help="Look for terms that mean something like it, by the model.")
@click.option("--model", help="The encoder of --similar: a name or folder. [default: the shipped one, or GLOSSARY_MODEL]")
@click.option("--rejected", is_flag=True, help="Also show what was rejected.")
@ui.format_option
@ui.db_option
@click.pass_context
def command(
    ctx: click.Context,
    query: tuple[str, ...],
    limit: int,
    contexts: bool,
    fuzzy: bool,
    meaning: bool,
    model: str | None,
    rejected: bool,
    output: str,
) -> None:
    """Look up a term, or part of one, in Chinese or English.

    Simplified or traditional, full or half width, capitals or not, English in any inflection: all find the same. Chinese is
    also found by its pinyin (fengqingqizheng, fēng qīng) and by the initials of it (fqqz). * stands for any characters and ?
    for one. Exact matches come first, then those that begin with the query, then those that contain it; the last column says
    why a term matched, and which part of it. Exit code 1 where there is none.

    \b
    Example:
        glossary search 風清氣正
        glossary search "small incisions"
        glossary search fqqz
        glossary search --fuzzy "clean atmopshere"
        glossary search --similar "internet governance"
        glossary search --contexts 网络空间
    """
    text = " ".join(query)
    if not text.strip(" *?＊？"):
        raise UsageError("nothing to look for: name a term, or a part of one")
    if meaning and (contexts or fuzzy):
        raise UsageError("--similar goes with neither --contexts nor --fuzzy")
    hits: list[Hit] = []
    found: list[Sentence] = []
    with database.reading(database_path(ctx)) as db:
        if contexts:
            found = sentences(db, text, limit=limit)
        else:
            statuses = (*VISIBLE, "rejected") if rejected else VISIBLE
            if meaning:
                matches = similar(db, text, vectors(ctx, db, model), limit)
                hits = answers(db, matches, text, limit=limit, statuses=statuses)
            else:
                hits = search(db, text, limit=limit, statuses=statuses, fuzzy=fuzzy)
    if hits and hits[0].how == "fuzzy":
        click.echo(f"no match for {ui.plain(text)!r}; these are spelled almost like it", err=True)
    if contexts:
        print_sentences(found, output)
    else:
        print_hits(hits, output)
    if not hits and not found:
        more = (
            "" if contexts else f"; {'' if fuzzy else '--fuzzy tries near spellings, '}--contexts looks into the sentences"
        )
        click.echo(f"no match for {ui.plain(text)!r}{more}", err=True)
        ctx.exit(1)


def vectors(ctx: click.Context, db: sqlite3.Connection, model: str | None) -> Vectors:
    """The vectors of the glossary's terms, brought up to date; the first time takes a while in a large one."""
    from aligner.embedding import load_encoder

    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "zhen-glossary" / "terms"
    found = Vectors(cache, database_path(ctx), load_encoder(model))
    progress = ui.Progress()
    found.refresh(db, progress)
    progress.clear()
    return found


def print_hits(hits: list[Hit], output: str) -> None:
    """The term pairs of a search, each with why it matched, and its best sentence."""
    if output != "table":
        ui.records(map(_record, hits), _COLUMNS, output)
    elif hits:
        rows = [[hit.zh, hit.en, hit.status, ui.score(hit.translation), str(hit.frequency), why(hit)] for hit in hits]
        below = [_sentence_lines(hit) for hit in hits]
        ui.table(rows, ("Chinese", "English", "status", "score", "seen", "match"), right=(3, 4), below=below)


_WHY = {
    "exact": "exact", "inflected": "inflected", "pinyin": "sounds", "prefix": "begins", "contained": "contains",
    "words": "words", "initials": "initials of", "pattern": "pattern", "fuzzy": "near", "similar": "means",
}  # fmt: skip


def why(hit: Hit) -> str:
    """Why a hit matched and which part of it, in a few words."""
    return _WHY[hit.how] if hit.how == "exact" else f"{_WHY[hit.how]}: {part(hit)}"


def part(hit: Hit) -> str:
    """The matched part of the term, … between parts that stand apart."""
    return " … ".join(hit.matched[start:stop] for start, stop in hit.spots)


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
    values = (
        hit.zh, hit.en, hit.status, hit.translation, hit.termhood, hit.frequency, hit.how, hit.matched, part(hit),
        *((context.document, context.place, context.zh, context.en) if context else ("", "", "", "")),
    )  # fmt: skip
    return dict(zip(_COLUMNS, values, strict=True))


def print_sentences(found: list[Sentence], output: str) -> None:
    """Stored sentences with the query in bold, and where they stand."""
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
