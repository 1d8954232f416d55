"""The database: opening it, and its two kinds of transaction. All that is particular to SQLite is in this file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, inspect, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DataError,
    IntegrityError,
    NoSuchModuleError,
    ProgrammingError,
)

from desa_app.errors import HqDatabaseUnusable, HqInUse, NewerHq, NotInitialised
from desa_app.hq import schema
from desa_app.language import say

CONNECTIONS = 8
"""Connections of one process at most; the web application runs as many requests at the same time."""
BUSY_SECONDS = 30
MOST_PARAMETERS = 500
"""Values in one statement: a database takes only so many, and what waits for one record is without limit."""
_READING, _APART = "desa_reading", "desa_apart"
Value = TypeVar("Value")


def portions(values: Iterable[Value]) -> Iterator[list[Value]]:
    """The values in lists that one statement takes."""
    left = iter(values)
    while portion := list(islice(left, MOST_PARAMETERS)):
        yield portion


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless its key is there already; whether it was inserted."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(table).values(row).on_conflict_do_nothing().returning(*table.primary_key.columns)
    return connection.execute(statement).first() is not None


class Database:
    """The database at an SQLAlchemy URL, as ``sqlite:///hq.db``. Close it with :meth:`close`. ``file`` is where it is,
    None where that is on a server.

    Its transactions raise HqDatabaseUnusable where the database fails: locked for too long, full, damaged, away.
    """

    def __init__(self, url: str) -> None:
        parsed = _parsed(url)
        self.name = parsed.render_as_string(hide_password=True)
        self.file = _file_of(parsed, self.name)
        try:
            # Errors are logged, and what changes say is nobody's business there.
            self._engine = create_engine(parsed, pool_size=CONNECTIONS, max_overflow=0, hide_parameters=True)
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            raise HqDatabaseUnusable(name=self.name, why=error) from error
        if self._engine.dialect.name == "sqlite":
            _prepare_sqlite(self._engine)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the database and waits for nobody."""
        with self._designed_errors(), self._engine.connect() as connection:
            connection.execution_options(**{_READING: True})
            connection.begin()
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is durable when the block has ended, and undone when the block raised."""
        with self._designed_errors(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def creating(self) -> Iterator[Connection | None]:
        """A transaction in which the tables were just made; None where they are there already."""
        with self.writing() as connection:
            is_new = not inspect(connection).has_table(schema.headquarters.name)
            if is_new:
                schema.metadata.create_all(connection)
            yield connection if is_new else None

    def check(self) -> None:
        """Raises NotInitialised, NewerHq or HqDatabaseUnusable where this is no database for this version."""
        if self.file and not self.file.exists():
            raise NotInitialised(name=self.name)
        with self.reading() as connection:
            if not inspect(connection).has_table(schema.headquarters.name):
                raise NotInitialised(name=self.name)
            version = connection.scalar(select(schema.headquarters.c.version))
        if version is None:
            raise NotInitialised(name=self.name)
        if version > schema.VERSION:
            raise NewerHq(name=self.name)

    def scrub(self) -> None:
        """Empty SQLite's write-ahead log, where pages still stand as they were; it waits for readers as for a lock.
        PostgreSQL keeps old rows until ``VACUUM``, and its own logs as long as it is told to."""
        if self._engine.dialect.name != "sqlite":
            return
        with self._designed_errors():
            connection = self._engine.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                connection.close()

    def copy_to(self, path: Path) -> None:
        """A copy of an SQLite database as it is at one moment, with no page of what was deleted from it. Others go on
        reading and writing meanwhile."""
        if self.file is None:
            why = say("cadangkan dengan alat servernya sendiri", "back it up with its server's own tools")
            raise HqDatabaseUnusable(name=self.name, why=why)
        with self._apart() as connection:
            connection.exec_driver_sql("VACUUM INTO ?", (str(path),))

    def leave_log(self) -> None:
        """Put all that the write-ahead log of an SQLite database holds into its file, and be the only one to use it.
        Raises HqInUse where another does."""
        try:
            with self._apart() as connection:
                connection.exec_driver_sql("PRAGMA busy_timeout = 0")
                mode = connection.exec_driver_sql("PRAGMA journal_mode = DELETE").scalar()
        except HqDatabaseUnusable as error:
            if "locked" in str(error.__cause__):
                raise HqInUse(name=self.name) from error
            raise
        if mode != "delete":
            raise HqInUse(name=self.name)

    def check_file(self) -> None:
        """Have SQLite look at every page and every key. Raises HqDatabaseUnusable."""
        with self._apart() as connection:
            verdict = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if verdict != "ok":
            raise HqDatabaseUnusable(name=self.name, why=verdict)
        if orphans:
            raise HqDatabaseUnusable(name=self.name, why=f"foreign key: {orphans[0]}")

    @contextmanager
    def _apart(self) -> Iterator[Connection]:
        """A connection outside any transaction, for what SQLite does in none."""
        with self._designed_errors(), self._engine.connect() as connection:
            connection.execution_options(**{_APART: True})
            yield connection

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    @contextmanager
    def _designed_errors(self) -> Iterator[None]:
        try:
            yield
        except (DataError, IntegrityError, ProgrammingError):
            raise  # a fault of this program, not of the database
        except DatabaseError as error:
            raise HqDatabaseUnusable(name=self.name, why=error.orig) from error


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as error:
        without_password = url.rpartition("@")[2]
        raise HqDatabaseUnusable(name=without_password, why=say("alamatnya salah", "it is no address")) from error


def _file_of(url: URL, name: str) -> Path | None:
    """The file of an SQLite database, so that looking for one doesn't make it; None where it is on a server."""
    if url.get_backend_name() != "sqlite":
        return None
    if url.database in (None, "", ":memory:"):
        raise HqDatabaseUnusable(name=name, why=say("basis datanya harus berupa berkas", "it must be a file"))
    return Path(url.database)


def _prepare_sqlite(engine: Engine) -> None:
    """WAL and an fsync for each commit. A writer takes the lock before it reads: with the deferred BEGIN that
    Python sends, two writers that have read can't go on (SYNC.md, Saving on the laptop)."""

    @event.listens_for(engine, "connect")
    def settings(connection: Any, record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get(_APART):
            connection.exec_driver_sql("BEGIN" if options.get(_READING) else "BEGIN IMMEDIATE")
