"""The quality gate of term extraction: figures on TICO-19 and a few HKMA documents, held against scripts/floors.json.

    python scripts/extract_floors.py [--write]

--write raises the floors that have fallen behind what is measured here, and lowers none; a ceiling it only lowers. The figures
are those of bench_extract.py with the shipped weights; `calibration error` is the mean distance between translation score and
share of right pairs over ten bins of scores, each with the weight of its pairs (Naeini et al. 2015), counted over candidates
with a gold expression on either side.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

import bench_extract as bench  # noqa: E402

FLOORS = ROOT / "scripts" / "floors.json"
DOCUMENTS = (
    "2015_03",
    "2017_05",
    "2019_04",
    "2023_06",
)  # some 80 sentences each: long enough to rank, short enough to wait for
MARGIN = 0.01  # how far below what was measured a new floor is set: another machine rounds otherwise
FIGURES = {
    "tico": ("recall@500", "recall@2000", "R-prec", "e2e@1"),
    "documents": ("recall@200", "R-prec", "e2e@1"),
}


def measure() -> dict[str, dict[str, Any]]:
    """Figures by part, with a hash of the data they were measured on."""
    from aligner.embedding import load_encoder
    from aligner.mining import mine

    encoder = load_encoder("static")
    tico = mine(bench.tico_pairs(), encoder)
    gold = bench.tico_gold()
    judged = _judged(tico, gold)
    rows = []
    for name in DOCUMENTS:
        found, wanted = mine(bench.load_pairs(name, encoder), encoder), bench.gold_of([name])
        rows.append(bench.figures(wanted, found, (200,)))
        judged += _judged(found, wanted)
    parts = {"tico": bench.figures(gold, tico, (500, 2000)), "documents": bench.mean(rows)}
    out: dict[str, dict[str, Any]] = {
        part: {"data": _data(part), "at_least": {name: parts[part][name] for name in names}}
        for part, names in FIGURES.items()
    }
    out["calibration"] = {"data": _data("tico", "documents"), "at_most": {"translation": _error(judged)}}
    return out


def _judged(found: list[Any], gold: bench.Gold) -> list[tuple[float, bool]]:
    """Score and truth of the candidates of which a gold expression is a side: only those can be told right from wrong."""
    from termnorm import pair_key

    zh, en = {key[0] for key in gold}, {key[1] for key in gold}
    keys = [(c.translation, pair_key(c.zh, c.en)) for c in found]
    return [(score, key in gold) for score, key in keys if key[0] in zh or key[1] in en]


def _error(judged: list[tuple[float, bool]], bins: int = 10) -> float:
    total = 0.0
    for part in range(bins):
        inside = [one for one in judged if min(int(one[0] * bins), bins - 1) == part]
        total += abs(sum(score for score, _ in inside) - sum(right for _, right in inside))
    return total / max(len(judged), 1)


def _data(*parts: str) -> str:
    """A hash of the files that the figures of a part were measured on."""
    total = hashlib.sha256()
    for part in parts:
        if part == "tico":
            paths = [bench.BENCH / "tico19" / name for name in ("tico19.zh-en.tsv", "terms.tsv")]
        else:
            endings = ("zh.md", "en.md", "terms.tsv")
            paths = [bench.BENCH / "hkma" / f"{name}.{ending}" for name in DOCUMENTS for ending in endings]
        for path in paths:
            total.update(path.read_bytes())
    return total.hexdigest()[:12]


def raised(old: dict[str, Any], measured: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The floors with those that have fallen behind set anew, and new ones where the data is another."""
    new: dict[str, Any] = {}
    for part, found in measured.items():
        known = old.get(part, {})
        known = known if known.get("data") == found["data"] else {}
        new[part] = {"data": found["data"]}
        for kind, better, step in (("at_least", max, -MARGIN), ("at_most", min, MARGIN)):
            if kind in found:
                figures = {name: round(value + step, 3) for name, value in found[kind].items()}
                before = known.get(kind, {})
                new[part][kind] = {name: better(value, before.get(name, value)) for name, value in figures.items()}
    return new


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    measured = measure()
    for part, found in measured.items():
        for kind, sign in (("at_least", "≥"), ("at_most", "≤")):
            for name, value in found.get(kind, {}).items():
                bound = floors.get("extract", {}).get(part, {}).get(kind, {}).get(name)
                print(f"{part:12s} {name:12s} {value:.3f} {sign} {bound}")
    if given.write:
        floors["extract"] = raised(floors.get("extract", {}), measured)
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
