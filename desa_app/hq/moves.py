"""Moves of records from one office's scope to another's: with a person who changes office, or with their village.

Orders stand. A person's drafts go where the person is [ours]: nobody else can finish them, while what was handed in is
the office's. A record about villages goes to the office that has all of them now. :func:`carry_due` moves records with
their children and everything that was ever written of them in one transaction; a long move is many of those, and goes
on where it was cut because what has moved is no longer due.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, bindparam, func, insert, select, update

from desa_app.domain.records import RECORDS
from desa_app.domain.review import REFERENCE_NOUNS
from desa_app.hq import log, people
from desa_app.hq.access import Sender, office_scope
from desa_app.hq.database import insert_new, portions
from desa_app.hq.people import HEADQUARTERS
from desa_app.hq.schema import RECORD_TABLES, former_home, handover, person
from desa_app.hq.schema import log as log_
from desa_app.sync.pure import change as changes
from desa_app.sync.pure.change import Change
from desa_app.sync.pure.clock import tick
from desa_app.sync.pure.moves import Key, Move, marker
from desa_app.sync.pure.rows import shape

ROOTS = tuple(noun for noun, kind in RECORDS.items() if kind.parent is None and noun not in REFERENCE_NOUNS)
"""The record types that move on their own; others go with their parents."""
VILLAGES = {"session": "villages", "offer": "village"}
"""The field that names a record's villages."""
ROOTS_AT_ONCE = 50
"""Sessions or offers in one transaction: with all their people some thousand records, about a second."""
MOST_RECORDS = 1_000
"""Records that one change says of that they moved, but for a family that is larger."""
SCANNED = 500
_codes = msgspec.json.Decoder(list[str])


class Handover(NamedTuple):
    """An order that villages are another office's, by the scopes of both: a row of the table without its time."""

    number: int
    area: str
    source: str
    target: str


class Root(NamedTuple):
    """What decides where a record belongs."""

    noun: str
    record: str
    scope: str
    villages: Sequence[str]
    drafted_by: str


class Orders:
    """Every order that stands: where each record belongs now."""

    def __init__(self, connection: Connection) -> None:
        query = select(*(handover.c[name] for name in Handover._fields)).order_by(handover.c.number.desc())
        self._handovers = [Handover._make(row) for row in connection.execute(query)]
        moved = select(person.c.person, person.c.office_code, person.c.former).where(person.c.former != "[]")
        self._movers = {
            who: (office_scope(office), [office_scope(each) for each in people.former_offices(was)])
            for who, office, was in connection.execute(moved)
        }

    def target(self, root: Root) -> str | None:
        """Where a record must go; None where it is at home."""
        new, was = self._movers.get(root.drafted_by, ("", ()))
        if root.scope in was:
            return new
        owners = {self._owner(village, root.scope) for village in root.villages}
        owner = owners.pop() if len(owners) == 1 else None
        return owner if owner != root.scope else None

    def _owner(self, village: str, scope: str) -> str | None:
        """The scope that has a village now, where ``scope`` had it once and gave it away."""
        about = [each for each in self._handovers if village.startswith(each.area)]
        return about[0].target if any(each.source == scope for each in about) else None

    def targets_from(self, scope: str) -> set[str]:
        """The scopes that records of this one may have to go to."""
        given = {each.target for each in self._handovers if each.source == scope}
        return given | {new for new, was in self._movers.values() if scope in was}


def order(connection: Connection, areas: Iterable[str], source: str, target: str, now_ms: int) -> None:
    """Give villages to another office; the same order again changes nothing. Whoever pushes to ``source`` waits."""
    log.Tail(connection, [source])
    number = connection.scalar(select(func.coalesce(func.max(handover.c.number), 0))) or 0
    for area in areas:
        about = select(handover.c.source, handover.c.target).where(handover.c.area == area)
        last = connection.execute(about.order_by(handover.c.number.desc()).limit(1)).first()
        if last is None or tuple(last) != (source, target):
            number += 1
            row = Handover(number, area, source, target)._asdict() | {"at_ms": now_ms}
            connection.execute(insert(handover).values(row))


