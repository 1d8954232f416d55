"""A laptop for each test: its own encrypted database, a clock that stands still, and a log to exchange through."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desa_app.domain.attendee import Attendee, Consent
from desa_app.domain.session import Session
from desa_app.store import key
from desa_app.store.database import immediate
from desa_app.store.identity import Identity
from desa_app.store.store import Store
from desa_app.sync.pure.change import chain_link, chain_start, change_hash, decode
from desa_app.sync.pure.receipt import in_order, named, stated
from desa_app.sync.pure.signing import text
from desa_app.sync.pure.wire import Answer, Entry, Grant, Me, Page, Reply

PASSPHRASE = "hanya untuk diuji"
HQ_KEY = Ed25519PrivateKey.generate()
"""The key of a headquarters that isn't there."""
OFFICE = "KANIM-SMG"
SCOPE = f"office:{OFFICE}"
NOW = dt.datetime(2026, 11, 24, 17, 30).astimezone()
TODAY = NOW.date()
WONOREJO, SUMBEREJO = "3324082014", "3324082003"
"""Two villages of Kendal; the registry has both."""
CONSENT = Consent("1", "id", "lisan", "2026-11-24T09:00:00+07:00")


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, moment: dt.datetime = NOW) -> None:
        self.ms = int(moment.timestamp() * 1000)

    def __call__(self) -> int:
        return self.ms


def give_receipt(store: Store, receipt: int) -> None:
    """Headquarters signs for the changes that are marked with a receipt."""
    rows = store.db.conn.execute("SELECT dev, n, hash, payload FROM journal WHERE receipt = ?", [receipt])
    leaves = [each.leaf for each in in_order(named(*row) for row in rows.fetchall())]
    public_key = HQ_KEY.public_key().public_bytes_raw()
    signed = text(HQ_KEY.sign(stated("h", 1, leaves).text()))
    store.receipts.trust(public_key, ())
    store.receipts.keep(receipt, Reply("h", 1, Me("p", "", "officer", OFFICE, ""), receipt=signed), public_key)


class OneLog:
    """What a headquarters does for one office, without one: a numbered log that laptops write to and read from."""

    def __init__(self) -> None:
        self.entries: list[tuple[str, bytes]] = []

    def push(self, store: Store) -> None:
        """Take everything that waits on a laptop, and answer for it."""
        dev = str(store.journal.dev)
        waiting = store.journal.pending(limit=10_000, max_bytes=1 << 30)
        self.entries += [(dev, each.payload) for each in waiting]
        with immediate(store.db):
            receipt = store.receipts.next_id()
            store.journal.settle([Answer(each.n, each.n, "ok") for each in waiting], receipt)
            give_receipt(store, receipt)

    def pull(self, store: Store) -> None:
        """Give a laptop everything behind its cursor, as one page."""
        grant = Grant(SCOPE, 1, len(self.entries))
        with immediate(store.db):
            store.logs.follow([grant])
            start = store.logs.cursors()[SCOPE].seq + 1
            entries = self.entries[start - 1 :]
            if entries:
                lines = [msgspec.json.encode(Entry(dev, msgspec.Raw(payload))) for dev, payload in entries]
                page = Page(SCOPE, start, len(self.entries), len(lines), self._chain().hex())
                receipt = store.receipts.next_id()
                store.logs.apply(page, lines, receipt)
                give_receipt(store, receipt)

    def _chain(self) -> bytes:
        chain = chain_start(SCOPE)
        for dev, payload in self.entries:
            chain = chain_link(chain, change_hash(dev, payload), decode(payload).stamp)
        return chain

    def exchange(self, *stores: Store) -> None:
        """All of them push, then all of them pull."""
        for store in stores:
            self.push(store)
        for store in stores:
            self.pull(store)


def identity(role: str = "officer", dev: str = "A1", person: str = "p1") -> Identity:
    """Somebody of the office in Semarang."""
    name = "Kantor Imigrasi Kelas I TPI Semarang"
    return Identity(dev, person, "Dewi", role, OFFICE, name, "hq", "http://127.0.0.1:9", "x")  # type: ignore[arg-type]


def opened(folder: Path, me: Identity | None = None, clock: Clock | None = None) -> Store:
    """The store of a laptop; ``me`` is enrolled on it."""
    store = Store.open(folder, PASSPHRASE, clock or Clock())
    if me is not None:
        store.enrolled(me)
    return store


def session(**values: Any) -> Session:
    """A session that can be submitted."""
    return Session(**{"date": TODAY, "villages": (WONOREJO,), "headcount_male": 7, **values})


def people(*names: str | None, **values: Any) -> list[Attendee]:
    """Adults of these names."""
    return [Attendee(**{"full_name": name, "sex": "P", "age": 34, **values}) for name in names]


@pytest.fixture(autouse=True, scope="session")
def cheap_keys() -> Iterator[None]:
    """Keys that are quick to derive; the cost is written beside each of them, so child processes need not know."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(key, "MEMORY_KIB", 8)
        patch.setattr(key, "ITERATIONS", 1)
        yield


@pytest.fixture
def clock() -> Clock:
    """The clock of the laptop."""
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the laptop keeps its database."""
    return tmp_path / "laptop"


@pytest.fixture
def store(folder: Path, clock: Clock) -> Iterator[Store]:
    """The laptop of an officer; whatever a test does with it, its rows are what its changes say."""
    made = opened(folder, identity(), clock)
    yield made
    assert made.check() == []
    made.close()


@pytest.fixture
def other(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """The laptop of the team lead of the same office."""
    made = opened(tmp_path / "other", identity("lead", "B2", "p2"), clock)
    yield made
    assert made.check() == []
    made.close()
