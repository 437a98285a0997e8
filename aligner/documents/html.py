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
from aligner.documents.htmltext import HIDDEN, Block, blocks, lines, parse, walk
from aligner.documents.source import Source
from aligner.encoding import decode
from aligner.records import Line, Place, SegmentPair
from aligner.text import HAN_CHAR

LIMIT = 64 << 20
_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9_-]{2,20})|<\?xml[^>]{0,100}?encoding=["']([\w-]+)""", re.I
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|breadcrumb|crumb|sidebar|footer|copyright|share|related|recommend|comment|pagination|toolbar"
    r"|cookie|banner|advert|ads|login|search|qrcode|weixin)(?:$|[\s_-])",
    re.I,
)
_ROLES = frozenset(("navigation", "banner", "contentinfo", "complementary", "search", "dialog"))


def read(source: Source) -> Iterator[Line | SegmentPair]:
    """The lines of the main text, and the pairs of bilingual tables in it. The place is the paragraph."""
    text = decoded(source, source.bytes())
    tree = parse(source, text)
    root = main(tree)
    if root is None:
        raise source.error("holds no text")
    _tidy(root)
    running: list[Block] = []
    pairs = Pairs(source, "html")
    for cell, group in groupby(blocks(root), key=lambda block: block.cell and block.cell[0]):
        members = list(group)
        made = list(_table(members, pairs)) if cell else []
        yield from made
        if not made:
            running.extend(block for block in members if not _is_menu(block))
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
    """The element that holds the main text."""
    body = tree.body
    if body is None:
        return None
    for selector in ("article", "main", "[role=main]"):
        found = tree.css(selector)
        if len(found) == 1 and _weight(found[0].text(deep=True) or "") >= 200:
            return found[0]
    weights: dict[int, float] = {}
    total = 0.0
    stack: list[float] = []
    links = 0
    furniture = 0
    for node, entering in walk(body):
        if node.is_text_node:
            if entering and not links and not furniture:
                # a few words alone are a button or a caption; what counts is running text
                text = (node.text_content or "").strip()
                weight = _weight(text) if len(text) > 20 or HAN_CHAR.search(text) else 0.0
                total += weight
                if stack:
                    stack[-1] += weight
            continue
        links += (1 if entering else -1) if node.tag == "a" else 0
        furniture += (1 if entering else -1) if _is_furniture(node) else 0
        if entering:
            stack.append(0.0)
        else:
            inside = stack.pop()
            weights[node.mem_id] = inside
            if stack:
                stack[-1] += inside
    node = body
    while True:
        heavy = [child for child in node.iter() if weights.get(child.mem_id, 0.0) >= 0.8 * total > 0]
        if len(heavy) != 1 or heavy[0].tag in ("p", "tbody", "tr", "td", "ul", "ol", "dl", "table"):
            return node
        node = heavy[0]


def _weight(text: str) -> float:
    """Length of a text in letters; an ideograph says as much as three."""
    return len(text) + 2.0 * len(HAN_CHAR.findall(text))


def _is_furniture(node: Any) -> bool:
    attributes = node.attributes
    if node.tag in ("nav", "footer", "aside") or attributes.get("role") in _ROLES:
        return True
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return node.tag not in ("body", "html", "main", "article") and _FURNITURE.search(named) is not None


def _tidy(root: Any) -> None:
    """Take menus, sharing bars and the like out of the main text, unless they hold most of it."""
    total = _weight(root.text(deep=True) or "")
    doomed = [
        node
        for node, entering in walk(root)
        if entering
        and not node.is_text_node
        and node.mem_id != root.mem_id
        and node.tag not in HIDDEN
        and _is_furniture(node)
        and _weight(node.text(deep=True) or "") < 0.3 * total
    ]
    for node in doomed:
        node.decompose()


def _is_menu(block: Block) -> bool:
    """A short block that is nothing but links."""
    text = block.text.strip()
    return block.kind == "text" and len(text) < 60 and block.links >= 0.9 * len(text) and not text.endswith((".", "。"))


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
