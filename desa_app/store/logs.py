"""What comes from headquarters: pages of the logs, applied with their cursor in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec
from sqlite_utils import Database

from desa_app.domain.records import RECORDS
from desa_app.errors import Unproven
from desa_app.language import say
from desa_app.store.journal import Journal
from desa_app.store.records import upsert
from desa_app.sync.pure.change import Change, Dot, chain_link, chain_start, change_hash, decode, dot
from desa_app.sync.pure.merge import State, merge
from desa_app.sync.pure.rows import to_row, to_state
from desa_app.sync.pure.wire import Cursor, Entry, Grant, Page

_entries = msgspec.json.Decoder(Entry)


class OwnChangesMissing(Exception):
    """A page names own changes by number that this laptop no longer holds; ask for them in full."""


class _Placed(NamedTuple):
    """A change with its place in a log."""

    dev: str
    change: Change
    payload: bytes
    hashed: bytes
    stamp: int
    seq: int
    is_own_run: bool


@dataclass
class _Batch:
    """The records that a page touches: their states, read once and written once."""

    states: dict[str, State] = field(default_factory=dict)
    homes: dict[str, tuple[str, str]] = field(default_factory=dict)
    known: set[Dot] = field(default_factory=set)
    absent: set[Dot] = field(default_factory=set)


class Logs:
    """The logs of one database, as far as they were read; the caller holds the transaction of every write."""

    def __init__(self, db: Database, journal: Journal) -> None:
        self._db = db
        self._journal = journal

    def cursors(self) -> dict[str, Cursor]:
        """How far each scope's log was applied."""
        return {row["scope"]: Cursor(row["seq"], row["epoch"]) for row in self._db.query("SELECT * FROM cursor")}

    def behind(self) -> int:
        """How many log entries headquarters has that this laptop hasn't read."""
        found = self._db.conn.execute("SELECT coalesce(sum(max(head - seq, 0)), 0) FROM cursor").fetchone()
        return int(found[0])

    def follow(self, grants: Iterable[Grant]) -> None:
        """Take note of the scopes that may be read. A log of a new epoch (headquarters was restored from a backup)
        is read again from its start; applying what is known already changes nothing."""
        for grant in grants:
            self._db.conn.execute(
                "INSERT INTO cursor (scope, seq, epoch, chain, head) VALUES (?, 0, ?, ?, ?) "
                "ON CONFLICT (scope) DO UPDATE SET head = excluded.head, epoch = excluded.epoch, "
                "seq = iif(epoch = excluded.epoch, seq, 0), chain = iif(epoch = excluded.epoch, chain, excluded.chain)",
                [grant.scope, grant.epoch, chain_start(grant.scope), grant.head],
            )

    def apply(self, page: Page, lines: Sequence[bytes]) -> int:
        """Apply a page behind the cursor and move it; returns how many entries there were.

        Raises Unproven where the page doesn't follow the cursor or its chain doesn't fit, OwnChangesMissing where
        it must be asked for in full. Then the caller's transaction must not be committed.
        """
        cursor = next(self._db.query("SELECT seq, chain FROM cursor WHERE scope = ?", [page.scope]), None)
        if cursor is None or page.start != cursor["seq"] + 1:
            raise Unproven(why=say("log tidak bersambung", "the log does not continue"))
        placed = self._placed(page, lines)
        chain = cursor["chain"]
        for each in placed:
            chain = chain_link(chain, each.hashed, each.stamp)
        if chain.hex() != page.chain or placed[-1].seq != page.end:
            raise Unproven(why=say("rantai log tidak cocok", "the log's chain does not fit"))
        self._merge(page.scope, [each for each in placed if not each.is_own_run])
        self._keep(page.scope, placed)
        self._db.conn.execute("UPDATE cursor SET seq = ?, chain = ? WHERE scope = ?", [page.end, chain, page.scope])
        return len(placed)

    def _placed(self, page: Page, lines: Sequence[bytes]) -> list[_Placed]:
        placed: list[_Placed] = []
        for line in lines:
            entry = _entries.decode(line)
            seq = page.start + len(placed)
            placed += self._own_run(entry.own, seq) if entry.own else [_received(entry, seq)]
        return placed

    def _own_run(self, run: tuple[int, int], seq: int) -> list[_Placed]:
        dev = self._journal.dev
        rows = self._db.conn.execute(
            "SELECT n, stamp, hash, payload FROM journal WHERE dev = ? AND n BETWEEN ? AND ? ORDER BY n", [dev, *run]
        ).fetchall()
        if len(rows) != run[1] - run[0] + 1 or dev is None:
            raise OwnChangesMissing
        return [
            _Placed(dev, change := decode(payload), payload, hashed, change.stamp, seq + index, is_own_run=True)
            for index, (_, _, hashed, payload) in enumerate(rows)
        ]

    def _merge(self, scope: str, placed: Sequence[_Placed]) -> None:
        batch = self._read(placed)
        for each in placed:
            name = dot(each.dev, each.change.number)
            record = each.change.record
            if each.change.noun not in RECORDS:
                continue
            before = batch.states.get(record, {})
            batch.states[record] = merge(before, each.change, name, each.stamp, lambda one: self._is_seen(one, batch))
            batch.homes.setdefault(record, (each.change.noun, scope))
            batch.known.add(name)
        self._write(batch)

    def _is_seen(self, name: Dot, batch: _Batch) -> bool:
        if name in batch.known:
            return True
        return name not in batch.absent and self._journal.seen(name)

    def _read(self, placed: Sequence[_Placed]) -> _Batch:
        batch = _Batch(absent={dot(each.dev, each.change.number) for each in placed})
        for dev in {each.dev for each in placed}:
            numbers = json.dumps([each.change.number for each in placed if each.dev == dev])
            held = self._db.conn.execute(
                "SELECT n FROM journal WHERE dev = ? AND n IN (SELECT value FROM json_each(?))", [dev, numbers]
            )
            batch.known |= {dot(dev, n) for (n,) in held}
        for noun in {each.change.noun for each in placed} & RECORDS.keys():
            ids = json.dumps([each.change.record for each in placed if each.change.noun == noun])
            for row in self._db.query(f'SELECT * FROM "{noun}" WHERE id IN (SELECT value FROM json_each(?))', [ids]):
                batch.states[row["id"]] = to_state(noun, row)
                batch.homes[row["id"]] = (noun, row["scope"])
        return batch

    def _write(self, batch: _Batch) -> None:
        rows: dict[str, list[tuple[Any, ...]]] = {}
        for record, (noun, scope) in batch.homes.items():
            rows.setdefault(noun, []).append(to_row(noun, record, scope, batch.states[record]))
        for noun, written in rows.items():
            upsert(self._db, noun, written)

    def _keep(self, scope: str, placed: Sequence[_Placed]) -> None:
        self._db.conn.executemany(
            "INSERT INTO journal (dev, n, state, noun, record, stamp, scope, seq, hash, payload) "
            "VALUES (?, ?, 'acked', ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (dev, n) DO UPDATE "
            "SET state = 'acked', stamp = excluded.stamp, scope = excluded.scope, seq = excluded.seq",
            [
                (
                    each.dev,
                    each.change.number,
                    each.change.noun,
                    each.change.record,
                    each.stamp,
                    scope,
                    each.seq,
                    each.hashed,
                    each.payload,
                )
                for each in placed
            ],
        )


def _received(entry: Entry, seq: int) -> _Placed:
    payload = bytes(entry.change)
    change = decode(payload)
    stamp = entry.stamp or change.stamp
    return _Placed(entry.dev, change, payload, change_hash(entry.dev, payload), stamp, seq, is_own_run=False)
