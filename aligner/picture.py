"""Word links as something to look at: a matrix for a terminal, an SVG drawing, an HTML page of drawings."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_STYLE = "text{font:14px 'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif}line{stroke:#47a;stroke-width:1.5}"
_HEIGHT, _PAD = 120, 14


def _shown(word: str) -> str:
    """The word without what would steer a terminal or break XML."""
    return _UNPRINTABLE.sub("�", word)


def matrix(zh: Sequence[str], en: Sequence[str], links: Iterable[tuple[int, int]]) -> str:
    """A matrix for a fixed-width screen: one row an English word, one column of two places a Chinese one.

    The Chinese words stand over their columns, one character a line, read downwards.
    """
    linked = set(links)
    zh, en = [_shown(word) for word in zh], [_shown(word) for word in en]
    margin = max(map(columns, en), default=0) + 1
    lines = []
    for row in range(max(map(len, zh), default=0)):
        cells = [word[row] if row < len(word) else " " for word in zh]
        lines.append((" " * margin + "".join(cell + " " * (2 - columns(cell)) for cell in cells)).rstrip())
    for j, word in enumerate(en):
        cells = ["██" if (i, j) in linked else "· " for i in range(len(zh))]
        lines.append((word + " " * (margin - columns(word)) + "".join(cells)).rstrip())
    return "\n".join(lines)


def columns(text: str) -> int:
    """Columns of a terminal that the text takes."""
    from wcwidth import wcwidth

    return sum(max(wcwidth(character), 0) for character in text)


def svg(zh: Sequence[str], en: Sequence[str], links: Iterable[tuple[int, int]]) -> str:
    """Both sentences, one over the other, with a line for each link: an SVG element that stands alone."""
    tops, width_zh = _centres(zh)
    bottoms, width_en = _centres(en)
    width = max(width_zh, width_en) + _PAD
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{_HEIGHT}" viewBox="0 0 {width} {_HEIGHT}">',
        f"<style>{_STYLE}</style>",
    ]
    for words, centres, y in ((zh, tops, 20), (en, bottoms, _HEIGHT - 12)):
        parts += [
            f'<text x="{x}" y="{y}" text-anchor="middle">{escape(_shown(word))}</text>'
            for word, x in zip(words, centres, strict=True)
        ]
    parts += [f'<line x1="{tops[i]}" y1="28" x2="{bottoms[j]}" y2="{_HEIGHT - 30}"/>' for i, j in sorted(links)]
    return "\n".join([*parts, "</svg>"])


def _centres(words: Sequence[str]) -> tuple[list[int], int]:
    """Where the middle of each word lies, and where the last ends, in pixels."""
    at, centres = _PAD, []
    for word in words:
        wide = 8 * columns(_shown(word))
        centres.append(at + wide // 2)
        at += wide + _PAD
    return centres, at


def html(drawings: Iterable[str], title: str) -> str:
    """A page with SVG drawings one below the other."""
    body = "\n".join(f"<figure>\n{drawing}\n</figure>" for drawing in drawings)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(_shown(title))}</title>\n'
        f"<style>figure{{margin:1em 0;overflow-x:auto}}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
