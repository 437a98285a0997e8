"""`glossary align`: the sentences of a text and of its translation beside each other, as a translation memory."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from xml.sax.saxutils import escape, quoteattr

import click

from aligner.errors import InputError, UsageError
from aligner.text import HAN_CHAR, simplify
from glossary.commands import ui

if TYPE_CHECKING:
    from aligner.beads import Bead
    from aligner.records import Document, Lang

Side = list[tuple[str, tuple[int, ...]]]  # segments, each with the lines that it stands on

_COLUMNS = ("zh_lines", "en_lines", "score", "zh", "en")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what no XML can hold


@click.command("align")
@click.option("--zh", required=True, type=click.Path(path_type=Path), help="The Chinese file.")
@click.option("--en", required=True, type=click.Path(path_type=Path), help="The English file.")
@click.option("-o", "--output", default="-", help="The file to write, .tmx or .tsv. [default: standard output]")
@click.option(
    "--format", "format_", type=click.Choice(("tsv", "tmx")), help="[default: what the ending of -o says, else tsv]"
)
@click.option("--lines", is_flag=True, help="Take each line as one segment instead of looking for sentences.")
@click.option("--all", "all_", is_flag=True, help="tsv: also the segments that have no counterpart.")
@click.option(
    "--min-score", type=click.FloatRange(0, 1), default=0.0, show_default=True, help="Leave out pairs scored below this."
)
@ui.model_option
def command(
    zh: Path, en: Path, output: str, format_: str | None, lines: bool, all_: bool, min_score: float, model: str | None
) -> None:
    """Align a Chinese text with its English translation, sentence by sentence.

    A pair holds up to four sentences on a side. Each has a score from 0 to 1; what was left out or moved by the translator
    does not disturb the rest. The columns of the TSV are zh_lines, en_lines (line numbers, from 1, joined by commas), score,
    zh and en.

    \b
    Example:
        glossary align --zh report.zh.md --en report.en.md -o report.tmx
    """
    from aligner.embedding import load_encoder
    from aligner.pairing import beads

    kind = format_ or ("tmx" if output.lower().endswith(".tmx") else "tsv")
    if all_ and kind == "tmx":
        raise UsageError("--all is for tsv: a translation memory holds no segment without its translation")
    left, right = _segments(zh, "zh", lines), _segments(en, "en", lines)
    found = beads([text for text, _ in left], [text for text, _ in right], load_encoder(model))
    kept = [b for b in found if (b.zh and b.en and b.score >= min_score) or (all_ and not (b.zh and b.en))]
    _write(output, (_tmx if kind == "tmx" else _tsv)(kept, left, right))
    pairs = sum(1 for b in found if b.zh and b.en)
    unsure = sum(1 for b in found if b.zh and b.en and b.score < 0.5)
    alone = sum(len(b.zh or b.en) for b in found if not (b.zh and b.en))
    click.echo(
        f"{len(left)} zh and {ui.several(len(right), 'en segment')}: {ui.several(pairs, 'pair')}, {unsure} of them unsure (score below 0.5); "
        f"{ui.several(alone, 'segment')} without counterpart",
        err=True,
    )


def _segments(path: Path, lang: Lang, lines: bool) -> Side:
    """The segments of a file with the numbers of the lines that they stand on."""
    from aligner.documents import read
    from aligner.flow import blocks
    from aligner.segment import split

    document = read(path)
    if not document.lines:
        raise InputError(path, "holds sentence pairs already; align takes two files of plain text")
    _check_language(path, document, lang)
    for warning in document.warnings:
        click.echo(f"glossary: {path}: {warning}", err=True)
    if lines:
        return [(line.text.strip(), (line.number,)) for line in document.lines if line.text.strip()]
    found: Side = []
    for block in blocks(document.lines):
        ends = [*(start for start, _, _ in block.pieces[1:]), len(block.text)]
        for start, stop in split(block.text, lang):
            numbers = (
                line.number
                for (left, line, _), right in zip(block.pieces, ends, strict=True)
                if left < stop and right > start
            )
            found.append((block.text[start:stop], tuple(dict.fromkeys(numbers))))
    return found


def _check_language(path: Path, document: Document, lang: Lang) -> None:
    """Two files in the wrong order are noticed before they are aligned with nothing."""
    sample = " ".join(line.text for line in document.lines[:2000])
    chinese = len(HAN_CHAR.findall(sample)) * 1.5 >= len(re.findall("[A-Za-z]{2,}", sample))
    if chinese != (lang == "zh"):
        raise UsageError(f"{path}: is {'Chinese' if chinese else 'not Chinese'}; are --zh and --en the right way round?")


def _joined(texts: Sequence[str], between: str) -> str:
    return re.sub(r"\s+", " ", between.join(texts)).strip()


def _texts(bead: Bead, zh: Side, en: Side) -> tuple[str, str]:
    return _joined([zh[i][0] for i in bead.zh], ""), _joined([en[j][0] for j in bead.en], " ")


def _tsv(beads: Iterable[Bead], zh: Side, en: Side) -> Iterator[str]:
    yield "\t".join(_COLUMNS) + "\n"
    for bead in beads:
        places = (_numbers(zh[i][1] for i in bead.zh), _numbers(en[j][1] for j in bead.en))
        yield "\t".join((*places, f"{bead.score:.3f}", *_texts(bead, zh, en))) + "\n"


def _numbers(lines: Iterable[tuple[int, ...]]) -> str:
    return ",".join(str(number) for number in dict.fromkeys(n for numbers in lines for n in numbers))


def _tmx(beads: Iterable[Bead], zh: Side, en: Side) -> Iterator[str]:
    """TMX 1.4b, the level 1 that every tool reads."""
    language = _chinese_variant(text for text, _ in zh)
    try:
        release = version("zhen-glossary")
    except PackageNotFoundError:
        release = "0"
    date = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
        f'<header creationtool="zhen-glossary" creationtoolversion={quoteattr(release)} segtype="sentence" '
        f'o-tmf="tsv" adminlang="en" srclang="{language}" datatype="plaintext" creationdate="{date}"/>\n<body>\n'
    )
    for bead in beads:
        left, right = (escape(_FORBIDDEN.sub("", text)) for text in _texts(bead, zh, en))
        yield (
            f'<tu><prop type="x-score">{bead.score:.3f}</prop>'
            f'<tuv xml:lang="{language}"><seg>{left}</seg></tuv><tuv xml:lang="en"><seg>{right}</seg></tuv></tu>\n'
        )
    yield "</body>\n</tmx>\n"


def _chinese_variant(texts: Iterable[str]) -> str:
    """zh-TW for traditional characters, else zh-CN: the codes that translation tools know."""
    han = changed = 0
    for text in texts:
        plain = simplify(text)
        han += len(HAN_CHAR.findall(text))
        changed += sum(a != b for a, b in zip(text, plain, strict=True))
        if han > 20_000:
            break
    return "zh-TW" if changed > 0.08 * han else "zh-CN"


def _write(output: str, content: Iterable[str]) -> None:
    from glossary.exchange.atomic import atomic_output

    def into(stream: BinaryIO) -> None:
        for part in content:
            stream.write(part.encode("utf-8", "replace"))

    if output == "-":
        sys.stdout.flush()
        into(sys.stdout.buffer)
        return
    with atomic_output(Path(output)) as stream:
        into(stream)
