"""SKOS as Turtle (`skos`) and JSON-LD (`skos-json`): one skos:Concept per concept. https://www.w3.org/TR/skos-reference/

The best current term of a language is its prefLabel (SKOS allows one), other current terms are altLabels, deprecated ones
hiddenLabels: found by a search, not offered. Reading takes both, from any tool, with labels in zh and en.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from aligner.errors import InputError
from aligner.records import Lang, Status
from glossary.entries import Concept, Term
from glossary.exchange.base import ExportOptions, ImportOptions, LeftOut, Report
from glossary.exchange.clean import printable
from glossary.exchange.termbase import day, kept_terms, language
from glossary.exchange.turtle import RDF_TYPE, Literal, Triple, string, triples
from glossary.exchange.xmlout import Names

SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
BASE = "urn:zhen-glossary:"
_SCHEME = BASE + "scheme"
_CONTEXT = {
    "skos": SKOS, "dcterms": DCTERMS, "Concept": "skos:Concept", "ConceptScheme": "skos:ConceptScheme",
    "related": {"@id": "skos:related", "@type": "@id"}, "inScheme": {"@id": "skos:inScheme", "@type": "@id"},
    "title": "dcterms:title", "subject": "dcterms:subject", "created": "dcterms:created", "modified": "dcterms:modified",
    **{name: {"@id": f"skos:{name}"} for name in
       ("prefLabel", "altLabel", "hiddenLabel", "definition", "note", "example", "editorialNote")},
}  # fmt: skip
_STATUS: dict[str, Status] = {"prefLabel": "preferred", "altLabel": "admitted", "hiddenLabel": "deprecated"}


def _labels(terms: list[Term]) -> Iterator[tuple[str, Term]]:
    """Each term with the SKOS property it belongs to."""
    preferred: set[str] = set()
    for term in terms:
        lang = language(term)
        if term.status == "deprecated":
            yield "hiddenLabel", term
        elif lang not in preferred:
            preferred.add(lang)
            yield "prefLabel", term
        else:
            yield "altLabel", term


def _facts(concept: Concept, terms: list[Term], options: ExportOptions) -> Iterator[tuple[str, Literal]]:
    """The statements about a concept that are texts, in the order of the file."""
    for name, term in _labels(terms):
        yield f"skos:{name}", Literal(term.text, language(term))
        if term.status == "candidate":
            yield "skos:editorialNote", Literal(f"candidate: {term.text}", language(term))
    for name, value in (("skos:definition", concept.definition), ("skos:note", concept.note)):
        if value:
            yield name, Literal(value)
    if concept.subject:
        yield "dcterms:subject", Literal(concept.subject)
    for name, dates in (("created", [t.created for t in terms]), ("modified", [t.modified for t in terms])):
        known = sorted(filter(None, map(day, dates)))
        if known:
            yield f"dcterms:{name}", Literal(known[0] if name == "created" else known[-1])
    seen: set[tuple[str, str]] = set()
    for term in terms:
        for context in term.contexts[: options.contexts]:
            for lang, sentence in (("zh", context.zh), ("en", context.en)):
                if sentence and (lang, sentence) not in seen:
                    seen.add((lang, sentence))
                    yield "skos:example", Literal(sentence, lang)


def _turtle(concept: Concept, facts: list[tuple[str, Literal]], related: list[str], key: str) -> str:
    lines = ["a skos:Concept", f"skos:inScheme <{_SCHEME}>"]
    lines += [f"{name} {string(literal)}" for name, literal in facts]
    lines += [f"skos:related <{BASE}{other}>" for other in related]
    return f"<{BASE}{key}> " + " ;\n    ".join(lines) + " .\n"


def _json(facts: list[tuple[str, Literal]], related: list[str], key: str) -> bytes:
    record: dict[str, Any] = {"@id": BASE + key, "@type": "Concept", "inScheme": _SCHEME}
    for name, literal in facts:
        value: Any = printable(literal.text)
        if literal.lang:
            value = {"@value": value, "@language": literal.lang}
        record.setdefault(name.partition(":")[2], []).append(value)
    if related:
        record["related"] = [BASE + other for other in related]
    return json.dumps(record, ensure_ascii=False).encode()


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Write the concepts in the order given."""
    report, names = Report("concept"), Names()
    turtle = options.format == "skos"
    chosen = [(concept, terms) for concept in concepts if (terms := kept_terms(concept, report))]
    known = {concept.id for concept, _ in chosen}
    if turtle:
        out.write(f"@prefix skos: <{SKOS}> .\n@prefix dcterms: <{DCTERMS}> .\n\n".encode())
        out.write(f"<{_SCHEME}> a skos:ConceptScheme ;\n    dcterms:title {string(Literal(options.title))} .\n".encode())
    else:
        head = json.dumps(_CONTEXT, ensure_ascii=False)
        scheme = json.dumps(
            {"@id": _SCHEME, "@type": "ConceptScheme", "title": printable(options.title)}, ensure_ascii=False
        )
        out.write(f'{{\n"@context": {head},\n"@graph": [\n{scheme}'.encode())
    for concept, terms in chosen:
        facts = list(_facts(concept, terms, options))
        related = [names.of(key) for key in concept.related if key in known and key != concept.id]
        key = names.of(concept.id)
        out.write(_turtle(concept, facts, related, key).encode() if turtle else b",\n" + _json(facts, related, key))
        report.entries += 1
    out.write(b"" if turtle else b"\n]\n}\n")
    return report


