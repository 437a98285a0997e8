"""Files made to do harm, or only broken: one clear line, nothing stored, nothing opened."""

from __future__ import annotations

import io
import socket
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from aligner.errors import DatabaseError, InputError
from aligner.records import DocumentInfo
from glossary import database, reading
from glossary.entries import Concept
from glossary.exchange import read, sniff, write
from glossary.exchange.base import ExportOptions, ImportOptions
from glossary.store.imports import bring_in
from tests.glossary.exchange.samples import CONCEPTS

_TBX = (
    '<?xml version="1.0"?>{doctype}<tbx xmlns="urn:iso:std:iso:30042:ed-2" type="TBX-Basic" style="dca"><text><body>{body}'
)
_ENTRY = '<conceptEntry id="c1"><langSec xml:lang="zh"><termSec><term>{}</term></termSec></langSec></conceptEntry>'
_END = "</body></text></tbx>"


def bomb() -> bytes:
    """Ten entities, each ten times the one before."""
    steps = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "x" * 100}">' for i in range(10))
    return (_TBX.format(doctype=f"<!DOCTYPE tbx [{steps}]>", body=_ENTRY.format("&e9;")) + _END).encode()


def outside(target: str) -> bytes:
    """An entity that stands for something outside the file."""
    doctype = f'<!DOCTYPE tbx [<!ENTITY e SYSTEM "{target}">]>'
    return (_TBX.format(doctype=doctype, body=_ENTRY.format("&e;")) + _END).encode()


def deep() -> bytes:
    """300,000 elements inside one another."""
    return (_TBX.format(doctype="", body="<conceptEntry id='a'>" + "<note>" * 300_000)).encode()


def million_languages() -> bytes:
    """An entry with a million language sections."""
    sections = "".join(f'<langSec xml:lang="x-{i}"><termSec><term>t</term></termSec></langSec>' for i in range(1_000_000))
    return (_TBX.format(doctype="", body=f'<conceptEntry id="c1">{sections}</conceptEntry>') + _END).encode()


def languages() -> bytes:
    """Entries in ever new languages."""
    entry = '<conceptEntry id="c{0}"><langSec xml:lang="x{0}"><termSec><term>t</term></termSec></langSec></conceptEntry>'
    return (_TBX.format(doctype="", body="".join(map(entry.format, range(2000)))) + _END).encode()


def zipped(sheet: bytes) -> bytes:
    """A workbook with this first sheet."""
    out = io.BytesIO()
    write(CONCEPTS[:1], out, ExportOptions("xlsx"))
    changed = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            new.writestr(item, sheet if item == "xl/worksheets/sheet1.xml" else old.read(item))
    return changed.getvalue()


def zip_bomb() -> bytes:
    """A sheet that unpacks to a thousand times its size."""
    row = b"<row><c t='inlineStr'><is><t>" + b" " * 30_000 + b"</t></is></c></row>"
    return zipped(b"<worksheet><sheetData>" + row * 4_000 + b"</sheetData></worksheet>")


def forged_sizes() -> bytes:
    """A zip whose directory says that everything in it is small."""
    data = bytearray(zip_bomb())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 24 : at + 28] = struct.pack("<L", 100)
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def shared_strings_that_are_not_there() -> bytes:
    """A cell that names a text far beyond the table of texts."""
    return zipped(b"<worksheet><sheetData><row><c t='s'><v>99999999999</v></c></row></sheetData></worksheet>")


