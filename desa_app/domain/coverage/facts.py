"""What coverage is counted from: plain facts, cheap to make by the hundred thousand from rows of a database.

They are positional (``SessionFact(*row)``) and hidden from the garbage collector, which would otherwise walk over
600,000 of them again and again.

Village codes are 10 digits without dots; a village's district, regency and province are its first 6, 4 and 2.
Facts hold no names of people and nothing that is deleted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from desa_app.domain.village import Village


class AssignmentFact(msgspec.Struct, frozen=True, gc=False):
    """A village made *desa binaan* of an office by a letter (SK), from ``start`` to ``end``, both inclusive.

    ``migrant_pocket`` is 0, ½ or 1: how far the village is known to send people abroad.
    """

    village: str
    office: str
    start: dt.date
    end: dt.date | None = None
    migrant_pocket: float = 0.0


class SessionFact(msgspec.Struct, frozen=True, gc=False):
    """One outreach session that is not deleted.

    ``received`` is the day its approval arrived where the counting is done: a session received after the period's
    end is a late arrival. ``headcount`` is 0 where nobody was counted.
    ``sexes`` (men, women) and ``ages`` (the known age groups, youngest first) are parts of it.
    """

    id: str
    office: str
    date: dt.date
    villages: tuple[str, ...]
    headcount: int
    status: str
    received: dt.date | None = None
    sexes: tuple[int, int] = (0, 0)
    ages: tuple[int, ...] = ()


class AttendeeFact(msgspec.Struct, frozen=True, gc=False):
    """One line of a session's list: the person's own village, and who it is (see ``identity``) if named.

    ``sex`` and ``age`` in years are None where they aren't known.
    """

    session: str
    village: str | None
    identity: str | None
    sex: str | None = None
    age: int | None = None


class OfferFact(msgspec.Struct, frozen=True, gc=False):
    """A suspicious offer that stands: not deleted, not a draft, not *duplikat* or *tidak terbukti*.

    ``level`` is its risk (rendah, sedang, tinggi, kritis); ``urgent_open`` says that it is SEGERA and not settled.
    """

    village: str
    received: dt.date
    level: str
    urgent_open: bool


class OfficeFact(msgspec.Struct, frozen=True, gc=False):
    """An office, how many laptops it has, and how many of them synced after the period's end (None: not known)."""

    code: str
    name: str
    laptops: int | None = None
    synced: int | None = None


class SuccessorFact(msgspec.Struct, frozen=True, gc=False):
    """A village that inherits the standing of an old code: it was merged or renamed, or split and mapped.

    The children of a split that nobody mapped have no such line and start uncovered.
    """

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything coverage is counted from; sessions and offers of all time up to the period's end or later."""

    villages: Sequence[Village]
    assignments: Sequence[AssignmentFact] = ()
    sessions: Sequence[SessionFact] = ()
    attendees: Sequence[AttendeeFact] = ()
    offers: Sequence[OfferFact] = ()
    offices: Sequence[OfficeFact] = ()
    successors: Sequence[SuccessorFact] = ()
