"""How fast a large glossary answers: builds a synthetic one, asks it many queries, prints a table with a signature.

The terms are drawn from wordfreq's word lists, frequent words oftener (Zipf), so that a query meets as many neighbours as in a
real glossary of that size. The same seed and size give the same terms.

    python scripts/bench_search.py                        # 1,000,000 terms and sentence pairs, a quarter of an hour
    python scripts/bench_search.py --terms 100000 --keep small.db
    python scripts/bench_search.py --ask small.db         # a glossary that is there already
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import itertools
import platform
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from aligner.records import Candidate, DocumentInfo, Evidence, Extraction, Place, Segment, SegmentPair
from aligner.text import HAN_RUN
from glossary import database, keys, sounds, store
from glossary.concordance import concordance
from glossary.search import search
from glossary.sentences import sentences

SHARD = 50_000  # pairs in one document
NOWHERE = Place()


def vocabulary(lang: str, number: int) -> tuple[list[str], list[float]]:
    """The most frequent words of a language and their cumulative Zipf weights."""
    from wordfreq import top_n_list

    words = top_n_list(lang, number)
    if lang == "zh":
        words = [word for word in words if HAN_RUN.fullmatch(word)]
    else:
        words = [word for word in words if word.isascii() and word.isalpha()]
    return words, list(itertools.accumulate(1 / (rank + 20) for rank in range(len(words))))


def pairs(number: int, draw: random.Random) -> Iterator[tuple[str, str, float, float]]:
    """Distinct term pairs with a translation score and a termhood."""
    zh_words, zh_weights = vocabulary("zh", 60_000)
    en_words, en_weights = vocabulary("en", 60_000)
    seen: set[str] = set()
    while len(seen) < number:
        zh = "".join(draw.choices(zh_words, cum_weights=zh_weights, k=draw.choice((1, 2, 2, 2, 3, 3))))
        if zh not in seen and len(zh) > 1:
            seen.add(zh)
            en = " ".join(draw.choices(en_words, cum_weights=en_weights, k=draw.choice((1, 2, 2, 3, 4))))
            yield zh, en, draw.random(), draw.random()


def shards(terms: int, sentence_pairs: int, seed: int) -> Iterator[Extraction]:
    """Extractions of one document each; half of the terms are Chinese, half English."""
    draw = random.Random(seed)
    stream = pairs(terms // 2, draw)
    documents = max(1, -(-terms // 2 // SHARD))
    for number in range(documents):
        name = f"document {number}"
        part = list(itertools.islice(stream, SHARD))
        evidence = (Evidence("words", name, NOWHERE, NOWHERE),)
        candidates = tuple(
            Candidate(zh, en, evidence, "preferred" if score > 0.98 else "candidate", score, termhood)
            for zh, en, score, termhood in part
        )
        segments = tuple(
            SegmentPair(
                Segment("，".join(pair[0] for pair in some) + "。", "zh", Place(line, 1)),
                Segment(", ".join(pair[1] for pair in some) + ".", "en", Place(line, 1)),
                document=name,
            )
            for line in range(sentence_pairs // documents)
            for some in (draw.sample(part, 8),)
        )
        yield Extraction(
            (DocumentInfo(name, hashlib.sha256(f"{seed} {name}".encode()).hexdigest(), "txt"),), segments, candidates
        )


def build(path: Path, terms: int, sentence_pairs: int, seed: int) -> tuple[float, str, list[tuple[str, str]]]:
    """Store the shards; returns seconds in the store, a hash over the data, and a sample of pairs to ask for."""
    took, data, sample = 0.0, hashlib.sha256(), []
    for extraction in shards(terms, sentence_pairs, seed):
        for candidate in extraction.candidates:
            data.update(f"{candidate.zh}\t{candidate.en}\n".encode())
        sample += [
            (c.zh, c.en) for c in random.Random(seed).sample(extraction.candidates, min(200, len(extraction.candidates)))
        ]
        start = time.perf_counter()
        with database.writing(path, create=True) as db:
            store.add(db, extraction, folder=path.parent)
        took += time.perf_counter() - start
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return took, data.hexdigest()[:16], sample


def kinds(sample: list[tuple[str, str]]) -> dict[str, tuple[Callable[..., object], list[str]]]:
    """Queries by kind, each with the function that answers it."""
    zh, en = [pair[0] for pair in sample], [pair[1] for pair in sample]
    words = [word for text in en for word in text.split()]
    several = [text.split() for text in en if " " in text]
    spoken = [tokens for text in zh if (tokens := sounds.tokens(keys.units(keys.expression(text, "zh")[0])))]
    near = functools.partial(search, fuzzy=True)
    return {
        "zh, two characters, at the start": (search, [text[:2] for text in zh]),
        "zh, two characters, anywhere": (search, [text[len(text) // 2 - 1 :][:2] for text in zh]),
        "zh, two characters, at the end": (search, [text[-2:] for text in zh]),
        "zh, one character": (search, [text[-1] for text in zh]),
        "zh, whole term": (search, zh),
        "zh, no hit": (search, [a[-1] + b[0] + "龘" for a, b in itertools.pairwise(zh)]),
        "pinyin, whole term": (search, [tokens[0][1:] for tokens in spoken]),
        "pinyin, from the second character": (search, [tokens[2][1:] for tokens in spoken if len(tokens) > 2]),
        "pinyin, one syllable": (search, [tokens[-1][1:] for tokens in spoken]),
        "initials": (search, [tokens[1][1:] for tokens in spoken]),
        "en, one word": (search, words),
        "en, one letter": (search, [word[0] for word in words]),
        "en, start of a word": (search, [word[:3] for word in words]),
        "en, whole term": (search, en),
        "en, two words, other order": (search, [" ".join(reversed(parts[:2])) for parts in several]),
        "en, another inflection": (search, [" ".join(f"{word}ing" for word in parts) for parts in several]),
        "pattern, zh, start open": (search, ["*" + text[-2:] for text in zh]),
        "pattern, zh, middle open": (search, [text[0] + "*" + text[-1] for text in zh]),
        "pattern, en": (search, [f"{parts[0]} *{parts[-1][1:]}" for parts in several]),
        "fuzzy, zh, one character wrong": (near, [text[:1] + "龘" + text[2:] for text in zh if len(text) > 2]),
        "fuzzy, en, two letters swapped": (near, [_swapped(text) for text in words if len(text) > 4]),
        "contexts, zh two characters": (sentences, [text[:2] for text in zh]),
        "contexts, en one word": (sentences, words),
        "concordance, zh two characters": (concordance, [text[:2] for text in zh]),
        "concordance, en one word": (concordance, words),
    }


def by_meaning(db: sqlite3.Connection, path: Path, texts: list[str]) -> dict[str, tuple[Callable[..., object], list[str]]]:
    """Queries by meaning; the vectors of all terms are worked out first, beside the glossary."""
    from aligner.embedding import load_encoder
    from glossary.similar import Vectors, similar

    vectors = Vectors(path.parent / f"{path.name}.vectors", path, load_encoder())
    start = time.process_time()
    vectors.refresh(db)
    print(f"# vectors of the terms worked out in {time.process_time() - start:.0f} s", file=sys.stderr)
    return {"similar": (lambda db, query: similar(db, query, vectors, 20), texts)}


def _swapped(word: str) -> str:
    return word[:2] + word[3] + word[2] + word[4:]


def ask(
    db: sqlite3.Connection, function: Callable[..., object], queries: list[str], number: int
) -> tuple[list[float], list[float]]:
    """Milliseconds per query, the hits' sentences included: by the clock, and on the processor alone.

    The two differ where other programs want the processor too.
    """
    clock, processor = [], []
    for query in queries[:number]:
        start, work = time.perf_counter(), time.process_time()
        function(db, query)
        clock.append((time.perf_counter() - start) * 1000)
        processor.append((time.process_time() - work) * 1000)
    return clock, processor


def stored_sample(db: sqlite3.Connection, number: int, seed: int) -> list[tuple[str, str]]:
    """Pairs of a glossary that is there already."""
    (last,) = db.execute("SELECT max(id) FROM concepts").fetchone()
    draw, found = random.Random(seed), list[tuple[str, str]]()
    while len(found) < number:
        rows = db.execute("SELECT text FROM terms WHERE concept = ? ORDER BY lang DESC", (draw.randint(1, last),)).fetchall()
        if len(rows) > 1 and len(rows[0][0]) > 1:
            found.append((rows[0][0], rows[1][0]))
    return found


def report(db: sqlite3.Connection, path: Path, sample: list[tuple[str, str]], queries: int, about: str, chosen: str) -> None:
    """Ask and print the table."""
    counts = [db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("terms", "segments")]
    print(
        f"# SQLite {sqlite3.sqlite_version}, Python {platform.python_version()}, {platform.machine()} {platform.system()};"
        f" {about}, {counts[0]:,} terms, {counts[1]:,} sentence pairs"
    )
    print(f"{'query':<36}{'median ms':>10}{'p95 ms':>10}{'max ms':>10}{'cpu median':>12}{'cpu p95':>9}{'n':>6}")
    asked = kinds(sample)
    if chosen in "similar":
        asked |= by_meaning(db, path, [text for pair in sample for text in pair])
    for kind, (function, texts) in asked.items():
        if chosen in kind:
            clock, processor = ask(db, function, texts, queries)
            p95, work95 = (statistics.quantiles(times, n=20)[-1] for times in (clock, processor))
            print(
                f"{kind:<36}{statistics.median(clock):>10.2f}{p95:>10.2f}{max(clock):>10.2f}"
                f"{statistics.median(processor):>12.2f}{work95:>9.2f}{len(clock):>6}",
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--terms", type=int, default=1_000_000)
    parser.add_argument("--sentences", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=400, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="build the database here and leave it")
    parser.add_argument("--ask", type=Path, help="build nothing and ask this glossary")
    parser.add_argument("--kind", default="", help="only kinds of query with this in their name")
    options = parser.parse_args()
    if options.ask:
        with database.reading(options.ask) as db:
            sample = stored_sample(db, max(options.queries, 2), options.seed)
            report(db, options.ask, sample, options.queries, f"seed {options.seed}, {options.ask.name}", options.kind)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "bench.db"
        path.unlink(missing_ok=True)
        took, data, sample = build(path, options.terms, options.sentences, options.seed)
        random.Random(options.seed).shuffle(sample)
        with database.reading(path) as db:
            print(f"# stored in {took:.0f} s, {path.stat().st_size / 1e6:,.0f} MB")
            report(db, path, sample, options.queries, f"seed {options.seed}, data {data}", options.kind)


if __name__ == "__main__":
    main()
