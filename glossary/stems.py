"""The common form of an English word's inflections: severing, severed and sever; studies and study; built and build.

Plural, past and -ing endings fall as in step 1 of Porter's stemmer (1980), and no more: what makes another word (govern,
governance) makes another term. Irregular verbs that occur in terms are listed. Both sides of a comparison go through it, so
that what it gives need not be a word.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

_SPOKEN_ALIKE = {"men": "man", "women": "woman", "children": "child", "people": "people", "feet": "foot", "teeth": "tooth"}
_NO_PLURAL = frozenset({"news", "series", "species", "means", "lens", "politics", "ethics", "physics", "mathematics"})
_IRREGULAR = (
    "bear bore borne/become became/begin began begun/bind bound/blow blew blown/break broke broken/bring brought/build built/"
    "burn burnt/buy bought/catch caught/choose chose chosen/come came/deal dealt/do did done does/draw drew drawn/drive drove"
    " driven/eat ate eaten/fall fell fallen/feed fed/feel felt/fight fought/find found/fly flew flown/forget forgot forgotten/"
    "freeze froze frozen/get got gotten/give gave given/go went gone goes/grow grew grown/hang hung/have had has/hear heard/"
    "hide hid hidden/hold held/keep kept/know knew known/lay laid/lead led/learn learnt/leave left/lend lent/lie lay lain/"
    "light lit/lose lost/make made/mean meant/meet met/pay paid/ride rode ridden/ring rang rung/rise rose risen/run ran/"
    "say said/see saw seen/seek sought/sell sold/send sent/shake shook shaken/shine shone/shoot shot/show shown/sing sang sung/"
    "sit sat/sleep slept/speak spoke spoken/speed sped/spend spent/stand stood/steal stole stolen/stick stuck/strike struck"
    " stricken/swear swore sworn/sweep swept/swim swam swum/take took taken/teach taught/tear tore torn/tell told/think"
    " thought/throw threw thrown/understand understood/undertake undertook undertaken/wear wore worn/win won/withdraw withdrew"
    " withdrawn/write wrote written/be is are was were been"
)
_VOWEL = re.compile("[aeiouy]")


@cache
def _forms() -> dict[str, str]:
    return {form: words.split()[0] for words in _IRREGULAR.split("/") for form in words.split()[1:]}


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """An English word without its plural ending, after Harman's S stemmer (1991) with -es taken off after sibilants.

    Both sides of a comparison go through it, so that what it gives need not be a word.
    """
    if len(word) < 4 or not word.endswith("s") or word in _NO_PLURAL:
        return _SPOKEN_ALIKE.get(word, word)
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    if word.endswith(("us", "ss", "is")):
        return word
    return word[:-1]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a word in lower case. What is no plain English word stays as it is."""
    known = _forms().get(word)
    if known is not None:
        return _end(known)
    word = singular(word)
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return _end(word)
    for ending in ("ing", "ed"):
        root = word[: -len(ending)]
        if word.endswith(ending) and len(root) > 1 and _VOWEL.search(root) and not word.endswith("eed"):
            return _end(_undoubled(root))
    return _end(word)


def _undoubled(root: str) -> str:
    """Planning and planned as plan; falling, passing and buzzing keep both letters."""
    return root[:-1] if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "aeioulsz" else root


def _end(word: str) -> str:
    """A last e and y do not tell inflections apart: making and make, studied and study; British endings become American."""
    if len(word) > 3:
        word = word[:-1] if word.endswith("e") and not word.endswith("ee") else word
        word = word[:-1] + "i" if word.endswith("y") and word[-2] not in "aeiou" else word
        word = word[:-2] + "iz" if word.endswith("is") and len(word) > 5 else word
    return word


@lru_cache(maxsize=65536)
def inflections(root: str) -> tuple[str, ...]:
    """Spellings that may have this stem, singulars among them; some are no words."""
    base = root[:-1] + "y" if root.endswith("i") else root
    tails = ("", "e", "s", "es", "ing", "ed", root[-1:] + "ing", root[-1:] + "ed")
    regular = [base + tail for tail in tails] + [root + "ed", root + "es"] + [root[:-1] + "se"] * root.endswith("iz")
    irregular = [form for form, known in _forms().items() if _end(known) == root]
    return tuple(dict.fromkeys(form for form in (*regular, *irregular) if stem(form) == root))
