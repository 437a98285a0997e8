"""English grammar, as far as it lets a rendering appear in another form: passives, nouns made of verbs, other endings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from glossary.checking.english import stem

Unit = tuple[str, int, int]
Span = tuple[int, int]

LINKING = frozenset("of and for in on to with by from at over between among".split())
_FIRST = re.compile(r"[a-z]+ed\b(?! ?[-‐])", re.I)
_NOUN_ENDINGS = frozenset("ion ation ition tion cation ption ment anc enc al ur c cal".split())
_ENDINGS = frozenset(
    "or er ion ing ed e es s ment al ial ual ive ist ists ism ory y t cy ce ant ance ent ence able ors ers ions ic ical ous"
    " ful ness ity ly ally ially".split()
) | {""}


def turned(text: str, units: Sequence[Unit], pattern: str) -> Span | None:
    """The rendering as grammar turns it round: in the passive (`crime was fought` for `fight crime`), or its noun as a verb.

    `integrating industry and education` is `integration of industry and education`; all other words must be the same.
    What a compound's last word does is no quality of the others: polluted air is not air pollution.
    """
    wanted = [word for word in pattern.split() if word not in LINKING]
    if len(wanted) < 2:
        return None
    have = [unit[0].strip() for unit in units]
    for at, own in enumerate(wanted):
        for other in {word for word in have if is_derived(word, own)}:
            span = near_each_other(units, [*wanted[:at], other, *wanted[at + 1 :]])
            if span and not (wanted[at] == wanted[-1] and is_participle(text, span)):
                return span
    if len(wanted) == 2 and (span := _both_turned(text, units, wanted, have)):
        return span
    parts = [(k, m) for k in range(1, len(wanted)) for m in range(k + 1, len(wanted) + 1)]
    return next((span for k, m in parts if (span := _passive(units, wanted[:k], wanted[k:m], wanted[m:]))), None)


def _both_turned(text: str, units: Sequence[Unit], wanted: Sequence[str], have: Sequence[str]) -> Span | None:
    """Adjective and noun as noun and verb: `protect the environment` for `environmental protection`."""
    one, two = ({word for word in have if is_derived(word, own)} for own in wanted)
    spans = (near_each_other(units, [a, b]) for a in one for b in two if a != b)
    return next((span for span in spans if span and not is_participle(text, span)), None)


def is_participle(text: str, span: Span) -> bool:
    """Whether a stretch begins with a word in -ed."""
    return _FIRST.match(text, span[0]) is not None


def is_derived(one: str, other: str) -> bool:
    """Whether one stem is a verb or adjective and the other its noun: integrat, integration; resistant, resistanc."""
    short, long = sorted((one, other), key=len)
    if (
        one != other
        and len(short) > 5
        and short[-2:] in ("nt", "nc")
        and long in (short[:-1] + "t", short[:-1] + "c", short[:-1] + "ci")
    ):
        return True
    if len(short) > 3 and long.endswith("sion") and short == long[:-4] + "d":
        return True  # erode, erosion
    return len(short) > 3 and long.startswith(short) and long[len(short) :] in _NOUN_ENDINGS


def _passive(units: Sequence[Unit], verb: Sequence[str], what: Sequence[str], rest: Sequence[str]) -> Span | None:
    """What, a form of be, and the verb, with at most a word or two between them: farmland was returned | to forest."""
    have = [unit[0].strip() for unit in units]
    for at in range(len(have)):
        if have[at : at + len(what)] != what:
            continue
        stop = at + len(what)
        for be in range(stop, min(stop + 3, len(have))):
            for start in range(be + 1, min(be + 3, len(have))):
                last = start + len(verb)
                if have[be] != "be" or have[start:last] != verb:
                    continue
                after = [k for k in range(last, min(last + len(rest) + 2, len(have))) if have[k] not in LINKING]
                if [have[k] for k in after[: len(rest)]] == rest:
                    return units[at][1], units[after[len(rest) - 1] if rest else last - 1][2]
    return None


def near_each_other(units: Sequence[Unit], wanted: Sequence[str]) -> Span | None:
    """All of the stems, each as often as it is wanted, in any order with at most four others between them."""
    room = len(wanted) + 4
    for first in range(len(units)):
        if units[first][0].strip() not in wanted:
            continue
        missing = Counter(wanted)
        for unit in units[first : first + room]:
            missing -= Counter([unit[0].strip()])
            if not missing:
                return units[first][1], unit[2]
    return None


def is_inflected(a: str, b: str) -> bool:
    """Whether two words are forms of one, or a verb and its noun."""
    return stem(a) == stem(b) or is_derived(stem(a), stem(b))


def is_of_one_root(a: str, b: str) -> bool:
    """Whether two words differ by their endings: supervisor and supervision, transparent and transparency."""
    same = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return any(a[at:] in _ENDINGS and b[at:] in _ENDINGS for at in range(max(5, same - 2), same + 1))
