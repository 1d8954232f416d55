"""Registers outside the database: files that only grow, so that a database that is put back from a backup is told of
what was decided since, before it serves anybody."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from desa_app import durable
from desa_app.errors import HqDatabaseUnusable
from desa_app.hq.database import Database

Entry = TypeVar("Entry")


class Register(Generic[Entry]):
    """Entries of one kind. The file is called ``ending`` behind the name of an SQLite database, or as ``variable`` of
    the environment says, where the database is on a server or the file is to lie elsewhere."""

    def __init__(self, ending: str, variable: str, kind: type[Entry]) -> None:
        self._ending, self._variable = ending, variable
        self._entries: msgspec.json.Decoder[Entry] = msgspec.json.Decoder(kind)

    def place_of(self, database: Database) -> Path | None:
        """Where the register of a database is; None where nobody said so and the database is no file."""
        named = os.environ.get(self._variable)
        if named:
            return Path(named)
        return database.file.with_name(database.file.name + self._ending) if database.file else None

    def write_down(self, path: Path | None, entry: Entry) -> None:
        """Add an entry, before it is done; it is on the disk when this returns. Raises HqDatabaseUnusable."""
        if path is not None:
            with _designed_errors(path):
                durable.append(path, msgspec.json.encode(entry))

    def read(self, path: Path | None, tail: int = 0) -> list[Entry]:
        """The entries, or those of the last ``tail`` bytes; a line that was cut counts for nothing: nothing was done.
        Raises HqDatabaseUnusable."""
        if path is None or not path.exists():
            return []
        with _designed_errors(path), path.open("rb") as file:
            if tail:
                file.seek(max(0, path.stat().st_size - tail))
            return [*self._decoded(file)]

    def _decoded(self, lines: Any) -> Iterator[Entry]:
        for line in lines:
            try:
                yield self._entries.decode(line)
            except msgspec.MsgspecError:
                continue


@contextmanager
def _designed_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise HqDatabaseUnusable(name=str(path), why=error.strerror or error) from error
