"""A small world of laptops and a headquarters around the pure functions, and the judge of what became of it.

A :class:`Laptop` has an outbox, a journal and a cursor; an :class:`Hq` a gapless log. They meet only as bytes, so any
other laptop or headquarters with the same few methods can stand in their place. What a power cut or a restored
backup leaves is exactly what was committed before.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeVar

import msgspec

from desa_app.domain.fields import fields_of
from desa_app.domain.records import RECORDS
from desa_app.sync.pure import wire
from desa_app.sync.pure.change import (
    SCHEMA,
    Change,
    Dot,
    chain_link,
    chain_start,
    change_hash,
    decode,
    dot,
    dot_parts,
    encode,
)
from desa_app.sync.pure.clock import effective, tick
from desa_app.sync.pure.merge import DELETION, State, bases, is_deleted, merge, survivors
from desa_app.sync.pure.rows import shape, to_row, to_state
from desa_app.sync.pure.wire import Answer, Cursor, Entry, Grant, Me, Page, Push, Reply
from tests.sync.pure.history import SCOPE, VALUES, Deed, Merging, expected_conflicts, expected_deleted, expected_state

NOUN = "session"
ROOM = 4
"""Entries of a page, changes of a batch: small, so that everything is cut into pieces."""
ME = Me("orang", "Siti", "officer", "KDL", "Kantor Imigrasi Kendal")
POWER_CUTS = {"power cut at once": 0, "power cut after a commit": 1, "power cut after two commits": 2}
FAULTS = (
    *("request lost", "request cut", "request repeated", "answer lost", "answer cut", "answer late"),
    *POWER_CUTS,
)
POISON = {"headcount_male": -1}
"""A value that the declared type forbids."""

Row = Mapping[str, Any]
Message = TypeVar("Message")


class PowerCut(Exception):
    """The machine stopped; what it had not committed is gone."""


def sealed(header: Push | Reply, lines: Iterable[bytes]) -> bytes:
    """A whole body; a hash stands for the signature."""
    unsigned = wire.body(header, lines)
    return wire.signed(unsigned, hashlib.sha256(unsigned).digest())


def opened(whole: bytes, kind: type[Message]) -> tuple[Message, Sequence[bytes]]:
    """Header and lines of a body; ValueError where it was damaged."""
    unsigned, signature, header, lines = wire.split(whole)
    if signature != hashlib.sha256(unsigned).digest():
        raise ValueError("the signature does not fit")
    return msgspec.json.decode(header, type=kind), lines


@dataclass
class Table:
    """Rows of records, and the names of the changes that were applied to them."""

    rows: dict[str, Row] = field(default_factory=dict)
    seen: set[Dot] = field(default_factory=set)

    def copy(self) -> Table:
        return Table(dict(self.rows), set(self.seen))

    def state(self, record: str) -> State:
        return to_state(NOUN, self.rows[record]) if record in self.rows else {}

    def apply(self, merging: Merging, change: Change, name: Dot, stamp: int) -> None:
        """Merge one change into its record's row."""
        state = merging(self.state(change.record), change, name, stamp, self.seen.__contains__)
        columns = shape(change.noun).columns
        self.rows[change.record] = dict(
            zip(columns, to_row(change.noun, change.record, change.scope, state), strict=True)
        )
        self.seen.add(name)


@dataclass
class Kept:
    """What is on a laptop's disk: its numbered changes, those not acknowledged, the rows, how far it has read."""

    clock: int = 0
    journal: dict[int, bytes] = field(default_factory=dict)
    outbox: set[int] = field(default_factory=set)
    table: Table = field(default_factory=Table)
    cursor: Cursor = field(default_factory=lambda: Cursor(0, 1))
    chain: bytes = chain_start(SCOPE)

    def copy(self) -> Kept:
        return replace(self, journal=dict(self.journal), outbox=set(self.outbox), table=self.table.copy())


