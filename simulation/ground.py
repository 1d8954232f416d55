"""What a world stands on: the disks of its machines and the way between them.

:class:`Memory` keeps all of it in memory, so that thousands of histories fit into a minute. The tests have another
one of SQLCipher's files, HTTP and headquarters' own database file, and prove that both come to the same.
"""

from __future__ import annotations

import atexit
import base64
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from unittest.mock import patch

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlite_utils import Database as Tables

from desa_app.domain.attendee import Attendee
from desa_app.domain.offer import Offer
from desa_app.domain.roles import Role
from desa_app.domain.session import Session
from desa_app.errors import DesaError
from desa_app.hq import keys, people, reference
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.problems import Denied
from desa_app.store.identity import Identity
from desa_app.store.records import Save
from desa_app.store.schema import laptop
from desa_app.store.store import IDENTITY, Store
from desa_app.sync.exchange import Asked, apply_answer, request_body
from desa_app.sync.line import failure_of
from desa_app.sync.pure.wire import MAX_BATCH, MAX_ROOM, Enrolled, Enrolment, Me
from simulation.disks import Disk, HqDisk, PowerCut, blank

BEGINNING = 1_750_000_000_000
"""The moment in which histories begin, by headquarters' clock: June 2025."""
ADDRESS = "http://127.0.0.1:9"
FILES = Path(tempfile.mkdtemp(prefix="desa-files-"))
"""Where headquarters would keep files."""
atexit.register(shutil.rmtree, FILES, ignore_errors=True)
OFFICES = {"SMG": "Kantor Imigrasi Semarang", "KDL": "Kantor Imigrasi Kendal"}


class Seat(Protocol):
    """A machine's disk."""

    mains: Any

    def load(self, image: Any) -> None: ...
    def image(self) -> Any: ...


@dataclass(frozen=True)
class Person:
    """Somebody with a laptop."""

    name: str
    role: Role
    office: str


CAST = (
    Person("siti", "officer", "SMG"),
    Person("rina", "lead", "SMG"),
    Person("budi", "officer", "SMG"),
    Person("wayan", "officer", "KDL"),
)


@dataclass
class Templates:
    """Headquarters with two offices and the whole cast enrolled, and each one's laptop, on which nothing was done."""

    hq: sqlite3.Connection
    identities: dict[str, Identity] = field(default_factory=dict)
    signing_keys: dict[str, str] = field(default_factory=dict)
    laptops: dict[str, Any] = field(default_factory=dict)


class Names:
    """The chance that names are drawn from, in the place of the system's."""

    def __init__(self, luck: random.Random) -> None:
        self.choice = luck.choice
        self.token_bytes = luck.randbytes


@contextmanager
def chance(luck: random.Random) -> Iterator[None]:
    """Headquarters draws the names of devices and the codes from ``luck``."""
    with patch.object(people, "secrets", Names(luck)), patch.object(reference, "secrets", Names(luck)):
        yield


def identity_of(enrolled: Enrolled, me: Me) -> Identity:
    """What an enrolled laptop keeps of it."""
    who = (me.person, me.name, me.role, me.office_code, me.office_name)
    return Identity(enrolled.dev, *who, enrolled.hq, ADDRESS, enrolled.hq_key)


@cache
def templates() -> Templates:
    """The templates of this process, always the same."""
    luck = random.Random("templates")
    blank_laptop = blank()
    laptop.apply(Tables(blank_laptop))
    with tempfile.TemporaryDirectory() as folder, chance(luck), patch.object(keys, "new_private_key", _key_of(luck)):
        file = Path(folder) / "hq.db"
        with Headquarters.create(f"sqlite:///{file}", lambda: BEGINNING) as hq:
            for code, name in OFFICES.items():
                hq.add_office(code, name)
            hq.keep_files_at(str(FILES))
            made = Templates(sqlite3.connect(":memory:", check_same_thread=False))
            disks = {person.name: _enrol(made, hq, person, luck, blank_laptop) for person in CAST}
            _begin(
                hq, [Store(disk.folder, disk.tables, lambda: BEGINNING, b"", luck.randbytes) for disk in disks.values()]
            )
            made.laptops |= {name: disk.image() for name, disk in disks.items()}
        with sqlite3.connect(file) as source:
            source.backup(made.hq)
        source.close()
    return made


