"""The log of what left this laptop as a file or on paper: what kind, when, by whom, how much, with names or not.

Never what it said. An export is noted before it is made, so that none is missing where the laptop dies meanwhile; one
that came to nothing is struck out again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from desa_app.store.database import immediate
from desa_app.store.identity import Identity

Kind = Literal["coverage", "sessions", "offers", "papers", "print", "copy", "support", "backup", "receipt"]
"""A report of coverage, a list, papers as PDF and on a printer, a photo or a piece of evidence, a support file, a
backup, a record's receipt."""
SHOWN = 200


@dataclass(frozen=True)
class Exported:
    """One export. ``count`` is how many records (of coverage: rows) it holds, ``named`` whether people can be told
    from it, ``name`` who made it."""

    at_ms: int
    kind: Kind
    person: str
    name: str
    count: int
    named: bool

    @property
    def at(self) -> dt.datetime:
        """When it was made, on this laptop's clock."""
        return dt.datetime.fromtimestamp(self.at_ms / 1000).astimezone()


class Exports:
    """The log of one database; nothing is ever dropped from it."""

    def __init__(self, db: Database, me: Callable[[], Identity | None], clock: Callable[[], int]) -> None:
        self._db = db
        self._me = me
        self._clock = clock

    def note(self, kind: Kind, count: int, *, named: bool = False) -> int:
        """Keep that an export is made; returns its place in the log."""
        me = self._me()
        row = (self._clock(), kind, me.person if me else "", me.name if me else "", count, named)
        with immediate(self._db):
            place = self._db.conn.execute(
                "INSERT INTO export VALUES (?, ?, ?, ?, ?, ?) RETURNING rowid", row
            ).fetchone()
        return int(place[0])

    @contextmanager
    def noting(self, kind: Kind, count: int, *, named: bool = False) -> Iterator[None]:
        """Note what is made within; what ends it leaves no file behind and no note."""
        place = self.note(kind, count, named=named)
        try:
            yield
        except BaseException:
            with immediate(self._db):
                self._db.conn.execute("DELETE FROM export WHERE rowid = ?", [place])
            raise

    def recent(self, count: int = SHOWN) -> list[Exported]:
        """The last exports, the newest first."""
        rows = self._db.query(f"SELECT {', '.join(_COLUMNS)} FROM export ORDER BY rowid DESC LIMIT ?", [count])
        return [Exported(**{**row, "named": bool(row["named"])}) for row in rows]


_COLUMNS = tuple(Exported.__dataclass_fields__)
