"""How much each English word speaks for each character of a Chinese term: model and spelling in one table.

The boundary finders ask two questions of it: which words of a stretch does the term account for, and which characters of the
term does the stretch leave unsaid. Similarities are compared with those to everyday words (a local scaling as in CSLS,
Conneau et al. 2018), because a static model's vectors of frequent characters are close to everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from aligner.glosses.names import spells
from aligner.text import HAN_CHAR, simplify

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]


class Encoder(Protocol):
    """What is asked of a model here: unit vectors of texts, float32, shape [texts, dimensions]."""

    def encode(self, texts: Sequence[str]) -> Any: ...


_EVERYDAY = (
    "people time year work make take house water red small way day man thing world life hand part child eye woman place "
    "week case point number group problem fact money story month right study book word business issue side kind head "
    "service friend father power hour game line end member law car city name president team minute idea body information "
    "back parent face others level office door health person art war history party result change morning reason research "
    "girl guy moment air teacher force education walk run see know want give find think tell become leave feel put bring "
    "begin keep hold write stand hear let mean set meet pay sit speak lie lead read grow lose fall send build"
).split()


_NOISE, _CERTAIN = 2.0, 3.0  # deviations above everyday words: where affinity begins, and how many more make it 1
_LONE = 0.75  # a lone character of a longer word says less than the word: its meanings are many


def _substrings(zh: str) -> Iterator[tuple[int, int]]:
    """Runs of one to four ideographs, and the Latin words, as offsets."""
    for i in range(len(zh)):
        for j in range(i + 1, min(len(zh), i + 4) + 1):
            if not HAN_CHAR.match(zh[j - 1]):
                break
            yield i, j
    yield from ((found.start(), found.end()) for found in re.finditer(r"[A-Za-z0-9]+", zh))


def _spelled_alike(word: str, zh: str) -> bool:
    """Whether the word is the characters' own Latin (`AIGC`, `Vs`) or their pinyin (`Shandong`)."""
    if zh.isascii():
        return word.casefold() in (zh.casefold(), zh.casefold() + "s")
    return len(zh) > 1 and word[:1].isupper() and spells(word, zh)


class Affinity:
    """Affinities between English words and the characters of Chinese terms, by one encoder."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._everyday: Matrix = encoder.encode(_EVERYDAY)
        self._vectors: dict[str, Any] = {}

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors of the texts, each encoded once in the life of this object."""
        import numpy as np

        new = list(dict.fromkeys(text for text in texts if text not in self._vectors))
        if new:
            self._vectors.update(zip(new, self._encoder.encode(new), strict=True))
        return np.stack([self._vectors[text] for text in texts])

    def words(self, zh: str, words: Sequence[str]) -> Matrix:
        """Affinity of each word with each character of `zh`, 0-1, shape [words, characters].

        A character's value is the best of the substrings of one to four characters that it stands in. A substring counts
        only where neither end is better left off: 给云计算 says no more of `cloud` than 云计算 does, so 给 gets nothing.
        """
        import numpy as np

        zh = simplify(zh)
        table = np.zeros((len(words), len(zh)), dtype=np.float32)
        spans = list(_substrings(zh))
        if not spans or not words:
            return table
        deviations = self._deviations([zh[i:j] for i, j in spans], [word.casefold() for word in words])
        column = {span: index for index, span in enumerate(spans)}
        for (i, j), index in column.items():
            values = np.clip((deviations[:, index] - _NOISE) / _CERTAIN, 0, 1)
            for shorter in ((i + 1, j), (i, j - 1)):
                if shorter in column:
                    values = np.where(deviations[:, index] > deviations[:, column[shorter]], values, 0)
            if j - i == 1 and len(zh) > 1:
                values = values * _LONE
            same = np.array([_spelled_alike(word, zh[i:j]) for word in words])
            values = np.where(same, 1.0, values)
            table[:, i:j] = np.maximum(table[:, i:j], values[:, None])
        return table

    def _deviations(self, zh: Sequence[str], en: Sequence[str]) -> Matrix:
        """Similarities [en, zh], as standard deviations above those of everyday words."""
        left, right = self.vectors(en), self.vectors(zh)
        noise = self._everyday @ right.T
        result: Matrix = (left @ right.T - noise.mean(axis=0)) / (noise.std(axis=0) + 1e-6)
        return result

    def whole(self, zh: str, spans: Sequence[str]) -> Matrix:
        """Cosine of the whole term with each English span, shape [spans]."""
        result: Matrix = self.vectors(spans) @ self.vectors([simplify(zh)])[0]
        return result
