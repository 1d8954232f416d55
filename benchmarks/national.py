"""A whole country's records: every village of the registry, its offices, and as many sessions and people as asked.

The rows are those that saving and applying would leave (``sync.pure.rows.to_row``), put straight into the tables:
through the protocol, 600,000 attendees would take a quarter of an hour to make.
"""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from benchmarks.field_days import ATTENDEES, SEED, field_day
from benchmarks.laptops import lone_laptop, raw_insert
from desa_app.domain.attendee import Attendee
from desa_app.domain.fields import Record, fields_of
from desa_app.domain.offer import Offer
from desa_app.domain.session import Session
from desa_app.domain.village import Village
from desa_app.hq.headquarters import Headquarters
from desa_app.store.store import Store
from desa_app.sync.pure.clock import stamp_of
from desa_app.sync.pure.merge import Register
from desa_app.sync.pure.rows import plain, to_row

DAYS = 540
CUTOFF = dt.date(2026, 6, 30)
STATUSES = (("disetujui", 85), ("diajukan", 10), ("draf", 5))
OFFER_STATUSES = (("diajukan", 50), ("terverifikasi", 30), ("tidak terbukti", 10), ("dirujuk", 10))
CHUNK = 500
"""Sessions whose rows are written together."""


class Size(NamedTuple):
    """How much there is."""

    sessions: int
    offers: int
    offices: int = 150
    assigned: int = 185


@contextmanager
def country(folder: Path, size: Size) -> Iterator[tuple[Headquarters, Store]]:
    """Headquarters and one of its laptops that may see everything, both with the same records, open for the block."""
    with Headquarters.create(f"sqlite:///{folder / 'hq.db'}") as headquarters:
        laptop = lone_laptop(folder / "laptop")
        villages = list(laptop.villages.all())
        _set_up(headquarters, villages, size)
        with closing(sqlite3.connect(folder / "hq.db")) as connection, connection:
            for noun, rows in _records(villages, size):
                raw_insert(laptop, {noun: rows})
                _arrive(connection, noun, rows)
            for noun in ("office", "assignment"):
                raw_insert(laptop, {noun: [row[:-1] for row in connection.execute(f'SELECT * FROM "{noun}"')]})
        yield headquarters, laptop
        laptop.close()


def _arrive(connection: sqlite3.Connection, noun: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Rows at headquarters, which notes beside them when their status came."""
    marks = ", ".join("?" * len(rows[0]))
    connection.executemany(f'INSERT INTO "{noun}" VALUES ({marks}, {stamp_ms(CUTOFF)})', rows)


def stamp_ms(day: dt.date) -> int:
    """Noon of a day, in milliseconds since 1970."""
    return int(dt.datetime.combine(day, dt.time(12), dt.UTC).timestamp() * 1000)


def _set_up(headquarters: Headquarters, villages: Sequence[Village], size: Size) -> None:
    """Offices, and the villages assigned to them."""
    chance = random.Random(SEED)
    headquarters.load_villages()
    for number in range(size.offices):
        headquarters.add_office(_office(number), f"Kantor Imigrasi {number}")
    for number, village in enumerate(chance.sample(villages, size.assigned)):
        pocket = chance.choice((0.0, 0.5, 1.0))
        headquarters.assign(
            village.code, _office_of(village, size), f"SK-{number}", dt.date(2025, 5, 1), migrant_pocket=pocket
        )


def _office(number: int) -> str:
    return f"K{number:03}"


def _office_of(village: Village, size: Size) -> str:
    """Each office looks after a few regencies."""
    return _office(int(village.regency_code) % size.offices)


def _records(villages: Sequence[Village], size: Size) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """The rows of all sessions with their people and of all offers, in portions of one noun."""
    chance = random.Random(SEED)
    left = size.offers
    for start in range(0, size.sessions, CHUNK):
        portion = [_day(chance, villages, size) for _ in range(min(CHUNK, size.sessions - start))]
        offers = [offer for _, _, reported in portion for offer in reported][:left]
        left -= len(offers)
        yield "session", _rows(session for session, _, _ in portion)
        yield "attendee", _rows(person for _, people, _ in portion for person in people)
        if offers:
            yield "offer", _rows(offers)


def _day(chance: random.Random, villages: Sequence[Village], size: Size) -> tuple[Session, list[Attendee], list[Offer]]:
    """A session, in two or three neighbouring villages now and then, its people, and perhaps a report."""
    at = chance.randrange(len(villages) - 2)
    held_in = villages[at : at + chance.choices((1, 2, 3), (85, 10, 5))[0]]
    date = CUTOFF - dt.timedelta(days=chance.randrange(DAYS))
    day = field_day(chance, held_in[0], date, ATTENDEES, offers=chance.choice((0, 0, 1)))
    made = {
        "office_code": _office_of(held_in[0], size),
        "created_at": f"{date}T12:00:00+07:00",
        "created_by": "p4k2m9x7q1z",
    }
    codes, names = tuple(village.code for village in held_in), tuple(village.name for village in held_in)
    session = msgspec.structs.replace(
        day.session, villages=codes, village_names=names, status=_drawn(chance, STATUSES), **made
    )
    people = [
        msgspec.structs.replace(
            person,
            session_id=session.id,
            village=chance.choice(codes) if len(codes) > 1 and chance.random() < 0.8 else None,
            **made,
        )
        for person in day.attendees
    ]
    reports = [msgspec.structs.replace(offer, status=_drawn(chance, OFFER_STATUSES), **made) for offer in day.offers]
    return session, people, reports


def _drawn(chance: random.Random, weighed: Sequence[tuple[str, int]]) -> str:
    return chance.choices([value for value, _ in weighed], [weight for _, weight in weighed])[0]


def _rows(records: Iterable[Record]) -> list[tuple[Any, ...]]:
    return [_row(record, number) for number, record in enumerate(records, start=1)]


def _row(record: Record, number: int) -> tuple[Any, ...]:
    """The row of a record that one change wrote."""
    written = (stamp_of(stamp_ms(CUTOFF)) + number, f"d8f3kq0w2m1:{number}")
    state = {
        field: Register({written[1]: (written[0], value)})
        for field, value in plain(record).items()
        if value != fields_of(type(record))[field].default
    }
    return to_row(record.noun, record.id, f"office:{record.office_code}", state)
