"""Opening this laptop's encrypted database, and the one way to write to it.

SQLCipher through sqlite-utils; WAL with synchronous FULL, so that a save that returned survives a dying battery.
One ``Database`` per thread.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import desa_app.store.engine  # noqa: F401  (before sqlite_utils)

from sqlcipher3 import dbapi2 as sqlcipher  # isort: skip
from sqlite_utils import Database  # isort: skip

from desa_app.errors import (
    DamagedDatabase,
    DatabaseBusy,
    DesaError,
    DiskFull,
    FolderUnusable,
    WrongPassphrase,
)

BUSY_SECONDS = 10
PLAIN_HEADER = b"SQLite format 3\x00"


def open_database(path: Path, key: bytes) -> Database:
    """The encrypted database at ``path``, made when absent. Raises WrongPassphrase, DamagedDatabase, DiskFull …"""
    with designed_errors(path.name):
        connection = sqlcipher.connect(str(path), timeout=BUSY_SECONDS, isolation_level=None)
        try:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("PRAGMA cache_size = -16000")
        except sqlcipher.DatabaseError as error:
            connection.close()
            if _is_not_a_database(error):
                raise _unreadable(path) from error
            raise
    return Database(connection)


def _unreadable(path: Path) -> DesaError:
    """A wrong key and a damaged file look alike to SQLCipher; only a plain or truncated header is surely damage."""
    with path.open("rb") as file:
        head = file.read(len(PLAIN_HEADER))
    damaged = head == PLAIN_HEADER or len(head) < len(PLAIN_HEADER)
    return DamagedDatabase(name=path.name) if damaged else WrongPassphrase()


def _is_not_a_database(error: Exception) -> bool:
    return "not a database" in str(error)


@contextmanager
def immediate(db: Database) -> Iterator[Database]:
    """A transaction that writes: taken at once, so that two threads that read and then write don't collide.

    A ``db.atomic()`` begins deferred and fails with "database is locked" in half of such cases (SYNC.md, Saving).
    """
    with designed_errors("desa.db"):
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield db
            db.conn.execute("COMMIT")
        except BaseException:
            if db.conn.in_transaction:
                db.conn.execute("ROLLBACK")
            raise


@contextmanager
def designed_errors(name: str) -> Iterator[None]:
    """Turn what the engine says into a sentence for the user."""
    try:
        yield
    except sqlcipher.DatabaseError as error:
        raise _designed(error, name) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull from error
        raise FolderUnusable(name=name, why=error.strerror or str(error)) from error


def _designed(error: Exception, name: str) -> DesaError:
    text = str(error)
    if "full" in text or "disk I/O" in text:
        return DiskFull()
    if "locked" in text or "busy" in text:
        return DatabaseBusy()
    if "unable to open" in text or "readonly" in text:
        return FolderUnusable(name=name, why=text)
    return DamagedDatabase(name=name)
