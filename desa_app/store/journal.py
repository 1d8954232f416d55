"""The change journal: every change made here or received, and which of the own ones headquarters has yet to answer.

A change is ``pending`` until headquarters answered for it, then ``acked`` (durable there) or ``quarantined``
(durable there, but waiting for people, unless a later save repaired it: then ``acked``). Nothing but that answer
ends ``pending``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec
from sqlite_utils import Database

from desa_app.errors import RecordTooLarge
from desa_app.sync.pure import change as changes
from desa_app.sync.pure.change import Change, Dot
from desa_app.sync.pure.clock import tick, wall_ms_of
from desa_app.sync.pure.merge import DELETION
from desa_app.sync.pure.wire import DURABLE, MAX_CHANGE_BYTES, Answer, runs

_INSERT = (
    "INSERT INTO journal (dev, n, state, noun, record, stamp, scope, seq, hash, payload) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)

_PENDING = "state <> 'acked' AND state = 'pending'"
_QUARANTINED = "state <> 'acked' AND state = 'quarantined'"
"""Spelled so that SQLite takes the small index of what waits, not the whole journal."""


class Pending(NamedTuple):
    """An own change that waits for headquarters."""

    n: int
    payload: bytes


class Waiting(NamedTuple):
    """What waits of one record type: changes without an answer, and their bytes before they are packed."""

    changes: int
    size: int


@dataclass(frozen=True)
class Quarantined:
    """An own change that headquarters keeps aside: which record and field, and why (a code of headquarters)."""

    n: int
    noun: str
    record: str
    code: str
    field: str


class Journal:
    """The journal of one database; the caller holds the transaction of every write."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @property
    def dev(self) -> str | None:
        """This device's name, None before enrolment."""
        found: str | None = next(self._db.query("SELECT dev FROM device"))["dev"]
        return found

    @property
    def stamp_ms(self) -> int:
        """The wall-clock time of the last stamp, in milliseconds."""
        return wall_ms_of(next(self._db.query("SELECT stamp FROM device"))["stamp"])

    def append(self, drafts: Sequence[Callable[[int, int], Change]], wall_ms: int) -> list[Change]:
        """Give each draft its number and stamp and keep it as pending; returns the changes in order.

        Raises RecordTooLarge for one that headquarters could never take.
        """
        device = next(self._db.query("SELECT dev, n, stamp FROM device"))
        dev, n, stamp = device["dev"], device["n"], device["stamp"]
        made, rows = [], []
        for draft in drafts:
            n, stamp = n + 1, tick(stamp, wall_ms)
            made.append(draft(n, stamp))
            rows.append(_pending_row(dev, made[-1]))
        self._db.conn.executemany(_INSERT, rows)
        self._db.conn.execute("UPDATE device SET n = ?, stamp = ?", [n, stamp])
        return made

    def name_device(self, dev: str) -> None:
        """This laptop is ``dev`` from now on; its numbers start at 1."""
        self._db.conn.execute("UPDATE device SET dev = ?, n = 0, sent = 0", [dev])

    def note_sent(self, n: int) -> None:
        """Own changes up to ``n`` are about to leave: from now on their bytes stay as they are, whatever comes back."""
        self._db.conn.execute("UPDATE device SET sent = max(sent, ?)", [n])

    def unsay(self, record: str, keeping: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        """Let the own changes of a record that never left this laptop say only what ``keeping`` leaves of their values.

        Nobody has seen those bytes, so nothing that was agreed on changes. What may have left stays: another content
        under the same number would be taken for a cloned laptop.
        """
        device = next(self._db.query("SELECT dev, sent FROM device"))
        found = self._db.conn.execute(
            f"SELECT n, payload FROM journal WHERE {_PENDING} AND record = ? AND dev = ? AND n > ?",
            [record, device["dev"], device["sent"]],
        ).fetchall()
        for n, payload in found:
            change = changes.decode(payload)
            kept = msgspec.structs.replace(change, fields=keeping(change.fields))
            if kept != change:
                bytes_ = changes.encode(kept)
                self._db.conn.execute(
                    "UPDATE journal SET payload = ?, hash = ? WHERE dev = ? AND n = ?",
                    [bytes_, changes.change_hash(device["dev"], bytes_), device["dev"], n],
                )

    def become(self, dev: str, person: str) -> set[tuple[str, str]]:
        """Go on as device ``dev`` of ``person``: what waits for headquarters is written again under that name.
        Returns the records concerned, (noun, id), whose rows must be folded anew."""
        waiting = self._db.conn.execute(
            f"SELECT n, payload FROM journal WHERE {_PENDING} AND dev = ? ORDER BY n", [self.dev]
        ).fetchall()
        names = {changes.dot(self.dev or "", n): changes.dot(dev, new) for new, (n, _) in enumerate(waiting, 1)}
        written = [
            _under_new_name(changes.decode(payload), new, person, names) for new, (_, payload) in enumerate(waiting, 1)
        ]
        self._db.conn.execute(f"DELETE FROM journal WHERE {_PENDING} AND dev = ?", [self.dev])
        self.name_device(dev)
        self._db.conn.executemany(_INSERT, [_pending_row(dev, change) for change in written])
        self._db.conn.execute("UPDATE device SET n = ?", [len(written)])
        return {(change.noun, change.record) for change in written}

    def raise_clock(self, hq_ms: int) -> None:
        """Never stamp below headquarters' time: the only time but its own that a laptop follows."""
        self._db.conn.execute("UPDATE device SET stamp = max(stamp, ?)", [hq_ms << 16])

    def seen(self, name: Dot) -> bool:
        """Whether a change was applied here, made here or received."""
        found = self._db.conn.execute("SELECT 1 FROM journal WHERE dev = ? AND n = ?", changes.dot_parts(name))
        return found.fetchone() is not None

    def pending(self, limit: int, max_bytes: int, after: int = 0) -> list[Pending]:
        """The oldest unanswered changes behind number ``after``, at most ``limit`` and about ``max_bytes`` of them, in
        order."""
        found: list[Pending] = []
        size = 0
        for n, payload in self._db.conn.execute(
            f"SELECT n, payload FROM journal WHERE {_PENDING} AND dev = ? AND n > ? ORDER BY n LIMIT ?",
            [self.dev, after, limit],
        ):
            size += len(payload)
            if found and size > max_bytes:
                break
            found.append(Pending(n, payload))
        return found

    def count_pending(self) -> int:
        """How many changes have no answer yet."""
        return int(self._db.conn.execute(f"SELECT count(*) FROM journal WHERE {_PENDING}").fetchone()[0])

    def waiting(self) -> dict[str, Waiting]:
        """By noun, what the next run sends."""
        rows = self._db.conn.execute(
            f"SELECT noun, count(*), sum(length(payload)) FROM journal WHERE {_PENDING} GROUP BY noun"
        )
        return {noun: Waiting(changes, size) for noun, changes, size in rows.fetchall()}

    def settle(self, answers: Iterable[Answer], receipt: int | None = None) -> None:
        """Record what became of own changes, and by which ``receipt`` of headquarters. ``retry`` leaves them pending;
        one in quarantine whose fields were all written again by a later change that headquarters took is no longer of
        any matter."""
        settled = {"ok": "acked", "dup": "acked", "ok_erased": "acked", "quarantined": "quarantined"}
        rows = [
            (
                settled[answer.result],
                answer.code or None,
                answer.field or None,
                receipt if answer.result in DURABLE else None,
                self.dev,
                answer.first,
                answer.last,
            )
            for answer in answers
            if answer.result in settled
        ]
        self._db.conn.executemany(
            "UPDATE journal SET state = ?, code = ?, field = ?, receipt = ? WHERE dev = ? AND n BETWEEN ? AND ?", rows
        )
        if rows:
            self._put_by_repaired()

    def _put_by_repaired(self) -> None:
        kept = self._db.conn.execute(f"SELECT dev, n, record, payload FROM journal WHERE {_QUARANTINED}").fetchall()
        repaired = [(dev, n) for dev, n, record, payload in kept if self._is_repaired(dev, n, record, payload)]
        self._db.conn.executemany("UPDATE journal SET state = 'acked' WHERE dev = ? AND n = ?", repaired)

    def _is_repaired(self, dev: str, n: int, record: str, payload: bytes) -> bool:
        """Whether every field that the change wrote was written again by later own changes that were taken."""
        later = self._db.conn.execute(
            "SELECT payload FROM journal WHERE record = ? AND state = 'acked' AND dev = ? AND (n > ? OR dev <> ?)",
            [record, self.dev, n, dev],
        )
        rewritten = {field for (each,) in later for field in changes.decode(each).fields}
        return changes.decode(payload).fields.keys() <= rewritten

    def use_up(self, have: Iterable[tuple[int, int]]) -> None:
        """Give none of the numbers away again that headquarters holds: they were given before this database was
        restored from an older copy. What they were is in the logs, or kept aside at headquarters (``check``)."""
        last = max((end for _, end in have), default=0)
        self._db.conn.execute(
            "UPDATE device SET unknown_from = min(coalesce(unknown_from, n + 1), n + 1), unknown_to = :last, n = :last "
            "WHERE n < :last",
            {"last": last},
        )

    def offer_again(self, have: Iterable[tuple[int, int]]) -> int:
        """Make every answered change pending again that headquarters doesn't hold (it was restored from a
        backup); returns how many."""
        held = list(have)
        if self._all_answered_within(held):
            return 0
        missing = [gap for interval in self._answered() for gap in _without(interval, held)]
        self._db.conn.executemany(
            "UPDATE journal SET state = 'pending', scope = NULL, seq = NULL, receipt = NULL "
            "WHERE dev = ? AND state <> 'pending' AND n BETWEEN ? AND ?",
            [(self.dev, first, last) for first, last in missing],
        )
        return sum(last - first + 1 for first, last in missing)

    def _all_answered_within(self, held: Sequence[tuple[int, int]]) -> bool:
        """Whether one look is enough, as it nearly always is: headquarters holds 1 … n, and nothing later was
        answered."""
        if len(held) != 1 or held[0][0] != 1:
            return False
        beyond = "SELECT 1 FROM journal WHERE dev = ? AND n > ? AND state <> 'pending' LIMIT 1"
        return self._db.conn.execute(beyond, [self.dev, held[0][1]]).fetchone() is None

    def _answered(self) -> list[tuple[int, int]]:
        return runs(
            n
            for (n,) in self._db.conn.execute(
                "SELECT n FROM journal WHERE dev = ? AND state <> 'pending' ORDER BY n", [self.dev]
            )
        )

    def quarantined(self) -> list[Quarantined]:
        """The own changes that headquarters keeps aside, oldest first; not those that later saves repaired."""
        return [
            Quarantined(row["n"], row["noun"], row["record"], row["code"] or "", row["field"] or "")
            for row in self._db.query(
                f"SELECT n, noun, record, code, field FROM journal WHERE {_QUARANTINED} ORDER BY n"
            )
        ]

    def is_quarantined(self, record: str) -> bool:
        """Whether headquarters keeps any own change of this record aside."""
        found = self._db.conn.execute("SELECT 1 FROM journal WHERE record = ? AND state = 'quarantined'", [record])
        return found.fetchone() is not None

    def oldest_unsent_ms(self) -> int | None:
        """The wall-clock time of the oldest change that has no answer yet, in milliseconds."""
        first = self._db.conn.execute(f"SELECT min(stamp) FROM journal WHERE {_PENDING}").fetchone()[0]
        return wall_ms_of(first) if first is not None else None

    def story(self, record: str) -> Iterator[tuple[Dot, int, Change]]:
        """All changes of a record that are here, with their effective stamps, in the order of those."""
        for row in self._db.query(
            "SELECT dev, n, stamp, payload FROM journal WHERE record = ? ORDER BY stamp, dev, n", [record]
        ):
            yield changes.dot(row["dev"], row["n"]), row["stamp"], changes.decode(row["payload"])


def _pending_row(dev: str, change: Change) -> tuple[Any, ...]:
    payload = changes.encode(change)
    if len(payload) > MAX_CHANGE_BYTES:
        raise RecordTooLarge(size=len(payload) // 1024, limit=MAX_CHANGE_BYTES // 1024)
    hashed = changes.change_hash(dev, payload)
    return dev, change.number, "pending", change.noun, change.record, change.stamp, None, None, hashed, payload


def _under_new_name(change: Change, number: int, person: str, names: Mapping[Dot, Dot]) -> Change:
    """The same writing as change ``number`` of another device; ``names`` tells new names of edits by their old."""
    base, fields = change.base, dict(change.fields)
    if base is not None:
        base = {field: [names.get(old, old) for old in replaced] for field, replaced in base.items()}
    if fields.get(DELETION):
        fields[DELETION] = fields[DELETION] | {"seen": [names.get(old, old) for old in fields[DELETION]["seen"]]}
    return msgspec.structs.replace(change, number=number, person=person, fields=fields, base=base)


def _without(interval: tuple[int, int], held: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The parts of an interval that no held interval covers."""
    first, last = interval
    for start, end in sorted(held):
        if end < first:
            continue
        if start > last:
            break
        if start > first:
            yield first, start - 1
        first = end + 1
    if first <= last:
        yield first, last
