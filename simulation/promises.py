"""The promises of SYNC.md (Invariants), checked from what is committed on the disks and past the code that is on
trial: by its own look at the tables, and by the judge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from desa_app.domain.records import RECORDS
from desa_app.hq.access import REFERENCE, office_scope
from desa_app.sync.pure import wire
from desa_app.sync.pure.change import Change, Dot, chain_link, chain_start, change_hash, decode
from desa_app.sync.pure.clock import stamp_of
from desa_app.sync.pure.merge import State
from desa_app.sync.pure.rows import to_state
from desa_app.sync.pure.wire import Entry, Reply
from simulation.judge import Deed, expected_conflicts, expected_deleted, expected_state

if TYPE_CHECKING:
    from simulation.world import Laptop, World

PROMISES = {
    1: "acknowledged, so durable at headquarters",
    2: "a row stands exactly where its change does",
    3: "a pull never skips",
    4: "the cursor moves with its rows",
    5: "a repeat changes nothing",
    6: "the same changes make the same rows",
    7: "what nobody replaced survives",
    8: "no false conflict",
    9: "what is poisoned blocks nothing",
    10: "numbers and places have no gaps",
    11: "only headquarters' durability clears an outbox",
    12: "nothing outside the scopes is served",
    13: "purging drops nothing unsent",
    14: "what was erased never returns",
    16: "a restored headquarters gets back what a laptop holds",
    0: "no error without a fault",
}
"""By their number in SYNC.md; 0 stands for an error that nothing on the way explains."""

_reply = msgspec.json.Decoder(Reply)
_entry = msgspec.json.Decoder(Entry)


class Broken(AssertionError):
    """A promise was broken."""

    def __init__(self, promise: int, what: str) -> None:
        super().__init__(f"{promise} ({PROMISES[promise]}): {what}")
        self.promise = promise


def must(holds: object, promise: int, what: str) -> None:
    """Raise Broken where it doesn't hold."""
    if not holds:
        raise Broken(promise, what)


class Logged(NamedTuple):
    """A place in a log of headquarters; nobody's where its change has moved to another log."""

    scope: str
    seq: int
    dev: str | None
    n: int | None
    stamp: int
    hash: bytes
    chain: bytes
    received_ms: int
    payload: bytes

    @property
    def name(self) -> Dot:
        return f"{self.dev}:{self.n}"


class Noted(NamedTuple):
    """A row of a laptop's journal."""

    dev: str
    n: int
    state: str
    noun: str
    record: str
    stamp: int
    scope: str | None
    seq: int | None
    hash: bytes
    payload: bytes

    @property
    def name(self) -> Dot:
        return f"{self.dev}:{self.n}"


@lru_cache(maxsize=1 << 14)
def change_of(payload: bytes) -> Change:
    """The change in these bytes."""
    return decode(payload)


class Verdict(NamedTuple):
    """What the judge says of a record."""

    state: State
    deleted: bool
    conflicts: list[str]


class Court:
    """The judge's verdicts in one world: the same set of changes is judged once."""

    def __init__(self, knew: Mapping[Dot, frozenset[Dot]]) -> None:
        self._knew = knew
        self._verdicts: dict[tuple[str, frozenset[tuple[Dot, int, bytes]]], Verdict] = {}

    def verdict(self, noun: str, entries: Iterable[Logged | Noted]) -> Verdict:
        """What these changes of one record come to."""
        found = list(entries)
        key = noun, frozenset((each.name, each.stamp, each.payload) for each in found)
        if key not in self._verdicts:
            deeds = [
                Deed(each.name, change_of(each.payload), each.stamp, self._knew.get(each.name, frozenset()))
                for each in found
            ]
            self._verdicts[key] = Verdict(
                expected_state(deeds), expected_deleted(deeds), expected_conflicts(noun, deeds)
            )
        return self._verdicts[key]

    def check(self, noun: str, entries: Iterable[Logged | Noted], row: Mapping[str, Any] | None, where: str) -> None:
        """A row against its changes."""
        if row is None:
            raise Broken(2, f"{where}: changes of a {noun} without a row")
        said = self.verdict(noun, entries)
        state = to_state(noun, row)
        if state != said.state:
            raise Broken(*_difference(state, said.state, where))
        must(bool(row["deleted"]) == said.deleted, 7, f"{where}: {noun} deleted or not")
        listed = msgspec.json.decode(row["conflicts"]) if row["conflicts"] else []
        must(listed == said.conflicts, 8, f"{where}: conflicts {listed}, not {said.conflicts}")


def _difference(state: State, said: State, where: str) -> tuple[int, str]:
    field = next(name for name in sorted(state.keys() | said.keys()) if state.get(name) != said.get(name))
    here, due = state.get(field), said.get(field)
    if due is not None and (here is None or due.written.keys() - here.written.keys()):
        return 7, f"{where}: a value of {field} that nobody replaced is gone"
    if here is not None and due is not None and here.written.keys() > due.written.keys():
        return 8, f"{where}: a replaced value of {field} is there again"
    return 6, f"{where}: {field} is not what its changes say"


