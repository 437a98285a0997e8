"""The model card: what the model is, what it was made from and with, and what it was measured to do."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

from scripts.training.corpora import SOURCES

# name -> where it is published, under which licence, what it is
PUBLISHED = {
    "tatoeba": ("Tatoeba, https://tatoeba.org", "CC BY 2.0 FR", "everyday sentences"),
    "mlqe_wiki": ("https://github.com/sheffieldnlp/mlqe-pe", "CC0", "encyclopedia, post-edited"),
    "xquad_questions": ("https://github.com/google-deepmind/xquad", "CC BY-SA 4.0", "questions"),
    "sdg": ("https://github.com/open-sdg/sdg-translations", "MIT", "development goals"),
    "cncf": ("https://github.com/cncf/glossary", "CC BY 4.0", "cloud computing"),
    "cncf_terms": ("https://github.com/cncf/glossary", "CC BY 4.0", "cloud computing terms"),
    "vue_docs": ("https://github.com/vuejs-translations/docs-zh-cn", "CC BY 4.0", "software documentation"),
    "python_docs": ("https://github.com/python/python-docs-zh-cn", "CC0", "software documentation"),
    "django_docs": ("https://github.com/django/django-docs-translations", "BSD-3-Clause", "software documentation"),
    "tensorflow_docs": ("https://github.com/tensorflow/docs-l10n", "Apache-2.0", "machine learning"),
    "bible": ("Chinese Union Version and King James Version", "public domain", "archaic prose"),
    "twlaw": ("https://github.com/kong0107/mojLawSplitJSON", "statutes, free of copyright", "law, traditional script"),
    "twlaw_titles": ("https://github.com/kong0107/mojLawSplitJSON", "statutes, free of copyright", "names of laws"),
    "cedict_simplified": ("CC-CEDICT, https://cc-cedict.org", "CC BY-SA 4.0", "dictionary"),
}

HEAD = """---
language:
- zh
- en
license: cc-by-sa-4.0
library_name: sentence-transformers
pipeline_tag: sentence-similarity
tags:
- sentence-transformers
- static-embeddings
- word-alignment
- terminology
---

# A static Chinese-English embedding model

A table of token vectors for Chinese and English in one space. The vector of a text is the mean of its tokens' vectors. It is
made for three uses at once: finding the translation of a sentence, linking the words inside a sentence pair, and ranking
short terms. It runs on numpy and `tokenizers`; `SentenceTransformer` loads the folder too and gives the same vectors.

The tokenizer folds width, case, accents and traditional characters, so 國際貿易 and 国际贸易 are one text. Chinese runs are
cut into the most probable words of the vocabulary, as jieba does it, and unknown words into characters; English words
that are not in the vocabulary are cut into pieces.

It knows what its corpora speak of: law, software, everyday talk, the dictionary. It does not know word order, and names that
the corpora lack are only as good as their characters.

None of the benchmarks' text was trained on. Settings were chosen on the 150 development pairs of word alignment and with
Tatoeba retrieval in view, so those figures flatter the model a little; no choice was made on TICO-19 or HKMA.
"""


def described(data: Path) -> dict[str, Any]:
    """Pairs and SHA-256 of every source file."""
    out = {}
    for source in SOURCES:
        content = (data / f"{source.name}.tsv.gz").read_bytes()
        lines = gzip.decompress(content).count(b"\n")
        out[source.name] = {"pairs": lines, "sha256": hashlib.sha256(content).hexdigest()}
    return out


AFTER = """
Which words have a row, and how likely each is, also rests on wordfreq (https://github.com/rspeer/wordfreq, data under
CC BY-SA 4.0); characters are folded by OpenCC's tables (Apache-2.0); syllables come from pypinyin (MIT).

The vectors are published under CC BY-SA 4.0, the strictest of these.
"""
IDEAS = Path(__file__).parent / "ideas.tsv"


def write(folder: Path) -> None:
    """`README.md`, from `training.json` (what the run used), `results.json` (where it was measured) and the table of ideas."""
    training = json.loads((folder / "training.json").read_text(encoding="utf-8"))
    parts = [HEAD, _sources(training), _settings(training), _results(folder / "results.json"), _ideas(IDEAS)]
    (folder / "README.md").write_text("\n".join(part for part in parts if part), encoding="utf-8")


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def _sources(training: dict[str, Any]) -> str:
    rows = []
    for source in SOURCES:
        where, licence, kind = PUBLISHED[source.name]
        facts = training["corpora"][source.name]
        used = min(source.cap, facts["pairs"])
        rows.append(
            [source.name, f"{used:,} of {facts['pairs']:,}", str(source.weight), kind, where, licence, facts["sha256"][:12]]
        )
    text = (
        "## Sources\n\nPairs after removing every overlap with the benchmarks; weight of a pair in the draw of sentences; "
        "the first digits of the file's SHA-256.\n\n"
    )
    table = _table(["source", "pairs", "weight", "text", "published at", "licence", "hash"], rows)
    return text + table + AFTER


def _settings(training: dict[str, Any]) -> str:
    rows = [[name, str(value)] for name, value in training["settings"].items()]
    return (
        f"## Training\n\n`python scripts/train_model.py --out aligner/model`, {training['seconds'] / 60:.0f} minutes on 2 "
        "cores. Words are linked over the corpora by eflomal; token vectors start from the factorised counts of those "
        "links; then sentences, terms (dictionary senses, titles, stretches mined along the links) and words inside "
        "sentence pairs are "
        f"trained together.\n\n{_table(['setting', 'value'], rows)}\nVersions: {training['versions']}\n\n"
        "eflomal takes its seed from the system, so the links, and with them the vectors, differ a little from run to run;\n"
        "everything else is seeded.\n"
    )


def _results(path: Path) -> str:
    if not path.exists():
        return ""
    results = json.loads(path.read_text(encoding="utf-8"))
    rows = [[name, f"{value:,.3f}" if value < 100 else f"{value:,.0f}"] for name, value in results["figures"].items()]
    head = f"## Results\n\n`python scripts/bench_model.py`, signature `{results['signature']}`\n\n"
    return head + _table(["figure", "value"], rows)


def _ideas(path: Path) -> str:
    if not path.exists():
        return ""
    head, *rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    notes = " ".join(line[1:].strip() for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#"))
    return f"## What each idea adds\n\n{notes}\n\n{_table(head, rows)}"
