"""Score segment alignment on synthetic documents, beside Gale-Church and hunalign where it is installed.

python scripts/bench_segments.py                    # all documents, one table
python scripts/bench_segments.py --seed 7 --only tico
python scripts/bench_segments.py --book             # time and memory for 10,000 sentences a side

"novels" and "novels-unseen" are chapters written for this project with their true beads (gold/chapters/README.md); the weights
were chosen on the former and not on the latter. The other documents are made: sentence pairs in their order, joined, divided,
swapped, left out and moved at random (seeded), and, for "free" documents, with words of the English dropped and replaced as a free
translation would. The Bible and Tatoeba were seen by the bundled model in training; TICO-19, HKMA and the chapters were not.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import math
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(ROOT))

Unit = tuple[str, str]
Gold = list[tuple[tuple[int, ...], tuple[int, ...]]]


@dataclass
class Made:
    """A synthetic document: sentences of both sides and the true beads."""

    name: str
    zh: list[str]
    en: list[str]
    gold: Gold


@dataclass(frozen=True)
class Recipe:
    """Shares of the shapes, and what else is done to the text."""

    joined: float = 0.16
    joined3: float = 0.04
    divided: float = 0.08
    swapped: float = 0.015
    omitted: float = 0.03
    dropped: float = 0.0  # share of the English words left out …
    replaced: float = 0.0  # … or replaced by others
    blocks: int = 0  # passages left out, and as many moved


def units_of(name: str) -> list[Unit]:
    """Sentence pairs of a source in their order."""
    if name == "tico":
        text = (SHARED / "bench/tico19/tico19.zh-en.tsv").read_text(encoding="utf-8")
    elif name == "hkma":
        found = []
        for zh in sorted((SHARED / "bench/hkma").glob("*.zh.md")):
            left = [line for line in zh.read_text(encoding="utf-8").splitlines() if line.strip()]
            right = [
                line
                for line in zh.with_name(zh.name.replace(".zh.", ".en.")).read_text(encoding="utf-8").splitlines()
                if line.strip()
            ]
            if len(left) == len(right):
                found.extend(zip(left, right, strict=True))
        return found
    else:
        with gzip.open(SHARED / f"corpora/{name}.tsv.gz", "rt", encoding="utf-8") as handle:
            text = handle.read()
    return [(line.split("\t")[0], line.split("\t")[1]) for line in text.splitlines() if line.count("\t") >= 1]


class Maker:
    """Turns sentence pairs into a document pair with known beads."""

    def __init__(self, recipe: Recipe, rng: random.Random, vocabulary: Sequence[str]) -> None:
        self.recipe, self.rng, self.vocabulary = recipe, rng, vocabulary

    def make(self, name: str, units: Sequence[Unit]) -> Made:
        beads = list(self._beads(units))
        order = list(range(len(beads)))
        for _ in range(self.recipe.blocks):
            size = self.rng.randint(6, 20)
            at = self.rng.randrange(max(1, len(order) - size))
            block, order[at : at + size] = order[at : at + size], []
            to = self.rng.randrange(len(order) + 1)
            order[to:to] = block
            start = self.rng.randrange(len(beads) - size)
            side = self.rng.random() < 0.5
            for k in range(start, start + self.rng.randint(6, 30)):
                if k < len(beads):
                    beads[k] = (beads[k][0], []) if side else ([], beads[k][1])
        zh, en, zh_at = [], [], {}
        for k, (left, _) in enumerate(beads):
            zh_at[k] = tuple(range(len(zh), len(zh) + len(left)))
            zh.extend(left)
        gold: Gold = []
        for k in order:
            right = beads[k][1]
            es = tuple(range(len(en), len(en) + len(right)))
            en.extend(right)
            if zh_at[k] and es:
                gold.append((zh_at[k], es))
            else:
                gold.extend(((i,), ()) for i in zh_at[k])
                gold.extend(((), (j,)) for j in es)
        return Made(name, zh, en, gold)

    def _beads(self, units: Sequence[Unit]) -> Iterator[tuple[list[str], list[str]]]:
        r, rng, at = self.recipe, self.rng, 0
        while at < len(units):
            draw, (zh, en) = rng.random(), units[at]
            many = 3 if rng.random() < r.joined3 / (r.joined + r.joined3 + 1e-9) else 2
            group = units[at : at + many]
            if draw < r.joined + r.joined3 and len(group) == many:
                at += many
                zs, es = [z for z, _ in group], [self._free(e) for _, e in group]
                yield (["".join(zs)], es) if rng.random() < 0.6 else (zs, [" ".join(es)])
                continue
            draw -= r.joined + r.joined3
            at += 1
            if 0 <= draw < r.divided:
                yield self._divide(zh, self._free(en))
            elif 0 <= draw - r.divided < r.swapped and at < len(units):
                (zh2, en2), at = units[at], at + 1
                yield [zh, zh2], [self._free(en2), self._free(en)]
            elif 0 <= draw - r.divided - r.swapped < r.omitted:
                yield ([zh], []) if rng.random() < 0.5 else ([], [en])
            else:
                yield [zh], [self._free(en)]

    def _divide(self, zh: str, en: str) -> tuple[list[str], list[str]]:
        if self.rng.random() < 0.4:
            cuts = [m.end() for m in re.finditer("[，；：,]", zh) if 5 <= m.end() <= len(zh) - 5]
            if cuts:
                cut = min(cuts, key=lambda c: abs(c - len(zh) / 2))
                return [zh[:cut], zh[cut:]], [en]
        cuts = [m.end() for m in re.finditer(r"[,;:] ", en) if 15 <= m.end() <= len(en) - 15]
        if cuts:
            cut = min(cuts, key=lambda c: abs(c - len(en) / 2))
            return [zh], [en[:cut].strip(), en[cut:]]
        return [zh], [en]

    def _free(self, en: str) -> str:
        if not (self.recipe.dropped or self.recipe.replaced):
            return en
        kept = []
        for word in en.split():
            draw = self.rng.random()
            if draw < self.recipe.dropped:
                continue
            kept.append(self.rng.choice(self.vocabulary) if draw < self.recipe.dropped + self.recipe.replaced else word)
        return " ".join(kept) or en


RECIPES: dict[str, tuple[str, int, Recipe]] = {
    "tico": ("tico", 500, Recipe()),
    "tico-moved": ("tico", 500, Recipe(blocks=4)),
    "tico-free": ("tico", 500, Recipe(dropped=0.25, replaced=0.2)),
    "hkma": ("hkma", 400, Recipe(divided=0.1)),
    "hkma-moved": ("hkma", 400, Recipe(blocks=4)),
    "tatoeba": ("tatoeba", 500, Recipe()),
    "tatoeba-free": ("tatoeba", 500, Recipe(dropped=0.2, replaced=0.15)),
    "bible": ("bible", 500, Recipe(divided=0.2)),
    "bible-free": ("bible", 500, Recipe(divided=0.15, joined=0.2, dropped=0.25, replaced=0.2)),
    "bible-moved": ("bible", 500, Recipe(divided=0.15, blocks=4, dropped=0.15, replaced=0.1)),
}


def documents(seed: int, only: str = "", texts: int = 2) -> Iterator[Made]:
    """The synthetic documents, `texts` of each recipe."""
    for name, (source, size, recipe) in RECIPES.items():
        if only and not re.search(only, name):
            continue
        units = units_of(source)
        rng = random.Random(f"{seed}{name}")
        vocabulary = [w for _, en in rng.sample(units, min(300, len(units))) for w in en.split()]
        for number in range(texts):
            start = rng.randrange(max(1, len(units) - size))
            yield Maker(recipe, rng, vocabulary).make(f"{name}.{number}", units[start : start + size])


UNSEEN = {"teacher", "office", "envoy", "widower"}  # chapters that no weight was chosen on


def chapters(only: str = "") -> Iterator[Made]:
    """The chapters with their true beads."""
    for path in sorted((ROOT / "scripts" / "gold" / "chapters").glob("*.tsv")):
        kind = "novels-unseen" if path.stem in UNSEEN else "novels"
        if only and not re.search(only, kind):
            continue
        zh, en, gold = [], [], []
        for line in path.read_text(encoding="utf-8").splitlines():
            left, right = ([text for text in cell.split(" ||| ") if text] for cell in line.split("\t"))
            gold.append((tuple(range(len(zh), len(zh) + len(left))), tuple(range(len(en), len(en) + len(right)))))
            zh.extend(left)
            en.extend(right)
        yield Made(f"{kind}.{path.stem}", zh, en, gold)


def gale_church(zh: Sequence[str], en: Sequence[str]) -> Gold:
    """Gale and Church (1993): lengths alone, with the bead shares and variance of their paper."""
    shapes = {(1, 1): 0.89, (1, 0): 0.005, (0, 1): 0.005, (2, 1): 0.0445, (1, 2): 0.0445, (2, 2): 0.011}
    left, right = [0], [0]
    for text in zh:
        left.append(left[-1] + len(text))
    for text in en:
        right.append(right[-1] + len(text))
    ratio = right[-1] / max(1, left[-1])

    def cost(n: int, m: int) -> float:
        if not n and not m:
            return 0.0
        mean = (n + m / ratio) / 2
        delta = abs(n * ratio - m) / math.sqrt(max(1e-9, mean * ratio * 6.8))
        return -math.log(max(1e-300, math.erfc(delta / math.sqrt(2))))

    n, m = len(zh), len(en)
    best: list[dict[int, tuple[float, int, int]]] = [{} for _ in range(n + 1)]
    best[0][0] = (0.0, 0, 0)
    for i in range(n + 1):
        middle = i * m // max(1, n)
        for j in range(max(0, middle - 150), min(m, middle + 150) + 1):
            options = [
                (best[i - a][j - b][0] + cost(left[i] - left[i - a], right[j] - right[j - b]) - math.log(p), a, b)
                for (a, b), p in shapes.items()
                if i >= a and j - b in best[i - a]
            ]
            if options:
                best[i][j] = min(options)
    found: Gold = []
    i, j = n, m
    while i or j:
        _, a, b = best[i][j]
        found.append((tuple(range(i - a, i)), tuple(range(j - b, j))))
        i, j = i - a, j - b
    return found[::-1]


def hunalign(zh: Sequence[str], en: Sequence[str]) -> Gold:
    """hunalign -realign without a dictionary, Chinese characters given as words."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        (base / "dic").write_text("")
        (base / "zh").write_text("".join(" ".join(t.replace(" ", "")) + "\n" for t in zh), encoding="utf-8")
        (base / "en").write_text("".join(t + "\n" for t in en), encoding="utf-8")
        ladder = subprocess.run(
            ["hunalign", "-realign", base / "dic", base / "zh", base / "en"], capture_output=True, text=True, check=True
        ).stdout
    rungs = [tuple(map(int, line.split()[:2])) for line in ladder.splitlines()]
    return [(tuple(range(a, c)), tuple(range(b, d))) for (a, b), (c, d) in pairwise(rungs) if c > a or d > b]


