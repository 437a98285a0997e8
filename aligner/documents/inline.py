"""Inline Markdown to plain text: the characters a reader sees, each with its place in the source.

Lenient, as translators' files are: CommonMark's rules for where emphasis may open fail between Chinese characters and
full-width punctuation (`**“中文”**是`), so a delimiter opens and closes by the whitespace beside it alone. Whatever has no
partner stays as it is: `2 * 3`, a lone footnote asterisk, a price in dollars.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from typing import NamedTuple

from aligner.records import MarkKind

_PLAIN = re.compile(r"[^\\`<\[\]!*_~$&:={\n]+")
_SPECIAL = re.compile(r"[\\`<\[*_~$&]|:\w|==")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ROLE = re.compile(r":[A-Za-z][\w-]{0,30}:`[^`\n]{0,500}`")  # reStructuredText and MyST: :cite:`x`, :numref:`y`
_CODE = re.compile(r"(?s)(`{1,10})(?!`)(.{1,2000}?)(?<!`)\1(?!`)")
_BACKTICKS = re.compile("`+")
_NUMBER_NOTE = re.compile(r"<sup>\s*(?:<a\b[^<>]{0,300}>)?\s*\[?\d{1,3}\]?\s*(?:</a>)?\s*</sup>", re.I)
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\s]*|[^<>\s@]{1,100}@[^<>\s]{1,100})>")
_TAG = re.compile(r"(?s)<!--.{0,20000}?-->|</?[A-Za-z][A-Za-z0-9:-]*+(?=[\s/>])(?:\"[^\"]*+\"|'[^']*+'|[^'\"<>])*+>")
_NOTE = re.compile(r"\[\^[^\]\s]{1,200}\]")
_TARGET = re.compile(
    r"\([ \t\n]*(?:<[^<>\n]{0,4000}>|(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*+\))*+)"
    r"(?:\s+(?:\"[^\"]{0,1000}\"|'[^']{0,1000}'|\([^()]{0,1000}\)))?[ \t\n]*\)"
)
_LABEL = re.compile(r"[ ]?\[([^\[\]\n]{0,300})\]")
_ATTRIBUTES = re.compile(r"\{(?:[#.][\w-]|[\w-]+=)[^{}\n]{0,300}\}")
_MATH = re.compile(r"(?s)\$\$(.{1,2000}?)\$\$|\$([^$\n]{1,300})\$")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_DELIMITER = re.compile(r"\*+|_+|~~|==")
_MARK_KINDS: dict[str, tuple[MarkKind, MarkKind]] = {"*": ("italic", "bold"), "_": ("italic", "bold")}


class Inline(NamedTuple):
    """Visible text, for each of its characters the offset in the source, and the stretches that markup set off."""

    text: str
    offsets: list[int]
    marks: list[tuple[int, int, MarkKind]]


def has_markup(source: str) -> bool:
    """Whether there may be anything to do; False for most lines."""
    return _SPECIAL.search(source) is not None


def render(source: str, labels: Collection[str] = ()) -> Inline:
    """The visible text of a paragraph. `labels` are the link references the document defines, caseless.

    Line breaks in `source` come out as they are, except those inside what is dropped (a comment, a link's target).
    """
    return _Scanner(source, {label.casefold() for label in labels}).run()


class _Scanner:
    """One pass over a paragraph. Output characters are taken back (None) when they prove to be markup."""

    def __init__(self, source: str, labels: set[str]) -> None:
        self.source, self.labels = source, labels
        self.out: list[str | None] = []
        self.offsets: list[int] = []
        self.marks: list[tuple[int, int, MarkKind]] = []
        self.brackets: list[tuple[int, int]] = []  # (output position of "[" or of the "!" before it, where the text begins)
        self.delimiters: dict[str, list[list[int]]] = {}  # output positions of runs that may open

    def run(self) -> Inline:
        position = 0
        while position < len(self.source):
            position = self._step(position)
        places, total = [], 0
        for char in self.out:
            places.append(total)
            total += char is not None
        places.append(total)
        kept = [(char, offset) for char, offset in zip(self.out, self.offsets, strict=True) if char is not None]
        marks = sorted((places[a], places[b], kind) for a, b, kind in self.marks if places[a] < places[b])
        return Inline("".join(char for char, _ in kept), [offset for _, offset in kept], marks)

    def _put(self, text: str, offset: int, fixed: bool = False) -> None:
        self.out.extend(text)
        self.offsets.extend([offset] * len(text) if fixed else range(offset, offset + len(text)))

    def _step(self, at: int) -> int:
        source = self.source
        if plain := _PLAIN.match(source, at):
            self._put(plain.group(), at)
            return plain.end()
        char = source[at]
        handler = _HANDLERS.get(char)
        end = handler(self, at) if handler else None
        if end is None:
            self._put(char, at)
            return at + 1
        return end

    def _escape(self, at: int) -> int | None:
        match = _ESCAPE.match(self.source, at)
        if match:
            self._put(match.group(1), at + 1)
        elif self.source[at + 1 : at + 2] == "\n":  # a hard line break
            return at + 1
        return match.end() if match else None

    def _code(self, at: int) -> int | None:
        match = _CODE.match(self.source, at)
        if not match:
            run = _BACKTICKS.match(self.source, at)
            end = run.end() if run else at + 1
            self._put(self.source[at:end], at)
            return end
        begin = len(self.out)
        self._put(match.group(2), match.start(2))
        self.marks.append((begin, len(self.out), "code"))
        return match.end()

    def _role(self, at: int) -> int | None:
        match = _ROLE.match(self.source, at)
        return match.end() if match else None

    def _tag(self, at: int) -> int | None:
        for pattern in (_NUMBER_NOTE, _AUTOLINK, _TAG):
            if match := pattern.match(self.source, at):
                self._keep_breaks(match)
                return match.end()
        return None

    def _keep_breaks(self, match: re.Match[str]) -> None:
        for inside, char in enumerate(match.group()):
            if char == "\n":
                self._put("\n", match.start() + inside)

    def _open(self, at: int) -> int | None:
        if match := _NOTE.match(self.source, at):
            return match.end()
        image = bool(self.out) and self.out[-1] == "!" and self.source[at - 1 : at] == "!"
        self.brackets.append((len(self.out) - image, len(self.out) + 1))
        return None

    def _close(self, at: int) -> int | None:
        if not self.brackets:
            return None
        opened, begin = self.brackets.pop()
        source, after = self.source, at + 1
        match = _TARGET.match(source, after)
        if not match and (label := _LABEL.match(source, after)) and self._known(label.group(1) or self._inside(begin)):
            match = label
        if match:
            after = match.end()
        elif not (self._known(self._inside(begin)) or _ATTRIBUTES.match(source, after)):
            return None
        for position in range(opened, begin):
            self.out[position] = None
        if match:
            if opened + 1 == begin:  # not an image, whose caption is set off by nothing
                self.marks.append((begin, len(self.out), "link"))
            self._keep_breaks(match)
        attributes = _ATTRIBUTES.match(source, after)
        return attributes.end() if attributes else after

    def _inside(self, begin: int) -> str:
        return "".join(char for char in self.out[begin:] if char)

    def _known(self, label: str) -> bool:
        return bool(self.labels) and label.casefold() in self.labels

    def _math(self, at: int) -> int | None:
        match = _MATH.match(self.source, at)
        if not match or not _is_math(match.group(1) or match.group(2)):
            return None
        inside = match.group(1) or match.group(2)
        if r"\{" not in inside or _FORMULA.search(inside):
            self._keep_breaks(match)
            return match.end()
        begin = match.start() + match.group().index(inside)  # a bracket that text recognition took for mathematics
        for offset, char in enumerate(inside, begin):
            if char != "\\":
                self._put(char, offset)
        return match.end()

    def _entity(self, at: int) -> int | None:
        match = _ENTITY.match(self.source, at)
        if not match or (text := html.unescape(match.group())) == match.group():
            return None
        self._put(" " if text.isspace() else text, at, fixed=True)
        return match.end()

    def _delimiter(self, at: int) -> int | None:
        match = _DELIMITER.match(self.source, at)
        if not match:
            return None
        run, end = match.group(), match.end()
        before, after = self.source[at - 1 : at] if at else " ", self.source[end : end + 1] or " "
        opens, closes = not after.isspace(), not before.isspace()
        if run[0] == "_":  # inside a word it is a letter: snake_case
            opens = opens and not _is_word(before)
            closes = closes and not _is_word(after)
        first = len(self.out)
        self._put(run, at)
        mine = list(range(first, first + len(run)))
        stack = self.delimiters.setdefault(run[0], [])
        while closes and mine and stack:
            mine = self._match(run[0], stack, mine)
        if opens and mine:
            stack.append(mine)
        return end

    def _match(self, char: str, stack: list[list[int]], mine: list[int]) -> list[int]:
        opened = stack[-1]
        width = min(2, len(opened), len(mine))
        begin, end = opened[-1] + 1, mine[0]
        for position in (*opened[-width:], *mine[:width]):
            self.out[position] = None
        if kinds := _MARK_KINDS.get(char):
            self.marks.append((begin, end, kinds[width - 1]))
        elif char == "=":
            self.marks.append((begin, end, "bold"))
        del opened[-width:]
        if not opened:
            stack.pop()
        return mine[width:]


_FORMULA = re.compile(r"\\[A-Za-z]|[_=^]")


def _is_math(inside: str) -> bool:
    """Whether what stands between two dollar signs is mathematics and not the text between two prices."""
    if inside.startswith(" ") and not inside.endswith(" "):
        return False
    if re.fullmatch(r"\s*[A-Za-z]\s*", inside):
        return True
    if re.search(r"[A-Za-z]{3,}\s+[A-Za-z]{3,}\s+[A-Za-z]{3,}", re.sub(r"\\[A-Za-z]+", "", inside)):
        return False
    return re.search(r"\\[A-Za-z{}]|[_^=]", inside) is not None


def _is_word(char: str) -> bool:
    return char.isalnum() and char.isascii()


_HANDLERS = {
    "\\": _Scanner._escape,
    "`": _Scanner._code,
    ":": _Scanner._role,
    "<": _Scanner._tag,
    "[": _Scanner._open,
    "]": _Scanner._close,
    "$": _Scanner._math,
    "&": _Scanner._entity,
    **dict.fromkeys("*_~=", _Scanner._delimiter),
}
