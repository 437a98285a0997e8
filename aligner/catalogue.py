"""Which models can be used here, without loading any of them."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from aligner.embedding import SHIPPED, SHIPPED_NAME, VARIABLE
from aligner.static import is_static

EXTRA = "pip install 'zhen-glossary[transformers]'"


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """One model: its name, where it lies, its size on disk in bytes, whether it is the one in use, and what is missing."""

    name: str
    folder: str
    size: int
    used: bool
    needs: str = ""
    figures: dict[str, float] = field(default_factory=dict)
    measured_with: str = ""


def library_version() -> str:
    """The installed version of sentence-transformers, or nothing."""
    try:
        return version("sentence-transformers")
    except PackageNotFoundError:
        return ""


def available() -> list[ModelInfo]:
    """The shipped model with its bench results, the one GLOSSARY_MODEL names, and the hub's models on this machine."""
    wanted = os.environ.get(VARIABLE) or SHIPPED_NAME
    figures, signature = _results(SHIPPED / "results.json")
    found = [ModelInfo(SHIPPED_NAME, str(SHIPPED), _size(SHIPPED), wanted == SHIPPED_NAME, "", figures, signature)]
    found[0] = (
        found[0] if found[0].size else ModelInfo(SHIPPED_NAME, str(SHIPPED), 0, found[0].used, "to be installed again")
    )
    needs = "" if library_version() else EXTRA
    downloaded = {name: ModelInfo(name, str(folder), _size(folder), wanted == name, needs) for name, folder in _downloaded()}
    if wanted != SHIPPED_NAME and wanted not in downloaded:
        folder = Path(wanted)
        if folder.is_dir():
            found.append(ModelInfo(wanted, str(folder), _size(folder), True, "" if is_static(folder) else needs))
        else:
            found.append(ModelInfo(wanted, "", 0, True, needs or "to be downloaded"))
    return [*found, *downloaded.values()]


def _downloaded() -> list[tuple[str, Path]]:
    """Sentence-transformers models in the Hugging Face cache: name and newest snapshot."""
    from huggingface_hub.constants import HF_HUB_CACHE

    newest: dict[str, Path] = {}
    places = Path(HF_HUB_CACHE).glob("models--*/snapshots/*/modules.json")
    for place in sorted(places, key=lambda path: path.stat().st_mtime):
        newest[place.parents[2].name.removeprefix("models--").replace("--", "/")] = place.parent
    return sorted(newest.items())


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else 0


def _results(path: Path) -> tuple[dict[str, float], str]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): float(value) for name, value in content["figures"].items()}, str(content["signature"])
    except (OSError, ValueError, LookupError, AttributeError):
        return {}, ""
