"""Real laptops and a real headquarters in one process, and the exchange between them with or without a line.

Databases are copied from ones that were made once, because making them takes longer than most tests.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select, update

from desa_app.domain.attendee import Attendee
from desa_app.domain.records import RECORDS
from desa_app.domain.roles import Role
from desa_app.domain.session import Session
from desa_app.hq import keys, schema
from desa_app.hq.headquarters import Headquarters
from desa_app.store.database import FILE, open_database
from desa_app.store.identity import Identity
from desa_app.store.key import open_key
from desa_app.store.store import Store, wall_clock
from desa_app.sync.exchange import Asked, Outcome, apply_answer, request_body
from desa_app.sync.pure import wire
from desa_app.sync.pure.change import change_hash, decode
from desa_app.sync.pure.receipt import in_order, named, stated
from desa_app.sync.pure.rows import visible_values
from desa_app.sync.pure.signing import text
from desa_app.sync.pure.wire import MAX_BATCH, MAX_ROOM, Enrolment, Reply

PASSPHRASE = "hanya untuk diuji"
SEMARANG, KENDAL = "KANIM-SMG", "KANIM-KDL"
NAMES = {SEMARANG: "Kantor Imigrasi Semarang", KENDAL: "Kantor Imigrasi Kendal"}
NOW = wall_clock()
"""The moment in which these tests live: a headquarters that serves has the machine's clock."""
NOWHERE = "http://127.0.0.1:9"
"""An address where nobody listens."""
ALL = Asked(MAX_BATCH, MAX_ROOM)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, ms: int = NOW) -> None:
        self.ms = ms

    def __call__(self) -> int:
        return self.ms


class Patience(threading.Event):
    """What a run waits with and is cancelled by; it keeps how long it was asked to wait, and waits not at all."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0)
        return self.is_set()


@dataclass(frozen=True)
class Templates:
    """A laptop's folder on which nothing was done yet and its key, and the file of a headquarters with two offices."""

    laptop: Path
    key: bytes
    hq: Path

    @classmethod
    def made(cls, folder: Path) -> Templates:
        Store.open(folder / "laptop", PASSPHRASE).close()
        with Headquarters.create(f"sqlite:///{folder / 'hq.db'}", Clock()) as hq:
            for code, name in NAMES.items():
                hq.add_office(code, name)
        return cls(folder / "laptop", open_key(folder / "laptop", PASSPHRASE), folder / "hq.db")


