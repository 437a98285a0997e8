"""`glossary drift`: what translated documents render in several ways, without any glossary."""

from __future__ import annotations

import json

import click

from aligner.drift import Drift, Wording, drifts
from aligner.errors import InputError
from aligner.records import Segment, SegmentPair
from glossary.commands import bilingual, ui

_COLUMNS = ("term", "lang", "wording", "count", "share", "documents", "document", "place", "zh", "en", "score")


@click.command("drift")
@click.argument("files", nargs=-1, type=click.Path(path_type=str))
@click.option("--zh", multiple=True, type=click.Path(path_type=str), help="A Chinese document whose translation --en names.")
@click.option("--en", multiple=True, type=click.Path(path_type=str), help="The English document of the pair.")
@click.option("--min-count", type=click.IntRange(1), default=2, show_default=True, help="Sightings that each wording needs.")
@click.option("--limit", type=click.IntRange(0), default=50, show_default=True, help="At most so many terms; 0 is all.")
@click.option("--contexts", is_flag=True, help="Show a sentence pair for each wording.")
@ui.encoding_option
@ui.model_option
@ui.format_option
@ui.db_option
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[str, ...],
    zh: tuple[str, ...],
    en: tuple[str, ...],
    min_count: int,
    limit: int,
    contexts: bool,
    encoding: str | None,
    model: str | None,
    output: str,
) -> None:
    """Find terms that are rendered in several ways, and renderings that stand for several terms.

    No glossary is needed: the words of the documents are aligned, all documents together. Inflections, short forms and
    acronyms of one rendering count as one.

    \b
    Example:
        glossary drift reports/
        glossary drift --zh report.zh.docx --en report.en.docx --contexts
    """
    from aligner.mining import mine
    from aligner.work import Work

    reader = bilingual.Reader(encoding, model)
    progress = ui.Progress()
    pairs = [
        SegmentPair(Segment(a.text, "zh", a.place(0)), Segment(b.text, "en", b.place(0)), document=text.name)
        for text in reader.read(bilingual.inputs(files, zh, en))
        for a, b in text.pairs
    ]
    found = drifts(mine(pairs, reader.encoder, work=Work(progress=progress)), least=min_count) if pairs else []
    progress.clear()
    shown = found[:limit] if limit else found
    if output != "table":
        ui.records([_record(drift, wording) for drift in shown for wording in drift.wordings], _COLUMNS, output)
    elif shown:
        _print(shown, contexts)
    several = sum(drift.lang == "zh" for drift in found)
    click.echo(
        f"{ui.several(len(pairs), 'sentence pair')}: {ui.several(several, 'term')} rendered in several ways, "
        f"{ui.several(len(found) - several, 'rendering')} that stand{'s' * (len(found) - several == 1)} for several terms",
        err=True,
    )
    if reader.failed:
        ctx.exit(InputError.exit_code)


def _print(shown: list[Drift], contexts: bool) -> None:
    rows, below = [], []
    for drift in shown:
        for number, wording in enumerate(drift.wordings):
            most, times = wording.documents[0]
            rows.append([drift.term if not number else "", wording.text, str(wording.count), f"{times}× in {most}"])
            seen = wording.evidence[0]
            below.append(
                [ui.clip(seen.context_zh, ui.screen() - 6), ui.clip(seen.context_en, ui.screen() - 6)] if contexts else []
            )
    ui.table(rows, ("term", "rendered as", "seen", "mostly"), right=(2,), below=below)


def _record(drift: Drift, wording: Wording) -> dict[str, object]:
    total = sum(other.count for other in drift.wordings)
    seen = wording.evidence[0]
    return {
        "term": drift.term, "lang": drift.lang, "wording": wording.text, "count": wording.count,
        "share": round(wording.count / total, 3), "documents": json.dumps(dict(wording.documents), ensure_ascii=False),
        "document": seen.document, "place": str(seen.zh_place), "zh": seen.context_zh, "en": seen.context_en,
        "score": drift.score,
    }  # fmt: skip
