"""Disks in memory: real SQLite with the real tables, copied from templates, and a current that can fail at any commit.

What a power cut leaves is exactly what was committed before, because SQLite itself rolls the rest back.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, StaticPool, create_engine
from sqlcipher3 import dbapi2 as sqlcipher
from sqlite_utils import Database as Tables

from desa_app.hq.database import Database, _prepare_sqlite


class PowerCut(BaseException):
    """The machine stopped; what it had not committed is gone, and nobody handles it."""


class Mains:
    """The current of one machine: it can be made to fail at a commit to come, right before it or right after."""

    def __init__(self) -> None:
        self._left = 0
        self._after = False

    def fail_at(self, commit: int, *, after: bool) -> None:
        """Fail at the ``commit``-th commit from now, counted from 1."""
        self._left, self._after = commit, after

    def restore(self) -> None:
        """The current stays on."""
        self._left = 0

    @contextmanager
    def commit(self) -> Iterator[None]:
        """Around a commit."""
        is_last = self._left == 1
        self._left = max(0, self._left - 1)
        if is_last and not self._after:
            raise PowerCut
        yield
        if is_last:
            raise PowerCut


class Wired:
    """A laptop's connection whose commits need the current; all else is the connection's own."""

    def __init__(self, connection: Any, mains: Mains) -> None:
        self._connection = connection
        self._mains = mains

    def execute(self, sql: str, *parameters: Any) -> Any:
        if sql != "COMMIT":
            return self._connection.execute(sql, *parameters)
        with self._mains.commit():
            return self._connection.execute(sql)

    def close(self) -> None:
        """The disk stays, whoever closes it."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def blank() -> Any:
    """A laptop's database in memory, empty."""
    connection = sqlcipher.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA secure_delete = ON")
    return connection


class Disk:
    """The disk of one laptop, used again and again: what it holds is copied from elsewhere. ``folder`` is where it
    would keep files."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="desa-"))
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        self.mains = Mains()
        self._loads = 0
        self._connection = blank()
        self.tables = Tables(self._connection)
        self.tables.conn = cast(Any, Wired(self._connection, self.mains))

    def load(self, image: Any) -> None:
        """Hold what another database holds."""
        self.mains.restore()
        self._loads += 1
        image.backup(self._connection)

    def version(self) -> tuple[int, int]:
        """Another one whenever something was written."""
        return self._loads, self._connection.total_changes

    def image(self) -> Any:
        """A copy of what is committed."""
        copy = sqlcipher.connect(":memory:", isolation_level=None)
        self._connection.backup(copy)
        return copy


class HqDisk(Database):
    """Headquarters' database in memory, behind the very transactions of the real one."""

    def __init__(self) -> None:
        self.mains = Mains()
        self._loads = 0
        self._connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._images: list[sqlite3.Connection] = []
        weakref.finalize(self, self._connection.close)
        self.name = "memory"
        self.file = None
        self._engine = create_engine("sqlite://", creator=lambda: self._connection, poolclass=StaticPool)
        _prepare_sqlite(self._engine)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with ExitStack() as stack, super().writing() as connection:
            yield connection
            stack.enter_context(self.mains.commit())

    def table(self, noun: str) -> tuple[list[str], list[Any]]:
        """Columns and rows of a record type's table."""
        found = self._connection.execute(f'SELECT * FROM "{noun}"')
        return [column[0] for column in found.description], found.fetchall()

    def query(self, sql: str, *parameters: Any) -> list[Any]:
        """Rows as they are committed, past everything that is to be proven."""
        return self._connection.execute(sql, parameters).fetchall()

    def load(self, image: sqlite3.Connection) -> None:
        """Hold what another database holds."""
        self.mains.restore()
        self._loads += 1
        image.backup(self._connection)

    def version(self) -> tuple[int, int]:
        """Another one whenever something was written."""
        return self._loads, self._connection.total_changes

    def image(self) -> sqlite3.Connection:
        """A copy of what is committed."""
        copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._connection.backup(copy)
        self._images.append(copy)
        return copy

    def forget_images(self) -> None:
        """No copy that was made is needed any more."""
        while self._images:
            self._images.pop().close()
