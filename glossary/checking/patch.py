"""Findings to a patch: the rendering of the glossary in place of what stands there, for files that are plain text."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from glossary.checking import english
from glossary.checking.findings import Finding

# what stands at the spot is known for sure only where the check has matched it
_SURE = ("deprecated-rendering", "name-spelling", "inconsistent", "untranslated")


@dataclass(frozen=True, slots=True)
class Change:
    """`old` at a line and column (both from 1) of a file becomes `new`."""

    file: str
    line: int
    column: int
    old: str
    new: str


def changes(findings: Iterable[Finding]) -> list[Change]:
    """What can be proposed. Findings without an exact place, or without anything that stands for the term, give nothing."""
    found = []
    for finding in findings:
        place = finding.place
        if finding.rule in _SURE and finding.found and finding.expected and finding.term and place.line:
            new = in_form(finding.expected[0], finding.found)
            found.append(Change(finding.file, place.line, place.column, finding.found, new))
    return found


def in_form(rendering: str, found: str) -> str:
    """The rendering with the capital and the plural of what it replaces."""
    if not rendering.isascii() or not found.isascii():
        return rendering
    words = re.findall(r"[A-Za-z]+", found)
    last = rendering.split()[-1]
    if words and _plural(words[-1]) and not _plural(last) and last.isalpha():
        rendering += "es" if re.search(r"(?:s|x|z|ch|sh)$", last) else "s"
        rendering = re.sub(r"(?<=[^aeiou])ys$", "ies", rendering)
    if found[:1].isupper() and rendering[:1].islower():
        rendering = rendering[:1].upper() + rendering[1:]
    return rendering


def _plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and english.stem(word.lower()) != word.lower() and not word.endswith("ss")


def unified(file: str, content: bytes, wanted: Sequence[Change]) -> Iterator[bytes]:
    """The lines of a unified diff. A change whose place does not hold what it should is left out; so are other encodings."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return
    lines = text.splitlines(keepends=True)
    fixed = list(lines)
    for change in sorted(wanted, key=lambda c: (c.line, c.column), reverse=True):
        if change.line > len(fixed):
            continue
        line = fixed[change.line - 1]
        at = change.column - 1 if change.column else line.find(change.old)
        if at < 0 or line[at : at + len(change.old)] != change.old or (not change.column and line.count(change.old) > 1):
            continue
        fixed[change.line - 1] = line[:at] + change.new + line[at + len(change.old) :]
    for part in difflib.unified_diff(lines, fixed, file, file):
        yield part.encode() if part.endswith("\n") else part.encode() + b"\n\\ No newline at end of file\n"
