"""Taking the changes of one request: each goes into the log, or into quarantine with a reason; none blocks another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection

from desa_app.domain.fields import RecordId
from desa_app.domain.records import RECORDS
from desa_app.domain.review import may_write
from desa_app.domain.set_aside import (
    FOREIGN_SCOPE,
    LEAD_ONLY,
    NEEDED_TO_RETURN,
    OTHER_HOME,
    OTHER_PERSON,
    WAITS_FOR_PARENT,
    WAITS_FOR_RECORD,
    WRONG_VALUE,
)
from desa_app.hq import erasure, log, moves, people, quarantine
from desa_app.hq.access import Sender, may_write_to
from desa_app.hq.erasure import Erased
from desa_app.hq.fitness import number_of, well_formed
from desa_app.hq.intervals import holds
from desa_app.hq.problems import CLONED, MALFORMED, Denied
from desa_app.hq.quarantine import Unfit, record_key
from desa_app.hq.shelf import Held, Key, Shelf
from desa_app.sync.pure.change import Change, change_hash, decode, dot
from desa_app.sync.pure.clock import effective
from desa_app.sync.pure.merge import merge
from desa_app.sync.pure.receipt import Named, named
from desa_app.sync.pure.wire import DURABLE, Answer, Result

_REFUSED = {"lead_only": LEAD_ONLY, "needed_to_return": NEEDED_TO_RETURN}


class Arrival(NamedTuple):
    """A change as it arrived: who sent it and when, its bytes, and what could be read in them."""

    sender: Sender
    n: int
    payload: bytes
    hash: bytes
    received_ms: int
    change: Change | None
    unfit: Unfit | None
    is_erased: bool = False


def arrival(sender: Sender, payload: bytes, received_ms: int) -> Arrival:
    """Read one change. Raises Denied where not even its number can be told, because nobody could be answered."""
    n = number_of(payload)
    if n is None:
        raise Denied(MALFORMED, "n")
    hashed = change_hash(sender.dev, payload)
    try:
        return Arrival(sender, n, payload, hashed, received_ms, well_formed(payload), None)
    except Unfit as unfit:
        return Arrival(sender, n, payload, hashed, received_ms, None, unfit)


class Elsewhere(Exception):
    """The record moved to a log that isn't held here, a moment before this transaction began: try again."""


