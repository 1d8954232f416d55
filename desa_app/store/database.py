"""Opening this laptop's encrypted database, and the one way to write to it.

SQLCipher through sqlite-utils; WAL with synchronous FULL, so that a save that returned survives a dying battery.
One ``Database`` per thread.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher
from sqlite_utils import Database

from desa_app import durable
from desa_app.errors import DamagedDatabase, DatabaseBusy, DesaError, DiskFull, FolderUnusable

FILE = "desa.db"
BUSY_SECONDS = 10
PAGE_BYTES = 4096

_INSTRUCTIONS = 100
"""How many instructions of the engine lie between two looks at how far a copy is."""
Step = Callable[[int, int], None]
"""Hears how much of how much is done, and ends the work by raising a DesaError."""
_SET_UP = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -6000",
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


def make_whole(path: Path, opened: Callable[[Path], Database]) -> None:
    """Make a database under another name and give it its own when it is whole: so an empty file is never taken for
    a new one, and two processes that start at once make one database."""
    fresh = durable.beside(path)
    with designed_errors(str(path.parent)):
        try:
            with closing(opened(fresh)) as db:
                db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            durable.install(fresh, path)
        except FileExistsError:
            return
        finally:
            for rest in (fresh, write_ahead_log(fresh), fresh.with_name(f"{fresh.name}-shm")):
                rest.unlink(missing_ok=True)


def write_ahead_log(path: Path) -> Path:
    """SQLite's write-ahead log of a database."""
    return path.with_name(f"{path.name}-wal")


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
def one_moment(db: Database) -> Iterator[None]:
    """What is read within is of one moment, whatever is saved meanwhile. Nothing is written."""
    with engine_errors(FILE):
        db.conn.execute("BEGIN")
        try:
            yield
        finally:
            if db.conn.in_transaction:
                db.conn.execute("ROLLBACK")


def copy_database(db: Database, path: Path, step: Step = lambda done, of: None) -> None:
    """A copy of an open database under the same key, proved to hold together. ``step`` hears how many of how many bytes
    are written, and ends it by raising a DesaError. Raises DamagedDatabase, DiskFull."""
    with designed_errors(path.name):
        with _heard(db, path, step):
            db.conn.execute("VACUUM INTO ?", [str(path)])
        db.conn.execute("ATTACH ? AS copy", [str(path)])
        try:
            verdict = db.conn.execute("PRAGMA copy.quick_check").fetchone()[0]
        finally:
            db.conn.execute("DETACH copy")
    if verdict != "ok":
        raise DamagedDatabase(name=path.name)


@contextmanager
def _heard(db: Database, path: Path, step: Step) -> Iterator[None]:
    """Tell ``step`` how far the copy is, every few thousand instructions of the engine."""
    pages, size = (int(db.conn.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    stopped: list[DesaError] = []

    def look() -> int:
        try:
            step(path.stat().st_size if path.exists() else 0, pages * size)
        except DesaError as error:
            stopped.append(error)
        return len(stopped)

    db.conn.set_progress_handler(look, _INSTRUCTIONS)
    try:
        yield
    except sqlcipher.OperationalError:
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        db.conn.set_progress_handler(None, 0)


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
