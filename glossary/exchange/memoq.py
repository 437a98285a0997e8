"""memoQ term base as CSV: the columns of memoQ's own export, in its fixed order, semicolons between them.

https://docs.memoq.com/current/api-docs/wsapi/memoqservices/tbservice.importexport.csv.html: entry fields first, then for
each language its definition and its terms, each term with Term_Info and Term_Example. Columns repeat for further terms.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from glossary.entries import Concept, Term
from glossary.exchange.base import ExportOptions, Report
from glossary.exchange.delimited import line
from glossary.exchange.oneway import flat, one_script

_ENTRY = (
    "Entry_ID", "Entry_Subject", "Entry_Domain", "Entry_ClientID", "Entry_ProjectID", "Entry_Created", "Entry_Creator",
    "Entry_LastModified", "Entry_Modifier", "Entry_Note",
)  # fmt: skip
_TERM = ("Term_Info", "Term_Example")


def _american(day: str) -> str:
    """A day as memoQ writes it: M/d/yyyy h:mm:ss tt."""
    year, month, number = [*day[:10].split("-"), "", ""][:3]
    if not (year.isdigit() and month.isdigit() and number.isdigit()):
        return ""
    return f"{int(month)}/{int(number)}/{year} 12:00:00 AM"


def _info(term: Term) -> str:
    """memoQ's Term_Info: case sensitivity, prefix matching, and whether the term is forbidden."""
    return "CasePermissive;HalfPrefix" + (";Forbidden" if term.status == "deprecated" else "")


def _example(concept: Concept, term: Term) -> str:
    contexts = term.contexts or [context for rendering in concept.en for context in rendering.contexts]
    return next((flat(text) for c in contexts if (text := c.zh if term.lang == "zh" else c.en)), "")


def _language(concept: Concept, terms: list[Term], width: int, definition: str) -> list[str]:
    cells = [definition]
    for term in terms:
        cells += [flat(term.text), _info(term), _example(concept, term)]
    return cells + [""] * (3 * (width - len(terms)))


def write(concepts: Iterable[Concept], out: BinaryIO, options: ExportOptions) -> Report:
    """Write one concept per row. The table is as wide as the concept with the most terms."""
    report = Report("concept")
    rows: list[tuple[Concept, list[Term], list[Term]]] = []
    for concept in concepts:
        concept = one_script(concept, options)
        kept = [term for term in concept.terms if term.status != "rejected" and flat(term.text)]
        zh, en = ([term for term in kept if term.lang == lang] for lang in ("zh", "en"))
        if zh and en:
            rows.append((concept, zh, en))
        else:
            report.leave(concept.id, "no current term in one of the languages")
    widths = [max((len(row[side]) for row in rows), default=1) for side in (1, 2)]  # type: ignore[arg-type]
    names = list(_ENTRY)
    chinese = "Chinese_Taiwan" if options.script == "hant" else "Chinese_PRC"
    for language, width in zip((chinese, "English"), widths, strict=True):
        names += [f"{language}_Def", *[name for _ in range(width) for name in (language, *_TERM)]]
    out.write(b"\xef\xbb\xbf" if options.bom else b"")
    out.write(line(names, ";"))
    for number, (concept, zh, en) in enumerate(rows, 1):
        first = concept.terms[0]
        who = next((term.decided_by for term in (*en, *zh) if term.decided_by), "")
        head = [
            str(number), flat(concept.subject), "", "", "", _american(first.created), "", _american(first.modified), who,
            flat(concept.note),
        ]  # fmt: skip
        body = [*_language(concept, zh, widths[0], ""), *_language(concept, en, widths[1], flat(concept.definition))]
        out.write(line([*head, *body], ";"))
        report.entries += 1
    return report
