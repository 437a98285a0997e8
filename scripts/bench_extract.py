"""Measure term extraction on HKMA and TICO-19, beside the targets and peers of the benchmark's README.

    python scripts/bench_extract.py [--parts hkma,documents,tico,fields,calibration,database] [--rankers DIR] [--sample 50]

With --rankers DIR (written by train_ranker.py --report DIR) each HKMA document is ranked by weights that were fitted without
its year, and the run over all documents is ranked five times, each with the weights of the other four years (four fifths of
its gold was then seen in fitting), and the documents of many fields by weights fitted on the other half of them. Without it the
shipped weights are used, which have seen all of these. TICO-19 was never fitted on. The part "database" shows what a user gets of
it: the commands run on the same files, and the order is that of the exported table. Time and memory: bench_mining.py. Every run ends
with a signature.
"""

from __future__ import annotations

import argparse
import csv
import random
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT.parent / "shared" / "bench"
sys.path[:0] = [str(ROOT), str(ROOT / "scripts"), str(BENCH)]

from aligner import ranking  # noqa: E402
from aligner.embedding import Encoder, load_encoder  # noqa: E402
from aligner.mining import mine, rank  # noqa: E402
from aligner.pairing import align  # noqa: E402
from aligner.records import Candidate, Place, Segment, SegmentPair  # noqa: E402
from aligner.segment import split  # noqa: E402
from aligner.table import build  # noqa: E402

Gold = dict[tuple[str, str], tuple[str, str]]
YEARS = ("2015", "2017", "2019", "2021", "2023")
HEAD = ("recall@all", "zh-recall", "acc@1", "e2e@1", "R-prec")


def hkma_documents() -> list[str]:
    """The names of the HKMA document pairs, such as 2015_00."""
    return sorted(path.name.removesuffix(".zh.md") for path in (BENCH / "hkma").glob("*.zh.md"))


def _segments(path: Path, lang: str) -> list[Segment]:
    rows = path.read_text(encoding="utf-8").split("\n")
    found = []
    for number, row in enumerate(rows, 1):
        text = row.lstrip("# ")
        shift = len(row) - len(text)
        found += [
            Segment(text[a:b], lang, Place(number, shift + a + 1))  # type: ignore[arg-type]
            for a, b in split(text, lang)  # type: ignore[arg-type]
        ]
    return found


def load_pairs(name: str, encoder: Encoder) -> list[SegmentPair]:
    """The aligned sentences of one HKMA document pair."""
    sides = [_segments(BENCH / "hkma" / f"{name}.{lang}.md", lang) for lang in ("zh", "en")]
    return align(sides[0], sides[1], encoder, document=name)


def tico_pairs() -> list[SegmentPair]:
    """The sentence pairs of TICO-19."""
    rows = (BENCH / "tico19" / "tico19.zh-en.tsv").read_text(encoding="utf-8").split("\n")
    cells = [row.split("\t") for row in rows if "\t" in row]
    return [
        SegmentPair(Segment(zh, "zh", Place(k)), Segment(en, "en", Place(k)), document="tico19")
        for k, (zh, en, *_) in enumerate(cells, 1)
    ]


def gold_of(names: list[str]) -> Gold:
    """The gold of HKMA documents together."""
    from score_terms import read_gold

    gold: Gold = {}
    for name in names:
        gold.update(read_gold(BENCH / "hkma" / f"{name}.terms.tsv"))
    return gold


def tico_gold() -> Gold:
    """Those of the TICO-19 terms that stand in one sentence pair on both sides."""
    from score_terms import read_gold
    from termnorm import en_key, zh_key

    texts = [(zh_key(p.zh.text), en_key(p.en.text)) for p in tico_pairs()]
    gold = read_gold(BENCH / "tico19" / "terms.tsv")
    return {key: terms for key, terms in gold.items() if any(key[0] in zh and key[1] in en for zh, en in texts)}


def figures(gold: Gold, candidates: list[Candidate], levels: tuple[int, ...]) -> dict[str, float]:
    """All figures of score_terms.py; the best English of a Chinese term is the one that stands first."""
    from score_terms import score

    found: dict[str, float] = score(gold, [(c.zh, c.en, None, None) for c in candidates], list(levels))[0]
    return found


def show(title: str, found: dict[str, float], levels: tuple[int, ...]) -> None:
    names = [f"recall@{k}" for k in levels] + list(HEAD)
    print(f"{title:34s}" + " ".join(f"{name} {found[name]:.3f}" for name in names), flush=True)


def mean(rows: list[dict[str, float]]) -> dict[str, float]:
    """Each figure's mean."""
    return {key: sum(row[key] for row in rows) / len(rows) for key in rows[0]}