class Intake:
    """The changes of one transaction on their way into the log.

    A change goes where its record is at home now; a record that comes late to a scope that it has left is carried on
    from there at once (``moves``).
    """

    def __init__(self, connection: Connection, arrivals: Sequence[Arrival], now_ms: int) -> None:
        self._connection = connection
        self._now_ms = now_ms
        self._shelf = Shelf(connection, now_ms)
        self._senders = {each.sender.dev: each.sender for each in arrivals}
        self._leaving: list[Key] = []
        self._former: dict[str, set[str]] = {}
        self._tail, self._device = self._locked([each.change for each in arrivals if each.change])
        self._arrivals = self._without_erased(arrivals)
        self._new_records: list[str] = []
        self._answers: dict[tuple[str, int], Answer] = {}

    def take(self) -> list[int]:
        """Place every change that isn't here yet; returns their numbers. Raises Denied (CLONED) where a number
        came before with other bytes: then nothing is taken."""
        fresh = self._without_known()
        self._fetch(each.change for each in fresh if each.change)
        kept = [_kept(each, unfit) for each in fresh if (unfit := self._place(each))]
        quarantine.keep(self._connection, kept)
        while self._new_records:
            self._release()
        self._shelf.store()
        self._tail.store()
        self._carry_on()
        return [each.n for each in fresh if self._answers[each.sender.dev, each.n].result != "retry"]

    def admit(self) -> int:
        """Place changes that lay aside and that people have looked at; returns how many went into the log."""
        placed = self._let_in(self._arrivals)
        while self._new_records:
            self._release()
        self._shelf.store()
        self._tail.store()
        self._carry_on()
        return placed

    def _locked(self, changes: Sequence[Change]) -> tuple[log.Tail, Sender | None]:
        """The ends of all logs that these changes may go to; and headquarters' own device, where records may have to
        move. What is read for that is read again when they are held."""
        moved = moves.present_homes(self._connection, (record for each in changes for _, record in _concerned(each)))
        targets = self._targets(changes)
        device = people.known_sender(self._connection, people.HEADQUARTERS, lock=True) if targets else None
        tail = log.Tail(self._connection, {each.scope for each in changes} | moved | set(targets.values()))
        self._onwards = self._targets(changes)
        return tail, device

    def _targets(self, changes: Sequence[Change]) -> dict[str, str]:
        """The scopes that records of these changes have to go to, by record."""
        roots = [root for each in changes if (root := moves.root_of(each))]
        orders = moves.Orders(self._connection) if roots else None
        return {root.record: target for root in roots if orders and (target := orders.target(root))}

    def _carry_on(self) -> None:
        if self._device and self._leaving:
            carrier = moves.Carrier(self._connection, self._device, self._tail, self._now_ms)
            for scope in {held.scope for key in self._leaving if (held := self._shelf.get(*key))}:
                carrier.carry(self._leaving, scope)
            self._tail.store()

    def answers(self) -> tuple[Answer, ...]:
        """What became of each change, runs of accepted ones together."""
        runs: list[Answer] = []
        for each in sorted(self._arrivals, key=lambda arrived: arrived.n):
            answer = self._answers[each.sender.dev, each.n]
            if runs and _follows(runs[-1], answer):
                runs[-1] = Answer(runs[-1].first, answer.last, answer.result, runs[-1].seq)
            elif not runs or runs[-1].last < answer.first:
                runs.append(answer)
        return tuple(runs)

    def durable(self) -> list[Named]:
        """The changes of the request that headquarters holds now."""
        return [
            named(each.sender.dev, each.n, each.hash, each.payload)
            for each in self._arrivals
            if self._answers[each.sender.dev, each.n].result in DURABLE
        ]

    def erased(self) -> set[str]:
        """The records of the request of which something is erased, so that it was written in vain."""
        return {each.change.record for each in self._arrivals if each.change and each.is_erased}

    def _without_erased(self, arrivals: Sequence[Arrival]) -> Sequence[Arrival]:
        """The arrivals without what is erased: that gets nowhere into the database again, quarantine included."""
        found = [(each.change, each.payload) for each in arrivals]
        erased = erasure.arriving(self._connection, found, self._now_ms)
        return [_without_erased(each, erased) for each in arrivals]

    def _without_known(self) -> list[Arrival]:
        """The arrivals that are not here yet, each once; the others are answered as they were."""
        by_number: dict[int, Arrival] = {}
        for each in self._arrivals:
            if by_number.setdefault(each.n, each).hash != each.hash:
                raise Denied(CLONED)
        known = [each for each in by_number.values() if holds(each.sender.held, each.n)]
        if known:
            self._answer_known(known)
        return [each for each in by_number.values() if (each.sender.dev, each.n) not in self._answers]

    def _answer_known(self, known: Sequence[Arrival]) -> None:
        """Quarantine is read before the log: a change only ever moves that way."""
        dev, numbers = known[0].sender.dev, [each.n for each in known]
        kept = quarantine.kept_of(self._connection, dev, numbers)
        placed = log.places(self._connection, dev, numbers)
        for n, hashed, is_erased in ((each.n, each.hash, each.is_erased) for each in known):
            if hashed != (placed[n].hash if n in placed else kept[n].hash):
                raise Denied(CLONED)
            if n in placed:
                self._answers[dev, n] = Answer(n, n, "ok_erased" if is_erased else "dup", placed[n].seq)
            else:
                self._answers[dev, n] = Answer(n, n, "quarantined", 0, kept[n].code, kept[n].field)

    def _fetch(self, changes: Iterable[Change]) -> None:
        wanted = [key for change in changes for key in _concerned(change)]
        self._shelf.fetch(wanted)
        self._former |= moves.former_homes(self._connection, (record for _, record in wanted))

    def _place(self, each: Arrival) -> Unfit | None:
        """Put a change into the log, or say why not."""
        unfit = each.unfit
        if each.change:
            try:
                self._accept(each, each.change, self._check(each.sender, each.change))
            except Unfit as found:
                unfit = found
            except Elsewhere:
                self._answers[each.sender.dev, each.n] = Answer(each.n, each.n, "retry")
        if unfit:
            code, field = unfit.code, unfit.field
            self._answers[each.sender.dev, each.n] = Answer(each.n, each.n, "quarantined", 0, code, field)
        return unfit

    def _check(self, sender: Sender, change: Change) -> str:
        """The scope that the change goes to. Raises Unfit, Elsewhere."""
        if change.person != sender.person:
            raise Unfit(OTHER_PERSON, "by")
        if not may_write_to(sender, change.scope):
            raise Unfit(FOREIGN_SCOPE, "sc")
        held = self._shelf.get(change.noun, change.record)
        home = self._home(change.scope, change.record, held, "sc") if held else change.scope
        if held is None and not _is_whole(change):
            raise Unfit(WAITS_FOR_RECORD, "r", record_key(change.noun, change.record))
        refusal = may_write(sender.role, change.noun, change.fields, held.visible if held else {})
        if refusal:
            raise Unfit(_REFUSED[refusal.code], refusal.field)
        home = self._home_by_parent(change, held, home)
        if home not in self._tail or self._onwards.get(change.record, home) not in self._tail:
            raise Elsewhere if log.exists(self._connection, home) else Unfit(FOREIGN_SCOPE, "sc")
        return home

    def _home(self, scope: str, record: str, held: Held, field: str) -> str:
        """Where a record is at home, as long as it was once at home where the change was written."""
        if scope != held.scope and scope not in self._former.get(record, ()):
            raise Unfit(OTHER_HOME, field)
        return held.scope

    def _home_by_parent(self, change: Change, held: Held | None, home: str) -> str:
        """A child is at home where its parent is, and comes after it."""
        field = RECORDS[change.noun].parent
        if field is None or (held and field not in change.fields):
            return home
        noun, named = _parent_noun(field), _record_id(change.fields.get(field), field)
        parent = self._shelf.get(noun, named)
        if parent is None:
            raise Unfit(WAITS_FOR_PARENT, field, record_key(noun, named))
        if held and parent.scope != home:
            raise Unfit(OTHER_HOME, field)
        return self._home(change.scope, named, parent, field)

    def _accept(self, each: Arrival, change: Change, home: str) -> None:
        dev, n = each.sender.dev, each.n
        name = dot(dev, n)
        stamp = effective(change.stamp, each.received_ms)
        held = self._shelf.get(change.noun, change.record)
        state = merge(held.state if held else {}, change, name, stamp, self._tail.seen_besides(name))
        status_ms = self._now_ms if "status" in change.fields else held.status_ms if held else None
        self._shelf.put(change.noun, change.record, Held(home, state, status_ms))
        clipped = stamp != change.stamp
        placed = log.Placed(dev, n, change.record, stamp, clipped, each.hash, self._now_ms, each.payload)
        result: Result = "ok_erased" if each.is_erased else "ok"
        self._answers[dev, n] = Answer(n, n, result, self._tail.append(home, placed))
        if change.record in self._onwards:
            self._leaving.append((change.noun, change.record))
        if held is None:
            self._new_records.append(record_key(change.noun, change.record))

    def _release(self) -> None:
        """Let in the changes that waited for records which have just arrived; they may bring in others."""
        arrived, self._new_records = self._new_records, []
        self._let_in(
            [
                arrival(self._sender(row.dev), row.payload, row.received_ms)
                for row in quarantine.waiting_for(self._connection, arrived)
            ]
        )

    def _let_in(self, waiting: Sequence[Arrival]) -> int:
        """Place changes out of quarantine; returns how many could be. The others stay, for the reason of now."""
        self._fetch(each.change for each in waiting if each.change)
        released = []
        for each in waiting:
            unfit = self._place(each)
            if unfit:
                quarantine.keep_on(self._connection, each.sender.dev, each.n, unfit)
            elif self._answers[each.sender.dev, each.n].result != "retry":
                released.append((each.sender.dev, each.n))
        quarantine.release(self._connection, released)
        return len(released)

    def _sender(self, dev: str) -> Sender:
        if dev not in self._senders:
            self._senders[dev] = people.known_sender(self._connection, dev)
        return self._senders[dev]


