"""Fit the weights of the candidate ranking on the odd years of the HKMA reports, and report leaving one year out.

    python scripts/train_ranker.py [--model NAME] [--report DIR]

Tables are built as they are used: each document alone, each year together, all together. TICO-19 is never looked at here.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT.parent / "shared" / "bench"
sys.path[:0] = [str(ROOT), str(ROOT / "scripts"), str(BENCH)]

from bench_extract import gold_of, hkma_documents, load_pairs  # noqa: E402

from aligner.embedding import load_encoder  # noqa: E402
from aligner.ranking import WEIGHTS, Ranker, Scale  # noqa: E402
from aligner.table import Table, build  # noqa: E402

YEARS = ("2015", "2017", "2019", "2021", "2023")
STEPS, PENALTY, NEGATIVES = 60, 30.0, 0.25


class Examples:
    """A table's rows with their labels: is the pair gold, is either side a gold term."""

    def __init__(self, table: Table, gold: Iterable[tuple[str, str]], rng: np.random.Generator) -> None:
        from termnorm import pair_key

        gold = set(gold)
        sides = ({z for z, _ in gold}, {e for _, e in gold})
        keys = [pair_key(*table.texts(int(best))) for best in table.pairs.best]
        right = np.array([key in gold for key in keys], bool)
        term = np.array([z in sides[0] or e in sides[1] for z, e in keys], bool)
        keep = right | (rng.random(len(keys)) < NEGATIVES)
        self.features = table.features[keep]
        self.right, self.term = right[keep], term[keep]
        self.weight = np.where(self.right, 1.0, 1 / NEGATIVES)
        self.names = table.names


def logistic(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights and bias by Newton's method with an L2 penalty; the features are standardised."""
    x = np.concatenate([x, np.ones((len(x), 1))], 1).astype(np.float64)
    beta = np.zeros(x.shape[1])
    penalty = np.full(x.shape[1], PENALTY)
    penalty[-1] = 1e-6
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (weight * (y - p)) - penalty * beta
        curve = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(curve, gradient)
        beta += step
        if np.abs(step).max() < 1e-4:
            break
    return beta[:-1], float(beta[-1])


def fit(parts: list[Examples], signature: str = "") -> Ranker:
    """A ranker from examples."""
    x = np.concatenate([part.features for part in parts])
    right, term, weight = (np.concatenate([getattr(p, k) for p in parts]) for k in ("right", "term", "weight"))
    mean, spread = x.mean(0), x.std(0) + 1e-3
    even = np.clip((x - mean) / spread, -6, 6)
    translation = logistic(even[term], right[term], weight[term])
    termhood = logistic(even, term, weight)
    as32 = [np.asarray(a, np.float32) for a in (mean, spread, translation[0], termhood[0])]
    return Ranker(
        tuple(parts[0].names), as32[0], as32[1], Scale(as32[2], translation[1]), Scale(as32[3], termhood[1]), signature
    )


def save(ranker: Ranker, path: Path) -> None:
    """Write the weights, one feature a line."""
    columns = {
        "mean": ranker.mean,
        "spread": ranker.spread,
        "translation": ranker.translation.weights,
        "termhood": ranker.termhood.weights,
    }
    rows = [
        json.dumps({"name": name, **{key: round(float(value[k]), 5) for key, value in columns.items()}})
        for k, name in enumerate(ranker.names)
    ]
    head = {
        "signature": ranker.signature,
        "translation_bias": round(ranker.translation.bias, 5),
        "termhood_bias": round(ranker.termhood.bias, 5),
    }
    text = json.dumps(head, indent=1)[:-2] + ',\n "features": [\n  ' + ",\n  ".join(rows) + "\n ]\n}\n"
    path.write_text(text, encoding="utf-8")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--model", help="encoder, as for glossary --model")
    arguments.add_argument("--out", type=Path, default=WEIGHTS)
    arguments.add_argument("--report", type=Path, help="folder for the rankers that leave one year out")
    given = arguments.parse_args()
    encoder = load_encoder(given.model)
    rng = np.random.default_rng(0)
    documents = {name: load_pairs(name, encoder) for name in hkma_documents()}
    groups = {name: [name] for name in documents}
    groups |= {year: [name for name in documents if name.startswith(year)] for year in YEARS}
    examples: dict[str, Examples] = {}
    for label, names in [*groups.items(), ("all", list(documents))]:
        table = build([pair for name in names for pair in documents[name]], encoder)
        examples[label] = Examples(table, gold_of(names), rng)
        print(label, len(examples[label].right), int(examples[label].right.sum()), file=sys.stderr, flush=True)
    signature = f"hkma-odd {encoder.signature.rpartition('@')[2]} l2={PENALTY:g}"
    save(fit(list(examples.values()), signature), given.out)
    if given.report:
        for year in YEARS:
            kept = [e for label, e in examples.items() if not label.startswith(year) and label != "all"]
            save(fit(kept, f"{signature} without {year}"), given.report / f"without-{year}.json")


if __name__ == "__main__":
    main()
