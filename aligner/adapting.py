"""Adapting the static model to a domain: a little more training on a user's own sentence pairs, in plain numpy.

Only the vectors of tokens that occur in the pairs move, and each is pulled back to where it was, so that little data changes
little. A slice of the pairs decides when to stop, another one that nothing was decided on says what was gained.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from aligner.descent import Adam, Floats, Ints, Texts, contrast, merged
from aligner.embedding import SHIPPED, SHIPPED_NAME, Encoder
from aligner.errors import ModelError
from aligner.grammar import FUNCTION_WEIGHT, Role, en_role, zh_role
from aligner.static import StaticEncoder, is_static
from aligner.text import has_han
from aligner.tokens import Token, tokenise_en, tokenise_zh
from aligner.words import WordAligner

Progress = Callable[[int, int | None, str], None]
Pair = tuple[str, str]

LEAST = 200  # distinct pairs; with fewer, the slices that judge are too small to tell gain from chance
SEEN, SURE = 2, 0.3  # times two words were linked, also as a share of the times that the more frequent one was seen
COUNTED = 30_000  # pairs whose words are aligned; it takes longer than the training, and by then the common words are known
OTHERS = 9  # texts whose words a word must not prefer to those of its translation


class TooFewPairs(ValueError):
    """Not enough distinct pairs to learn from and to judge by; `str(error)` tells how many there are."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to train. One round is one pass over the pairs, or `longest` batches where that is less."""

    seed: int = 1
    batch: int = 512  # sentence pairs, and as many word pairs, a step
    rate: float = 0.001  # Adam's, falling to a tenth
    scale: float = 20.0  # cosine -> logit, as in the training of the shipped model
    words: float = 1.0  # weight of the word pairs
    pull: float = 0.01  # towards the original vectors, against a batch of pairs
    rounds: int = 20
    longest: int = 150
    patience: int = 3  # rounds without a better validation loss


@dataclass(frozen=True, slots=True)
class Slices:
    """Distinct pairs (zh, en) in three parts: to learn from, to decide when to stop, to report on."""

    train: tuple[Pair, ...]
    stop: tuple[Pair, ...]
    held: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """What a model does on pairs it has not seen, each 0-1.

    `zh_en`, `en_zh`: share of texts whose nearest text of the other side is their translation. `words`: share of Chinese
    content words whose nearest English content word, among those of the translation and of nine other texts, stands in
    the translation. `mutual`: share of them that are, inside the pair, nearest to the English word nearest to them.
    """

    zh_en: float
    en_zh: float
    words: float
    mutual: float


@dataclass(frozen=True, slots=True)
class Adapted:
    """The trained table [n, d], the validation loss before and after each round, and the round that was kept (0: none)."""

    table: Floats
    losses: tuple[float, ...]
    kept: int
    moved: int


