"""`glossary show`: everything the glossary knows about a term."""

from __future__ import annotations

from dataclasses import asdict

import click

from aligner.text import detect_lang
from glossary import database, reading
from glossary.commands import ui
from glossary.commands.app import database_path
from glossary.commands.explain import Explainer
from glossary.entries import Concept, Context, Term

_COLUMNS = (
    "concept", "zh", "en", "status", "decided_by", "score", "termhood", "frequency", "definition", "subject", "note",
    "document", "place", "method", "context_zh", "context_en",
)  # fmt: skip


@click.command("show")
@click.argument("term", nargs=-1, required=True, type=ui.text)
@click.option(
    "--explain", is_flag=True, help="Say why: what each score is made of, with the places marked in the sentences."
)
@ui.format_option
@ui.db_option
@click.pass_context
def command(ctx: click.Context, term: tuple[str, ...], explain: bool, output: str) -> None:
    """Show a term: all renderings with their status and scores, and every sentence and source.

    TERM is a whole term in Chinese or English; `glossary search` finds parts of terms. Exit code 1 where there is none.

    \b
    Example:
        glossary show 网络强国
        glossary show 网络强国 --explain
        glossary show cyber powerhouse --format json
    """
    text = " ".join(term)
    with database.reading(database_path(ctx)) as db:
        rows = reading.find_terms(db, text, detect_lang(text))
        if not rows and detect_lang(text) == "en":
            rows = reading.find_terms(db, text, "zh")
        ids = list(dict.fromkeys(row["concept"] for row in rows))
        found = reading.by_ids(db, ids, contexts=-1)
        named = {reading.concept_id(other) for concept in found.values() for other in concept.related}
        others = {other.id: other for other in reading.by_ids(db, named, contexts=0).values()}
        why = {i: Explainer(db, found[i]) for i in ids} if explain else {}
    if output == "json":
        ui.records([_whole(found[i], why.get(i)) for i in ids], (), output)
    elif output != "table":
        ui.records([row for i in ids for row in _records(found[i])], _COLUMNS, output)
    else:
        for number, i in enumerate(ids):
            click.echo("\n" * bool(number), nl=False)
            _print(found[i], [others[other] for other in found[i].related], why.get(i))
    if not ids:
        click.echo(f"no term {ui.plain(text)!r}; `glossary search` looks for parts of terms", err=True)
        ctx.exit(1)


def _whole(concept: Concept, why: Explainer | None) -> dict[str, object]:
    """All of a concept for another program, with what its scores are made of where that was asked for."""
    record = asdict(concept)
    for term, row in zip(concept.terms, record["terms"], strict=True):
        if why is not None and term.lang == "en":
            row["explanation"] = why.record(term)
    return record


def _print(concept: Concept, related: list[Concept], why: Explainer | None) -> None:
    click.echo(click.style(" / ".join(ui.plain(term.text) for term in concept.zh), bold=True))
    for label in ("definition", "subject", "note"):
        if getattr(concept, label):
            click.echo(f"  {label}: {ui.plain(getattr(concept, label))}")
    for other in related:
        first = [terms[0].text for terms in (other.zh, other.en) if terms]
        click.echo(f"  see also: {ui.plain(' – '.join(first))}")
    click.echo()
    rows = [
        [term.text, term.status, term.decided_by, ui.score(term.translation), ui.score(term.termhood), str(term.frequency)]
        for term in concept.en
    ]
    ui.table(rows, ("English", "status", "decided by", "score", "termhood", "seen"), right=(3, 4, 5))
    for term in concept.en:
        _print_contexts(term, why)


def _print_contexts(term: Term, why: Explainer | None) -> None:
    if term.contexts or term.note or term.source or why:
        click.echo(f"\n{click.style(ui.plain(term.text), bold=True)}")
    for label in ("source", "note"):
        if getattr(term, label):
            click.echo(f"  {label}: {ui.plain(getattr(term, label))}")
    if why:
        why.show(term)
    for context in term.contexts:
        where = f"{context.document}:{context.place}" if context.place else context.document
        seen = f"  {where}  {context.method}  {ui.score(context.score)}{_more(context)}"
        click.echo(click.style(ui.plain(seen), dim=True))
        for sentence in (context.zh, context.en):
            if sentence:
                click.echo(f"    {ui.plain(why.marked(term, sentence) if why else sentence)}")


def _more(context: Context) -> str:
    """That there are more sightings in the document than have a sentence here."""
    return f"  and {context.times - 1:,} more" if context.times > 1 else ""


def _records(concept: Concept) -> list[dict[str, object]]:
    return [
        {
            "concept": concept.id, "zh": "; ".join(zh.text for zh in concept.zh), "en": term.text, "status": term.status,
            "decided_by": term.decided_by, "score": term.translation, "termhood": term.termhood,
            "frequency": term.frequency, "definition": concept.definition, "subject": concept.subject, "note": concept.note,
            "document": context.document, "place": context.place, "method": context.method,
            "context_zh": context.zh, "context_en": context.en,
        }
        for term in concept.en
        for context in (term.contexts or (Context("", "", ""),))
    ]  # fmt: skip