class Laptop:
    """A laptop: saves at once, pushes and pulls when it can."""

    def __init__(self, dev: str, merging: Merging = merge) -> None:
        self.dev = dev
        self.kept = Kept()
        self.commits_left = math.inf
        self._merging = merging

    @contextmanager
    def transaction(self) -> Iterator[Kept]:
        """All of it or nothing; the power may fail right before the commit."""
        draft = self.kept.copy()
        yield draft
        self.commits_left -= 1
        if self.commits_left < 0:
            self.commits_left = math.inf
            raise PowerCut
        self.kept = draft

    def save(self, record: str, fields: dict[str, Any], wall_ms: int) -> Deed:
        """Write fields of a record, new or known: the row and its change at once."""
        with self.transaction() as draft:
            number = len(draft.journal) + 1
            draft.clock = tick(draft.clock, wall_ms)
            state = draft.table.state(record)
            base = bases(state, fields) if state else None
            change = Change(number, draft.clock, ME.person, NOUN, record, SCOPE, SCHEMA, fields, base)
            name = dot(self.dev, number)
            deed = Deed(name, change, draft.clock, frozenset(draft.table.seen))
            draft.journal[number] = encode(change)
            draft.outbox.add(number)
            draft.table.apply(self._merging, change, name, draft.clock)
        return deed

    def is_deleted(self, record: str) -> bool:
        return is_deleted(self.kept.table.state(record))

    def deletion(self, record: str) -> dict[str, Any]:
        """The fields of a deletion that saw what this laptop holds."""
        return {DELETION: {"reason": "keliru", "seen": survivors(self.kept.table.state(record))}}

    def request(self, wall_ms: int) -> bytes:
        """What goes up: the first of the outbox, and how far this laptop has read."""
        numbers = sorted(self.kept.outbox)[:ROOM]
        header = Push(wire.PROTOCOL, self.dev, "req", wall_ms, 0, len(numbers), {SCOPE: self.kept.cursor})
        return sealed(header, (self.kept.journal[number] for number in numbers))

    def take(self, answer: bytes) -> None:
        """Apply what came down; an answer of before a restoration is put aside."""
        reply, lines = opened(answer, Reply)
        if reply.grants[0].epoch < self.kept.cursor.epoch:
            return
        with self.transaction() as draft:
            for each in reply.answers:
                draft.outbox -= set(range(each.first, each.last + 1)) if each.result != "retry" else set()
            if reply.grants[0].epoch > draft.cursor.epoch:
                draft.cursor, draft.chain = Cursor(0, reply.grants[0].epoch), chain_start(SCOPE)
                self.offer_again(draft, reply)
        for page in reply.pages:
            if page.start == self.kept.cursor.seq + 1:
                self.turn(page, [msgspec.json.decode(line, type=Entry) for line in lines])

    def offer_again(self, draft: Kept, reply: Reply) -> None:
        """Headquarters was restored from a backup: whatever it lacks waits again."""
        held = {number for first, last in reply.have for number in range(first, last + 1)}
        draft.outbox = draft.journal.keys() - held

    def turn(self, page: Page, entries: Sequence[Entry]) -> None:
        """Apply a page and move the cursor with it."""
        with self.transaction() as draft:
            self.write(draft, entries)
            self.move(draft, page, entries)

    def write(self, draft: Kept, entries: Sequence[Entry]) -> None:
        for dev, payload, stamp in self.placed(draft, entries):
            change = decode(payload)
            draft.table.apply(self._merging, change, dot(dev, change.number), stamp)

    def move(self, draft: Kept, page: Page, entries: Sequence[Entry]) -> None:
        for dev, payload, stamp in self.placed(draft, entries):
            draft.chain = chain_link(draft.chain, change_hash(dev, payload), stamp)
        assert draft.chain.hex() == page.chain, "the log's chain does not fit"
        draft.cursor = Cursor(page.end, draft.cursor.epoch)

    def placed(self, draft: Kept, entries: Sequence[Entry]) -> Iterator[tuple[str, bytes, int]]:
        """Device, bytes and effective stamp of each entry; own changes come by number, with their own stamp."""
        for entry in entries:
            if entry.own is None:
                payload = bytes(entry.change)
                yield entry.dev, payload, entry.stamp or decode(payload).stamp
                continue
            for number in range(entry.own[0], entry.own[1] + 1):
                payload = draft.journal[number]
                yield self.dev, payload, decode(payload).stamp


