"""The log: one gapless, numbered, hash-chained list of changes for each scope (SYNC.md, HQ: the log and the cursor).

Whoever appends holds the scope's head row until the commit is visible, so whoever sees entry k+1 sees entry k.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, bindparam, func, insert, select, update

from desa_app.hq.database import portions
from desa_app.hq.schema import log, scope_head
from desa_app.language import say
from desa_app.sync.pure.change import Dot, chain_link, chain_start, change_hash, decode, dot_parts
from desa_app.sync.pure.receipt import Named, named
from desa_app.sync.pure.wire import Cursor, Entry, Page

CHUNK = 250
MOST_ENTRIES = 5000
"""Entries in one page at most: a reader's own changes weigh next to nothing, but are read all the same."""
_encoder = msgspec.json.Encoder()


class Head(NamedTuple):
    """Where a scope's log ends: the last number, the chain's hash behind it, and the epoch of headquarters."""

    epoch: int
    head: int
    chain: bytes


class Placed(NamedTuple):
    """A change on its way into the log, ``stamp`` the effective one."""

    dev: str
    n: int
    record: str
    stamp: int
    clipped: bool
    hash: bytes
    received_ms: int
    payload: bytes


class Place(NamedTuple):
    """A change in the log: its number there and its hash."""

    seq: int
    hash: bytes


class Line(NamedTuple):
    """What a page needs of an entry."""

    seq: int
    dev: str | None
    n: int | None
    stamp: int
    clipped: int
    hash: bytes
    chain: bytes
    payload: bytes


class Tail:
    """The ends of the logs that one transaction appends to, locked until it ends."""

    def __init__(self, connection: Connection, scopes: Iterable[str]) -> None:
        self._connection = connection
        locked = _heads_query().where(scope_head.c.scope.in_(list(scopes))).with_for_update()
        self._heads = {row.scope: _head(row) for row in connection.execute(locked)}
        self._rows: list[dict[str, Any]] = []
        self._grown: set[str] = set()
        self._seen: set[Dot] = set()

    def __contains__(self, scope: object) -> bool:
        return scope in self._heads

    def append(self, scope: str, placed: Placed) -> int:
        """Give a change the next place in its scope; returns that."""
        after = self.grow(scope, placed.hash, placed.stamp)
        row = {"scope": scope, "seq": after.head, "chain": after.chain, **placed._asdict()}
        self._rows.append(row | {"clipped": int(placed.clipped)})
        self._seen.add(f"{placed.dev}:{placed.n}")
        return after.head

    def grow(self, scope: str, hashed: bytes, stamp: int) -> Head:
        """Take the next place of a scope for a change of this hash and effective stamp; returns the head there."""
        epoch, head, chain = self._heads[scope]
        self._heads[scope] = Head(epoch, head + 1, chain_link(chain, hashed, stamp))
        self._grown.add(scope)
        return self._heads[scope]

    def seen(self, name: Dot) -> bool:
        """Whether a change is in a log, in whichever scope."""
        if name not in self._seen:
            dev, n = dot_parts(name)
            query = select(log.c.n).where(log.c.dev == dev, log.c.n == n)
            if self._connection.execute(query).first() is None:
                return False
            self._seen.add(name)
        return True

    def seen_besides(self, fresh: Dot) -> Callable[[Dot], bool]:
        """:meth:`seen` while ``fresh`` is merged, which is known not to be here: looking it up would cost most."""
        return lambda name: name != fresh and self.seen(name)

    def store(self) -> None:
        """Write the new entries and the heads."""
        if self._rows:
            self._connection.execute(insert(log), self._rows)
        if self._grown:
            statement = update(scope_head).where(scope_head.c.scope == bindparam("s"))
            self._connection.execute(
                statement.values(head=bindparam("new_head"), chain=bindparam("new_chain")),
                [{"s": s, "new_head": self._heads[s].head, "new_chain": self._heads[s].chain} for s in self._grown],
            )
        self._rows, self._grown = [], set()


def begin(connection: Connection, scope: str) -> None:
    """Start the log of a new scope, in the epoch of the others: laptops may know a forgotten one of that name."""
    epoch = connection.scalar(select(func.max(scope_head.c.epoch))) or 1
    connection.execute(insert(scope_head).values(scope=scope, epoch=epoch, head=0, chain=chain_start(scope)))


def exists(connection: Connection, scope: str) -> bool:
    """Whether there is a log of this scope."""
    return connection.scalar(select(scope_head.c.scope).where(scope_head.c.scope == scope)) is not None


def heads(connection: Connection) -> dict[str, Head]:
    """The heads of all scopes."""
    return {row.scope: _head(row) for row in connection.execute(_heads_query())}


def places(connection: Connection, dev: str, numbers: Iterable[int]) -> dict[int, Place]:
    """Where changes of a device among ``numbers`` stand, by number."""
    query = select(log.c.seq, log.c.hash, log.c.n).where(log.c.dev == dev, log.c.n.in_(list(numbers)))
    return {n: Place(seq, hashed) for seq, hashed, n in connection.execute(query)}


