"""Why a candidate has its scores, in words that a terminologist reads.

A candidate carries the features that it was scored by, as bytes: so a score can be taken apart again later, and what a person
decided about the pair can teach the next run (`aligner.learning`). Half floats are exact enough for both.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from typing import TYPE_CHECKING, NamedTuple

from aligner.ranking import SCORES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from aligner.indexing import Floats, Ints
    from aligner.ranking import Ranker

_MARK = 4  # bytes before the features that tell which features they are

# A part of a score, and the features that belong to it: the first pattern that fits decides.
PARTS: tuple[tuple[str, str], ...] = (
    ("word links", r"(?:best_)?(?:(?:zh|en)_(?:leak|cover)|loose|mutual)|jaccard|(?:zh|en)_(?:before|after)"),
    ("similarity", r"cosine|(?:zh|en)_margin"),
    ("counts", r"count|sentences|en_given_zh|zh_given_en|(?:zh|en)_(?:share|total)"),
    ("general language", r"(?:zh|en)_(?:zipf|contrast)_.*"),
    ("cohesion", r"(?:zh|en)_(?:cohesion|left_bond|right_bond)"),
    ("nesting", r"(?:zh|en)_(?:nested|left|right|begins|ends)"),
    ("spread", r"spread|(?:zh|en)_burst"),
    ("subject", r"(?:zh|en)_(?:topic|middle)"),
    ("composition", r"(?:zh|en)_(?:parts_(?:kept|cut)|blocks|heads|modifiers|tail)"),
    ("typography", r"(?:zh|en)_(?:capital|upper|quoted|named|segment|heading|bracket)(?:_.*)?"),
    ("neighbours", r"(?:near|ahead|kin|first)_.*"),
    ("kind of words", r"(?:zh|en)_(?:words|one|first_.*|last_.*|has_.*)|length_gap"),
)
OTHER = "other signs"
_FREE = 0.5  # meaning without a link from which a word beside a pair is worth telling


class Part(NamedTuple):
    """One part of a score: its share in log odds (0: as the average candidate), and what was measured, in words."""

    name: str
    share: float
    words: str


def mark(names: Sequence[str]) -> bytes:
    """What tells one list of features from another."""
    return hashlib.blake2b("\n".join(names).encode(), digest_size=_MARK).digest()


def pack(names: Sequence[str], features: Floats, rows: Ints) -> list[bytes]:
    """The features [n, len(names)] of some rows, each as bytes."""
    import numpy as np

    head, out = mark(names), []
    for first in range(0, len(rows), 1 << 14):
        part = np.clip(features[rows[first : first + (1 << 14)]], -65504, 65504).astype("<f2")
        out += [head + zlib.compress(row.tobytes(), 1) for row in part]  # most features are zero
    return out


def unpack(data: bytes, names: Sequence[str]) -> Floats | None:
    """The features, [len(names)]; None where they are those of another version."""
    import numpy as np

    if data[:_MARK] != mark(names):
        return None
    try:
        row = zlib.decompressobj().decompress(data[_MARK:], 2 * len(names))
    except zlib.error:
        return None
    return np.frombuffer(row, "<f2").astype(np.float32) if len(row) == 2 * len(names) else None


def explain(data: bytes, ranker: Ranker, score: str) -> list[Part]:
    """The parts of a score ("translation" or "termhood"), those that weigh most first; empty for features of another version."""
    row = unpack(data, ranker.names)
    if row is None:
        return []
    values = dict(zip(ranker.names, row.tolist(), strict=True))
    names, found = (*(name for name, _ in PARTS), OTHER), shares(ranker, row[None, :], score)[0].tolist()
    present = {_part(name) for name in ranker.names}
    parts = [Part(name, share, _words(name, values)) for name, share in zip(names, found, strict=True) if name in present]
    return sorted(parts, key=lambda part: -abs(part.share))


def alone(data: bytes, ranker: Ranker, score: str) -> float | None:
    """The score that the features alone give, before the candidates of a run were settled against each other."""
    row = unpack(data, ranker.names)
    if row is None:
        return None
    return float(ranker.of(row[None, :])[SCORES.index(score)][0])


def shares(ranker: Ranker, features: Floats, score: str) -> Floats:
    """The shares in log odds that the parts have in a score of many rows [n, names]: [n, parts], `OTHER` last."""
    import numpy as np

    names = [*(name for name, _ in PARTS), OTHER]
    belongs = np.zeros((len(ranker.names), len(names)), np.float32)
    for row, feature in enumerate(ranker.names):
        belongs[row, names.index(_part(feature))] = 1
    out = np.empty((len(features), len(names)), np.float32)
    for first in range(0, len(features), 1 << 14):
        rows = slice(first, first + (1 << 14))
        out[rows] = ranker.shares(features[rows], score) @ belongs
    return out


def _part(feature: str) -> str:
    return next((part for part, pattern in PARTS if re.fullmatch(pattern, feature)), OTHER)


def _words(part: str, values: Mapping[str, float]) -> str:
    """What was measured; empty where the features that tell it are not there."""
    try:
        return _SAY[part](values) if part in _SAY else ""
    except KeyError:
        return ""


def _links(v: Mapping[str, float]) -> str:
    inside = f"{1 - v['zh_leak']:.0%} of the links of the Chinese words and {1 - v['en_leak']:.0%} of the English stay inside the pair"
    partner = (
        ", each is the other's best partner everywhere" if v["mutual"] >= 0.999
        else f", each is the other's best partner in {v['mutual']:.0%} of the sightings" if v["mutual"]
        else ", neither is the other's best partner"
    )  # fmt: skip
    beside = [
        f"{place} the {language}"
        for side, language in (("zh", "Chinese"), ("en", "English"))
        for place in ("before", "after")
        if v[f"{side}_{place}"] >= _FREE
    ]
    return inside + partner + (f"; without a link: the word {' and the word '.join(beside)}" if beside else "")


def _similarity(v: Mapping[str, float]) -> str:
    ahead = [
        f"{abs(margin):.2f} {'ahead of' if margin >= 0 else 'behind'} the best rival {side}"
        if abs(margin) >= 0.005 else f"no rival {side} is nearer"
        for side, margin in (("in Chinese", v["en_margin"]), ("in English", v["zh_margin"]))
    ]  # fmt: skip
    return f"{v['cosine']:.2f} by the model; {', '.join(ahead)}"


def _counts(v: Mapping[str, float]) -> str:
    return (
        f"seen together {_times(v['count'])}; the Chinese stands {_times(v['zh_total'])} in the texts, "
        f"the English {_times(v['en_total'])}"
    )


def _times(log: float) -> str:
    import math

    number = round(math.exp(log))
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _general(v: Mapping[str, float]) -> str:
    zh, en = (_ratio(v[f"{side}_contrast_mean"]) for side in ("zh", "en"))
    return f"the words are {zh} here as in general Chinese, {en} as in general English"


def _ratio(log: float) -> str:
    times = 10 ** min(abs(log), 6)
    if times < 1.5:
        return "about as frequent"
    return (
        f"{times:.0f} times as {'frequent' if log > 0 else 'rare'}"
        if times >= 2
        else f"rather more {'frequent' if log > 0 else 'rare'}"
    )


def _cohesion(v: Mapping[str, float]) -> str:
    said = [
        f"the {language} words stand together {_power(v[f'{side}_cohesion'])} than chance would have it"
        for side, language in (("zh", "Chinese"), ("en", "English"))
        if not v[f"{side}_one"]
    ]
    return "; ".join(said) or "one word on each side"


def _power(log: float) -> str:
    import math

    return f"{math.exp(min(abs(log), 14)):,.0f} times {'more often' if log > 0 else 'less often'}"


def _nesting(v: Mapping[str, float]) -> str:
    return f"inside a longer candidate in {v['zh_nested']:.0%} of the Chinese and {v['en_nested']:.0%} of the English places"


def _spread(v: Mapping[str, float]) -> str:
    import math

    number = round(math.exp(v["spread"]))
    return "in one document" if number == 1 else f"in {number} documents"


def _subject(v: Mapping[str, float]) -> str:
    return f"nearness to what the texts are about: {v['zh_topic']:.2f} in Chinese, {v['en_topic']:.2f} in English"


def _composition(v: Mapping[str, float]) -> str:
    if max(v["zh_parts_cut"], v["en_parts_cut"]) > 0:
        return "cuts through what a part of it stands for elsewhere"
    known = [v[f"{side}_parts_kept"] for side in ("zh", "en") if v[f"{side}_parts_kept"]]
    if not known:
        return "of its parts, none is known from elsewhere"
    return "holds what its parts stand for elsewhere" if min(known) > 0 else "its parts stand for other words elsewhere"


def _typography(v: Mapping[str, float]) -> str:
    said = []
    if v["en_upper"] > 0:
        said.append("an acronym or all capitals")
    elif v["en_capital"] > 0:
        said.append("capitals as in a name")
    if v["zh_quoted"] > 0 or v["en_quoted"] > 0:
        said.append("in quotes or title marks")
    if max(v.get("zh_heading", 0), v.get("en_heading", 0)) >= 0.5:
        said.append("mostly in headings and other short lines")
    return ", ".join(said) or "nothing sets it off"


def _neighbours(v: Mapping[str, float]) -> str:
    crossing = min(v["ahead_zh_crossing"], v["ahead_en_crossing"])
    if crossing < 0:
        return "cuts through better pairs"
    if v["ahead_around"] < 0:
        return "lies in better pairs"
    rivals = [side for side in ("english", "chinese") if v[f"ahead_other_{side}"] < 0]
    if rivals:
        return f"there is better {' and '.join(map(str.capitalize, rivals))} in the same sentences"
    return f"no better pair overlaps with it in {v['near_free']:.0%} of the sightings"


def _kind(v: Mapping[str, float]) -> str:
    kinds = []
    for side, language in (("zh", "Chinese"), ("en", "English")):
        first, last = (
            next((name.rpartition("_")[2] for name in v if name.startswith(f"{side}_{edge}_") and v[name]), "word")
            for edge in ("first", "last")
        )
        words = round(v[f"{side}_words"])
        kinds.append(f"{language}: {words} word{'s' * (words > 1)}, {first if words == 1 else f'{first} … {last}'}")
    return "; ".join(kinds)


_SAY: dict[str, Callable[[Mapping[str, float]], str]] = {
    "word links": _links,
    "similarity": _similarity,
    "counts": _counts,
    "general language": _general,
    "cohesion": _cohesion,
    "nesting": _nesting,
    "spread": _spread,
    "subject": _subject,
    "composition": _composition,
    "typography": _typography,
    "neighbours": _neighbours,
    "kind of words": _kind,
}
