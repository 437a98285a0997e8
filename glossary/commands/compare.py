"""`glossary compare`: two English versions of one Chinese original, and where they differ."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aligner.errors import InputError
from aligner.records import Candidate, Document, DocumentInfo, Evidence, Extraction, Place
from aligner.text import en_key
from glossary.commands import ui
from glossary.commands.app import database_path

if TYPE_CHECKING:
    from aligner.embedding import Encoder
    from aligner.flow import Block
    from aligner.variants import Difference, Version

_COLUMNS = ("first", "second", "zh", "score", "first_place", "second_place", "first_context", "second_context")


@dataclass(frozen=True, slots=True)
class _Text:
    """One version: its sentences with their places, and what it glosses in Chinese, by the key of the English."""

    name: str
    digest: str
    sentences: list[str]
    places: list[Place]
    glosses: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Row:
    """A difference as it is shown. `zh` is the Chinese that one of the versions glosses, `glossed` which of them (0 or 1)."""

    difference: Difference
    zh: str = ""
    glossed: int = 0


@click.command("compare")
@click.argument("first", type=click.Path(path_type=Path))
@click.argument("second", type=click.Path(path_type=Path))
@click.option(
    "--limit", type=click.IntRange(0), default=50, show_default=True, help="At most so many differences; 0 is all."
)
@click.option("--contexts", is_flag=True, help="Show the sentences, too.")
@click.option("--store", "keep", is_flag=True, help="Store the second wordings of glossed terms as candidates.")
@ui.encoding_option
@ui.model_option
@ui.format_option
@ui.db_option
@click.pass_context
def command(
    ctx: click.Context,
    first: Path,
    second: Path,
    limit: int,
    contexts: bool,
    keep: bool,
    encoding: str | None,
    model: str | None,
    output: str,
) -> None:
    """Compare two English translations of one Chinese original, which need not be at hand.

    Sentences that say the same are found wherever they stand, and the places where they use other words are listed, surest
    first. Where one version has the Chinese in brackets, the wording of the other is a second rendering of that term; --store
    puts it into the glossary as a candidate.

    \b
    Example:
        glossary compare readout.txt newsletter.txt
    """
    from aligner import variants
    from aligner.embedding import load_encoder

    encoder = load_encoder(model)
    texts = [_read(path, encoding, encoder) for path in (first, second)]
    pairs = variants.versions(texts[0].sentences, texts[1].sentences, encoder)
    found = [_row(difference, texts) for difference in variants.differences(pairs, encoder)]
    if keep:
        _store(database_path(ctx), [row for row in found if row.zh], texts)
    shown = found[:limit] if limit else found
    if output != "table":
        ui.records([_record(row, texts) for row in shown], _COLUMNS, output)
    elif shown:
        rows = [[*row.difference.texts, row.zh, ui.score(row.difference.score)] for row in shown]
        below = [_contexts(row.difference) if contexts else () for row in shown]
        ui.table(rows, (first.name[:30], second.name[:30], "Chinese", "score"), right=(3,), below=below)
    click.echo(
        f"{len(pairs)} passages in both, {len(found)} differences"
        + (f", the first {limit}" if len(shown) < len(found) else ""),
        err=True,
    )


def _read(path: Path, encoding: str | None, encoder: Encoder) -> _Text:
    from aligner import documents, glosses
    from aligner.flow import blocks

    document = documents.read(path, encoding=encoding)
    for warning in document.warnings:
        click.echo(f"glossary: {path}: {warning}", err=True)
    text = blocks(document.lines)
    sentences, places = _sentences(document, text)
    if not sentences:
        raise InputError(path, "holds no English text")
    glossed = {en_key(seen.en): seen.zh for seen in glosses.find(text, document.name, encoder)}
    return _Text(document.name, document.digest, sentences, places, glossed)


def _sentences(document: Document, text: Sequence[Block]) -> tuple[list[str], list[Place]]:
    from aligner.segment import split

    found = [
        (block.text[start:stop], block.place(start))
        for block in text
        if block.lang == "en"
        for start, stop in split(block.text, "en")
    ]
    found += [(pair.en.text, pair.en.place) for pair in document.pairs]
    return [text for text, _ in found], [place for _, place in found]


def _row(difference: Difference, texts: Sequence[_Text]) -> _Row:
    for number, wording in enumerate(difference.texts):
        zh = texts[number].glosses.get(en_key(wording))
        other = texts[1 - number].glosses.get(en_key(difference.texts[1 - number]))
        if zh and not other:
            return _Row(difference, zh, number)
    return _Row(difference)


def _place(text: _Text, version: Version) -> str:
    return str(text.places[version.numbers[0]])


def _record(row: _Row, texts: Sequence[_Text]) -> dict[str, object]:
    difference = row.difference
    return {
        "first": difference.texts[0], "second": difference.texts[1], "zh": row.zh, "score": difference.score,
        "first_place": _place(texts[0], difference.first), "second_place": _place(texts[1], difference.second),
        "first_context": difference.first.text, "second_context": difference.second.text,
    }  # fmt: skip


def _contexts(difference: Difference) -> list[str]:
    columns = ui.screen() - 6
    return [
        ui.clip(difference.first.text, columns, difference.first_span),
        ui.clip(difference.second.text, columns, difference.second_span),
    ]


def _store(path: Path, rows: Iterable[_Row], texts: Sequence[_Text]) -> None:
    """Second wordings as candidates, seen in the version that has them, in a document that is the comparison itself."""
    from glossary import database, store

    digest = hashlib.sha256(f"compare {texts[0].digest} {texts[1].digest}".encode()).hexdigest()
    info = DocumentInfo(f"{texts[0].name} ~ {texts[1].name}", digest, "compare")
    found: dict[tuple[str, str], Candidate] = {}
    for row in rows:
        other = 1 - row.glossed
        version = (row.difference.first, row.difference.second)[other]
        place = texts[other].places[version.numbers[0]]
        score = round(min(row.difference.score, 0.9), 3)
        seen = Evidence("compare", info.name, Place(), place, "", version.text, score)
        wording = row.difference.texts[other]
        found.setdefault((row.zh, en_key(wording)), Candidate(row.zh, wording, (seen,), translation=score))
    if not found:
        click.echo("glossary: no glossed term has a second wording; nothing stored", err=True)
        return
    with database.writing(path, create=True) as db:
        added = store.add(db, Extraction((info,), (), tuple(found.values())), folder=path.parent, again=True)
    click.echo(f"{path}: {added.pairs} new term pairs", err=True)
