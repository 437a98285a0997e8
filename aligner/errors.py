"""What can go wrong, each as one sentence a translator understands.

Every class carries the exit code the command line ends with, so that a layer that raises does not need to know who prints.
"""

from __future__ import annotations


class GlossaryError(Exception):
    """Root of everything this project raises on purpose. `str(error)` is the line shown to the user."""

    exit_code = 1


class UsageError(GlossaryError):
    """The call makes no sense as it stands: two options that exclude each other, an unknown format."""

    exit_code = 2


class InputError(GlossaryError):
    """A file that cannot be read or understood. The message names the file and, where known, the place in it."""

    exit_code = 3

    def __init__(self, path: object, reason: str, line: int | None = None) -> None:
        self.path, self.reason, self.line = str(path), reason, line
        place = f"{path}:{line}" if line else f"{path}"
        super().__init__(f"{place}: {reason}")

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, int | None]]:
        """So that it comes whole out of another process."""
        return type(self), (self.path, self.reason, self.line)


class DatabaseError(GlossaryError):
    """The glossary database is missing, locked, read-only, damaged or not a glossary."""

    exit_code = 4


class ModelError(GlossaryError):
    """An embedding model that is not installed, not found, of the wrong kind or gives unusable vectors."""

    exit_code = 5
