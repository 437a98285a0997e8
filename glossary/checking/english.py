"""English words in the form in which two inflections are one: for deciding whether a rendering was used.

Light on purpose: plural, past and -ing endings, irregular verbs, British and American spelling. A stemmer that also takes
off -ness or -ation would let `governance` pass for `government`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from aligner.text import fold

# dots of initials stay with them (U.S.); 's is no word; an ampersand is read as "and"
# and what follows an apostrophe belongs to a name: Xi'an, O'Brien
_WORD = re.compile(
    r"(?:\b[^\W\d_]\.){2,}|(?<!\w')\b[^\W_]+(?:'(?!(?:s|t|d|m|ll|re|ve|n)\b)(?<=[^\W\d_]')[^\W\d_]{2,})?|&", re.I
)
_ACRONYMS = re.compile(r"\b([A-Z][A-Za-z]*[A-Z])s\b")  # AIs, MoUs
_FOOTNOTE = re.compile(r"(?<=^[a-z]{5})\d{1,2}$|(?<=[a-z]{6})\d{1,2}$")  # Connects1, as it comes out of a PDF
_NO_MEN = frozenset({"specimen", "abdomen", "regimen", "acumen"})
_PIECES = 200_000  # pieces of text that are kept, some 150 bytes each
_DROPPED = frozenset({"a", "an", "the"})
_PLURALS = {
    "men": "man", "women": "woman", "children": "child", "feet": "foot", "teeth": "tooth", "criteria": "criterion",
    "phenomena": "phenomenon", "analyses": "analysis", "crises": "crisis", "bases": "basis", "theses": "thesis",
    "lives": "life", "wives": "wife", "knives": "knife", "leaves": "leaf", "halves": "half", "mice": "mouse",
    "corpora": "corpus", "genera": "genus", "bacteria": "bacterium", "strata": "stratum", "spectra": "spectrum",
    "quanta": "quantum", "memoranda": "memorandum", "addenda": "addendum", "curricula": "curriculum",
    "referenda": "referendum", "symposia": "symposium", "consortia": "consortium", "stadia": "stadium", "fora": "forum",
    "larvae": "larva", "vertebrae": "vertebra", "formulae": "formula", "antennae": "antenna", "algae": "alga",
    "matrices": "matrix", "vertices": "vertex", "appendices": "appendix", "vortices": "vortex", "codices": "codex",
    "nuclei": "nucleus", "fungi": "fungus", "stimuli": "stimulus", "alumni": "alumnus", "radii": "radius", "foci": "focus",
    "hypotheses": "hypothesis", "syntheses": "synthesis", "diagnoses": "diagnosis", "prognoses": "prognosis",
    "emphases": "emphasis", "parentheses": "parenthesis", "oases": "oasis", "axes": "axis", "prostheses": "prosthesis",
    "metastases": "metastasis", "plateaux": "plateau", "bureaux": "bureau", "geese": "goose", "oxen": "ox", "lice": "louse",
    "shelves": "shelf", "wolves": "wolf", "calves": "calf", "loaves": "loaf", "thieves": "thief", "hooves": "hoof",
    "dying": "die", "lying": "lie", "tying": "tie", "lenses": "lens", "quizzes": "quiz",
    "indices": "index", "&": "and", "news": "news", "series": "series", "species": "species",
}  # fmt: skip
# base, past, participle; only verbs that occur in terms
_VERBS = """
be is are was were been being am|have has had having|do does did done|go goes went gone|build built|hold held|keep kept
make made|take took taken|give gave given|get got gotten|see saw seen|seek sought|teach taught|think thought|bring brought
buy bought|sell sold|tell told|fight fought|catch caught|lead led|read|feed fed|breed bred|speed sped|meet met|leave left
lose lost|send sent|spend spent|lend lent|bend bent|deal dealt|mean meant|feel felt|sleep slept|sweep swept|deepen
write wrote written|drive drove driven|rise rose risen|ride rode ridden|speak spoke spoken|break broke broken|choose chose chosen
freeze froze frozen|steal stole stolen|wear wore worn|tear tore torn|bear bore born borne|swear swore sworn|draw drew drawn
grow grew grown|know knew known|throw threw thrown|show showed shown|fly flew flown|blow blew blown|strike struck stricken
stick stuck|dig dug|win won|begin began begun|run ran|swim swam swum|sing sang sung|ring rang rung|drink drank drunk
sink sank sunk|shrink shrank shrunk|spring sprang sprung|find found|bind bound|wind wound|grind ground|stand stood
understand understood|withdraw withdrew withdrawn|undertake undertook undertaken|oversee oversaw overseen|overcome overcame
uphold upheld|come came|become became|fall fell fallen|shake shook shaken|eat ate eaten|forget forgot forgotten
forbid forbade forbidden|hide hid hidden|bite bit bitten|pay paid|lay laid|say said|lie lay lain|sit sat|shoot shot
shine shone|hear heard|weave wove woven|arise arose arisen|awake awoke awoken|forge forged|foresee foresaw foreseen
"""
_SPELLINGS = {
    "centre": "center", "metre": "meter", "theatre": "theater", "fibre": "fiber", "programme": "program",
    "defence": "defense", "offence": "offense", "licence": "license", "practise": "practice", "cheque": "check",
    "grey": "gray", "plough": "plow", "ageing": "aging", "judgement": "judgment", "fulfil": "fulfill",
    "enrol": "enroll", "tyre": "tire", "catalogue": "catalog", "dialogue": "dialog", "aluminium": "aluminum",
}  # fmt: skip
_ISE = re.compile(r"(?<=[a-z]{3})is(?=(?:e|es|ed|ing|er|ers|ation|ations)$)|(?<=[a-z]{3}l)ys(?=(?:e|es|ed|ing)$)")
_OUR = re.compile(r"(?<=lab|fav|vap|val|col|neb|hon|hum|arm|rum|vig|rig)our|(?<=behavi|endeav|neighb)our|(?<=harb|flav)our")


@cache
def _irregular() -> dict[str, str]:
    forms: dict[str, str] = {}
    for group in _VERBS.replace("\n", "|").split("|"):
        base, *others = group.split() or [""]
        for form in others:
            forms.setdefault(form, base)
    return {**forms, **_PLURALS}


class Stems(dict[str, str]):
    """Word → " stem ", filled as words come; articles → "". Blanks on both sides let stems be searched as plain strings."""

    def __missing__(self, word: str) -> str:
        found = "" if word in _DROPPED else f" {stem(word)} "
        self[word] = found
        return found


class Pieces(dict[str, str]):
    """What stands between two blanks of a text → its stems, as in `Stems`: `economy,` and `(economy` are met again and again.

    A word never reaches over a blank, so that a text's stems are those of its pieces. Emptied where a text has too many.
    """

    def __init__(self, stems: Stems) -> None:
        super().__init__()
        self._stems = stems

    def __missing__(self, piece: str) -> str:
        if len(self) > _PIECES:
            self.clear()
        found = self[piece] = "".join(map(self._stems.__getitem__, bare(piece)))
        return found


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The common form of a lower-case word's inflections; it need not be a word."""
    word = _irregular().get(word, word).replace(".", "").replace("'", "")
    word = _FOOTNOTE.sub("", word)
    if word.endswith("men") and len(word) > 6 and word not in _NO_MEN:
        word = word[:-2] + "an"  # fishermen, spokeswomen
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    word = _OUR.sub("or", _ISE.sub("iz" if not word.endswith(("lyse", "lysed", "lyses", "lysing")) else "yz", word))
    singular = _SPELLINGS.get(word) or _SPELLINGS.get(word.removesuffix("s"))
    word = _cut(re.sub(r"(?<=iz)ations?$", "e", singular or word))  # digitalization, digitalize
    return word[:-1] + "i" if word.endswith("y") else word


