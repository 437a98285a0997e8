"""What counting knows: word links over the corpora by eflomal, and token vectors that factorise the counts of those links.

The vectors start from a truncated SVD of the positive pointwise mutual information of linked tokens (Levy and Goldberg
2014, over links in place of windows), so that training begins where counting ends.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

LONGEST = 80  # tokens; longer pairs are lists and clauses where links are guesses
Ints = NDArray[np.int32]


def link(zh: Sequence[Ints], en: Sequence[Ints], names: Sequence[str]) -> list[tuple[Ints, NDArray[np.float32]]]:
    """Links of each pair as (k x 2 positions, k weights): 1 where both directions agree, 0.5 where one of them says so.

    eflomal takes its seed from the system and has no option for another: links differ a little from run to run.
    """
    import eflomal

    use = [i for i in range(len(zh)) if 0 < len(zh[i]) <= LONGEST and 0 < len(en[i]) <= LONGEST]
    words = [_counted(name) for name in names]
    with tempfile.TemporaryDirectory() as folder:
        forward, reverse = Path(folder) / "forward", Path(folder) / "reverse"
        eflomal.Aligner(model=3, n_samplers=2).align(
            [" ".join(words[t] for t in zh[i]) + "\n" for i in use],
            [" ".join(words[t] for t in en[i]) + "\n" for i in use],
            links_filename_fwd=str(forward),
            links_filename_rev=str(reverse),
        )
        none = (np.zeros((0, 2), np.int32), np.zeros(0, np.float32))
        out: list[tuple[Ints, NDArray[np.float32]]] = [none] * len(zh)
        with forward.open() as a, reverse.open() as b:
            for i, line_a, line_b in zip(use, a, b, strict=True):
                one, other = set(line_a.split()), set(line_b.split())
                both = sorted(one | other)
                if both:
                    places = np.array([x.split("-") for x in both], np.int32)
                    out[i] = places, np.array([1.0 if x in one and x in other else 0.5 for x in both], np.float32)
    return out


def _counted(name: str) -> str:
    """The form a token is counted under: English inflections meet in the first five letters (AER .207 to .204)."""
    name = name.replace(" ", "_")
    return name[:5] if name.isascii() and name.isalpha() else name


def table(
    zh: Sequence[Ints], en: Sequence[Ints], links: Sequence[tuple[Ints, Any]], weights: NDArray[np.float32], size: int
) -> Any:
    """Weighted counts of linked tokens, a sparse size x size matrix: row zh token, column en token."""
    from scipy.sparse import coo_matrix

    rows, columns, values = [], [], []
    for z, e, (places, sure), weight in zip(zh, en, links, weights, strict=True):
        if len(places):
            rows.append(z[places[:, 0]])
            columns.append(e[places[:, 1]])
            values.append(sure * weight)
    flat = np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))
    return coo_matrix(flat, shape=(size, size)).tocsr()


def factorise(counts: Any, dimensions: int, seed: int) -> NDArray[np.float32]:
    """Token vectors, n x dimensions: left plus right singular vectors of the PPMI, each times the root of its value."""
    from scipy.sparse import coo_matrix
    from sklearn.utils.extmath import randomized_svd

    cells = counts.tocoo()
    row, column = np.asarray(counts.sum(1)).ravel(), np.asarray(counts.sum(0)).ravel()
    # the power 0.75 keeps rare partners from looking certain (context distribution smoothing)
    smooth = column**0.75 / (column**0.75).sum()
    pmi = np.log(cells.data / (row[cells.row] * smooth[cells.col]))
    # a cell seen once is weak evidence: damp by the share of its own count
    pmi *= cells.data / (cells.data + 0.5)
    keep = pmi > 0
    matrix = coo_matrix((pmi[keep], (cells.row[keep], cells.col[keep])), shape=counts.shape).tocsr()
    left, values, right = randomized_svd(matrix, dimensions, n_iter=4, random_state=seed)
    root = np.sqrt(values)
    vectors = left * root + right.T * root
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), np.float32)
