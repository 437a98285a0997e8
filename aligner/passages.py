"""Translations inside one document: passages in both languages, titles in both, terms quoted in both.

A newsletter quotes a paragraph in English and puts the Chinese original below it, or above it, once or several times in a
row. Runs of Chinese blocks are aligned, in order, with the English blocks around them, and only what the words of both
say to be a translation is taken: the commentary next to a passage is about the same thing and is not its translation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from aligner.flow import is_chinese
from aligner.likelihood import Encoder
from aligner.text import HAN, HAN_CHAR, zh_key

Span = tuple[int, int]

_SURE = 0.5  # least score of a pair of passages
_AROUND = 3  # English blocks looked at on each side of a Chinese run, beyond as many as the run has
_LONGEST_ZH, _LONGEST_EN = 24, 80  # characters of a quoted expression that is still a term


class Text(Protocol):
    """A block, as far as it matters here. `kind` may be missing; notes and table cells interrupt nothing."""

    @property
    def text(self) -> str: ...


def interleaved(blocks: Sequence[Text], encoder: Encoder) -> list[tuple[range, range]]:
    """Passages that translate each other, as ranges of block indices (zh, en), in the order of the zh side.

    Any order and number: E C, C E, E E C C, E C E C; two blocks may stand against one. Unrelated neighbours are not paired.
    """
    order = [k for k, block in enumerate(blocks) if getattr(block, "kind", "text") != "note" and block.text.strip()]
    chinese = {k: is_chinese(blocks[k].text) for k in order}
    zh, en = [k for k in order if chinese[k]], [k for k in order if not chinese[k]]
    if not zh or not en:
        return []
    near = _neighbourhoods(order, chinese)
    en = sorted({k for run, before, after in near for k in (*before, *after)})
    if not en:
        return []
    return _pairs(blocks, near, zh, en, encoder)


def _neighbourhoods(order: Sequence[int], chinese: dict[int, bool]) -> list[tuple[list[int], list[int], list[int]]]:
    """Runs of Chinese blocks, each with the English blocks before and behind it."""
    found, at = [], 0
    while at < len(order):
        if not chinese[order[at]]:
            at += 1
            continue
        stop = at
        while stop < len(order) and chinese[order[stop]]:
            stop += 1
        reach = 2 * (stop - at) + _AROUND
        first, last = at, stop
        while first > 0 and at - first < reach and not chinese[order[first - 1]]:
            first -= 1
        while last < len(order) and last - stop < reach and not chinese[order[last]]:
            last += 1
        found.append((list(order[at:stop]), list(order[first:at]), list(order[stop:last])))
        at = stop
    return found


def _pairs(
    blocks: Sequence[Text],
    near: Sequence[tuple[list[int], list[int], list[int]]],
    zh: Sequence[int],
    en: Sequence[int],
    encoder: Encoder,
) -> list[tuple[range, range]]:
    from aligner.bestpath import Shapes
    from aligner.pairing import RectangleAligner

    # blocks without counterpart are the rule here and cost nothing; one paragraph is seldom divided into several
    shapes = Shapes(words=1.0, length=1.0, alone=0.0, further=0.0, other=(0.0, 4.0, 8.0, 8.0, 24.0))
    aligner = RectangleAligner([blocks[k].text for k in zh], [_english(blocks[k].text) for k in en], encoder, shapes=shapes)
    row = {k: number for number, k in enumerate(zh)}
    column = {k: number for number, k in enumerate(en)}
    found = []
    for run, before, after in near:
        rows = range(row[run[0]], row[run[-1]] + 1)
        for side in (before, after):
            if side:
                beads = aligner.align_part(rows, range(column[side[0]], column[side[-1]] + 1))
                found += [b for b in beads if b.zh and b.en and b.score >= _SURE]
    taken_zh: set[int] = set()
    taken_en: set[int] = set()
    pairs = []
    for bead in sorted(found, key=lambda b: (-b.score, b.zh)):
        zs, es = [zh[i] for i in bead.zh], [en[j] for j in bead.en]
        if taken_en & set(es) or taken_zh & set(zs):
            continue
        taken_en |= set(es)
        taken_zh |= set(zs)
        pairs.append((range(zs[0], zs[-1] + 1), range(es[0], es[-1] + 1)))
    return sorted(pairs, key=lambda pair: pair[0].start)


def _english(text: str) -> str:
    """The text without its bracketed originals, which would make every English gloss look like a translation."""
    return HAN_CHAR.sub("", text)


# A Chinese title: ideographs with the signs and spaces that stand inside a title; an English one: words in title case with
# small words between them.
_ZH_TITLE = re.compile(f"[《〈“]?[{HAN}][{HAN}\\d，、：；·“”《》〈〉！？—\\-\\s]*[{HAN}][》〉”！？]?")
_SMALL = "a|an|the|of|in|on|at|to|for|and|or|nor|but|by|with|from|as|vs|into|over|under|between|during|through|per|is|are"
_CAPITAL = r"(?:(?:[A-Z]\.){2,}|[“‘\"(]?[A-Z0-9][\w’'&-]*[”’\")]?)"
_EN_TITLE = rf"{_CAPITAL}(?:[,:;]?\s+(?:{_CAPITAL}|{_SMALL})|\s*[–—-]\s*{_CAPITAL})*"
_BEFORE = re.compile(rf"({_EN_TITLE})[,:]?[ \t]*$")
_AFTER = re.compile(rf"[ \t]*({_EN_TITLE})")
_LEADING = re.compile(r"(?:In|At|On|From|To|With|See|Under|As|For)\s+(?=[A-Z“‘\"])")


def titles(text: str) -> list[tuple[Span, Span]]:
    """Titles that stand in both languages beside each other in a line, as (zh span, en span).

    The Chinese has at least four characters, the English at least two words in title case; brackets between the two are
    inline glosses and not taken here.
    """
    found = []
    for zh in _ZH_TITLE.finditer(text):
        if len(HAN_CHAR.findall(zh.group())) < 4:
            continue
        line = text.rfind("\n", 0, zh.start()) + 1
        span = _title_before(text, line, zh) or _title_after(text, zh)
        if span is not None:
            found.append(((zh.start(), zh.end()), span))
    return found


def _title_before(text: str, line: int, zh: re.Match[str]) -> Span | None:
    head = text[max(line, zh.start() - 300) : zh.start()]
    match = _BEFORE.search(head)
    if match is None or not head[-1:].isspace():
        return None
    start, stop = match.span(1)
    offset = zh.start() - len(head)
    # "In Seizing the Initiative 把握主动, Zhao writes": the preposition is the sentence's, not the title's
    leading = _LEADING.match(match[1])
    if leading and re.match(r"\s*[,，]", text[zh.end() : zh.end() + 4]):
        start += leading.end()
    return (offset + start, offset + stop) if _is_title(head[start:stop]) else None


def _title_after(text: str, zh: re.Match[str]) -> Span | None:
    tail = text[zh.end() : zh.end() + 300].split("\n", 1)[0]
    match = _AFTER.match(tail)
    if match is None or not tail[:1].isspace() or not _is_title(match[1]):
        return None
    return zh.end() + match.start(1), zh.end() + match.end(1)


def _is_title(text: str) -> bool:
    words = re.findall(r"[A-Za-z][\w’'-]*", text)
    large = [w for w in words if w[0].isupper()]
    return len(large) >= 2 and len(large) >= 0.4 * len(words)


_ARTICLE = re.compile(r"(?:the|an?)\s+(?=\w)")
_QUOTED_ZH = re.compile('“([^“”\n]+)”|「([^「」\n]+)」|‘([^‘’\n]+)’|"([^"\n]+)"')
_GLOSS = re.compile(rf"[ ,.;:”’\"]*[(（]([^()（）]*[{HAN}][^()（）]*)[)）]")  # behind a quotation: what it stands for
_QUOTED_EN = re.compile('“([^“”\n]+)”|"([^"\n]+)"|(?<!\\w)‘([^‘’\n]+)’(?!\\w)')


def quoted_pairs(zh_text: str, en_text: str, encoder: Encoder) -> list[tuple[Span, Span]]:
    """Expressions that both sides of a translation put in quotes and that mean the same, as (zh span, en span).

    The spans hold what stands inside the quotes, without an article before it and punctuation behind it. Order helps and meaning
    decides: with as many quotations on both sides a weak likeness is enough, otherwise what has no clear counterpart is left
    out. What somebody says is no expression: its sentence ends inside the quotes (“说吧。”), a term's behind them. What has a gloss
    in brackets stands for nothing else.
    """
    zh = _quotations(_QUOTED_ZH, zh_text, _LONGEST_ZH, "。！？!?…，,")
    en = _quotations(_QUOTED_EN, en_text, _LONGEST_EN, "!?…")  # American style puts a full stop inside them
    en = [(article.end() if (article := _ARTICLE.match(en_text, *span)) else span[0], span[1]) for span in en]
    if not zh or not en:
        return []
    likeness = encoder.encode([zh_text[a:b] for a, b in zh]) @ encoder.encode([en_text[a:b] for a, b in en]).T
    least = 0.1 if len(zh) == len(en) else 0.3
    ranked = sorted(
        (
            (float(likeness[i, j]) - 0.4 * abs((i + 0.5) / len(zh) - (j + 0.5) / len(en)), i, j)
            for i in range(len(zh))
            for j in range(len(en))
            if (gloss := _GLOSS.match(en_text, en[j][1])) is None or zh_key(zh_text[slice(*zh[i])]) in zh_key(gloss[1])
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    for score, i, j in ranked:
        if score >= least and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(zh[i], en[j]) for i, j in sorted(pairs.items())]


def _quotations(pattern: re.Pattern[str], text: str, longest: int, spoken: str) -> list[Span]:
    found = []
    for match in pattern.finditer(text):
        start, stop = next(match.span(k) for k in range(1, match.re.groups + 1) if match[k] is not None)
        if text[stop - 1] in spoken:
            continue
        while stop > start and text[stop - 1] in " ,.;:，。；、：":
            stop -= 1
        while start < stop and text[start].isspace():
            start += 1
        if 0 < stop - start <= longest:
            found.append((start, stop))
    return found