@dataclass(frozen=True)
class Logged:
    """A change in the log, and the hash of the log's chain behind it."""

    dev: str
    payload: bytes
    stamp: int
    chain: bytes

    @property
    def name(self) -> Dot:
        return dot(self.dev, decode(self.payload).number)


@dataclass
class Held:
    """What headquarters has made durable. ``waiting`` are changes put aside, by name, with what they wait for."""

    epoch: int = 1
    log: list[Logged] = field(default_factory=list)
    waiting: dict[Dot, tuple[str, bytes, str]] = field(default_factory=dict)
    table: Table = field(default_factory=Table)

    def copy(self) -> Held:
        return Held(self.epoch, list(self.log), dict(self.waiting), self.table.copy())


class Hq:
    """Headquarters: gives each change its place, once, and serves the log from any place on."""

    def __init__(self, merging: Merging = merge) -> None:
        self.held = Held()
        self._merging = merging
        self._backup = self.held.copy()

    def back_up(self) -> None:
        self._backup = self.held.copy()

    def restore(self) -> None:
        """Lose all since the backup; the epoch tells the laptops."""
        self.held = replace(self._backup.copy(), epoch=self.held.epoch + 1)

    def answer(self, request: bytes, wall_ms: int) -> bytes:
        """Take a batch and answer with the next page, all in one transaction."""
        push, lines = opened(request, Push)
        draft = self.held.copy()
        answers = tuple(self.batch(draft, push.dev, lines, wall_ms))
        self.held = draft
        return self._reply(push, answers, wall_ms)

    def batch(self, draft: Held, dev: str, lines: Sequence[bytes], wall_ms: int) -> Iterator[Answer]:
        """What became of each change."""
        for payload in lines:
            yield self.one(draft, dev, payload, wall_ms)

    def one(self, draft: Held, dev: str, payload: bytes, wall_ms: int) -> Answer:
        change = decode(payload)
        name = dot(dev, change.number)
        if self.is_known(draft, name):
            return Answer(change.number, change.number, "dup")
        if wrong := wrong_field(change):
            draft.waiting[name] = (dev, payload, "")
            return Answer(change.number, change.number, "quarantined", 0, "Q105", wrong)
        if not change.creates and change.record not in draft.table.rows:
            draft.waiting[name] = (dev, payload, change.record)
            return Answer(change.number, change.number, "quarantined", 0, "Q107")
        self._append(draft, dev, payload, wall_ms)
        for waiting, (other, held, record) in [*draft.waiting.items()]:
            if record == change.record:
                del draft.waiting[waiting]
                self._append(draft, other, held, wall_ms)
        return Answer(change.number, change.number, "ok", len(draft.log))

    def is_known(self, draft: Held, name: Dot) -> bool:
        return name in draft.table.seen or name in draft.waiting

    def _append(self, draft: Held, dev: str, payload: bytes, wall_ms: int) -> None:
        change = decode(payload)
        stamp = effective(change.stamp, wall_ms)
        before = draft.log[-1].chain if draft.log else chain_start(SCOPE)
        draft.log.append(Logged(dev, payload, stamp, chain_link(before, change_hash(dev, payload), stamp)))
        draft.table.apply(self._merging, change, dot(dev, change.number), stamp)

    def _reply(self, push: Push, answers: tuple[Answer, ...], wall_ms: int) -> bytes:
        cursor = push.cursors[SCOPE]
        served = self.held.log[cursor.seq : cursor.seq + ROOM] if cursor.epoch == self.held.epoch else []
        end = cursor.seq + len(served)
        pages = (Page(SCOPE, cursor.seq + 1, end, len(served), served[-1].chain.hex()),) if served else ()
        numbers = sorted(number for dev, number in map(dot_parts, self.names()) if dev == push.dev)
        grants = (Grant(SCOPE, self.held.epoch, len(self.held.log)),)
        header = Reply("hq", wall_ms, ME, answers, tuple(wire.runs(numbers)), grants, pages, end < len(self.held.log))
        return sealed(header, (msgspec.json.encode(entry_for(push.dev, each)) for each in served))

    def names(self) -> set[Dot]:
        """All changes that headquarters holds, in the log or put aside."""
        return {each.name for each in self.held.log} | self.held.waiting.keys()


