"""Renderings that are there, but not word for word: apart, joined, misspelled, turned round, or only taken up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aligner.text import is_abbreviated
from glossary.checking import grammar
from glossary.checking.grammar import LINKING, Span, Unit, near_each_other
from glossary.checking.termbase import Rendering

PRONOUNS = frozenset(
    "it its they them their theirs this that these those he him his she her hers we us our ours you your one ones both such"
    " i me my mine myself ourselves yours"
    " which who whom whose what itself themselves himself herself former latter so do same there here other others".split()
)
_FUNCTION = PRONOUNS | LINKING | frozenset(
    "a an the is are was were be been being has have had will would can could may might shall should must not no nor or but"
    " as than then also only very more most all any each every some if when while where how because into onto upon under"
    " about against through during before after above below up down out off again further once too just s".split()
)  # fmt: skip
ZH_PRONOUNS = re.compile("[那这這][里裡裏儿兒]|[其它他她此该這这該]|上述|前者|后者|後者|两者|兩者")
_OLD_INITIALS = [set(pair) for pair in ("xs", "xh", "qc", "jc", "zc", "zt", "ct", "bp", "dt", "gk", "rj")]
_ACRONYM = re.compile(r"\b[A-Z]{2,}s?\b")
_BEFORE_BRACKET = re.compile(r"[(（\[{【][^()（）\[\]{}【】]{0,60}$")


def apart(units: Sequence[Unit], pattern: str, gap: int = 2) -> Span | None:
    """The stems in their order with at most `gap` others between two of them: `severing these chains` for `sever chains`.

    Prepositions and `and` may change: `protection for rights` is `protection of rights`.
    """
    wanted = [stem for stem in pattern.split() if stem not in LINKING]
    if len(wanted) < 2:
        return None
    for first, unit in enumerate(units):
        if unit[0].strip() != wanted[0]:
            continue
        at, ends = first, first
        for stem in wanted[1:]:
            near = [k for k in range(at + 1, min(at + gap + 2, len(units))) if units[k][0].strip() == stem]
            if not near:
                break
            at = ends = near[0]
        else:
            return unit[1], units[ends][2]
    return None


def joined(units: Sequence[Unit], pattern: str) -> Span | None:
    """The same letters with the blanks elsewhere: `cyber security` and `cyber-security` for `cybersecurity`."""
    most = pattern.count(" ") // 2 + 2
    return _in_a_row([unit[0].strip() for unit in units], units, pattern.replace(" ", ""), most)


def joined_as_written(text: str, units: Sequence[Unit], rendering: str) -> Span | None:
    """The same in the words as they are written, the last in any inflection: `space flights` for `spaceflight`.

    Stems alone do not tell: space loses its e, spaceflight does not.
    """
    words = [text[start:stop].lower() for _, start, stop in units]
    wanted = re.sub(r"[\W_]", "", rendering.lower())
    most = len(rendering.split()) + 2
    return _in_a_row(words, units, wanted, most) or _in_a_row(words, units, wanted + "s", most)


def _in_a_row(words: Sequence[str], units: Sequence[Unit], wanted: str, most: int) -> Span | None:
    """Words that together are `wanted`, at most so many."""
    if len(wanted) < 5:
        return None
    for first in range(len(units)):
        letters = ""
        for at in range(first, min(first + most, len(units))):
            letters += words[at]
            if letters == wanted:
                return units[first][1], units[at][2]
            if not wanted.startswith(letters):
                break
    return None


def written_out(units: Sequence[Unit], rendering: str) -> Span | None:
    """The words that an acronym stands for: `anti-money laundering and counter-terrorist financing` for `AML/CFT`."""
    letters = re.sub(r"[\W\d_]", "", rendering)
    if not (letters.isascii() and letters.isupper() and len(letters) > 2):
        return None
    words = [unit for unit in units if unit[0].strip() not in LINKING]
    wanted, most = letters.lower(), len(letters)
    for first in range(len(words) - most + 1):
        run = words[first : first + most]
        initials = "".join(unit[0].strip()[:1] for unit in run)
        # from five letters on they may come in another order: that is hardly chance any more
        if initials == wanted or (most > 4 and sorted(initials) == sorted(wanted)):
            return run[0][1], run[-1][2]
    return None


def abbreviated(text: str, units: Sequence[Unit], rendering: str, pattern: str) -> Span | None:
    """The rendering with one of its acronyms written out, or with some of its words as an acronym: strong-side CU."""
    wanted, stems = pattern.split(), [unit[0].strip() for unit in units]
    if len(wanted) > 1 and _ACRONYM.search(rendering):
        for first in range(len(stems)):
            for stop in range(first + len(wanted) + 1, min(first + len(wanted) + 8, len(stems)) + 1):
                if is_abbreviated(wanted, stems[first:stop]):
                    return units[first][1], units[stop - 1][2]
    for at, (_, start, stop) in enumerate(units):
        if _ACRONYM.fullmatch(text[start:stop]):
            for first in range(max(0, at - len(wanted) + 2), at + 1):
                for last in range(at + 1, min(first + len(wanted), len(stems) + 1)):
                    if last - first > 1 and is_abbreviated(stems[first:last], wanted):
                        return units[first][1], units[last - 1][2]
    return None


def reordered(text: str, units: Sequence[Unit], rendering: Rendering) -> Span | None:
    """All content stems close together in any order: `rights of consumers` for `consumer rights`."""
    wanted = [stem for stem in rendering.pattern.split() if stem not in LINKING]
    span = near_each_other(units, wanted) if len(wanted) > 1 else None
    if span is None or len(wanted) > 2:
        return span
    # two words that only change places are another compound, bike sharing and shared bike, but for a verb: selling short
    verb = rendering.text.endswith("ing") and not grammar.is_participle(text, span)
    linked = verb or any(unit[0].strip() in LINKING and span[0] < unit[1] < span[1] for unit in units)
    return span if linked else None


def misspelled(text: str, units: Sequence[Unit], rendering: str, *, name: bool) -> Span | None:
    """A stretch that differs from the rendering by a slip of a letter or two; for names also by blanks, hyphens and order."""
    wanted = re.findall(r"[^\W_]+", rendering)
    if not wanted or not rendering.isascii():
        return None
    span = _slip(text, units, [word.lower() for word in wanted])
    return span or (_name_slip(text, wanted) if name else None)


def _slip(text: str, units: Sequence[Unit], wanted: Sequence[str]) -> Span | None:
    content = [word for word in wanted if word not in _FUNCTION]
    if sum(map(len, content)) < 5:
        return None
    words = [(text[start:stop].lower(), start, stop) for _, start, stop in units]
    words = [word for word in words if word[0] not in _FUNCTION]
    for first in range(len(words) - len(content) + 1):
        window = words[first : first + len(content)]
        wrong = [(a, b) for a, (b, _, _) in zip(content, window, strict=True) if a != b]
        if len(wrong) == 1 and _is_slip(*wrong[0]):
            return window[0][1], window[-1][2]
    return None


def _is_slip(a: str, b: str) -> bool:
    """Whether one word is meant to be the other: another ending makes another word, unless only one letter is wrong."""
    other_word = grammar.is_inflected(a, b) or (distance(a, b) > 1 and grammar.is_of_one_root(a, b))
    return close(a, b) and not other_word


def close(a: str, b: str) -> bool:
    """Whether two words differ by a slip: one edit up to seven letters, two from eight on, the first letter the same."""
    if len(a) < 5 or not b or a[0] != b[0] or not (a.isalpha() and b.isalpha()):
        return False
    return distance(a, b) <= (1 if len(a) < 8 else 2)


def _name_slip(text: str, wanted: Sequence[str]) -> Span | None:
    """A run of capitalised words with nearly the letters of the name, in either order."""
    letters = "".join(wanted).lower()
    turned = "".join([*wanted[1:], wanted[0]]).lower()
    capitals = [m.span() for m in re.finditer(r"(?<![^\W_])[A-Z][^\W\d_]*(?:[-'’][^\W\d_]+)*", text)]
    limit = 1 if len(letters) < 6 else 2
    best: tuple[int, int, int] | None = None
    for first in range(len(capitals)):
        for last in range(first, min(first + len(wanted) + 1, len(capitals))):
            start, stop = capitals[first][0], capitals[last][1]
            if not re.fullmatch(r"[\w\s.,'’-]+", text[start:stop]) or text[start:stop].count(". "):
                continue
            found = re.sub(r"[\W\d_]", "", text[start:stop]).lower()
            if not (found and _begins(found[0], (letters[0], turned[0]))) or abs(len(found) - len(letters)) > 1:
                continue  # a name of one word less is a short form, no slip
            slip = min(distance(found, letters), distance(found, turned))
            if slip <= limit and (best is None or slip < best[0]):
                best = slip, start, stop
    return best[1:] if best else None


def _begins(letter: str, wanted: Sequence[str]) -> bool:
    """Whether a name may begin so, in pinyin or in the spellings before it: Sian, Teng."""
    return letter in wanted or any({letter, other} in _OLD_INITIALS for other in wanted)


def distance(a: str, b: str, most: int = 3) -> int:
    """Levenshtein distance, a swap of neighbours counted once; anything above `most` is given as more than it."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    older: list[int] = []
    before = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, older[j - 2] + 1)
            row.append(best)
        older, before = before, row
    return before[-1]


