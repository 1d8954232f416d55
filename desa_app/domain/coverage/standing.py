"""Where each village stands at the cutoff: assigned, covered, last visited."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from desa_app.domain.coverage.facts import AssignmentFact, Facts, SessionFact, SuccessorFact
from desa_app.domain.coverage.period import Period, months_before
from desa_app.domain.coverage.rules import Rules

APPROVED = "disetujui"
SUBMITTED = "diajukan"


class Heirs:
    """Which codes inherit from an old one, through any number of changes (a circle of codes ends)."""

    def __init__(self, successors: Iterable[SuccessorFact]) -> None:
        self._next: dict[str, set[str]] = defaultdict(set)
        for successor in successors:
            self._next[successor.old].add(successor.new)

    def of(self, code: str) -> set[str]:
        """The code itself and everything that inherits from it."""
        found = {code}
        waiting = [code]
        while waiting:
            fresh = self._next.get(waiting.pop(), set()) - found
            found |= fresh
            waiting.extend(fresh)
        return found


class Standing(NamedTuple):
    """By village code, successors included.

    ``assigned`` and ``visited`` are pairs (office, village): by SK in force at the cutoff, and by the office's own
    valid sessions in the period. ``last`` is the last valid date of all time up to the cutoff; ``recent`` and
    ``active`` are the villages where it is at most 6 and 12 months before.
    """

    assigned: frozenset[tuple[str, str]]
    visited: frozenset[tuple[str, str]]
    covered: frozenset[str]
    last: Mapping[str, dt.date]
    recent: frozenset[str]
    active: frozenset[str]
    heirs: Heirs

    def only(self, codes: Set[str], office: str) -> Standing:
        """How these villages stand; where an ``office`` is named, with its assignments and visits only."""

        def kept(pairs: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
            return frozenset(pair for pair in pairs if pair[1] in codes and (not office or pair[0] == office))

        return self._replace(
            assigned=kept(self.assigned),
            visited=kept(self.visited),
            covered=self.covered & codes,
            last={code: day for code, day in self.last.items() if code in codes},
            recent=self.recent & codes,
            active=self.active & codes,
        )

    @property
    def codes(self) -> set[str]:
        """Every village with a session or an SK, in the registry or not."""
        return {village for _, village in self.assigned} | self.last.keys()


def is_valid(session: SessionFact, cutoff: dt.date) -> bool:
    """Approved, dated up to the cutoff, somebody counted, somewhere. (Deleted ones are no facts at all.)"""
    return session.status == APPROVED and session.date <= cutoff and session.headcount >= 1 and bool(session.villages)


def standing(valid: Sequence[SessionFact], facts: Facts, period: Period, rules: Rules) -> Standing:
    """The standing of every village with a session or an SK; ``valid`` are the valid sessions of all time."""
    heirs = Heirs(facts.successors)
    visits = [(session, village) for session in valid for code in session.villages for village in heirs.of(code)]
    visited = frozenset((session.office, village) for session, village in visits if session.date in period)
    last: dict[str, dt.date] = {}
    for session, village in visits:
        last[village] = max(session.date, last.get(village, session.date))
    return Standing(
        assigned=frozenset(
            (assignment.office, village)
            for assignment in facts.assignments
            if in_force(assignment, period.end)
            for village in heirs.of(assignment.village)
        ),
        visited=visited,
        covered=frozenset(village for _, village in visited),
        last=last,
        recent=_since(months_before(period.end, rules.recent_months), last),
        active=_since(months_before(period.end, rules.active_months), last),
        heirs=heirs,
    )


def _since(day: dt.date, last: Mapping[str, dt.date]) -> frozenset[str]:
    return frozenset(village for village, date in last.items() if date >= day)


def in_force(assignment: AssignmentFact, day: dt.date) -> bool:
    """Whether the SK holds on that day; its last day counts."""
    return assignment.start <= day and (assignment.end is None or day <= assignment.end)
