"""Peers run in the same table on the same pairs: eflomal from PyPI."""

from __future__ import annotations

import gzip
import random
import tempfile
from pathlib import Path

from scripts.bench.measures import error_rate, gold_links


def eflomal(bench: Path, corpora: Path, pairs: int) -> dict[str, float]:
    """eflomal on the development pairs with `pairs` random corpus pairs before them; both directions, grown and closed."""
    try:
        from eflomal import Aligner
    except ImportError:
        return {}
    folder = bench / "wordalign"
    zh, en = ((folder / f"dev.{side}").read_text(encoding="utf-8").splitlines() for side in ("zh", "en"))
    before = training(corpora, pairs)
    with tempfile.TemporaryDirectory() as place:
        forward, reverse = Path(place) / "forward", Path(place) / "reverse"
        Aligner(model=3).align(
            [plain(line) for line in (*(z for z, _ in before), *zh)],
            [plain(line) for line in (*(e for _, e in before), *en)],
            links_filename_fwd=str(forward),
            links_filename_rev=str(reverse),
        )
        sides = [path.read_text().splitlines()[len(before) :] for path in (forward, reverse)]
    found = [grown(set(map(link, a.split())), set(map(link, b.split()))) for a, b in zip(*sides, strict=True)]
    name = f"eflomal, {pairs:,} pairs before" if pairs else "eflomal, the 150 pairs alone"
    rates = error_rate(gold_links(folder / "dev.align"), [{f"{i}-{j}" for i, j in links} for links in found])
    return {f"{name} {key}": value for key, value in rates.items()}


def plain(line: str) -> str:
    """A line of tokens in one spelling, as many tokens as before: caseless, simplified, half width."""
    from scripts.training.vocabulary import folded

    return " ".join("".join(folded(token).split()) or token for token in line.split()) + "\n"


def training(corpora: Path, size: int) -> list[tuple[str, str]]:
    """Random pairs of all corpora, cut into words: jieba for zh (rjieba where installed), runs of letters for en."""
    if not size:
        return []
    from scripts.training.vocabulary import folded, runs

    try:
        from rjieba import cut
    except ImportError:
        from jieba import cut
    rows = []
    for path in sorted(corpora.glob("*.tsv.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows += [line.rstrip("\n").split("\t")[:2] for line in lines]
    chosen = random.Random(1).sample(rows, min(size, len(rows)))
    words = ((" ".join(cut(folded(zh))).split(), list(runs(folded(en)))) for zh, en in chosen)
    return [(" ".join(zh), " ".join(en)) for zh, en in words if 0 < len(zh) <= 100 and 0 < len(en) <= 100]


def link(text: str) -> tuple[int, int]:
    """`3-4` as numbers."""
    i, j = text.split("-")
    return int(i), int(j)


def grown(forward: set[tuple[int, int]], reverse: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """grow-diag-final-and (Koehn et al. 2005)."""
    links, union = forward & reverse, forward | reverse
    around = [(-1, 0), (0, -1), (1, 0), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1)]
    rows, columns = {i for i, _ in links}, {j for _, j in links}
    added = True
    while added:
        added = False
        for i, j in sorted(links):
            for di, dj in around:
                new = (i + di, j + dj)
                if new in union and new not in links and (new[0] not in rows or new[1] not in columns):
                    links.add(new)
                    rows.add(new[0])
                    columns.add(new[1])
                    added = True
    for new in sorted(forward) + sorted(reverse):
        if new not in links and new[0] not in rows and new[1] not in columns:
            links.add(new)
            rows.add(new[0])
            columns.add(new[1])
    return links