def copied(plain: str, text: str, pattern: str) -> Span | None:
    """The Chinese term itself in an English sentence, where it is no gloss in brackets."""
    at = plain.find(pattern)
    while at >= 0:
        if not _BEFORE_BRACKET.search(text[:at]):
            return at, at + len(pattern)
        at = plain.find(pattern, at + 1)
    return None


def is_proper(rendering: str, found: str) -> bool:
    """Whether both are one capitalised word: Kashi, where the glossary has Kashgar."""
    return rendering.istitle() and found.istitle() and rendering.isalpha()


def spelled_out(units: Sequence[Unit], reading: str) -> Span | None:
    """The term's pinyin in an English sentence: syllables in a row, however they are divided."""
    wanted = re.sub(r"[\W\d_]", "", reading).lower()
    if len(wanted) < 5:
        return None
    for first in range(len(units)):
        letters = ""
        for unit in units[first : first + 8]:
            letters += unit[0].strip()
            if letters == wanted:
                return units[first][1], unit[2]
            if not wanted.startswith(letters):
                break
    return None


def long_form(acronym: str, before: str) -> str:
    """What an acronym stands for, as plain text: the words just before it that have its initials; empty where they do not.

    `acronym` and `before` are plain texts. The letters of a long one may come in another order: AML/CFT.
    """
    letters = acronym.replace(" ", "")
    stems = before.split()
    content = [at for at, stem in enumerate(stems) if stem not in LINKING]
    if len(letters) < 2 or len(content) < len(letters):
        return ""
    first = content[-len(letters)]
    initials = "".join(stems[at][0] for at in content[-len(letters) :])
    if initials != letters and not (len(letters) > 4 and sorted(initials) == sorted(letters)):
        return ""
    return "".join(f" {stem} " for stem in stems[first:])


def acronyms(text: str) -> list[tuple[str, str]]:
    """(acronym, text before its bracket) of every `People's Bank of China (PBOC)`."""
    found = re.finditer(r"[(（][“\"]?([A-Z][A-Za-z&/-]{0,10}[A-Z]s?)[”\"]?[)）]", text)
    return [(match[1], text[max(0, match.start() - 120) : match.start()]) for match in found]


def is_function(word: str) -> bool:
    """Whether an English word says nothing by itself."""
    return word.lower() in _FUNCTION
