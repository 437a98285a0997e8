#!/usr/bin/env python3
"""Train the bilingual model that ships in `aligner/model/`, from the parallel text in `../shared/corpora/`.

    pip install -e '.[train]'
    python scripts/train_model.py --out aligner/model

Stages: read the corpora, choose the vocabulary, link words by eflomal, factorise the link counts, then train sentences,
terms and words together. `--work FOLDER` keeps what a stage made, so that a later run starts after it.
"""

from __future__ import annotations

import argparse
import json
import pickle
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
import torch  # noqa: E402

from scripts.training import batches, card, corpora, export, numbers, objectives, parts, phrases, prior, vocabulary  # noqa: E402


@dataclass(frozen=True)
class Settings:
    """Everything that decides the result, beside the corpora."""

    seed: int = 1
    dimensions: int = 256
    zh_words: int = 36_000
    en_words: int = 19_500
    pieces: int = 1_000
    steps: int = 1_500
    sentences: int = 1_536
    terms: int = 1_536
    grouped: int = 384
    group: int = 2
    alone: float = 1.0
    rate: float = 0.006
    weight_rate: float = 0.02
    sentence_scale: float = 20.0
    term_scale: float = 20.0
    word_scale: float = 15.0
    word_loss: float = 0.7
    term_loss: float = 1.0
    cluster: int = 4
    svd: bool = True
    parts: bool = True
    phrases: int = 3
    swaps: int = 512


class Stages:
    """Results of stages, kept in a folder where one is given."""

    def __init__(self, folder: Path | None) -> None:
        self.folder, self.start = folder, time.monotonic()

    def __call__(self, name: str, make: Callable[[], Any]) -> Any:
        path = self.folder / f"{name}.pickle" if self.folder else None
        if path and path.exists():
            return pickle.loads(path.read_bytes())
        result = make()
        if path:
            path.write_bytes(pickle.dumps(result))
        self.say(f"{name} done")
        return result

    def say(self, line: str) -> None:
        print(f"{time.monotonic() - self.start:7.1f} s  {line}", flush=True)


def choose_vocabulary(pairs: list[corpora.Pair], settings: Settings) -> list[tuple[str, float]]:
    zh, en = vocabulary.count_words(pairs)
    return vocabulary.choose(zh, en, settings.zh_words, settings.en_words, settings.pieces)


def term_pairs(pairs: list[corpora.Pair], tokenizer: Any) -> tuple[batches.Ragged, batches.Ragged]:
    """Dictionary entries by sense, titles, glossary terms, and numbers in words."""
    rows = [(pair.zh, sense) for pair in pairs if pair.term for sense in (pair.en, *corpora.senses(pair.en))]
    rows += numbers.pairs()
    zh, en = zip(*dict.fromkeys(rows), strict=True)
    return batches.encode(tokenizer, zh), batches.encode(tokenizer, en)


def joined(one: batches.Ragged, more: list[Any]) -> batches.Ragged:
    return batches.Ragged.of([*(one[i] for i in range(len(one))), *more])


def token_weights(sides: list[batches.Ragged], size: int) -> np.ndarray:
    """Log of a / (a + p), the smooth inverse frequency of Arora et al. 2017, a = 0.001."""
    counts = np.zeros(size)
    for side in sides:
        side_counts = np.bincount(side.flat, minlength=size)
        counts = np.maximum(counts, side_counts / side_counts.sum())
    return np.log(1e-3 / (1e-3 + counts)).astype(np.float32)


