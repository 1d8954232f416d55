"""The villages this laptop knows something of: letters, visits, offers, and how coverage counts them."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import msgspec
from sqlite_utils import Database

from desa_app.domain.coverage import Coverage, Facts, Period, Row, SessionFact, Uncovered, coverage, rules_in_force
from desa_app.domain.known_village import KnownVillage, Report, Visit, holds, visit_state
from desa_app.domain.offer import Offer
from desa_app.domain.office import Assignment
from desa_app.domain.risk import Assessment
from desa_app.domain.village import KINDS, Village, dotted
from desa_app.store.coverage import living
from desa_app.store.identity import Identity
from desa_app.store.offers import Offers
from desa_app.store.villages import Villages
from desa_app.sync.pure import facts as sources
from desa_app.sync.pure.rows import to_record

Assessed = list[tuple[Offer, Assessment]]


class Knowledge(NamedTuple):
    """What one look into the database found, by village code."""

    letters: Mapping[str, list[Assignment]]
    visits: Mapping[str, list[Visit]]
    reports: Mapping[str, list[Report]]

    @property
    def codes(self) -> set[str]:
        return {*self.letters, *self.visits, *self.reports}


class KnownVillages:
    """The villages of one database that have a letter, a session or an offer."""

    def __init__(
        self,
        db: Database,
        offers: Offers,
        villages: Callable[[], Villages],
        me: Callable[[], Identity | None],
        today: Callable[[], dt.date],
    ) -> None:
        self._db = db
        self._offers = offers
        self._villages = villages
        self._me = me
        self._today = today

    def listed(self, assessed: Assessed | None = None, *, by_name: bool = True) -> list[KnownVillage]:
        """All of them, in order of code; ``assessed`` are all offers with their risk where that is known already.

        Not ``by_name``, people reached are only those who were counted, which takes half the time: all else is equal.
        """
        assessed = self._offers.assessed() if assessed is None else assessed
        facts = self._facts(assessed, by_name)
        found = Knowledge(self._our_letters(), _visits(facts), self._reports(assessed))
        named = self._villages().named(found.codes)
        missing = found.codes - named.keys()
        named |= {code: _former(code, name) for code, name in self._names_kept(assessed) if code in missing}
        named |= {code: _former(code, dotted(code)) for code in missing - named.keys()}
        counted = self._counted(facts, named)
        absent = {line.code: line for line in counted.uncovered}
        rows = (row for row in counted.rows["village"] if row.code in named)
        return [self._known(named[row.code], found, row, absent.get(row.code)) for row in rows]

    def _facts(self, assessed: Assessed, by_name: bool) -> Facts:
        sessions = [sources.session_fact(row) for row in living(self._db, "session", sources.SESSION_COLUMNS)]
        uncounted = [session.id for session in sessions if session is not None and not session.headcount]
        kept = sources.Kept(
            villages=(),
            offices=(),
            sessions=sessions,
            attendees=living(self._db, "attendee", sources.ATTENDEE_COLUMNS) if by_name else self._lists_of(uncounted),
            assignments=living(self._db, "assignment", sources.ASSIGNMENT_COLUMNS),
            offers=assessed,
        )
        return sources.gathered(kept, self._today())

    def _lists_of(self, sessions: list[str]) -> Iterable[tuple[Any, ...]]:
        """The attendees of these sessions: their number stands for the headcount (``facts.counted_by_list``)."""
        columns = ", ".join(sources.ATTENDEE_COLUMNS)
        query = f"SELECT {columns} FROM attendee JOIN json_each(?) ON session_id = value WHERE NOT deleted"
        return iter(self._db.conn.execute(query, [json.dumps(sessions)]))

    def _counted(self, facts: Facts, named: Mapping[str, Village]) -> Coverage:
        """Coverage of all time up to today, of the villages known here only: the country's others stand still."""
        few = Facts(list(named.values()), facts.assignments, facts.sessions, facts.attendees, facts.offers)
        return coverage(few, Period(dt.date.min, self._today()), rules_in_force(), ["village"])

    def _known(self, village: Village, found: Knowledge, row: Row, absent: Uncovered | None) -> KnownVillage:
        letters = found.letters.get(village.code, ())
        return KnownVillage(
            village=village,
            letters=tuple(letters),
            is_assigned=any(holds(letter, self._today()) for letter in letters),
            state=visit_state(row, absent),
            last=row.last,
            sessions=row.sessions,
            reached=row.reached,
            pending=row.pending_sessions,
            visits=tuple(found.visits.get(village.code, ())),
            reports=tuple(found.reports.get(village.code, ())),
        )

    def _our_letters(self) -> Mapping[str, list[Assignment]]:
        """Every laptop has all offices' letters; an office's people see their own, headquarters all of them."""
        me = self._me()
        office = None if me is None or me.role == "hq" else me.office_code
        query = "SELECT * FROM assignment WHERE NOT deleted AND office = coalesce(?, office) ORDER BY start DESC, id"
        letters: dict[str, list[Assignment]] = defaultdict(list)
        for row in self._db.query(query, [office]):
            letter = to_record("assignment", row)
            assert isinstance(letter, Assignment)
            letters[letter.village].append(letter)
        return letters

    def _reports(self, assessed: Assessed) -> Mapping[str, list[Report]]:
        reports: dict[str, list[Report]] = defaultdict(list)
        for offer, assessment in assessed:
            if offer.village is not None:
                received = offer.received_at.date() if offer.received_at else None
                urgent = self._offers.urgency(offer)
                reports[offer.village].append(Report(offer.id, received, assessment.level, urgent, offer.status))
        return reports

    def _names_kept(self, assessed: Assessed) -> Iterable[tuple[str, str]]:
        """The names that records keep with codes, for those that the registry has no more."""
        for codes, names in living(self._db, "session", ("villages", "village_names")):
            yield from zip(_decoded(codes), _decoded(names), strict=False)
        for offer, _ in assessed:
            if offer.village and offer.village_name:
                yield offer.village, offer.village_name


def _visits(facts: Facts) -> Mapping[str, list[Visit]]:
    named = Counter(person.session for person in facts.attendees if person.identity)
    visits: dict[str, list[Visit]] = defaultdict(list)
    for session in sorted(facts.sessions, key=lambda one: (one.date, one.id), reverse=True):
        for code in dict.fromkeys(session.villages):
            visits[code].append(_visit(session, named[session.id]))
    return visits


def _visit(session: SessionFact, named: int) -> Visit:
    return Visit(session.id, session.date, session.status, max(session.headcount, named))  # type: ignore[arg-type]


def _former(code: str, name: str) -> Village:
    """A village whose code the registry has no more, by the name that was kept with it; a code that no village can
    have is shown, too, or its records would be lost to sight."""
    return Village(code, name, KINDS.get(code[6:7], "desa"), "", "", "")


def _decoded(cell: Any) -> list[str]:
    return msgspec.json.decode(cell, type=list[str]) if cell else []