def _cut(word: str) -> str:
    if word.endswith(("ies", "ied")) and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        root = word[: -len(ending)]
        if word.endswith(ending) and len(root) > 2 and any(vowel in root for vowel in "aeiouy"):
            word = root
            if word[-1] == word[-2] and word[-1] not in "sz" and len(word) > 3:
                word = word[:-1]
            break
    else:
        if word.endswith("ll"):  # control, controlled: doubled before an ending only in some countries
            word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


@cache
def _accents() -> dict[int, str]:
    """Latin letters with marks → without: Ürümqi, naïve. One character each, so that offsets stay."""
    found = ((code, unicodedata.normalize("NFD", chr(code))[0]) for code in range(0xC0, 0x250))
    return {code: letter for code, letter in found if letter.isascii() and letter.isalpha()}


def _plain(text: str) -> str:
    return text if text.isascii() else fold(text).translate(_accents())


def words(text: str) -> list[tuple[str, int, int]]:
    """Lower-case words with their offsets in the text."""
    plain = _plain(text)
    return [(_singular(match[0]).lower(), *match.span()) for match in _WORD.finditer(plain)]


def _singular(word: str) -> str:
    """AIs → AI: lower-cased, an acronym would be too short to know its plural."""
    return word[:-1] if word[-1] == "s" and _ACRONYMS.fullmatch(word) else word


def bare(text: str) -> list[str]:
    """The words alone, for speed."""
    plain = _plain(text)
    return _WORD.findall(_ACRONYMS.sub(r"\1", plain).lower())
