"""From table rows to the facts that coverage is counted from: the same columns on a laptop and at headquarters.

Each ``…_COLUMNS`` lists what to select of living records, in the order that the function beside it takes.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from desa_app.domain.coverage.facts import AssignmentFact, AttendeeFact, Facts, OfferFact, OfficeFact, SessionFact
from desa_app.domain.coverage.people import identity
from desa_app.domain.formats import fold_name
from desa_app.domain.offer import SETTLED, Offer
from desa_app.domain.risk import Assessment
from desa_app.domain.session import KNOWN_AGES
from desa_app.domain.urgency import urgency
from desa_app.domain.village import Village

SESSION_COLUMNS = (
    "id",
    "scope",
    "date",
    "villages",
    "headcount_male",
    "headcount_female",
    "headcount_unknown",
    "headcount_ages",
    "status",
)
ATTENDEE_COLUMNS = ("session_id", "village", "full_name", "sex", "birth_year", "age", "counted_as")
ASSIGNMENT_COLUMNS = ("village", "office", "start", "end", "migrant_pocket")

STANDS_NOT = frozenset({"draf", "duplikat", "tidak terbukti"})

_codes = msgspec.json.Decoder(tuple[str, ...])
_counts = msgspec.json.Decoder(dict[str, int])


class Kept(NamedTuple):
    """What one place keeps: sessions' facts (see ``session_fact``), rows of the columns above, assessed offers."""

    villages: Sequence[Village]
    offices: Sequence[OfficeFact]
    sessions: Iterable[SessionFact | None]
    attendees: Iterable[Sequence[Any]]
    assignments: Iterable[Sequence[Any]]
    offers: Iterable[tuple[Offer, Assessment]]


def gathered(kept: Kept, cutoff: dt.date) -> Facts:
    """Everything that is counted from, with what is not ready to count left out."""
    sessions = {fact.id: fact for fact in kept.sessions if fact is not None}
    attendees = attendee_facts(kept.attendees, sessions)
    assigned = (assignment_fact(row) for row in kept.assignments)
    offers = (offer_fact(offer, assessment.level, cutoff) for offer, assessment in kept.offers)
    return Facts(
        villages=kept.villages,
        assignments=[fact for fact in assigned if fact is not None],
        sessions=counted_by_list(sessions.values(), attendees),
        attendees=attendees,
        offers=[fact for fact in offers if fact is not None],
        offices=kept.offices,
    )


def counted_by_list(sessions: Collection[SessionFact], attendees: Iterable[AttendeeFact]) -> list[SessionFact]:
    """The sessions, those where nobody was counted with the length of their attendance list as headcount [ours]:
    an office that hands in its list has counted, and an approved session must not silently count for nothing."""
    uncounted = {session.id for session in sessions if not session.headcount}
    listed = Counter(attendee.session for attendee in attendees if attendee.session in uncounted)
    return [
        session if session.headcount else msgspec.structs.replace(session, headcount=listed[session.id])
        for session in sessions
    ]


def office_fact(
    code: str, name: str, laptops: Sequence[dt.datetime | None] | None, cutoff: dt.date, today: dt.date
) -> OfficeFact:
    """An office and how many of its laptops were at headquarters since the cutoff: after that day, or today where
    that day isn't over. ``laptops`` are their last visits; None where they aren't known."""
    if laptops is None:
        return OfficeFact(code, name)
    since = min(cutoff, today - dt.timedelta(days=1))
    return OfficeFact(code, name, len(laptops), sum(1 for last in laptops if last and last.date() > since))


def session_fact(row: Sequence[Any], received: dt.date | None = None) -> SessionFact | None:
    """A session's fact; None for one without a date, which can't count yet. It counts for the office that it is at
    home in, whichever recorded it."""
    record, scope, date, villages, male, female, unknown, ages, status = row
    if date is None:
        return None
    by_age = _counts.decode(ages) if ages else {}
    sexes = (male or 0, female or 0)
    headcount = max(sum(sexes) + (unknown or 0), sum(by_age.values()))
    codes = _codes.decode(villages) if villages else ()
    day = dt.date.fromisoformat(date)
    known = tuple(by_age.get(group, 0) for group in KNOWN_AGES) if by_age else ()
    office = scope.removeprefix("office:")
    return SessionFact(record, office, day, codes, headcount, status or "draf", received, sexes, known)


def attendee_facts(rows: Iterable[Sequence[Any]], sessions: Mapping[str, SessionFact]) -> list[AttendeeFact]:
    """The facts of the attendees of these sessions; others are passed over. Whose name is erased counts as before."""
    facts = []
    for session_id, village, full_name, sex, birth_year, age, counted_as in rows:
        session = sessions.get(session_id)
        if session is None:
            continue
        home = village or (session.villages[0] if len(session.villages) == 1 else None)
        named = identity(fold_name(full_name), sex, birth_year, age, session.date, home) if full_name else None
        who = counted_as or named
        years = age if age is not None or birth_year is None else session.date.year - birth_year - 1
        facts.append(AttendeeFact(session.id, village, who, sex, years))
    return facts


def assignment_fact(row: Sequence[Any]) -> AssignmentFact | None:
    """An assignment's fact; None for one without a beginning."""
    village, office, start, end, pocket = row
    if start is None:
        return None
    until = dt.date.fromisoformat(end) if end else None
    return AssignmentFact(village, office, dt.date.fromisoformat(start), until, pocket or 0.0)


def offer_fact(offer: Offer, level: str, today: dt.date) -> OfferFact | None:
    """An offer's fact; None for one that doesn't stand, or has no village or day."""
    if offer.status in STANDS_NOT or offer.village is None or offer.received_at is None:
        return None
    is_open = offer.status not in SETTLED and urgency(offer, today) == "SEGERA"
    return OfferFact(offer.village, offer.received_at.date(), level, is_open)
