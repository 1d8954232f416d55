"""The database: opening it, and its two kinds of transaction. All that is particular to SQLite is in this file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError

from desa_app.errors import HqDatabaseUnusable, NewerHq, NotInitialised
from desa_app.hq import schema

CONNECTIONS = 8
"""Connections of one process at most; the web application runs as many requests at the same time."""
BUSY_SECONDS = 30
_READING = "desa_reading"


class Database:
    """The database at an SQLAlchemy URL, as ``sqlite:///hq.db``. Close it with :meth:`close`."""

    def __init__(self, url: str) -> None:
        try:
            self._engine = create_engine(url, pool_size=CONNECTIONS, max_overflow=0)
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            raise HqDatabaseUnusable(name=url, why=error) from error
        self.name = make_url(url).render_as_string(hide_password=True)
        if self._engine.dialect.name == "sqlite":
            _prepare_sqlite(self._engine)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the database and waits for nobody."""
        with self._engine.connect().execution_options(**{_READING: True}) as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is durable when the block has ended, and undone when the block raised."""
        with self._engine.begin() as connection:
            yield connection

    @contextmanager
    def creating(self) -> Iterator[Connection | None]:
        """A transaction in which the tables were just made; None where they are there already."""
        with self._designed_errors(), self.writing() as connection:
            is_new = not inspect(connection).has_table(schema.headquarters.name)
            if is_new:
                schema.metadata.create_all(connection)
            yield connection if is_new else None

    def check(self) -> None:
        """Raises NotInitialised, NewerHq or HqDatabaseUnusable where this is no database for this version."""
        with self._designed_errors(), self.reading() as connection:
            if not inspect(connection).has_table(schema.headquarters.name):
                raise NotInitialised(name=self.name)
            version = connection.scalar(select(schema.headquarters.c.version))
        if version is None:
            raise NotInitialised(name=self.name)
        if version > schema.VERSION:
            raise NewerHq(name=self.name)

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    @contextmanager
    def _designed_errors(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, DatabaseError) as error:
            raise HqDatabaseUnusable(name=self.name, why=error.orig) from error


def _prepare_sqlite(engine: Engine) -> None:
    """WAL and an fsync for each commit. A writer takes the lock before it reads: with the deferred BEGIN that
    Python sends, two writers that have read can't go on (SYNC.md, Saving on the laptop)."""

    @event.listens_for(engine, "connect")
    def settings(connection: Any, record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get(_READING)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