def train(
    corpus: batches.Corpus,
    terms: batches.Corpus,
    links: list[Any],
    model: objectives.Model,
    settings: Settings,
    stages: Stages,
) -> None:
    """Sentences, terms and words together, one optimiser step for all three; the rate falls linearly to nothing."""
    rng = np.random.default_rng(settings.seed)
    near = corpus.neighbours(settings.sentences, settings.cluster, rng)
    far = corpus.draws(settings.sentences, rng)
    near_terms = terms.neighbours(settings.terms, settings.cluster, rng)
    far_terms = terms.draws(settings.terms, rng)
    keys, term_keys = ((text_keys(pairs.zh), text_keys(pairs.en)) for pairs in (corpus, terms))
    for step in range(settings.steps):
        factor = min(1.0, (step + 1) / 100) * max(0.02, 1 - step / settings.steps)
        rows = next(near if settings.cluster > 1 and step % 2 else far)
        term_rows = next(near_terms if settings.cluster > 1 and step % 2 else far_terms)
        sides = [corpus.zh.take(rows), corpus.en.take(rows), terms.zh.take(term_rows), terms.en.take(term_rows)]
        if settings.swaps:
            copies = batches.swapped(corpus, links, rng.permutation(rows)[: settings.swaps], rng)
            sides[:2] = (batches.stacked(side, more) for side, more in zip(sides[:2], copies, strict=True))
        ids, local = objectives.distinct(np.concatenate([flat for flat, _ in sides]), len(model.parts))
        cuts = np.cumsum([len(flat) for flat, _ in sides])[:-1]
        directions, weights = model.rows(torch.from_numpy(ids))
        z, e, tz, te = (
            objectives.pooled(torch.from_numpy(flat), torch.from_numpy(starts), directions, weights)
            for flat, (_, starts) in zip(np.split(local, cuts), sides, strict=True)
        )
        losses = [objectives.contrast(z, e, settings.sentence_scale, same_pairs(*(side[rows] for side in keys), len(z)))]
        if settings.term_loss:
            same = same_pairs(*(side[term_rows] for side in term_keys), len(tz))
            losses.append(settings.term_loss * objectives.contrast(tz, te, settings.term_scale, same))
        if settings.word_loss:
            some = rows[rng.permutation(len(rows))[: settings.grouped]]
            groups = word_groups(corpus, links, some, ids, settings.group, settings.alone)
            losses.append(settings.word_loss * objectives.word_contrast(groups, directions, settings.word_scale))
        sum(losses).backward()
        model.update(factor)
        if step % 100 == 0:
            stages.say(f"step {step}: " + " ".join(f"{loss.item():.3f}" for loss in losses))


def text_keys(side: batches.Ragged) -> np.ndarray:
    """A number a text that is equal for equal texts."""
    numbers: dict[bytes, int] = {}
    return np.array([numbers.setdefault(side[i].tobytes(), len(numbers)) for i in range(len(side))])


def same_pairs(zh: np.ndarray, en: np.ndarray, size: int) -> torch.Tensor:
    """Which other pairs of a batch share a side and so translate each other too, [size, size]; swapped copies share none."""
    same = np.zeros((size, size), bool)
    same[: len(zh), : len(zh)] = (zh[:, None] == zh[None]) | (en[:, None] == en[None])
    np.fill_diagonal(same, False)
    return torch.from_numpy(same)


def word_groups(
    corpus: batches.Corpus, links: list[Any], rows: np.ndarray, ids: np.ndarray, size: int, alone: float
) -> list[objectives.Group]:
    """The distinct words of every `size` pairs with the weights of their links, by local id."""
    groups = []
    for start in range(0, len(rows) - size + 1, size):
        part = [i for i in rows[start : start + size].tolist() if len(links[i][0]) and len(corpus.zh[i]) <= 48]
        if not part:
            continue
        zh, zh_at = np.unique(np.concatenate([corpus.zh[i] for i in part]), return_inverse=True)
        en, en_at = np.unique(np.concatenate([corpus.en[i] for i in part]), return_inverse=True)
        weight = np.zeros((len(zh), len(en)), np.float32)
        zh_linked, en_linked = np.zeros(len(zh_at), bool), np.zeros(len(en_at), bool)
        a = b = 0
        for i in part:
            places, sure = links[i]
            np.add.at(weight, (zh_at[a + places[:, 0]], en_at[b + places[:, 1]]), sure)
            zh_linked[a + places[:, 0]] = en_linked[b + places[:, 1]] = True
            a, b = a + len(corpus.zh[i]), b + len(corpus.en[i])
        zh_alone = alone * np.bincount(zh_at[~zh_linked], minlength=len(zh)).astype(np.float32)
        en_alone = alone * np.bincount(en_at[~en_linked], minlength=len(en)).astype(np.float32)
        groups.append(objectives.Group(np.searchsorted(ids, zh), np.searchsorted(ids, en), weight, zh_alone, en_alone))
    return groups


