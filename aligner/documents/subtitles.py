"""SRT and WebVTT subtitles: two languages in one file, or two files whose cues meet in time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from aligner.documents.bilingual import Pairs, mostly_zh
from aligner.documents.source import Source
from aligner.records import Line, Place, Segment, SegmentPair
from aligner.text import has_han

_TIMES = re.compile(
    r"\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})\s*-->\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
)
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|\{\\[^{}]{0,200}\}|<\d\d:[\d:.]+>")


class Cue(NamedTuple):
    """One subtitle: the line its text begins on, its times in milliseconds, and its lines of text."""

    line: int
    start: int
    end: int
    texts: list[str]

    @property
    def where(self) -> str:
        seconds = self.start // 1000
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def read(source: Source) -> Iterator[Line | SegmentPair]:
    """Pairs where cues hold both languages, else the lines of the cues. The place is the cue's time and its line."""
    cues = list(_cues(source))
    both = [cue for cue in cues if any(map(has_han, cue.texts)) and not all(map(has_han, cue.texts))]
    if 2 * len(both) > len(cues):
        pairs = Pairs(source, "srt")
        for cue in both:
            zh = " ".join(text for text in cue.texts if mostly_zh(text))
            en = " ".join(text for text in cue.texts if not mostly_zh(text))
            if made := pairs.make(zh, en, Place(cue.line, 0, cue.where)):
                yield made
        pairs.finish("cues")
        return
    number = 0
    for cue in cues:
        for offset, text in enumerate(cue.texts):
            number += 1
            yield Line(text, number, cue.where, line=cue.line + offset, ends=offset == len(cue.texts) - 1)


def pair(zh: Source, en: Source) -> Iterator[SegmentPair]:
    """The pairs of two subtitle files: cues that share most of their time, several for one where they were split.

    Each pair is a smallest group of cues that overlap one another; a pair's score is the share of the group's time that both
    sides cover.
    """
    left, right = list(_cues(zh)), list(_cues(en))
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i].end <= right[j].start:
            i += 1
        elif right[j].end <= left[i].start:
            j += 1
        else:
            last_i, last_j = _group(left, right, i, j)
            made = _join(zh, en, left[i:last_i], right[j:last_j])
            if made:
                yield made
            i, j = last_i, last_j


def _group(left: list[Cue], right: list[Cue], i: int, j: int) -> tuple[int, int]:
    """Ends of the group of cues that begins with left[i] and right[j], which overlap."""
    last_i, last_j = i + 1, j + 1
    while True:
        if last_i < len(left) and _overlap(left[last_i], right[last_j - 1]) > 0.5:
            last_i += 1
        elif last_j < len(right) and _overlap(right[last_j], left[last_i - 1]) > 0.5:
            last_j += 1
        else:
            return last_i, last_j


def _overlap(cue: Cue, other: Cue) -> float:
    """Share of a cue's time that another covers."""
    return (min(cue.end, other.end) - max(cue.start, other.start)) / max(1, cue.end - cue.start)


def _join(zh: Source, en: Source, left: list[Cue], right: list[Cue]) -> SegmentPair | None:
    start, end = min(left[0].start, right[0].start), max(left[-1].end, right[-1].end)
    shared = min(left[-1].end, right[-1].end) - max(left[0].start, right[0].start)
    made = Pairs(zh, "srt").make(_text(left), _text(right), Place(left[0].line, 0, left[0].where))
    if not made or has_han(made.en.text):
        return None
    there = Place(right[0].line, 0, right[0].where)
    score = round(max(0.0, min(1.0, shared / max(1, end - start))), 3)
    return SegmentPair(made.zh, Segment(made.en.text, "en", there), score, "srt", f"{zh.name} + {en.name}")


def _text(cues: list[Cue]) -> str:
    return " ".join(text for cue in cues for text in cue.texts)


def _cues(source: Source) -> Iterator[Cue]:
    lines = source.text().replace("\r\n", "\n").replace("\r", "\n").split("\n")
    starts = [(at, match) for at, line in enumerate(lines) if (match := _TIMES.match(line))]
    if not starts:
        raise source.error("holds no subtitles")
    ends = [*(at for at, _ in starts[1:]), len(lines) + 1]
    for (at, match), after in zip(starts, ends, strict=True):
        texts = []
        for line in lines[at + 1 : after]:
            if not line.strip():
                break
            texts.append(line)
        else:
            if after <= len(lines) and texts and texts[-1].strip().isdigit():
                texts.pop()  # the next cue's number, where no empty line stands before it
        texts = [text for text in (_MARKUP.sub("", text).strip() for text in texts) if text]
        if texts:
            yield Cue(at + 2, _time(match, 1), _time(match, 5), texts)


def _time(match: re.Match[str], group: int) -> int:
    hours, minutes, seconds, fraction = match.groups()[group - 1 : group + 3]
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(fraction.ljust(3, "0"))
