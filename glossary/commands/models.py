"""`glossary models`: which embedding models there are, and what another one would need."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from aligner.catalogue import ModelInfo

HINT = "Every command that ranks takes --model NAME or --model FOLDER; the variable GLOSSARY_MODEL names one for all."


@click.command("models")
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(name: str | None, as_json: bool) -> None:
    """Show the embedding models that can be used here, or try NAME: a model of the Hugging Face hub, or a folder.

    A model that is tried is loaded (and downloaded where it is not there yet) and encodes a sentence pair.

    \b
    Example:
        glossary models
        glossary models sentence-transformers/LaBSE
    """
    if name:
        click.echo(_tried(name, as_json))
        return
    from aligner.catalogue import EXTRA, available, library_version

    found, library = available(), library_version()
    if as_json:
        result = {"models": [asdict(info) for info in found], "sentence-transformers": library}
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
        return
    for info in found:
        click.echo("\n".join(_described(info)))
    if library:
        click.echo(f"\nsentence-transformers {library} is installed: its models can be used by name.")
    else:
        click.echo(f"\nModels of sentence-transformers (LaBSE, multilingual-e5, BGE-M3, ...) need: {EXTRA}")
    click.echo(HINT)


def _described(info: ModelInfo) -> list[str]:
    state = f"needs {info.needs}" if info.needs else "ready"
    size = f"{info.size / 1e6:,.1f} MB" if info.size else ""
    head = "  ".join(part for part in (f"{'*' if info.used else ' '} {info.name}", size, state) if part)
    lines = [head, *([f"    {info.folder}"] if info.folder else [])]
    if info.figures:
        width = max(map(len, info.figures))
        lines += [f"    {key:{width}}  {value:,.3f}" if value < 100 else f"    {key:{width}}  {value:,.0f}"
                  for key, value in info.figures.items()]  # fmt: skip
        lines.append(f"    measured with {info.measured_with}")
    return lines


def _tried(name: str, as_json: bool) -> str:
    from aligner.embedding import load_encoder

    encoder = load_encoder(name)
    zh, en = encoder.encode(["银行提高了利率。", "The bank raised interest rates."])
    facts = {
        "name": encoder.name,
        "signature": encoder.signature,
        "dimensions": encoder.dimensions,
        "cosine": round(float(zh @ en), 3),
    }
    if as_json:
        return json.dumps(facts, ensure_ascii=False, indent=2)
    return "\n".join(f"{key:10}  {value}" for key, value in facts.items())