def _lang(tag: str) -> Lang | None:
    base = tag.casefold().replace("_", "-").partition("-")[0]
    return "zh" if base in ("zh", "cmn", "zho", "chi") else "en" if base in ("en", "eng") else None


def read(source: BinaryIO, name: str, options: ImportOptions) -> Iterator[Concept | LeftOut]:
    """Read the concepts of a Turtle or JSON-LD file; concepts come in the order of their first statement."""
    data = source.read()
    found = _json_triples(data, name) if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") else triples(data, name)
    concepts: dict[str, dict[str, list[str | Literal]]] = {}
    for triple in found:
        if isinstance(triple.object, Literal) or triple.predicate.startswith(SKOS) or triple.predicate == RDF_TYPE:
            concepts.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(triple.object)
    real = {key: facts for key, facts in concepts.items() if f"{SKOS}Concept" in facts.get(RDF_TYPE, [])}
    real = real or {key: facts for key, facts in concepts.items() if f"{SKOS}prefLabel" in facts}
    if not real:
        raise InputError(name, "holds no SKOS concept")
    for key, facts in real.items():
        yield _concept(key, facts, options)


def _texts(facts: dict[str, list[str | Literal]], predicate: str) -> list[Literal]:
    return [item for item in facts.get(predicate, []) if isinstance(item, Literal)]


def _short(key: str) -> str:
    return key.removeprefix(BASE)


def _concept(key: str, facts: dict[str, list[str | Literal]], options: ImportOptions) -> Concept:
    candidates = {item.text.partition(": ")[2] for item in _texts(facts, f"{SKOS}editorialNote")}
    terms = []
    for prop, status in _STATUS.items():
        for label in _texts(facts, SKOS + prop):
            lang = _lang(label.lang)
            if lang and label.text.strip():
                terms.append(Term(label.text, lang, "candidate" if label.text in candidates else status))
    terms.sort(key=lambda term: term.lang != "zh")
    texts = {
        prop: "\n".join(item.text for item in _texts(facts, uri))
        for prop, uri in (("definition", f"{SKOS}definition"), ("note", f"{SKOS}note"), ("subject", f"{DCTERMS}subject"))
    }
    related = tuple(_short(item) for item in facts.get(f"{SKOS}related", []) if isinstance(item, str))
    return Concept(_short(key), tuple(terms), related=related, **texts)


def _json_triples(data: bytes, name: str) -> Iterator[Triple]:
    """The statements of a JSON-LD document that uses SKOS names: with our context, or with prefixed or full names."""
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(name, f"is not JSON ({error})"[:200]) from None
    graph = document.get("@graph", document) if isinstance(document, dict) else document
    for node in graph if isinstance(graph, list) else [graph]:
        if not isinstance(node, dict):
            continue
        subject = BASE + str(node.get("@id") or node.get("id") or "") if _relative(node) else str(node.get("@id"))
        for key, values in node.items():
            for value in values if isinstance(values, list) else [values]:
                yield from _statement(subject, str(key), value)


def _relative(node: dict[str, Any]) -> bool:
    return ":" not in str(node.get("@id", ""))


def _full(name: str) -> str:
    if name in ("@type", "type"):
        return RDF_TYPE
    if name in ("subject", "created", "modified", "title"):
        return DCTERMS + name
    for prefix, uri in (("skos:", SKOS), ("dcterms:", DCTERMS), ("dct:", DCTERMS)):
        if name.startswith(prefix):
            return uri + name.removeprefix(prefix)
    return name if ":" in name else SKOS + name


def _statement(subject: str, key: str, value: Any) -> Iterator[Triple]:
    predicate = _full(key)
    if key.startswith("@") and key != "@type":
        return
    if isinstance(value, dict) and "@value" in value:
        yield Triple(subject, predicate, Literal(str(value["@value"]), str(value.get("@language", ""))))
    elif isinstance(value, dict) and "@id" in value:
        yield Triple(subject, predicate, str(value["@id"]))
    elif isinstance(value, dict):  # a language map: {"zh": "…", "en": ["…"]}
        for lang, texts in value.items():
            for text in texts if isinstance(texts, list) else [texts]:
                yield Triple(subject, predicate, Literal(str(text), str(lang)))
    elif predicate == RDF_TYPE or predicate in (f"{SKOS}related", f"{SKOS}inScheme"):
        text = str(value)
        yield Triple(subject, predicate, _full(text) if predicate == RDF_TYPE else text if ":" in text else BASE + text)
    elif isinstance(value, str):
        yield Triple(subject, predicate, Literal(value))
