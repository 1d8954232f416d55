"""Who still has to erase: which laptops were given what is erased, their receipts, and the 72 hours they have."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from desa_app.hq import erasure, people
from desa_app.hq.access import Sender
from desa_app.hq.database import insert_new
from desa_app.hq.erasure import Request
from desa_app.hq.people import HEADQUARTERS, Laptop
from desa_app.hq.problems import BAD_SIGNATURE, Denied
from desa_app.hq.schema import erased_by, erasure_reach, erasure_request, reading
from desa_app.hq.schema import erasure as erasure_table
from desa_app.sync.pure.signing import is_signed_by
from desa_app.sync.pure.wire import Erased, Erasure, Push, erased_text

HOURS = 72
"""How long an erasure may take to reach every copy (DOMAIN.md, People's data, 7)."""
MOST_ORDERS = 500
"""Orders in one answer at most."""
_HOUR_MS = 3600 * 1000


class Orders(NamedTuple):
    """What a laptop is told: orders, the number up to which it then has all, and whether there are more."""

    orders: tuple[Erasure, ...]
    number: int
    more: bool


class Debtor(NamedTuple):
    """A laptop without a receipt for an erasure, or with ``left`` copies that it couldn't open. One that has destroyed
    all its data owes nothing."""

    laptop: Laptop
    left: int


class Entry(NamedTuple):
    """An erasure in the register: of how many records of which nouns, until when, and who hasn't done it yet."""

    request: Request
    records: dict[str, int]
    due_ms: int
    debtors: Sequence[Debtor]

    def is_late(self, now_ms: int) -> bool:
        """Whether somebody hasn't done it in time."""
        return bool(self.debtors) and now_ms > self.due_ms


def note_visit(connection: Connection, sender: Sender, push: Push, scopes: Iterable[str], hq: str) -> None:
    """Keep which scopes a laptop is given, and the receipt that it brings. A laptop that has carried out less than it
    said before was restored from an older copy: its receipt is void. Raises Denied for a receipt that isn't its own."""
    given = set(scopes) | push.cursors.keys()
    known = set(connection.scalars(select(reading.c.scope).where(reading.c.dev == sender.dev)))
    last = erasure.last_number(connection) if given - known else 0
    for scope in sorted(given - known):
        has_read = scope in push.cursors and push.cursors[scope].seq > 0
        connection.execute(insert(reading).values(dev=sender.dev, scope=scope, since=0 if has_read else last))
    own = erased_by.c.dev == sender.dev
    connection.execute(delete(erased_by).where(own, erased_by.c.number > push.erased))
    if push.receipt and push.receipt.number <= push.erased:
        _check_receipt(sender, push.receipt, hq)
        row = dict(zip(("number", "at_ms", "left", "signature"), msgspec.structs.astuple(push.receipt), strict=True))
        if not insert_new(connection, erased_by, {"dev": sender.dev, **row}):
            connection.execute(update(erased_by).where(own, erased_by.c.number <= push.receipt.number).values(row))


def _check_receipt(sender: Sender, receipt: Erased, hq: str) -> None:
    text = erased_text(hq, sender.dev, receipt.number, receipt.at_ms, receipt.left)
    try:
        signature = base64.b64decode(receipt.signature, validate=True)
    except ValueError as error:
        raise Denied(BAD_SIGNATURE, "rc") from error
    if not is_signed_by(sender.public_key, signature, text):
        raise Denied(BAD_SIGNATURE, "rc")


def orders_for(connection: Connection, push: Push, touched: Collection[str]) -> Orders:
    """The orders that a laptop doesn't know, and those for the records that it has just written in vain.

    It is told of every scope that it was ever given: what it may not read any more can be on its disk all the same.
    One that never read anything has no copy of anything: it only learns the number. Cursors at the start of their logs
    are another matter: so stands a laptop that holds everything and reads again, because headquarters went on from a
    backup.
    """
    again = erasure.orders_of(connection, touched) if touched else []
    last = erasure.last_number(connection)
    if push.erased >= last:
        return Orders(tuple(again), 0, more=False)
    if not push.cursors:
        return Orders(tuple(again), last, more=False)
    scopes = connection.scalars(select(reading.c.scope).where(reading.c.dev == push.dev))
    found = erasure.orders_behind(connection, push.erased, scopes, MOST_ORDERS)
    number = found[-1].number if found else 0
    unique = {order.number: order for order in (*again, *found)}
    return Orders(tuple(unique[each] for each in sorted(unique)), number, more=len(found) == MOST_ORDERS)


def register(connection: Connection) -> list[Entry]:
    """All erasures, the latest first, each with the laptops that haven't given a receipt for all of it."""
    laptops = {laptop.dev: laptop for laptop in people.laptops(connection)}
    receipts = {row.dev: row for row in connection.execute(select(erased_by))}
    requests = connection.execute(select(erasure_request).order_by(erasure_request.c.request.desc())).all()
    return [_entry(connection, Request._make(row), laptops, receipts) for row in requests]


def _entry(connection: Connection, request: Request, laptops: dict[str, Laptop], receipts: dict[str, Any]) -> Entry:
    of_request = erasure_table.c.request == request.request
    records: dict[str, set[str]] = {}
    for noun, record in connection.execute(select(erasure_table.c.noun, erasure_table.c.record).where(of_request)):
        records.setdefault(noun, set()).add(record)
    reached = (
        select(reading.c.dev, func.max(erasure_table.c.number))
        .join(erasure_reach, erasure_reach.c.scope == reading.c.scope)
        .join(erasure_table, erasure_table.c.number == erasure_reach.c.number)
        .where(of_request, erasure_table.c.number > reading.c.since, reading.c.dev != HEADQUARTERS)
        .group_by(reading.c.dev)
        .order_by(reading.c.dev)
    )
    debtors = []
    for dev, number in connection.execute(reached):
        laptop, receipt = laptops[dev], receipts.get(dev)
        if not laptop.destroyed and (receipt is None or receipt.number < number or receipt.left):
            debtors.append(Debtor(laptop, receipt.left if receipt and receipt.number >= number else 0))
    counts = {noun: len(found) for noun, found in records.items()}
    return Entry(request, counts, request.at_ms + HOURS * _HOUR_MS, debtors)
