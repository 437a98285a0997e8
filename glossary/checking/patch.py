"""Findings to a patch: the rendering of the glossary in place of what stands there, for files that are text.

A change is made only where the file holds exactly what the check has read: at its line and column, or, in formats that tell
the line of an entry alone, where the whole sentence stands behind that line, as the format writes it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from glossary.checking import english
from glossary.checking.findings import Finding, Span

# what stands at the spot is known for sure only where the check has matched it
_SURE = ("deprecated-rendering", "name-spelling", "inconsistent", "untranslated", "mixed-script")
_FAR = 4000  # characters behind an entry's line in which its sentence must begin
_NEAR = 100  # characters of the sentence on each side of the spot that have to be there, too
_SPECIAL = frozenset('<>&"\t\n\\')  # what a format may write otherwise: nothing with it is put into one
_AROUND = {
    "&": "(?:&amp;|&)",
    "<": "(?:&lt;|<)",
    ">": "(?:&gt;|>)",
    '"': '(?:&quot;|&#34;|\\\\?"|"")',
    "'": "(?:&apos;|&#39;|')",
}
# between two characters of a sentence: a tag of XML, or the quotes around a line break of PO
_BETWEEN = r'(?:<[^<>]{0,400}>|"[ \t]*\r?\n[ \t]*")*'


@dataclass(frozen=True, slots=True)
class Change:
    """`sentence[slice(*span)]` becomes `new`. `line` and `column` count from 1; no column: somewhere behind the line."""

    file: str
    line: int
    column: int
    sentence: str
    span: Span
    new: str

    @property
    def old(self) -> str:
        """What is replaced."""
        return self.sentence[slice(*self.span)]


def changes(findings: Iterable[Finding]) -> list[Change]:
    """What can be proposed. Findings without an exact place, or without anything that stands for the term, give nothing."""
    found = []
    for finding in findings:
        place, span = finding.place, finding.target_span
        if finding.rule in _SURE and span and finding.expected and finding.term and place.line:
            text = finding.pair.target.text
            new = in_form(finding.expected[0], text[slice(*span)])
            found.append(Change(finding.file, place.line, place.column, text, span, new))
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


def unified(file: str, text: str, wanted: Sequence[Change]) -> Iterator[str]:
    """The lines of a unified diff of a file's text, as `patch -p0` and `git apply -p0` take it.

    `text` has its line ends and byte order mark. Changes that it does not hold are left out, and of two that overlap one.
    """
    fixed, free = text, len(text)
    places = ((place, change) for change in wanted if (place := _place(text, change)) is not None)
    for (start, stop), change in sorted(places, key=lambda found: found[0], reverse=True):
        if stop <= free:
            fixed, free = fixed[:start] + change.new + fixed[stop:], start
    name = f"{file}\t" if " " in file else file  # a tab ends a name with blanks
    for line in difflib.unified_diff(_lines(text), _lines(fixed), name, name):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """Lines as patch sees them: a form feed or U+2028 ends none."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _place(text: str, change: Change) -> Span | None:
    """The stretch of the file's text that a change replaces; None where it is not there, or not to be had in one piece."""
    start = _start_of_line(text, change.line)
    if start is None:
        return None
    if change.column:
        start += change.column - 1 + (change.line == 1 and text.startswith("\ufeff"))
        found = re.compile(r"\s+".join(map(re.escape, change.old.split()))).match(text, start)
        return found.span() if found else None
    if not _SPECIAL.isdisjoint(change.new) or "," in change.new:
        return None
    left, right = change.span
    parts = (change.sentence[max(0, left - _NEAR) : left], change.old, change.sentence[right : right + _NEAR])
    pattern = _BETWEEN.join(f"({_as_written(part)})" for part in parts)
    found = re.compile(pattern).search(text, start, start + _FAR + 2 * len(change.sentence))
    if not found or " ".join(found[2].split()) != " ".join(change.old.split()):
        return None  # a tag stands inside it
    return found.span(2)


def _as_written(text: str) -> str:
    """A pattern for a text as XML, PO or a quoted cell writes it."""
    pieces = (r"\s+" if part.isspace() else _BETWEEN.join(_AROUND.get(c, re.escape(c)) for c in part)
              for part in re.split(r"(\s+)", text) if part)  # fmt: skip
    return _BETWEEN.join(pieces)


def _start_of_line(text: str, number: int) -> int | None:
    """Where a line begins, lines ending in LF, CR LF or CR."""
    if number == 1:
        return 0
    ends = re.finditer(r"\r\n|\n|\r", text)
    return next((end.end() for count, end in enumerate(ends, 2) if count == number), None)
