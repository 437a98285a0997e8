"""The English boundary: which words before a bracket the Chinese inside it stands for.

Certain signs come first (a quotation that ends at the bracket, a name whose letters spell the characters); where there are
none, every possible start is weighed: does the term account for these words, do these words say all of the term, and could a
noun phrase begin here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from aligner.glosses.affinity import Affinity
from aligner.glosses.names import is_person, is_pinyin, letters, spells, surname_length
from aligner.text import HAN_CHAR, fold


@dataclass(frozen=True, slots=True)
class Span:
    """English words found for a gloss: offsets into the text, how they were found, and how sure that is (0-1)."""

    start: int
    stop: int
    method: str
    score: float


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the running text with its offsets."""

    text: str
    start: int
    stop: int

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper() or (self.text[:1].isdigit())


_WORD = re.compile(
    r"(?:[A-Za-zÀ-ɏ](?:\.[A-Za-z])+\.?|[A-Za-zÀ-ɏ0-9]+(?:['’][A-Za-z]+|[-‐‑–/&][A-Za-zÀ-ɏ0-9]+|\.\d+)*['’]?)|&"
)
_DETERMINERS = frozenset(
    "a an the this that these those its their his her our your my such some any each every no another".split()
)
_PREPOSITIONS = frozenset(
    "of in on at by for with from to into onto over under between among through about against during within without toward "
    "towards as via per than like around across behind beyond near off out up upon regarding concerning including".split()
)
_CONJUNCTIONS = frozenset("and or but nor so yet & plus".split())
_OTHERS = frozenset(
    "is are was were be been being has have had do does did will would can could may might must shall should not also only "
    "it he she they we i you who whom whose which what when where why how if because while although though after before "
    "since until unless there here then thus very more most just even still already both either neither called named termed "
    "known referred dubbed said says made use used using them us him me itself themselves himself whether".split()
)
_FUNCTION = _DETERMINERS | _PREPOSITIONS | _CONJUNCTIONS | _OTHERS
_TITLES = frozenset(
    "mr mrs ms miss dr prof professor president premier minister chairman chairwoman comrade general secretary ceo cto cfo coo "
    "founder director deputy vice chief editor author writer spokesperson spokesman spokeswoman governor mayor ambassador "
    "senator captain colonel admiral lieutenant major marshal researcher scholar scientist academician sir lord lady king "
    "emperor artist poet novelist reporter journalist engineer officer head leader member chair former late co-founder "
    "businessman entrepreneur commissioner judge lawyer actor actress singer party".split()
)
# words that may stand inside a capitalised name
_INSIDE_NAME = frozenset("of the and for & on in to de la du von van at with".split())
_CLOSE, _OPEN = "”\"’'»」』`", "“\"‘'«「『`"
_MATCHING = {"”": "“", '"': '"', "’": "‘", "'": "'", "»": "«", "」": "「", "』": "『", "`": "`"}
_BREAK = re.compile(
    r"(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\bMrs)(?<!\bNo)(?<!\bvs)(?<!\be\.g)(?<!\bi\.e)[.!?。！？]+[\"”’)\]]*(?:[¹²³⁰⁴-⁹]|\[\^?\w+\])*\s+"
    r"|[;:；：]\s+|\s[—–―]+\s?|—|[。！？；：]|\t"
)
_NOTE_MARK = re.compile(r"(?:[¹²³⁰⁴-⁹]+|\[\^?\w{1,12}\])$")


def find(
    text: str, at: int, zh: str, affinity: Affinity, *, floor: int = 0, marks: Sequence[tuple[int, int]] = ()
) -> Span | None:
    """The English for `zh`, whose bracket opens at `at`; None where the bracket glosses nothing before it.

    `floor` is the earliest offset that may belong to the gloss (where the last one ended). `marks` are stretches that inline
    markup sets off, as (start, stop).
    """
    stop = _end(text, at, floor)
    if stop <= floor:
        return None
    for start, end in marks:
        if end == stop and start >= floor and len(text[start:end].split()) <= 12:
            return Span(start, stop, "gloss:marked", 0.97)
    sentence = _sentence_start(text, stop, floor, zh)
    quoted = _quoted(text, stop, max(floor, sentence - 300), zh)
    if quoted:
        return quoted
    words = [Word(m[0], m.start(), m.end()) for m in _WORD.finditer(text, max(floor, sentence - 400), stop)]
    name = _name([w for w in words if w.start >= sentence or is_person(zh)], zh, sentence)
    if name:
        return name
    words = [w for w in words if w.start >= sentence]
    if not words or not re.fullmatch(r"[\s,，”\"’'.)]*", text[words[-1].stop : stop]):
        return None
    return _weighed(text, words, zh, affinity)


def _end(text: str, at: int, floor: int) -> int:
    """Where the words before the bracket end: spaces, note marks and a comma before it are no part of them."""
    while at > floor:
        stripped = text[floor:at].rstrip(" \u00a0\u3000,，/")
        mark = _NOTE_MARK.search(stripped)
        after = floor + (mark.start() if mark else len(stripped))
        if after == at:
            break
        at = after
    return at


