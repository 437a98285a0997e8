"""How fast the check goes over a text: 10 MB of sentence pairs against 300,000 concepts, beside ahocorasick_rs alone.

    python scripts/bench_check.py [--megabytes 10] [--concepts 300000]

The sentences are those of the tests without a planted deviation, the concepts are theirs and random ones made of the same
characters and words, so that beginnings of terms are met everywhere. Times are of the processor, and the process is its own
memory figure. ahocorasick_rs is measured where it is installed.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from glossary.checking.checker import check
from glossary.checking.sides import Chinese, English
from glossary.checking.termbase import Termbase
from glossary.checking.terms import Listed, Row
from tests.glossary.checking import planted


def terms(texts: list[tuple[str, str]], number: int) -> list[Row]:
    """The concepts of the tests, and random ones."""
    rows = list(planted.rows())
    common = sorted({c for zh, _ in texts for c in zh if "\u4e00" <= c <= "\u9fff"})
    rare = [chr(random.randint(0x4E00, 0x9FA5)) for _ in range(3000)]
    words = sorted({word for _, en in texts for word in en.split()})
    for k in range(1000, number + 1000 - len(planted.table("glossary.tsv"))):
        length = random.choice((3, 4, 4, 4, 5, 6))
        zh = "".join(random.choices(common if random.random() < 0.5 else rare, k=length))
        rows.append((k, "zh", zh, "candidate", "term"))
        rows.append((k, "en", " ".join(random.choices(words, k=random.choice((1, 2, 3)))), "preferred", "term"))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=10)
    parser.add_argument("--concepts", type=int, default=300_000)
    parser.add_argument(
        "--times", type=int, default=3, help="the best of so many: other programs slow the processor down, too"
    )
    options = parser.parse_args()
    random.seed(1)
    texts = [(row["zh"], row["en"]) for row in planted.table("planted.tsv") if not row["expected"]]
    listed = Listed(terms(texts, options.concepts))
    start = time.process_time()
    base = Termbase(listed, Chinese(), English())
    print(f"index of {len(base):,} terms: {time.process_time() - start:.1f} s")
    chosen, size = [], 0
    while size < options.megabytes * 1e6:
        chosen.append(random.choice(texts))
        size += sum(len(text.encode()) for text in chosen[-1])
    pairs = planted.pairs(*chosen)
    spent = float("inf")
    for _ in range(options.times):
        start = time.process_time()
        found = check(pairs, base)
        spent = min(spent, time.process_time() - start)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"check: {size / 1e6 / spent:.1f} MB/s, {len(pairs):,} pairs, {len(found):,} findings, {memory:.0f} MB of memory")
    try:
        import ahocorasick_rs
    except ImportError:
        return
    start = time.process_time()
    expressions = [text for _, text in listed.expressions("zh", candidates=False)]
    automaton = ahocorasick_rs.AhoCorasick(
        base.source.patterns(expressions), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    )
    built = time.process_time() - start
    haystack = "\n".join(base.source.plain(pair.source.text) for pair in pairs)
    start = time.process_time()
    hits = automaton.find_matches_as_indexes(haystack)
    spent = time.process_time() - start
    print(f"ahocorasick_rs alone: built in {built:.1f} s, {size / 1e6 / spent:.1f} MB/s, {len(hits):,} hits")


if __name__ == "__main__":
    main()
