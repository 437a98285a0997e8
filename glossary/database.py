"""Opening a glossary: read-only for looking, one immediate transaction for changing, plain words for what SQLite says.

Readers open with `mode=ro`: a look-up neither creates a missing file nor needs a folder it can write to. Writers take the
write lock before they read (`BEGIN IMMEDIATE`): a transaction that reads first and wants to write later fails at once when
another process wrote in between, whatever the timeout. The journal stays SQLite's default: WAL cannot be opened in a
read-only folder and leaves two more files beside one that people mail.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aligner.errors import DatabaseError
from glossary import schema

READ_TIMEOUT = 10.0
WRITE_TIMEOUT = 60.0

_PLAIN = {
    sqlite3.SQLITE_BUSY: "another program is writing to it; try again when that has finished",
    sqlite3.SQLITE_LOCKED: "another program is writing to it; try again when that has finished",
    sqlite3.SQLITE_READONLY: "the file or its folder is read-only",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened: check that the folder exists and may be written to",
    sqlite3.SQLITE_NOTADB: "it is not a SQLite database",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; restore a copy, or start anew from the documents",
    sqlite3.SQLITE_FULL: "the disk is full; nothing of this run was stored",
    sqlite3.SQLITE_IOERR: "the disk reported an error while reading or writing it",
    sqlite3.SQLITE_PERM: "no permission to use it",
}


@contextmanager
def plain_errors(path: Path | str) -> Iterator[None]:
    """Turn what SQLite raises about `path` into a `DatabaseError` of one clear line."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", None)
        reason = _PLAIN.get(code & 0xFF) if isinstance(code, int) else None
        raise DatabaseError(f"{path}: {reason or str(error)}") from error
    except OSError as error:
        if error.filename is None:  # not of a file that is opened or looked at: a pipe or disk that is written to meanwhile
            raise
        raise DatabaseError(f"{path}: {error.strerror or error}") from error


def _check_kind(connection: sqlite3.Connection, path: Path) -> int:
    """The schema version of the file, 0 for an empty one. Raises `DatabaseError` for a foreign or a newer one."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != schema.APPLICATION_ID:
        if connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            raise DatabaseError(f"{path}: it is a SQLite database, but not a glossary")
        return 0
    if version > schema.VERSION:
        raise DatabaseError(
            f"{path}: written by a newer version of this program (schema {version}, this knows {schema.VERSION}); update it"
        )
    return int(version)


def _connect(path: Path, mode: str, timeout: float) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=timeout, isolation_level=None)
    connection.row_factory = sqlite3.Row
    return connection


@contextmanager
def reading(path: Path | str) -> Iterator[sqlite3.Connection]:
    """A read-only connection to an existing glossary. Raises `DatabaseError`; never creates or changes a file's content.

    Two things need one writing step first, where the file may be written: the journal of a process that was killed has to be
    rolled back, and an older schema brought up to date.
    """
    path = Path(path)
    with plain_errors(path):
        if not path.exists():
            raise DatabaseError(f"{path}: no such glossary; `glossary extract FILES…` makes one, --db names another")
        if path.is_dir():
            raise DatabaseError(f"{path}: it is a folder, not a glossary")
        connection = _connect(path, "ro", READ_TIMEOUT)
        try:
            try:
                version = _check_kind(connection, path)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode not in (sqlite3.SQLITE_READONLY_ROLLBACK, sqlite3.SQLITE_CANTOPEN):
                    raise
                _recover(path)
                version = _check_kind(connection, path)
            if version == 0:
                raise DatabaseError(f"{path}: the glossary is empty; `glossary extract FILES…` fills it")
            if version < schema.VERSION:
                _bring_up_to_date(path)
            yield connection
        finally:
            connection.close()


def _bring_up_to_date(path: Path) -> None:
    try:
        with writing(path):
            pass
    except DatabaseError as error:
        older = "an older version of this program wrote it, and it has to be brought up to date before it is read"
        raise DatabaseError(f"{error}; {older}") from error


def _recover(path: Path) -> None:
    """Let SQLite undo what a killed process left half done."""
    connection = _connect(path, "rw", READ_TIMEOUT)
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchall()
    finally:
        connection.close()


@contextmanager
def writing(path: Path | str, *, create: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection inside one transaction: all that the block does is stored when it ends, and nothing when it raises.

    Brings an older schema up to date in the same transaction. `create` makes a missing file. Raises `DatabaseError`.
    """
    path = Path(path)
    with plain_errors(path):
        if not create and not path.exists():
            raise DatabaseError(f"{path}: no such glossary; `glossary extract FILES…` makes one, --db names another")
        if path.is_dir():
            raise DatabaseError(f"{path}: it is a folder, not a glossary")
        connection = _connect(path, "rwc" if create else "rw", WRITE_TIMEOUT)
        try:
            connection.execute(
                "PRAGMA cache_size = -65536"
            )  # KiB; the default of 2 MB makes large runs write every page twice
            connection.execute("PRAGMA foreign_keys = ON")
            _check_kind(connection, path)  # before the lock, so that a foreign file is not even locked
            connection.execute("BEGIN IMMEDIATE")
            try:
                if _check_kind(connection, path) < schema.VERSION:
                    _migrate(connection)
                yield connection
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        finally:
            connection.close()


def check_writable(path: Path | str) -> None:
    """Raise `DatabaseError` where storing would fail for what can be seen from outside: no folder, no permission."""
    path = Path(path)
    if not path.absolute().parent.is_dir():
        raise DatabaseError(f"{path}: there is no folder {path.absolute().parent}")
    if not os.access(path.absolute().parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise DatabaseError(f"{path}: {_PLAIN[sqlite3.SQLITE_READONLY]}")


def _migrate(connection: sqlite3.Connection) -> None:
    from sqlite_utils import Database

    schema.migrations().apply(Database(connection))
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {schema.VERSION}")
