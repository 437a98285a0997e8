"""A file is written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from aligner.errors import GlossaryError


class OutputError(GlossaryError):
    """A target that cannot be written: no such folder, no permission, no space. The old file, if any, is as it was."""

    exit_code = 3

    def __init__(self, path: object, error: OSError) -> None:
        super().__init__(f"{path}: could not be written ({error.strerror or error}); what was there before is untouched")


def _mode_for(path: Path) -> int:
    """Permissions of the file that is replaced, or what a plain `open` would give a new one."""
    with contextlib.suppress(OSError):
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


@contextlib.contextmanager
def atomic_output(target: Path) -> Iterator[BinaryIO]:
    """A binary file that takes the target's place when the block ends well, and leaves no trace when it does not.

    Written beside the target, flushed to disk, then moved over it in one step. A symbolic link keeps pointing where it did.
    What is no regular file (/dev/stdout, a named pipe) cannot be replaced and is written directly. Raises OutputError.
    """
    path = Path(os.path.realpath(target))
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as stream:
                yield stream
            return
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.", suffix=".part")
    except OSError as error:
        raise OutputError(target, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield cast(BinaryIO, stream)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(_mode_for(path))
        temporary.replace(path)
    except OSError as error:
        raise OutputError(target, error) from error
    finally:
        temporary.unlink(missing_ok=True)