def _reliability(title: str, scored: list[tuple[float, bool]]) -> None:
    """A table of ten bins: what the score says and what is true."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
    for score, true in scored:
        bins[min(int(score * 10), 9)].append((score, true))
    print(title)
    for found in filter(None, bins):
        print(f"    {sum(s for s, _ in found) / len(found):.2f} {sum(r for _, r in found) / len(found):.2f} {len(found)}")


class Bench:
    """The tables, with what they share."""

    def __init__(self, encoder: Encoder, rankers: Path | None) -> None:
        self.encoder, self.rankers = encoder, rankers
        self._pairs: dict[str, list[SegmentPair]] = {}

    def pairs(self, name: str) -> list[SegmentPair]:
        if name not in self._pairs:
            self._pairs[name] = load_pairs(name, self.encoder)
        return self._pairs[name]

    def ranker(self, year: str) -> ranking.Ranker:
        return ranking.load(self.rankers / f"without-{year}.npz") if self.rankers else ranking.shipped()

    def documents(self) -> None:
        """Each document alone."""
        levels = (50, 100, 200)
        rows = [
            figures(gold_of([name]), mine(self.pairs(name), self.encoder, ranker=self.ranker(name[:4])), levels)
            for name in hkma_documents()
        ]
        show(f"HKMA, {len(rows)} documents alone", mean(rows), levels)

    def hkma(self) -> None:
        """All documents in one run."""
        levels = (100, 500, 1000, 2000)
        names = hkma_documents()
        every = [pair for name in names for pair in self.pairs(name)]
        table = build(every, self.encoder)
        show("HKMA, all, shipped weights", figures(gold_of(names), rank(table), levels), levels)
        if self.rankers is not None:
            rows = [figures(gold_of(names), rank(table, self.ranker(year)), levels) for year in YEARS]
            show("HKMA, all, weights of four years", mean(rows), levels)

    def tico(self, sample: int) -> None:
        """TICO-19, and a sample of its first 500 to read."""
        levels = (100, 500, 1000, 2000)
        candidates = mine(tico_pairs(), self.encoder)
        show("TICO-19", figures(tico_gold(), candidates, levels), levels)
        for c in random.Random(0).sample(candidates[:500], min(sample, len(candidates))):
            print(f"    {c.translation:.2f} {c.termhood:.2f} {c.frequency:4d}  {c.zh} | {c.en}")

    def fields(self) -> None:
        """Documents of many fields, each alone, and each half of them in one run."""
        from training import fields

        rows, halves = [], []
        for side in (0, 1):
            ranker = ranking.load(self.rankers / f"without-fields-{side}.npz") if self.rankers else ranking.shipped()
            members = fields.half(side)
            for name in members:
                found = mine(fields.pairs([name]), self.encoder, ranker=ranker)
                rows.append(figures(fields.gold([name]), found, (50, 100, 200)))
            found = mine(fields.pairs(members), self.encoder, ranker=ranker)
            halves.append(figures(fields.gold(members), found, (500, 1000, 2000)))
        show(f"fields, {len(rows)} documents alone", mean(rows), (50, 100, 200))
        show("fields, half of them in one run", mean(halves), (500, 1000, 2000))

    def calibration(self) -> None:
        """How often pairs of each score are gold, by document, with weights that have not seen the year."""
        from termnorm import pair_key

        translation: list[tuple[float, bool]] = []
        termhood: list[tuple[float, bool]] = []
        for name in hkma_documents()[::3]:
            gold = gold_of([name])
            sides = {z for z, _ in gold}, {e for _, e in gold}
            for c in mine(self.pairs(name), self.encoder, ranker=self.ranker(name[:4])):
                key = pair_key(c.zh, c.en)
                listed = key[0] in sides[0] or key[1] in sides[1]
                termhood.append((c.termhood, listed))
                if listed:
                    translation.append((c.translation, key in gold))
        _reliability("translation score: mean, share right, pairs (judged pairs only)", translation)
        _reliability("termhood: mean, share with a side in the term list (which is not complete), pairs", termhood)

    def database(self) -> None:
        """TICO-19 and all HKMA documents through `glossary extract` and `glossary export`."""
        levels = (100, 500, 1000, 2000)
        names = hkma_documents()
        for title, source, gold in (
            ("TICO-19, exported", BENCH / "tico19" / "tico19.zh-en.tsv", tico_gold()),
            ("HKMA, all, exported", BENCH / "hkma", gold_of(names)),
        ):
            show(title, figures(gold, _exported(source), levels), levels)


def _exported(source: Path) -> list[Candidate]:
    """What a glossary of a file or folder exports, in its order."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder, "terms.csv")
        for arguments in (["extract", str(source)], ["export", "-o", str(table)]):
            program = [
                sys.executable,
                "-c",
                "from glossary.commands import main; main()",
                "--db",
                str(Path(folder, "terms.db")),
            ]
            subprocess.run([*program, *arguments], cwd=ROOT, check=True, capture_output=True)
        with table.open(encoding="utf-8", newline="") as rows:
            return [Candidate(row["zh"], row["en"], ()) for row in csv.DictReader(rows)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", default="documents,hkma,tico,fields,calibration")
    parser.add_argument("--model", help="encoder, as for glossary --model")
    parser.add_argument("--rankers", type=Path)
    parser.add_argument("--sample", type=int, default=0)
    given = parser.parse_args()
    encoder = load_encoder(given.model)
    bench = Bench(encoder, given.rankers)
    for part in given.parts.split(","):
        if part == "tico":
            bench.tico(given.sample)
        else:
            getattr(bench, part)()
    rankers = "without each year" if given.rankers else ranking.shipped().signature
    print(f"signature: bench_extract model={encoder.signature} ranker={rankers}")


if __name__ == "__main__":
    main()
