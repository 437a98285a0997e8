"""Terms that a translation renders in several ways, and renderings that stand for several terms, seen without a glossary.

Rests on mined candidates, so on word alignment over all documents at once. What is only inflection, derivation, a short form
or part of a longer term is no drift: those are put together before anything is counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from aligner.records import Candidate, Evidence, Lang
from aligner.text import en_key, is_abbreviated, zh_key
from aligner.tokens import stem

_SURE = 0.35  # translation score of a rendering that counts
_TERM = 0.15  # termhood that at least one of the renderings must have
_COVERED = 0.6  # share of its sightings from which on a pair is only part of a longer one


@dataclass(frozen=True, slots=True)
class Wording:
    """One of the ways: how often, in which documents, and where. `evidence` has the places that candidates keep."""

    text: str
    count: int
    documents: tuple[tuple[str, int], ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Drift:
    """A term with its wordings in the other language, most frequent first. `lang` is that of the term."""

    term: str
    lang: Lang
    wordings: tuple[Wording, ...]
    score: float


def drifts(candidates: Sequence[Candidate], *, least: int = 2) -> list[Drift]:
    """What is not rendered in one way, worst first; `least` is the number of sightings that each way needs."""
    whole = _whole(candidates)
    found = [*_by("zh", whole, least), *_by("en", whole, least)]
    return sorted(found, key=lambda d: -d.score)


def _whole(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The sure candidates, without those that are mostly seen inside a longer pair."""
    sure = [c for c in candidates if c.translation >= _SURE]
    places = defaultdict(list)
    for number, candidate in enumerate(sure):
        for seen in candidate.evidence:
            places[seen.document, seen.context_zh, seen.context_en].append(number)
    keys = [(zh_key(c.zh), _stems(c.en)) for c in sure]
    covered: Counter[int] = Counter()
    for numbers in places.values():
        unique = list(dict.fromkeys(numbers))
        for a in unique:
            covered[a] += any(_inside(keys[a], keys[b]) for b in unique if b != a)
    return [c for k, c in enumerate(sure) if covered[k] < _COVERED * max(len(c.evidence), 1)]


def _inside(short: tuple[str, tuple[str, ...]], long: tuple[str, tuple[str, ...]]) -> bool:
    """Whether a pair only repeats another: the other's English stands for more Chinese (fintech: 金融科技, and not 科技)."""
    return len(long[0]) > len(short[0]) and short[0] in long[0] and short[1] == long[1]


def _stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in en_key(text).split())


def _by(lang: Lang, candidates: Sequence[Candidate], least: int) -> Iterable[Drift]:
    """Drift of the terms of one language."""
    groups: defaultdict[object, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        groups[zh_key(candidate.zh) if lang == "zh" else _stems(candidate.en)].append(candidate)
    for group in groups.values():
        wordings = [w for w in _wordings(lang, group) if sum(c.frequency for c in w) >= least]
        if len(wordings) < 2 or max(c.termhood for w in wordings for c in w) < _TERM:
            continue
        wordings.sort(key=lambda w: -sum(c.frequency for c in w))
        second = sum(c.frequency for c in wordings[1])
        score = (
            second * min(max(c.translation for c in w) for w in wordings[:2]) * max(c.termhood for w in wordings for c in w)
        )
        best = max(group, key=lambda c: c.frequency)
        told = tuple(_wording(lang, wording) for wording in wordings)
        yield Drift(best.zh if lang == "zh" else best.en, lang, told, round(score, 3))


def _wordings(lang: Lang, group: Sequence[Candidate]) -> list[list[Candidate]]:
    """The candidates of a term, those that say it in the same way put together."""
    alike: Callable[[Candidate, Candidate], bool] = _same_english if lang == "zh" else _same_chinese
    found: list[list[Candidate]] = []
    for candidate in sorted(group, key=lambda c: -c.frequency):
        near = next((wording for wording in found if any(alike(candidate, other) for other in wording)), None)
        if near is None:
            found.append([candidate])
        else:
            near.append(candidate)
    return found


def _same_english(a: Candidate, b: Candidate) -> bool:
    """Inflection and derivation (supervision, supervisory), a short form, other order, initials."""
    one, two = sorted((_stems(a.en), _stems(b.en)), key=len)
    plain = [word.rstrip("s") for word in one]
    if is_abbreviated(plain, [word.rstrip("s") for word in two]):
        return True
    if len(one) == 1 and (a.en.isupper() or b.en.isupper()) and _runs_through(plain[0], two):
        return True
    return all(any(_related(x, y) for y in two) for x in one)


def _runs_through(acronym: str, words: Sequence[str]) -> bool:
    """Whether the letters of an acronym stand in the words in their order: LIBOR, London Interbank Offered Rate."""
    rest = iter("".join(words))
    return acronym[:1] == words[0][:1] and all(letter in rest for letter in acronym)


def _related(a: str, b: str) -> bool:
    shared = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a == b or (shared >= 4 and shared >= 0.6 * min(len(a), len(b)))


def _same_chinese(a: Candidate, b: Candidate) -> bool:
    """One inside the other, with a character less, or turned round: 金管局, 香港金管局; 銀行體系, 銀行系統 are two."""
    one, two = sorted((zh_key(a.zh), zh_key(b.zh)), key=len)
    if len(one) > 3 and sorted(one) == sorted(two):
        return True  # 消费者保障, 保障消费者
    rest = iter(two)
    return all(character in rest for character in one)


def _wording(lang: Lang, group: Sequence[Candidate]) -> Wording:
    evidence = tuple(seen for candidate in group for seen in candidate.evidence)
    documents: Counter[str] = Counter()
    for seen in evidence:
        documents[seen.document] += seen.times
    text = group[0].en if lang == "zh" else group[0].zh
    return Wording(text, documents.total(), tuple(documents.most_common()), evidence)
