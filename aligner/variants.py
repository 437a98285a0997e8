"""Two translations of one original: which of their sentences say the same, and where they say it in other words.

Sentences are matched by their vectors, word for word and without regard to order in the documents, since a newsletter quotes
what a full translation has in its place. Inside a matched pair the words of one version compete for those of the other, as
in `aligner.words`, with equal stems for anchors; stretches between anchors that link to each other are the differences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from aligner.grammar import en_role
from aligner.text import HAN
from aligner.tokens import Token, stem, tokenise_en

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aligner.embedding import Encoder

    Floats = NDArray[np.floating[Any]]

Span = tuple[int, int]

_LEAST = 0.55  # cosine from which two sentences may be versions of one; what they share in words decides
_COMMON = 0.45  # least share of the shorter side's content words that must find a counterpart
_SHORTEST = 5  # content words of a sentence worth comparing
_GLOSS = re.compile(f"[(（][^()（）]*[{HAN}][^()（）]*[)）]|[¹²³⁰⁴-⁹]")
_JOINS = frozenset("of with for in a an the our their its his her 's".split())
_PARTICLES = frozenset("up down off out upon away back".split())
_SHARP, _SAME, _DIAGONAL, _FUNCTION, _NONE, _THRESHOLD = 10.0, 5.0, 2.5, 3.0, 3.2, 0.3


@dataclass(frozen=True, slots=True)
class Version:
    """One or several sentences of one document that stand against some of the other: indices and joined text."""

    numbers: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """The same thing in two wordings: stretches of two matched versions. `score` is 0-1."""

    first: Version
    second: Version
    first_span: Span
    second_span: Span
    score: float

    @property
    def texts(self) -> tuple[str, str]:
        """Both wordings."""
        return (
            _GLOSS.sub("", self.first.text[slice(*self.first_span)]).strip(),
            _GLOSS.sub("", self.second.text[slice(*self.second_span)]).strip(),
        )


@dataclass(frozen=True, slots=True)
class _Side:
    """The words of a version, with what the comparison asks of each."""

    text: str
    tokens: list[Token]
    stems: list[str]
    content: list[bool]


def versions(first: Sequence[str], second: Sequence[str], encoder: Encoder) -> list[tuple[Version, Version]]:
    """Sentences that say the same, best match for best match; a sentence may stand against two or three neighbours."""
    import numpy as np

    if not first or not second:
        return []
    left, right = (encoder.encode([_plain(text) for text in texts]) for texts in (first, second))
    likeness = np.asarray(left @ right.T)
    found, taken_left, taken_right = [], set[int](), set[int]()
    for flat in np.argsort(-likeness, axis=None):
        i, j = divmod(int(flat), len(second))
        if likeness[i, j] < _LEAST:
            break
        if i in taken_left or j in taken_right:
            continue
        a, b = _grown(i, j, first, second, encoder, taken_left, taken_right, float(likeness[i, j]))
        pair = Version(a, " ".join(first[k] for k in a)), Version(b, " ".join(second[k] for k in b))
        if not _alike(*pair, encoder):
            continue
        taken_left.update(a)
        taken_right.update(b)
        found.append(pair)
    return sorted(found, key=lambda pair: pair[0].numbers)


def _plain(text: str) -> str:
    """The text without glosses and reference marks, every other character in its place."""
    return _GLOSS.sub(lambda match: " " * len(match[0]), text)


def _grown(
    i: int, j: int, first: Sequence[str], second: Sequence[str], encoder: Encoder,
    taken_left: set[int], taken_right: set[int], score: float,
) -> tuple[tuple[int, ...], tuple[int, ...]]:  # fmt: skip
    """The pair with neighbours of either side, as long as each brings the two closer."""
    a: tuple[int, ...] = (i,)
    b: tuple[int, ...] = (j,)
    while True:
        offers = [((*a, a[-1] + 1), b), ((a[0] - 1, *a), b), (a, (*b, b[-1] + 1)), (a, (b[0] - 1, *b))]
        offers = [
            (x, y) for x, y in offers
            if len(x) + len(y) <= 4 and x[0] >= 0 and x[-1] < len(first) and y[0] >= 0 and y[-1] < len(second)
            and not taken_left & set(x) and not taken_right & set(y)
        ]  # fmt: skip
        if not offers:
            return a, b
        texts = (
            [_plain(" ".join(first[k] for k in x)) for x, _ in offers],
            [_plain(" ".join(second[k] for k in y)) for _, y in offers],
        )
        scores = (encoder.encode(texts[0]) * encoder.encode(texts[1])).sum(1)
        best = int(scores.argmax())
        if scores[best] < score + 0.01:
            return a, b
        (a, b), score = offers[best], float(scores[best])


def _side(text: str) -> _Side:
    tokens = tokenise_en(_plain(text))
    content = [en_role(token.key).weight >= 0.5 or _adverb(token.key) for token in tokens]
    return _Side(text, tokens, [stem(token.key) for token in tokens], content)


def _adverb(word: str) -> bool:
    return word.endswith("ly") and len(word) > 4


def _alike(first: Version, second: Version, encoder: Encoder) -> bool:
    """Whether enough words of the shorter version have a counterpart in the other."""
    a, b = _side(first.text), _side(second.text)
    sizes = sum(a.content), sum(b.content)
    if min(sizes) < _SHORTEST or max(sizes) > 3 * min(sizes):
        return False
    links = _links(a, b, encoder)
    short, which = (a, 0) if sizes[0] <= sizes[1] else (b, 1)
    linked = {link[which] for link in links}
    return sum(k in linked for k, is_content in enumerate(short.content) if is_content) >= _COMMON * min(sizes)


def _links(a: _Side, b: _Side, encoder: Encoder) -> dict[tuple[int, int], float]:
    """Links between the words of two versions, with the belief in each."""
    import numpy as np

    from aligner.competition import abreast, agree, beside, strayed

    left, right = (encoder.encode_tokens([token.key for token in side.tokens]) for side in (a, b))
    score = np.asarray(left @ right.T, np.float32) * np.float32(_SHARP)
    same = np.array([[x == y for y in b.stems] for x in a.stems], np.float32)
    score += same * np.float32(_SAME)
    for side, axis in ((a, 1), (b, 0)):
        burden = np.array([0.0 if is_content else _FUNCTION for is_content in side.content], np.float32)
        score -= np.expand_dims(burden, axis) * (1 - same / 2)
    across = np.arange(len(a.tokens), dtype=np.float32) / max(len(a.tokens), 1)
    down = np.arange(len(b.tokens), dtype=np.float32) / max(len(b.tokens), 1)
    score -= np.float32(_DIAGONAL) * np.abs(across[:, None] - down[None, :])
    belief = agree(score[None], _NONE)
    for _ in range(4):
        belief = agree(score[None] + beside(belief) + abreast(belief) * 0.5 - strayed(belief), _NONE)
    chosen = np.argwhere(belief[0] > _THRESHOLD)
    return {(int(i), int(j)): float(belief[0, i, j]) for i, j in chosen}


def differences(pairs: Iterable[tuple[Version, Version]], encoder: Encoder) -> list[Difference]:
    """Where matched versions differ in their content words, surest first, the same difference counted once."""
    found: dict[tuple[str, str], Difference] = {}
    for first, second in pairs:
        for difference in _within(first, second, encoder):
            key = tuple(" ".join(stem(t.key) for t in tokenise_en(text)) for text in difference.texts)
            if key[0] != key[1]:
                known = found.get((key[0], key[1]))
                if known is None or known.score < difference.score:
                    found[key[0], key[1]] = difference
    return sorted(found.values(), key=lambda d: -d.score)


def _within(first: Version, second: Version, encoder: Encoder) -> Iterator[Difference]:
    a, b = _side(first.text), _side(second.text)
    links = _links(a, b, encoder)
    same = {(i, j) for i, j in links if a.stems[i] == b.stems[j]}
    anchored = {i for i, _ in same}, {j for _, j in same}
    other = {
        link: belief for link, belief in links.items()
        if link not in same and link[0] not in anchored[0] and link[1] not in anchored[1]
        and a.content[link[0]] and b.content[link[1]]
    }  # fmt: skip
    groups = list(_groups(a, b, other, anchored))
    taken = {i for left, _, _ in groups for i in left}, {j for _, right, _ in groups for j in right}
    groups += _silent(a, b, same, (anchored[0] | taken[0], anchored[1] | taken[1]))
    groups += _turned(a, b, same)
    for left, right, belief in groups:
        left, right = _widened(a, b, left, right, same)
        if min(left) <= max(left) and _is_close(left) and _is_close(right):
            yield Difference(
                first, second, (a.tokens[min(left)].start, a.tokens[max(left)].end),
                (b.tokens[min(right)].start, b.tokens[max(right)].end), round(belief, 3),
            )  # fmt: skip


def _is_close(numbers: set[int]) -> bool:
    return max(numbers) - min(numbers) < len(numbers) + 4


def _groups(
    a: _Side, b: _Side, links: dict[tuple[int, int], float], anchored: tuple[set[int], set[int]]
) -> Iterator[tuple[set[int], set[int], float]]:
    """Words that are linked or stand side by side without an anchor between them, as one difference."""
    groups: list[tuple[set[int], set[int], list[float]]] = []
    for (i, j), belief in sorted(links.items()):
        joined = [g for g in groups if (_touches(g[0], i, a) and _touches(g[1], j, b)) or i in g[0] or j in g[1]]
        merged: tuple[set[int], set[int], list[float]] = ({i}, {j}, [belief])
        for group in joined:
            groups.remove(group)
            merged[0].update(group[0])
            merged[1].update(group[1])
            merged[2].extend(group[2])
        groups.append(merged)
    linked = {i for i, _ in links} | anchored[0], {j for _, j in links} | anchored[1]
    for left, right, beliefs in groups:
        for side, numbers, taken in ((a, left, linked[0]), (b, right, linked[1])):
            for step in (-1, 1):
                at = (min(numbers) if step < 0 else max(numbers)) + step
                while 0 <= at < len(side.tokens) and side.content[at] and at not in taken:
                    numbers.add(at)
                    at += step
        yield left, right, sum(beliefs) / len(beliefs)


_UNLINKED, _TURNED = 0.3, 0.45  # what a difference is worth that rests on its neighbours alone


def _silent(
    a: _Side, b: _Side, same: set[tuple[int, int]], taken: tuple[set[int], set[int]]
) -> Iterator[tuple[set[int], set[int], float]]:
    """Words without a link that stand before, or behind, the same word in both: `show the sword`, `draw our swords`."""
    used: set[tuple[int, int]] = set()
    for i, j in sorted(same):
        if not a.content[i]:
            continue
        for step in (-1, 1):
            x, y = _beside(a, {i}, step), _beside(b, {j}, step)
            if not x or not y or x[-1] in taken[0] or y[-1] in taken[1] or (x[-1], y[-1]) in used:
                continue
            if a.tokens[x[-1]].key.isalpha() and b.tokens[y[-1]].key.isalpha():
                used.add((x[-1], y[-1]))
                yield {x[-1]}, {y[-1]}, _UNLINKED


def _turned(a: _Side, b: _Side, same: set[tuple[int, int]]) -> Iterator[tuple[set[int], set[int], float]]:
    """The same two words in the other order: `interest chains`, `chains of interests`."""
    pairs = sorted((i, j) for i, j in same if a.content[i])
    for (i, j), (k, m) in pairwise(pairs):
        if k == i + 1 and m < j and j - m <= 3 and all(b.tokens[t].key in _JOINS for t in range(m + 1, j)):
            yield {i, k}, set(range(m, j + 1)), _TURNED
        elif m < j and k - i <= 3 and j == m + 1 and all(a.tokens[t].key in _JOINS for t in range(i + 1, k)):
            yield set(range(i, k + 1)), {m, j}, _TURNED


def _touches(numbers: set[int], at: int, side: _Side) -> bool:
    """Whether a word stands beside the others, with nothing but function words (and no mark) between."""
    edge = min(numbers, key=lambda k: abs(k - at))
    between = range(min(edge, at) + 1, max(edge, at))
    return len(between) <= 2 and all(not side.content[k] and side.tokens[k].key[0].isalpha() for k in between)


def _widened(a: _Side, b: _Side, left: set[int], right: set[int], same: set[tuple[int, int]]) -> tuple[set[int], set[int]]:
    """With the shared words of the term: `internet chaos` and `online chaos`, not `internet` and `online`."""
    left, right = set(left), set(right)
    for side, numbers in ((a, left), (b, right)):
        after = max(numbers) + 1
        if after < len(side.tokens) and side.tokens[after].key in _PARTICLES:
            numbers.add(after)  # firm up, crack down
    for step in (1, -1):
        x, y = (_beside(side, numbers, step) for side, numbers in ((a, left), (b, right)))
        if x and y and (x[-1], y[-1]) in same and _ends_well(a, x, step) and _ends_well(b, y, step):
            left.update(x)
            right.update(y)
    return left, right


def _ends_well(side: _Side, found: list[int], step: int) -> bool:
    """Whether a term may be widened so far: not up to a possessor (`spread China's`), not from a noun back to its verb."""
    keys = [side.tokens[k].key for k in found]
    if step > 0:
        return found[-1] + 1 >= len(side.tokens) or side.tokens[found[-1] + 1].key != "'s"
    return len(keys) == 1 or any(key in ("of", "with", "for", "in") for key in keys[:-1])


def _beside(side: _Side, numbers: set[int], step: int) -> list[int]:
    """The next content word, and what joins it to the words: nothing, or `of`, `with a`."""
    at, found = (max(numbers) if step > 0 else min(numbers)) + step, list[int]()
    while 0 <= at < len(side.tokens) and len(found) < 3:
        found.append(at)
        if side.content[at]:
            return found
        if side.tokens[at].key not in _JOINS:
            return []
        at += step
    return []
