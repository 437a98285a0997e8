"""Members of a ZIP file (DOCX, XLSX, EPUB) under a cap on bytes, counted while they unpack.

The sizes that an archive declares are claims: 442 KB can unpack to 800 MB. So nothing is unpacked beyond a budget that all
members of one archive share. Only the two methods that office files may use, stored and deflated, are unpacked, because
`zipfile` unpacks them step by step and the others at once.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from aligner.errors import InputError

# Bytes that the members of one archive may unpack to, all together: XML packs to a tenth, a thirtieth if it repeats itself.
BUDGET = 256 << 20
ALLOWANCE, RATIO = 16 << 20, 64
MEMBERS = 20_000
_DIRECTORY = 8 << 20  # bytes of the list of members: `zipfile` reads it whole before we can count
_CHUNK = 1 << 16
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class Archive:
    """A ZIP file open for reading. Everything raises InputError, with the name of the file and, where known, the member."""

    def __init__(self, stream: BinaryIO, name: object, budget: int | None = None) -> None:
        self.name = name
        try:
            size = stream.seek(0, 2)
            self._left = min(BUDGET, ALLOWANCE + RATIO * size) if budget is None else budget
            self._refuse_long_directories(stream, size)
            self._zip = zipfile.ZipFile(stream)
        except InputError:
            raise
        except _BROKEN as error:
            raise InputError(name, f"is a damaged ZIP file ({_words(error)})") from None
        if len(self._zip.infolist()) > MEMBERS:
            raise InputError(name, f"holds more than {MEMBERS} parts")
        self._infos = {info.filename: info for info in self._zip.infolist()}

    def _refuse_long_directories(self, stream: BinaryIO, size: int) -> None:
        stream.seek(max(0, size - 65_557))
        tail = stream.read()
        at = tail.rfind(b"PK\x05\x06")
        if at >= 0 and len(tail) >= at + 22:
            count, length = struct.unpack_from("<HL", tail, at + 10)
            if count == 0xFFFF or length > _DIRECTORY:
                raise InputError(self.name, f"holds more than {MEMBERS} parts")
        stream.seek(0)

    def names(self) -> list[str]:
        """The members' names, in the archive's order."""
        return list(self._infos)

    def __contains__(self, member: str) -> bool:
        return member in self._infos

    def chunks(self, member: str) -> Iterator[bytes]:
        """The bytes of a member, piece by piece; each counts against the budget."""
        info = self._infos.get(member)
        member = _words(member)
        if info is None:
            raise InputError(self.name, f"has no part {member}")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise InputError(self.name, f"{member}: is packed in a way office files do not use")
        if info.flag_bits & 1:
            raise InputError(self.name, "is encrypted; save it without a password")
        if info.file_size > self._left:  # a claim, but one that is refused at once saves the time to unpack it
            raise InputError(self.name, f"{member}: unpacks to more than is allowed (a ZIP bomb?)")
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise InputError(self.name, f"{member}: unpacks to more than is allowed (a ZIP bomb?)")
                    yield chunk
        except InputError:
            raise
        except _BROKEN as error:
            raise InputError(self.name, f"{member}: is damaged ({_words(error)})") from None

    def read(self, member: str) -> bytes:
        """A whole member."""
        return b"".join(self.chunks(member))


def _words(thing: object) -> str:
    """An error or a name as one line."""
    return " ".join(str(thing).split()) or type(thing).__name__
