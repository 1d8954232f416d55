"""Whether headquarters' records are what its logs say, and writing anew those that are not.

A log is proven by its chain; a record's row is only the fold of its changes, made once and read often. A row that was
damaged is told by a laptop that compares, but mended here alone: by whoever runs headquarters, from the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, select

from desa_app.domain.records import RECORDS
from desa_app.hq import log
from desa_app.hq.comparison import rows_of
from desa_app.hq.schema import RECORD_TABLES
from desa_app.hq.schema import log as entries
from desa_app.hq.shelf import Held, Shelf
from desa_app.sync.pure.change import decode, dot
from desa_app.sync.pure.digest import row_hash, state_hash
from desa_app.sync.pure.merge import State, merge

_KEY = b"headquarters"


class Wrong(NamedTuple):
    """A record whose row is not what its log says: the state that it should have, empty where there is no change."""

    scope: str
    noun: str
    record: str
    state: State

    def __str__(self) -> str:
        return f"{self.scope}: {self.noun} {self.record}"


def wrong_rows(connection: Connection) -> list[Wrong]:
    """All of them, by scope and noun."""
    return [wrong for scope in log.heads(connection) for wrong in _wrong_in(connection, scope)]


def mend_rows(connection: Connection, now_ms: int) -> tuple[int, list[Wrong]]:
    """Write them anew; returns how many, and those that stay because nothing in a log tells of them."""
    shelf, wrong = Shelf(connection, now_ms), wrong_rows(connection)
    told = {(each.noun, each.record): each for each in wrong if each.state}
    for (noun, record), each in told.items():
        table = RECORD_TABLES[noun]
        status_ms = connection.scalar(select(table.c.status_ms).where(table.c.id == record))
        connection.execute(delete(table).where(table.c.id == record))  # it may be so damaged that it can't be read
        shelf.put(noun, record, Held(each.scope, each.state, status_ms))
    shelf.store()
    return len(told), [each for each in wrong if (each.noun, each.record) not in told]


def _wrong_in(connection: Connection, scope: str) -> Iterator[Wrong]:
    held = {(noun, row["id"]): row_hash(_KEY, noun, row) for noun, row in rows_of(connection, scope)}
    for (noun, record), state in _folded(connection, scope):
        if held.pop((noun, record), None) != state_hash(_KEY, noun, record, state):
            yield Wrong(scope, noun, record, state)
    for noun, record in sorted(held):
        yield Wrong(scope, noun, record, {})


def _folded(connection: Connection, scope: str) -> Iterator[tuple[tuple[str, str], State]]:
    """Every record of a log and what its changes come to."""
    columns = (entries.c.record, entries.c.dev, entries.c.n, entries.c.stamp, entries.c.payload)
    query = select(*columns).where(entries.c.scope == scope, entries.c.dev.is_not(None))
    found = connection.execute(query.order_by(entries.c.record, entries.c.seq).execution_options(yield_per=1_000))
    for record, changes in groupby(found, key=lambda row: row.record):
        noun, state = _fold(changes)
        if noun:
            yield (noun, record), state


def _fold(changes: Iterable[Any]) -> tuple[str, State]:
    noun, state = "", State()
    seen: set[str] = set()
    for each in changes:
        change = decode(each.payload)
        if change.noun in RECORDS:
            name = dot(each.dev or "", each.n or 0)
            noun, state = change.noun, merge(state, change, name, each.stamp, seen.__contains__)
            seen.add(name)
    return noun, state
