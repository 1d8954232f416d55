"""What the charts show: sessions by month, people by sex and age group, villages by their last visit.

Made of the very sessions and rows that the tables are made of, so that a chart adds up to the table beside it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from desa_app.domain.coverage.count import Coverage
from desa_app.domain.coverage.facts import AttendeeFact
from desa_app.domain.coverage.people import Presence
from desa_app.domain.coverage.period import Period
from desa_app.domain.coverage.place import OLD_CODE
from desa_app.domain.coverage.row import Row
from desa_app.domain.coverage.scope import State, absence
from desa_app.domain.session import AGE_GROUPS, KNOWN_AGES, AgeGroup, age_group

Group = TypeVar("Group", bound=str)
SEXES = ("L", "P", "unknown")
ABSENCES: tuple[State, ...] = ("recent", "over_recent", "over_active", "never")


class Month(NamedTuple):
    """A calendar month by its first day, the sessions counted in it and whom they reached."""

    first: dt.date
    sessions: int
    reached: int


class Figures(NamedTuple):
    """Of the sessions counted: by month, and whom they reached by sex (L, P, unknown) and age group. Of the registry's
    villages, and of the assigned among them: how many were last visited when."""

    months: tuple[Month, ...]
    sexes: dict[str, int]
    ages: dict[AgeGroup, int]
    every: dict[State, int]
    assigned: dict[State, int]


def figures(coverage: Coverage) -> Figures:
    """The figures of a coverage of villages, narrowed or not."""
    sexes: Counter[str] = Counter()
    ages: Counter[AgeGroup] = Counter()
    for presence in coverage.counted:
        lines = _listed(presence)
        sexes.update(_by_sex(presence, lines))
        ages.update(_by_age(presence, lines))
    known = [row for row in coverage.rows["village"] if row.kind != OLD_CODE]
    return Figures(
        months=_months(coverage.period, coverage.counted),
        sexes={sex: sexes[sex] for sex in SEXES},
        ages={group: ages[group] for group in AGE_GROUPS},
        every=_absences(known),
        assigned=_absences(row for row in known if row.assigned),
    )


def _months(period: Period, counted: Sequence[Presence]) -> tuple[Month, ...]:
    """Every month of the period, those without a session, too."""
    sessions: Counter[dt.date] = Counter()
    reached: Counter[dt.date] = Counter()
    for presence in counted:
        first = presence.session.date.replace(day=1)
        sessions[first] += 1
        reached[first] += presence.everyone.reached
    found, first = [], period.start.replace(day=1)
    while first <= period.end:
        found.append(Month(first, sessions[first], reached[first]))
        first = (first + dt.timedelta(days=31)).replace(day=1)
    return tuple(found)


def _listed(presence: Presence) -> list[AttendeeFact]:
    """The lines of people who are among those reached. Nameless ones are where the headcount has room for them all."""
    shares = presence.by_village
    if presence.is_whole:
        nameless = sum(line.identity is None for line in presence.lines)
        has_room = nameless <= presence.everyone.unnamed
        return [line for line in presence.lines if line.identity is not None or has_room]
    return [line for line in presence.lines if line.identity is not None or shares[line.village or ""].unnamed]


def _by_sex(presence: Presence, lines: Iterable[AttendeeFact]) -> dict[str, int]:
    listed = Counter(line.sex for line in lines)
    counted = presence.session.sexes if presence.is_whole else ()
    return _made_up(SEXES, presence.everyone.reached, counted, (listed["L"], listed["P"]))


def _by_age(presence: Presence, lines: Iterable[AttendeeFact]) -> dict[AgeGroup, int]:
    listed = Counter(age_group(line.age) for line in lines)
    counted = presence.session.ages if presence.is_whole else ()
    return _made_up(AGE_GROUPS, presence.everyone.reached, counted, [listed[group] for group in KNOWN_AGES])


def _made_up(groups: Sequence[Group], reached: int, counted: Sequence[int], listed: Sequence[int]) -> dict[Group, int]:
    """How those reached are made up, by the count or the list, whichever tells of more people; the rest is unknown."""
    known = counted if sum(counted) >= sum(listed) and counted else listed
    return dict(zip(groups, (*known, reached - sum(known)), strict=True))


def _absences(rows: Iterable[Row]) -> dict[State, int]:
    found = Counter(absence(row) for row in rows)
    return {state: found[state] for state in ABSENCES}