def check(connection: Connection, scope: str) -> Iterator[str]:
    """Everything wrong with a scope's log: a gap, a broken chain, a change that is not what its hash says."""
    head = heads(connection)[scope]
    chain, seq = chain_start(scope), 0
    columns = [log.c[name] for name in ("seq", "dev", "n", "stamp", "hash", "chain", "payload")]
    for row in connection.execute(select(*columns).where(log.c.scope == scope).order_by(log.c.seq)):
        chain, seq = chain_link(chain, row.hash, row.stamp), seq + 1
        if row.seq != seq or row.chain != chain:
            yield f"{scope} {row.seq}: " + say("log tidak bersambung", "the log does not continue")
            return
        if row.dev is not None and not _is_itself(row.dev, row.hash, row.payload):
            yield f"{scope} {row.seq}: " + say("isinya tidak cocok dengan sidiknya", "it is not what its hash says")
    if (seq, chain) != (head.head, head.chain):
        yield f"{scope}: " + say("log tidak sampai kepalanya", "the log does not reach its head")


def _is_itself(dev: str, hashed: bytes, payload: bytes) -> bool:
    """Whether a change has its bytes still, or had some of them erased."""
    if change_hash(dev, payload) == hashed:
        return True
    try:
        return bool(decode(payload).erased)
    except msgspec.MsgspecError:
        return False


class Reader(NamedTuple):
    """What a laptop asks of the logs: its name, whether it wants its own changes as bytes, and where it stands."""

    dev: str
    own_in_full: bool
    cursors: Mapping[str, Cursor]
    room: int


class Pages(NamedTuple):
    """Pages and their lines in the same order; ``more`` says that something was cut for room, ``named`` which changes
    the pages hold."""

    pages: tuple[Page, ...]
    lines: list[bytes]
    more: bool
    named: list[Named]


def pages(connection: Connection, reader: Reader, scopes: Mapping[str, Head]) -> Pages:
    """What the reader hasn't seen of ``scopes``, up to its room; at least one entry where there is room at all.

    A cursor of another epoch or beyond the head gets nothing: the laptop learns the epoch and starts again.
    """
    found: list[Page] = []
    lines: list[bytes] = []
    brought: list[Named] = []
    room, more = reader.room, False
    for scope, head in scopes.items():
        cursor = reader.cursors.get(scope, Cursor(0, head.epoch))
        if cursor.epoch != head.epoch or cursor.seq >= head.head:
            continue
        page = _Page(reader, cursor.seq)
        for row in _after(connection, scope, cursor.seq) if room > 0 else ():
            page.add(row)
            if page.size >= room or page.end - cursor.seq >= MOST_ENTRIES:
                break
        room -= page.size
        more = more or page.end < head.head
        if page.lines:
            found.append(Page(scope, cursor.seq + 1, page.end, len(page.lines), page.chain.hex()))
            lines += page.lines
            brought += page.named
    return Pages(tuple(found), lines, more, brought)


class _Page:
    """A page in the making; the reader's own changes are named by runs of their numbers, and of places whose changes
    have gone elsewhere only their count is given."""

    def __init__(self, reader: Reader, seq: int) -> None:
        self._reader = reader
        self._run: tuple[int, int] | None = None
        self._gone = 0
        self.end = seq
        self.chain = b""
        self.lines: list[bytes] = []
        self.named: list[Named] = []
        self.size = 0

    def add(self, row: Line) -> None:
        self.end, self.chain = row.seq, row.chain
        if row.dev is None or row.n is None:
            self._add_gone(row)
            return
        self.named.append(named(row.dev, row.n, row.hash, row.payload))
        if row.dev == self._reader.dev and not row.clipped and not self._reader.own_in_full:
            self._add_own(row.n)
        else:
            self._append(_entry(row))

    def _add_own(self, n: int) -> None:
        run = (n, n)
        if self._run and n == self._run[1] + 1:
            run = (self._run[0], n)
            self._take_back()
        self._append(Entry(own=run))
        self._run = run

    def _add_gone(self, row: Line) -> None:
        count = self._gone + 1
        if self._gone:
            self._take_back()
        self._append(Entry(gone=(count, row.chain.hex())))
        self._gone = count

    def _take_back(self) -> None:
        self.size -= len(self.lines.pop())

    def _append(self, entry: Entry) -> None:
        self._run, self._gone = None, 0
        line = _encoder.encode(entry)
        self.lines.append(line)
        self.size += len(line)


def entries_of(connection: Connection, scope: str, records: Iterable[str]) -> Iterator[tuple[str, int, bytes]]:
    """The changes of some records in a scope's log: record, number in the log, and the line of a page it would be."""
    columns = [log.c[name] for name in Line._fields]
    for portion in portions(records):
        query = select(log.c.record, *columns).where(log.c.scope == scope, log.c.record.in_(portion))
        for record, *row in connection.execute(query.order_by(log.c.seq)):
            line = Line._make(row)
            yield record, line.seq, _encoder.encode(_entry(line))


def _entry(row: Line) -> Entry:
    return Entry(row.dev or "", msgspec.Raw(row.payload), row.stamp if row.clipped else 0)


def _after(connection: Connection, scope: str, seq: int) -> Iterator[Line]:
    """The entries behind ``seq`` in order, read in chunks."""
    columns = [log.c[name] for name in Line._fields]
    while True:
        query = select(*columns).where(log.c.scope == scope, log.c.seq > seq).order_by(log.c.seq).limit(CHUNK)
        rows = [Line._make(row) for row in connection.execute(query)]
        yield from rows
        if len(rows) < CHUNK:
            return
        seq = rows[-1].seq


def _heads_query() -> Any:
    return select(scope_head).order_by(scope_head.c.scope)


def _head(row: Any) -> Head:
    return Head(row.epoch, row.head, row.chain)
