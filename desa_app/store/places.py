"""Where a record is: saved here, or durable at headquarters. Shown only on headquarters' own answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from desa_app.domain.attendee import Attendee
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.records import RECORDS
from desa_app.domain.session import Session
from desa_app.store.journal import Journal

Place = Literal["saved", "quarantined", "hq"]
"""``saved``: Tersimpan, some of it waits here. ``quarantined``: headquarters keeps some of it aside.
``hq``: Di kantor pusat, every change of it is durable there."""

COUNTED = (Session.noun, Attendee.noun, Offer.noun, Recruiter.noun)


@dataclass(frozen=True)
class Tally:
    """How many living records of a type are in each place."""

    saved: int
    quarantined: int
    hq: int


@dataclass(frozen=True)
class Unsent:
    """What headquarters doesn't have yet: how many records, and since when the oldest of them waits."""

    records: int
    oldest: dt.datetime | None


class Places:
    """The places of one database's records."""

    def __init__(self, db: Database, journal: Journal) -> None:
        self._db = db
        self._journal = journal

    def of(self, noun: str, record: str) -> Place:
        """Where one record is."""
        return self.waiting(noun).get(record, "hq")

    def waiting(self, noun: str) -> dict[str, Place]:
        """The records of a type that are not wholly at headquarters; a parent waits with its children."""
        found: dict[str, Place] = {}
        for row in self._db.query(self._waiting_sql(noun), {"noun": noun}):
            place: Place = "saved" if row["state"] == "pending" else "quarantined"
            if found.get(row["record"]) != "saved":
                found[row["record"]] = place
        return found

    def _waiting_sql(self, noun: str) -> str:
        own = "SELECT record, state FROM journal WHERE state <> 'acked' AND noun = :noun"
        children = [kind for kind in RECORDS.values() if kind.parent == f"{noun}_id"]
        parts = [
            f'SELECT child."{kind.parent}", state FROM journal JOIN "{kind.noun}" AS child '
            f"ON child.id = journal.record WHERE state <> 'acked' AND journal.noun = '{kind.noun}'"
            for kind in children
        ]
        return " UNION ".join([own, *parts])

    def tallies(self) -> dict[str, Tally]:
        """By noun, how many living records are in each place."""
        return {noun: self._tally(noun) for noun in COUNTED}

    def _tally(self, noun: str) -> Tally:
        row = next(
            self._db.query(
                f"""SELECT count(*) AS total, coalesce(sum(state = 'pending'), 0) AS saved,
                coalesce(sum(state = 'quarantined'), 0) AS quarantined FROM "{noun}" AS here LEFT JOIN (
                    SELECT record, min(state) AS state FROM journal WHERE state <> 'acked' AND noun = :noun
                    GROUP BY record) AS waiting ON waiting.record = here.id WHERE NOT deleted""",
                {"noun": noun},
            )
        )
        return Tally(row["saved"], row["quarantined"], row["total"] - row["saved"] - row["quarantined"])

    def unsent(self) -> Unsent:
        """What waits here, deletions included."""
        count = self._db.conn.execute(
            "SELECT count(DISTINCT record) FROM journal WHERE state <> 'acked' AND state = 'pending'"
        ).fetchone()
        oldest = self._journal.oldest_unsent_ms()
        return Unsent(count[0], dt.datetime.fromtimestamp(oldest / 1000).astimezone() if oldest is not None else None)
