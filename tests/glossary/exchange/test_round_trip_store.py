"""What one glossary exports, another exports again: through the files and through the database."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from aligner.errors import UsageError
from aligner.records import DocumentInfo
from glossary import database, reading
from glossary.entries import Concept, Context, Term
from glossary.exchange import FORMATS, read, write
from glossary.exchange.base import STATUSES, ExportOptions, ImportOptions
from glossary.filters import Filters
from glossary.store.imports import bring_in
from tests.glossary.exchange.samples import GLOSSARIES

# a failure shows in any example: making it small takes minutes with records of so many fields
EASY = settings(
    max_examples=12, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


def glossary(path: Path, concepts: Iterable[Concept]) -> Path:
    """A glossary with the concepts, as far as the store takes them."""
    with database.writing(path, create=True) as db:
        bring_in(db, concepts, DocumentInfo(path.name, path.name, "json"), folder=path.parent)
    return path


def exported(path: Path, **options: object) -> bytes:
    """The whole glossary as the command writes it."""
    chosen, out = ExportOptions(**options), io.BytesIO()  # type: ignore[arg-type]
    kind = FORMATS[chosen.format]
    with database.reading(path) as db:
        found = list(reading.concepts(db, Filters(statuses=STATUSES), contexts=-1 if kind.all_contexts else 3))
        if kind.by_number:
            found.sort(key=lambda concept: reading.concept_id(concept.id))
        write(found, out, replace(chosen, weights=reading.text_weights(db)))
    return out.getvalue()


@EASY
@given(GLOSSARIES)
@pytest.mark.parametrize(
    "options",
    [
        {"format": "json"},
        {"format": "jsonl"},
        {"format": "csv", "all_fields": True},
        {"format": "tsv", "all_fields": True, "bom": True},
        {"format": "xlsx"},
        {"format": "tbx", "dialect": "linguist"},
        {"format": "tbx", "style": "dct"},
    ],
    ids=lambda options: "-".join(map(str, options.values())),
)
def test_a_glossary_imported_and_exported_is_the_same_file(options: dict[str, object], concepts: list[Concept]) -> None:
    """Whatever the fields hold, export, import into an empty glossary and export again gives the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            first = exported(glossary(Path(folder, "1.db"), concepts), **options)
        except UsageError:
            return  # nothing that TBX can hold
        if not first:
            return
        name = str(options["format"])
        again = [c for c in read(io.BytesIO(first), f"t.{name}", ImportOptions(name)) if isinstance(c, Concept)]
        assert exported(glossary(Path(folder, "2.db"), again), **options) == first


def test_a_chinese_sentence_of_its_own_is_not_lost_behind_others() -> None:
    """A sentence in Chinese only survives TBX, where the first rendering has as many sentences as an export takes."""
    english = tuple(Context("", f"Sentence {n} with one.", "a.txt", str(n)) for n in range(1, 4))
    terms = (Term("词", "zh"), Term("one", "en", "preferred", contexts=english),
             Term("two", "en", "admitted", contexts=(Context("有词的一句。", "", "b.txt", "7"),)))  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        first = exported(glossary(Path(folder, "1.db"), [Concept("c1", terms)]), format="tbx")
        assert "有词的一句。" in first.decode()
        again = [c for c in read(io.BytesIO(first), "t.tbx", ImportOptions("tbx")) if isinstance(c, Concept)]
        assert exported(glossary(Path(folder, "2.db"), again), format="tbx") == first