def due(connection: Connection, scope: str) -> list[Key]:
    """The sessions and offers of a scope that must go elsewhere, as far as can be seen now."""
    orders = Orders(connection)
    return [
        (noun, root.record) for noun in ROOTS for root in _all_roots(connection, noun, scope) if orders.target(root)
    ]


def _all_roots(connection: Connection, noun: str, scope: str) -> Iterator[Root]:
    """Read some at a time: an office may have very many."""
    table, after = RECORD_TABLES[noun], ""
    while found := _roots(connection, noun, table.c.scope == scope, table.c.id > after):
        yield from found
        after = found[-1].record


def _roots(connection: Connection, noun: str, *where: Any) -> list[Root]:
    table = RECORD_TABLES[noun]
    columns = (table.c.id, table.c.scope, table.c[VILLAGES[noun]], table.c.status, table.c.created_by)
    rows = connection.execute(select(*columns).where(*where).order_by(table.c.id).limit(SCANNED))
    return [
        Root(noun, record, scope, _villages(noun, villages), drafted_by(status, author))
        for record, scope, villages, status, author in rows
    ]


def root_of(change: Change) -> Root | None:
    """What a change says of where its record belongs; None for one that says nothing of it."""
    if change.noun not in ROOTS or not (change.creates or VILLAGES[change.noun] in change.fields):
        return None
    named = change.fields.get(VILLAGES[change.noun]) or ()
    author = drafted_by(change.fields.get("status"), change.fields.get("created_by"))
    return Root(change.noun, change.record, change.scope, [named] if isinstance(named, str) else named, author)


def _villages(noun: str, cell: str | None) -> list[str]:
    if not cell:
        return []
    return _codes.decode(cell) if shape(noun).json & {VILLAGES[noun]} else [cell]


def drafted_by(status: str | None, author: str | None) -> str:
    """Whose draft a record is; empty where it was handed in."""
    return author or "" if status in (None, "draf") else ""


def carry_due(connection: Connection, roots: Sequence[Key], scope: str, now_ms: int) -> int:
    """Move those of these records that must still leave ``scope``; returns how many moved, children included."""
    device = people.known_sender(connection, HEADQUARTERS, lock=True)
    tail = log.Tail(connection, {scope} | Orders(connection).targets_from(scope))
    return Carrier(connection, device, tail, now_ms).carry(roots, scope)