class Base:
    """The model to start from: its table of vectors, and its tokenizer. `name` is "static" (the shipped one) or a folder."""

    def __init__(self, name: str | Path = SHIPPED_NAME) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        folder = SHIPPED if str(name) == SHIPPED_NAME else Path(name)
        if not is_static(folder):
            raise ModelError(f"{folder}: only a static model can be adapted, such as the one that comes along")
        self.folder = folder
        self.encoder = StaticEncoder(folder, str(name))  # it says clearly what is wrong with a folder
        weights = load_file(str(folder / "model.safetensors"))
        table = weights["embedding.weight"] if "embedding.weight" in weights else weights["embeddings"]
        self.table: Floats = table.astype(np.float32)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of each text."""
        return [e.ids for e in self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]


def slices(pairs: Sequence[Pair], base: Base, seed: int) -> Slices:
    """Distinct pairs, shuffled and cut; a tenth each to stop by and to report on, 50 to 1,000.

    A pair of which either side is the same to the model as one before is left out, so that what is reported on was not
    learnt, and every text has one translation. Raises TooFewPairs.
    """
    seen: set[tuple[int, ...]] = set()
    kept = []
    sides = [base.ids([pair[k] for pair in pairs]) for k in (0, 1)]
    for pair, zh, en in zip(pairs, *sides, strict=True):
        keys = {tuple(sorted(zh)), tuple(sorted(en))}
        if zh and en and not keys & seen:
            kept.append(pair)
            seen |= keys
    if len(kept) < LEAST:
        raise TooFewPairs(
            f"{len(kept)} different sentence pairs are too few to adapt a model; it takes {LEAST} at least, and some "
            "thousands to gain much"
        )
    random.Random(seed).shuffle(kept)
    size = min(1000, max(50, len(kept) // 10))
    return Slices(tuple(kept[2 * size :]), tuple(kept[size : 2 * size]), tuple(kept[:size]))


def train(base: Base, parts: Slices, settings: Settings, progress: Progress | None = None) -> Adapted:
    """Train until the loss on `parts.stop` no longer falls, and keep the best round. The same seed gives the same table."""
    zh, en = _texts(base, parts.train)
    stop = _texts(base, parts.stop)
    table, start = base.table.copy(), base.table
    order, words = _batches(len(zh), settings), _Words(base, parts.train[:COUNTED], settings, progress)
    rows = np.unique(np.concatenate([zh.ids, en.ids, words.ids]))
    losses = [contrast(table, *stop, settings.scale)[0]]
    best, kept = table[rows], 0
    optimiser = Adam(table)
    for current in range(1, settings.rounds + 1):
        rate = settings.rate * (1 - 0.9 * (current - 1) / settings.rounds)
        for chosen in next(order):
            _, touched, gradient = contrast(table, zh.take(chosen), en.take(chosen), settings.scale)
            if len(words):
                _, also, more = contrast(table, *words.draw(), settings.scale)
                touched, gradient = merged((touched, gradient), (also, settings.words * more))
            gradient += settings.pull / len(chosen) * (table[touched] - start[touched])
            optimiser.step(touched, gradient, rate)
        losses.append(contrast(table, *stop, settings.scale)[0])
        if progress:
            progress(current, settings.rounds, f"training, loss {losses[0]:.3f} -> {min(losses):.3f}")
        if losses[-1] < losses[kept]:
            best, kept = table[rows], current
        elif current - kept >= settings.patience:
            break
    table[rows] = best
    return Adapted(table, tuple(losses), kept, len(rows))


def _texts(base: Base, pairs: Sequence[Pair]) -> tuple[Texts, Texts]:
    zh, en = (Texts.of(base.ids([pair[k] for pair in pairs])) for k in (0, 1))
    return zh, en


def _batches(count: int, settings: Settings) -> Iterator[list[Ints]]:
    """Rounds without end, each a list of batches of text numbers; the pairs go round in shuffled order."""
    shuffled = np.random.default_rng(settings.seed)
    while True:
        batches = np.array_split(shuffled.permutation(count), -(-count // settings.batch))
        for at in range(0, len(batches), settings.longest):
            yield batches[at : at + settings.longest]


class Judge:
    """Scores models on the held-out pairs."""

    def __init__(self, held: Sequence[Pair]) -> None:
        self.held = held
        self._zh = [_content(tokenise_zh(zh), zh_role, has_han) for zh, _ in held]
        self._en = [_content(tokenise_en(en), en_role, str.isalpha) for _, en in held]

    def score(self, encoder: Encoder) -> Score:
        """What a model does on the held-out pairs."""
        zh, en = (encoder.encode([pair[k] for pair in self.held]) for k in (0, 1))
        nearness = zh @ en.T
        here = np.arange(len(zh))
        return Score(
            float((nearness.argmax(1) == here).mean()), float((nearness.argmax(0) == here).mean()), *self._words(encoder)
        )

    def _words(self, encoder: Encoder) -> tuple[float, float]:
        """`words` and `mutual` of a score."""
        vectors = {word: k for k, word in enumerate(sorted({w for words in (*self._zh, *self._en) for w in words}))}
        table = encoder.encode_tokens(list(vectors))
        total = found = mutual = 0
        for k, (zh, en) in enumerate(zip(self._zh, self._en, strict=True)):
            if not zh or not en:
                continue
            others = [word for step in range(1, OTHERS + 1) for word in self._en[(k + step) % len(self._en)]]
            near = table[[vectors[w] for w in zh]] @ table[[vectors[w] for w in (*en, *others)]].T
            inside = near[:, : len(en)]
            total += len(zh)
            found += int((inside.max(1) >= near.max(1)).sum())
            mutual += int((inside.argmax(0)[inside.argmax(1)] == np.arange(len(zh))).sum())
        return found / max(1, total), mutual / max(1, total)


def _content(tokens: Sequence[Token], role: Callable[[str], Role], wanted: Callable[[str], bool]) -> list[str]:
    """The distinct words that carry meaning, in order."""
    keys = dict.fromkeys(token.key for token in tokens)
    return [key for key in keys if wanted(key) and role(key).weight > FUNCTION_WEIGHT]


class _Words:
    """Words that translate each other, as short texts to learn from: found by aligning the words of the training pairs.

    Sentences alone teach a model to tell sentences apart, and leave its words a little worse at finding each other.
    """

    def __init__(self, base: Base, pairs: Sequence[Pair], settings: Settings, progress: Progress | None) -> None:
        tokens = []
        for done, (zh_text, en_text) in enumerate(pairs):
            tokens.append((tokenise_zh(zh_text), tokenise_en(en_text)))
            if progress:
                progress(done, len(pairs), "reading words")
        seen: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        linked: Counter[tuple[str, str]] = Counter()
        for (zh, en), links in zip(tokens, WordAligner(base.encoder).align_corpus(tokens), strict=True):
            seen[0].update(t.key for t in zh)
            seen[1].update(t.key for t in en)
            linked.update((zh[i].key, en[j].key) for i, j in links)
        found = sorted(
            pair
            for pair, times in linked.items()
            if times >= max(SEEN, SURE * max(seen[0][pair[0]], seen[1][pair[1]])) and has_han(pair[0]) and pair[1].isalpha()
        )
        zh_ids, en_ids = base.ids([zh for zh, _ in found]), base.ids([en for _, en in found])
        known = [k for k in range(len(found)) if zh_ids[k] and en_ids[k]]
        self._zh, self._en = Texts.of([zh_ids[k] for k in known]), Texts.of([en_ids[k] for k in known])
        self._sides = [np.unique([found[k][side] for k in known], return_inverse=True)[1] for side in (0, 1)]
        self._chance = np.sqrt([linked[found[k]] for k in known])
        self._random, self._batch = np.random.default_rng(settings.seed), settings.batch

    def __len__(self) -> int:
        return len(self._zh)

    @property
    def ids(self) -> Ints:
        """The tokens of all the words; a word that stands alone may have others than in its sentence."""
        return np.concatenate([self._zh.ids, self._en.ids])

    def draw(self) -> tuple[Texts, Texts]:
        """A batch of word pairs, none of which share a word."""
        size = min(self._batch, len(self))
        chosen = self._random.choice(len(self), size, replace=False, p=self._chance / self._chance.sum())
        for side in self._sides:
            chosen = chosen[np.unique(side[chosen], return_index=True)[1]]
        return self._zh.take(chosen), self._en.take(chosen)