def _key_of(luck: random.Random) -> Callable[[], bytes]:
    return lambda: luck.randbytes(32)


def _enrol(made: Templates, hq: Headquarters, person: Person, luck: random.Random, blank_laptop: Any) -> Disk:
    key = luck.randbytes(32)
    public = base64.b64encode(Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()).decode()
    code = hq.add_person(person.name.capitalize(), person.role, person.office).code
    enrolled = hq.enrol(Enrolment(code, public), "127.0.0.1")
    made.identities[person.name] = identity_of(enrolled, enrolled.me)
    made.signing_keys[person.name] = base64.b64encode(key).decode()
    disk = Disk()
    disk.load(blank_laptop)
    enrol_store(Store(disk.folder, disk.tables, lambda: BEGINNING, b""), made, person.name)
    return disk


def _store(disk: Disk, clock: Callable[[], int], luck: Callable[[int], bytes]) -> Store:
    return Store(disk.folder, disk.tables, clock, b"", luck)


def _begin(hq: Headquarters, stores: list[Store]) -> None:
    """A visit and an offer that everybody has, so that people write to the same records from the first step on."""
    records = stores[0].records
    session = records.new(Session(venue="Balai", headcount_male=3))
    offer = records.new(Offer(story="gaji besar"))
    attendee = records.new(Attendee(session_id=session.id, full_name="Siti", age=30))
    records.save([Save(session), Save(offer), Save(attendee)])
    for store in stores * 2:
        me = store.me
        assert me is not None
        body, question = request_body(store, me, Asked(MAX_BATCH, MAX_ROOM))
        apply_answer(store, me, question, hq.exchange(body))


def enrol_store(store: Store, made: Templates, name: str) -> None:
    """Make this laptop that person's."""
    store.settings.put("signing_key", made.signing_keys[name])
    store.settings.put(IDENTITY, made.identities[name])
    store.enrolled(made.identities[name])


class Memory:
    """Disks in memory, used by one world after the other, and bodies that are handed over as they are."""

    def __init__(self) -> None:
        self.templates = templates()
        self.hq_disk = HqDisk()
        self._disks: list[Disk] = []
        self._used = 0

    def begin(self, clock: Callable[[], int]) -> Headquarters:
        """A new world: headquarters as it is in the templates."""
        self._used = 0
        self.hq_disk.forget_images()
        self.hq_disk.load(self.templates.hq)
        self.hq = Headquarters(self.hq_disk, clock)
        return self.hq

    def seat(self, image: Any) -> Disk:
        """Another laptop's disk, a copy of ``image``."""
        if self._used == len(self._disks):
            self._disks.append(Disk())
        disk = self._disks[self._used]
        self._used += 1
        disk.load(image)
        return disk

    def template(self, name: str) -> Any:
        """The image of the laptop of one of the cast."""
        return self.templates.laptops[name]

    def store(self, disk: Disk, clock: Callable[[], int], luck: Callable[[int], bytes]) -> Store:
        """The laptop with this disk, as after a start."""
        return _store(disk, clock, luck)

    def carry(self, body: bytes) -> bytes:
        """A body to headquarters and the answer back; refusals become what the line makes of them."""
        try:
            return self.hq.exchange(body)
        except Denied as denied:
            raise failure_of(denied.problem) from denied

    def carry_bundle(self, bundle: bytes) -> bytes:
        """A bundle to headquarters, and the bundle of answers back."""
        try:
            return self.hq.carry(bundle)
        except Denied as denied:
            raise failure_of(denied.problem) from denied

    def fail(self, body: bytes, *, after: bool) -> None:
        """A body to a headquarters that fails right before its commit or right after."""
        self.hq_disk.mains.fail_at(1, after=after)
        with suppress(PowerCut, DesaError):
            self.carry(body)
        self.hq_disk.mains.restore()

    def enrol(self, enrolment: Enrolment) -> Enrolled:
        """The same for a one-time code."""
        try:
            return self.hq.enrol(enrolment, "127.0.0.1")
        except Denied as denied:
            raise failure_of(denied.problem) from denied
