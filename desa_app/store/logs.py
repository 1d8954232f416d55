"""What comes from headquarters: pages of the logs, applied with their cursor in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec
from sqlite_utils import Database

from desa_app.domain.records import RECORDS
from desa_app.errors import Cloned, OtherLog, SyncError, Unproven
from desa_app.language import say
from desa_app.store.erased import erased_of
from desa_app.store.journal import Journal
from desa_app.store.moves import Moves
from desa_app.store.records import upsert
from desa_app.sync.pure.change import Change, Dot, chain_link, chain_start, change_hash, decode, dot
from desa_app.sync.pure.erasure import erased_change
from desa_app.sync.pure.merge import State, merge
from desa_app.sync.pure.moves import NOUN as MOVE
from desa_app.sync.pure.moves import move_of
from desa_app.sync.pure.rows import to_row, to_state
from desa_app.sync.pure.wire import Cursor, Entry, Grant, Page

_entries = msgspec.json.Decoder(Entry)


class OwnChangesMissing(Exception):
    """A page names own changes by number that this laptop doesn't hold, or not as they were; ask for them in full."""


class _Placed(NamedTuple):
    """A change with its place in a log."""

    dev: str
    change: Change
    payload: bytes
    hashed: bytes
    stamp: int
    seq: int
    by_number: bool = False
    held_stamp: int = 0

    @property
    def name(self) -> Dot:
        return dot(self.dev, self.change.number)

    @property
    def is_applied(self) -> bool:
        """Whether the change is in its record's row already, with this very stamp."""
        return self.by_number and self.held_stamp == self.stamp


class _Gone(NamedTuple):
    """Places of a log whose changes moved to another scope, and the chain's hash behind them."""

    seq: int
    places: int
    chain: bytes


@dataclass
class _Batch:
    """The records that a page touches: their states, read once and written once."""

    states: dict[str, State] = field(default_factory=dict)
    homes: dict[str, tuple[str, str]] = field(default_factory=dict)
    known: set[Dot] = field(default_factory=set)
    absent: set[Dot] = field(default_factory=set)
    fresh: int = 0


