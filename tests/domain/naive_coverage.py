"""Coverage once more, from DOMAIN.md's sentences alone: slow loops that share no code with desa_app.

It writes out every person of every session with the village the person goes to, and looks at all of them anew for
each place.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from desa_app.domain.coverage import AssignmentFact, Facts, Period, SessionFact

LENGTHS = {"country": 0, "province": 2, "regency": 4, "district": 6, "village": 10}


class Person(NamedTuple):
    """Somebody at a session: who, if named, and the village the person goes to (None: *tidak dirinci*)."""

    identity: str | None
    village: str | None


def earlier(day: dt.date, months: int) -> dt.date:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    for number in range(day.day, 0, -1):
        try:
            return dt.date(year, month, number)
        except ValueError:
            continue
    raise AssertionError


def with_heirs(facts: Facts, code: str) -> set[str]:
    codes = {code}
    for _ in facts.successors:
        for successor in facts.successors:
            if successor.old in codes:
                codes.add(successor.new)
    return codes


def valid(session: SessionFact, cutoff: dt.date) -> bool:
    if session.status != "disetujui":
        return False
    if session.date > cutoff or session.headcount < 1:
        return False
    return len(session.villages) > 0


def people(facts: Facts, session: SessionFact) -> list[Person]:
    lines = [line for line in facts.attendees if line.session == session.id]
    named = [line for line in lines if line.identity is not None]
    nameless = max(session.headcount, len(named)) - len(named)
    if len(set(session.villages)) == 1:
        only = session.villages[0]
        return [Person(line.identity, only) for line in named] + [Person(None, only)] * nameless

    def own(village: str | None) -> str | None:
        return village if village in session.villages else None

    placed = [line.village for line in lines if line.identity is None and own(line.village)]
    if len(placed) > nameless:
        placed = []
    found = [Person(line.identity, own(line.village)) for line in named]
    found += [Person(None, village) for village in placed]
    return found + [Person(None, None)] * (nameless - len(placed))


def people_at(facts: Facts, session: SessionFact, level: str, place: str) -> list[Person]:
    present = people(facts, session)
    if level == "office" or level == "country":
        return present
    if all(village.startswith(place) for village in session.villages):
        return present
    return [person for person in present if person.village is not None and person.village.startswith(place)]


def touches(session: SessionFact, level: str, place: str) -> bool:
    if level == "office":
        return session.office == place
    return level == "country" or any(village.startswith(place) for village in session.villages)


def in_force(assignment: AssignmentFact, day: dt.date) -> bool:
    return not (day < assignment.start or (assignment.end is not None and assignment.end < day))


def last_visits(facts: Facts, cutoff: dt.date) -> dict[str, list[dt.date]]:
    visits: dict[str, list[dt.date]] = {}
    for session in facts.sessions:
        if valid(session, cutoff):
            for code in session.villages:
                for village in with_heirs(facts, code):
                    visits.setdefault(village, []).append(session.date)
    return visits


def figures(facts: Facts, period: Period, level: str, place: str) -> dict[str, Any]:
    """Every figure of one place, by the name it has in a Row."""
    cutoff = period.end
    visits = last_visits(facts, cutoff)
    assigned = {
        village
        for assignment in facts.assignments
        if in_force(assignment, cutoff) and (level != "office" or assignment.office == place)
        for village in with_heirs(facts, assignment.village)
    }
    counted, waiting = [], []
    for session in facts.sessions:
        if period.start <= session.date <= cutoff and touches(session, level, place):
            if valid(session, cutoff):
                counted.append(session)
            if session.status == "diajukan":
                waiting.append(session)
    registry = {village.code for village in facts.villages}
    if level == "office":
        own = {heir for session in counted for code in session.villages for heir in with_heirs(facts, code)}
        villages = assigned | own
    elif level == "village":
        villages = {place}
    else:
        villages = {code for code in registry if code.startswith(place)}
    covered = {village for village in villages if any(period.start <= day <= cutoff for day in visits.get(village, []))}
    present = [person for session in counted for person in people_at(facts, session, level, place)]
    named = [person.identity for person in present if person.identity is not None]
    dates = [max(visits[village]) for village in villages if village in visits]
    return {
        "villages": 0 if level == "office" else len(villages),
        "assigned": len(villages & assigned),
        "covered": len(covered),
        "covered_assigned": len(covered & assigned),
        "recent": len([day for day in dates if day >= earlier(cutoff, 6)]),
        "active": len([day for day in dates if day >= earlier(cutoff, 12)]),
        "last": max(dates) if dates else None,
        "sessions": len(counted),
        "reached": len(present),
        "unspecified": len([person for person in present if person.village is None]),
        "identified": len(set(named)),
        "unnamed": len(present) - len(named),
        "pending_sessions": len(waiting),
        "pending_reached": sum(len(people_at(facts, session, level, place)) for session in waiting),
    }


def uncovered(facts: Facts, period: Period) -> dict[str, tuple[str, float]]:
    """How long each village without a recent visit has been waiting, and its priority."""
    cutoff, found = period.end, {}
    visits = last_visits(facts, cutoff)
    for village in facts.villages:
        last = max(visits[village.code]) if village.code in visits else None
        if last is not None and last >= earlier(cutoff, 6):
            continue
        months = 0
        while last is not None and last <= earlier(cutoff, months + 1):
            months += 1
        weight, urgent, pocket = 0, 0, 0.0
        for offer in facts.offers:
            if village.code in with_heirs(facts, offer.village) and offer.received <= cutoff:
                urgent = 1 if offer.urgent_open else urgent
                if offer.received >= earlier(cutoff, 12):
                    weight += {"rendah": 0, "sedang": 1, "tinggi": 3, "kritis": 6}[offer.level]
        for assignment in facts.assignments:
            if village.code in with_heirs(facts, assignment.village):
                pocket = max(pocket, assignment.migrant_pocket)
        absence = 1 if last is None else min(1, months / 12)
        state = "never" if last is None else "over_active" if last < earlier(cutoff, 12) else "over_recent"
        priority = 100 * (0.35 * min(1, weight / 12) + 0.30 * absence + 0.20 * pocket + 0.15 * urgent)
        found[village.code] = (state, priority)
    return found
