#!/usr/bin/env python3
"""Measure an embedding model: retrieval, word alignment beside eflomal, term retrieval, speed and load time.

    python scripts/bench_model.py                          the shipped model
    python scripts/bench_model.py --model LaBSE            any other, under the same roof
    python scripts/bench_model.py --eflomal-pairs 100000   eflomal also with so many training pairs before the test pairs
    python scripts/bench_model.py --write aligner/model    results.json and the model card, beside the model

Data: `../shared/bench`, for measuring only. Every table ends with a signature: version, model, settings, data.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from aligner.embedding import load_encoder  # noqa: E402
from scripts.bench import measures, peers  # noqa: E402
from scripts.training import card  # noqa: E402


def measured(name: str | None, bench: Path, eflomal_pairs: int, quick: bool) -> dict[str, float]:
    """All figures of one model, by name. `quick` leaves out speed, eflomal and alignment with corpus rounds."""
    encoder = load_encoder(name)
    figures = {
        **measures.retrieval(encoder, bench),
        **measures.terms(encoder, bench),
        **measures.alignment(encoder, bench, 0),
    }
    if not quick:
        figures |= measures.alignment(encoder, bench, None)
        figures |= peers.eflomal(bench, ROOT.parent / "shared" / "corpora", 0)
        if eflomal_pairs:
            figures |= peers.eflomal(bench, ROOT.parent / "shared" / "corpora", eflomal_pairs)
        figures |= measures.speed(encoder) | measures.loading(str(name) if name else "static", ROOT)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", help="a name or folder as for every command; the shipped model without")
    parser.add_argument("--bench", type=Path, default=ROOT.parent / "shared" / "bench")
    parser.add_argument("--eflomal-pairs", type=int, default=0)
    parser.add_argument("--quick", action="store_true", help="leave out speed, load time and eflomal")
    parser.add_argument(
        "--write", type=Path, metavar="FOLDER", help="write results.json and the model card into this folder"
    )
    given = parser.parse_args()
    if not given.bench.is_dir():
        raise SystemExit(f"{given.bench}: no benchmarks here; --bench names their folder")
    figures = measured(given.model, given.bench, given.eflomal_pairs, given.quick)
    signature = measures.signature(load_encoder(given.model), given.bench)
    width = max(map(len, figures))
    for name, value in figures.items():
        print(f"{name:{width}}  {value:10.4f}" if value < 100 else f"{name:{width}}  {value:10,.0f}")
    print(f"\nsignature  {signature}")
    if given.write:
        results = {"signature": signature, "figures": {name: round(value, 4) for name, value in figures.items()}}
        (given.write / "results.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
        card.write(given.write)


if __name__ == "__main__":
    main()
