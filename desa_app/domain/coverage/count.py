"""Coverage of a period: the one implementation that laptops and headquarters share."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from desa_app.domain.coverage.facts import Facts
from desa_app.domain.coverage.footnotes import Footnotes, footnotes
from desa_app.domain.coverage.level import LEVELS, Level
from desa_app.domain.coverage.people import Presence, presences
from desa_app.domain.coverage.period import Period
from desa_app.domain.coverage.place import Places
from desa_app.domain.coverage.row import Row, level_rows
from desa_app.domain.coverage.rules import Rules
from desa_app.domain.coverage.scope import EVERYTHING, Scope
from desa_app.domain.coverage.standing import SUBMITTED, Standing, is_valid, standing
from desa_app.domain.coverage.tally import tallies
from desa_app.domain.coverage.uncovered import Uncovered, uncovered


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a report shows: ``rows`` of each level asked for, by code; ``country`` in any case.

    The rest is what they were made of: the sessions ``counted`` and those ``pending``, how villages stand, and places
    by name. ``scope`` is what the coverage was narrowed to.
    """

    period: Period
    rules: Rules
    rows: Mapping[Level, tuple[Row, ...]]
    country: Row
    uncovered: tuple[Uncovered, ...]
    footnotes: Footnotes
    counted: Sequence[Presence]
    pending: Sequence[Presence]
    standing: Standing
    places: Places
    scope: Scope = EVERYTHING


def coverage(facts: Facts, period: Period, rules: Rules, levels: Collection[Level] = LEVELS) -> Coverage:
    """Count a period. Submitted sessions stand beside as pending and are in no other figure."""
    places = Places(facts)
    valid = [session for session in facts.sessions if is_valid(session, period.end)]
    stand = standing(valid, facts, period, rules)
    inside = [session for session in valid if session.date in period]
    waiting = [session for session in facts.sessions if session.status == SUBMITTED and session.date in period]
    present = presences([*inside, *waiting], facts.attendees)
    counted, pending = present[: len(inside)], present[len(inside) :]

    def rows(level: Level) -> tuple[Row, ...]:
        return level_rows(places, stand, tallies(counted, pending, level), level)

    by_level = {level: rows(level) for level in LEVELS if level in levels or level == "country"}
    return Coverage(
        period=period,
        rules=rules,
        rows={level: by_level[level] for level in LEVELS if level in levels},
        country=by_level["country"][0],
        uncovered=uncovered(facts, stand, period.end, rules),
        footnotes=footnotes(facts, period, counted, stand),
        counted=counted,
        pending=pending,
        standing=stand,
        places=places,
    )