def _sentence_start(text: str, stop: int, floor: int, zh: str) -> int:
    """Offset after the last full stop, colon, semicolon or dash before `stop`; a dash only where `zh` has none itself."""
    start = floor
    dashed = re.search("[-–—]", zh) is not None
    for found in _BREAK.finditer(text, floor, stop):
        if found.end() < stop and not (dashed and found[0].strip() in ("–", "—")):
            start = found.end()
    return start


def _quoted(text: str, stop: int, floor: int, zh: str) -> Span | None:
    """A quotation that ends where the bracket begins, without its quotes and its closing comma."""
    end = stop
    tail = re.search(r"[.,]?([”\"’'»」』`]+)[.,]?$", text[floor:stop])
    if not tail:
        return None
    end = floor + tail.start()
    close = tail[1][0]
    opener = _MATCHING[close]
    start = text.rfind(opener, floor, end)
    if close in "’'":
        openings = [m.start() for m in re.finditer(rf"(?<![A-Za-z0-9]){re.escape(opener)}", text[floor:end])]
        start = floor + openings[-1] if openings else -1
    if start < 0:
        return None
    inner = start + 1
    while inner < end and text[inner] in _OPEN + " ":
        inner += 1
    words = _WORD.findall(text, inner, end)
    if not words or len(words) > 4 * len(zh) + 8 or HAN_CHAR.search(text, inner, end):
        return None
    return Span(inner, end, "gloss:quoted", 0.99)


def _name(words: Sequence[Word], zh: str, sentence: int) -> Span | None:
    """Words that spell the characters: next to the bracket, or for a person further back in the sentence."""
    person = is_person(zh)
    longest = len(zh) + 1
    for last in range(len(words) - 1, -1, -1):
        adjacent = last == len(words) - 1
        if not adjacent and not person:
            break
        for first in range(last, max(-1, last - longest), -1):
            part = words[first : last + 1]
            if not part[0].capital:
                continue
            spelling = re.sub(r"['’]s$", "", "".join(w.text for w in part))
            stop = part[-1].stop - (2 if re.search(r"['’]s$", part[-1].text) else 0)
            if spells(spelling, zh) or (person and _reversed(part, zh)):
                if any(letters(w.text) and not w.capital for w in part[:1]):
                    continue
                return Span(part[0].start, stop, "gloss:name", 0.99 if adjacent else 0.95)
    if person and words:
        return _western_name(words, zh)
    return None


def _reversed(part: Sequence[Word], zh: str) -> bool:
    """Given name first: Linghan Zhang = 张凌寒."""
    cut = surname_length(zh)
    return len(part) >= 2 and spells(part[-1].text, zh[:cut]) and spells("".join(w.text for w in part[:-1]), zh[cut:])


def _western_name(words: Sequence[Word], zh: str) -> Span | None:
    """A given name of another language and the surname: Charles Xue = 薛蛮子; else the capitalised run itself."""
    run: list[Word] = []
    for word in reversed(words):
        if not word.text[:1].isupper() or word.text.lower() in _TITLES or (run and re.search(r"['’]s?$", word.text)):
            break
        run.insert(0, word)
    if not run or words[-1] is not run[-1]:
        return None
    surname = zh[: surname_length(zh)]
    if len(run) >= 2 and spells(run[-1].text, surname):
        start = run[-2] if len(run) < 3 or len(run[-2].text.strip(".")) > 1 else run[-3]
        return Span(start.start, run[-1].stop, "gloss:name", 0.97)
    if 1 <= len(run) <= 3:
        return Span(run[0].start, run[-1].stop, "gloss:capitals", 0.85)
    return None


def _weighed(text: str, words: Sequence[Word], zh: str, affinity: Affinity) -> Span | None:
    """The start that the term, the length and the grammar of English together like best."""
    han = sum(1 for c in zh if HAN_CHAR.match(c))
    words = list(words[-min(30, 3 * len(zh) + 8) :])
    table = affinity.words(zh, [w.text for w in words])
    proper = words[-1].text[:1].isupper()
    run_start = _run_start(text, words) if proper else len(words)
    unclosed = _unclosed_quote(text, words)
    texts = [text[w.start : words[-1].stop] for w in words]
    whole = affinity.whole(zh, texts)
    best: tuple[float, int] | None = None
    for first in range(len(words) - 1, -1, -1):
        if not _may_start(text, words, first):
            continue
        value = (
            _fit(words, first, table, han)
            + 1.5 * float(whole[first])
            + _grammar(text, words, first)
            + (0.5 if first == unclosed else 0.0)
            + (0.5 if proper and first == run_start else -0.35 * max(0, first - run_start) if proper else 0.0)
        )
        if proper and first < run_start:
            value -= 0.3
        if best is None or value > best[0]:
            best = (value, first)
    if best is None:
        return None
    value, first = best
    covered = float(table[first:].max(axis=0).mean()) if len(zh) else 0.0
    if covered < 0.15 and not proper and _SOURCE_NAME.search(zh):
        return None
    score = 1 / (1 + math.exp(-(2.5 * covered + 0.8)))
    return Span(words[first].start, words[-1].stop, "gloss:capitals" if proper else "gloss:bracket", round(score, 3))