def ours(encoder: object) -> Callable[[Sequence[str], Sequence[str]], Gold]:
    from aligner.pairing import beads

    return lambda zh, en: [(b.zh, b.en) for b in beads(zh, en, encoder)]  # type: ignore[arg-type]


def load(folder: str | None) -> object:
    from aligner.embedding import load_encoder

    return load_encoder(folder)


def table(made: Sequence[Made], systems: dict[str, Callable[[Sequence[str], Sequence[str]], Gold]]) -> None:
    """Strict and lax F1 of every system on every kind of document."""
    sys.path.insert(0, str(SHARED / "bench"))
    from score_sentalign import counts, prf  # type: ignore[import-not-found]

    kinds = list(dict.fromkeys(m.name.split(".")[0] for m in made))
    print(f"{'strict / lax F1':16}" + "".join(f"{s:>18}" for s in systems))
    totals: dict[str, list[tuple[float, float]]] = {s: [] for s in systems}
    for kind in kinds:
        cells = []
        for system, run in systems.items():
            c = sum((counts(m.gold, run(m.zh, m.en)) for m in made if m.name.split(".")[0] == kind), counts([], []))
            strict = prf(c["strict_p"], c["pred"], c["strict_r"], c["gold"])[2]
            lax = prf(c["lax_p"], c["pred"], c["lax_r"], c["gold"])[2]
            totals[system].append((strict, lax))
            cells.append(f"{strict:.3f} / {lax:.3f}")
        print(f"{kind:16}" + "".join(f"{c:>18}" for c in cells), flush=True)
    means = [f"{sum(s for s, _ in v) / len(v):.3f} / {sum(x for _, x in v) / len(v):.3f}" for v in totals.values() if v]
    print(f"{'mean':16}" + "".join(f"{c:>18}" for c in means))


