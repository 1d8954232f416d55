"""What a laptop knows of a village: its letters, how it stands, what was done and reported there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Literal

import msgspec

from desa_app.domain.coverage import Row, Uncovered
from desa_app.domain.offer import SETTLED, OfferStatus
from desa_app.domain.office import Assignment
from desa_app.domain.risk import Level
from desa_app.domain.session import SessionStatus
from desa_app.domain.urgency import Urgency
from desa_app.domain.village import Village

VisitState = Literal["recent", "active", "lapsed", "never"]
"""The last valid session is at most 6 months ago, at most 12, longer, or there was none (DOMAIN.md, "Coverage")."""
STATES: tuple[VisitState, ...] = ("recent", "active", "lapsed", "never")


class Visit(msgspec.Struct, frozen=True, gc=False):
    """A session held in a village, whatever its status; only approved ones count."""

    id: str
    date: dt.date
    status: SessionStatus
    reached: int


class Report(msgspec.Struct, frozen=True, gc=False):
    """An offer reported from a village."""

    id: str
    received: dt.date | None
    level: Level
    urgency: Urgency
    status: OfferStatus

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.status not in SETTLED


class KnownVillage(msgspec.Struct, frozen=True, kw_only=True):
    """A village with a letter (SK), a session or an offer. Sessions, people reached and the last visit are those that
    coverage counts; ``pending`` sessions are submitted and wait. Letters, visits and reports are newest first."""

    village: Village
    letters: tuple[Assignment, ...] = ()
    is_assigned: bool = False
    state: VisitState = "never"
    last: dt.date | None = None
    sessions: int = 0
    reached: int = 0
    pending: int = 0
    visits: tuple[Visit, ...] = ()
    reports: tuple[Report, ...] = ()

    @property
    def is_ours(self) -> bool:
        """Whether it belongs to the office's villages: assigned to it, or with a session."""
        return self.is_assigned or bool(self.visits)

    @property
    def open_reports(self) -> int:
        """How many offers are not settled."""
        return sum(1 for report in self.reports if report.is_open)

    @property
    def urgent_reports(self) -> int:
        """How many of them are SEGERA."""
        return sum(1 for report in self.reports if report.is_open and report.urgency == "SEGERA")


def visit_state(row: Row, uncovered: Uncovered | None) -> VisitState:
    """How a village stands by coverage's own figures: its row, and its line among the uncovered if it has one."""
    if row.recent:
        return "recent"
    if row.active:
        return "active"
    return "never" if uncovered is None or uncovered.absence == "never" else "lapsed"


def letter_in_force(letters: Collection[Assignment], day: dt.date) -> Assignment | None:
    """The letter that holds on that day, its first and last day included."""
    return next((letter for letter in letters if holds(letter, day)), None)


def holds(letter: Assignment, day: dt.date) -> bool:
    """Whether a letter holds on that day."""
    return letter.start is not None and letter.start <= day and (letter.end is None or day <= letter.end)