# A medium or an office alone in a bracket after words that do not say its name is where the sentence comes from.
_SOURCE_NAME = re.compile("(?:社|报|報|网|網|新闻|新聞|日报|日報|电视台|電視台|出版社|官网|微博|公众号)$")


def _fit(words: Sequence[Word], first: int, table: object, han: int) -> float:
    """What the term says of words[first:]: characters said, words not asked for, words left outside, and the length."""
    import numpy as np

    matrix = np.asarray(table)
    inside = matrix[first:]
    said = float(inside.max(axis=0).mean())
    extra = 0.0
    content = 0
    for offset, word in enumerate(words[first:]):
        if word.text.lower() in _FUNCTION:
            continue
        content += 1
        own = float(inside[offset].max())
        extra += (1 - own) * (1.0 if offset == 0 else 0.5)
    left = [i for i in range(max(0, first - 3), first) if words[i].text.lower() not in _FUNCTION]
    missed = max((float((matrix[i] - inside.max(axis=0)).clip(0).max()) for i in left), default=0.0)
    expected = max(1.0, 0.55 * han)
    length = abs(math.log(max(content, 0.5) / expected))
    return 3.0 * said - 0.45 * extra - 0.8 * missed - 0.7 * length


def _may_start(text: str, words: Sequence[Word], first: int) -> bool:
    """Whether a term can begin with this word: not with a function word, and not inside a quotation that ends before."""
    word = words[first].text
    if word.lower() in _FUNCTION and not (word[0].isupper() and first == len(words) - 1):
        return False
    between = text[words[first].start : words[-1].stop]
    return fold(between).count('"') % 2 == 0 or text[max(0, words[first].start - 1)] in _OPEN


def _grammar(text: str, words: Sequence[Word], first: int) -> float:
    """How readily a noun phrase begins after the word before."""
    gap = text[words[first - 1].stop : words[first].start] if first else ""
    before = words[first - 1].text.lower() if first else ""
    value = 0.0
    if first == 0 or re.search(r"[“\"‘(（]", gap):
        value += 0.4
    elif before in _DETERMINERS or re.search(r"['’]s?$", before):
        value += 0.7
    elif before in _PREPOSITIONS:
        value += 0.05 if before == "of" else 0.35
    elif before in _CONJUNCTIONS:
        value += 0.1
    elif before in _OTHERS or "," in gap:
        value += 0.4
    commas = len(re.findall(r",\s", text[words[first].start : words[-1].stop]))
    value -= 0.3 * commas
    for i in range(first, len(words)):
        if words[i].text.lower() in _OTHERS or (words[i].text.lower() in _DETERMINERS and i > first):
            value -= 0.35
        if i > first and re.search(r"['’]s?$", words[i - 1].text):
            value -= 0.4
    return value


def _run_start(text: str, words: Sequence[Word]) -> int:
    """Index where the capitalised run that ends at the last word begins: `Shandong Radio and Television`."""
    start = len(words) - 1
    index = start
    while index > 0:
        index -= 1
        word, gap = words[index], text[words[index].stop : words[index + 1].start]
        if re.search(r"[^\s&,-]", gap) or re.search(r"['’]s?$", word.text) or ("," in gap):
            break
        if word.text[:1].isupper() and not re.search(r"-[a-z]{3,}$", word.text) and word.text.lower() not in _FUNCTION:
            start = index
        elif word.text.isdigit():
            start = index if index and words[index - 1].capital else start
        elif word.text.lower() not in _INSIDE_NAME:
            break
    return start


def _unclosed_quote(text: str, words: Sequence[Word]) -> int:
    """Index of the word after an opening quotation mark that nothing closes before the bracket; -1 where there is none."""
    span = text[max(0, words[0].start - 1) : words[-1].stop]
    base = max(0, words[0].start - 1)
    plain = fold(span)
    opened = span.rfind("“") if "“" in span and span.rfind("”") < span.rfind("“") else -1
    if opened < 0 and "“" not in span and plain.count('"') % 2 == 1:
        opened = plain.rfind('"')
    if opened < 0:
        return -1
    after = [i for i, w in enumerate(words) if w.start > base + opened]
    return after[0] if after else -1


def is_romanised(text: str, at: int, zh: str) -> bool:
    """Whether the words before the bracket at `at` are only the pinyin of `zh`.

    `wǎngluò qiángguó (网络强国)` and `gongzhi (公知)` say how the term sounds; they do not translate it.
    """
    words = list(_WORD.finditer(text, max(0, at - 80), at))
    for first in range(len(words) - 1, max(-1, len(words) - 1 - len(zh)), -1):
        part = text[words[first].start() : words[-1].end()]
        if spells(part, zh) and is_pinyin(part) and not part[:1].isupper():
            return True
    return False
