"""The records that one transaction touches: read once, merged in memory, written once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update

from desa_app.hq.database import portions
from desa_app.hq.named_files import note_names
from desa_app.hq.schema import RECORD_TABLES
from desa_app.sync.pure.merge import State, shown
from desa_app.sync.pure.rows import shape, to_row, to_state

Key = tuple[str, str]
"""Noun and id of a record."""


class Held(NamedTuple):
    """A record as it stands: its home scope, its registers, and when its status was last written here."""

    scope: str
    state: State
    status_ms: int | None

    @property
    def visible(self) -> dict[str, Any]:
        """The shown value of each field."""
        return {field: shown(register) for field, register in self.state.items() if register.written}


class Shelf:
    """The records of one transaction; :meth:`store` writes what was put there."""

    def __init__(self, connection: Connection, now_ms: int) -> None:
        self._connection = connection
        self._now_ms = now_ms
        self._records: dict[Key, Held | None] = {}
        self._in_database: set[Key] = set()
        self._put: set[Key] = set()

    def fetch(self, wanted: Iterable[Key]) -> None:
        """Read records that will be asked for, as many as can be at a time."""
        missing: dict[str, list[str]] = defaultdict(list)
        for noun, record in set(wanted) - self._records.keys():
            self._records[noun, record] = None
            missing[noun].append(record)
        for noun, records in missing.items():
            for portion in portions(records):
                self._read(noun, portion)

    def _read(self, noun: str, records: list[str]) -> None:
        table = RECORD_TABLES[noun]
        for row in self._connection.execute(select(table).where(table.c.id.in_(records))).mappings():
            self._records[noun, row["id"]] = Held(row["scope"], to_state(noun, dict(row)), row["status_ms"])
            self._in_database.add((noun, row["id"]))

    def get(self, noun: str, record: str) -> Held | None:
        """A record as it stands in this transaction, None where there is none."""
        self.fetch([(noun, record)])
        return self._records[noun, record]

    def put(self, noun: str, record: str, held: Held) -> None:
        """How a record stands from now on."""
        self._records[noun, record] = held
        self._put.add((noun, record))

    def store(self) -> None:
        """Write every record that was put."""
        for is_new in (True, False):
            rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
            for noun, record in self._put:
                if ((noun, record) not in self._in_database) is is_new:
                    rows[noun].append(self._row(noun, record))
            for noun, listed in rows.items():
                self._connection.execute(_insertion(noun) if is_new else _replacement(noun), listed)
        self._note_names()
        self._in_database |= self._put
        self._put.clear()

    def _note_names(self) -> None:
        """Keep which files the records name."""
        states: dict[str, dict[str, State]] = defaultdict(dict)
        for noun, record in self._put:
            held = self._records[noun, record]
            assert held is not None
            states[noun][record] = held.state
        for noun, listed in states.items():
            note_names(self._connection, noun, listed, self._now_ms)

    def _row(self, noun: str, record: str) -> dict[str, Any]:
        held = self._records[noun, record]
        assert held is not None
        cells = to_row(noun, record, held.scope, held.state)
        return dict(zip(_parameters(noun), (*cells, held.status_ms), strict=True))


@cache
def _parameters(noun: str) -> list[str]:
    """Names of the values of a row; not the columns' own, which an UPDATE keeps for itself."""
    return [f"new_{column}" for column in (*shape(noun).columns, "status_ms")]


def _bound(noun: str) -> dict[str, Any]:
    return {name.removeprefix("new_"): bindparam(name) for name in _parameters(noun)}


@cache
def _insertion(noun: str) -> Any:
    return insert(RECORD_TABLES[noun]).values(_bound(noun))


@cache
def _replacement(noun: str) -> Any:
    table = RECORD_TABLES[noun]
    values = {column: value for column, value in _bound(noun).items() if column != "id"}
    return update(table).where(table.c.id == bindparam("new_id")).values(values)
