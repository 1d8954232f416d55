"""A laptop full of sessions, people and offers, as an office has after many years.

A few days are made up whole; their rows are then copied under new ids, dates, villages and statuses and put straight
into the tables, as headquarters' pages leave them: to record 10,000 sessions one by one would take minutes.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from benchmarks.field_days import SEED, Day, field_day
from benchmarks.laptops import OFFICE, raw_insert
from desa_app.domain.attendee import Attendee
from desa_app.domain.fields import Record, fields_of
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.session import Session
from desa_app.domain.village import Village
from desa_app.store.database import immediate
from desa_app.store.search_index import make_index
from desa_app.store.store import Store
from desa_app.sync.pure.clock import stamp_of
from desa_app.sync.pure.merge import Register
from desa_app.sync.pure.rows import plain, shape, to_row

PATTERNS = 40
DAYS = 1500
SESSION_STATUSES = ("disetujui",) * 16 + ("diajukan",) * 2 + ("draf", "dikembalikan")
OFFER_STATUSES = ("diajukan", "diajukan", "ditinjau", "terverifikasi", "dirujuk", "selesai", "draf")

Row = tuple[Any, ...]


def fill(
    store: Store,
    villages: Sequence[Village],
    last: dt.date,
    *,
    sessions: int,
    people: int = 4,
    offers: int = 0,
    patterns: int = PATTERNS,
) -> None:
    """Put ``sessions`` with ``people`` each, and ``offers``, into the store: the last on the day ``last``. So many
    different days as ``patterns`` says are made up for them."""
    chance = random.Random(SEED)
    days = [field_day(chance, villages[at % len(villages)], last, people, offers=1) for at in range(patterns)]
    made = [_pattern(day) for day in days]
    kept: dict[str, list[Row]] = {"session": [], "attendee": [], "offer": [], "recruiter": []}
    for number in range(sessions):
        village, date = chance.choice(villages), last - dt.timedelta(days=number * DAYS // max(sessions, 1))
        session, listed, _ = made[number % patterns]
        status = chance.choice(SESSION_STATUSES)
        kept["session"].append(_session_row(session, number, village, date, status))
        kept["attendee"] += _attendee_rows(listed, number)
    for number in range(offers):
        village, date = chance.choice(villages), last - dt.timedelta(days=number * DAYS // max(offers, 1))
        reported = _offer_rows(made[number % patterns][2], number, village, date, chance.choice(OFFER_STATUSES))
        kept["offer"].append(reported[0])
        kept["recruiter"].append(reported[1])
    raw_insert(store, {noun: rows for noun, rows in kept.items() if rows})


def index_anew(store: Store) -> None:
    """Make the search index from the rows that are there now."""
    with immediate(store.db):
        for table in ("search_word", "search", "entry"):
            store.db.execute(f"DROP TABLE {table}")
        make_index(store.db)


def session_id(number: int) -> str:
    """The id of the session of this number, 0 being the newest."""
    return f"0190f000-0000-7000-8000-{number:012x}"


def offer_id(number: int) -> str:
    """The id of the offer of this number, 0 being the newest."""
    return f"0190f001-0000-7000-8000-{number:012x}"


def _pattern(day: Day) -> tuple[Row, list[Row], tuple[Row, Row]]:
    made: dict[str, Any] = {"office_code": OFFICE, "created_at": "2026-01-01T08:00:00+07:00", "created_by": "p0"}
    session = msgspec.structs.replace(day.session, village_names=("",), **made)
    people = [msgspec.structs.replace(each, session_id=session.id, **made) for each in day.attendees]
    offer = msgspec.structs.replace(day.offers[0], village_name="", **made)
    recruiter = Recruiter(
        id=offer.id, offer_id=offer.id, alias=people[0].full_name, phone="0812", phone_e164="+62812", **made
    )
    return _row(session), [_row(each) for each in people], (_row(offer), _row(recruiter))


def _row(record: Record) -> Row:
    """The row of a record that one change wrote."""
    stamp, name = stamp_of(1_767_225_600_000), "d8f3kq0w2m1:1"
    declared = fields_of(type(record))
    written = {field: value for field, value in plain(record).items() if value != declared[field].default}
    state = {field: Register({name: (stamp, value)}) for field, value in written.items()}
    return to_row(record.noun, record.id, f"office:{OFFICE}", state)


def _changed(noun: str, row: Row, values: dict[str, Any]) -> Row:
    return tuple(values.get(name, cell) for name, cell in zip(shape(noun).columns, row, strict=True))


def _session_row(row: Row, number: int, village: Village, date: dt.date, status: str) -> Row:
    values = {
        "id": session_id(number),
        "date": date.isoformat(),
        "villages": f'["{village.code}"]',
        "village_names": f'["{village.name}"]',
        "status": status,
    }
    return _changed(Session.noun, row, values)


def _attendee_rows(rows: Sequence[Row], number: int) -> Iterator[Row]:
    """Their ids stand together, as those of people who are listed one after the other do."""
    moment = f"{0x0190F0020000 + number:012x}"
    for place, row in enumerate(rows):
        person = f"{moment[:8]}-{moment[8:]}-7000-8000-{place:012x}"
        yield _changed(Attendee.noun, row, {"id": person, "session_id": session_id(number)})


def _offer_rows(rows: tuple[Row, Row], number: int, village: Village, date: dt.date, status: str) -> tuple[Row, Row]:
    offer, recruiter = rows
    told = {
        "id": offer_id(number),
        "village": village.code,
        "village_name": village.name,
        "received_at": f"{date}T10:00:00+07:00",
        "departure": (date + dt.timedelta(days=number % 30)).isoformat(),
        "status": status,
    }
    phone = f"8{number + 1_100_000_000:d}"
    named = {
        "id": f"0190f003-0000-7000-8000-{number:012x}",
        "offer_id": offer_id(number),
        "phone": f"0{phone}",
        "phone_e164": f"+62{phone}",
    }
    return _changed(Offer.noun, offer, told), _changed(Recruiter.noun, recruiter, named)
