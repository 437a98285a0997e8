"""Fit the networks of the candidate ranking, and report leaving one year out.

    python scripts/train_ranker.py [--model NAME] [--report DIR] [--jobs N]

Examples come from the odd years of the HKMA reports with their term lists (pieces of a page, each document alone, each year
together, two or three years, all together: terms must be told in short texts as in long ones), from texts of many fields with their
terms that were written for this project (gold/fields), and, for termhood alone, from laws with the terms that they define and the
subjects that their titles name, and from manuals with their headings. TICO-19 is never looked at here. Needs torch, and some 12 GB of
memory: the tables of all texts are kept. Half an hour for the tables and an hour for each ranker on a laptop; glibc spends a third of
the latter on giving memory back and forth unless MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=8589934592 are set.

The second look learns from what a first one says of texts that it has not seen: the texts are in two halves, and each is looked at
by networks fitted on the other (as in Wolpert's stacking). The first look that is written is fitted on all of them.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
BENCH, CORPORA = (ROOT.parent / "shared" / name for name in ("bench", "corpora"))
sys.path[:0] = [str(ROOT), str(ROOT / "scripts"), str(BENCH)]

from bench_extract import gold_of, hkma_documents, load_pairs  # noqa: E402
from training import definitions, fields, headings, networks  # noqa: E402
from training.examples import Text  # noqa: E402

from aligner.company import NAMES  # noqa: E402
from aligner.embedding import Encoder, load_encoder  # noqa: E402
from aligner.ranking import REACH, WEIGHTS, Ranker, Scores, save  # noqa: E402
from aligner.table import build  # noqa: E402

YEARS = ("2015", "2017", "2019", "2021", "2023")
NEGATIVES, NEGATIVES_LAW, NEGATIVES_MANUAL = 0.2, 0.01, 0.02  # share of the rows without a label that are taken
PIECE, PIECES, PIECE_WEIGHT = 20, 5, 0.2  # sentence pairs in a piece, how many of a document, weight of their rows
# total weight of the texts of a kind, beside that of the reports
WEIGHT = {"law": 1.0, "manual": 0.5, "four fields": 0.3, "branch fields": 0.8, "many fields": 0.2}
RENDERINGS = 0.3  # the same for the texts of fields among the examples of right renderings
OF_RENDERINGS = ("four fields", "many fields")  # the branches hold the same pairs once more
EPOCHS = {"translation": 12, "termhood": 8}
NETS, NETS_OF_HALF = 5, 3  # networks for each score
NETS_OF_FIELDS = 4, 3  # more networks for the translation score of each look, which learn from the texts of fields too

Rows = list[tuple[Text, np.ndarray]]


class Reports:
    """The examples of the reports: documents and pieces of them, and any years together, made when they are asked for."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self.documents = {name: load_pairs(name, encoder) for name in hkma_documents()}
        self.single = [text for name in self.documents for text in self._document(name)]
        self._together: dict[tuple[str, ...], Text] = {}

    def _document(self, name: str) -> Iterable[Text]:
        pairs, gold, rng = self.documents[name], gold_of([name]), np.random.default_rng(0)
        yield Text("report", name, build(pairs, self.encoder), gold, NEGATIVES, years=[name[:4]])
        for start in rng.permutation(np.arange(0, max(len(pairs) - PIECE // 2, 1), PIECE))[:PIECES].tolist():
            table = build(pairs[start : start + PIECE], self.encoder)
            label = f"{name} from {start}"
            yield Text("report", label, table, gold, NEGATIVES, years=[name[:4]], weight=PIECE_WEIGHT)

    def together(self, years: tuple[str, ...]) -> Text:
        """The reports of some years as one text."""
        if years not in self._together:
            names = [name for name in self.documents if name.startswith(years)]
            table = build([pair for name in names for pair in self.documents[name]], self.encoder)
            self._together[years] = Text("report", "+".join(years), table, gold_of(names), NEGATIVES, years=years)
            print("reports", *years, len(table.pairs.count), file=sys.stderr, flush=True)
        return self._together[years]

    def without(self, year: str | None) -> list[Text]:
        """All examples but those of a year, in two halves by year; what spans both is seen once as one large text."""
        years = tuple(other for other in YEARS if other != year)
        halves = years[::2], years[1::2]
        groups = dict.fromkeys([*((one,) for one in years), *halves, years])
        texts = [text for text in self.single if text.years <= set(years)] + [self.together(group) for group in groups]
        for text in texts:
            text.fold = next((k for k, half in enumerate(halves) if text.years <= set(half)), None)
        return texts


def law_texts(encoder: Encoder) -> Iterable[Text]:
    """Laws, for termhood."""
    texts = definitions.texts(CORPORA / "twlaw.tsv.gz", CORPORA / "twlaw_titles.tsv.gz")
    for number, (label, (pairs, gold, subjects)) in enumerate(texts.items()):
        yield Text("law", label, build(pairs, encoder), gold, NEGATIVES_LAW, exact=subjects, fold=number % 2)


def manual_texts(encoder: Encoder) -> Iterable[Text]:
    """Manuals, for termhood."""
    for number, (label, (pairs, terms)) in enumerate(headings.texts(CORPORA).items()):
        yield Text("manual", label, build(pairs, encoder), (), NEGATIVES_MANUAL, exact=terms, fold=number % 2)


def field_texts(encoder: Encoder) -> Iterable[Text]:
    """Texts of many fields."""
    for label, members in fields.texts().items():
        table, kind = build(fields.pairs(members), encoder), f"{fields.kind(label)} fields"
        yield Text(kind, label, table, fields.gold(members), NEGATIVES, fold=fields.side(label))


def fit(reports: list[Text], others: list[Text], signature: str = "") -> Ranker:
    """A ranker from examples."""
    texts = reports + others
    rows = [(text, text.features) for text in texts]
    names = tuple(texts[0].table.names)
    mean, spread = _standard(rows)
    halves = [_scores(names, [row for row in rows if row[0].fold == fold], mean, spread, NETS_OF_HALF) for fold in (0, 1)]
    both = replace(
        halves[0],
        translation=networks.joined(half.translation for half in halves),
        termhood=networks.joined(half.termhood for half in halves),
    )
    looks = {0: halves[1], 1: halves[0], None: both}
    around = [(text, np.concatenate([seen, text.around(looks[text.fold])], 1)) for text, seen in rows]
    second = _scores((*names, *NAMES), around, *_standard(around), NETS, NETS_OF_FIELDS[1])
    return Ranker(_scores(names, rows, mean, spread, NETS, NETS_OF_FIELDS[0]), second, signature)


def _standard(rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    """Mean and spread of each feature in the reports."""
    x = np.concatenate([seen for text, seen in rows if text.kind == "report"])
    return x.mean(0).astype(np.float32), (x.std(0) + 1e-3).astype(np.float32)


def _scores(
    names: Sequence[str], rows: Rows, mean: np.ndarray, spread: np.ndarray, nets: int, nets_of_fields: int = 0
) -> Scores:
    """Networks for both scores: the reports tell right renderings from wrong ones, all texts terms from others.

    With the texts of fields among them, renderings in other fields are told better, and the reports rank a little worse: some
    more networks learn from both, and have their share of the say.
    """

    def even(seen: np.ndarray) -> np.ndarray:
        return np.clip((seen - mean) / spread, -REACH, REACH)

    reports = [row for row in rows if row[0].kind == "report"]
    translation = _translation(reports, [], even, nets)
    if nets_of_fields:
        fields_too = [row for row in rows if row[0].kind in OF_RENDERINGS]
        translation = networks.joined([translation, _translation(reports, fields_too, even, nets_of_fields)])
    x, own = np.concatenate([seen for _, seen in reports]), [text for text, _ in reports]
    term, weight = (np.concatenate([getattr(text, k) for text in own]) for k in ("term", "weight"))
    share = float((weight * term).sum() / weight.sum())
    seen, labels, weights = [x], [term], [weight]
    for kind, total in WEIGHT.items():
        texts = [row for row in rows if row[0].kind == kind]
        seen += [more for _, more in texts]
        labels += [text.term for text, _ in texts]
        weights += [text.rest(share, total / len(texts) * weight.sum()) for text, _ in texts]
    every = even(np.concatenate(seen))
    termhood = networks.fit(every, np.concatenate(labels), np.concatenate(weights), EPOCHS["termhood"], nets)
    return Scores(tuple(names), mean, spread, translation, termhood)


def _translation(reports: Rows, others: Rows, even: Callable[[np.ndarray], np.ndarray], nets: int) -> networks.Network:
    """Networks that tell right renderings of terms from wrong ones, fitted on reports and others, these with less weight."""
    rows = reports + others
    texts = [text for text, _ in rows]
    x = np.concatenate([even(seen[text.term]) for text, seen in rows])
    right, group = np.concatenate([text.right[text.term] for text in texts]), _groups(texts)
    weight = [text.weight[text.term] for text in texts]
    total = [sum(map(np.sum, part)) for part in (weight[: len(reports)], weight[len(reports) :])]
    weight[len(reports) :] = [part * (RENDERINGS * total[0] / total[1]) for part in weight[len(reports) :]]
    group = group[np.concatenate([text.term for text in texts])]
    return networks.fit(x, right, np.concatenate(weight), EPOCHS["translation"], nets, group)


def _groups(texts: list[Text]) -> np.ndarray:
    """The Chinese expression of each row, no number used by two texts."""
    starts = np.cumsum([0, *(int(text.group.max(initial=0)) + 1 for text in texts)])
    return np.concatenate([text.group + start for text, start in zip(texts, starts, strict=False)])


class Fitting:
    """All examples, and the rankers that leave some of them out."""

    def __init__(self, encoder: Encoder) -> None:
        self.reports = Reports(encoder)
        self.others: list[Text] = []
        for make in (field_texts, law_texts, manual_texts):
            for text in make(encoder):
                self.others.append(text)
                print(text.kind, text.label, len(text.term), int(text.term.sum()), file=sys.stderr, flush=True)
        for year in (None, *YEARS):
            self.reports.without(year)  # made before other processes take a part of the work
        weights = "+".join(f"{kind.replace(' ', '-')}*{weight:g}" for kind, weight in WEIGHT.items())
        model = encoder.signature.rpartition("@")[2]
        examples = f"hkma-odd+{weights}+pieces*{PIECE_WEIGHT:g}+renderings*{RENDERINGS:g}"
        self.signature = f"{examples} {model} nets=2x{NETS}+{'+'.join(map(str, NETS_OF_FIELDS))}x{networks.HIDDEN}"

    def without(self, year: str | None, half: int | None = None) -> Ranker:
        """Weights that have not seen the reports of a year, or a half of the fields."""
        others = [text for text in self.others if "fields" not in text.kind or not fields.held_out(text.label, half)]
        left_out = f" without {year}" if year else f" without fields {half}" if half is not None else ""
        return fit(self.reports.without(year), others, self.signature + left_out)


_FITTING: list[Fitting] = []  # what processes that fork off find here


def _write(job: tuple[Path, str | None, int | None]) -> None:
    path, year, half = job
    save(_FITTING[0].without(year, half), path)
    print("written", path, file=sys.stderr, flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--model", help="encoder, as for glossary --model")
    arguments.add_argument("--out", type=Path, default=WEIGHTS)
    arguments.add_argument(
        "--report", type=Path, help="folder for the rankers that leave one year, or half of the fields, out"
    )
    arguments.add_argument("--jobs", type=int, default=1, help="rankers fitted at a time, each in a process of its own")
    given = arguments.parse_args()
    _FITTING.append(Fitting(load_encoder(given.model)))
    jobs: list[tuple[Path, str | None, int | None]] = [(given.out, None, None)]
    if given.report:
        given.report.mkdir(parents=True, exist_ok=True)
        jobs += [(given.report / f"without-{year}.npz", year, None) for year in YEARS]
        jobs += [(given.report / f"without-fields-{half}.npz", None, half) for half in (0, 1)]
    if given.jobs == 1 or len(jobs) == 1:
        for job in jobs:
            _write(job)
        return
    with multiprocessing.get_context("fork").Pool(given.jobs, maxtasksperchild=1) as pool:
        pool.map(_write, jobs, chunksize=1)


if __name__ == "__main__":
    main()