def measure(encoder: object) -> dict[str, object]:
    """Strict and lax F1 on the chapters that no weight was chosen on, and a hash of their text."""
    sys.path.insert(0, str(SHARED / "bench"))
    from score_sentalign import counts, prf

    made = list(chapters("novels-unseen"))
    c = sum((counts(m.gold, ours(encoder)(m.zh, m.en)) for m in made), counts([], []))
    return {
        "data": hashlib.sha256("\n".join(t for m in made for t in (*m.zh, *m.en)).encode()).hexdigest()[:12],
        "strict F1": prf(c["strict_p"], c["pred"], c["strict_r"], c["gold"])[2],
        "lax F1": prf(c["lax_p"], c["pred"], c["lax_r"], c["gold"])[2],
    }


def reliability(made: Sequence[Made], encoder: object) -> None:
    """Whether a bead scored 0.8 is right 80 times in 100: right means strict, or sharing a true pair (lax)."""
    from aligner.pairing import beads

    bins: list[list[tuple[float, bool, bool]]] = [[] for _ in range(10)]
    for m in made:
        gold = set(m.gold)
        true = {(i, j) for zs, es in m.gold for i in zs for j in es}
        for b in beads(m.zh, m.en, encoder):  # type: ignore[arg-type]
            if b.zh and b.en:
                lax = any((i, j) in true for i in b.zh for j in b.en)
                bins[min(9, int(b.score * 10))].append((b.score, (b.zh, b.en) in gold, lax))
    print("score      beads  mean  strict  lax")
    for k, found in enumerate(bins):
        if found:
            size = len(found)
            mean, strict, lax = (sum(x[c] for x in found) / size for c in range(3))
            print(f"{k / 10:.1f}-{k / 10 + 0.1:.1f} {size:8d}  {mean:.2f}  {strict:.3f}  {lax:.3f}")


