"""Sums of sessions and people by place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from desa_app.domain.coverage.level import Level
from desa_app.domain.coverage.people import Presence, Share


@dataclass(slots=True)
class Tally:
    """What the sessions of one place add up to; of the named, some are listed ``once`` only, others ``again``."""

    sessions: int = 0
    reached: int = 0
    unspecified: int = 0
    unnamed: int = 0
    once: int = 0
    again: set[str] = field(default_factory=set)
    pending_sessions: int = 0
    pending_reached: int = 0

    @property
    def identified(self) -> int:
        """How many different people are known by name."""
        return self.once + len(self.again)

    def add(self, share: Share) -> None:
        self.sessions += 1
        self.reached += share.reached
        self.unspecified += share.unspecified
        self.unnamed += share.unnamed
        self.once += share.once
        self.again.update(share.again)

    def add_pending(self, share: Share) -> None:
        self.pending_sessions += 1
        self.pending_reached += share.reached


def tallies(counted: Iterable[Presence], pending: Iterable[Presence], level: Level) -> dict[str, Tally]:
    """One tally a place that has a session, by its code."""
    sums: dict[str, Tally] = defaultdict(Tally)
    for presence in counted:
        for place, share in presence.shares(level).items():
            sums[place].add(share)
    for presence in pending:
        for place, share in presence.shares(level).items():
            sums[place].add_pending(share)
    return sums
