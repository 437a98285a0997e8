"""The table of candidate pairs of a corpus: every pair of expressions with the features the ranking weighs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aligner import company
from aligner.associates import Associates
from aligner.candidates import LONGEST_EN, LONGEST_ZH, Roles, Sightings, totals
from aligner.composition import agreement
from aligner.corpus import CAPITAL, FIRST, QUOTED, UPPER, Corpus
from aligner.grammar import EN_CLASSES, ZH_CLASSES, en_role, zh_role
from aligner.passes import Finder, count, find
from aligner.productivity import TAIL, compounds, endings
from aligner.surroundings import bursts, families, shares, topic_centres
from aligner.tally import Pairs, Side, over_words, pair_up, side, spelled
from aligner.termhood import frequencies, zipf
from aligner.words import Beliefs, Settings, TextEncoder
from aligner.work import Work

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aligner.indexing import Floats, Ints
    from aligner.records import SegmentPair

KEEP, KEEP_LARGE, LARGE = 0.35, 0.6, 20_000  # share of link belief inside a pair of spans; stricter for large corpora
MOST = 200_000  # pairs of expressions that are measured: with it 100,000 sentence pairs need less than 1.5 GB
BLOCK = 1 << 14  # pairs whose vectors are in memory at a time


@dataclass(slots=True)
class Table:
    """Pairs of expressions of a corpus; places are in words of the flat arrays.

    `store` holds the features by columns, [pairs, len(names)] as half floats, and room for those of `aligner.company`.
    """

    corpus: Corpus
    found: Sightings
    zh: Side
    en: Side
    pairs: Pairs
    names: list[str]
    store: Floats

    @property
    def features(self) -> Floats:
        """[pairs, len(names)]."""
        return self.store[:, : len(self.names)]

    def add(self, names: Sequence[str], columns: Iterable[Floats]) -> None:
        """More features of every pair."""
        for name, column in zip(names, columns, strict=True):
            self.store[:, len(self.names)] = column
            self.names.append(name)

    def zh_span(self, sighting: int) -> tuple[int, int]:
        """Where the Chinese expression of a sighting stands in its segment's text."""
        _, ends, _, _ = self.corpus.indexed.arrays()
        first = int(ends[self.found.sentence[sighting]])
        start, stop = first + int(self.found.zh_start[sighting]), first + int(self.found.zh_stop[sighting])
        return self.corpus.zh_at[2 * start], self.corpus.zh_at[2 * stop - 1]

    def en_span(self, sighting: int) -> tuple[int, int]:
        """Where the English expression of a sighting stands in its segment's text."""
        _, _, _, ends = self.corpus.indexed.arrays()
        first = int(ends[self.found.sentence[sighting]])
        start, stop = first + int(self.found.en_start[sighting]), first + int(self.found.en_stop[sighting])
        return self.corpus.en_at[2 * start], self.corpus.en_at[2 * stop - 1]

    def zh_characters(self) -> Floats:
        """How many characters each Chinese expression has."""
        import numpy as np

        lengths = np.array([len(word) for word in self.corpus.indexed.zh_words], np.float32)
        return over_words(lengths[self.corpus.indexed.arrays()[0]], self.zh.start, self.zh.stop, np.add, 0)

    def texts(self, sighting: int) -> tuple[str, str]:
        """The two expressions of a sighting as written."""
        pair = self.corpus.pairs[int(self.found.sentence[sighting])]
        return pair.zh.text[slice(*self.zh_span(sighting))], pair.en.text[slice(*self.en_span(sighting))]


def build(
    pairs: Sequence[SegmentPair],
    encoder: TextEncoder,
    settings: Settings | None = None,
    work: Work | None = None,
) -> Table:
    """Align, find candidates and measure them. `work` says how; None: in this process."""
    import numpy as np

    work = work or Work()
    corpus = Corpus(pairs, work)
    model = getattr(encoder, "signature", "")
    beliefs = Beliefs(corpus.indexed, encoder, settings or Settings())
    count(beliefs, corpus, model, work)
    zh_roles = Roles.of([zh_role(w) if w else zh_role("。") for w in corpus.indexed.zh_words])
    en_roles = Roles.of([en_role(w) if w else en_role(".") for w in corpus.indexed.en_words])
    zh, zh_ends, en, en_ends = corpus.indexed.arrays()
    stems = beliefs.stem_of[en]
    names = Associates(corpus.indexed, corpus.named(en_roles), corpus.quoted(), stems, zh_roles, LONGEST_ZH)
    large = len(pairs) > LARGE  # the counts make links surer there, and to compare all spans would cost time
    finder = Finder(beliefs, zh_roles, en_roles, KEEP_LARGE if large else KEEP, names, alike=not large)
    found = find(finder, corpus, model, work)
    del beliefs, names, finder
    found = _with_acronyms(found, corpus)
    table = _grouped(corpus, found, stems)
    if len(table.pairs.count) > MOST:
        found = _bounded(table)
        del table  # before the next one needs the room
        table = _grouped(corpus, found, stems)
    found, zh_side, en_side = table.found, table.zh, table.en
    if not len(found.sentence):
        return table
    zh_side.total = np.maximum(totals(zh, zh_ends, zh, zh_roles, LONGEST_ZH, zh_side.hashes), zh_side.seen)
    en_side.total = np.maximum(totals(stems, en_ends, en, en_roles, LONGEST_EN + 2, en_side.hashes), en_side.seen)
    _measure(table, encoder, zh_roles, en_roles, stems)
    return table


