"""What DOCX and XLSX share: parts of a ZIP package and the relationships between them."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator

from aligner.documents.source import Source
from aligner.xmlsafe import Element, elements
from aligner.zipsafe import Archive


class Package:
    """An Office file: its parts, read under the caps of `zipsafe` and `xmlsafe`."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.archive = Archive(source.open(), source.name)

    def __contains__(self, part: str) -> bool:
        return part in self.archive

    def elements(self, part: str, wanted: Collection[str]) -> Iterator[Element]:
        """The wanted elements of an XML part."""
        return elements(self.archive.chunks(part), f"{self.source.name}: {part}", wanted)

    def main(self, fallback: str) -> str:
        """The main part, as the package's own relationships name it."""
        for _, (kind, target) in self.relations("").items():
            if kind == "officeDocument" and target in self:
                return target
        if fallback in self:
            return fallback
        raise self.source.error(f"has no part {fallback}: it is not the Office file its name says")

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id → (last word of its type, target part), for a part or ("") the package."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self:
            return {}
        found = {}
        for relation in self.elements(rels, {"Relationship"}):
            target = relation.get("Target")
            target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[relation.get("Id")] = (relation.get("Type").rpartition("/")[2], target)
        return found
