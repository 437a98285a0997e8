"""Where the bytes of a document come from: a file, a pipe, standard input, or an open stream."""

from __future__ import annotations

import hashlib
import io
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from aligner.encoding import decode
from aligner.errors import InputError

LIMIT = 1 << 30  # bytes; a document of more than a gigabyte is a mistake, and an endless pipe must end somewhere
_CHUNK = 1 << 20


class Source:
    """One input, readable any number of times; `warn` collects what the reader wants the user to know.

    A regular file is read from disk each time, so that a large one need not fit into memory; a pipe is kept in memory.
    """

    def __init__(self, source: str | Path | BinaryIO, name: str | None = None, encoding: str | None = None) -> None:
        self.encoding = encoding
        self.warnings: list[str] = []
        self._path: Path | None = None
        self._data = b""
        if isinstance(source, str | Path):
            self.name = name or ("stdin" if str(source) == "-" else str(source))
            self._open_path(source)
        else:
            self.name = name or str(getattr(source, "name", "stdin"))
            self._data = self._drain(source)
        self.head = self._head()
        if not self.head:
            raise InputError(self.name, "is empty")

    def _open_path(self, source: str | Path) -> None:
        if str(source) == "-":
            self._data = self._drain(sys.stdin.buffer)
            return
        path = Path(source)
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                raise InputError(self.name, "is a folder, not a file")
            if not stat.S_ISREG(status.st_mode):
                with path.open("rb") as stream:
                    self._data = self._drain(stream)
            elif status.st_size > LIMIT:
                raise InputError(self.name, f"is larger than {LIMIT >> 20} MB")
            else:
                self._path = path
        except FileNotFoundError:
            raise InputError(self.name, "no such file") from None
        except PermissionError:
            raise InputError(self.name, "may not be read (permission denied)") from None
        except (OSError, ValueError) as error:  # ValueError: a NUL character in the path
            raise InputError(self.name, f"cannot be read ({getattr(error, 'strerror', None) or error})") from None

    def _drain(self, stream: BinaryIO) -> bytes:
        try:
            data = stream.read(LIMIT + 1)
        except OSError as error:
            raise InputError(self.name, f"cannot be read ({error.strerror or error})") from None
        if len(data) > LIMIT:
            raise InputError(self.name, f"is larger than {LIMIT >> 20} MB")
        return data

    def _head(self) -> bytes:
        with self.open() as stream:
            return stream.read(4096)

    def open(self) -> BinaryIO:
        """A fresh binary stream, seekable, at its beginning."""
        if self._path is None:
            return io.BytesIO(self._data)
        try:
            return self._path.open("rb")
        except PermissionError:
            raise InputError(self.name, "may not be read (permission denied)") from None
        except OSError as error:
            raise InputError(self.name, f"cannot be read ({error.strerror or error})") from None

    def chunks(self, size: int = _CHUNK) -> Iterator[bytes]:
        """The bytes, piece by piece."""
        with self.open() as stream:
            while chunk := stream.read(size):
                yield chunk

    def bytes(self) -> bytes:
        """All the bytes at once."""
        if self._path is None:
            return self._data
        return b"".join(self.chunks())

    def text(self) -> str:
        """The whole text, decoded; raises InputError where it is none (see `aligner.encoding.decode`)."""
        decoded = decode(self.bytes(), self.name, self.encoding)
        if decoded.damaged:
            line = decoded.text.count("\n", 0, decoded.text.find("\ufffd")) + 1
            places = "place is" if decoded.damaged == 1 else "places are"
            self.warn(f"{decoded.damaged} {places} not valid {decoded.encoding} and read as \ufffd", line)
        return decoded.text

    def digest(self) -> str:
        """SHA-256 of the bytes, in hex."""
        digest = hashlib.sha256()
        for chunk in self.chunks():
            digest.update(chunk)
        return digest.hexdigest()

    def warn(self, message: str, line: int | None = None) -> None:
        """Note something the user should know about this document; whoever shows it puts the name before it."""
        self.warnings.append(f"line {line}: {message}" if line else message)

    def error(self, reason: str, line: int | None = None) -> InputError:
        """An error to raise, with this document's name."""
        return InputError(self.name, reason, line)
