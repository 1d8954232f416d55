"""Erasure at headquarters: the order, what it does to everything that is kept here, and to what arrives later.

One transaction takes the values out of the record's row, of every change of it in the logs and in quarantine, and
leaves everything else: the changes' names, hashes and places. So the chains hold, every laptop's rows still follow
from the log, and what comes again is recognised (``sync.pure.erasure``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import msgspec
from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from desa_app.domain.attachment import NAMING
from desa_app.domain.erasure import DELETION, EVERYTHING, is_taken
from desa_app.domain.records import RECORDS
from desa_app.hq import log, people, quarantine
from desa_app.hq.access import office_scope
from desa_app.hq.database import insert_new, portions
from desa_app.hq.fitness import well_formed
from desa_app.hq.people import HEADQUARTERS
from desa_app.hq.quarantine import Unfit
from desa_app.hq.schema import erased_file, erasure, erasure_reach, erasure_request, former_home, named_file
from desa_app.hq.schema import log as log_table
from desa_app.hq.schema import quarantine as quarantine_table
from desa_app.hq.shelf import Held, Shelf
from desa_app.sync.pure import change as changes
from desa_app.sync.pure.change import SCHEMA, Change, dot
from desa_app.sync.pure.clock import stamp_of
from desa_app.sync.pure.erasure import erased_change, erased_state, unreadable_remains
from desa_app.sync.pure.merge import bases, is_deleted, merge, survivors
from desa_app.sync.pure.wire import Erasure

Kind = Literal["order", "retention"]
_RECORD = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_fields = msgspec.json.Decoder(tuple[str, ...])


class Request(NamedTuple):
    """An entry of the register: the columns of the table."""

    request: int
    kind: Kind
    reason: str
    person: str
    subject: str
    at_ms: int


class Order(NamedTuple):
    """The fields of one record that go, and what headquarters writes of it so that it still counts; that alone where no
    field goes. ``number`` is given when it is carried out."""

    noun: str
    record: str
    fields: tuple[str, ...]
    keeps: Mapping[str, Any] = {}
    number: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the record stays."""
        return EVERYTHING in self.fields


class Erased(NamedTuple):
    """What is erased of a record, of all orders for it."""

    noun: str
    fields: frozenset[str]


def new_request(connection: Connection, kind: Kind, reason: str, by: str, letter: str, now_ms: int) -> Request:
    """A new entry of the register; it has no orders yet. Raises WrongField."""
    people.check_name(reason, "reason")
    people.check_name(by, "by")
    if letter:
        people.check_name(letter, "letter")
    last = connection.scalar(select(func.max(erasure_request.c.request))) or 0
    return Request(max(now_ms, last + 1), kind, reason, by, letter, now_ms)


def numbered(connection: Connection, orders: Iterable[Order], now_ms: int) -> list[Order]:
    """The orders with the next numbers."""
    first = max((connection.scalar(select(func.max(erasure.c.number))) or 0) + 1, now_ms)
    return [order._replace(number=first + place) for place, order in enumerate(orders)]


def carry_out(connection: Connection, request: Request, orders: Sequence[Order], now_ms: int) -> None:
    """Erase here what ``orders``, which are numbered, name, and let the laptops be told. Doing it again is harmless.

    Whoever appends meanwhile to a log that is concerned waits, and then knows of the orders.
    """
    records = sorted({order.record for order in orders})
    scopes = _scopes(connection, records)
    shelf = Shelf(connection, now_ms)
    shelf.fetch((order.noun, order.record) for order in orders)
    _keep(connection, shelf, orders, {scope for of_record in scopes.values() for scope in of_record}, now_ms)
    _register(connection, request, [order for order in orders if order.fields], scopes)
    by_record = known(connection, records)
    _erase_log(connection, by_record)
    _erase_quarantine(connection, by_record)
    _erase_files(connection, by_record)
    for record, erased in by_record.items():
        held = shelf.get(erased.noun, record)
        if held:
            shelf.put(erased.noun, record, held._replace(state=erased_state(erased.noun, held.state, erased.fields)))
    shelf.store()


def known(connection: Connection, records: Iterable[str]) -> dict[str, Erased]:
    """What is erased of these records, by record; those of which nothing is are left out."""
    found: dict[str, set[str]] = defaultdict(set)
    nouns: dict[str, str] = {}
    for portion in portions(sorted(set(records))):
        query = select(erasure.c.record, erasure.c.noun, erasure.c.fields).where(erasure.c.record.in_(portion))
        for record, noun, fields in connection.execute(query):
            found[record] |= set(_fields.decode(fields))
            nouns[record] = noun
    return {record: Erased(nouns[record], frozenset(fields)) for record, fields in found.items()}


def named_in(payloads: Iterable[bytes]) -> set[str]:
    """Every record that these bytes name, whatever else they are."""
    return {name.decode() for payload in payloads for name in _RECORD.findall(payload)}


