"""Findings as text, JSON, JSON lines, CSV, SARIF, GitHub annotations and HTML. Each writer gives pieces of text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from pathlib import PurePath

from glossary.checking.findings import RULES, Finding, Span

Mark = Callable[[str], str]
_COLUMNS = (
    "file", "line", "column", "where", "rule", "level", "term", "found", "expected", "message", "evidence", "source_file",
    "source_place", "source", "target", "concept", "fingerprint",
)  # fmt: skip
_SARIF_LEVEL = {"error": "error", "warning": "warning", "note": "note"}
_GITHUB_LEVEL = {"error": "error", "warning": "warning", "note": "notice"}
_AROUND = 70  # characters of a sentence shown on each side of the spot


def record(finding: Finding) -> dict[str, object]:
    """A finding for another program. Spans count characters of the sentence, from 0."""
    place = finding.place
    return {
        "file": finding.file, "line": place.line, "column": place.column, "where": place.where, "rule": finding.rule,
        "level": finding.level, "term": finding.term, "found": finding.found, "expected": list(finding.expected),
        "message": finding.message, "evidence": finding.evidence, "source_file": finding.pair.source.file,
        "source_place": str(finding.source_place), "source": finding.pair.source.text, "source_span": finding.source_span,
        "target": finding.pair.target.text, "target_span": finding.target_span, "concept": finding.concept,
        "fingerprint": finding.fingerprint,
    }  # fmt: skip


def plain(text: str) -> str:
    """One line without control characters: a document must not steer a terminal or an annotation."""
    return "".join(character if character.isprintable() else " " for character in text)


def marked(text: str, span: Span | None, mark: Mark, around: int = _AROUND) -> str:
    """A sentence with its spot marked, cut to what stands around it."""
    start, stop = span or (0, 0)
    left, right = max(0, start - around), min(len(text), max(stop, start) + around)
    head, middle, tail = plain(text[left:start]), plain(text[start:stop]), plain(text[stop:right])
    return ("…" if left else "") + head + (mark(middle) if middle else "") + tail + ("…" if right < len(text) else "")


def text(findings: Iterable[Finding], mark: Mark = lambda s: f"[{s}]", head: Mark = lambda s: s) -> Iterator[str]:
    """Four lines a finding: what and where, both sentences with the spot, the reason."""
    for finding in findings:
        pair = finding.pair
        where = ":".join(part for part in (plain(finding.file), str(finding.place)) if part)
        yield head(f"{where}: {finding.level}: {plain(finding.message)} [{finding.rule}]") + "\n"
        for side, span, place in (
            (pair.source, finding.source_span, finding.source_place), (pair.target, finding.target_span, finding.place)
        ):  # fmt: skip
            shown = f"{place}  " if side is pair.source and str(place) else ""
            yield f"    {shown}{marked(side.text, span, mark)}\n"
        if finding.evidence:
            yield f"    because {plain(finding.evidence)}\n"


def json_(findings: Iterable[Finding]) -> Iterator[str]:
    """One array of objects."""
    yield json.dumps([record(finding) for finding in findings], ensure_ascii=False, indent=2) + "\n"


def jsonl(findings: Iterable[Finding]) -> Iterator[str]:
    """One object a line."""
    for finding in findings:
        yield json.dumps(record(finding), ensure_ascii=False) + "\n"


def csv_(findings: Iterable[Finding]) -> Iterator[str]:
    """A table with a header; several expected renderings are joined by ` | `."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for finding in findings:
        row = {**record(finding), "expected": " | ".join(finding.expected)}
        writer.writerow([plain(str(row[column])) for column in _COLUMNS])
    yield out.getvalue()