def far_column() -> bytes:
    """A cell in the last column of a sheet wider than any."""
    return zipped(b"<worksheet><sheetData><row><c r='ZZZ1' t='str'><v>x</v></c></row></sheetData></worksheet>")


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "entity bomb": ("t.tbx", bomb),
    "file entity": ("t.tbx", lambda: outside("file:///etc/passwd")),
    "network entity": ("t.tbx", lambda: outside("http://127.0.0.1:9/x")),
    "300,000 deep": ("t.tbx", deep),
    "a million languages": ("t.tbx", million_languages),
    "2,000 languages": ("t.tbx", languages),
    "unknown encoding": ("t.tbx", lambda: b'<?xml version="1.0" encoding="punycode"?><tbx/>'),
    "zip bomb": ("t.xlsx", zip_bomb),
    "forged sizes": ("t.xlsx", forged_sizes),
    "no such text": ("t.xlsx", shared_strings_that_are_not_there),
    "far column": ("t.xlsx", far_column),
    "not a zip": ("t.xlsx", lambda: b"PK\x03\x04" + zlib.compress(b"x" * 1000)),
    "deep json": ("t.json", lambda: b"[" * 300_000),
    "long number": ("t.json", lambda: b'{"concepts": [' + b"1" * 100_000 + b"]}"),
    "json with a tail": ("t.json", lambda: b'{"concepts": []} x'),
    "json with an open list": ("t.json", lambda: b'{"concepts": [{"id": "c1", "terms": []}'),
    "json without a list": ("t.json", lambda: b'{"version": 1, "concepts": {}}'),
    "json of a later version": ("t.json", lambda: b'{"concepts": [], "version": 99}'),
    "json of something else": ("t.json", lambda: b'{"concepts": [{"id": 3, "terms": "x"}]}'),
    "json with a count beyond all": ("t.json", lambda: b'[{"id": "c1", "terms": [{"frequency": 1' + b"0" * 30 + b"}]}]"),
    "json with a score that is no number": ("t.json", lambda: b'[{"id": "c1", "terms": [{"translation": NaN}]}]'),
    "deep turtle": ("t.ttl", lambda: b"<a:b> <a:c> " + b"[ <a:c> " * 100_000),
    "deep list": ("t.ttl", lambda: b"<a:b> <a:c> " + b"( " * 100_000),
    "binary": ("t.csv", lambda: bytes(range(256)) * 100),
    "open quote": ("t.csv", lambda: 'zh,en\n词,"word\n'.encode() * 3 + b'"x"y'),
    "no columns": ("t.csv", lambda: b"a,b\nc,d\n"),
    "not cedict": ("t.u8", lambda: "词 word\n".encode()),
}


def take(db: Path, name: str, data: bytes) -> None:
    """Import a file as the command does."""
    options = ImportOptions(sniff(name, data[:4096]))
    with database.writing(db, create=True) as connection:
        found = (item for item in read(io.BytesIO(data), name, options) if isinstance(item, Concept))
        bring_in(connection, found, DocumentInfo(name, str(hash(data)), options.format), folder=db.parent)


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_are_refused(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hostile file gives an error of one line, stores nothing, and opens neither a file nor a connection."""

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    name, make = HOSTILE[kind]
    with pytest.raises(InputError) as raised:
        take(tmp_path / "g.db", name, make())
    assert "\n" not in str(raised.value)
    assert name in str(raised.value)
    with pytest.raises(DatabaseError, match="empty"), database.reading(tmp_path / "g.db") as db:
        list(reading.concepts(db))


@pytest.mark.parametrize("name", ["tbx", "tbx2", "xlsx", "json", "multiterm"])
def test_truncated_files_are_refused(name: str, tmp_path: Path) -> None:
    """A file that breaks off anywhere stores nothing at all."""
    out = io.BytesIO()
    write(CONCEPTS, out, ExportOptions(name))
    data = out.getvalue()
    for cut in range(1, len(data) - 20, max(1, len(data) // 25)):
        with pytest.raises(InputError):
            suffix = {"tbx2": "tbx", "multiterm": "xml"}.get(name, name)
            options = ImportOptions("multiterm" if name == "multiterm" else suffix)
            list(read(io.BytesIO(data[:cut]), f"t.{suffix}", options))


def test_a_plain_doctype_is_no_threat() -> None:
    """The document type that TBX files carry is passed over."""
    data = b'<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd"><martif><text><body><termEntry id="1">'
    data += (
        '<langSet xml:lang="zh-cn"><ntig><termGrp><term>词</term><termNote type="usageStatus">preferred</termNote>'.encode()
    )
    data += b'</termGrp></ntig></langSet><langSet xml:lang="en-us"><tig><term>word</term></tig></langSet></termEntry>'
    data += b"</body></text></martif>"
    (concept,) = read(io.BytesIO(data), "t.tbx", ImportOptions("tbx"))
    assert isinstance(concept, Concept)
    assert [(t.text, t.lang, t.status) for t in concept.terms] == [("词", "zh", "preferred"), ("word", "en", "candidate")]
