"""HTML pages: the main text without navigation, also of pages saved from news sites and ministries.

The main text is the smallest element that holds most of what is written on the page outside links, as running text does and
menus do not. A table with a zh and an en column gives pairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from aligner.documents.bilingual import Pairs, one_line
from aligner.documents.columns import find_columns, is_header
from aligner.documents.furniture import is_link_line, is_set_phrase, masses, pieces, weight
from aligner.documents.htmltext import Block, blocks, lines, parse, walk
from aligner.documents.source import Source
from aligner.encoding import decode
from aligner.records import Line, Place, SegmentPair

LIMIT = 64 << 20
_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9_-]{2,20})|<\?xml[^>]{0,100}?encoding=["']([\w-]+)""", re.I
)


def read(source: Source) -> Iterator[Line | SegmentPair]:
    """The lines of the main text, and the pairs of bilingual tables in it. The place is the paragraph."""
    text = decoded(source, source.bytes())
    tree = parse(source, text)
    root = main(tree)
    if root is None:
        raise source.error("holds no text")
    running = _title(tree, root)
    for node in list(pieces(root)):
        node.decompose()
    pairs = Pairs(source, "html")
    for cell, group in groupby(_written(root), key=lambda block: block.cell and block.cell[0]):
        members = list(group)
        made = list(_table(members, pairs)) if cell else []
        yield from made
        if not made:
            running.extend(members)
    yield from lines(iter(running))


def decoded(source: Source, data: bytes) -> str:
    """The page's text: as --encoding or its own declaration says, where that fits, else by content."""
    if len(data) > LIMIT:
        raise source.error(f"is larger than {LIMIT >> 20} MB")
    if source.encoding is None and (match := _CHARSET.search(data[:4096])):
        declared = (match[1] or match[2]).decode("ascii").casefold()
        declared = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}.get(declared, declared)
        if re.fullmatch(r"utf-?8|gb18030|big5hkscs|iso-8859-1|windows-125\d|us-ascii", declared):
            try:
                return data.decode(declared)
            except UnicodeDecodeError:
                pass
    return decode(data, source.name, source.encoding).text


def main(tree: Any) -> Any:
    """The element that holds the main text: the smallest with four fifths of all running text."""
    body = tree.body
    if body is None:
        return None
    for selector in ("article", "main", "[role=main]"):
        found = tree.css(selector)
        if len(found) == 1 and weight(found[0].text(deep=True) or "") >= 200:
            return found[0]
    mass = masses(body)
    total = mass[body.mem_id].running
    node = holder = body
    while True:
        heavy = [child for child in node.iter() if child.mem_id in mass and mass[child.mem_id].running >= 0.8 * total > 0]
        if len(heavy) != 1 or heavy[0].tag in ("p", "ul", "ol", "dl"):
            return holder
        node = heavy[0]
        # one cell with most of the text is the frame of an old page; a table with text in many cells is what is written
        holder = holder if node.tag in ("table", "tbody", "tr") else node


def _title(tree: Any, root: Any) -> list[Block]:
    """The heading above the main text: the last one before it that the page's title begins with, or is in it."""
    named = tree.css_first("title")
    title = one_line(named.text(deep=True)) if named is not None else ""
    last = None
    for node, entering in walk(tree.body):
        if node.mem_id == root.mem_id:
            break
        if entering and not node.is_text_node and node.tag in ("h1", "h2", "h3"):
            text = " ".join((node.text(deep=True) or "").split())
            last = text if text and (node.tag == "h1" or text in title) else last
    return [Block("heading", last)] if last else []


def _written(root: Any) -> Iterator[Block]:
    """The blocks of the main text without set phrases and headlines that lead elsewhere; all, where nothing else is left."""
    found = list(blocks(root))
    kept = [block for block in found if block.kind == "cell" or not _leads_elsewhere(block)]
    yield from kept or found


def _leads_elsewhere(block: Block) -> bool:
    return is_set_phrase(block.text) or is_link_line(block.text, block.links)


def _table(members: list[Block], pairs: Pairs) -> Iterator[SegmentPair]:
    """The pairs of a table's rows, if it has a zh and an en column and a cell is one block."""
    rows = [[one_line(block.text) for block in row] for _, row in groupby(members, key=lambda block: block.cell)]
    found = find_columns(rows) if len(rows) > 1 and len({len(row) for row in rows}) <= 2 else None
    if not found:
        return
    for number, row in enumerate(rows, 1):
        if len(row) > max(found) and not (number == 1 and is_header(row[found[0]], row[found[1]])):
            made = pairs.make(row[found[0]], row[found[1]], Place(0, 0, f"table row {number}"))
            if made:
                yield made
