"""A coverage narrowed to a scope: the same figures of fewer villages, reckoned by the same code as the whole."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from desa_app.domain.coverage.count import Coverage
from desa_app.domain.coverage.footnotes import about
from desa_app.domain.coverage.level import LEVELS, Level
from desa_app.domain.coverage.people import Presence
from desa_app.domain.coverage.row import Row, level_rows
from desa_app.domain.coverage.scope import EVERYTHING, Scope
from desa_app.domain.coverage.tally import tallies


def narrowed(coverage: Coverage, scope: Scope) -> Coverage:
    """The coverage of what the scope wants; of a ``coverage`` of every level that was not narrowed yet.

    A session of several villages counts with all its people where all of its villages are wanted, else with the
    shares of those that are. An office's are its own sessions, and the villages that it visited or that are its own.
    """
    if scope == EVERYTHING:
        return coverage
    codes = _wanted(coverage, scope)
    counted = _sessions(coverage.counted, codes, scope)
    pending = _sessions(coverage.pending, codes, scope)
    standing = coverage.standing.only(codes, scope.office)
    places = coverage.places.only(codes, scope.office)

    def rows(level: Level) -> tuple[Row, ...]:
        return level_rows(places, standing, tallies(counted, pending, level), level)

    known = coverage.footnotes._replace(old_codes=tuple(sorted(standing.codes - places.villages.keys())))
    by_level = {level: rows(level) for level in LEVELS}
    return replace(
        coverage,
        rows=by_level,
        country=by_level["country"][0],
        uncovered=tuple(line for line in coverage.uncovered if line.code in codes),
        footnotes=about(known, coverage.period, counted, places.offices.values()),
        counted=counted,
        pending=pending,
        standing=standing,
        places=places,
        scope=scope,
    )


def _wanted(coverage: Coverage, scope: Scope) -> Set[str]:
    codes = {row.code for row in coverage.rows["village"] if scope.wants(row)}
    return codes & _villages_of(coverage, scope.office) if scope.office else codes


def _villages_of(coverage: Coverage, office: str) -> set[str]:
    """The villages that are assigned to an office, or that its sessions were held in."""
    pairs = coverage.standing.assigned | coverage.standing.visited
    waiting = (presence.session for presence in coverage.pending if presence.session.office == office)
    return {village for one, village in pairs if one == office} | {code for one in waiting for code in one.villages}


def _sessions(presences: Sequence[Presence], codes: Set[str], scope: Scope) -> list[Presence]:
    """Of an office alone all of its sessions, one that waits without a village, too."""
    own = [presence for presence in presences if not scope.office or presence.session.office == scope.office]
    if scope == Scope(office=scope.office):
        return own
    return [kept for presence in own if (kept := presence.only(codes)) is not None]