class World:
    """A headquarters with two offices, and the laptops that were enrolled there."""

    def __init__(self, folder: Path, templates: Templates) -> None:
        self.folder = folder
        self.clock = Clock()
        self.url = f"sqlite:///{folder / 'hq.db'}"
        shutil.copy(templates.hq, folder / "hq.db")
        self.hq = Headquarters(self.url, self.clock)
        self.key = templates.key
        self._templates = templates
        self._open: list[Store] = []

    def close(self) -> None:
        """Close every store and headquarters."""
        for store in self._open:
            store.close()
        self.hq.close()

    def stranger(self, name: str, clock: Callable[[], int] | None = None) -> Store:
        """A laptop that is not enrolled."""
        shutil.copytree(self._templates.laptop, self.folder / name)
        return self.reopened(self.folder / name, clock)

    def reopened(self, folder: Path, clock: Callable[[], int] | None = None) -> Store:
        """The laptop in a folder, as after a start of the machine."""
        store = Store(folder, open_database(folder / FILE, self.key), clock or self.clock, self.key)
        self._open.append(store)
        return store

    def laptop(
        self, name: str, office: str = SEMARANG, role: Role = "officer", clock: Callable[[], int] | None = None
    ) -> Store:
        """An enrolled laptop that never synchronised."""
        store = self.stranger(name, clock)
        self.join(store, self.code(name, office, role))
        return store

    def code(self, name: str = "Dewi", office: str = SEMARANG, role: Role = "officer") -> str:
        """A one-time code for a new person."""
        return self.hq.add_person(name.capitalize(), role, office).code

    def join(self, store: Store, code: str, hq_url: str = NOWHERE) -> Identity:
        """Enrol a laptop without a line."""
        public_key = keys.public_text(store.settings.signing_key())
        enrolled = self.hq.enrol(Enrolment(code, public_key), "127.0.0.1")
        me = enrolled.me
        who = (me.person, me.name, me.role, me.office_code, me.office_name)
        identity = Identity(enrolled.dev, *who, enrolled.hq, hq_url, enrolled.hq_key)
        store.enrolled(identity)
        return identity

    def copy(self, store: Store, name: str) -> Store:
        """Another laptop with a copy of this one's disk."""
        store.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copytree(store.folder, self.folder / name)
        return self.reopened(self.folder / name, store.clock)

    def back_up(self) -> Path:
        """A copy of headquarters' database as it stands."""
        self.hq.close()
        copy = self.folder / "backup.db"
        shutil.copy(self.folder / "hq.db", copy)
        self.hq = Headquarters(self.url, self.clock)
        return copy

    def restore(self, backup: Path, *, new_epoch: bool) -> None:
        """Put a backup in the place of headquarters' database; ``new_epoch`` tells the laptops."""
        self.hq.close()
        shutil.copy(backup, self.folder / "hq.db")
        self.hq = Headquarters(self.url, self.clock)
        if new_epoch:
            with self.hq.database.writing() as connection:
                connection.execute(update(schema.scope_head).values(epoch=schema.scope_head.c.epoch + 1))

    def dots_in_logs(self) -> list[str]:
        """The names of all changes in the logs of headquarters."""
        with self.hq.database.reading() as connection:
            return [f"{dev}:{n}" for dev, n in connection.execute(select(schema.log.c.dev, schema.log.c.n))]

    def resigned(
        self,
        answer: bytes,
        change: Callable[[Reply, list[bytes]], tuple[Reply, list[bytes]]],
        reader: Store | None = None,
    ) -> bytes:
        """An answer as headquarters would have signed it had it said something else; with the receipt for that where
        its ``reader`` is named."""
        _, _, header, lines = wire.split(answer)
        reply, others = change(msgspec.json.decode(header, type=Reply), list(lines))
        if reader is not None:
            reply = msgspec.structs.replace(reply, receipt=self._receipt(reply, others, reader))
        unsigned = wire.body(reply, others)
        return wire.signed(unsigned, keys.sign(self.hq.identity.private_key, unsigned))

    def _receipt(self, reply: Reply, lines: list[bytes], reader: Store) -> str:
        entries = [msgspec.json.decode(line, type=wire.Entry) for line in lines]
        numbers = {n for each in reply.answers if each.result in wire.DURABLE for n in range(each.first, each.last + 1)}
        numbers |= {n for each in entries if each.own for n in range(each.own[0], each.own[1] + 1)}
        own = reader.db.conn.execute("SELECT dev, n, hash, payload FROM journal WHERE dev = ?", [me(reader).dev])
        covered = [named(*row) for row in own.fetchall() if row[1] in numbers]
        for each in entries:
            if each.dev:
                payload = bytes(each.change)
                covered.append(named(each.dev, decode(payload).number, change_hash(each.dev, payload), payload))
        leaves = [each.leaf for each in in_order(covered)]
        statement = stated(reply.hq, reply.wall_ms, leaves)
        return text(keys.sign(self.hq.identity.private_key, statement.text()))


def me(store: Store) -> Identity:
    """Who an enrolled laptop is."""
    found = store.me
    assert found is not None
    return found


def exchange(store: Store, hq: Headquarters, asked: Asked = ALL) -> Outcome:
    """One exchange without a line."""
    body, question = request_body(store, me(store), asked)
    return apply_answer(store, me(store), question, hq.exchange(body))


def drain(*stores: Store, hq: Headquarters, asked: Asked = ALL) -> None:
    """Exchange until nothing is left to push or pull, each in its turn."""
    for store in stores:
        in_full = False
        while (outcome := exchange(store, hq, replace(asked, own_in_full=in_full))).more:
            in_full = in_full or outcome.own_missing


def visit(store: Store, *people: str, venue: str = "Balai Desa", **fields: Any) -> str:
    """Record a session with these attendees; returns its id."""
    attendees = [Attendee(full_name=name, row=row, age=30) for row, name in enumerate(people, 1)]
    return store.sessions.record(Session(venue=venue, **fields), attendees).id


def rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All records of a laptop, whole rows with their registers, by noun."""
    return {noun: store.db.conn.execute(f'SELECT * FROM "{noun}" ORDER BY id').fetchall() for noun in RECORDS}


def shown(store: Store) -> dict[str, list[dict[str, Any]]]:
    """What a laptop shows: the values of all living records, without the edits behind them."""
    return {
        noun: [
            visible_values(noun, row) for row in store.db.query(f'SELECT * FROM "{noun}" WHERE NOT deleted ORDER BY id')
        ]
        for noun in RECORDS
    }


def states(store: Store) -> list[tuple[int, str]]:
    """The own changes of a laptop by number, and where each is."""
    found = store.db.conn.execute("SELECT n, state FROM journal WHERE dev = ? ORDER BY n", [store.journal.dev])
    return list(found.fetchall())


def ready(world: World, name: str, **how: Any) -> Store:
    """A laptop that was in touch with headquarters once, and holds its card."""
    store = world.laptop(name, **how)
    drain(store, hq=world.hq)
    return store