def wrong_field(change: Change) -> str:
    """The first field whose value its declared type forbids."""
    for name, declared in fields_of(RECORDS[change.noun]).items():
        try:
            msgspec.convert(change.fields.get(name, declared.default), declared.type)
        except msgspec.ValidationError:
            return name
    return ""


def entry_for(dev: str, logged: Logged) -> Entry:
    """A log entry as it is served to a device: its own changes by number, unless their stamp was clipped."""
    change = decode(logged.payload)
    clipped = logged.stamp != change.stamp
    if logged.dev == dev and not clipped:
        return Entry(own=(change.number, change.number))
    return Entry(logged.dev, msgspec.Raw(logged.payload), logged.stamp if clipped else 0)


class AnyLaptop(Protocol):
    """What the world needs of a laptop."""

    dev: str
    commits_left: float

    @property
    def kept(self) -> Kept: ...
    def save(self, record: str, fields: dict[str, Any], wall_ms: int) -> Deed: ...
    def is_deleted(self, record: str) -> bool: ...
    def deletion(self, record: str) -> dict[str, Any]: ...
    def request(self, wall_ms: int) -> bytes: ...
    def take(self, answer: bytes) -> None: ...


class AnyHq(Protocol):
    """What the world needs of a headquarters."""

    @property
    def held(self) -> Held: ...
    def answer(self, request: bytes, wall_ms: int) -> bytes: ...
    def names(self) -> set[Dot]: ...
    def back_up(self) -> None: ...
    def restore(self) -> None: ...


