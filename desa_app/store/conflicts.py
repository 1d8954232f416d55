"""Values that two people wrote at the same time: both are here, and a person decides."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlite_utils import Database

from desa_app.domain.records import RECORDS
from desa_app.store.journal import Journal
from desa_app.sync.pure.change import Change, dot_parts
from desa_app.sync.pure.clock import wall_ms_of
from desa_app.sync.pure.merge import shown
from desa_app.sync.pure.rows import to_state


@dataclass(frozen=True)
class Rival:
    """One of the values: who wrote it, on which device (``is_own``: on this one), when by the clock that counts."""

    value: Any
    person: str
    dev: str
    at: dt.datetime
    is_shown: bool
    is_own: bool = False


@dataclass(frozen=True)
class Conflict:
    """A field of a record with the values written at the same time."""

    noun: str
    record: str
    field: str
    rivals: tuple[Rival, ...]


def conflicts(db: Database, journal: Journal, record: str | None = None) -> list[Conflict]:
    """All conflicts of one record and its children, or of the whole database."""
    return [
        conflict
        for noun in RECORDS
        for row in db.query(f"SELECT * FROM \"{noun}\" WHERE conflicts <> '' ORDER BY id")
        if record is None or record == row["id"] or record == _parent(noun, row)
        for conflict in _conflicts_of(noun, row, journal)
    ]


def _parent(noun: str, row: dict[str, Any]) -> str | None:
    parent = RECORDS[noun].parent
    return row[parent] if parent else None


def _conflicts_of(noun: str, row: dict[str, Any], journal: Journal) -> list[Conflict]:
    state = to_state(noun, row)
    writers = {name: change for name, _, change in journal.story(row["id"])}
    found = []
    for field in msgspec.json.decode(row["conflicts"]):
        visible = shown(state[field])
        rivals = [
            _rival(name, stamp, value, writers.get(name), is_shown=value == visible, own=journal.dev)
            for name, (stamp, value) in sorted(state[field].written.items(), key=lambda each: each[1][0])
        ]
        found.append(Conflict(noun, row["id"], field, tuple(rivals)))
    return found


def _rival(name: str, stamp: int, value: Any, change: Change | None, *, is_shown: bool, own: str | None) -> Rival:
    at, dev = dt.datetime.fromtimestamp(wall_ms_of(stamp) / 1000).astimezone(), dot_parts(name)[0]
    return Rival(value, change.person if change else "", dev, at, is_shown, dev == own)
