"""From what the user named to what is to be read: folders opened, files that are translations of each other put together."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from aligner.documents.languages import tag_in_name
from aligner.errors import InputError
from aligner.records import Lang

Input = Path | tuple[Path, Path]
_GAP = re.compile(r"[\s._-]+|(?=[(\[（])")


def find(
    paths: Iterable[str | Path], suffixes: Collection[str], bilingual: Collection[str], warn: Callable[[str], None] | None
) -> list[Input]:
    """See `aligner.documents.find`; `bilingual` are the suffixes of files that hold both languages and are never paired."""
    files: list[Path] = []
    named: set[Path] = set()  # one by one: read whatever lies beside them
    for path in map(Path, paths):
        if path.is_dir():
            files.extend(_open(path, suffixes))
        else:
            files.append(_checked(path))
            named.add(path)
    files = list(dict.fromkeys(files))
    groups: dict[tuple[str, ...], dict[Lang, list[Path]]] = {}
    tagged: dict[Path, tuple[str, ...]] = {}
    both = {file for file in files if file.suffix.lower().lstrip(".") in bilingual}
    for file in files:
        if file not in both and (told := _language(file)):
            lang, key = told
            tagged[file] = key
            groups.setdefault(key, {}).setdefault(lang, []).append(file)
    again = _again(both - named, {key for key, group in groups.items() if len(group) == 2}, warn)
    files = [file for file in files if file not in again]
    lonely = {file for file in files if file not in both and str(file) != "-"}
    return _inputs(files, groups, tagged, lambda file: _tell(file, warn) if file in lonely else None)


def _again(files: Collection[Path], pairs: Collection[tuple[str, ...]], warn: Callable[[str], None] | None) -> set[Path]:
    """Bilingual files that bear the name of a pair of documents: report.tmx or report.terms.tsv beside report.zh.docx and
    report.en.docx is the same text once more, or a list of its terms."""
    found = {file for file in files if _named_alike(file, pairs)}
    if found and warn:
        first, more = min(found), len(found) - 1
        warn(
            f"{first}{f' and {more:,} more' if more else ''}: left out beside the two documents of that name; "
            "name the file itself to read it"
        )
    return found


def _named_alike(file: Path, pairs: Collection[tuple[str, ...]]) -> bool:
    stem = file.stem
    while stem and (*file.parts[:-1], stem) not in pairs:
        stem = stem.rpartition(".")[0]
    return bool(stem)


def _inputs(
    files: list[Path],
    groups: dict[tuple[str, ...], dict[Lang, list[Path]]],
    tagged: dict[Path, tuple[str, ...]],
    tell: Callable[[Path], None],
) -> list[Input]:
    """Files in their order, each pair where its first file stands."""
    found: list[Input] = []
    done: set[Path] = set()
    any_pair = any(len(group) == 2 for group in groups.values())
    for file in files:
        if file in done:
            continue
        group = groups.get(tagged.get(file, ()), {})
        if len(group) == 2:
            # simplified and traditional versions both belong to the one English text; a second English one belongs to none
            english = group["en"][0]
            found.extend((chinese, english) for chinese in group["zh"])
            done.update([*group["zh"], english])
            if file in done:
                continue
        found.append(file)
        if any_pair:
            tell(file)
    return found


def _tell(file: Path, warn: Callable[[str], None] | None) -> None:
    if warn:
        warn(f"{file}: no counterpart in the other language was found beside it; read on its own")


def _checked(path: Path) -> Path:
    if str(path) != "-" and not path.exists():
        raise InputError(path, "no such file")
    return path


def _open(folder: Path, suffixes: Collection[str]) -> list[Path]:
    """The documents in a folder and the folders inside it, by name; hidden and temporary files are left alone."""
    found: list[Path] = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found.extend(
            Path(root, name)
            for name in sorted(names)
            if not name.startswith((".", "~$")) and Path(name).suffix.lower().lstrip(".") in suffixes
        )
    if not found:
        raise InputError(folder, "holds no documents that can be read")
    return found


def _language(file: Path) -> tuple[Lang, tuple[str, ...]] | None:
    """The language a file's name tells, and what is left of its path without it: what its counterpart has too."""
    parts, stem = file.parts, file.stem
    for rest, tag in _splits(stem):
        if lang := tag_in_name(tag.strip("()[]（）")):
            return lang, (*parts[:-1], rest.strip(" ._-([（"))
    for at in range(len(parts) - 2, -1, -1):
        if lang := tag_in_name(parts[at]):
            return lang, (*parts[:at], "", *parts[at + 1 : -1], stem)
    return None


def _splits(stem: str) -> Iterator[tuple[str, str]]:
    """The ways to part a name into a rest and a tag at its end or its beginning, long tags first: "a_zh-CN", "EN report"."""
    yield "", stem
    gaps = [match.start() for match in _GAP.finditer(stem)]
    for at in gaps[-3:]:
        yield stem[:at], stem[at:].lstrip(" ._-")
    for at in reversed(gaps[:3]):
        yield stem[at:], stem[:at]
