"""The facts that coverage is counted from, as this laptop knows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
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


def coverage_facts(db: Database, settings: Settings, offers: Offers, villages: Villages, cutoff: dt.date) -> Facts:
    """All facts of this laptop's records; what other offices recorded isn't here."""
    found = (facts.session_fact(row) for row in _living(db, "session", facts.SESSION_COLUMNS))
    sessions = {fact.id: fact for fact in found if fact is not None}
    assigned = (facts.assignment_fact(row) for row in _living(db, "assignment", facts.ASSIGNMENT_COLUMNS))
    stands = (facts.offer_fact(offer, assessment.level, cutoff) for offer, assessment in offers.assessed())
    return Facts(
        villages=list(villages.all()),
        assignments=[fact for fact in assigned if fact is not None],
        sessions=list(sessions.values()),
        attendees=facts.attendee_facts(_living(db, "attendee", facts.ATTENDEE_COLUMNS), sessions),
        offers=[fact for fact in stands if fact is not None],
        offices=_offices(db, settings, cutoff),
    )


def _living(db: Database, noun: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    names = ", ".join(f'"{column}"' for column in columns)
    rows: list[tuple[Any, ...]] = db.conn.execute(f'SELECT {names} FROM "{noun}" WHERE NOT deleted').fetchall()
    return rows


def _offices(db: Database, settings: Settings, cutoff: dt.date) -> list[OfficeFact]:
    grants: tuple[Grant, ...] = settings.get(GRANTS, tuple[Grant, ...]) or ()
    seen = {grant.scope.removeprefix("office:"): grant.laptops for grant in grants}
    return [_office(code, name, seen.get(code), cutoff) for code, name in _living(db, "office", ("code", "name"))]


def _office(code: str, name: str, laptops: tuple[str | None, ...] | None, cutoff: dt.date) -> OfficeFact:
    if laptops is None:
        return OfficeFact(code, name)
    synced = sum(1 for last in laptops if last and dt.datetime.fromisoformat(last).date() > cutoff)
    return OfficeFact(code, name, len(laptops), synced)