def prepare(data: Path, settings: Settings, stages: Stages) -> tuple[Any, batches.Corpus, batches.Corpus, list[Any]]:
    """Tokenizer, sentence pairs, term pairs and word links."""
    pairs = stages("pairs", lambda: corpora.read(data, settings.seed))
    words = stages("vocabulary", lambda: choose_vocabulary(pairs, settings))
    tokenizer = vocabulary.build(words)
    names = [name for name, _ in words]
    sides = [pair.zh for pair in pairs], [pair.en for pair in pairs]
    zh, en = stages("tokens", lambda: tuple(batches.encode(tokenizer, side) for side in sides))
    links = stages("links", lambda: prior.link(list(zh), list(en), names))
    share = {source.name: 0.0 if source.terms else source.weight for source in corpora.SOURCES}
    weights = np.array([share[pair.source] for pair in pairs]) * (zh.lengths() > 0) * (en.lengths() > 0)
    term_zh, term_en = stages("terms", lambda: term_pairs(pairs, tokenizer))
    rng = np.random.default_rng(settings.seed)
    likely = rng.choice(len(weights), size=min(120_000, np.count_nonzero(weights)), replace=False, p=weights / weights.sum())
    short_zh, short_en = stages(
        f"phrases{settings.phrases}", lambda: phrases.mine(zh, en, links, likely, settings.phrases, rng)
    )
    mined = np.concatenate([np.zeros(len(term_zh), np.int64), np.ones(len(short_zh), np.int64)])
    term_zh, term_en = joined(term_zh, short_zh), joined(term_en, short_en)
    own = 1.0 * (term_zh.lengths() > 0) * (term_en.lengths() > 0)
    stages.say(f"{int((weights > 0).sum())} sentence pairs, {int(own.sum())} terms, {len(short_zh)} of them mined")
    names_of = [source.name for source in corpora.SOURCES]
    sources = np.array([names_of.index(pair.source) for pair in pairs])
    return tokenizer, batches.Corpus(zh, en, weights, sources), batches.Corpus(term_zh, term_en, own, mined), links


def start_vectors(corpus: batches.Corpus, links: list[Any], size: int, settings: Settings) -> np.ndarray:
    """Where training begins: the factorised link counts, a little noise for tokens that have none."""
    noise = np.random.default_rng(settings.seed).normal(0, 0.3 / settings.dimensions**0.5, (size, settings.dimensions))
    if not settings.svd:
        return noise.astype(np.float32)
    counts = prior.table(list(corpus.zh), list(corpus.en), links, np.ones(len(corpus.zh), np.float32), size)
    return prior.factorise(counts, settings.dimensions, settings.seed) + noise.astype(np.float32)


def record(data: Path, settings: Settings, stages: Stages) -> dict[str, Any]:
    """What a later run needs to make the same model."""
    versions = " ".join(f"{name} {version(name)}" for name in ("torch", "numpy", "tokenizers", "eflomal", "sentencepiece"))
    return {
        "settings": asdict(settings),
        "corpora": card.described(data),
        "seconds": round(time.monotonic() - stages.start),
        "versions": f"python {platform.python_version()} {versions}",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "corpora")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    for field in fields(Settings):
        kind = type(field.default)
        convert = (lambda text: text not in ("0", "no")) if kind is bool else kind
        parser.add_argument(f"--{field.name.replace('_', '-')}", type=convert, default=field.default)
    given = vars(parser.parse_args())
    settings = Settings(**{field.name: given[field.name] for field in fields(Settings)})
    torch.set_num_threads(given["threads"])
    torch.manual_seed(settings.seed)
    if given["work"]:
        given["work"].mkdir(parents=True, exist_ok=True)
    stages = Stages(given["work"])
    tokenizer, corpus, terms, links = prepare(given["data"], settings, stages)
    size = tokenizer.get_vocab_size()
    names = [tokenizer.id_to_token(i) for i in range(size)]
    own = start_vectors(corpus, links, size, settings)
    stages.say("start vectors done")
    table, count = parts.table(names) if settings.parts else (np.zeros((size, 1), np.int64), 0)
    model = objectives.Model(
        own, token_weights([corpus.zh, corpus.en], size), table, count, (settings.rate, settings.weight_rate)
    )
    train(corpus, terms, links, model, settings, stages)
    vectors = model.export()
    vectors[tokenizer.token_to_id(vocabulary.UNKNOWN)] = 0
    export.save(given["out"], tokenizer, vectors)
    facts = record(given["data"], settings, stages)
    (given["out"] / "training.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    card.write(given["out"])
    stages.say(f"saved {given['out']}")


if __name__ == "__main__":
    main()
