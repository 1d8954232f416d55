"""What the sessions before this one know: the villages last visited, what was done there, who came."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlite_utils import Database

from desa_app.domain.attendee import Attendee
from desa_app.domain.session import Session
from desa_app.store.identity import Identity
from desa_app.sync.pure.rows import to_record

MOST_PEOPLE = 4000
"""People of earlier sessions that are looked through: the latest of a village."""
_RECOGNISED = ("full_name", "sex", "age", "birth_year", "hamlet", "occupation", "phone", "phone_e164")
_IN_VILLAGES = "EXISTS (SELECT 1 FROM json_each(session.villages) WHERE value IN (SELECT value FROM json_each(?)))"


class Guest(NamedTuple):
    """Somebody at an earlier session, and its day; the person has only what people are recognised by."""

    person: Attendee
    day: dt.date | None


class Earlier:
    """Earlier sessions of one database. ``me`` tells whose laptop this is."""

    def __init__(self, db: Database, me: Callable[[], Identity | None]) -> None:
        self._db = db
        self._me = me

    def villages(self, limit: int) -> list[str]:
        """Codes of the villages of this person's sessions, the last recorded first."""
        rows = self._db.query(
            "SELECT each.value AS code, max(session.created_at) AS last FROM session, json_each(session.villages) AS "
            "each WHERE NOT session.deleted AND session.created_by = ? GROUP BY each.value ORDER BY last DESC LIMIT ?",
            [self._person(), limit],
        )
        return [row["code"] for row in rows]

    def mine(self) -> Session | None:
        """The session this person recorded last."""
        return next(iter(self._sessions("created_by = ? ORDER BY created_at DESC", [self._person(), 1])), None)

    def sessions(self, villages: Sequence[str], without: str, limit: int) -> list[Session]:
        """Sessions to copy from, those of ``villages`` before all others, the latest first; ``without`` is one id."""
        order = f"id <> ? ORDER BY {_IN_VILLAGES} DESC, date DESC, created_at DESC"
        return self._sessions(order, [without, json.dumps(list(villages)), limit])

    def people(self, villages: Sequence[str], without: str) -> list[Guest]:
        """Who came to the other sessions of ``villages``, the latest first."""
        columns = ", ".join(f"attendee.{name}" for name in _RECOGNISED)
        rows = self._db.conn.execute(
            f"SELECT session.date, {columns} FROM session JOIN attendee ON attendee.session_id = session.id "
            f"WHERE NOT session.deleted AND NOT attendee.deleted AND session.id <> ? AND {_IN_VILLAGES} "
            "ORDER BY session.date DESC LIMIT ?",
            [without, json.dumps(list(villages)), MOST_PEOPLE],
        )
        return [
            Guest(Attendee(**dict(zip(_RECOGNISED, values, strict=True))), dt.date.fromisoformat(day) if day else None)
            for day, *values in rows
        ]

    def _person(self) -> str:
        me = self._me()
        return me.person if me else ""

    def _sessions(self, wanted: str, values: Sequence[Any]) -> list[Session]:
        rows = self._db.query(f"SELECT * FROM session WHERE NOT deleted AND {wanted} LIMIT ?", values)
        return [one for one in (to_record("session", row) for row in rows) if isinstance(one, Session)]
