"""Fit the networks of the candidate ranking, and report leaving one year out.

    python scripts/train_ranker.py [--model NAME] [--report DIR]

Examples come from the odd years of the HKMA reports with their term lists (pieces of a page, each document alone, each year
together, four years, all together: terms must be told in short texts as in long ones), and, for termhood alone, from laws with the
terms that they define and the subjects that their titles name, from manuals with their headings, and from texts of many fields with
their terms that were written for this project (gold/fields). TICO-19 is never looked at here. Needs torch.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
BENCH, CORPORA = (ROOT.parent / "shared" / name for name in ("bench", "corpora"))
sys.path[:0] = [str(ROOT), str(ROOT / "scripts"), str(BENCH)]

from bench_extract import gold_of, hkma_documents, load_pairs  # noqa: E402
from training import definitions, fields, headings, networks  # noqa: E402
from training.examples import Examples, seen  # noqa: E402

from aligner.embedding import Encoder, load_encoder  # noqa: E402
from aligner.ranking import REACH, WEIGHTS, Ranker, save  # noqa: E402
from aligner.table import build  # noqa: E402

YEARS = ("2015", "2017", "2019", "2021", "2023")
NEGATIVES, NEGATIVES_LAW, NEGATIVES_MANUAL = 0.2, 0.01, 0.02  # share of the rows without a label that are taken
PIECE, PIECES, PIECE_WEIGHT = 20, 5, 0.2  # sentence pairs in a piece, how many of a document, weight of their rows
LAW, MANUAL = 1.0, 0.5  # weight of all laws, and of all manuals, beside all reports
FIELD = {"four": 0.1, "many": 1.0}  # the same for texts of four fields and of many
EPOCHS = {"translation": 12, "termhood": 8}


def fit(
    reports: list[Examples], laws: list[Examples], manuals: list[Examples], others: dict[str, Examples], signature: str = ""
) -> Ranker:
    """A ranker from examples; `others` are the texts of many fields by label."""
    x, right, term, weight = (
        np.concatenate([getattr(p, k) for p in reports]) for k in ("features", "right", "term", "weight")
    )
    mean, spread = x.mean(0).astype(np.float32), (x.std(0) + 1e-3).astype(np.float32)

    def even(rows: np.ndarray) -> np.ndarray:
        return np.clip((rows - mean) / spread, -REACH, REACH)

    share = float((weight * term).sum() / weight.sum())
    kinds = [
        ([text for label, text in others.items() if fields.kind(label) == kind], total) for kind, total in FIELD.items()
    ]
    more = [
        (text, text.rest(share, total / len(texts) * weight.sum()))
        for texts, total in ((laws, LAW), (manuals, MANUAL), *kinds)
        for text in texts
    ]
    translation = networks.fit(even(x[term]), right[term], weight[term], EPOCHS["translation"], _groups(reports)[term])
    termhood = networks.fit(
        even(np.concatenate([x, *(text.features for text, _ in more)])),
        np.concatenate([term, *(text.term for text, _ in more)]),
        np.concatenate([weight, *(weights for _, weights in more)]),
        EPOCHS["termhood"],
    )
    return Ranker(tuple(reports[0].names), mean, spread, translation, termhood, signature)


def _groups(texts: list[Examples]) -> np.ndarray:
    """The Chinese expression of each row, no number used by two texts."""
    starts = np.cumsum([0, *(int(text.group.max(initial=0)) + 1 for text in texts)])
    return np.concatenate([text.group + start for text, start in zip(texts, starts, strict=False)])


def report_examples(encoder: Encoder, rng: np.random.Generator) -> dict[str, Examples]:
    """Examples of the reports by document, by year, of all but a year ("without 2015"), of all, and by piece."""
    documents = {name: load_pairs(name, encoder) for name in hkma_documents()}
    groups = {name: [name] for name in documents}
    groups |= {year: [name for name in documents if name.startswith(year)] for year in YEARS}
    groups |= {f"without {year}": [name for name in documents if not name.startswith(year)] for year in YEARS}
    examples = {}
    for label, names in [*groups.items(), ("all", list(documents))]:
        table = build([pair for name in names for pair in documents[name]], encoder)
        examples[label] = Examples(table, gold_of(names), rng, NEGATIVES)
        print(label, len(examples[label].right), int(examples[label].right.sum()), file=sys.stderr, flush=True)
    for name, pairs in documents.items():
        starts = rng.permutation(np.arange(0, max(len(pairs) - PIECE // 2, 1), PIECE))[:PIECES]
        for start in starts.tolist():
            table = build(pairs[start : start + PIECE], encoder)
            piece = examples[f"{name} from {start}"] = Examples(table, gold_of([name]), rng, NEGATIVES)
            piece.weight *= PIECE_WEIGHT
    return examples


def law_examples(encoder: Encoder, rng: np.random.Generator) -> list[Examples]:
    """Examples of laws, for termhood."""
    found = []
    texts = definitions.texts(CORPORA / "twlaw.tsv.gz", CORPORA / "twlaw_titles.tsv.gz")
    for label, (pairs, gold, subjects) in texts.items():
        found.append(Examples(build(pairs, encoder), gold, rng, NEGATIVES_LAW, exact=subjects))
        print(label, len(found[-1].term), int(found[-1].term.sum()), file=sys.stderr, flush=True)
    return found


def manual_examples(encoder: Encoder, rng: np.random.Generator) -> list[Examples]:
    """Examples of manuals, for termhood."""
    found = []
    for label, (pairs, terms) in headings.texts(CORPORA).items():
        found.append(Examples(build(pairs, encoder), (), rng, NEGATIVES_MANUAL, exact=terms))
        print(label, len(found[-1].term), int(found[-1].term.sum()), file=sys.stderr, flush=True)
    return found


def field_examples(encoder: Encoder, rng: np.random.Generator) -> dict[str, Examples]:
    """Examples of texts of many fields by label, for termhood."""
    found = {}
    for label, members in fields.texts().items():
        found[label] = Examples(build(fields.pairs(members), encoder), fields.gold(members), rng, NEGATIVES)
    print("fields", sum(len(text.term) for text in found.values()), file=sys.stderr, flush=True)
    return found


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--model", help="encoder, as for glossary --model")
    arguments.add_argument("--out", type=Path, default=WEIGHTS)
    arguments.add_argument(
        "--report", type=Path, help="folder for the rankers that leave one year, or half of the fields, out"
    )
    given = arguments.parse_args()
    encoder = load_encoder(given.model)
    rng = np.random.default_rng(0)
    laws, manuals = law_examples(encoder, rng), manual_examples(encoder, rng)
    reports, others = report_examples(encoder, rng), field_examples(encoder, rng)
    signature = (
        f"hkma-odd+law*{LAW:g}+manuals*{MANUAL:g}+fields*{FIELD['many']:g}+pieces*{PIECE_WEIGHT:g} {encoder.signature.rpartition('@')[2]} "
        f"nets={networks.NETS}x{networks.HIDDEN}"
    )

    def without(year: str | None, half: int | None = None) -> Ranker:
        """Weights that have not seen the reports of a year, or a half of the fields."""
        kept = [examples for label, examples in reports.items() if seen(label, year)]
        fitting = {label: text for label, text in others.items() if half is None or not fields.held_out(label, half)}
        left_out = f" without {year}" if year else f" without fields {half}" if half is not None else ""
        return fit(kept, laws, manuals, fitting, signature + left_out)

    save(without(None), given.out)
    if given.report:
        given.report.mkdir(parents=True, exist_ok=True)
        for year in YEARS:
            save(without(year), given.report / f"without-{year}.npz")
        for half in (0, 1):
            save(without(None, half), given.report / f"without-fields-{half}.npz")


if __name__ == "__main__":
    main()
