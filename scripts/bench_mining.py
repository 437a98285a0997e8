"""Time and memory of mining many sentence pairs, beside what eflomal needs to align the words of the same pairs.

    python scripts/bench_mining.py [--size 100000] [--jobs 2]

Both run in this one call, one after the other, each in processes of its own. eflomal (Östling and Tiedemann 2016) gets the words
as we divide them, ready-made, and aligns them in both directions with its own settings; ours is everything from sentence pairs to
ranked candidates, dividing into words included. CPU seconds are those of all processes of a side; memory is the most that they
held together at one time, shared pages counted once. To reach: a ratio of 2 and 1,500 MB.
"""

from __future__ import annotations

import argparse
import gzip
import multiprocessing
import os
import random
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CORPORA = ROOT.parent / "shared" / "corpora"
sys.path.insert(0, str(ROOT))

NAMES = ("twlaw", "python_docs", "django_docs", "tensorflow_docs", "tatoeba", "mlqe_wiki")


def texts(size: int) -> list[tuple[str, str]]:
    """Random sentence pairs, the same in every run."""
    rows: list[str] = []
    for name in NAMES:
        with gzip.open(CORPORA / f"{name}.tsv.gz", "rt", encoding="utf-8") as handle:
            rows += [row.rstrip("\n") for row in handle]
    chosen = random.Random(1).sample(rows, min(size, len(rows)))
    return [(row.split("\t")[0], row.split("\t")[1]) for row in chosen]


def eflomal(size: int, _jobs: int) -> int:
    """Align; the number of pairs."""
    import eflomal as program

    from aligner.tokens import tokenise_en, tokenise_zh

    pairs = texts(size)
    zh = [" ".join(token.key for token in tokenise_zh(a)) for a, _ in pairs]
    en = [" ".join(token.key for token in tokenise_en(b)) for _, b in pairs]
    Clock.start()
    with tempfile.TemporaryDirectory() as folder:
        program.Aligner().align(zh, en, links_filename_fwd=f"{folder}/forward", links_filename_rev=f"{folder}/reverse")
    return len(pairs)


def mining(size: int, jobs: int) -> int:
    """Mine; the number of candidates."""
    from aligner.embedding import load_encoder
    from aligner.mining import mine
    from aligner.records import Place, Segment, SegmentPair
    from aligner.work import Work

    pairs = [
        SegmentPair(Segment(zh, "zh", Place(number, 1)), Segment(en, "en", Place(number, 1)), document="corpus")
        for number, (zh, en) in enumerate(texts(size), 1)
    ]
    Clock.start()
    encoder = load_encoder("static")
    with Work(jobs) as work:
        return len(mine(pairs, encoder, work=work))


class Clock:
    """When the part that counts began, in this process."""

    wall = cpu = 0.0

    @classmethod
    def start(cls) -> None:
        cls.wall, cls.cpu = time.perf_counter(), cls.used()

    @staticmethod
    def used() -> float:
        """CPU seconds of this process and of those it has waited for."""
        kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        return sum(use.ru_utime + use.ru_stime for use in map(resource.getrusage, kinds))


def _timed(work: Callable[[int, int], int], size: int, jobs: int, answer: Any) -> None:
    found = work(size, jobs)
    answer.put((found, time.perf_counter() - Clock.wall, Clock.used() - Clock.cpu))


def measure(work: Callable[[int, int], int], size: int, jobs: int) -> tuple[int, float, float, float]:
    """Result, seconds, CPU seconds and most megabytes of a side."""
    context = multiprocessing.get_context("spawn")
    answer = context.Queue()
    process = context.Process(target=_timed, args=(work, size, jobs, answer))
    process.start()
    peak = [0.0]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.5):
            peak[0] = max(peak[0], held(process.pid or 0))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    found, wall, cpu = answer.get()
    process.join()
    done.set()
    watcher.join()
    return found, wall, cpu, peak[0]


def held(process: int) -> float:
    """Megabytes of a process and all that it started: proportional set size, which counts a shared page once (Linux)."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry.name))
    total, todo = 0, [process]
    while todo:
        one = todo.pop()
        todo += children.get(one, [])
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1000 * 1.024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", str(given.jobs))
    rows = {work.__name__: measure(work, given.size, given.jobs) for work in (eflomal, mining)}
    for name, (found, wall, cpu, memory) in rows.items():
        what = "pairs aligned" if name == "eflomal" else "candidates ranked"
        print(f"{name:8s} {found:8,d} {what:18s} {wall:6.0f} s  {cpu:6.0f} CPU s  {memory:6.0f} MB", flush=True)
    print(
        f"ratio    time {rows['mining'][1] / rows['eflomal'][1]:.2f}  CPU time {rows['mining'][2] / rows['eflomal'][2]:.2f}"
    )
    from aligner.embedding import load_encoder

    print(f"signature: bench_mining size={given.size} jobs={given.jobs} model={load_encoder('static').signature}")


if __name__ == "__main__":
    main()
