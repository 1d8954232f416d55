"""Laptops and a headquarters, and all that can happen to them.

A step's luck decides who writes what, which message is lost, repeated or late, where the current fails. Whatever a
person meets is met here as well: an error of the line ends an exchange and the laptop tries again some day.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from random import Random
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import update

from desa_app.domain.attendee import Attendee
from desa_app.domain.fields import Record
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.records import RECORDS
from desa_app.domain.review import STEPS, review_changes
from desa_app.domain.session import Session
from desa_app.errors import Cloned, DesaError, Destroyed, Forgotten, NoBundle, NoCard, NotAllowed, Unproven
from desa_app.hq import keys
from desa_app.hq.access import office_scope
from desa_app.hq.backup import _skip_own_numbers
from desa_app.hq.schema import scope_head
from desa_app.store.identity import Rejoin
from desa_app.store.records import Save
from desa_app.store.store import REJOIN, Store
from desa_app.sync.bundle import keep, make_bundles, opened, take_answers, take_receipt
from desa_app.sync.enrol import enrol
from desa_app.sync.exchange import Asked, Question, apply_answer, request_body
from desa_app.sync.line import LineBusy
from desa_app.sync.pure import wire
from desa_app.sync.pure.change import Change, Dot
from desa_app.sync.pure.merge import DELETION
from desa_app.sync.pure.wire import MAX_BATCH, MAX_ROOM, Enrolled, Enrolment, Reply
from desa_app.sync.road import Heard, Into, Traffic
from desa_app.sync.run import sync
from simulation.disks import PowerCut
from simulation.ground import ADDRESS, BEGINNING, CAST, OFFICES, Memory, Person, chance
from simulation.history import Step
from simulation.promises import (
    Broken,
    Court,
    Logged,
    Noted,
    change_of,
    check_answer,
    check_headquarters,
    check_laptop,
    check_settled,
    must,
    scopes_of,
)

FAULTS = (
    *("request lost", "request twice", "request late", "answer lost", "answer late", "answer damaged"),
    *("answer late", "answer late", "old answer", "another's answer", "forged answer"),
    *("headquarters fails before", "headquarters fails after", "power cut"),
)
CLOCKS = (0, BEGINNING - 86_400_000, BEGINNING, BEGINNING + 3_600_000, 4_090_000_000_000)
"""Wall clocks that laptops may have: 1970, yesterday, about now, an hour ahead, 2099."""
ENDLESS = 100
"""Exchanges of one run that nothing here needs."""
POISON = "Balai\0Desa"
NAMES = ("Siti", "Joko", "Wati", None)
WRITTEN: dict[str, dict[str, list[Any]]] = {
    "session": {
        "venue": ["Balai", "Masjid", None],
        "minutes": ["satu", "dua", None],
        "headcount_male": [1, 2, None],
        "date": ["2025-06-15", "2025-06-16", None],
        "villages": [["3324082014"], ["3324082015"], []],
    },
    "attendee": {"full_name": [*NAMES], "phone": ["0812", "0813", None], "age": [30, 40]},
    "offer": {
        "story": ["gaji besar", "ke luar negeri", None],
        "pay_min": [1.5e6, 0.0, None],
        "flags": [{"R01": "ya"}, {}],
    },
    "recruiter": {"alias": ["Pak Bos", "Mas Yo", None], "phone": ["0812", None]},
}
PARENTS = {"session": Session, "offer": Offer}


TWICE = "copies of one disk wrote under one number, and headquarters was restored from before it took either"

UNMOVED = "headquarters was restored from before a move: the new office's laptops go on showing the records"
PURGED = "a laptop purged what moved away and was acknowledged, and headquarters was restored from before it"


class KnownGap(Exception):
    """The history came to what the program can't do yet; nothing behind it is judged."""


class Sight(NamedTuple):
    """What headquarters has committed. ``heads`` are epoch, number and chain; ``aside`` is quarantine: by name the
    hash, and the record that a change waits for."""

    log: list[Logged]
    logs: dict[str, list[Logged]]
    aside: dict[Dot, tuple[bytes, str]]
    heads: dict[str, tuple[int, int, bytes]]
    held: dict[str, list[tuple[int, int]]]


class Image(NamedTuple):
    """A laptop's disk at some moment, and what its owner had saved by then."""

    disk: Any
    deeds: dict[Dot, bytes]
    dev: str