def _grouped(corpus: Corpus, found: Sightings, stems: Ints) -> Table:
    """A table without features: the sightings as pairs of expressions."""
    import numpy as np

    zh, zh_ends, _, en_ends = corpus.indexed.arrays()
    strong = found.mutual & (found.zh_leak < 0.25) & (found.en_leak < 0.25)
    zh_side = side(zh, zh_ends, found.sentence, found.zh_start, found.zh_stop, strong)
    en_side = side(stems, en_ends, found.sentence, found.en_start, found.en_stop, strong)
    return Table(corpus, found, zh_side, en_side, pair_up(found, zh_side, en_side), [], np.zeros((0, 0), np.float32))


def _bounded(table: Table) -> Sightings:
    """The sightings of the most promising pairs, so that memory stays bounded: those seen more than once first, then those whose
    links stay inside best. What is lost are rare pairs with loose links."""
    import numpy as np

    p = table.pairs
    promise = np.log(p.count) + p.columns["best_mutual"] - 3 * (p.columns["best_zh_leak"] + p.columns["best_en_leak"])
    least = np.partition(promise, -MOST)[-MOST]
    kept = (promise >= least)[p.of]
    return Sightings._make(column[kept] for column in table.found)


def _with_acronyms(found: Sightings, corpus: Corpus) -> Sightings:
    """The sightings, and one more for each long form with its acronym behind it: 特別提款權 stands for SDR as well where the text
    has "Special Drawing Right (SDR)"."""
    import numpy as np

    _, _, en, ends = corpus.indexed.arrays()
    words = corpus.indexed.en_words
    bracket, close = (corpus.indexed.en_id(mark) for mark in "()")
    at = ends[found.sentence] + found.en_stop
    fits = np.flatnonzero(found.mutual & (at + 2 < ends[found.sentence + 1]))
    fits = fits[(en[at[fits]] == bracket) & (en[at[fits] + 2] == close)]
    chosen = [
        k
        for k in fits.tolist()
        if corpus.en_marks[int(at[k]) + 1] & CAPITAL
        and words[en[at[k] + 1]][0] == words[en[at[k] - found.en_stop[k] + found.en_start[k]]][0]
        and found.en_stop[k] - found.en_start[k] > 1
    ]
    more = Sightings._make(column[chosen] for column in found)
    more = more._replace(en_start=more.en_stop + 1, en_stop=more.en_stop + 2)
    return Sightings._make(np.concatenate([a, b]) for a, b in zip(found, more, strict=True))


