"""The facts that coverage is counted from, as headquarters knows them: every office's records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, select

from desa_app.domain.coverage import Facts, OfficeFact, SessionFact
from desa_app.domain.known_offers import KnownOffers
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.village import Village
from desa_app.hq import people
from desa_app.hq.schema import RECORD_TABLES, village
from desa_app.sync.pure import facts
from desa_app.sync.pure.rows import to_record

WIB = dt.timezone(dt.timedelta(hours=7))
"""Headquarters' days are those of Jakarta."""
ROWS_AT_ONCE = 1_000


def coverage_facts(connection: Connection, cutoff: dt.date, today: dt.date) -> Facts:
    """All facts of one moment of the database. ``received`` is the day a session's status last arrived here."""
    known = KnownOffers(_records(connection, Offer), _records(connection, Recruiter), today)
    kept = facts.Kept(
        villages=[Village(*row) for row in _rows(connection, _villages())],
        offices=_offices(connection, cutoff, today),
        sessions=map(_session, _living(connection, "session", (*facts.SESSION_COLUMNS, "status_ms"))),
        attendees=_living(connection, "attendee", facts.ATTENDEE_COLUMNS),
        assignments=_living(connection, "assignment", facts.ASSIGNMENT_COLUMNS),
        offers=known.assessed(),
    )
    return facts.gathered(kept, cutoff)


def day_of(ms: int) -> dt.date:
    """The day in Jakarta of milliseconds since 1970."""
    return dt.datetime.fromtimestamp(ms / 1000, WIB).date()


def _session(row: Sequence[Any]) -> SessionFact | None:
    *columns, status_ms = row
    return facts.session_fact(columns, day_of(status_ms) if status_ms is not None else None)


def _living(connection: Connection, noun: str, columns: Sequence[str]) -> Iterator[Any]:
    table = RECORD_TABLES[noun]
    return _rows(connection, select(*(table.c[name] for name in columns)).where(table.c.deleted == 0))


def _rows(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    """Rows as the driver gives them, some at a time: a list of them all would cost memory and, in a country, half a
    second; making SQLAlchemy's rows of them a fifth of one."""
    cursor = connection.execute(query).cursor
    while cursor and (rows := cursor.fetchmany(ROWS_AT_ONCE)):
        yield from rows


def _records(connection: Connection, kind: type[Any]) -> Iterator[Any]:
    table = RECORD_TABLES[kind.noun]
    for row in connection.execute(select(table).where(table.c.deleted == 0).order_by(table.c.id)).mappings():
        yield to_record(kind.noun, dict(row))


def _villages() -> Select[Any]:
    columns = (village.c[name] for name in Village.__struct_fields__)
    return select(*columns).order_by(village.c.code)


def _offices(connection: Connection, cutoff: dt.date, today: dt.date) -> list[OfficeFact]:
    visits = people.visits(connection)
    return [
        facts.office_fact(code, name, [_moment(last) for last in visits.get(code, ())], cutoff, today)
        for code, name in _living(connection, "office", ("code", "name"))
    ]


def _moment(last_ms: int | None) -> dt.datetime | None:
    return dt.datetime.fromtimestamp(last_ms / 1000, WIB) if last_ms is not None else None
