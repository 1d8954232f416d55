"""Where a record is: saved here, on its way with the team lead, or durable at headquarters.

A change is at headquarters where a receipt of headquarters that verified covers it, and with the lead where the lead's
signed word says so. Whatever has neither is here and nowhere else, whoever wrote it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, get_args

from sqlite_utils import Database

from desa_app.domain.attendee import Attendee
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.records import RECORDS
from desa_app.domain.session import Session
from desa_app.store.journal import Journal

Place = Literal["saved", "lead", "quarantined", "hq"]
"""``saved``: Tersimpan, some of it is proved to be nowhere else. ``lead``: Di ketua tim, what isn't at headquarters
yet is on its way with the lead. ``quarantined``: headquarters keeps some of it aside. ``hq``: Di kantor pusat, every
change of it is durable there."""
PLACES: tuple[Place, ...] = get_args(Place)
"""From the nearest; a record is where the nearest of its changes is."""

_UNPROVEN = "receipt IS NULL AND state <> 'quarantined'"
_ASIDE = "state <> 'acked' AND state = 'quarantined'"
"""Spelled so that SQLite takes the small indexes of what waits, not the whole journal."""
_PLACE = "CASE WHEN receipt IS NOT NULL OR state = 'quarantined' THEN 2 WHEN relayed IS NULL THEN 0 ELSE 1 END"
"""A waiting change's place in ``PLACES``."""

COUNTED = (Session.noun, Attendee.noun, Offer.noun, Recruiter.noun)


@dataclass(frozen=True)
class Tally:
    """How many living records of a type are in each place."""

    saved: int
    quarantined: int
    hq: int
    lead: int = 0


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
        children = [kind for kind in RECORDS.values() if kind.parent == f"{noun}_id"]
        parts = [f"SELECT record, place FROM ({_waiting(noun)})"]
        parts += [
            f'SELECT child."{kind.parent}" AS record, place FROM ({_waiting(kind.noun)}) AS waiting '
            f'JOIN "{kind.noun}" AS child ON child.id = waiting.record'
            for kind in children
        ]
        rows = self._db.conn.execute(
            f"SELECT record, min(place) FROM ({' UNION ALL '.join(parts)}) GROUP BY record"
        ).fetchall()
        return {record: PLACES[place] for record, place in rows}

    def tallies(self) -> dict[str, Tally]:
        """By noun, how many living records are in each place."""
        return {noun: self._tally(noun) for noun in COUNTED}

    def _tally(self, noun: str) -> Tally:
        row = next(
            self._db.query(
                f"""SELECT count(*) AS total, coalesce(sum(place = 0), 0) AS saved, coalesce(sum(place = 1), 0) AS lead,
                coalesce(sum(place = 2), 0) AS quarantined FROM "{noun}" AS here LEFT JOIN (
                    SELECT record, min(place) AS place FROM ({_waiting(noun)})
                    GROUP BY record) AS waiting ON waiting.record = here.id WHERE NOT deleted"""
            )
        )
        waiting = row["saved"] + row["lead"] + row["quarantined"]
        return Tally(row["saved"], row["quarantined"], row["total"] - waiting, row["lead"])

    def unsent(self) -> Unsent:
        """What waits here, deletions included."""
        count = self._db.conn.execute(
            "SELECT count(DISTINCT record) FROM journal WHERE state <> 'acked' AND state = 'pending'"
        ).fetchone()
        oldest = self._journal.oldest_unsent_ms()
        return Unsent(count[0], dt.datetime.fromtimestamp(oldest / 1000).astimezone() if oldest is not None else None)


def _waiting(noun: str) -> str:
    """The changes of a record type that are not proved to be in the log of headquarters, with their places."""
    unproven, aside = (
        f"SELECT record, {_PLACE} AS place FROM journal WHERE {which} AND noun = '{noun}'"
        for which in (_UNPROVEN, _ASIDE)
    )
    return f"{unproven} UNION ALL {aside}"
