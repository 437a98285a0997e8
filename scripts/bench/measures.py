"""Figures of an encoder on the benchmarks. Each function gives names and values; accuracy and error rates are 0-1."""

from __future__ import annotations

import hashlib
import platform
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from aligner.embedding import Encoder
from aligner.text import en_key, zh_key

NEIGHBOURS = 10  # of CSLS, as in Conneau et al. 2018


def columns(path: Path) -> list[tuple[str, str]]:
    """The first two columns of a TSV file."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [(row[0], row[1]) for row in rows if len(row) > 1]


def retrieval(encoder: Encoder, bench: Path) -> dict[str, float]:
    """Share of the sentences whose nearest sentence on the other side is their translation; equal texts count as one."""
    figures = {}
    for name, path in (("tatoeba", "retrieval/tatoeba.cmn-eng.tsv"), ("tico19 sentences", "tico19/tico19.zh-en.tsv")):
        zh, en = (list(side) for side in zip(*columns(bench / path), strict=True))
        similar = encoder.encode(zh) @ encoder.encode(en).T
        near = nearest(similar), nearest(similar.T)
        for kind, scores in (("cosine", similar), ("CSLS", 2 * similar - near[0][:, None] - near[1][None])):
            figures[f"{name} zh-en {kind}"] = accuracy(scores, en)
            figures[f"{name} en-zh {kind}"] = accuracy(scores.T, zh)
    return figures


def nearest(similar: Any) -> Any:
    """Mean similarity of each row to its nearest neighbours on the other side, [n]."""
    return np.partition(similar, -NEIGHBOURS, axis=1)[:, -NEIGHBOURS:].mean(1)


def accuracy(scores: Any, texts: list[str]) -> float:
    """Share of the rows whose best column has the text of the row's own column."""
    return float(np.mean([texts[best] == texts[row] for row, best in enumerate(scores.argmax(1).tolist())]))


def terms(encoder: Encoder, bench: Path) -> dict[str, float]:
    """Each zh term against all English terms of its list: share with a right one first, and among the first five."""
    hkma = [pair for path in sorted((bench / "hkma").glob("*.terms.tsv")) for pair in columns(path)]
    figures = {}
    for name, pairs in (("tico19 terms", columns(bench / "tico19/terms.tsv")), ("hkma terms", hkma)):
        right: dict[str, set[str]] = defaultdict(set)
        english: dict[str, str] = {}
        for zh, en in pairs:
            right[zh_key(zh)].add(en_key(en))
            english.setdefault(en_key(en), en)
        spelled = {zh_key(zh): zh for zh, _ in pairs}
        keys = list(english)
        similar = encoder.encode([spelled[zh] for zh in right]) @ encoder.encode(list(english.values())).T
        order = np.argsort(-similar, axis=1, kind="stable")[:, :5]
        hits = [[keys[i] in gold for i in row] for row, gold in zip(order.tolist(), right.values(), strict=True)]
        figures[f"{name} @1"] = float(np.mean([row[0] for row in hits]))
        figures[f"{name} @5"] = float(np.mean([any(row) for row in hits]))
    return figures


def gold_links(path: Path) -> list[tuple[set[str], set[str]]]:
    """Sure links, and sure and possible links, of every pair, as `zh-en` strings."""
    rows = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    return [({x for x in row if not x.endswith("-P")}, {x.removesuffix("-P") for x in row}) for row in rows]


def error_rate(gold: list[tuple[set[str], set[str]]], found: list[set[str]]) -> dict[str, float]:
    """Alignment error rate, precision and recall (Och and Ney 2003)."""
    sure = sum(len(a & s) for a, (s, _) in zip(found, gold, strict=True))
    possible = sum(len(a & p) for a, (_, p) in zip(found, gold, strict=True))
    links, wanted = sum(map(len, found)), sum(len(s) for s, _ in gold)
    return {"AER": 1 - (sure + possible) / (links + wanted), "P": possible / max(1, links), "R": sure / wanted}


def alignment(encoder: Encoder, bench: Path, rounds: int | None) -> dict[str, float]:
    """Word alignment of the development pairs, each alone (`rounds` 0) or with counts over all of them."""
    from aligner.tokens import given_tokens
    from aligner.words import WordAligner

    folder = bench / "wordalign"
    sides = [(folder / f"dev.{side}").read_text(encoding="utf-8").splitlines() for side in ("zh", "en")]
    pairs = [(given_tokens(zh), given_tokens(en)) for zh, en in zip(*sides, strict=True)]
    found = [{f"{i}-{j}" for i, j in links} for links in WordAligner(encoder).align_corpus(pairs, rounds)]
    name = "words, each pair alone" if rounds == 0 else "words, the 150 pairs together"
    return {f"{name} {key}": value for key, value in error_rate(gold_links(folder / "dev.align"), found).items()}


def speed(encoder: Encoder, count: int = 100_000) -> dict[str, float]:
    """Short terms encoded a second: two to six characters or words, all different, one call; the best of three."""
    texts = [f"{'国际贸易协定'[: 2 + i % 5]}{i}" if i % 2 else f"international trade {i}" for i in range(count)]
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        encoder.encode(texts)
        seconds.append(time.perf_counter() - start)
    return {"terms a second": count / min(seconds)}


def loading(name: str, root: Path) -> dict[str, float]:
    """Seconds from the call of `load_encoder` to the first vector, in a fresh process; the best of three, and its import."""
    code = (
        "import time; a = time.perf_counter(); from aligner.embedding import load_encoder; b = time.perf_counter();"
        f"load_encoder({name!r}).encode(['银行']); c = time.perf_counter(); print(b - a, c - b)"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True) for _ in range(3)
    ]
    times = [tuple(map(float, run.stdout.split())) for run in runs]
    return {"seconds to import": min(t[0] for t in times), "seconds to load": min(t[1] for t in times)}


def signature(encoder: Encoder, bench: Path) -> str:
    """Version, model, settings and data, in sacrebleu's manner."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        release = version("zhen-glossary")
    except PackageNotFoundError:
        release = "source"
    return (
        f"glossary:{release}|model:{encoder.signature}|dim:{encoder.dimensions}|csls:{NEIGHBOURS}|"
        f"data:{data_hash(bench)[:12]}|python:{platform.python_version()}"
    )


def data_hash(bench: Path) -> str:
    """SHA-256 in hex over the names and bytes of the benchmark files that are read here."""
    total = hashlib.sha256()
    files = [bench / "retrieval/tatoeba.cmn-eng.tsv", bench / "tico19/tico19.zh-en.tsv", bench / "tico19/terms.tsv"]
    files += sorted((bench / "hkma").glob("*.terms.tsv")) + sorted((bench / "wordalign").glob("dev.*"))
    for path in files:
        total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
