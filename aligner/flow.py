"""Lines to blocks: the running text as its author wrote it, before page and terminal broke it.

A copied or converted document holds each paragraph in pieces: lines wrapped at some width, words hyphenated at the margin,
pages cut in the middle of a sentence with footnotes and page numbers between the halves. Terms and sentences cross those
breaks, so everything that reads running text reads blocks. A block remembers where each of its characters stood.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aligner.records import Lang, Line, Place
from aligner.text import HAN, HAN_CHAR

BlockKind = str  # "text", "heading", "note", "cell"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, table cell or note in one piece.

    `pieces` are (offset in `text`, line, offset in the line's text), ascending: where each stretch of the text came from.
    """

    text: str
    kind: BlockKind
    pieces: tuple[tuple[int, Line, int], ...]

    def place(self, offset: int) -> Place:
        """The original place of the character at `offset` of the block's text."""
        start, line, inside = self.pieces[max(0, bisect_right(self.pieces, offset, key=lambda piece: piece[0]) - 1)]
        return line.place(inside + max(0, offset - start))

    @property
    def lang(self) -> Lang:
        """The language of the running text; a bracketed original does not make an English paragraph Chinese."""
        return "zh" if is_chinese(self.text) else "en"

    @property
    def marks(self) -> Sequence[tuple[int, int, str]]:
        """Stretches set off by inline markup, in offsets of the block's text."""
        found = []
        for (start, line, inside), after in zip(self.pieces, [*self.pieces[1:], None], strict=True):
            stop = after[0] if after else len(self.text)
            for left, right, kind in line.marks:
                if inside <= left and start + right - inside <= stop:
                    found.append((start + left - inside, start + right - inside, kind))
        return found


def is_chinese(text: str) -> bool:
    """Whether running text is Chinese: it has at least as many ideographs as Latin words. Brackets do not count."""
    running = _BRACKETED.sub("", _BRACKETED.sub("", text))  # twice: brackets in brackets
    running = running if running.strip() else text
    han = len(HAN_CHAR.findall(running))
    return han > 0 and han >= len(re.findall(r"[A-Za-z]{2,}", running))


_BRACKETED = re.compile(r"[(（{][^()（）{}]{0,160}(?:[)）}]|$)|^[^()（）{}]{0,80}[)）}]")


def blocks(lines: Iterable[Line]) -> list[Block]:
    """Lines of a document in reading order to blocks, notes moved behind the paragraph that they interrupt."""
    lines = [line for line in lines if not _FURNITURE.fullmatch(line.text)]
    width = _wrap_width(lines)
    paragraphs = [_join(group) for group in _groups(lines, width)]
    return _reunite(_mark_notes(paragraphs))


# A page number alone on its line, with or without ornament: "12", "- 12 -", "Page 3 of 10", "第 3 页".
_FURNITURE = re.compile(
    r"\s*(?:[-–—·|]\s*)?(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?(?:\s*[-–—·|])?\s*|\s*第\s*\d+\s*[页頁]\s*", re.I
)
_LIST_ITEM = re.compile(
    r"\s*(?:[-*•●▪◦·–]\s|\(?\d{1,3}[.)、]\s|\(?[a-zA-Z][.)]\s|[（(]?[一二三四五六七八九十]{1,3}[)）、]|#)"
)
_TERMINAL = re.compile(r"[.!?:;。！？：；…][\"'”’»」』)\]）】¹²³⁰⁴-⁹\d]*\s*$")
_SUPERSCRIPT = "¹²³⁰⁴⁵⁶⁷⁸⁹"
_NOTE_START = re.compile(rf"\s*(?:[{_SUPERSCRIPT}]+|\[\d{{1,3}}\]|[*†‡](?=\s)|(?P<digits>\d{{1,3}})[.]?(?=\s+\S))\s*")


def _wrap_width(lines: Sequence[Line]) -> int:
    """The column at which this document wraps its lines, or 0 where each paragraph is one line.

    Wrapped text has many lines of almost the same length and few beyond it; text with a paragraph to a line has lines of
    all lengths. Han characters count twice, as they are twice as wide.
    """
    lengths = sorted(length for line in lines if (length := _columns(line.text)) > 30)
    if len(lengths) < 4:
        return 0
    width = lengths[int(len(lengths) * 0.9)]
    near = sum(0.75 * width <= length <= 1.1 * width for length in lengths)
    return width if width <= 200 and near >= 0.4 * len(lengths) else 0


def _columns(text: str) -> int:
    return len(text) + len(HAN_CHAR.findall(text))