class World:
    """Laptops and a headquarters, and all that can happen between them."""

    def __init__(self, laptops: Sequence[AnyLaptop], hq: AnyHq) -> None:
        self.laptops = laptops
        self.hq = hq
        self.now = 1_000
        self.deeds: dict[Dot, Deed] = {}
        self.late: list[tuple[AnyLaptop, bytes]] = []
        self._records = 0

    def records(self, laptop: AnyLaptop) -> list[str]:
        """The records that a laptop shows, oldest first."""
        return sorted(laptop.kept.table.rows)

    def create(self, laptop: AnyLaptop, wall_ms: int, other: dict[str, Any] | None = None) -> None:
        """A new record, of the first value of every field or of ``other`` ones."""
        self._records += 1
        first = {name: pool[0] for name, pool in VALUES[NOUN].items()}
        self._save(laptop, f"record {self._records:03}", first | (other or {}), wall_ms)

    def edit(self, laptop: AnyLaptop, record: str, fields: dict[str, Any], wall_ms: int) -> None:
        """Write fields; whoever edits a record that shows as deleted brings it back."""
        undeleted = {DELETION: None} if laptop.is_deleted(record) else {}
        self._save(laptop, record, fields | undeleted, wall_ms)

    def delete(self, laptop: AnyLaptop, record: str, wall_ms: int) -> None:
        if not laptop.is_deleted(record):
            self._save(laptop, record, laptop.deletion(record), wall_ms)

    def _save(self, laptop: AnyLaptop, record: str, fields: dict[str, Any], wall_ms: int) -> None:
        deed = laptop.save(record, fields, wall_ms)
        self.deeds[deed.name] = deed

    def exchange(self, laptop: AnyLaptop, fault: str = "") -> None:
        """One exchange with or without a fault; whatever goes wrong, the laptop just tries again some day."""
        self.now += 1
        request = laptop.request(self.now)
        if fault == "request lost":
            return
        if fault == "request cut":
            self._refused(lambda: self.hq.answer(request[: len(request) * 2 // 3], self.now))
            return
        if fault == "request repeated":
            self.hq.answer(request, self.now)
        answer = self.hq.answer(request, self.now)
        if fault == "answer cut":
            self._refused(lambda: laptop.take(answer[: len(answer) * 2 // 3]))
        elif fault == "answer late":
            self.late.append((laptop, answer))
        elif fault != "answer lost":
            self._take(laptop, answer, POWER_CUTS.get(fault, math.inf))

    def deliver(self, place: int) -> None:
        """An answer thought lost arrives after all."""
        self._take(*self.late.pop(place), math.inf)

    def _take(self, laptop: AnyLaptop, answer: bytes, commits: float) -> None:
        laptop.commits_left = commits
        try:
            laptop.take(answer)
        except PowerCut:
            return
        finally:
            laptop.commits_left = math.inf

    def _refused(self, act: Callable[[], object]) -> None:
        try:
            act()
        except ValueError:
            return
        raise AssertionError("a cut body was taken")

    def settle(self) -> None:
        """Let everybody exchange, without faults, until nothing is left to say."""
        for _ in range(2 * len(self.deeds) + 5):
            before = [laptop.kept for laptop in self.laptops]
            for laptop in self.laptops:
                self.exchange(laptop)
            if all(now.cursor == then.cursor for now, then in zip(self._disks(), before, strict=True)) and not any(
                disk.outbox for disk in self._disks()
            ):
                return

    def _disks(self) -> list[Kept]:
        return [laptop.kept for laptop in self.laptops]

    def check_safety(self) -> None:
        """What must hold at any moment: nothing acknowledged is missing, numbers and places have no gaps."""
        names = [each.name for each in self.hq.held.log]
        assert len(set(names)) == len(names), "a change has two places in the log"
        for laptop in self.laptops:
            disk = laptop.kept
            assert sorted(disk.journal) == [*range(1, len(disk.journal) + 1)], "numbers have a gap"
            if disk.cursor.epoch == self.hq.held.epoch:
                acknowledged = {dot(laptop.dev, number) for number in disk.journal.keys() - disk.outbox}
                assert acknowledged <= self.hq.names(), "an acknowledged change is not at headquarters"

    def check_settled(self) -> None:
        """What must hold when all was said: all is at headquarters, and everybody holds what the judge says."""
        self.check_safety()
        assert not any(disk.outbox for disk in self._disks()), "an outbox never empties"
        assert self.deeds.keys() == self.hq.names(), "a change was lost"
        logged = [self.deeds[each.name]._replace(stamp=each.stamp) for each in self.hq.held.log]
        for record, row in self.hq.held.table.rows.items():
            self._check_row(row, [deed for deed in logged if deed.change.record == record])
        for disk in self._disks():
            assert disk.cursor.seq == len(self.hq.held.log), "a log was not read to its end"
            rows = {record: disk.table.rows.get(record) for record in self.hq.held.table.rows}
            assert rows == self.hq.held.table.rows, "a laptop and headquarters differ"

    def _check_row(self, row: Row, deeds: Collection[Deed]) -> None:
        assert to_state(NOUN, row) == expected_state(deeds), "not the values that nobody replaced"
        assert bool(row["deleted"]) == expected_deleted(deeds), "deleted or not"
        listed = msgspec.json.decode(row["conflicts"]) if row["conflicts"] else []
        assert listed == expected_conflicts(NOUN, deeds), "not the conflicts there are"
