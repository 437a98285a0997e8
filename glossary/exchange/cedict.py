"""CC-CEDICT (`.u8`): a dictionary to have beside the glossary. https://cc-cedict.org/wiki/format:syntax

`傳統 传统 [chuan2 tong3] /tradition/traditional/`. Each sense is a rendering; what is no translation (measure words,
"variant of …") goes into the note. Remarks in round brackets stay out of the term and are kept as its note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO

from aligner.encoding import decode
from aligner.errors import InputError
from glossary.entries import Concept, Term
from glossary.exchange.base import ImportOptions, LeftOut

_ENTRY = re.compile(r"(\S+) (\S+) \[([^\]]*)\] /(.+)/")
_REFERENCE = re.compile(
    r"CL:|(?:old |archaic |erhua |Japanese )?variant of |see (?:also )?[^a-z]|also written |also pr\.|Taiwan pr\."
)
_REMARK = re.compile(r"\s*\([^()]*\)\s*")
_SYLLABLE = re.compile(r"[A-Za-zü:Ü]+[1-5]")
_MARKS = {"a": "āáǎà", "e": "ēéěè", "i": "īíǐì", "o": "ōóǒò", "u": "ūúǔù", "ü": "ǖǘǚǜ"}


@lru_cache(maxsize=4096)
def _marked(syllable: str) -> str:
    """A syllable with its tone mark; there are some two thousand."""
    letters, tone = syllable[:-1].replace("u:", "ü").replace("U:", "Ü"), int(syllable[-1])
    if tone == 5:
        return letters
    plain = letters.lower()
    # the mark stands on a or e, on the o of ou, else on the last vowel
    at = next((plain.index(v) for v in ("a", "e", "ou") if v in plain), -1)
    if at < 0:
        at = max((i for i, c in enumerate(plain) if c in "iouü"), default=-1)
    if at < 0:
        return letters
    vowel = _MARKS[plain[at]][tone - 1]
    return letters[:at] + (vowel.upper() if letters[at].isupper() else vowel) + letters[at + 1 :]


def pinyin(numbered: str) -> str:
    """Pinyin with tone marks for pinyin with tone numbers: `lu:4 se4` is `lǜ sè`."""
    return _SYLLABLE.sub(lambda match: _marked(match[0]), numbered)


def _senses(glosses: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Renderings with their remarks, and the references."""
    renderings: dict[str, str] = {}
    references = []
    for gloss in glosses.split("/"):
        if not gloss or _REFERENCE.match(gloss):
            references += [gloss] if gloss else []
            continue
        text = " ".join(_REMARK.sub(" ", gloss).split()).strip(" ;,")
        if text:
            renderings.setdefault(text, gloss if text != gloss else "")
        else:
            references.append(gloss)
    return list(renderings.items()), references


def read(source: BinaryIO, name: str, options: ImportOptions) -> Iterator[Concept | LeftOut]:
    """Read the entries. Raises InputError where the first entry is not in the format."""
    seen = 0
    for number, row in enumerate(decode(source.read(), name, options.encoding or None).text.splitlines(), 1):
        if row.startswith("#") or not row.strip():
            continue
        match = _ENTRY.fullmatch(row.rstrip())
        if match is None:
            if not seen:
                raise InputError(name, "is not CC-CEDICT (傳統 传统 [pin1 yin1] /meaning/)", number)
            yield LeftOut(f"line {number}", "not an entry")
            continue
        seen += 1
        traditional, simplified, reading, glosses = match.groups()
        renderings, references = _senses(glosses)
        if not renderings:
            yield LeftOut(f"line {number}", f"{simplified}: only a reference ({glosses[:60]})")
            continue
        spoken = pinyin(reading)
        forms = dict.fromkeys((simplified, traditional))
        yield Concept(
            f"e{number}",
            (
                *(Term(form, "zh", options.status, reading=spoken) for form in forms),
                *(Term(text, "en", options.status, note=remark) for text, remark in renderings),
            ),
            note="; ".join(references),
        )