def _measure(table: Table, encoder: TextEncoder, zh_roles: Roles, en_roles: Roles, stems: Ints) -> None:
    """Fill in the features of every pair."""
    import numpy as np

    zh, _, en, _ = table.corpus.indexed.arrays()
    p = table.pairs
    columns: dict[str, Floats] = {}
    columns["count"] = np.log(p.count)
    zh_total, en_total = table.zh.total[p.zh], table.en.total[p.en]
    columns["en_given_zh"] = (p.count - 0.3) / (zh_total + 0.3)
    columns["zh_given_en"] = (p.count - 0.3) / (en_total + 0.3)
    columns["zh_share"] = p.count / _group_max(p.count, p.zh)
    columns["en_share"] = p.count / _group_max(p.count, p.en)
    columns.update(p.columns)
    columns["jaccard"] = 1 - (p.columns["zh_leak"] + p.columns["en_leak"]) / 2
    _similarity(table, encoder, columns)
    documents = np.array(table.corpus.documents)
    spread = np.unique(np.stack([p.of, documents[table.found.sentence]], 1), axis=0)
    # how long the text is: in a short one a single sighting says as much as many in a long one
    columns["sentences"] = np.full(len(p.count), np.log(len(table.corpus.pairs)), np.float32)
    columns["spread"] = np.log(np.bincount(spread[:, 0], minlength=len(p.count)))
    for name, expressions, which, total, ids, flat, marks, roles, classes, lang in (
        ("zh", table.zh, p.zh, zh_total, zh, zh, table.corpus.zh_marks, zh_roles, ZH_CLASSES, "zh"),
        ("en", table.en, p.en, en_total, en, stems, table.corpus.en_marks, en_roles, EN_CLASSES, "en"),
    ):
        words = table.corpus.indexed.zh_words if lang == "zh" else table.corpus.indexed.en_words
        _side_features(columns, name, expressions, which, total, ids, flat, marks, roles, classes, zipf(words, lang))  # type: ignore[arg-type]
    _company(table, columns, en_roles, stems)
    columns.update(agreement(table.zh, table.en, p, stems, zh, table.corpus.indexed.zh_words))
    columns["length_gap"] = columns["zh_words"] - columns["en_words"]
    table.names = list(columns)
    # column by column into one matrix that is stored by columns: at no time is everything there twice. Half floats are exact
    # enough for what is standardised and cut off at six standard deviations, and of 200,000 pairs they save 100 MB
    table.store = np.empty((len(p.count), len(columns) + len(company.NAMES)), np.float16, order="F")
    for k, column in enumerate(table.names):
        table.store[:, k] = columns.pop(column)


def _group_max(values: Floats, group: Ints) -> Floats:
    import numpy as np

    top = np.zeros(int(group.max(initial=0)) + 1, np.float32)
    np.maximum.at(top, group, values)
    return top[group]


def _company(table: Table, columns: dict[str, Floats], en_roles: Roles, stems: Ints) -> None:
    """What stands around the expressions, and what they belong to."""
    import numpy as np

    corpus, found, p = table.corpus, table.found, table.pairs
    zh, zh_ends, en, en_ends = corpus.indexed.arrays()
    zh_bracket = np.array([word in "(（" and word != "" for word in corpus.indexed.zh_words])[zh]
    en_bracket = np.array([word == "(" for word in corpus.indexed.en_words])[en]
    quoted = np.frombuffer(corpus.en_marks, np.int8) & QUOTED > 0
    sides = (
        ("zh", table.zh, p.zh, zh, zh_ends, (found.zh_start, found.zh_stop),
         {"named": np.zeros(len(zh), bool), "quoted": corpus.quoted(), "bracket": zh_bracket}),
        ("en", table.en, p.en, stems, en_ends, (found.en_start, found.en_stop),
         {"named": corpus.named(en_roles), "quoted": quoted, "bracket": en_bracket}),
    )  # fmt: skip
    indexed = corpus.indexed
    written = {"zh": (zh, indexed.zh_words), "en": (en, [word.rstrip("s") for word in indexed.en_words])}
    for name, expressions, which, ids, ends, (start, stop), marks in sides:
        mine = shares(expressions, found.sentence, start, stop, ends, marks)
        mine["burst"] = bursts(expressions, found.sentence, len(corpus.pairs))
        mine["begins"], mine["ends"] = families(expressions, ids, LONGEST_EN + 2)
        mine |= compounds(expressions, ids)
        mine["tail"] = endings(expressions, *written[name], frequencies(name), TAIL[name])
        for key, value in mine.items():
            if not (name == "zh" and key.startswith("named")):  # Chinese has no capitals
                columns[f"{name}_{key}"] = value[which]


def _similarity(table: Table, encoder: TextEncoder, columns: dict[str, Floats]) -> None:
    """Cosine of the two expressions, how far it is ahead of the best rival on either side, and closeness to the topic."""
    import numpy as np

    p = table.pairs
    zh, _, en, _ = table.corpus.indexed.arrays()
    zh_words, en_words = table.corpus.indexed.zh_words, table.corpus.indexed.en_words
    centres = (
        topic_centres(encoder.encode_tokens(zh_words), zh, zipf(zh_words, "zh")),
        topic_centres(encoder.encode_tokens(en_words), en, zipf(en_words, "en")),
    )
    topics = [np.empty((len(p.count), 2), np.float32) for _ in centres]
    cosine = np.empty(len(p.count), np.float32)
    for k in range(0, len(cosine), BLOCK):  # pairs stand in the order of their Chinese: few are encoded twice
        part = slice(k, k + BLOCK)
        sides = []
        for lang, which in (("zh", p.zh[part]), ("en", p.en[part])):
            chosen, at = np.unique(which, return_inverse=True)
            sides.append(encoder.encode(_texts(table, lang, chosen))[at])
        cosine[part] = (sides[0] * sides[1]).sum(1)
        for topic, vectors, centre in zip(topics, sides, centres, strict=True):
            topic[part] = vectors @ centre
    columns["cosine"] = cosine
    for name, topic in zip(("zh", "en"), topics, strict=True):
        columns[name + "_topic"], columns[name + "_middle"] = topic.T
    columns["zh_margin"] = cosine - _group_max(cosine + 1, p.zh) + 1
    columns["en_margin"] = cosine - _group_max(cosine + 1, p.en) + 1