def rows_of(query: Any, noun: str) -> dict[str, dict[str, Any]]:
    """All rows of a record type by id."""
    columns, rows = query(noun)
    named = [dict(zip(columns, row, strict=True)) for row in rows]
    return {row["id"]: row for row in named}


def check_headquarters(world: World) -> None:
    """Everything that must hold of headquarters at any moment."""
    hq = world.sight()
    names = [each.name for each in hq.log if each.dev]
    must(len(names) == len(set(names)), 5, "a change has two places in the logs")
    must(not set(names) & hq.aside.keys(), 5, "a change is in a log and in quarantine")
    held = {*names, *hq.aside}
    for dev, intervals in hq.held.items():
        if dev == "hq":
            continue  # going on from a backup it skips numbers
        claimed = {f"{dev}:{n}" for first, last in intervals for n in range(first, last + 1)}
        must(
            claimed == {name for name in held if name.rpartition(":")[0] == dev},
            1,
            f"{dev} is told of what is not here",
        )
    _check_logs(world)
    aside = ((name, hashed) for name, (hashed, _) in hq.aside.items())
    for name, hashed in (*((each.name, each.hash) for each in hq.log if each.dev), *aside):
        if not name.startswith("hq:"):
            must(hashed in world.made.get(name, ()), 2, f"{name} is not what was saved")
    _check_rows(world)


def _check_logs(world: World) -> None:
    hq = world.sight()
    ends: dict[str, tuple[int, bytes]] = {}
    for each in hq.log:
        seq, chain = ends.get(each.scope, (0, chain_start(each.scope)))
        must(each.seq == seq + 1, 10, f"a gap in the log of {each.scope}")
        chain = chain_link(chain, each.hash, each.stamp)
        must(chain == each.chain, 10, "the chain does not fit")
        is_proven = not each.dev or change_of(each.payload).erased or each.hash == change_hash(each.dev, each.payload)
        must(is_proven, 10, f"the bytes of {each.name}")
        is_timely = each.stamp <= stamp_of(each.received_ms) or each.dev in ("hq", None)
        must(is_timely, 6, f"{each.name} counts from the future")
        ends[each.scope] = each.seq, chain
        if each.dev and each.dev != "hq":
            written = change_of(each.payload).scope
            must(written in world.scopes_of_dev[each.dev], 12, f"{each.name} was written for another's log")
    for scope, (_, head, chain) in hq.heads.items():
        must(ends.get(scope, (0, chain_start(scope))) == (head, chain), 10, f"the head of {scope}")


def _check_rows(world: World) -> None:
    hq = world.sight()
    stories: dict[tuple[str, str], list[Logged]] = {}
    for each in filter(lambda each: each.dev, hq.log):
        change = change_of(each.payload)
        stories.setdefault((change.noun, change.record), []).append(each)
    for noun in RECORDS:
        rows = rows_of(world.hq_rows, noun)
        told = {record for kind, record in stories if kind == noun}
        must(rows.keys() <= told, 2, f"headquarters has a {noun} without changes")
        for name, (_, waits_for) in hq.aside.items():
            kind, _, record = waits_for.partition(":")
            must(kind != noun or record not in rows, 9, f"{name} waits for what is here")
        for record in told:
            row = rows.get(record)
            world.court.check(noun, stories[noun, record], row, "headquarters")
            homes = {each.scope for each in stories[noun, record]}
            must(row and homes == {row["scope"]}, 12, f"a {noun} is in {homes}")


def check_laptop(world: World, laptop: Laptop) -> None:
    """Everything that must hold of a laptop at any moment."""
    notes, hq = laptop.notes(), world.sight()
    own, here = laptop.dev, {each.name for each in notes}
    held = {each.name for each in hq.log if each.dev} | hq.aside.keys()
    cursors = laptop.cursors()
    is_current = all(epoch == hq.heads[scope][0] for scope, (_, epoch) in cursors.items() if scope in hq.heads)
    if is_current:
        answered = {each.name for each in notes if each.dev == own and each.state != "pending"}
        must(answered <= held, 1, f"{laptop.name} was told of {sorted(answered - held)[:3]}")
    must(
        laptop.deeds.keys() <= here | held, 13, f"{laptop.name} dropped {sorted(laptop.deeds.keys() - here - held)[:3]}"
    )
    stamps = [change_of(each.payload).stamp for each in notes if each.dev == own and each.state == "pending"]
    must(stamps == sorted(set(stamps)), 10, f"{laptop.name}: stamps run backwards")
    _check_places(world, laptop, notes)
    _check_records(world, laptop, notes)
    for each in notes if not world.has_moved else ():
        scope = change_of(each.payload).scope
        must(each.dev == own or scope in world.readable(laptop), 12, f"{laptop.name} got {each.name} of {scope}")


