"""What is due in a village of the office: when somebody should go there, by its letter and its last session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal, NamedTuple

from desa_app.domain.coverage import rules_in_force
from desa_app.domain.coverage.period import months_before
from desa_app.domain.known_village import KnownVillage, letter_in_force

Need = Literal["first", "overdue", "soon", "waiting", "none"]
"""``first``: assigned by letter and never visited. ``overdue``: the last session is more than 12 months ago, so that
the village counts as active no more. ``soon``: more than 6. ``waiting``: a session of the last 6 months is not approved
yet, so the record is due, not another visit. ``none``: visited in the last 6 months, or not assigned."""
_ORDER: tuple[Need, ...] = ("first", "overdue", "soon", "waiting", "none")
_OPEN = frozenset({"draf", "diajukan", "dikembalikan"})


class Due(NamedTuple):
    """A village and what is due there; ``since`` is the day of the letter, or of the session that it is told by."""

    village: KnownVillage
    need: Need
    since: dt.date | None


def due(village: KnownVillage, today: dt.date) -> Due:
    """What is due in a village today."""
    recent = months_before(today, rules_in_force().recent_months)
    unapproved = [visit.date for visit in village.visits if visit.status in _OPEN and recent <= visit.date <= today]
    if village.state == "recent":
        return Due(village, "none", village.last)
    if unapproved:
        return Due(village, "waiting", max(unapproved))
    letter = letter_in_force(village.letters, today)
    if letter is None:
        return Due(village, "none", village.last)
    if village.state == "never":
        return Due(village, "first", letter.start)
    return Due(village, "soon" if village.state == "active" else "overdue", village.last)


def most_due(villages: Iterable[KnownVillage], today: dt.date) -> list[Due]:
    """The office's own villages, the most needed first: urgent offers, then what is due, then how long it is."""
    every = [due(village, today) for village in villages if village.is_ours]
    return sorted(every, key=_rank)


def _rank(one: Due) -> tuple[bool, int, dt.date, str]:
    return (
        not one.village.urgent_reports,
        _ORDER.index(one.need),
        one.since or dt.date.max,
        one.village.village.code,
    )
