"""How much each English word speaks for each character of a Chinese term: model and spelling in one table.

The boundary finders ask two questions of it: which words of a stretch does the term account for, and which characters of the
term does the stretch leave unsaid. Similarities are compared with those to everyday words (a local scaling as in CSLS,
Conneau et al. 2018), because a static model's vectors of frequent characters are close to everything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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

        A character's value is the best of the substrings of one to four characters that it stands in.
        """
        import numpy as np

        zh = simplify(zh)
        spans = [
            (i, j)
            for i in range(len(zh))
            for j in range(i + 1, min(len(zh), i + 4) + 1)
            if all(HAN_CHAR.match(c) for c in zh[i:j])
        ]
        spans += [(m.start(), m.end()) for m in re.finditer(r"[A-Za-z0-9]+", zh)]
        table = np.zeros((len(words), len(zh)), dtype=np.float32)
        if not spans or not words:
            return table
        parts = [zh[i:j] for i, j in spans]
        found = self._scaled(parts, [word.casefold() for word in words])
        for column, (i, j) in enumerate(spans):
            # a lone character of a longer word says less than the word: its meanings are many
            weight = 0.75 if j - i == 1 and len(zh) > 1 else 1.0
            for row, word in enumerate(words):
                value = weight * float(found[row, column])
                if word.casefold() in (zh[i:j].casefold(), zh[i:j].casefold() + "s") or (
                    j - i > 1 and word[:1].isupper() and spells(word, zh[i:j])
                ):
                    value = 1.0
                if value > 0:
                    table[row, i:j] = np.maximum(table[row, i:j], value)
        return table

    def _scaled(self, zh: Sequence[str], en: Sequence[str]) -> Matrix:
        """Similarities [en, zh] as shares of 1: 0 where a word is no closer than everyday words are, 1 far above them."""
        import numpy as np

        left, right = self.vectors(en), self.vectors(zh)
        noise = self._everyday @ right.T
        centre, spread = noise.mean(axis=0), noise.std(axis=0) + 1e-6
        deviations = (left @ right.T - centre) / spread
        return np.clip((deviations - 2.0) / 3.0, 0.0, 1.0).astype(np.float32)

    def whole(self, zh: str, spans: Sequence[str]) -> Matrix:
        """Cosine of the whole term with each English span, shape [spans]."""
        result: Matrix = self.vectors(spans) @ self.vectors([simplify(zh)])[0]
        return result
