"""The history of exchanges with headquarters: when, what went and came, and how each ended, kept so that it can be
said in words again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlite_utils import Database

from desa_app.errors import error_of
from desa_app.store.database import immediate

KEPT = 200
"""Runs that are kept: a year and more for an officer who comes to a signal once a day."""


@dataclass(frozen=True)
class Run:
    """One run. ``error`` is the code of what ended it and ``details`` what its sentence names; None where it was
    drained. Bytes are those of bodies on the line."""

    began_ms: int
    ended_ms: int
    pushed: int = 0
    pulled: int = 0
    quarantined: int = 0
    exchanges: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    error: str | None = None
    details: dict[str, Any] | None = None

    @property
    def began(self) -> dt.datetime:
        """When it began, on this laptop's clock."""
        return dt.datetime.fromtimestamp(self.began_ms / 1000).astimezone()

    @property
    def sentence(self) -> str:
        """What ended it, in the language in use; empty where it was drained."""
        return error_of(self.error, self.details or {}).sentence if self.error else ""


class Runs:
    """The runs of one database."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def note(self, run: Run) -> None:
        """Keep a run; the oldest beyond two hundred are dropped."""
        details = msgspec.json.encode(run.details or {}, enc_hook=str).decode()
        row = (*(getattr(run, name) for name in _COLUMNS[:-1]), details)
        marks = ", ".join("?" * len(_COLUMNS))
        with immediate(self._db):
            self._db.conn.execute(f"INSERT INTO run ({', '.join(_COLUMNS)}) VALUES ({marks})", row)
            self._db.conn.execute(
                "DELETE FROM run WHERE rowid NOT IN (SELECT rowid FROM run ORDER BY rowid DESC LIMIT ?)", [KEPT]
            )

    def recent(self, count: int = KEPT) -> list[Run]:
        """The last runs, the newest first."""
        rows = self._db.query(f"SELECT {', '.join(_COLUMNS)} FROM run ORDER BY rowid DESC LIMIT ?", [count])
        return [Run(**{**row, "details": msgspec.json.decode(row["details"])}) for row in rows]


_COLUMNS = tuple(Run.__dataclass_fields__)