class Stick(NamedTuple):
    """A bundle on its way, or what is brought back for it: answers, or a lead's receipt."""

    laptop: Laptop
    dev: str
    content: bytes
    is_receipt: bool = False


@dataclass
class Laptop:
    """One machine. ``deeds`` are the changes made on this disk, by name with their hash: what must not be lost;
    ``heard`` is of how many erasures it may have been told in the end."""

    name: str
    person: Person
    seat: Any
    store: Store
    dev: str
    wall: int = BEGINNING
    in_full: bool = False
    is_copy: bool = False
    is_refused: bool = False
    heard: int = 0
    deeds: dict[Dot, bytes] = field(default_factory=dict)
    late: list[tuple[Question, bytes]] = field(default_factory=list)
    old: Image | None = None
    sealed: dict[str, Any] = field(default_factory=dict)
    seen: tuple[Any, ...] = ()

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows as they are committed."""
        return list(self.store.db.conn.execute(sql).fetchall())

    def notes(self) -> list[Noted]:
        """The journal."""
        return [
            Noted(*row)
            for row in self.query(
                "SELECT dev, n, state, noun, record, stamp, scope, seq, hash, payload FROM journal ORDER BY dev, n"
            )
        ]

    def cursors(self) -> dict[str, tuple[int, int]]:
        """Number and epoch by scope."""
        return {scope: (seq, epoch) for scope, seq, epoch in self.query("SELECT scope, seq, epoch FROM cursor")}

    def rows(self, noun: str) -> dict[str, dict[str, Any]]:
        """The rows of a record type by id."""
        found = self.store.db.conn.execute(f'SELECT * FROM "{noun}"')
        columns = [column[0] for column in found.description]
        return {row[columns.index("id")]: dict(zip(columns, row, strict=True)) for row in found.fetchall()}

    def left(self, scope: str) -> set[int]:
        """The places of a log from which the change has gone."""
        found = self.query(f"SELECT seq, count FROM gone WHERE scope = '{scope}'")
        return {place for seq, count in found for place in range(seq, seq + count)}

    def hidden(self) -> set[str]:
        """The records that are out of sight until all of them is sent."""
        return {record for (record,) in self.query("SELECT record FROM hidden")}

    def waiting_for_people(self) -> set[str]:
        """The records of which headquarters keeps something aside."""
        return {record for (record,) in self.query("SELECT record FROM journal WHERE state = 'quarantined'")}

    def last_number(self) -> int:
        """The last number that was given away."""
        return int(self.query("SELECT n FROM device")[0][0])


class Way:
    """The road of a whole run: each request has the next fault of a list, and none behind its end."""

    def __init__(self, world: World, laptop: Laptop, faults: Iterator[str], luck: Random) -> None:
        self.traffic = Traffic()
        self._world, self._laptop, self._faults, self._luck = world, laptop, faults, luck
        self._exchanges = 0

    def exchange(self, body: bytes) -> bytes:
        self._exchanges += 1
        must(self._exchanges <= ENDLESS, 9, f"a run of {self._laptop.name} that never ends")
        answer = self._world.carry(self._laptop, body, next(self._faults, ""), self._luck)
        if answer is None:
            raise LineBusy(why="sambungan terputus")
        return answer

    def enrol(self, enrolment: Enrolment) -> Enrolled:
        return self._world.ground.enrol(enrolment)

    def carry(self, bundle: bytes) -> bytes:
        return self._world.ground.carry_bundle(bundle)

    def ask(
        self, method: str, address: str, headers: Mapping[str, str], body: bytes = b"", into: Into | None = None
    ) -> Heard:
        raise LineBusy(why="sambungan terputus")  # no history has files yet

    def cut_when_cancelled(self) -> nullcontext[None]:
        return nullcontext()

    def close(self) -> None:
        pass


class NoWait(threading.Event):
    """What a run waits with: no time passes."""

    def wait(self, timeout: float | None = None) -> bool:
        return self.is_set()


def damaged(answer: bytes, luck: Random) -> bytes:
    """The answer with one bit changed."""
    at = luck.randrange(len(answer))
    return answer[:at] + bytes([answer[at] ^ 1 << luck.randrange(8)]) + answer[at + 1 :]


class World:
    """A headquarters of two offices and the laptops of its people."""

    def __init__(self, seed: int | str, ground: Memory) -> None:
        self.luck = Random(f"world {seed}")
        self.ground = ground
        self.now = BEGINNING
        self.hq = ground.begin(lambda: self.now)
        self.knew: dict[Dot, frozenset[Dot]] = {}
        self.made: dict[Dot, set[bytes]] = defaultdict(set)
        self.court = Court(self.knew)
        self.scopes_of_dev: dict[str, set[str]] = {}
        self.has_moved = False
        self.erased: list[str] = []
        self.sticks: list[Stick] = []
        self.brought: list[Stick] = []
        self.late: list[bytes] = []
        self.answers: dict[str, bytes] = {}
        self.epoch = 1
        self._sight: tuple[Any, Sight] | None = None
        for each in self.sight().log:
            self.made[each.name].add(each.hash)
        self.hot = {noun: self.luck.sample([*names], 1) for noun, names in WRITTEN.items()}
        self.laptops = [self._laptop(person) for person in CAST[: self.luck.choice([2, 3, 3, 4])]]
        self.backup = ground.hq_disk.image()
        self._steps: dict[str, Callable[[Laptop, Random], None]] = {
            "visit": self._visit,
            "offer": self._offer,
            "edit": self._edit,
            "delete": self._delete,
            "review": self._review,
            "settle": self._settle_conflict,
            "exchange": self._exchange,
            "run": self._run,
            "cross": self._cross,
            "hear late": self._hear_late,
            "deliver late": self._deliver_late,
            "set clock": self._set_clock,
            "wait": self._wait,
            "start again": lambda laptop, luck: self._start(laptop),
            "copy disk": self._copy_disk,
            "restore disk": self._restore_disk,
            "clone": self._clone,
            "enrol again": self._enrol_again,
            "back up": self._back_up,
            "restore": self._restore,
            "revoke": self._revoke,
            "rename office": self._rename_office,
            "move person": self._move_person,
            "erase": self._erase,
            "write stick": self._write_stick,
            "carry stick": self._carry_stick,
            "bring back": self._bring_back,
        }

    def live(self, steps: Sequence[Step]) -> None:
        """All of a history, judged after each step, and at the end when everybody has said all there is to say."""
        for step in steps:
            laptop = self.laptops[step.who % len(self.laptops)]
            with self._errors(), chance(Random(step.luck)):
                self._powered(laptop, partial(self._steps[step.kind], laptop, Random(step.luck)))
                self.check()
        with self._errors(), chance(self.luck):
            self._settle()
            check_settled(self)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Whatever error nothing explains is a broken promise, too."""
        try:
            yield
        except (Broken, KnownGap):
            raise
        except Unproven as error:
            if self.epoch > 1 and any(len(hashes) > 1 for hashes in self.made.values()):
                raise KnownGap(TWICE) from error
            raise Broken(0, f"Unproven: {error}"[:200]) from error
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
            raise Broken(0, said[:200]) from error

    def check(self) -> None:
        """What must hold at any moment, of all that has changed since it was looked at."""
        sight = self._sight and self._sight[0]
        if self.sight() and self._sight[0] != sight:  # type: ignore[index]
            check_headquarters(self)
        for laptop in self.laptops:
            seen = (laptop.seat.version(), self._sight and self._sight[0])
            if laptop.seen != seen:
                check_laptop(self, laptop)
                laptop.seen = seen

    # Machines.

    def _laptop(self, person: Person) -> Laptop:
        seat = self.ground.seat(self.ground.template(person.name))
        dev = self.ground.templates.identities[person.name].dev
        self.scopes_of_dev[dev] = {office_scope(person.office)}
        return self._made(person.name, person, seat, dev)

    def _made(self, name: str, person: Person, seat: Any, dev: str) -> Laptop:
        laptop = Laptop(name, person, seat, None, dev)  # type: ignore[arg-type]
        laptop.old = Image(self.ground.template(person.name), {}, dev)
        self._start(laptop)
        return laptop

    def _start(self, laptop: Laptop) -> None:
        """The machine starts: what was only in its memory is gone."""
        laptop.seat.mains.restore()
        laptop.store = self.ground.store(laptop.seat, lambda: laptop.wall, self.luck.randbytes)
        laptop.late.clear()
        laptop.in_full = False

    def _powered(self, laptop: Laptop, act: Callable[[], None]) -> None:
        """Do it; a laptop whose current fails starts again."""
        try:
            act()
        except PowerCut:
            self._start(laptop)
        laptop.seat.mains.restore()
        self._learn(laptop)

    def _learn(self, laptop: Laptop) -> None:
        """What is new in the laptop's journal was made there."""
        for n, hashed in laptop.query(f"SELECT n, hash FROM journal WHERE state = 'pending' AND dev = '{laptop.dev}'"):
            name = f"{laptop.dev}:{n}"
            laptop.deeds[name] = hashed
            self.made[name].add(hashed)

    def talking(self) -> list[Laptop]:
        """The laptops that headquarters still talks to."""
        return [laptop for laptop in self.laptops if not laptop.is_refused]

    def readable(self, laptop: Laptop) -> frozenset[str]:
        """What the laptop's person may read."""
        return scopes_of(laptop.person.office)

    def sight(self) -> Sight:
        """Headquarters' tables as they are committed."""
        disk = self.ground.hq_disk
        version = disk.version()
        if self._sight is None or self._sight[0] != version:
            log = [
                Logged(*row)
                for row in disk.query(
                    "SELECT scope, seq, dev, n, stamp, hash, chain, received_ms, payload FROM log ORDER BY scope, seq"
                )
            ]
            logs: dict[str, list[Logged]] = defaultdict(list)
            for each in log:
                logs[each.scope].append(each)
            aside = {
                f"{dev}:{n}": (hashed, waits_for)
                for dev, n, hashed, waits_for in disk.query("SELECT dev, n, hash, waits_for FROM quarantine")
            }
            heads = {
                scope: tuple(rest) for scope, *rest in disk.query("SELECT scope, epoch, head, chain FROM scope_head")
            }
            held = {dev: msgspec.json.decode(text) for dev, text in disk.query("SELECT dev, held FROM device")}
            self._sight = version, Sight(log, logs, aside, heads, held)
        return self._sight[1]

    def hq_rows(self, noun: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Columns and rows of a table of headquarters."""
        return self.ground.hq_disk.table(noun)

    # What people do.

    def _saved(
        self, laptop: Laptop, luck: Random, saves: Sequence[Record], named: frozenset[str] = frozenset()
    ) -> None:
        if luck.random() < 0.08:
            laptop.seat.mains.fail_at(1, after=luck.random() < 0.5)
        with suppress(NotAllowed):
            laptop.store.records.save([Save(each, named) for each in saves])

    def _visit(self, laptop: Laptop, luck: Random) -> None:
        records = laptop.store.records
        session = records.new(Session(venue=POISON if luck.random() < 0.2 else "Balai"))
        people = [
            Attendee(session_id=session.id, full_name=luck.choice(NAMES), age=30, address=f"Jalan {luck.random()}")
            for _ in range(luck.randrange(3))
        ]
        self._saved(laptop, luck, [session, *records.completed(people)])

    def _offer(self, laptop: Laptop, luck: Random) -> None:
        records = laptop.store.records
        offer = records.new(Offer(story="gaji besar", status=luck.choice(["draf", "diajukan"])))
        recruiter = records.new(Recruiter(offer_id=offer.id, alias="Pak Bos"))
        self._saved(laptop, luck, [offer, recruiter][: luck.randint(1, 2)])

    def _any(self, laptop: Laptop, luck: Random, nouns: Sequence[str]) -> tuple[str, str] | None:
        found = [(noun, id_) for noun in nouns for (id_,) in laptop.query(f'SELECT id FROM "{noun}" ORDER BY id')]
        if not found:
            return None
        return found[0] if luck.random() < 0.4 else luck.choice(found)

    def _edit(self, laptop: Laptop, luck: Random) -> None:
        if found := self._any(laptop, luck, [*WRITTEN]):
            noun, record = found
            names = self.hot[noun] if luck.random() < 0.6 else luck.sample([*WRITTEN[noun]], 2)
            self._write(laptop, luck, noun, record, {name: luck.choice(WRITTEN[noun][name]) for name in names})

    def _write(self, laptop: Laptop, luck: Random, noun: str, record: str, values: dict[str, Any]) -> None:
        before = laptop.store.records.get(RECORDS[noun], record)
        after = msgspec.convert(msgspec.to_builtins(before) | values, RECORDS[noun])
        self._saved(laptop, luck, [after], frozenset(values))

    def _delete(self, laptop: Laptop, luck: Random) -> None:
        if found := self._any(laptop, luck, [*WRITTEN]):
            noun, record = found
            knew = frozenset(each.name for each in laptop.notes())
            with suppress(NotAllowed):
                if laptop.store.records.get(RECORDS[noun], record).deletion is None:
                    laptop.store.records.delete(RECORDS[noun], record, "keliru")
                else:
                    laptop.store.records.restore(RECORDS[noun], record)
            for name in {each.name for each in laptop.notes()} - knew:
                self.knew[name] = knew

    def _review(self, laptop: Laptop, luck: Random) -> None:
        if found := self._any(laptop, luck, [*STEPS]):
            noun, record = found
            status = getattr(laptop.store.records.get(RECORDS[noun], record), "status")  # noqa: B009
            step = luck.choice(sorted({step for _, step in STEPS[noun]}))
            with suppress(NotAllowed):
                field, role = next(iter(WRITTEN[noun])), laptop.person.role
                changes = review_changes(noun, status, step, role, field, "perbaiki")
                self._write(laptop, luck, noun, record, changes)

    def _settle_conflict(self, laptop: Laptop, luck: Random) -> None:
        for conflict in laptop.store.conflicts()[:1]:
            if conflict.field != DELETION:
                chosen = luck.choice(conflict.rivals).value
                self._write(laptop, luck, conflict.noun, conflict.record, {conflict.field: chosen})

    # What happens on the way.

    def _exchange(self, laptop: Laptop, luck: Random) -> None:
        """One request and its answer, or what a fault leaves of them."""
        fault = luck.choice(["", "", "", *FAULTS])
        asked = Asked(luck.choice([1, 1, 2, MAX_BATCH]), luck.choice([0, 400, MAX_ROOM]), laptop.in_full)
        if fault == "power cut":
            laptop.seat.mains.fail_at(luck.randint(1, 2), after=luck.random() < 0.5)
        with self._refusals(laptop):
            body, question = self._asked(laptop, asked)
            answer = self.carry(laptop, body, fault, luck, question)
            if answer is not None:
                self._heard(laptop, question, answer)

    def _asked(self, laptop: Laptop, asked: Asked) -> tuple[bytes, Question]:
        self.now += 1
        identity = laptop.store.me
        assert identity is not None
        return request_body(laptop.store, identity, asked)

    def _heard(self, laptop: Laptop, question: Question, answer: bytes) -> None:
        identity = laptop.store.me
        assert identity is not None
        outcome = apply_answer(laptop.store, identity, question, answer)
        laptop.in_full = outcome.own_missing or (laptop.in_full and outcome.more)

    @contextmanager
    def _refusals(self, laptop: Laptop) -> Iterator[None]:
        """What a laptop may be told, each with its reason."""
        try:
            yield
        except LineBusy:
            pass
        except Cloned:
            laptop.is_copy = True
        except Forgotten:
            must(laptop.dev not in self.sight().held, 0, f"{laptop.name} is unknown for no reason")
            laptop.is_copy = True
        except Destroyed:
            must(laptop.is_refused, 0, f"{laptop.name} had to destroy its data for no reason")

    def carry(
        self, laptop: Laptop, body: bytes, fault: str, luck: Random, question: Question | None = None
    ) -> bytes | None:
        """A request on its way and the answer back; None where nothing comes back."""
        if fault in ("request lost", "headquarters fails before"):
            self._fail_headquarters(fault, body, after=False)
            return None
        if fault == "request late":
            self.late.append(body)
            return None
        if fault == "headquarters fails after":
            self._fail_headquarters(fault, body, after=True)
            return None
        if fault == "request twice":
            self.ground.carry(body)
        answer = self.ground.carry(body)
        check_answer(self, laptop, answer)
        if fault == "answer late" and question:
            laptop.late.append((question, answer))
        if fault == "old answer" and laptop.late:
            return luck.choice(laptop.late)[1]
        others = [each for name, each in self.answers.items() if name != laptop.name]
        self.answers[laptop.name] = answer
        if fault == "another's answer" and others:
            return luck.choice(others)
        if question and fault == "answer damaged":
            self._refuses(laptop, question, damaged(answer, luck))
        if question and fault == "forged answer" and (forgery := self._forged(answer)):
            self._refuses(laptop, question, forgery)
        return None if fault.startswith("answer") else answer

    def _fail_headquarters(self, fault: str, body: bytes, *, after: bool) -> None:
        if fault.startswith("headquarters"):
            self.ground.fail(body, after=after)

    def _refuses(self, laptop: Laptop, question: Question, answer: bytes) -> None:
        """Nothing of this answer is applied."""
        before = laptop.notes(), laptop.cursors()
        with suppress(Unproven, LineBusy):
            self._heard(laptop, question, answer)
            must(laptop.in_full, 0, f"{laptop.name} took an answer that headquarters never gave")
        must(before == (laptop.notes(), laptop.cursors()), 0, f"{laptop.name} kept some of a false answer")

    def _forged(self, answer: bytes) -> bytes | None:
        """The answer with two lines of a page in each other's place, signed as if it were headquarters'."""
        _, _, header, lines = wire.split(answer)
        reply = msgspec.json.decode(header, type=Reply)
        at = 0
        for page in reply.pages:
            if page.lines > 1 and lines[at] != lines[at + 1]:
                unsigned = wire.body(reply, [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]])
                return wire.signed(unsigned, keys.sign(self.hq.identity.private_key, unsigned))
            at += page.lines
        return None

    def _cross(self, laptop: Laptop, luck: Random) -> None:
        """Two processes of one laptop ask at the same time, and hear in either order."""
        with self._refusals(laptop):
            asked = [self._asked(laptop, Asked(MAX_BATCH, MAX_ROOM)) for _ in range(2)]
            heard = [(question, self.ground.carry(body)) for body, question in asked]
            luck.shuffle(heard)
            for question, answer in heard:
                self._heard(laptop, question, answer)

    def _hear_late(self, laptop: Laptop, luck: Random) -> None:
        """An answer thought lost arrives after all, perhaps not for the last time."""
        if laptop.late:
            at = luck.randrange(len(laptop.late))
            question, answer = laptop.late[at] if luck.random() < 0.3 else laptop.late.pop(at)
            with self._refusals(laptop):
                self._heard(laptop, question, answer)

    def _deliver_late(self, laptop: Laptop, luck: Random) -> None:
        """A request thought lost arrives at headquarters after all."""
        if self.late:
            with suppress(DesaError):
                self.ground.carry(self.late.pop(luck.randrange(len(self.late))))

    def _run(self, laptop: Laptop, luck: Random) -> None:
        """A whole run on a bad line, as the application does it."""
        faults = iter(luck.choices(["", *FAULTS], [8, *([1] * len(FAULTS))], k=luck.randrange(8)))
        if luck.random() < 0.2:
            laptop.seat.mains.fail_at(luck.randint(1, 6), after=luck.random() < 0.5)
        self._synced(laptop, faults, luck)

    def _synced(self, laptop: Laptop, faults: Iterator[str], luck: Random) -> None:
        self.now += 1
        with self._refusals(laptop):
            sync(laptop.store, cancelled=NoWait(), connect=lambda *_: Way(self, laptop, faults, luck))

    # Clocks and disks.

    def _set_clock(self, laptop: Laptop, luck: Random) -> None:
        laptop.wall = luck.choice(CLOCKS)

    def _wait(self, laptop: Laptop, luck: Random) -> None:
        passed = luck.choice([1, 60_000, 86_400_000])
        self.now += passed
        for each in self.laptops:
            each.wall += passed

    def _copy_disk(self, laptop: Laptop, luck: Random) -> None:
        laptop.old = Image(laptop.seat.image(), dict(laptop.deeds), laptop.dev)

    def _restore_disk(self, laptop: Laptop, luck: Random) -> None:
        """An older copy of the disk is put back: what was saved since and sent nowhere is gone."""
        if laptop.old and laptop.old.dev == laptop.dev:
            laptop.seat.load(laptop.old.disk)
            laptop.deeds = dict(laptop.old.deeds)
            laptop.sealed.clear()
            self._start(laptop)

    def _clone(self, laptop: Laptop, luck: Random) -> None:
        """Another machine begins with a copy of this disk."""
        if len(self.laptops) < 6 and not laptop.is_refused:
            twin = self._made(f"{laptop.name}'s copy", laptop.person, self.ground.seat(laptop.seat.image()), laptop.dev)
            twin.deeds, twin.wall, twin.is_copy = dict(laptop.deeds), laptop.wall, laptop.is_copy
            self.laptops.append(twin)

    def _enrol_again(self, laptop: Laptop, luck: Random) -> None:
        """A laptop that headquarters refused as a copy becomes another device."""
        if not laptop.is_copy or laptop.is_refused:
            return
        self._synced(laptop, iter(()), luck)
        self._learn(laptop)
        identity = laptop.store.me
        assert identity is not None
        refused = laptop.store.settings.get(REJOIN, Rejoin)
        if refused is None or refused.dev != identity.dev:
            laptop.is_copy = False
            return
        waiting = [
            name
            for (name,) in laptop.query(
                f"SELECT dev || ':' || n FROM journal WHERE state = 'pending' AND dev = '{laptop.dev}' ORDER BY n"
            )
        ]
        code = self.hq.invite(identity.person).code
        after = enrol(laptop.store, ADDRESS, code, lambda *_: Way(self, laptop, iter(()), luck))
        self._renamed(laptop, waiting, after.dev)

    def _renamed(self, laptop: Laptop, waiting: Sequence[Dot], dev: str) -> None:
        """What waited is written again under the new name, all of it and nothing else."""
        names = {old: f"{dev}:{n}" for n, old in enumerate(waiting, 1)} if dev != laptop.dev else {}
        for old, new in names.items():
            if old in self.knew:
                self.knew[new] = frozenset(names.get(each, each) for each in self.knew[old])
            del laptop.deeds[old]
        was, laptop.dev, laptop.is_copy = laptop.dev, dev, False
        self.scopes_of_dev[dev] = self.scopes_of_dev[was]
        self._learn(laptop)
        must(
            set(names.values()) <= laptop.deeds.keys(), 13, f"{laptop.name} lost what waited when it was enrolled again"
        )

    # Headquarters.

    def _back_up(self, laptop: Laptop, luck: Random) -> None:
        self.backup = self.ground.hq_disk.image()

    def _restore(self, laptop: Laptop, luck: Random) -> None:
        """Headquarters' database is lost and an older one put in its place, which its epoch tells."""
        self.epoch = max(self.epoch + 1, self.now // 1000)
        homes = self._homes()
        self.ground.hq_disk.load(self.backup)
        with self.ground.hq_disk.writing() as connection:
            connection.execute(update(scope_head).values(epoch=self.epoch))
            _skip_own_numbers(connection, self.epoch)
        self._forget_moves()
        if any(homes.get(record) != home for record, home in self._homes().items()):
            raise KnownGap(UNMOVED)
        held = {each.name for each in self.sight().log if each.dev} | self.sight().aside.keys()
        for each in self.talking():
            if each.deeds.keys() - {note.name for note in each.notes()} - held:
                raise KnownGap(PURGED)

    def _forget_moves(self) -> None:
        """Whoever changed office since the backup is where they were before."""
        offices = dict(self.ground.hq_disk.query("SELECT person, office_code FROM person"))
        for each in self.laptops:
            identity = each.store.me
            assert identity is not None
            each.person = replace(each.person, office=offices[identity.person])

    def _revoke(self, laptop: Laptop, luck: Random) -> None:
        """A laptop is refused from now on, and so is every copy of it."""
        if len({each.dev for each in self.talking()}) > 2:
            self.hq.revoke(laptop.dev)
            self.backup = self.ground.hq_disk.image()  # a revocation is done again from its register
            for each in self.laptops:
                each.is_refused = each.is_refused or each.dev == laptop.dev

    def _rename_office(self, laptop: Laptop, luck: Random) -> None:
        self.hq.add_office(laptop.person.office, luck.choice(["Kantor Lama", "Kantor Baru"]))

    def _move_person(self, laptop: Laptop, luck: Random) -> None:
        """A person goes to the other office, with the drafts; perhaps not all of it at once."""
        identity = laptop.store.me
        assert identity is not None
        office = luck.choice([code for code in OFFICES if code != laptop.person.office])
        self.has_moved = True
        self.ground.hq_disk.mains.fail_at(luck.choice([9, 9, 2, 3]), after=luck.random() < 0.5)
        with suppress(PowerCut):
            self.hq.moving.person(identity.person, office)
        self.ground.hq_disk.mains.restore()
        for each in self.laptops:
            if each.person.name == laptop.person.name:
                each.person = replace(each.person, office=office)
                self.scopes_of_dev[each.dev].add(office_scope(office))

    def _erase(self, laptop: Laptop, luck: Random) -> None:
        """Headquarters orders that an attendee's or a session's personal values are erased."""
        held = self.ground.hq_disk.query("SELECT id, address FROM attendee WHERE address IS NOT NULL ORDER BY id")
        if held:
            record, secret = luck.choice(held)
            knew = frozenset(each.name for each in self.sight().log)
            self.hq.erasing.erase([record], reason="diminta", by="admin", size=luck.choice(["person", "record"]))
            self.erased.append(secret)
            self.knew |= {each.name: knew for each in self.sight().log if each.name not in knew}
            self.backup = self.ground.hq_disk.image()  # an erasure is done again from its register

    def home(self, change: Change) -> str:
        """Where the record of a change is at home now; for what is no record, where the change was written."""
        return self._homes().get(change.record, change.scope)

    def home_of(self, note: Noted) -> str:
        """Where the record of a journal's row is at home now."""
        return self.home(change_of(note.payload))

    def _homes(self) -> dict[str, str]:
        return {
            record: scope
            for noun in RECORDS
            for record, scope in self.ground.hq_disk.query(f'SELECT id, scope FROM "{noun}"')
        }

    # Sticks.

    def _write_stick(self, laptop: Laptop, luck: Random) -> None:
        """All that waits goes onto a stick."""
        for made in make_bundles(laptop.store):
            assert made.content is not None
            self.sticks.append(Stick(laptop, laptop.dev, made.content))

    def _carry_stick(self, laptop: Laptop, luck: Random) -> None:
        """A stick comes to a lead's laptop, who gives a receipt for it, or to headquarters, which answers."""
        if not self.sticks:
            return
        stick = luck.choice(self.sticks) if luck.random() < 0.3 else self.sticks.pop(luck.randrange(len(self.sticks)))
        if luck.random() < 0.5:
            with suppress(DesaError):
                self.brought.append(stick._replace(content=self.ground.carry_bundle(stick.content)))
        elif laptop.dev != stick.dev:
            with suppress(NoBundle, NoCard):
                receipt = keep(laptop.store, "stick", stick.content).receipt
                self.brought.append(stick._replace(content=receipt, is_receipt=True))

    def _bring_back(self, laptop: Laptop, luck: Random) -> None:
        """What was given for a stick comes back to whose it is, late as it may be."""
        mine = [each for each in self.brought if each.laptop is laptop]
        if not mine:
            return
        stick = luck.choice(mine)
        self.brought.remove(stick)
        with self._refusals(laptop), suppress(NoBundle, NoCard):
            if stick.is_receipt:
                take_receipt(laptop.store, "stick", stick.content)
            else:
                take_answers(laptop.store, "stick", opened("stick", stick.content))

    # The end.

    def _settle(self) -> None:
        """Let everybody exchange, without faults, until nothing is left to say."""
        for _ in range(12):
            busy = [laptop for laptop in self.talking() if not self._is_quiet(laptop)]
            if not busy:
                return
            for laptop in busy:
                self._synced(laptop, iter(()), self.luck)
                laptop.heard = len(self.erased)
                self._learn(laptop)
                if laptop.is_copy:
                    self._enrol_again(laptop, self.luck)
        raise Broken(9, f"{', '.join(laptop.name for laptop in busy)} never come to an end")

    def _is_quiet(self, laptop: Laptop) -> bool:
        if laptop.is_copy or laptop.query("SELECT 1 FROM journal WHERE state = 'pending' LIMIT 1"):
            return False
        if laptop.heard < len(self.erased):
            return False
        due = {
            scope: (head, epoch)
            for scope, (epoch, head, _) in self.sight().heads.items()
            if scope in self.readable(laptop)
        }
        return laptop.cursors() == due


def lived(seed: int | str, steps: Sequence[Step], ground: Memory) -> World:
    """The world after a history. Raises Broken, KnownGap."""
    world = World(seed, ground)
    world.live(steps)
    return world
