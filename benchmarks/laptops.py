"""Real laptops and a real headquarters to measure with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.field_days import Day
from desa_app.domain.roles import Role
from desa_app.domain.village import Village
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.server import served
from desa_app.store.database import immediate
from desa_app.store.identity import Identity
from desa_app.store.store import Store, wall_clock
from desa_app.store.villages import Villages
from desa_app.sync.enrol import enrol

PASSPHRASE = "hanya untuk diukur"
OFFICE = "KANIM-SMG"
REGENCIES = ("3321", "3322", "3324", "3373", "3374")
"""Demak, Semarang, Kendal, Salatiga, Kota Semarang: about what one district office looks after."""

Rows = dict[str, list[tuple[Any, ...]]]
"""Rows of tables, in the order of their columns."""


class Clock:
    """A laptop's clock that stands at the day being recorded."""

    def __init__(self) -> None:
        self.ms = wall_clock()

    def __call__(self) -> int:
        return self.ms


class Office(NamedTuple):
    """A headquarters that serves, with one office."""

    headquarters: Headquarters
    url: str

    def laptop(self, folder: Path, role: Role = "officer", clock: Clock | None = None) -> Store:
        """A new laptop of the office, enrolled."""
        code = self.headquarters.add_person("Rahmat Hidayat", role, OFFICE).code
        store = Store.open(folder, PASSPHRASE, clock or wall_clock)
        enrol(store, self.url, code)
        return store


@contextmanager
def office(folder: Path) -> Iterator[Office]:
    """A new headquarters in ``folder``, on a free port of this machine while the block runs."""
    url = f"sqlite:///{folder / 'hq.db'}"
    with Headquarters.create(url) as headquarters, served(url) as address:
        headquarters.add_office(OFFICE, "Kantor Imigrasi Kelas I TPI Semarang")
        yield Office(headquarters, address)


def lone_laptop(folder: Path, dev: str = "d0000000000", passphrase: str = PASSPHRASE) -> Store:
    """A laptop that needs no headquarters."""
    store = Store.open(folder, passphrase)
    name = "Kantor Imigrasi Kelas I TPI Semarang"
    store.enrolled(Identity(dev, "p0000000000", "Rahmat", "officer", OFFICE, name, "h0", "http://127.0.0.1:9", ""))
    return store


def villages_of_office() -> list[Village]:
    """The villages that the office looks after."""
    registry = Villages.open()
    try:
        return [village for village in registry.all() if village.regency_code in REGENCIES]
    finally:
        registry.close()


def record(store: Store, day: Day) -> None:
    """Keep a day as the window does: the session with its people, then each offer."""
    store.sessions.record(day.session, day.attendees)
    for offer in day.offers:
        store.offers.record(offer)


def raw_insert(store: Store, rows: Rows) -> None:
    """Write rows with nothing but ``executemany``, in one transaction as durable as any other of the store."""
    with immediate(store.db):
        for table, listed in rows.items():
            marks = ", ".join("?" * len(listed[0]))
            store.db.conn.executemany(f'INSERT OR REPLACE INTO "{table}" VALUES ({marks})', listed)


def rows_of(store: Store, table: str, where: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Whole rows as they stand in the database."""
    rows: list[tuple[Any, ...]] = store.db.conn.execute(f'SELECT * FROM "{table}" WHERE {where}', values).fetchall()
    return rows
