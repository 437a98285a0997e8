"""EPUB books: the chapters in the order of the spine, each as its HTML reads; notes are told apart."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from aligner.documents.html import decoded
from aligner.documents.htmltext import blocks, lines, parse
from aligner.documents.office import Package
from aligner.documents.source import Source
from aligner.records import Line


def read(source: Source) -> Iterator[Line]:
    """The lines of all chapters. The place is the chapter's file and the paragraph in it."""
    package = Package(source)
    if "META-INF/encryption.xml" in package and "META-INF/rights.xml" in package:
        raise source.error("is protected against copying and cannot be read")
    number = 0
    for chapter in _spine(package):
        tree = parse(source, decoded(source, package.archive.read(chapter)))
        if tree.body is None:
            continue
        for line in lines(blocks(tree.body), posixpath.basename(chapter), number):
            number = line.number
            yield line


def _spine(package: Package) -> Iterator[str]:
    """The parts that hold the text, in reading order, without the table of contents."""
    roots = list(package.elements("META-INF/container.xml", {"rootfile"}))
    if not roots:
        raise package.source.error("names no book in its container")
    book = roots[0].get("full-path")
    items, order = {}, []
    for element in package.elements(book, {"item", "itemref"}):
        if element.tag == "item":
            items[element.get("id")] = element
        elif element.get("linear") != "no":
            order.append(element.get("idref"))
    for identity in dict.fromkeys(order):
        item = items.get(identity)
        if item is None or "nav" in item.get("properties").split() or "html" not in item.get("media-type"):
            continue
        part = posixpath.normpath(posixpath.join(posixpath.dirname(book), unquote(item.get("href"))))
        if part in package:
            yield part