class Logs:
    """The logs of one database, as far as they were read; the caller holds the transaction of every write."""

    def __init__(self, db: Database, journal: Journal) -> None:
        self._db = db
        self._journal = journal
        self._moves = Moves(db)

    def cursors(self) -> dict[str, Cursor]:
        """How far each scope's log was applied."""
        return {row["scope"]: Cursor(row["seq"], row["epoch"]) for row in self._db.query("SELECT * FROM cursor")}

    def behind(self) -> int:
        """How many log entries headquarters has that this laptop hasn't read."""
        found = self._db.conn.execute("SELECT coalesce(sum(max(head - seq, 0)), 0) FROM cursor").fetchone()
        return int(found[0])

    def follow(self, grants: Iterable[Grant], home: str = "", receipt: int = 0) -> None:
        """Take note of the scopes that may be read. A log that is of a new epoch or shorter than what was read here
        (headquarters was restored from a backup) is read again from its start; applying what is known already
        changes nothing. What may not be read any more is hidden, and shown again when it may be; an answer without any
        scope tells nothing of that. ``home`` is where this laptop's own records were made so far, whether or not its
        log was ever read; ``receipt`` the one that comes with the grants, which older ones that are gone with a log
        must not take along."""
        granted = {grant.scope: grant for grant in grants}
        cursors = self.cursors()
        lost = {*cursors, *([home] if home else [])} - granted.keys()
        for scope in sorted(lost) if granted else ():
            self._moves.lose(scope)
        for scope in granted.keys() - cursors.keys():
            self._show_again(self._moves.hidden_in(scope), scope)
        if any(granted[scope].epoch != cursors[scope].epoch for scope in granted.keys() & cursors.keys()):
            self._moves.forget_moves()
        for scope in sorted(granted.keys() & cursors.keys()):
            grant, cursor = granted[scope], cursors[scope]
            if grant.epoch != cursor.epoch or grant.head < cursor.seq:
                self.read_again(scope, receipt)
            self._db.conn.execute(
                "UPDATE cursor SET epoch = ?, head = ? WHERE scope = ?", [grant.epoch, grant.head, scope]
            )
        self._db.conn.executemany(
            "INSERT OR IGNORE INTO cursor (scope, seq, epoch, chain, head) VALUES (?, 0, ?, ?, ?)",
            [(scope, grant.epoch, chain_start(scope), grant.head) for scope, grant in granted.items()],
        )

    def read_again(self, scope: str, receipt: int = 0) -> None:
        """Begin with a log anew; what it brought stays, and is told again. Its receipts are gone, but ``receipt``."""
        self._db.conn.execute(
            "UPDATE journal SET scope = NULL, seq = NULL, receipt = iif(receipt = ?, receipt, NULL) WHERE scope = ?",
            [receipt, scope],
        )
        self._db.conn.execute("UPDATE cursor SET seq = 0, chain = ? WHERE scope = ?", [chain_start(scope), scope])
        self._moves.forget_places(scope)

    def apply(self, page: Page, lines: Sequence[bytes], receipt: int | None = None) -> int:
        """Apply a page behind the cursor and move it; returns how many of its changes were new here. ``receipt`` is
        headquarters' receipt for them.

        Raises Unproven where the page doesn't follow the cursor or its chain doesn't fit, OwnChangesMissing where
        it must be asked for in full, Cloned where it holds other changes under this laptop's own numbers. Then the
        caller's transaction must not be committed.
        """
        cursor = next(self._db.query("SELECT seq, chain FROM cursor WHERE scope = ?", [page.scope]), None)
        if cursor is None or page.start != cursor["seq"] + 1:
            raise OtherLog(why=say("log tidak bersambung", "the log does not continue"))
        found = self._placed(page, lines)
        chain = self._proven_chain(page, found, cursor["chain"])
        placed = self._without_erased([each for each in found if isinstance(each, _Placed)])
        new = sum(self._take(page.scope, stretch, receipt) for stretch in _stretches(placed))
        for gap in found:
            if isinstance(gap, _Gone):
                self._moves.leave_empty(page.scope, *gap)
        self._db.conn.execute("UPDATE cursor SET seq = ?, chain = ? WHERE scope = ?", [page.end, chain, page.scope])
        return new

    def _take(self, scope: str, placed: Sequence[_Placed], receipt: int | None) -> int:
        """Apply changes of which at most the last tells of a move; returns how many were new here."""
        self._show_again(self._moves.hidden_among({each.change.record for each in placed}), scope)
        new = self._merge(scope, [each for each in placed if not each.is_applied])
        self._moves.bring_home(((each.change.noun, each.change.record) for each in placed if each.is_applied), scope)
        self._moves.leave_behind(scope, ((each.dev, each.change.number, each.seq) for each in placed))
        self._keep(scope, placed, receipt)
        move = move_of(placed[-1].change)
        if move:
            self._moves.follow(move, placed[-1].stamp)
        return new

    def _show_again(self, hidden: Sequence[tuple[str, str]], scope: str) -> None:
        """Records that were hidden may be read in this scope."""
        self.fold(hidden, scope)
        self._moves.unhide(hidden)

    def fold(self, records: Iterable[tuple[str, str]], home: str | None = None) -> None:
        """Write rows anew, (noun, id) each, from all changes of theirs that are here; ``home`` is the scope of those
        that have no row. Without it they stay without one: they are hidden until they may be read again."""
        for noun, record in records:
            state: State = {}
            seen: set[Dot] = set()
            for name, stamp, change in self._journal.story(record):
                state = merge(state, change, name, stamp, seen.__contains__)
                seen.add(name)
            row = next(self._db.query(f'SELECT scope FROM "{noun}" WHERE id = ?', [record]), None)
            scope = home or (row["scope"] if row else None)
            if scope:
                upsert(self._db, noun, [to_row(noun, record, scope, state)])

    def _proven_chain(self, page: Page, found: Sequence[_Placed | _Gone], chain: bytes) -> bytes:
        for each in found:
            chain = each.chain if isinstance(each, _Gone) else chain_link(chain, each.hashed, each.stamp)
        if chain.hex() == page.chain and page.start + _places(found) - 1 == page.end:
            return chain
        if any(isinstance(each, _Placed) and each.by_number for each in found):
            raise OwnChangesMissing
        raise OtherLog(why=say("rantai log tidak cocok", "the log's chain does not fit"))

    def _placed(self, page: Page, lines: Sequence[bytes]) -> list[_Placed | _Gone]:
        found: list[_Placed | _Gone] = []
        seq = page.start
        try:
            for line in lines:
                fresh = self._read_line(_entries.decode(line), seq)
                found += fresh
                seq += _places(fresh)
        except (msgspec.MsgspecError, ValueError) as error:
            raise Unproven(why=say("isi log tidak terbaca", "the log can't be read")) from error
        return found

    def _read_line(self, entry: Entry, seq: int) -> Sequence[_Placed | _Gone]:
        if entry.own:
            return self._own_run(entry.own, seq)
        return [_Gone(seq, entry.gone[0], bytes.fromhex(entry.gone[1]))] if entry.gone else [_received(entry, seq)]

    def _without_erased(self, placed: Sequence[_Placed]) -> list[_Placed]:
        """The changes without what is erased here: a page from before the order can say it again."""
        erased = erased_of(self._db, (each.change.record for each in placed))
        found = []
        for each in placed:
            of_record = erased.get(each.change.record)
            if of_record and of_record.noun == each.change.noun:
                payload = erased_change(each.dev, each.payload, of_record.fields)
                found.append(each._replace(payload=payload, change=decode(payload)))
            else:
                found.append(each)
        return found

    def _own_run(self, run: tuple[int, int], seq: int) -> list[_Placed]:
        dev = self._journal.dev
        rows = self._db.conn.execute(
            "SELECT stamp, hash, payload FROM journal WHERE dev = ? AND n BETWEEN ? AND ? ORDER BY n", [dev, *run]
        ).fetchall()
        if len(rows) != run[1] - run[0] + 1 or dev is None:
            raise OwnChangesMissing
        return [
            _Placed(dev, change := decode(payload), payload, hashed, change.stamp, seq + index, True, stamp)
            for index, (stamp, hashed, payload) in enumerate(rows)
        ]

    def _merge(self, scope: str, placed: Sequence[_Placed]) -> int:
        """Bring the rows up to date; returns how many of the changes were not known here."""
        batch = self._read(placed)
        for each in placed:
            name, record = each.name, each.change.record
            if each.change.noun not in RECORDS:
                continue
            before = batch.states.get(record, {})
            batch.states[record] = merge(before, each.change, name, each.stamp, lambda one: self._is_seen(one, batch))
            batch.homes[record] = (each.change.noun, scope)
            batch.known.add(name)
        self._write(batch)
        return batch.fresh

    def _is_seen(self, name: Dot, batch: _Batch) -> bool:
        if name in batch.known:
            return True
        return name not in batch.absent and self._journal.seen(name)

    def _read(self, placed: Sequence[_Placed]) -> _Batch:
        batch = _Batch(absent={each.name for each in placed}, known=self._known(placed))
        batch.fresh = len(batch.absent - batch.known)
        for noun in {each.change.noun for each in placed} & RECORDS.keys():
            ids = json.dumps([each.change.record for each in placed if each.change.noun == noun])
            for row in self._db.query(f'SELECT * FROM "{noun}" WHERE id IN (SELECT value FROM json_each(?))', [ids]):
                batch.states[row["id"]] = to_state(noun, row)
                batch.homes[row["id"]] = (noun, row["scope"])
        return batch

    def _known(self, placed: Sequence[_Placed]) -> set[Dot]:
        """Those of the changes that are here already, and here with the same bytes."""
        known: set[Dot] = set()
        for dev in {each.dev for each in placed}:
            hashes = {each.change.number: each.hashed for each in placed if each.dev == dev}
            for n, hashed in self._db.conn.execute(
                "SELECT n, hash FROM journal WHERE dev = ? AND n IN (SELECT value FROM json_each(?))",
                [dev, json.dumps([*hashes])],
            ):
                if hashed != hashes[n]:
                    raise _twice(is_own=dev == self._journal.dev)
                known.add(dot(dev, n))
        return known

    def _write(self, batch: _Batch) -> None:
        rows: dict[str, list[tuple[Any, ...]]] = {}
        for record, (noun, scope) in batch.homes.items():
            rows.setdefault(noun, []).append(to_row(noun, record, scope, batch.states[record]))
        for noun, written in rows.items():
            upsert(self._db, noun, written)

    def _keep(self, scope: str, placed: Sequence[_Placed], receipt: int | None) -> None:
        self._db.conn.executemany(
            "INSERT INTO journal (dev, n, state, noun, record, stamp, scope, seq, hash, payload, receipt) "
            "VALUES (?, ?, 'acked', ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (dev, n) DO UPDATE SET state = 'acked', "
            "stamp = excluded.stamp, scope = excluded.scope, seq = excluded.seq, receipt = excluded.receipt",
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
                    receipt,
                )
                for each in placed
            ],
        )


def _places(found: Sequence[_Placed | _Gone]) -> int:
    """How many places of the log these take."""
    return sum(each.places if isinstance(each, _Gone) else 1 for each in found)


def _stretches(placed: Sequence[_Placed]) -> Iterator[Sequence[_Placed]]:
    """The changes in order, cut behind each that tells of a move: what follows meets the records where they are."""
    start = 0
    for end, each in enumerate(placed, 1):
        if each.change.noun == MOVE or end == len(placed):
            yield placed[start:end]
            start = end


def _received(entry: Entry, seq: int) -> _Placed:
    payload = bytes(entry.change)
    change = decode(payload)
    stamp = entry.stamp or change.stamp
    return _Placed(entry.dev, change, payload, change_hash(entry.dev, payload), stamp, seq)


def _twice(*, is_own: bool) -> SyncError:
    """Two changes go by one name."""
    if is_own:
        return Cloned()
    return Unproven(why=say("perubahan lain di nomor yang sama", "another change under the same number"))