def _check_places(world: World, laptop: Laptop, notes: Iterable[Noted]) -> None:
    """What was read of each log is its beginning, up to the cursor and not further."""
    placed: dict[str, list[Noted]] = {}
    for each in notes:
        if each.scope is not None:
            placed.setdefault(each.scope, []).append(each)
    logs = world.sight().logs
    for scope, (seq, epoch) in laptop.cursors().items():
        read = sorted(placed.pop(scope, []), key=lambda each: each.seq or 0)
        places = {each.seq for each in read} | laptop.left(scope)
        must(places == {*range(1, seq + 1)}, 4, f"{laptop.name}: {scope} and its cursor")
        if epoch == world.sight().heads[scope][0]:
            for each in read:
                there = logs[scope][(each.seq or 0) - 1]
                is_same = (there.name, there.stamp) == (each.name, each.stamp)
                must(is_same or there.dev is None, 3, f"{laptop.name} did not read {scope} as it is")
    must(not placed, 4, f"{laptop.name} has read what it has no cursor for")


def _check_records(world: World, laptop: Laptop, notes: Iterable[Noted]) -> None:
    stories: dict[tuple[str, str], list[Noted]] = {}
    hidden = laptop.hidden()
    for each in notes:
        if each.record not in hidden:
            stories.setdefault((each.noun, each.record), []).append(each)
    for noun in RECORDS:
        told = {record for kind, record in stories if kind == noun}
        rows = laptop.rows(noun)
        must(rows.keys() <= told, 2, f"{laptop.name} has a {noun} without changes")
        for record in told:
            seal = frozenset((each.name, each.stamp, each.payload) for each in stories[noun, record])
            row = rows.get(record)
            mark = (seal, row and (row["registers"], row["conflicts"], row["deleted"]))
            if laptop.sealed.get(record) != mark:
                world.court.check(noun, stories[noun, record], row, laptop.name)
                laptop.sealed[record] = mark


def check_answer(world: World, laptop: Laptop, answer: bytes) -> None:
    """The raw bytes of an answer: nothing of another's scope is in them."""
    _, _, header, lines = wire.split(answer)
    reply, may = _reply.decode(header), world.readable(laptop)
    must({grant.scope for grant in reply.grants} <= may, 12, f"{laptop.name} is granted another's scope")
    at = 0
    for page in reply.pages:
        must(page.scope in may, 12, f"{laptop.name} is served {page.scope}")
        for line in lines[at : at + page.lines]:
            entry = _entry.decode(line)
            if entry.own is None and entry.change:
                change = change_of(bytes(entry.change))
                home = world.home(change) if world.has_moved else change.scope
                must(home in may, 12, f"{laptop.name} is served a change of {home}")
        at += page.lines


def check_settled(world: World) -> None:
    """Everything that must hold when all was said: all is at headquarters, and everybody holds the same."""
    check_headquarters(world)
    check_erased(world)
    hq = world.sight()
    held = {each.name for each in hq.log if each.dev} | hq.aside.keys()
    for laptop in world.talking():
        check_laptop(world, laptop)
        notes = laptop.notes()
        waiting = [each.name for each in notes if each.dev == laptop.dev and each.state == "pending"]
        must(not waiting, 9, f"{laptop.name} waits for ever with {waiting[:3]}")
        lost = laptop.deeds.keys() - held
        must(not lost, 16, f"headquarters has lost {sorted(lost)[:3]} of {laptop.name}")
        here = {each.name for each in notes if each.scope is not None}
        due = {each.name for scope in world.readable(laptop) for each in hq.logs.get(scope, ()) if each.dev}
        foreign = {
            each.record for each in notes if each.noun in RECORDS and world.home_of(each) not in world.readable(laptop)
        }
        must(not foreign - laptop.waiting_for_people(), 12, f"{laptop.name} still holds {sorted(foreign)[:2]}")
        must(here == due, 3, f"{laptop.name} lacks {sorted(due - here)[:3]}, has {sorted(here - due)[:3]} too many")
        mine = {each.n for each in notes if each.dev == laptop.dev}
        gaps = {f"{laptop.dev}:{n}" for n in range(1, laptop.last_number() + 1)} - {f"{laptop.dev}:{n}" for n in mine}
        must(gaps <= held, 10, f"{laptop.name}: numbers {sorted(gaps)[:3]} are missing")
    for dev, intervals in hq.held.items():
        if dev in {laptop.dev for laptop in world.talking()}:
            must(len(intervals) <= 1 and all(first == 1 for first, _ in intervals), 10, f"gaps in {dev}: {intervals}")


def check_erased(world: World) -> None:
    """Nothing of what was erased stands anywhere: neither in headquarters' tables nor on a laptop."""
    tables = ("log", "quarantine", *RECORDS)
    places = {"headquarters": [row for name in tables for row in world.ground.hq_disk.query(f'SELECT * FROM "{name}"')]}
    for laptop in world.talking():
        names = ("journal", "entry", *RECORDS)
        places[laptop.name] = [row for name in names for row in laptop.query(f'SELECT * FROM "{name}"')]
    for place, rows in places.items():
        said = repr(rows)
        must(not any(secret in said for secret in world.erased), 14, f"{place} still says what was erased")


def scopes_of(office: str) -> frozenset[str]:
    """What somebody of an office may read, by the rule and not by headquarters' code."""
    return frozenset({office_scope(office), REFERENCE})