def orders_of(connection: Connection, records: Iterable[str]) -> list[Erasure]:
    """The orders for these records, as they go to a laptop."""
    found: list[Erasure] = []
    for portion in portions(sorted(set(records))):
        found += _orders(connection, select(erasure).where(erasure.c.record.in_(portion)))
    return sorted(found, key=lambda order: order.number)


def orders_behind(connection: Connection, number: int, scopes: Iterable[str], limit: int) -> list[Erasure]:
    """The first orders behind a number that concern any of these scopes."""
    concerned = select(erasure_reach.c.number).where(
        erasure_reach.c.scope.in_(sorted(scopes)), erasure_reach.c.number > number
    )
    query = select(erasure).where(erasure.c.number.in_(concerned)).order_by(erasure.c.number).limit(limit)
    return _orders(connection, query)


def last_number(connection: Connection) -> int:
    """The number of the latest order, 0 where there is none."""
    return connection.scalar(select(func.max(erasure.c.number))) or 0


def _orders(connection: Connection, query: Any) -> list[Erasure]:
    return [Erasure(row.number, row.noun, row.record, _fields.decode(row.fields)) for row in connection.execute(query)]


def _scopes(connection: Connection, records: Sequence[str]) -> dict[str, set[str]]:
    """Where copies of the records may have gone, by record: the scopes in whose logs they stand or stood, and the
    offices that sent what is in quarantine of them."""
    found: dict[str, set[str]] = defaultdict(set)
    for portion in portions(records):
        query = select(log_table.c.record, log_table.c.scope).where(log_table.c.record.in_(portion)).distinct()
        for record, scope in connection.execute(query):
            found[record].add(scope)
        before = select(former_home.c.record, former_home.c.scope).where(former_home.c.record.in_(portion))
        for record, scope in connection.execute(before):
            found[record].add(scope)
    for kept in quarantine.all_kept(connection):
        for record in named_in([kept.payload]) & set(records):
            found[record].add(office_scope(people.known_sender(connection, kept.dev).office_code))
    return found


def _register(
    connection: Connection, request: Request, orders: Sequence[Order], scopes: Mapping[str, Iterable[str]]
) -> None:
    insert_new(connection, erasure_request, request._asdict())
    for order in orders:
        row = {"number": order.number, "request": request.request, "noun": order.noun, "record": order.record}
        insert_new(connection, erasure, row | {"fields": msgspec.json.encode(order.fields).decode()})
        for scope in sorted(scopes.get(order.record, ())):
            insert_new(connection, erasure_reach, {"scope": scope, "number": order.number})


def _keep(connection: Connection, shelf: Shelf, orders: Sequence[Order], scopes: Iterable[str], now_ms: int) -> None:
    """Headquarters' own changes before an erasure: what of a record still counts, and the deletion of whole ones.

    They stand in the logs like any other, so every laptop comes to the same rows.
    """
    device = people.known_sender(connection, HEADQUARTERS, lock=True)
    tail = log.Tail(connection, scopes)
    first = device.held[-1][1] + 1 if device.held else 1
    numbers: list[int] = []
    for order in orders:
        held = shelf.get(order.noun, order.record)
        fields = _kept_fields(order, held) if held else {}
        if held and fields:
            n = first + len(numbers)
            change = Change(
                *(n, stamp_of(now_ms), HEADQUARTERS, order.noun, order.record, held.scope, SCHEMA, fields),
                base=bases(held.state, fields),
            )
            _append(tail, shelf, held, change, now_ms)
            numbers.append(n)
    tail.store()
    shelf.store()
    if numbers:
        people.was_here(connection, device, numbers, now_ms)


def _kept_fields(order: Order, held: Held) -> dict[str, Any]:
    """What of ``keeps`` isn't there yet; a record of which nothing stays is deleted."""
    shown = held.visible
    fields = {field: value for field, value in order.keeps.items() if shown.get(field) != value}
    if order.is_whole and not is_deleted(held.state):
        fields[DELETION] = {"reason": "", "seen": survivors(held.state)}
    return fields


def _append(tail: log.Tail, shelf: Shelf, held: Held, change: Change, now_ms: int) -> None:
    payload, name = changes.encode(change), dot(HEADQUARTERS, change.number)
    hashed = changes.change_hash(HEADQUARTERS, payload)
    state = merge(held.state, change, name, change.stamp, tail.seen_besides(name))
    shelf.put(change.noun, change.record, held._replace(state=state))
    tail.append(
        held.scope,
        log.Placed(HEADQUARTERS, change.number, change.record, change.stamp, False, hashed, now_ms, payload),
    )


