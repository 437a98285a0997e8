"""Measure what decisions of a person are worth to the next run (`glossary extract --terms-like`), by simulated decisions.

    python scripts/bench_learning.py [--parts tico,hkma] [--shown 500]

A benchmark is cut in two halves. Of the first half the pairs at the top of the list are judged: accepted where they are gold,
rejected where not. The second half is ranked without and with what was learnt from that. "new" counts only gold terms whose
Chinese was not accepted in the first half: what was learnt, and not what was remembered. The shipped weights were fitted on the
HKMA documents and have never seen TICO-19.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from bench_extract import Gold, figures, gold_of, hkma_documents, load_pairs, tico_gold, tico_pairs  # noqa: E402

from aligner import ranking  # noqa: E402
from aligner.embedding import Encoder, load_encoder  # noqa: E402
from aligner.learning import Judged, Taught  # noqa: E402
from aligner.mining import mine, rank  # noqa: E402
from aligner.records import SegmentPair  # noqa: E402
from aligner.table import build  # noqa: E402

LEVELS = (100, 200, 500, 1000, 2000)


def decisions(pairs: list[SegmentPair], gold: Gold, encoder: Encoder, shown: int) -> list[Judged]:
    """What a person who knows the gold says of the first pairs of the list."""
    from termnorm import pair_key

    found = mine(pairs, encoder)[:shown]
    return [Judged(c.zh, c.en, pair_key(c.zh, c.en) in gold, c.features) for c in found]


def compare(
    title: str, first: list[SegmentPair], second: list[SegmentPair], gold: Gold, encoder: Encoder, shown: int
) -> None:
    """One line without and one with the decisions."""
    from termnorm import pair_key

    judged = decisions(first, gold, encoder, shown)
    table = build(second, encoder)
    here = standing(gold, second)
    known = {pair_key(pair.zh, pair.en)[0] for pair in judged if pair.accepted}
    new = {key: terms for key, terms in here.items() if key[0] not in known}
    taught = Taught(ranking.shipped(), judged, lambda line: print(f"    {line}"))
    for label, ranker in (("shipped", ranking.shipped()), ("taught", taught)):
        found = rank(table, ranker)
        for which, wanted in (("all", here), ("new", new)):
            row = figures(wanted, found, LEVELS)
            shares = " ".join(f"recall@{level} {row[f'recall@{level}']:.3f}" for level in LEVELS)
            print(
                f"{title} {label:7s} {which} of {len(wanted):4d} gold  {shares} R-prec {row['R-prec']:.3f} e2e@1 {row['e2e@1']:.3f}"
            )
    sys.stdout.flush()


def standing(gold: Gold, pairs: list[SegmentPair]) -> Gold:
    """The gold pairs whose two sides stand in one sentence pair."""
    from termnorm import en_key, zh_key

    texts = [(zh_key(pair.zh.text), en_key(pair.en.text)) for pair in pairs]
    return {key: terms for key, terms in gold.items() if any(key[0] in zh and key[1] in en for zh, en in texts)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", default="tico,hkma")
    parser.add_argument("--shown", type=int, default=500, help="pairs of the first half that are judged")
    given = parser.parse_args()
    encoder = load_encoder()
    for part in given.parts.split(","):
        if part == "tico":
            pairs = tico_pairs()
            middle = len(pairs) // 2
            compare("TICO", pairs[:middle], pairs[middle:], tico_gold(), encoder, given.shown)
        else:
            names = hkma_documents()
            halves = [[pair for name in names[k::2] for pair in load_pairs(name, encoder)] for k in (0, 1)]
            compare("HKMA", *halves, gold_of(names), encoder, given.shown)
    print(f"signature: bench_learning shown={given.shown} model={encoder.signature} ranker={ranking.shipped().signature}")


if __name__ == "__main__":
    main()
