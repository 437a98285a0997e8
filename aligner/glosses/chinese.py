"""The Chinese boundary: which characters before a bracket the English inside it stands for.

The mirror of `english`: `注意力汇聚（attention pooling）`, `「平方投票」(Quadratic voting)`, `肯尼斯·阿罗（Kenneth Arrow）`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from aligner.glosses.affinity import Affinity
from aligner.glosses.names import sound_likeness, spells
from aligner.glosses.spans import Span
from aligner.grammar import ZH_CLASSES, zh_role
from aligner.text import HAN, simplify
from aligner.wordlists import ZH_PREFIXES

_QUOTES = {"”": "“", "」": "「", "』": "『", "》": "《", "〉": "〈", '"': '"', "’": "‘", "*": "*", "_": "_"}
_RUN = re.compile(f"[{HAN}A-Za-z0-9·•・\\-]+$")
_LIST_RUN = re.compile(f"[{HAN}A-Za-z0-9·•、]+$")
_DOTS = "·•・"
# Words that can stand before a term and never begin one.
_BEFORE_TERM = re.compile(
    "(?:.*(?:所谓的?|所謂的?|典型的|一种|一種|叫|称为|稱為|称作|稱作|叫做|叫作|名为|名為|称之为|稱之為|即为|即為|正如|根据|根據|按照|以及|通过|通過|使用|采用|採用|基于|基於|由于|由於|其中|包括|例如|比如|引导至|将|將|把|被|"
    "成为|成為|作为|作為|进行|進行|实现|實現|提出的?|著名的?|一个|一個|一种|一種|这个|這個|这种|這種|该|該|与|與|和|及|或|在|对|對|从|從|向|于|於|是|为|為|的))"
)


def find(
    text: str, at: int, en: str, affinity: Affinity, *, floor: int = 0, marks: Sequence[tuple[int, int]] = ()
) -> Span | None:
    """The Chinese for `en`, whose bracket opens at `at`; None where there is none. Arguments as in `english.find`."""
    stop = at
    while stop > floor and text[stop - 1] in " \u3000\n":
        stop -= 1
    for start, end in marks:
        if end in (stop, at) and start >= floor and re.search(f"[{HAN}]", text[start:end]) and end - start <= 30:
            return Span(start, end, "gloss:marked", 0.98)
    if stop <= floor:
        return None
    close = text[stop - 1]
    if close in _QUOTES:
        start = text.rfind(_QUOTES[close], floor, stop - 1)
        if start >= 0 and 0 < stop - 2 - start <= 40 and re.search(f"[{HAN}]", text[start:stop]):
            return Span(start + 1, stop - 1, "gloss:quoted", 0.99)
        return None
    if not re.match(f"[{HAN}A-Za-z0-9]", close):
        return None
    listed = _listed(text, stop, floor, en)
    if listed:
        return listed
    run = _RUN.search(text, max(floor, stop - 40), stop)
    if not run or not re.search(f"[{HAN}]", run[0]):
        return None
    return _foreign_name(run, en) or _weighed(run, en, affinity)


def _listed(text: str, stop: int, floor: int, en: str) -> Span | None:
    """A list with as many items on both sides: `上游、下游（upstream and downstream）`."""
    items = len(re.split(r"\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+", en))
    run = _LIST_RUN.search(text, max(floor, stop - 80), stop)
    if items < 2 or not run or run[0].count("、") != items - 1:
        return None
    lead = _BEFORE_TERM.match(run[0].split("、")[0])
    return Span(run.start() + (lead.end() if lead else 0), stop, "gloss:list", 0.9)


def _foreign_name(run: re.Match[str], en: str) -> Span | None:
    """A name written by its sound: the start whose sounds imitate the English best."""
    parts = en.split()
    if not (2 <= len(parts) <= 5 and all(part[:1].isupper() or part in ("de", "von", "van", "da") for part in parts)):
        return None
    zh = run[0]
    for start in range(len(zh) - 1, -1, -1):
        if len(zh) - start <= 4 and (spells(en, zh[start:]) or spells("".join(reversed(parts)), zh[start:])):
            return Span(run.start() + start, run.end(), "gloss:name", 0.99)
    if not any(d in zh for d in _DOTS):
        return _surname_alone(run, parts[-1])
    dot = min(i for i in (zh.find(d) for d in _DOTS) if i >= 0)
    given = next((p for p in parts if p.lower() not in ("sir", "dr", "dr.", "lord", "lady", "prof.", "president")), parts[0])
    best = max(
        range(max(0, dot - 6), dot),
        key=lambda s: sound_likeness(zh[s:dot], given) - 0.03 * abs((dot - s) - len(given) / 2.2),
    )
    return Span(run.start() + best, run.end(), "gloss:name", 0.9)


def _surname_alone(run: re.Match[str], surname: str) -> Span | None:
    """`英国哲学家罗素（Bertrand Russell）`: the last characters imitate the surname alone."""
    zh = run[0]
    starts = range(max(0, len(zh) - 5), len(zh) - 1)
    best = max(
        starts, key=lambda s: sound_likeness(zh[s:], surname) - 0.04 * abs(len(zh) - s - len(surname) / 2.5), default=-1
    )
    if best < 0 or sound_likeness(zh[best:], surname) < 0.65:
        return None
    return Span(run.start() + best, run.end(), "gloss:name", 0.85)


# The weights of `_weighed`, in the manner of `weighing.WEIGHTS`.
_SAID, _WHOLE, _EXTRA, _EXTRA_FIRST, _MISSED, _LENGTH = 2.0, 3.0, -0.25, -1.0, -1.2, -0.9
_INSIDE_WORD, _BAD_START, _LEAD, _CLAUSE, _VERB = -1.5, -2.0, 0.6, -1.5, -1.5


def _weighed(run: re.Match[str], en: str, affinity: Affinity) -> Span | None:
    """The start whose characters the English accounts for best, at word boundaries where the segmenter sees them."""
    zh = run[0]
    words = re.findall(r"[A-Za-z0-9]+(?:['’-][A-Za-z0-9]+)*", en)
    content = [w for w in words if w.lower() not in ("the", "a", "an", "of", "and", "for", "in", "to", "on")] or words
    table = affinity.words(zh, content)
    asked = table.max(axis=0)
    whole = affinity.vectors([simplify(zh[s:]) for s in range(len(zh))]) @ affinity.vectors([en])[0]
    edges = word_starts(zh)
    acronym = len(content) == 1 and content[0].isupper()
    expected = 2.1 * len(content) if not acronym else 1.6 * len(content[0])
    leads = [start for start in range(1, len(zh)) if _BEFORE_TERM.fullmatch(zh[:start])]
    best: tuple[float, int] | None = None
    for start in range(len(zh) - 1, -1, -1):
        length = len(zh) - start
        first = edges.get(start, "")
        value = _SAID * float(table[:, start:].max(axis=1).mean()) + _WHOLE * float(whole[start])
        value += 0.0 if acronym else _EXTRA * float((1 - asked[start:]).sum())
        value += (0.0 if acronym else _EXTRA_FIRST) * float(1 - asked[start : start + max(1, len(first))].max())
        value += _MISSED * float(asked[max(0, start - 2) : start].max(initial=0.0))
        value += _LENGTH * abs(math.log(length / expected))
        # a compound may begin with such a word too (前十字韧带); here it mostly belongs to what is said before the term
        doubtful = bool(first) and (simplify(first) in ZH_PREFIXES or not zh_role(simplify(first)).begins)
        value += _BAD_START if doubtful else 0.0 if first else _INSIDE_WORD
        value += _CLAUSE * sum(1 for at, word in edges.items() if at > start and not zh_role(simplify(word)).inside)
        if (
            first
            and not acronym
            and asked[start : start + len(first)].max() < 0.75
            and ZH_CLASSES[zh_role(simplify(first)).kind] == "verb"
        ):
            value += _VERB
        value += _LEAD if start in leads else _LEAD / 2 if start == 0 else 0.0
        value -= _LEAD * sum(1 for lead in leads if lead > start)
        if best is None or value > best[0]:
            best = (value, start)
    if best is None:
        return None
    covered = float(table[:, best[1] :].max(axis=1).mean())
    return Span(run.start() + best[1], run.end(), "gloss:bracket", round(1 / (1 + math.exp(-(2.0 * covered + 0.5))), 3))


def word_starts(zh: str) -> dict[int, str]:
    """Offsets at which a word begins, by the segmenter, with the word."""
    from aligner.tokens import tokenise_zh

    return {token.start: zh[token.start : token.end] for token in tokenise_zh(zh)}
