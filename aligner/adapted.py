"""From sentence pairs to the folder of an adapted model, written whole or not at all, with a model card that tells what it is."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from aligner.adapting import Adapted, Base, Judge, Pair, Progress, Score, Settings, Slices, slices, train
from aligner.errors import InputError, UsageError
from aligner.static import StaticEncoder, is_static

COPIED = ("tokenizer.json", "modules.json", "config_sentence_transformers.json", "1_Normalize/config.json")


@dataclass(frozen=True, slots=True)
class Report:
    """What an adaptation did. `after` is None where training gained nothing and no model was written.

    `train`, `stop`, `held`: pairs in each slice; `moved`: rows of the table that were trained; `kept`: the best round, of
    `rounds`; `loss`: of the slice that training is stopped by, before and at the best round.
    """

    train: int
    stop: int
    held: int
    moved: int
    rounds: int
    kept: int
    loss: tuple[float, float]
    before: Score
    after: Score | None
    signature: str = ""

    @property
    def worse(self) -> list[str]:
        """Names of the held-out figures that fell, by as much as the table shows."""
        if self.after is None:
            return []
        return [key for key, was in asdict(self.before).items() if round(getattr(self.after, key), 3) < round(was, 3)]


def adapt(
    pairs: Sequence[Pair],
    base: Base,
    target: Path,
    *,
    sources: Mapping[str, str],
    settings: Settings,
    force: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Train the base on the pairs and write the folder `target`; the held-out figures are those of the folder as written.

    `sources` maps each file's name to its SHA-256, for the model card. Raises TooFewPairs, and UsageError or InputError
    where the target cannot be written (see `check_target`).
    """
    check_target(target, base, force)
    parts = slices(pairs, base, settings.seed)
    result = train(base, parts, settings, progress)
    judge = Judge(parts.held)
    before = judge.score(base.encoder)
    if not result.kept:
        return _report(parts, result, before)
    with _replacing(target) as folder:
        _write_model(folder, base, result.table)
        encoder = StaticEncoder(folder, name=target.name)
        report = _report(parts, result, before, judge.score(encoder), encoder.signature)
        (folder / "README.md").write_text(card(target.name, base, report, sources, settings), encoding="utf-8")
        _write_json(folder / "training.json", {"settings": asdict(settings), "sources": dict(sources), **asdict(report)})
    return report


def check_target(target: Path, base: Base, force: bool) -> None:
    """Raise UsageError unless the folder can be made: it is new, or empty, or `force` allows to replace the model in it."""
    place = Path(os.path.realpath(target))
    if not place.parent.is_dir():
        raise UsageError(f"{target}: there is no folder {place.parent}")
    if place.exists() and not place.is_dir():
        raise UsageError(f"{target}: is a file, not a folder")
    if place == Path(os.path.realpath(base.folder)):
        raise UsageError(f"{target}: is the model to start from; name another folder")
    if place.exists() and any(place.iterdir()):
        if not is_static(place):
            raise UsageError(f"{target}: holds something else than a static model, and stays as it is")
        if not force:
            raise UsageError(f"{target}: holds a model already; --force replaces it")


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    """A folder beside the target that takes its place when the block ends well, and leaves no trace when it does not."""
    place = Path(os.path.realpath(target))
    try:
        beside = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name[:80]}."))
    except OSError as error:
        raise InputError(target, f"could not be written ({error.strerror or error})") from error
    try:
        folder = beside / "new"
        folder.mkdir()
        yield folder
        if place.exists():  # a folder that is not empty cannot be renamed over
            place.rename(beside / "old")
        folder.rename(place)
    except OSError as error:
        if (beside / "old").exists() and not place.exists():
            (beside / "old").rename(place)
        raise InputError(target, f"could not be written ({error.strerror or error})") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _write_model(folder: Path, base: Base, table: np.ndarray) -> None:
    """The base's folder with another table, in half precision."""
    from safetensors.numpy import save_file

    (folder / "1_Normalize").mkdir()
    for name in COPIED:
        if (base.folder / name).is_file():  # some have none of the last two
            shutil.copyfile(base.folder / name, folder / name)
    save_file({"embedding.weight": table.astype(np.float16)}, str(folder / "model.safetensors"))
    (folder / "model.safetensors").chmod(0o644)  # safetensors makes it private


def _report(parts: Slices, result: Adapted, before: Score, after: Score | None = None, signature: str = "") -> Report:
    return Report(
        len(parts.train), len(parts.stop), len(parts.held), result.moved, len(result.losses) - 1, result.kept,
        (result.losses[0], result.losses[result.kept]), before, after, signature,
    )  # fmt: skip


FIGURES = {
    "zh_en": "a Chinese text finds its translation",
    "en_zh": "an English text finds its translation",
    "words": "a Chinese word finds a word of its translation, and not of nine others",
    "mutual": "a Chinese word and an English one are nearest to each other",
}


def card(name: str, base: Base, report: Report, sources: Mapping[str, str], settings: Settings) -> str:
    """The model card: where the model comes from, what it was trained on, and the figures before and after."""
    assert report.after is not None
    figures = [
        f"| {said} | {getattr(report.before, key):.3f} | {getattr(report.after, key):.3f} |" for key, said in FIGURES.items()
    ]
    return "\n".join([
        _HEAD.format(name=name, base=base.encoder.signature),
        "| file | SHA-256 |", "| --- | --- |", *(f"| {file} | {digest[:12]} |" for file, digest in sources.items()),
        "", f"{report.train:,} sentence pairs were trained on, {report.stop:,} told when to stop, and {report.held:,} were held "
        f"out for the figures below. {report.moved:,} token vectors were trained; round {report.kept} of {report.rounds} was kept.",
        "", "| setting | value |", "| --- | --- |", *(f"| {key} | {value} |" for key, value in asdict(settings).items()),
        "", "## Held-out pairs, before and after", "", "| figure | before | after |", "| --- | --- | --- |", *figures,
        *([f"\nWorse than before: {', '.join(FIGURES[key] for key in report.worse)}."] if report.worse else []),
        "",
    ])  # fmt: skip


_HEAD = """---
language:
- zh
- en
license: cc-by-sa-4.0
library_name: sentence-transformers
pipeline_tag: sentence-similarity
tags:
- sentence-transformers
- static-embeddings
---

# {name}

A static Chinese-English embedding model, adapted to a domain by `glossary adapt` from `{base}`. The
tokenizer is unchanged; the vectors of the tokens that occur in the pairs below were trained further. What the model gains in
its domain it may lose a little elsewhere.

The shipped model is published under CC BY-SA 4.0, which holds for what is made from it too. Whoever passes this model on must
also have the right to use the texts in this way.

## Training
"""


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