class Carrier:
    """Moves records within one transaction that holds headquarters' own ``device`` and the ends of the logs; what it
    moves is written already."""

    def __init__(self, connection: Connection, device: Sender, tail: log.Tail, now_ms: int) -> None:
        self._connection = connection
        self._device = device
        self._tail = tail
        self._now_ms = now_ms

    def carry(self, roots: Sequence[Key], source: str) -> int:
        """Move those that must leave ``source`` and whose new log is held; returns how many records moved."""
        orders = Orders(self._connection)
        going: dict[str, list[Key]] = defaultdict(list)
        for noun in ROOTS:
            table = RECORD_TABLES[noun]
            for portion in portions(record for kind, record in roots if kind == noun):
                for root in _roots(self._connection, noun, table.c.id.in_(portion), table.c.scope == source):
                    target = orders.target(root)
                    if target and target in self._tail:
                        going[target].append((noun, root.record))
        return sum(
            self._move(Move(source, target, tuple(load)))
            for target, keys in sorted(going.items())
            for load in _loads(self._connection, keys)
        )

    def _move(self, move: Move) -> int:
        last = self._device.held[-1][1] if self._device.held else 0
        stamp = tick(_last_stamp(self._connection, last), self._now_ms)
        self._mark(move, move.target, last + 1, stamp)
        self._move_changes(move)
        self._mark(move, move.source, last + 2, stamp)
        self._tail.store()
        self._move_rows(move)
        held = people.was_here(self._connection, self._device, [last + 1, last + 2], self._now_ms)
        self._device = self._device._replace(held=held)
        return len(move.records)

    def _mark(self, move: Move, scope: str, n: int, stamp: int) -> None:
        change = marker(move, scope, HEADQUARTERS, n, stamp)
        payload = changes.encode(change)
        hashed = changes.change_hash(HEADQUARTERS, payload)
        placed = log.Placed(HEADQUARTERS, n, change.record, stamp, False, hashed, self._now_ms, payload)
        self._tail.append(scope, placed)

    def _move_changes(self, move: Move) -> None:
        """Give the changes of records places at the end of the new log, in the order they had, and leave the old
        places empty."""
        found: list[Any] = []
        for portion in portions(record for _, record in move.records):
            here = (log_.c.scope == move.source) & log_.c.record.in_(portion)
            found += self._connection.execute(select(log_).where(here))
        moved, empty = [], []
        for row in sorted(found, key=lambda row: row.seq):
            place = self._tail.grow(move.target, row.hash, row.stamp)
            moved.append({"s": move.target, "q": place.head, "c": place.chain, "d": row.dev, "m": row.n})
            nobody = {"dev": None, "n": None, "record": "", "payload": b"", "clipped": 0}
            empty.append(dict(row._mapping) | nobody)
        if moved:
            this = (log_.c.dev == bindparam("d")) & (log_.c.n == bindparam("m"))
            new: dict[str, Any] = {"scope": bindparam("s"), "seq": bindparam("q"), "chain": bindparam("c")}
            self._connection.execute(update(log_).where(this).values(new), moved)
            self._connection.execute(insert(log_), empty)

    def _move_rows(self, move: Move) -> None:
        by_noun: dict[str, list[str]] = defaultdict(list)
        for noun, record in move.records:
            by_noun[noun].append(record)
            row = {"record": record, "noun": noun, "scope": move.source}
            insert_new(self._connection, former_home, row)
        for noun, records in by_noun.items():
            table = RECORD_TABLES[noun]
            for portion in portions(records):
                self._connection.execute(update(table).where(table.c.id.in_(portion)).values(scope=move.target))


def _last_stamp(connection: Connection, n: int) -> int:
    """The stamp of headquarters' own last change, so that of two moves the later has the greater one whatever the
    clock says."""
    mine = (log_.c.dev == HEADQUARTERS) & (log_.c.n == n)
    return connection.scalar(select(log_.c.stamp).where(mine)) or 0


def _loads(connection: Connection, roots: Iterable[Key]) -> Iterator[list[Key]]:
    """Records with their families, so many that a change can name them all; no family is torn."""
    load: list[Key] = []
    for root in roots:
        family = [root, *_children(connection, root)]
        if load and len(load) + len(family) > MOST_RECORDS:
            yield load
            load = []
        load += family
    if load:
        yield load


def _children(connection: Connection, root: Key) -> Iterator[Key]:
    """All that belongs to a record, deleted or not."""
    noun, record = root
    for kind in RECORDS.values():
        if kind.parent == f"{noun}_id":
            table = RECORD_TABLES[kind.noun]
            query = select(table.c.id).where(table.c[kind.parent] == record).order_by(table.c.id)
            yield from ((kind.noun, child) for child in connection.scalars(query))


def former_homes(connection: Connection, records: Iterable[str]) -> dict[str, set[str]]:
    """The scopes that these records were at home in before, by record."""
    found: dict[str, set[str]] = defaultdict(set)
    for portion in portions(records):
        query = select(former_home.c.record, former_home.c.scope).where(former_home.c.record.in_(portion))
        for record, scope in connection.execute(query):
            found[record].add(scope)
    return found


def present_homes(connection: Connection, records: Iterable[str]) -> set[str]:
    """The scopes in which records are now that have been moved before."""
    found: set[str] = set()
    for portion in portions(records):
        query = select(former_home.c.noun, former_home.c.record).where(former_home.c.record.in_(portion))
        for noun, record in connection.execute(query):
            table = RECORD_TABLES[noun]
            found |= set(connection.scalars(select(table.c.scope).where(table.c.id == record)))
    return found