def sarif(findings: Sequence[Finding], version: str = "0") -> Iterator[str]:
    """SARIF 2.1.0 (OASIS), as code-scanning services take it."""
    numbers = {name: number for number, name in enumerate(RULES)}
    rules = [
        {"id": rule.id, "shortDescription": {"text": rule.about},
         "defaultConfiguration": {"level": "none" if rule.level == "off" else _SARIF_LEVEL[rule.level]}}
        for rule in RULES.values()
    ]  # fmt: skip
    run = {
        "tool": {"driver": {"name": "zhen-glossary", "semanticVersion": version, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(finding, numbers[finding.rule]) for finding in findings],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    yield json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _sarif_result(finding: Finding, number: int) -> dict[str, object]:
    place, span = finding.place, finding.target_span
    physical: dict[str, object] = {"artifactLocation": {"uri": _uri(finding.file)}}
    if place.line:
        region: dict[str, object] = {"startLine": place.line}
        if place.column:
            region["startColumn"] = place.column
            if span and not place.where:
                region["endColumn"] = place.column + span[1] - span[0]
        if finding.found:
            region["snippet"] = {"text": finding.found}
        physical["region"] = region
    location: dict[str, object] = {"physicalLocation": physical}
    if place.where:
        location["logicalLocations"] = [{"name": place.where}]
    return {
        "ruleId": finding.rule, "ruleIndex": number, "level": _SARIF_LEVEL[finding.level],
        "message": {"text": "\n".join(
            part for part in (finding.message, finding.pair.source.text, finding.pair.target.text, finding.evidence) if part
        )},
        "locations": [location], "partialFingerprints": {"glossaryFinding/v1": finding.fingerprint},
    }  # fmt: skip


def _uri(file: str) -> str:
    from urllib.parse import quote

    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def github(findings: Iterable[Finding]) -> Iterator[str]:
    """Workflow commands that annotate the changed lines of a pull request."""
    for finding in findings:
        place = finding.place
        at = [f"file={_property(finding.file)}"]
        at += [f"line={place.line}"] if place.line else []
        at += [f"col={place.column}"] if place.line and place.column else []
        at.append(f"title={_property('glossary: ' + finding.rule)}")
        body = f"{finding.message}\n{finding.pair.source.text}\n{finding.pair.target.text}"
        yield f"::{_GITHUB_LEVEL[finding.level]} {','.join(at)}::{_data(body)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


_STYLE = """
body { font: 16px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color: #222; background: #fff }
article { border-left: 4px solid #999; padding: .2em 0 .2em 1em; margin: 1.2em 0; break-inside: avoid }
.error { border-color: #b00020 } .warning { border-color: #c77700 } mark { background: #ffe08a } p { margin: .2em 0 }
.place, .why { color: #555; font-size: .85em } table { border-collapse: collapse } td, th { padding: .1em 1em .1em 0 }
"""


def html(findings: Sequence[Finding]) -> Iterator[str]:
    """One page without anything from outside: a table of counts, then the findings, file by file."""
    yield (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Glossary check</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body><h1>Glossary check</h1>\n'
    )
    counts = {name: sum(finding.rule == name for finding in findings) for name in RULES}
    cells = "".join(
        f"<tr><td>{n}</td><td>{name}</td><td>{escape(RULES[name].about)}</td></tr>" for name, n in counts.items() if n
    )
    yield (
        f"<table><tr><th>found</th><th>rule</th><th></th></tr>{cells}</table>\n" if cells else "<p>Nothing was found.</p>\n"
    )
    for file in dict.fromkeys(finding.file for finding in findings):
        yield f"<h2>{escape(plain(file))}</h2>\n"
        yield from (_article(finding) for finding in findings if finding.file == file)
    yield "</body></html>\n"


def _article(finding: Finding) -> str:
    source, target = finding.pair.source.text, finding.pair.target.text
    why = f'<p class="why">{escape(plain(finding.evidence))}</p>' if finding.evidence else ""
    return (
        f'<article class="{finding.level}"><p><strong>{escape(plain(finding.message))}</strong></p>'
        f'<p class="place">{escape(str(finding.place))} · {finding.level} · {finding.rule}</p>'
        f"<p>{_sentence(source, finding.source_span)}</p><p>{_sentence(target, finding.target_span)}</p>{why}</article>\n"
    )


def _sentence(text: str, span: Span | None) -> str:
    start, stop = span or (0, 0)
    spot = f"<mark>{escape(plain(text[start:stop]))}</mark>" if stop > start else ""
    return escape(plain(text[:start])) + spot + escape(plain(text[stop:]))


WRITERS: dict[str, Callable[[Sequence[Finding]], Iterator[str]]] = {
    "text": text, "json": json_, "jsonl": jsonl, "csv": csv_, "sarif": sarif, "github": github, "html": html,
}  # fmt: skip
