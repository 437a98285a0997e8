"""Score the inline-gloss miner on judged documents, with the scorer that lies beside them.

python scripts/bench_gloss.py                     # ../shared/bench/gloss and our own seeds
python scripts/bench_gloss.py --errors            # and every fault, one a line
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(ROOT))
GIVEN = ("gloss", "note", "passage")  # what a document gives in both languages itself, as against what is mined from it


def predictions(documents: list[Path], out: Path) -> str:
    """Write the pairs of the documents as zh,en,doc; returns the encoder's signature."""
    from aligner.documents import read
    from aligner.embedding import load_encoder
    from aligner.pipeline import extract

    with out.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(["zh", "en", "doc"])
        for path in documents:
            for found in extract([read(path)]).candidates:
                if any(seen.method.startswith(GIVEN) for seen in found.evidence):
                    writer.writerow((found.zh, found.en, path.name))
    return load_encoder(None).signature


def score(gold: Path, predicted: Path, work: Path) -> tuple[dict[str, float], str]:
    """The scorer's figures and its list of faults."""
    figures, faults = work / "figures.json", work / "faults.tsv"
    scorer = SHARED / "bench" / "score_gloss.py"
    subprocess.run(
        [sys.executable, scorer, gold, predicted, "--json", figures, "--errors", faults],
        check=True,
        capture_output=True,
    )
    return json.loads(figures.read_text()), faults.read_text(encoding="utf-8")


def own_gold(work: Path) -> tuple[Path, list[Path]]:
    """The gold of our own seed documents in the scorer's layout, and the documents."""
    cases, folder = ROOT / "tests" / "cases", work / "own"
    folder.mkdir()
    rows = (cases / "seeds_gold.tsv").read_text(encoding="utf-8")
    (folder / "gold.tsv").write_text(rows, encoding="utf-8")
    (folder / "negatives.tsv").write_text((cases / "seeds_negatives.tsv").read_text(encoding="utf-8"), encoding="utf-8")
    names = sorted({line.split("\t")[0] for line in rows.splitlines()[1:] if line.strip()})
    return folder / "gold.tsv", [ROOT / "seeds" / name for name in names]


def data_hash(paths: list[Path]) -> str:
    """SHA-256 over the files that were scored, first 12 digits."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def sets(work: Path) -> dict[str, tuple[Path, list[Path]]]:
    """What can be scored here: name → gold file and documents."""
    found = {"seeds": own_gold(work)}
    bench = SHARED / "bench" / "gloss"
    if bench.is_dir():
        documents = [*sorted((bench / "docs").iterdir()), SHARED / "seeds" / "002_7b05a51c35e42626.txt"]
        found["shared"] = (bench / "gold.tsv", documents)
    return found


def measure(work: Path) -> dict[str, dict[str, object]]:
    """All sets' figures, with signature and faults."""
    results: dict[str, dict[str, object]] = {}
    for name, (gold, documents) in sets(work).items():
        predicted = work / f"{name}.csv"
        model = predictions(documents, predicted)
        figures, faults = score(gold, predicted, work)
        results[name] = {**figures, "signature": f"{model}|data:{data_hash([gold, *documents])}", "faults": faults}
    return results


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="list every fault")
    options = parser.parse_args()
    if not (SHARED / "bench").is_dir():
        raise SystemExit("needs ../shared/bench, where the scorer lies")
    try:
        release = version("zhen-glossary")
    except PackageNotFoundError:
        release = "checkout"
    with tempfile.TemporaryDirectory() as folder:
        for name, row in measure(Path(folder)).items():
            figures = "  ".join(f"{key} {row[key]:.3f}" for key in ("precision", "recall", "F1"))
            print(f"{name:8} gold {row['gold']:>4}  {figures}   zhen-glossary:{release}|{row['signature']}")
            if options.errors:
                print(row["faults"])


if __name__ == "__main__":
    main()
