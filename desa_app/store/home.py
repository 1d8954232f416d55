"""What matters now, in one look into the database: what waits for headquarters, for this person, in the villages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from sqlite_utils import Database

from desa_app.domain.due import Due, most_due
from desa_app.domain.offer import SETTLED
from desa_app.domain.roles import may
from desa_app.store.identity import LastSync
from desa_app.store.offers import OfferRow
from desa_app.store.places import Unsent
from desa_app.store.sessions import SessionRow
from desa_app.store.store import LAST_SYNC, Store


class Task(NamedTuple):
    """A record that waits for this person. ``villages`` and ``date`` tell which it is, ``what`` is a session's venue
    or an offer's country code; ``comment`` is what a lead wrote when sending it back."""

    noun: Literal["session", "offer"]
    record: str
    date: dt.date | None
    villages: tuple[str, ...]
    what: str | None
    comment: str | None = None


class Home(NamedTuple):
    """Everything on the first page. ``returned`` and ``drafts`` are the person's to finish, ``waiting`` a lead's to
    review; ``urgent`` are offers for which somebody must act in days, those that ask for a telephone call first.
    ``conflicts`` is how many values were written at the same time; ``is_new`` says that nothing was recorded yet,
    ``is_claimed`` that the laptop is somebody's."""

    unsent: Unsent
    last_sync: dt.datetime | None
    returned: tuple[Task, ...]
    drafts: tuple[Task, ...]
    waiting: tuple[Task, ...]
    urgent: tuple[OfferRow, ...]
    conflicts: int
    quarantined: int
    villages: tuple[Due, ...]
    is_new: bool
    is_claimed: bool = True


def home(store: Store) -> Home:
    """The first page's content."""
    known = store.offers.known()
    sessions, offers = store.sessions.listed(), store.offers.listed(known)
    comments = _comments(store.db)
    tasks = {one.id: _session(one) for one in sessions} | {one.id: _offer(one, comments) for one in offers}
    rows: list[SessionRow | OfferRow] = [*sessions, *offers]
    last: LastSync | None = store.settings.get(LAST_SYNC, LastSync)
    me, unclaimed = store.me, _unclaimed(store)
    reviews = me is not None and may(me.role, "review")
    return Home(
        unsent=store.places.unsent(),
        last_sync=dt.datetime.fromtimestamp(last.hq_ms / 1000).astimezone() if last else None,
        returned=_with(rows, tasks, "dikembalikan"),
        drafts=(*unclaimed, *_with(rows, tasks, "draf")),
        waiting=_with(rows, tasks, "diajukan", "ditinjau") if reviews else (),
        urgent=tuple(sorted(filter(_is_urgent, offers), key=lambda one: not one.alert)),
        conflicts=sum(len(one.conflicts) for one in rows),
        quarantined=len(store.journal.quarantined()),
        villages=tuple(most_due(store.known_villages.listed(known.assessed(), by_name=False), store.today())),
        is_new=not rows and not unclaimed,
        is_claimed=me is not None,
    )


def _unclaimed(store: Store) -> tuple[Task, ...]:
    """What was typed before this laptop was anybody's."""
    kept = store.unclaimed.kept()
    sessions = [Task("session", one.id, one.date, one.village_names, one.venue) for one, _ in kept.sessions.values()]
    offers = [
        Task(
            "offer",
            one.id,
            one.received_at.date() if one.received_at else None,
            (one.village_name,) if one.village_name else (),
            one.offered_country,
        )
        for one, _ in kept.offers.values()
    ]
    return (*sessions, *offers)


def _with(rows: Iterable[SessionRow | OfferRow], tasks: Mapping[str, Task], *statuses: str) -> tuple[Task, ...]:
    """The tasks of these statuses, the last made first."""
    found = [tasks[row.id] for row in rows if row.status in statuses]
    return tuple(sorted(found, key=lambda task: task.record, reverse=True))


def _session(one: SessionRow) -> Task:
    return Task("session", one.id, one.date, one.villages, one.venue, one.review_comment)


def _offer(one: OfferRow, comments: Mapping[str, str]) -> Task:
    villages = (one.village,) if one.village else ()
    return Task("offer", one.id, one.received, villages, one.country, comments.get(one.id))


def _comments(db: Database) -> dict[str, str]:
    query = "SELECT id, review_comment FROM offer WHERE NOT deleted AND review_comment IS NOT NULL"
    return dict(db.conn.execute(query).fetchall())


def _is_urgent(one: OfferRow) -> bool:
    return one.urgency == "SEGERA" and one.status not in SETTLED
