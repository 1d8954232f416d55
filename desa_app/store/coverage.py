"""The facts that coverage is counted from, as this laptop knows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlite_utils import Database

from desa_app.domain.coverage.facts import Facts, OfficeFact
from desa_app.store.identity import Settings
from desa_app.store.offers import Offers
from desa_app.store.villages import Villages
from desa_app.sync.pure import facts
from desa_app.sync.pure.wire import Grant

GRANTS = "grants"
"""The setting that keeps what headquarters last said of the scopes and their laptops."""


def coverage_facts(
    db: Database, settings: Settings, offers: Offers, villages: Villages, cutoff: dt.date, today: dt.date
) -> Facts:
    """All facts of this laptop's records; what other offices recorded isn't here."""
    kept = facts.Kept(
        villages=list(villages.all()),
        offices=_offices(db, settings, cutoff, today),
        sessions=map(facts.session_fact, living(db, "session", facts.SESSION_COLUMNS)),
        attendees=living(db, "attendee", facts.ATTENDEE_COLUMNS),
        assignments=living(db, "assignment", facts.ASSIGNMENT_COLUMNS),
        offers=offers.assessed(),
    )
    return facts.gathered(kept, cutoff)


def living(db: Database, noun: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Rows of the records that are not deleted, one by one: a list of them all would cost memory and, in a large
    database, a third of the time."""
    names = ", ".join(f'"{column}"' for column in columns)
    return iter(db.conn.execute(f'SELECT {names} FROM "{noun}" WHERE NOT deleted'))


def _offices(db: Database, settings: Settings, cutoff: dt.date, today: dt.date) -> list[OfficeFact]:
    grants: tuple[Grant, ...] = settings.get(GRANTS, tuple[Grant, ...]) or ()
    visits = {grant.scope.removeprefix("office:"): list(map(_moment, grant.laptops)) for grant in grants}
    return [
        facts.office_fact(code, name, visits.get(code), cutoff, today)
        for code, name in living(db, "office", ("code", "name"))
    ]


def _moment(written: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(written).astimezone() if written else None