def _without_erased(each: Arrival, erased: Mapping[str, Erased]) -> Arrival:
    """An arrival without what is erased of its record. One that claims to be erased must be of such a record: its hash
    is not that of its bytes."""
    change = each.change
    if change and change.erased and change.record not in erased:
        return each._replace(change=None, unfit=Unfit(WRONG_VALUE, "z"))
    payload = erasure.remains(each.sender.dev, each.n, each.payload, erased)
    if change is None or payload == each.payload:
        return each._replace(payload=payload, is_erased=bool(change and change.erased))
    return each._replace(payload=payload, change=decode(payload), is_erased=True)


def _kept(each: Arrival, unfit: Unfit) -> quarantine.Kept:
    dev, why = each.sender.dev, (unfit.code, unfit.field, unfit.waits_for)
    return quarantine.Kept(dev, each.n, *why, each.hash, each.received_ms, each.payload)


def _concerned(change: Change) -> list[Key]:
    """The record of a change and, where it names one, its parent."""
    field = RECORDS[change.noun].parent
    parent = change.fields.get(field) if field else None
    own = (change.noun, change.record)
    return [own, (_parent_noun(field), parent)] if field and isinstance(parent, str) else [own]


def _is_whole(change: Change) -> bool:
    """Whether a change can begin a record: it replaces nothing, or it was written whole again, with the time the
    record was made, because the first writing is in quarantine."""
    return change.creates or "created_at" in change.fields


def _record_id(value: object, field: str) -> str:
    try:
        return msgspec.convert(value, RecordId)
    except msgspec.ValidationError as error:
        raise Unfit(WRONG_VALUE, field) from error


def _parent_noun(field: str) -> str:
    """The noun that a parent field refers to: ``session_id`` names a session."""
    return field.removesuffix("_id")


def _follows(run: Answer, answer: Answer) -> bool:
    """Whether an accepted change goes on where a run of accepted ones ends, in number and in place."""
    if run.result != answer.result or run.result not in ("ok", "dup") or answer.first != run.last + 1:
        return False
    return answer.seq == run.seq + answer.first - run.first
