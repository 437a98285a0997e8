"""Segment pairs as numbers: word ids with offsets into the texts, and marks of typography per word.

A word takes 13 bytes, so that a corpus of millions of words fits in memory beside what is found in it.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

from aligner.indexing import SHARD, IndexedPairs
from aligner.tokens import tokenise_en, tokenise_zh
from aligner.work import Work, as_bytes, digest, of_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from aligner.candidates import Roles
    from aligner.records import SegmentPair
    from aligner.tokens import Token
    from aligner.work import Arrays

    Texts = Sequence[tuple[str, str]]

CAPITAL, UPPER, QUOTED, FIRST = 1, 2, 4, 8
_CLOSED_BY = {"“": "”", "‘": "’", "「": "」", "『": "』", '"': '"', "'": "'", "《": "》", "〈": "〉"}
_TITLE_MARKS = frozenset("《〈")
_LONGEST_QUOTED, _LONGEST_TITLE = 10, 30  # words that a pair of marks may hold; what is longer is somebody's speech


class Corpus:
    """Segment pairs and their words. `documents` is the number of each pair's document; `name` tells the texts from others."""

    def __init__(self, pairs: Sequence[SegmentPair], work: Work | None = None) -> None:
        work = work or Work()
        self.pairs = pairs
        self.indexed = IndexedPairs()
        self.en_marks, self.zh_marks = array("b"), array("b")
        self.zh_at, self.en_at = array("i"), array("i")  # start and end of each word in its text
        known: dict[str, int] = {}
        self.documents: list[int] = [known.setdefault(pair.document, len(known)) for pair in pairs]
        shards = ([(p.zh.text, p.en.text) for p in pairs[k : k + SHARD]] for k in range(0, len(pairs), SHARD))
        names: list[str] = []

        def name(texts: Texts) -> str:
            names.append(digest("tokens", texts))
            return names[-1]

        for zh, en in _halves(work.each(_tokenised, None, shards, key=name, alone=len(pairs) <= SHARD)):
            self.indexed.extend(zh[:3], en[:3])
            for side, at, marks in ((zh, self.zh_at, self.zh_marks), (en, self.en_at, self.en_marks)):
                at.frombytes(side[3].tobytes())
                marks.frombytes(side[4].tobytes())
            if work.progress:
                work.progress(len(self.indexed), len(pairs), "dividing into words")
        work.release()  # the word lists for dividing are not needed any more
        self.name = digest(names)

    def named(self, en_roles: Roles) -> NDArray[Any]:
        """Which words of the flat English array are written like a part of a name: with a capital that their place does not ask
        for. The first word of a sentence counts where it is all capitals or the next is written so too."""
        import numpy as np

        _, _, en, _ = self.indexed.arrays()
        marks = np.frombuffer(self.en_marks, np.int8) if len(self.en_marks) else np.zeros(0, np.int8)
        capital = ((marks & CAPITAL) > 0) & en_roles.begins[en]
        first = (marks & FIRST) > 0
        return capital & (~first | ((marks & UPPER) > 0) | np.append(capital[1:], False))

    def quoted(self) -> NDArray[Any]:
        """Which words of the flat Chinese array stand in quotes or title marks."""
        import numpy as np

        marks = np.frombuffer(self.zh_marks, np.int8) if len(self.zh_marks) else np.zeros(0, np.int8)
        return (marks & QUOTED) > 0


def _halves(pieces: Iterable[Arrays]) -> Iterator[tuple[Arrays, Arrays]]:
    for piece in pieces:
        zh, en = piece[:5], piece[5:]
        yield (of_bytes(zh[0]), *zh[1:]), (of_bytes(en[0]), *en[1:])


def _tokenised(_shared: None, texts: Texts) -> tuple[NDArray[Any], ...]:
    """For zh and then en: the different words, each token's place among them, tokens a text, offsets, marks."""
    return (*_side([(tokenise_zh(zh), zh) for zh, _ in texts]), *_side([(tokenise_en(en), en) for _, en in texts]))


def _side(texts: Sequence[tuple[list[Token], str]]) -> tuple[NDArray[Any], ...]:
    import numpy as np

    words: dict[str, int] = {}
    places, at, marks = array("i"), array("i"), array("b")
    for tokens, text in texts:
        for token in tokens:
            places.append(words.setdefault(token.key, len(words)))
            at.append(token.start)
            at.append(token.end)
        marks.extend(_marks(tokens, text))
    lengths = np.array([len(tokens) for tokens, _ in texts], np.int32)
    return as_bytes(list(words)), np.array(places, np.int32), lengths, np.array(at, np.int32), np.array(marks, np.int8)


def _marks(tokens: list[Token], text: str) -> list[int]:
    """Typography of each token: capital, all capitals, inside quotes or title marks, first of its sentence."""
    out = []
    for k, token in enumerate(tokens):
        word = text[token.start : token.end]
        upper = word.isupper() and len(word) > 1
        out.append(CAPITAL * word[:1].isupper() | UPPER * upper | FIRST * (k == 0))
    for start, stop in _quotations(tokens, text):
        for k in range(start, stop):
            out[k] |= QUOTED
    return out


def _quotations(tokens: list[Token], text: str) -> Iterator[tuple[int, int]]:
    """The stretches of tokens that stand between marks as an expression does: short, and with both marks in the segment.

    Only these say something of the words in them. Longer quotations are speech, and a mark without its partner is an apostrophe
    or belongs to a quotation that began in another segment.
    """
    opened: list[tuple[int, str]] = []
    for k, token in enumerate(tokens):
        word = text[token.start : token.end]
        at = next((n for n in range(len(opened) - 1, -1, -1) if _CLOSED_BY[opened[n][1]] == word), None)
        if at is not None:
            first, mark = opened[at]
            del opened[at:]
            if k - first - 1 <= (_LONGEST_TITLE if mark in _TITLE_MARKS else _LONGEST_QUOTED):
                yield first + 1, k
        elif word in _CLOSED_BY and (word != "'" or not text[token.start - 1 : token.start].strip()):
            opened.append((k, word))
