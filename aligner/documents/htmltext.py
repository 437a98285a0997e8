"""HTML to lines: the blocks a reader sees, with headings, cells and notes told apart and inline markup as marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aligner.documents.source import Source
from aligner.records import Line, LineKind, MarkKind

HIDDEN = frozenset(
    "script style noscript template svg math iframe object canvas select button textarea form nav head rt rp del video audio"
    " map".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer"
    " h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_MARKS: dict[str, MarkKind] = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "code": "code", "a": "link"}
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li td th tr dd dt option tbody".split()
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_DEEPEST = 1_500
_SPACES = re.compile(r"[ \t\r\n\f\u00a0\u3000]+")
_NOTE_MARK = re.compile(r"\s*[\[(（〔【]?\s*(?:\d{1,3}|[*†‡])\s*[\])）〕】]?\s*")


@dataclass(slots=True)
class Block:
    """One block of text; "\\n" stands for a forced break. `links` is how many of its characters are links."""

    kind: LineKind = "text"
    text: str = ""
    marks: list[tuple[int, int, MarkKind]] = field(default_factory=list)
    links: int = 0
    cell: tuple[Any, Any] | None = None  # table and row that it stands in, by node id

    def add(self, text: str) -> None:
        text = _SPACES.sub(" ", text)
        if text.startswith(" ") and (not self.text or self.text[-1] in " \n"):
            text = text[1:]
        self.text += text


def parse(source: Source, text: str) -> Any:
    """The document's tree. Refused where elements are left open so deep that the parser would take quadratic time."""
    from selectolax.lexbor import LexborHTMLParser

    opened: dict[str, int] = {}
    deep = 0
    for closing, tag in _TAG.findall(text):
        name = tag.lower()
        if name in _VOID:
            continue
        if not closing:
            opened[name] = opened.get(name, 0) + 1
            deep += 1
        elif opened.get(name):
            opened[name] -= 1
            deep -= 1
        if deep > _DEEPEST:
            raise source.error("nests its elements too deep")
    return LexborHTMLParser(text)


def walk(root: Any) -> Iterator[tuple[Any, bool]]:
    """Every node below and with the root, once on the way in and once on the way out; hidden elements are passed over."""
    node = root
    while True:
        yield node, True
        if node.tag not in HIDDEN and node.child is not None:
            node = node.child
            continue
        yield node, False
        while node.mem_id != root.mem_id and node.next is None:
            node = node.parent
            yield node, False
        if node.mem_id == root.mem_id:
            return
        node = node.next


def blocks(root: Any) -> Iterator[Block]:
    """The blocks of text in reading order."""
    return _Walker(root).run()


class _Walker:
    def __init__(self, root: Any) -> None:
        self.root = root
        self.block = Block()
        self.kinds: list[tuple[int, LineKind]] = []
        self.starts: list[tuple[int, int]] = []  # node id and where its text begins, of marked elements still open
        self.rows: list[tuple[int, int]] = []

    def run(self) -> Iterator[Block]:
        skipped = 0  # id of the element whose inside is passed over
        for node, entering in walk(self.root):
            if skipped:
                skipped = 0 if node.mem_id == skipped and not entering else skipped
            elif node.is_text_node:
                if entering:
                    self.block.add(node.text_content or "")
            elif entering and _passed_over(node):
                skipped = node.mem_id
            elif node.tag in _BLOCKS:
                yield from self._flush()
                self._context(node, entering)
            elif node.tag == "br":
                self.block.text = self.block.text.rstrip(" ") + ("\n" if entering and self.block.text else "")
            elif node.tag in _MARKS:
                self._mark(node, entering)
        yield from self._flush()

    def _context(self, node: Any, entering: bool) -> None:
        kind: LineKind | None = None
        if node.tag in _HEADINGS:
            kind = "heading"
        elif node.tag in ("td", "th") and not (entering and _is_layout(node)):
            kind = "cell"
        elif node.tag == "aside" or "footnote" in (node.attributes.get("epub:type") or node.attributes.get("class") or ""):
            kind = "note"
        if kind and entering:
            self.kinds.append((node.mem_id, kind))
        elif not entering and self.kinds and self.kinds[-1][0] == node.mem_id:
            self.kinds.pop()
        if node.tag == "tr" and entering:
            self.rows.append((node.parent.mem_id if node.parent else 0, node.mem_id))
        elif node.tag == "tr" and self.rows:
            self.rows.pop()

    def _mark(self, node: Any, entering: bool) -> None:
        if entering:
            self.starts.append((node.mem_id, len(self.block.text)))
        elif self.starts and self.starts[-1][0] == node.mem_id:
            begin, end = self.starts.pop()[1], len(self.block.text)
            if begin < end:
                self.block.marks.append((begin, end, _MARKS[node.tag]))
                self.block.links += end - begin if node.tag == "a" else 0

    def _flush(self) -> Iterator[Block]:
        block, self.block = self.block, Block()
        self.starts = [(identity, 0) for identity, _ in self.starts]
        if block.text.strip():
            block.kind = self.kinds[-1][1] if self.kinds else "text"
            if self.rows:
                block.cell = self.rows[-1]
            yield block


def _is_layout(cell: Any) -> bool:
    """Whether a cell holds whole paragraphs or tables: old pages stand in tables, and a paragraph there is no cell."""
    return any(child.tag in ("p", "div", "table", "h1", "h2", "h3") for child in cell.iter())


def _passed_over(node: Any) -> bool:
    """What is not text: hidden elements, and raised references to notes."""
    if node.tag in HIDDEN or "hidden" in node.attributes or node.attributes.get("aria-hidden") == "true":
        return True
    if re.search(r"display\s*:\s*none", node.attributes.get("style") or ""):
        return True
    reference = node.tag == "sup" or (node.tag == "a" and "noteref" in (node.attributes.get("epub:type") or ""))
    return reference and _NOTE_MARK.fullmatch(node.text(deep=True) or "") is not None


def lines(found: Iterator[Block], where: str = "", start: int = 0) -> Iterator[Line]:
    """Blocks as lines, each block ended; `where` goes before the number of the paragraph."""
    number = start
    for count, block in enumerate(found, 1):
        begin = 0
        parts = block.text.rstrip().split("\n")
        for at, part in enumerate(parts):
            end = begin + len(part)
            if text := part.strip():
                lead = begin + len(part) - len(part.lstrip())
                limit = lead + len(text)
                marks = tuple(
                    (max(a, lead) - lead, min(b, limit) - lead, kind)
                    for a, b, kind in sorted(block.marks)
                    if a < limit and b > lead and (a > lead or b < limit)
                )
                number += 1
                place = f"{where} paragraph {count}".strip()
                columns = range(lead + 1, limit + 1) if lead else None
                yield Line(text, number, place, block.kind, columns, marks, 0, at == len(parts) - 1)
            begin = end + 1
