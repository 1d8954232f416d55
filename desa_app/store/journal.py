"""The change journal: every change made here or received, and which of the own ones headquarters has yet to answer.

A change is ``pending`` until headquarters answered for it, then ``acked`` (durable there) or ``quarantined``
(durable there, but waiting for people). Nothing but that answer ends ``pending``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlite_utils import Database

from desa_app.sync.pure import change as changes
from desa_app.sync.pure.change import Change, Dot
from desa_app.sync.pure.clock import tick, wall_ms_of
from desa_app.sync.pure.wire import Answer, runs

_INSERT = (
    "INSERT INTO journal (dev, n, state, noun, record, stamp, scope, seq, hash, payload) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class Pending(NamedTuple):
    """An own change that waits for headquarters."""

    n: int
    payload: bytes


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

    def append(self, drafts: Sequence[Callable[[int, int], Change]], wall_ms: int) -> list[Change]:
        """Give each draft its number and stamp and keep it as pending; returns the changes in order."""
        device = next(self._db.query("SELECT dev, n, stamp FROM device"))
        dev, n, stamp = device["dev"], device["n"], device["stamp"]
        made, rows = [], []
        for draft in drafts:
            n, stamp = n + 1, tick(stamp, wall_ms)
            change = draft(n, stamp)
            payload = changes.encode(change)
            hashed = changes.change_hash(dev, payload)
            rows.append((dev, n, "pending", change.noun, change.record, stamp, None, None, hashed, payload))
            made.append(change)
        self._db.conn.executemany(_INSERT, rows)
        self._db.conn.execute("UPDATE device SET n = ?, stamp = ?", [n, stamp])
        return made

    def name_device(self, dev: str) -> None:
        """This laptop is ``dev`` from now on; its numbers start at 1."""
        self._db.conn.execute("UPDATE device SET dev = ?, n = 0", [dev])

    def raise_clock(self, hq_ms: int) -> None:
        """Never stamp below headquarters' time: the only time but its own that a laptop follows."""
        self._db.conn.execute("UPDATE device SET stamp = max(stamp, ?)", [hq_ms << 16])

    def seen(self, name: Dot) -> bool:
        """Whether a change was applied here, made here or received."""
        found = self._db.conn.execute("SELECT 1 FROM journal WHERE dev = ? AND n = ?", changes.dot_parts(name))
        return found.fetchone() is not None

    def pending(self, limit: int, max_bytes: int) -> list[Pending]:
        """The oldest unanswered changes, at most ``limit`` and about ``max_bytes`` of them, in order."""
        found: list[Pending] = []
        size = 0
        for n, payload in self._db.conn.execute(
            "SELECT n, payload FROM journal WHERE state = 'pending' AND dev = ? ORDER BY n LIMIT ?", [self.dev, limit]
        ):
            size += len(payload)
            if found and size > max_bytes:
                break
            found.append(Pending(n, payload))
        return found

    def count_pending(self) -> int:
        """How many changes have no answer yet."""
        return int(self._db.conn.execute("SELECT count(*) FROM journal WHERE state = 'pending'").fetchone()[0])

    def settle(self, answers: Iterable[Answer]) -> None:
        """Record what became of own changes. ``retry`` leaves them pending."""
        settled = {"ok": "acked", "dup": "acked", "ok_erased": "acked", "quarantined": "quarantined"}
        rows = [
            (settled[answer.result], answer.code or None, answer.field or None, self.dev, answer.first, answer.last)
            for answer in answers
            if answer.result in settled
        ]
        self._db.conn.executemany(
            "UPDATE journal SET state = ?, code = ?, field = ? WHERE dev = ? AND n BETWEEN ? AND ?", rows
        )

    def offer_again(self, have: Iterable[tuple[int, int]]) -> int:
        """Make every answered change pending again that headquarters doesn't hold (it was restored from a
        backup); returns how many."""
        held = list(have)
        answered = self._answered()
        if len(held) == 1 and answered and held[0][0] == 1 and held[0][1] >= answered[-1][1]:
            return 0
        missing = [gap for interval in answered for gap in _without(interval, held)]
        self._db.conn.executemany(
            "UPDATE journal SET state = 'pending', scope = NULL, seq = NULL "
            "WHERE dev = ? AND state <> 'pending' AND n BETWEEN ? AND ?",
            [(self.dev, first, last) for first, last in missing],
        )
        return sum(last - first + 1 for first, last in missing)

    def _answered(self) -> list[tuple[int, int]]:
        return runs(
            n
            for (n,) in self._db.conn.execute(
                "SELECT n FROM journal WHERE dev = ? AND state <> 'pending' ORDER BY n", [self.dev]
            )
        )

    def quarantined(self) -> list[Quarantined]:
        """The own changes that headquarters keeps aside, oldest first, unless a later save repaired the record."""
        return [
            Quarantined(row["n"], row["noun"], row["record"], row["code"] or "", row["field"] or "")
            for row in self._db.query(
                "SELECT n, noun, record, code, field FROM journal AS mine WHERE state = 'quarantined' "
                "AND NOT EXISTS (SELECT 1 FROM journal AS later WHERE later.record = mine.record "
                "AND later.dev = mine.dev AND later.n > mine.n AND later.state = 'acked') ORDER BY n"
            )
        ]

    def is_quarantined(self, record: str) -> bool:
        """Whether headquarters keeps any own change of this record aside."""
        found = self._db.conn.execute("SELECT 1 FROM journal WHERE record = ? AND state = 'quarantined'", [record])
        return found.fetchone() is not None

    def oldest_unsent_ms(self) -> int | None:
        """The wall-clock time of the oldest change that has no answer yet, in milliseconds."""
        first = self._db.conn.execute("SELECT min(stamp) FROM journal WHERE state = 'pending'").fetchone()[0]
        return wall_ms_of(first) if first is not None else None

    def story(self, record: str) -> Iterator[tuple[Dot, int, Change]]:
        """All changes of a record that are here, with their effective stamps, in the order of those."""
        for row in self._db.query(
            "SELECT dev, n, stamp, payload FROM journal WHERE record = ? ORDER BY stamp, dev, n", [record]
        ):
            yield changes.dot(row["dev"], row["n"]), row["stamp"], changes.decode(row["payload"])


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
