"""Rows of a table as concepts: which column is what, and which rows belong together.

Columns are known by their header (in English or Chinese), by --columns, or by their content: the column with Chinese
characters, and the one beside it without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Any

from aligner.errors import InputError, UsageError
from aligner.records import Lang, Status
from aligner.text import has_han, zh_key
from glossary.entries import Concept, Context, Term
from glossary.exchange.base import STATUSES, ImportOptions, LeftOut, status_of
from glossary.exchange.fields import COLUMNS, MORE, split

Row = tuple[str, list[str]]  # place, cells
_SAMPLE = 50
_NAMES = {**dict.fromkeys(COLUMNS), **dict.fromkeys(MORE), "alternatives": None, "source": None, "part_of_speech": None,
          "reading": None}  # fmt: skip
_ALIASES = {
    "定义": "definition", "定義": "definition", "description": "definition", "释义": "definition",
    "备注": "note", "備註": "note", "说明": "note", "notes": "note", "comment": "note", "comments": "note", "remark": "note",
    "translator_comments": "note", "领域": "subject", "領域": "subject", "domain": "subject", "field": "subject",
    "词性": "part_of_speech", "詞性": "part_of_speech", "pos": "part_of_speech",
    "状态": "status", "狀態": "status", "来源": "source", "來源": "source", "拼音": "reading", "pinyin": "reading",
    "synonyms": "alternatives", "同义词": "alternatives", "entry_subject": "subject", "entry_note": "note",
    "concept_id": "concept", "entry_id": "concept", "concept_definition": "definition", "concept_subject": "subject",
    "concept_note": "note",
}  # fmt: skip
_ZH = re.compile(
    r"(zh|cmn|chi|zho)([-_ ]\w+)*|chinese\b.*|.*(中文|汉语|漢語|华语|華語|简体|繁體|繁体).*|term_?\[zh.*\]|cn|chinese_\w+"
)
_EN = re.compile(r"(en|eng)([-_ ]\w+)?|english\b.*|.*(英文|英语|英語).*|term_?\[en.*\]|english_\w+")


def _known(cell: str) -> str:
    """The column that a header cell names, or nothing."""
    plain = re.sub(r"[\s]+", "_", cell.strip().strip("\ufeff").casefold())
    if plain in _NAMES:
        return plain
    if plain in _ALIASES:
        return _ALIASES[plain]
    if _ZH.fullmatch(plain) and not plain.endswith("_def"):
        return "zh"
    return "en" if _EN.fullmatch(plain) and not plain.endswith("_def") else ""


def _by_header(cells: list[str]) -> list[str] | None:
    names = [_known(cell) for cell in cells]
    # the first column of a name counts: tools repeat columns for further terms
    names = [name if name not in names[:i] or name in ("zh", "en") else "" for i, name in enumerate(names)]
    return names if "zh" in names and "en" in names else None


def _by_content(sample: list[Row], name: str) -> list[str]:
    width = max(len(cells) for _, cells in sample)
    filled = [[cells[i] for _, cells in sample if i < len(cells) and cells[i].strip()] for i in range(width)]
    chinese = [sum(map(has_han, column)) / len(column) if column else 0.0 for column in filled]
    latin = [
        sum(1 for cell in column if not has_han(cell) and re.search("[A-Za-z]", cell)) / len(sample) for column in filled
    ]
    zh = max(range(width), key=lambda i: (chinese[i], -i))
    others = [i for i in range(width) if i != zh and latin[i] >= 0.3]
    if chinese[zh] < 0.5 or not others:
        raise InputError(name, "no column with Chinese beside one with English was found; name the columns with --columns")
    en = min(others, key=lambda i: (abs(i - zh), i < zh))
    return ["zh" if i == zh else "en" if i == en else "" for i in range(width)]


def _names(rows: Iterator[Row], name: str, options: ImportOptions) -> tuple[list[str], Iterator[Row], bool]:
    """Name of each column, the rows below the header, and whether an export of ours wrote them."""
    sample = list(islice(rows, _SAMPLE))
    rest = chain(sample, rows)
    if not sample:
        raise InputError(name, "holds no rows")
    first = sample[0][1]
    if options.columns:
        wrong = [column for column in options.columns if column and column not in _NAMES]
        if wrong or not {"zh", "en"} <= set(options.columns):
            raise UsageError(f"--columns needs zh and en, and knows {', '.join(_NAMES)}; not {', '.join(wrong) or 'fewer'}")
        at = options.columns.index("zh")
        chinese = [at < len(cells) and has_han(cells[at]) for _, cells in sample]
        titled = _by_header(first) is not None or (len(sample) > 1 and not chinese[0] and all(chinese[1:]))
        return list(options.columns), islice(rest, 1, None) if titled else rest, False
    titles = _by_header(first)
    if titles:
        return titles, islice(rest, 1, None), first[: len(COLUMNS)] == list(COLUMNS)
    names = _by_content(sample[1:] or sample, name)
    zh, en = (first[names.index(lang)] if names.index(lang) < len(first) else "" for lang in ("zh", "en"))
    titled = len(sample) > 1 and (not has_han(zh) or (has_han(en) and not re.search("[A-Za-z]", en)))  # "术语", "译文"
    if not titled:
        return names, rest, False
    known = [_known(cell) for cell in first] + [""] * len(names)
    others = [known[i] if not names[i] and known[i] not in ("zh", "en", *known[:i]) else names[i] for i in range(len(names))]
    return others, islice(rest, 1, None), False


@dataclass(slots=True)
class _Group:
    """A concept under construction."""

    concept: Concept
    zh: dict[str, Term] = field(default_factory=dict)
    en: dict[str, Term] = field(default_factory=dict)

    def finished(self) -> Concept:
        return replace(self.concept, terms=(*self.zh.values(), *self.en.values()))


def read_rows(
    rows: Iterator[Row],
    name: str,
    options: ImportOptions,
    sightings: Mapping[tuple[str, str, str], tuple[Context, ...]] | None = None,
) -> Iterator[Concept | LeftOut]:
    """The concepts of a table, in the order of their first rows.

    Rows with the same value in the column `concept`, or without that column with the same Chinese term in either script,
    are one concept.
    `sightings` are the contexts of pairs by (concept, zh, en), where a file keeps them apart.
    """
    names, rest, ours = _names(rows, name, options)
    groups: dict[str, _Group] = {}
    for place, cells in rest:
        values: dict[str, str] = {}
        for column, cell in zip(names, cells, strict=False):
            text = cell if ours else cell.strip()
            if column and text and column not in values:
                values[column] = text
        for problem in _take(values, groups, options, sightings or {}, ours):
            yield LeftOut(place, problem)
    for group in groups.values():
        yield group.finished()


def _take(
    values: dict[str, str],
    groups: dict[str, _Group],
    options: ImportOptions,
    sightings: Mapping[tuple[str, str, str], tuple[Context, ...]],
    ours: bool,
) -> Iterator[str]:
    zh, en = values.get("zh", ""), values.get("en", "")
    if not zh.strip() or not en.strip():
        if values:
            yield f"no {'Chinese' if not zh.strip() else 'English'} term"
        return
    if not ours and has_han(en) and not has_han(zh):
        yield "English in the Chinese column and Chinese in the English one; see --columns"
        return
    key = values.get("concept") or zh_key(zh) or zh
    group = groups.get(key)
    if group is None:
        number = values.get("concept") or f"e{len(groups) + 1}"
        group = groups[key] = _Group(
            Concept(number, (), values.get("definition", ""), values.get("subject", ""), values.get("note", ""),
                    tuple(split(values.get("related", ""))))
        )  # fmt: skip
    status = status_of(values.get("status", ""), options.status)
    numbers = {}
    for column in ("score", "termhood", "frequency"):
        numbers[column], problem = _number(values.get(column, ""), column)
        if problem:
            yield problem
    # "|" stands between synonyms in tables of other tools; in a table of ours it is a part of the term
    chinese, english = ([zh], [en]) if ours else (_synonyms(zh), _synonyms(en))
    contexts = sightings.get((group.concept.id, zh, en)) or _contexts(values)
    for text in chinese:
        _put_zh(group, text, values, status)
    for text, standing in [
        *((text, status) for text in english),
        *((text, "admitted" if status == "preferred" else status) for text in _synonyms(values.get("alternatives", ""))),
    ]:
        if text in group.en:
            if len(chinese) == 1 and len(group.zh) == 1:
                yield f"{zh} = {text} stands above already"
            continue
        group.en[text] = Term(
            text, "en", _own(values, "en", standing), numbers["score"], numbers["termhood"], int(numbers["frequency"]),
            contexts=contexts, **_details(values, "en"),
        )  # fmt: skip


def _synonyms(cell: str) -> list[str]:
    return [text for part in cell.split("|") if (text := part.strip())]


def _own(values: dict[str, str], lang: Lang, otherwise: Status) -> Status:
    return status_of(values.get(f"{lang}_status", ""), otherwise)


def _put_zh(group: _Group, text: str, values: dict[str, str], status: Status) -> None:
    own = _own(values, "zh", status)
    known = group.zh.get(text)
    if known is None:
        group.zh[text] = Term(text, "zh", own, **_details(values, "zh"))
    elif STATUSES.index(own) < STATUSES.index(known.status):
        group.zh[text] = replace(known, status=own)


def _details(values: dict[str, str], lang: Lang) -> dict[str, Any]:
    """The texts of a term that stand in columns of their own, as arguments of `Term`."""
    details = {}
    for column in ("part_of_speech", "reading", "note", "source", "decided_by", "created", "modified"):
        value = values.get(f"{lang}_{column}", "")
        if not value and (column == "part_of_speech" or (column == "source" and lang == "en")):
            value = values.get(column, "")
        if not value and column == "reading" and lang == "zh":
            value = values.get(column, "")
        details[column] = value
    return details


def _contexts(values: dict[str, str]) -> tuple[Context, ...]:
    """What a row tells of the sightings: documents and methods as lists, the sentences of one of them."""
    documents, methods = split(values.get("documents", "")), split(values.get("method", ""))
    sentences = (values.get("context_zh", ""), values.get("context_en", ""))
    count = max(len(documents), len(methods), 1 if any(sentences) else 0)

    def at(items: list[str], index: int) -> str:
        return items[min(index, len(items) - 1)] if items else ""

    return tuple(
        Context(*(sentences if index == 0 else ("", "")), at(documents, index), "", at(methods, index))
        for index in range(count)
    )


def _number(cell: str, column: str) -> tuple[float, str]:
    """The number in a cell, and what is wrong with it."""
    if not cell:
        return 0.0, ""
    try:
        value = float(cell)
    except ValueError:
        return 0.0, f"{column} {cell[:20]!r} is no number; taken as 0"
    good = value.is_integer() and 0 <= value < 1e9 if column == "frequency" else 0 <= value <= 1
    return (value, "") if good else (0.0, f"{column} {cell[:20]!r} is out of range; taken as 0")
