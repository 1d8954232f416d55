"""Values that two people wrote at the same time: both are here, and a person decides.

The decision is a change like any other. It names every value that it had before it, so it ends the conflict wherever
it arrives; what was written at the same time as the decision is a conflict again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlite_utils import Database

from desa_app.domain.records import RECORDS
from desa_app.domain.roles import may
from desa_app.errors import NotAllowed
from desa_app.language import say
from desa_app.store.colleagues import Author, Authors, Colleagues
from desa_app.store.journal import Journal
from desa_app.store.records import Records
from desa_app.sync.pure.change import Dot
from desa_app.sync.pure.clock import wall_ms_of
from desa_app.sync.pure.merge import DELETION, State, shown, survivors, unseen_by_deletion
from desa_app.sync.pure.rows import to_state


@dataclass(frozen=True)
class Rival:
    """One of the values: who wrote it, on which device (``is_own``: on this one), when by the clock that counts.
    ``name`` and ``machine`` are what headquarters calls the person and the device's system, empty where it didn't say;
    ``dot`` names the writing. Against a deletion stands an edit that it had not seen, whose value is None."""

    value: Any
    person: str
    dev: str
    at: dt.datetime
    is_shown: bool
    is_own: bool = False
    name: str = ""
    machine: str = ""
    dot: Dot = ""


@dataclass(frozen=True)
class Conflict:
    """A field of a record with the values written at the same time."""

    noun: str
    record: str
    field: str
    rivals: tuple[Rival, ...]


def conflicts(db: Database, journal: Journal, colleagues: Colleagues, record: str | None = None) -> list[Conflict]:
    """All conflicts of one record and its children, or of the whole database."""
    authors = Authors(colleagues, journal.dev)
    return [
        conflict
        for noun in RECORDS
        for row in db.query(f"SELECT * FROM \"{noun}\" WHERE conflicts <> '' ORDER BY id")
        if record is None or record == row["id"] or record == _parent(noun, row)
        for conflict in _conflicts_of(noun, row, journal, authors)
    ]


def _parent(noun: str, row: dict[str, Any]) -> str | None:
    parent = RECORDS[noun].parent
    return row[parent] if parent else None


def _conflicts_of(noun: str, row: dict[str, Any], journal: Journal, authors: Authors) -> Iterator[Conflict]:
    state = to_state(noun, row)
    told = {name: (stamp, change) for name, stamp, change in journal.story(row["id"])}
    writings = {name: (stamp, change.person) for name, (stamp, change) in told.items()}
    for field in msgspec.json.decode(row["conflicts"]):
        visible = shown(state[field])
        standing = [(name, stamp, value) for name, (stamp, value) in state[field].written.items()]
        if field == DELETION and visible is not None:
            standing += [(name, writings[name][0], None) for name in unseen_by_deletion(state) if name in writings]
            visible = None
        rivals = [
            _rival(name, stamp, value, authors.of(name, writings[name][1] if name in writings else ""), visible)
            for name, stamp, value in sorted(standing, key=lambda each: each[1])
        ]
        yield Conflict(noun, row["id"], field, tuple(rivals))


def _rival(name: Dot, stamp: int, value: Any, author: Author, visible: Any) -> Rival:
    at = dt.datetime.fromtimestamp(wall_ms_of(stamp) / 1000).astimezone()
    who = (author.name, author.machine)
    return Rival(value, author.person, author.dev, at, value == visible, author.is_own, *who, name)


def settle(records: Records, conflict: Conflict, kept: Dot) -> None:
    """End a conflict as it was looked at: what the writing ``kept`` says is to stand, the other rivals are replaced.
    Raises NotAllowed where this is no lead, or where it no longer stands because somebody has decided already."""
    if not may(records.must_have_author().role, "settle"):
        raise NotAllowed(why=say("konflik data diselesaikan oleh ketua tim", "the team lead settles data conflicts"))
    kind, row = RECORDS[conflict.noun], records.row(conflict.noun, conflict.record)
    state = to_state(conflict.noun, row) if row else {}
    if row is None or conflict.field not in msgspec.json.decode(row["conflicts"] or b"[]"):
        raise _decided()
    if conflict.field == DELETION:
        values = {DELETION: _deletion(state, conflict, kept)}
        seen = [each.dot for each in conflict.rivals if each.dot in state[DELETION].written]
    else:
        standing = state[conflict.field].written
        if kept not in standing:
            raise _decided()
        values = {conflict.field: standing[kept][1]}
        seen = [each.dot for each in conflict.rivals]
    records.settle(kind, conflict.record, values, seen)


def _deletion(state: State, conflict: Conflict, kept: Dot) -> dict[str, Any] | None:
    """The deletion that has seen the edits that were looked at; None where one of those is kept, and so the record."""
    standing = state[DELETION].written
    if kept not in standing:
        return None
    looked_at = {each.dot for each in conflict.rivals}
    unseen = set(unseen_by_deletion(state)) - looked_at
    reason = (standing[kept][1] or {}).get("reason", "")
    return {"reason": reason, "seen": [name for name in survivors(state) if name not in unseen]}


def _decided() -> NotAllowed:
    return NotAllowed(
        why=say("konflik ini sudah diselesaikan; lihat lagi daftarnya", "this conflict has been settled; look again")
    )