def _groups(lines: Sequence[Line], width: int) -> list[list[Line]]:
    """Lines that are one paragraph, blank lines left out."""
    groups: list[list[Line]] = []
    before: Line | None = None
    for line in lines:
        if not line.text.strip():
            before = None
            continue
        if before is not None and _continues(before, line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
        before = line
    return groups


def _continues(before: Line, line: Line, width: int) -> bool:
    """Whether `line` goes on in the paragraph of the line straight `before` it."""
    if before.ends or before.kind != line.kind or line.kind in ("heading", "cell") or _LIST_ITEM.match(line.text):
        return False
    if _open_bracket(before.text) and len(line.text) < 400:
        return True
    if is_chinese(before.text) != is_chinese(line.text):
        return False
    if _NOTE_START.match(line.text) and _TERMINAL.search(before.text) and not line.text.lstrip()[0].isalpha():
        return False
    ended = _TERMINAL.search(before.text) is not None
    if not ended and _starts_small(line.text):
        return True
    # Chinese written with a clause to a line, as in Markdown sources, flows on until a full stop
    if is_chinese(line.text) and is_chinese(before.text) and (not ended and before.text.rstrip()[-1:] in "，、,"):
        return True
    if not width:
        return False
    first_word = line.text.split(maxsplit=1)[0] if not is_chinese(line.text) else ""
    return _columns(before.text) + min(len(first_word), 20) >= 0.85 * width


def _open_bracket(text: str) -> bool:
    """Whether a bracket that holds Chinese, or a name's pinyin, is still open at the end of the line."""
    for left, right in ("()", "（）", "{}", "【】", "《》"):
        at = text.rfind(left)
        if at > text.rfind(right) and len(text) - at < 80 and (left != "(" or HAN_CHAR.search(text[at:])):
            return True
    return False


def _starts_small(text: str) -> bool:
    first = text.lstrip()[:1]
    return first.islower()


def _join(lines: Sequence[Line]) -> Block:
    """One block of the lines, with the space or the missing space that belongs between them."""
    text, pieces = "", []
    for line in lines:
        stripped = line.text.rstrip()
        inside = len(stripped) - len(stripped.lstrip())
        text = _glue(text, stripped[inside:])
        pieces.append((len(text), line, inside))
        text += stripped[inside:]
    return Block(text, lines[0].kind, tuple(pieces))


def _glue(before: str, after: str) -> str:
    """`before` made ready to take `after`: hyphenation undone, a space added where the languages need one."""
    if not before:
        return before
    if before.endswith("\u00ad"):
        return before[:-1]
    if re.search(r"[a-z]-$", before) and after[:1].islower():
        return before[:-1] if _hyphenated(before, after) else before
    if re.search(f"[{HAN}，。、；：？！》」』”）—]$", before) and re.match(f"[{HAN}，。、；：？！《「『“（]", after):
        return before
    return before + " "


def _hyphenated(before: str, after: str) -> bool:
    """Whether the hyphen at the end of `before` only breaks a word: joined it is one, and its halves are not both words."""
    from wordfreq import zipf_frequency

    halves = re.search(r"[A-Za-z]+(?=-$)", before), re.match(r"[A-Za-z]+", after)
    if not halves[0] or not halves[1]:
        return False
    left, right = halves[0][0].lower(), halves[1][0].lower()
    whole = zipf_frequency(left + right, "en")
    return whole > 0 and whole >= min(zipf_frequency(left, "en"), zipf_frequency(right, "en")) - 1.5


def _mark_notes(paragraphs: Sequence[Block]) -> list[Block]:
    """Paragraphs that are footnotes, told by their mark and by the reference to it further up."""
    marked, seen = [], ""
    for block in paragraphs:
        start = _NOTE_START.match(block.text)
        if block.kind == "text" and start and start.end() < len(block.text):
            digits = start["digits"]
            referred = digits is None or re.search(rf"[A-Za-z.,;:”\"')）]{digits}(?!\d)", seen[-6000:]) is not None
            if referred:
                block = Block(block.text, "note", block.pieces)
        if block.kind != "note":
            seen += block.text + "\n"
        marked.append(block)
    return marked


def _reunite(paragraphs: Sequence[Block]) -> list[Block]:
    """Halves of a paragraph that a page break, notes or furniture stand between, joined; the notes follow it."""
    done: list[Block] = []
    waiting: list[Block] = []  # notes since the last paragraph, which may turn out to interrupt it
    for block in paragraphs:
        if block.kind == "note":
            # a long note goes on after its first paragraph only where it was cut as well
            waiting.append(block)
            continue
        last = done[-1] if done else None
        if last is not None and _is_cut(last, block):
            text = _glue(_without_reference(last.text, waiting), block.text)
            shift = len(text)
            pieces = (*last.pieces, *((start + shift, line, inside) for start, line, inside in block.pieces))
            done[-1] = Block(text + block.text, last.kind, pieces)
            continue
        done += [*waiting, block]
        waiting = []
    return done + waiting


def _is_cut(last: Block, block: Block) -> bool:
    """Whether `block` is the second half of `last`."""
    if last.kind != "text" or block.kind != "text" or _LIST_ITEM.match(block.text) or _LIST_ITEM.match(last.text):
        return False
    if is_chinese(last.text) != is_chinese(block.text):
        return False
    end = last.text.rstrip().rstrip(_SUPERSCRIPT)
    if len(end) < 40 or _TERMINAL.search(end) or not re.search(r"[\w,，、\-)）]$", end):
        return False
    if is_chinese(block.text):
        return end[-1] in "，、" or (len(end) > 80 and HAN_CHAR.match(end[-1]) is not None)
    return _starts_small(block.text)


def _without_reference(text: str, notes: Sequence[Block]) -> str:
    """The text without a footnote reference at its very end, which only the page break made stand there."""
    return text.rstrip().rstrip(_SUPERSCRIPT).rstrip() if notes else text