def _erase_log(connection: Connection, by_record: Mapping[str, Erased]) -> None:
    columns = [log_table.c[name] for name in ("dev", "n", "payload")]
    for portion in portions(by_record):
        rows = connection.execute(select(*columns).where(log_table.c.record.in_(portion))).all()
        left = [_placed_remains(row.dev, row.payload, changes.decode(row.payload), by_record) for row in rows]
        _replace(connection, log_table, list(zip(rows, left, strict=True)))


def _erase_quarantine(connection: Connection, by_record: Mapping[str, Erased]) -> None:
    rows = [row for row in quarantine.all_kept(connection) if named_in([row.payload]) & by_record.keys()]
    _replace(connection, quarantine_table, [(row, remains(row.dev, row.n, row.payload, by_record)) for row in rows])


def arriving(connection: Connection, arrivals: Sequence[tuple[Change | None, bytes]], now_ms: int) -> dict[str, Erased]:
    """What is erased of the records that these changes name. What comes to a record of which nothing stayed is
    ordered to be erased with it, so that the laptop that wrote it is told."""
    if not last_number(connection):
        return {}
    named = named_in(payload for change, payload in arrivals if change is None)
    named |= {change.record for change, _ in arrivals if change} | {_parent(change) for change, _ in arrivals if change}
    found = known(connection, named)
    for change, _ in arrivals:
        above = found.get(_parent(change)) if change else None
        if change and above and EVERYTHING in above.fields and change.record not in found:
            _order_with(connection, change, now_ms)
            found[change.record] = Erased(change.noun, frozenset({EVERYTHING}))
    return found


def _parent(change: Change) -> str:
    """The record that a change says its own belongs to; empty where it says none."""
    field = RECORDS[change.noun].parent
    named = change.fields.get(field) if field else None
    return named if isinstance(named, str) else ""


def _order_with(connection: Connection, child: Change, now_ms: int) -> None:
    """Order a late child of a wholly erased record to be erased under the parent's entry in the register."""
    above = select(erasure).where(erasure.c.record == _parent(child)).order_by(erasure.c.number).limit(1)
    parent = connection.execute(above).one()
    [order] = numbered(connection, [Order(child.noun, child.record, (EVERYTHING,))], now_ms)
    row = {"number": order.number, "request": parent.request, "noun": child.noun, "record": child.record}
    connection.execute(insert(erasure).values(**row, fields=msgspec.json.encode(order.fields).decode()))
    reach = select(erasure_reach.c.scope).where(erasure_reach.c.number == parent.number)
    for scope in connection.scalars(reach).all():
        connection.execute(insert(erasure_reach).values(scope=scope, number=order.number))


def remains(dev: str, n: int, payload: bytes, by_record: Mapping[str, Erased]) -> bytes:
    """The bytes that stay of a change that was sent. Of one that can't be read and names a record of ``by_record``, or
    is of one and says what doesn't belong there, nothing does: it may say anything."""
    if not by_record:
        return payload
    try:
        change = changes.decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _nothing_of(dev, n, payload) if named_in([payload]) & by_record.keys() else payload
    try:
        return _placed_remains(dev, payload, well_formed(payload), by_record)
    except Unfit:
        erased = by_record.get(change.record)
        return _nothing_of(dev, n, payload) if erased and erased.noun == change.noun else payload


def _nothing_of(dev: str, n: int, payload: bytes) -> bytes:
    return unreadable_remains(n, payload, changes.change_hash(dev, payload))


def _placed_remains(dev: str, payload: bytes, change: Change, by_record: Mapping[str, Erased]) -> bytes:
    """What stays of a change that can be read."""
    erased = by_record.get(change.record)
    return erased_change(dev, payload, erased.fields) if erased and erased.noun == change.noun else payload


def _replace(connection: Connection, table: Table, found: Sequence[tuple[Any, bytes]]) -> None:
    statement = update(table).where(table.c.dev == bindparam("d"), table.c.n == bindparam("m"))
    rows = [{"d": row.dev, "m": row.n, "new": payload} for row, payload in found if payload != row.payload]
    if rows:
        connection.execute(statement.values(payload=bindparam("new")), rows)


def _erase_files(connection: Connection, by_record: Mapping[str, Erased]) -> None:
    """Note the files that only these records name: the storage drops them after the commit."""
    taken = [record for record, one in by_record.items() if is_taken(one.fields, one.noun, NAMING.get(one.noun, ""))]
    for portion in portions(taken):
        names = set(connection.scalars(select(named_file.c.sha256).where(named_file.c.record.in_(portion))))
        connection.execute(delete(named_file).where(named_file.c.record.in_(portion)))
        still = named_file.c.unnamed_ms.is_(None)
        others = set(connection.scalars(select(named_file.c.sha256).where(named_file.c.sha256.in_(names), still)))
        for name in sorted(names - others):
            insert_new(connection, erased_file, {"sha256": name})
