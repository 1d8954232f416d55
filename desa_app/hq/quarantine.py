"""Changes that headquarters keeps aside: why, and until when.

Quarantined means durably stored here and answered as such, so that one poisoned change never blocks a laptop's
queue. A change that only waits for a record is released into the log as soon as that record is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from desa_app.domain.set_aside import REVOKED_LAPTOP, Reason
from desa_app.hq.database import portions
from desa_app.hq.schema import quarantine

LONGEST_FIELD = 120
"""Letters of a field's name that are kept: it may be anything that somebody sent."""


class Unfit(Exception):
    """A change can't go into the log (yet). ``waits_for`` is the key of the record whose arrival may cure that."""

    def __init__(self, reason: Reason, field: str, waits_for: str = "") -> None:
        super().__init__(reason.code, field)
        self.code = reason.code
        self.field = "".join(filter(str.isprintable, field[:LONGEST_FIELD]))
        self.waits_for = waits_for


class Kept(NamedTuple):
    """A change in quarantine: the columns of the table."""

    dev: str
    n: int
    code: str
    field: str
    waits_for: str
    hash: bytes
    received_ms: int
    payload: bytes


def record_key(noun: str, record: str) -> str:
    """How ``waits_for`` names a record."""
    return f"{noun}:{record}"


def keep(connection: Connection, changes: Sequence[Kept]) -> None:
    """Store changes."""
    if changes:
        connection.execute(insert(quarantine), [each._asdict() for each in changes])


def kept_of(connection: Connection, dev: str, numbers: Iterable[int]) -> dict[int, Kept]:
    """The kept changes of a device among ``numbers``, by number."""
    query = select(quarantine).where(quarantine.c.dev == dev, quarantine.c.n.in_(list(numbers)))
    return {row.n: Kept._make(row) for row in connection.execute(query)}


def waiting_for(connection: Connection, records: Iterable[str]) -> list[Kept]:
    """The changes that wait for one of these records, each device's in order."""
    found: list[Kept] = []
    for portion in portions(records):
        found += _kept(connection, select(quarantine).where(quarantine.c.waits_for.in_(portion)))
    return sorted(found, key=lambda each: (each.dev, each.n))


def of_revoked(connection: Connection, dev: str) -> list[Kept]:
    """What a device brought after it was revoked, in order."""
    ours = (quarantine.c.dev == dev) & (quarantine.c.code == REVOKED_LAPTOP.code)
    return _kept(connection, select(quarantine).where(ours).order_by(quarantine.c.n))


def for_reasons(connection: Connection, *reasons: Reason) -> list[Kept]:
    """What is kept for one of these reasons, each device's in order."""
    codes = [reason.code for reason in reasons]
    query = select(quarantine).where(quarantine.c.code.in_(codes)).order_by(quarantine.c.dev, quarantine.c.n)
    return _kept(connection, query)


def release(connection: Connection, dots: Sequence[tuple[str, int]]) -> None:
    """Forget changes that are in the log now."""
    if dots:
        statement = delete(quarantine).where(quarantine.c.dev == bindparam("d"), quarantine.c.n == bindparam("m"))
        connection.execute(statement, [{"d": dev, "m": n} for dev, n in dots])


def keep_on(connection: Connection, dev: str, n: int, unfit: Unfit) -> None:
    """A change stays, for another reason than before."""
    statement = update(quarantine).where(quarantine.c.dev == dev, quarantine.c.n == n)
    connection.execute(statement.values(code=unfit.code, field=unfit.field, waits_for=unfit.waits_for))


def all_kept(connection: Connection) -> list[Kept]:
    """Everything in quarantine, oldest first."""
    return _kept(connection, select(quarantine).order_by(quarantine.c.received_ms, quarantine.c.dev, quarantine.c.n))


def _kept(connection: Connection, query: Any) -> list[Kept]:
    return [Kept._make(row) for row in connection.execute(query)]