def book(encoder: object, size: int = 10_000) -> None:
    """Time and peak memory for a book made of the Bible's sentences."""
    from aligner.pairing import beads

    made = Maker(Recipe(divided=0.15), random.Random(1), ["x"]).make("book", units_of("bible")[:size])
    start = time.perf_counter()
    found = [(b.zh, b.en) for b in beads(made.zh, made.en, encoder)]  # type: ignore[arg-type]
    seconds = time.perf_counter() - start
    gold = set(made.gold)
    right = sum(b in gold for b in found) / len(found)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(made.zh)} x {len(made.en)} sentences: {seconds:.1f} s, peak {peak:.0f} MB, strict precision {right:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--texts", type=int, default=2, help="documents of each kind")
    parser.add_argument("--only", default="", help="kinds of documents, a regular expression")
    parser.add_argument("--model", help="folder of an encoder (default: the bundled one)")
    parser.add_argument("--alone", action="store_true", help="without the other systems")
    parser.add_argument("--book", type=int, nargs="?", const=10_000, help="time and memory at this many sentence pairs")
    args = parser.parse_args()
    encoder = load(args.model)
    if args.book:
        book(encoder, args.book)
        return
    made = [*documents(args.seed, args.only, args.texts), *chapters(args.only)]
    digest = hashlib.sha256("\n".join(t for m in made for t in (*m.zh, *m.en)).encode()).hexdigest()[:12]
    print(f"seed {args.seed}, {len(made)} documents, text {digest}, model {getattr(encoder, 'signature', args.model)}")
    systems = {"ours": ours(encoder)}
    if not args.alone:
        systems["Gale-Church"] = gale_church
        if shutil.which("hunalign"):
            systems["hunalign"] = hunalign
    table(made, systems)
    reliability(made, encoder)


if __name__ == "__main__":
    main()
