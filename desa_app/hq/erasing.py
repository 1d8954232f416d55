"""Erasure and retention as people at headquarters order them: each in the register first, then done, then finished on
the disk; and the register replayed on a database that was put back from a backup."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from desa_app.domain.erasure import KEPT_MONTHS, NAMES
from desa_app.hq import erasure_debts, register, retention, subject
from desa_app.hq.coverage import day_of
from desa_app.hq.database import Database
from desa_app.hq.erasure import Order, Request, carry_out, last_number, new_request, numbered
from desa_app.hq.erasure_debts import Entry
from desa_app.hq.files import Files
from desa_app.hq.people import HEADQUARTERS
from desa_app.hq.retention import AT_ONCE, LOOKED_FOR, Chance, Names
from desa_app.hq.subject import Found, Hold, Size
from desa_app.language import say


class Ordered(NamedTuple):
    """An erasure that was ordered: its number in the register, and of how many records."""

    request: int
    records: int


class Retained(NamedTuple):
    """What a run of retention did, or would: the names of so many attendees go, a legal hold keeps so many."""

    erased: int
    held: int


class Erasing:
    """The erasures of one headquarters; ``place`` is where their register lies."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], int],
        files: Callable[[], Files],
        chance: Chance = secrets.token_bytes,
    ) -> None:
        self._database = database
        self._clock = clock
        self._files = files
        self._chance = chance
        self.place = register.place_of(database)

    def find(self, words: str) -> list[Found]:
        """Every record that says these words or ever said them. Raises WrongField."""
        with self._database.reading() as connection:
            return subject.find(connection, words)

    def erase(
        self,
        records: Sequence[str],
        *,
        reason: str,
        by: str,
        letter: str = "",
        size: Size = "person",
        fields: Sequence[str] = (),
    ) -> Ordered:
        """Erase records to a size, or these fields of them, here and on every laptop. ``by`` ordered it, ``letter`` is
        the number of the request of whoever asked for it. Raises NotFound, WrongField."""
        now_ms = self._clock()
        with self._database.writing() as connection:
            request = new_request(connection, "order", reason, by, letter, now_ms)
            orders = subject.orders(connection, records, size, fields, Names(self._chance))
            count = self._carry_out(connection, request, orders, now_ms)
        self.finish()
        return Ordered(request.request, count)

    def retain(self, *, dry_run: bool = False) -> Retained:
        """Erase the names that are older than twelve months, a batch at a time; a run that was cut goes on where it
        was, and again there is nothing to do."""
        now_ms = self._clock()
        today = day_of(now_ms)
        with self._database.reading() as connection:
            due, held = retention.due(connection, today), retention.held_count(connection, today)
        if dry_run or not due:
            return Retained(len(due), held)
        names, erased = Names(self._chance), 0
        with self._database.reading() as connection:
            request = new_request(connection, "retention", _retention_reason(), HEADQUARTERS, "", now_ms)
        for start in range(0, len(due), LOOKED_FOR):
            with self._database.reading() as connection:
                names.look_for(connection, due[start : start + LOOKED_FOR])
            for at in range(start, min(start + LOOKED_FOR, len(due)), AT_ONCE):
                with self._database.writing() as connection:
                    some = retention.still_due(connection, today, due[at : min(at + AT_ONCE, start + LOOKED_FOR)])
                    erased += self._carry_out(connection, request, names.keeping(connection, NAMES, some), now_ms)
        self.finish()
        return Retained(erased, held)

    def _carry_out(self, connection: Connection, request: Request, orders: Sequence[Order], now_ms: int) -> int:
        """Write the orders into the register, then do them; returns of how many records something goes."""
        if not orders:
            return 0
        with_numbers = numbered(connection, orders, now_ms)
        register.write_down(self.place, request, with_numbers)
        carry_out(connection, request, with_numbers, now_ms)
        return sum(bool(order.fields) for order in orders)

    def replay(self) -> int:
        """Do what the register says and the database doesn't know, because it was put back from a backup; returns how
        many entries that were. Nobody is served before."""
        count = replay_on(self._database, self.place, self._clock())
        if count:
            self.finish()
        return count

    def finish(self) -> None:
        """Leave nothing of what was erased on the disk: neither files nor old pages in the write-ahead log."""
        self._files().drop_erased()
        self._database.scrub()

    def register(self) -> list[Entry]:
        """All erasures, the latest first, and who owes them still."""
        with self._database.reading() as connection:
            return erasure_debts.register(connection)

    def hold(self, record: str, reason: str, by: str) -> None:
        """Put a record on legal hold, with what belongs to it. Raises NotFound, WrongField."""
        with self._database.writing() as connection:
            subject.keep(connection, record, reason, by, self._clock())

    def release(self, record: str) -> bool:
        """End a legal hold; whether there was one."""
        with self._database.writing() as connection:
            return subject.release(connection, record)

    def holds(self) -> list[Hold]:
        """All legal holds, oldest first."""
        with self._database.reading() as connection:
            return subject.holds(connection)


def replay_on(database: Database, place: Path | None, now_ms: int) -> int:
    """Do on a database what the register at ``place`` says and it doesn't know; returns how many entries that were."""
    with database.reading() as connection:
        missing = register.entries_behind(place, last_number(connection))
    for request, orders in missing:
        with database.writing() as connection:
            carry_out(connection, request, orders, now_ms)
    return len(missing)


def _retention_reason() -> str:
    return say(f"nama peserta setelah {KEPT_MONTHS} bulan", f"attendees' names after {KEPT_MONTHS} months")