def _texts(table: Table, lang: str, chosen: Ints) -> list[str]:
    """The chosen expressions of a side in key form."""
    indexed = table.corpus.indexed
    zh, _, en, _ = indexed.arrays()
    if lang == "zh":
        return spelled(zh, table.zh.start[chosen], table.zh.stop[chosen], indexed.zh_words, "")
    return spelled(en, table.en.start[chosen], table.en.stop[chosen], indexed.en_words, " ")


def _side_features(
    columns: dict[str, Floats], name: str, expressions: Side, which: Ints, total: Floats, ids: Ints, flat: Ints,
    marks: object, roles: Roles, classes: Sequence[str], common: Floats,
) -> None:  # fmt: skip
    """What one side's expressions say about being a term."""
    import numpy as np

    start, stop = expressions.start, expressions.stop
    words = (stop - start).astype(np.float32)
    each = common[ids]
    counts = np.bincount(flat).astype(np.float32)[flat]
    # how much more common a word is here than in general: log10 of the ratio, a few sightings smoothed
    contrast = np.log10((counts + 0.5) / len(flat) * 1e9) - np.maximum(each, 1.5)
    mark = np.frombuffer(marks, np.int8) if len(marks) else np.zeros(0, np.int8)  # type: ignore[call-overload, arg-type]
    kind = roles.kind[ids]
    mine: dict[str, Floats] = {
        "words": words,
        "one": words == 1,
        "total": np.log(expressions.total),
        "nested": expressions.nested,
        "left": expressions.left,
        "right": expressions.right,
        "zipf_min": over_words(each, start, stop, np.minimum, 9),
        "zipf_max": over_words(each, start, stop, np.maximum, 0),
        "zipf_mean": over_words(each, start, stop, np.add, 0) / words,
        "zipf_last": each[stop - 1],
        "contrast_max": over_words(contrast, start, stop, np.maximum, -9),
        "contrast_mean": over_words(contrast, start, stop, np.add, 0) / words,
        "contrast_min": over_words(contrast, start, stop, np.minimum, 9),
        "capital": over_words(((mark & (CAPITAL | FIRST)) == CAPITAL).astype(np.float32), start, stop, np.add, 0) / words,
        "upper": over_words(((mark & UPPER) > 0).astype(np.float32), start, stop, np.add, 0) / words,
        "quoted": over_words(((mark & QUOTED) > 0).astype(np.float32), start, stop, np.add, 0) / words,
    }
    # cohesion: how much oftener the words stand together than their frequencies in this corpus would give
    chance = over_words(np.log(counts / len(flat)), start, stop, np.add, 0)
    mine["cohesion"] = np.where(words > 1, (np.log(expressions.total / len(flat)) - chance) / np.maximum(words - 1, 1), 0)
    mine["left_bond"], mine["right_bond"] = _bonds(flat, start, stop)
    for index, label in enumerate(classes):
        mine["first_" + label] = kind[start] == index
        mine["last_" + label] = kind[stop - 1] == index
        inner = over_words((kind[ids * 0 + np.arange(len(ids))] == index).astype(np.float32), start, stop, np.add, 0)
        mine["has_" + label] = np.minimum(inner, 1)
    for key, value in mine.items():
        columns[f"{name}_{key}"] = np.asarray(value, np.float32)[which]


def _bonds(flat: Ints, start: Ints, stop: Ints) -> tuple[Floats, Floats]:
    """How much of its time the first word has its neighbour before it here, and the last word the one after: 0-1.

    Near 1 where the edge cuts through a fixed expression (Hong | Kong).
    """
    import numpy as np

    if len(flat) < 2:
        return np.zeros(len(start), np.float32), np.zeros(len(start), np.float32)
    code = flat[:-1].astype(np.int64) * (int(flat.max(initial=0)) + 1) + flat[1:]
    _, of, count = np.unique(code, return_inverse=True, return_counts=True)
    together = count[of].astype(np.float32) - 1
    single = np.bincount(flat).astype(np.float32)
    before, after = np.maximum(start - 1, 0), np.minimum(stop - 1, len(code) - 1)
    return together[before] / (single[flat[start]] + 1), together[after] / (single[flat[stop - 1]] + 1)
