"""Opening this laptop's encrypted database, and the one way to write to it.

SQLCipher through sqlite-utils; WAL with synchronous FULL, so that a save that returned survives a dying battery.
One ``Database`` per thread.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher
from sqlite_utils import Database

from desa_app.errors import DamagedDatabase, DatabaseBusy, DesaError, DiskFull, FolderUnusable

FILE = "desa.db"
BUSY_SECONDS = 10
PAGE_BYTES = 4096

_SET_UP = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -16000",
)


def open_database(path: Path, key: bytes) -> Database:
    """The encrypted database at ``path``, made when absent.

    Raises DamagedDatabase where the key does not open it: whether the passphrase is right was settled before, when
    it opened the key. Raises DiskFull, FolderUnusable, DatabaseBusy.
    """
    with designed_errors(path.name):
        if path.exists() and path.stat().st_size < PAGE_BYTES:
            raise DamagedDatabase(name=path.name)  # SQLite would take an empty file for a new database
        connection = sqlcipher.connect(str(path), timeout=BUSY_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")  # else SQLCipher writes to stderr by itself
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            for statement in _SET_UP:
                connection.execute(statement)
        except BaseException:
            connection.close()
            raise
    return Database(connection)


@contextmanager
def immediate(db: Database) -> Iterator[Database]:
    """A transaction that writes: taken at once, so that two threads that read and then write don't collide.

    A ``db.atomic()`` begins deferred and fails with "database is locked" in half of such cases (SYNC.md, Saving).
    """
    with designed_errors(FILE):
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield db
            db.conn.execute("COMMIT")
        except BaseException:
            if db.conn.in_transaction:
                db.conn.execute("ROLLBACK")
            raise


@contextmanager
def engine_errors(name: str = FILE) -> Iterator[None]:
    """Turn what the engine says of the surroundings into a sentence for the user; a fault of the program itself,
    such as wrong SQL, stays what it is. Whoever reads for a person reads within this."""
    try:
        yield
    except sqlcipher.DatabaseError as error:
        designed = _designed(error, name)
        if designed is None:
            raise
        raise designed from error


@contextmanager
def designed_errors(name: str = FILE) -> Iterator[None]:
    """``engine_errors``, and what the system says of files and folders."""
    try:
        with engine_errors(name):
            yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull from error
        raise FolderUnusable(name=name, why=error.strerror or str(error)) from error


def _designed(error: Exception, name: str) -> DesaError | None:
    """By the engine's own name of the error (sqlite.org/rescode.html)."""
    said = getattr(error, "sqlite_errorname", "")
    if said.startswith(("SQLITE_IOERR_READ", "SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return DamagedDatabase(name=name)
    if said.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return DiskFull()
    if said.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return DatabaseBusy()
    if said.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")):
        return FolderUnusable(name=name, why=str(error))
    return None
