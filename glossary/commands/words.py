"""`glossary words`: which words of a sentence pair stand for each other."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aligner.errors import InputError, UsageError
from glossary.commands import ui

if TYPE_CHECKING:
    from aligner.tokens import Token
    from aligner.words import Links

PICTURES = (".svg", ".html", ".htm")


@click.command("words")
@click.argument("file", type=click.Path(path_type=str, allow_dash=True))
@click.option("--tokenized", is_flag=True, help="The text is tokenized: words are what stands between spaces.")
@click.option("--no-corpus", is_flag=True, help="Look at each pair alone, not at what the file as a whole says.")
@ui.model_option
@click.option("--line", "lines", type=click.IntRange(min=1), multiple=True, help="Only this line of the file; repeatable.")
@click.option("--matrix", is_flag=True, help="Draw each pair as a matrix instead of printing links.")
@click.option("--with-words", is_flag=True, help="Print three columns: Chinese words, English words, links.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file; .svg and .html are drawings.")
@ui.encoding_option
def command(
    file: str,
    tokenized: bool,
    no_corpus: bool,
    model: str | None,
    lines: tuple[int, ...],
    matrix: bool,
    with_words: bool,
    output: Path | None,
    encoding: str | None,
) -> None:
    """Link the words of sentence pairs: lines of Chinese, a tab, and English, in FILE or - for standard input.

    One line comes out for each line that goes in, in Pharaoh format: `0-1` links the first Chinese word to the second
    English one. A pair with an empty side gives an empty line.

    \b
    Example:
        glossary words pairs.tsv > pairs.align
        glossary words pairs.tsv --line 3 --matrix
        glossary words pairs.tsv --line 3 -o pair.svg
    """
    if matrix and with_words:
        raise UsageError("--matrix and --with-words exclude each other")
    drawn = output is not None and output.suffix.lower() in PICTURES
    if drawn and (matrix or with_words):
        raise UsageError(f"{output}: a drawing takes neither --matrix nor --with-words")
    texts = _read(file, encoding)
    if lines and max(lines) > len(texts):
        raise UsageError(f"--line {max(lines)}: the file has {len(texts)} lines")
    if drawn and output is not None and output.suffix.lower() == ".svg" and len(lines or texts) != 1:
        raise UsageError(f"{output}: an SVG shows one pair; name it with --line, or write an HTML page")
    pairs, links = _align(texts, tokenized, model, None if not no_corpus else 0)
    chosen = [number - 1 for number in lines] or list(range(len(texts)))
    shown = [_Shown(texts[k], pairs[k], links[k]) for k in chosen]
    if drawn and output is not None:
        _write(output, _drawing(shown, output, file))
        return
    form = _Shown.matrix if matrix else _Shown.row if with_words else _Shown.pharaoh
    result = "".join(form(item) + "\n" for item in shown)
    if output is None:
        click.echo(result, nl=False)
    else:
        _write(output, result)


class _Shown:
    """A pair with its words as written."""

    def __init__(self, texts: tuple[str, str], tokens: tuple[list[Token], list[Token]], links: Links) -> None:
        self.zh, self.en = ([text[t.start : t.end] for t in side] for text, side in zip(texts, tokens, strict=True))
        self.links = links

    def pharaoh(self) -> str:
        return " ".join(f"{i}-{j}" for i, j in self.links)

    def row(self) -> str:
        return "\t".join((" ".join(self.zh), " ".join(self.en), self.pharaoh()))

    def matrix(self) -> str:
        from aligner.picture import matrix

        return matrix(self.zh, self.en, self.links) + "\n"

    def svg(self) -> str:
        from aligner.picture import svg

        return svg(self.zh, self.en, self.links)


def _drawing(shown: list[_Shown], output: Path, title: str) -> str:
    from aligner.picture import html

    return shown[0].svg() + "\n" if output.suffix.lower() == ".svg" else html((item.svg() for item in shown), title)


def _read(file: str, encoding: str | None) -> list[tuple[str, str]]:
    """The zh and en side of every line."""
    from aligner.encoding import decode

    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise InputError(file, error.strerror or "cannot be read") from error
    rows = decode(data, file, encoding).text.replace("\r\n", "\n").split("\n")
    if rows and not rows[-1]:
        rows.pop()
    texts = []
    for number, row in enumerate(rows, 1):
        cells = row.split("\t")
        if len(cells) < 2 and row.strip():
            raise InputError(file, "no tab between the Chinese and the English side", number)
        texts.append((cells[0], cells[1] if len(cells) > 1 else ""))
    return texts


def _align(
    texts: list[tuple[str, str]], tokenized: bool, model: str | None, rounds: int | None
) -> tuple[list[tuple[list[Token], list[Token]]], list[Links]]:
    from aligner.embedding import load_encoder
    from aligner.tokens import given_tokens, tokenise_en, tokenise_zh
    from aligner.words import WordAligner

    progress = ui.Progress()
    aligner = WordAligner(load_encoder(model))
    pairs = []
    for number, (zh, en) in enumerate(texts):
        progress(number, len(texts), "reading")
        pairs.append((given_tokens(zh), given_tokens(en)) if tokenized else (tokenise_zh(zh), tokenise_en(en)))
    links = aligner.align_corpus(pairs, rounds)
    progress.clear()
    return pairs, links


def _write(path: Path, text: str) -> None:
    from glossary.exchange.atomic import atomic_output

    with atomic_output(path) as stream:
        stream.write(text.encode())
