"""The outreach session (*sesi penyuluhan*): what was done, where, for how many people.

A session with a headcount and no names is valid (DOMAIN.md, Records).
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from typing import Annotated, ClassVar, Literal

import msgspec

from desa_app.domain.attachment import Attachment
from desa_app.domain.fields import (
    BOTH,
    LEAD,
    PERSONAL,
    PUBLIC,
    SILENT,
    Answer,
    Count,
    Line,
    Record,
    Short,
    Text,
    VillageCode,
)

AgeGroup = Literal["<18", "18-24", "25-34", "35-44", "45-59", "60+", "unknown"]
AGE_GROUPS: tuple[AgeGroup, ...] = ("<18", "18-24", "25-34", "35-44", "45-59", "60+", "unknown")

KNOWN_AGES = AGE_GROUPS[:-1]
"""The age groups without the unknown, youngest first."""
_YOUNGEST = (0, 18, 25, 35, 45, 60)

SessionStatus = Literal["draf", "diajukan", "disetujui", "dikembalikan"]
Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]
Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]


def age_group(years: int | None) -> AgeGroup:
    """The age group of somebody of that many years."""
    return "unknown" if years is None else KNOWN_AGES[max(0, bisect_right(_YOUNGEST, years) - 1)]


class Position(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the session was held: WGS 84 degrees; ``accuracy`` in metres where the device told it."""

    lat: Latitude
    lng: Longitude
    accuracy: float | None = None


class Session(Record, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One outreach session in one or more villages.

    ``villages`` keeps the codes that held on the date, ``village_names`` the names as they were then (codes are
    reused), ``code_set`` the registry's version. ``start`` and ``end`` carry their offset, as ``09:00:00+07:00``.
    ``import_key`` names an imported attendance list: the village and date it was imported for, and its digest.
    """

    noun: ClassVar[str] = "session"

    date: Annotated[dt.date | None, PUBLIC, LEAD] = None
    start: Annotated[dt.time | None, PUBLIC, SILENT] = None
    end: Annotated[dt.time | None, PUBLIC, SILENT] = None
    villages: Annotated[tuple[VillageCode, ...], PUBLIC, LEAD] = ()
    village_names: Annotated[tuple[Short, ...], PUBLIC, SILENT] = ()
    code_set: Annotated[Short | None, PUBLIC, SILENT] = None
    venue: Annotated[Line | None, PUBLIC, SILENT] = None
    assignment_letter: Annotated[Short | None, PUBLIC, SILENT] = None
    topics: Annotated[tuple[Short, ...], PUBLIC, SILENT] = ()
    speakers: Annotated[tuple[Short, ...], PERSONAL, SILENT] = ()
    officers: Annotated[tuple[Short, ...], PUBLIC, SILENT] = ()
    headcount_male: Annotated[Count | None, PUBLIC, SILENT] = None
    headcount_female: Annotated[Count | None, PUBLIC, SILENT] = None
    headcount_unknown: Annotated[Count | None, PUBLIC, SILENT] = None
    headcount_ages: Annotated[dict[AgeGroup, Count], PUBLIC, SILENT] = {}
    minutes: Annotated[Text | None, PERSONAL, BOTH] = None
    questions: Annotated[Text | None, PERSONAL, BOTH] = None
    materials: Annotated[tuple[Line, ...], PUBLIC, SILENT] = ()
    position: Annotated[Position | None, PUBLIC, SILENT] = None
    photos: Annotated[tuple[Attachment, ...], PERSONAL, BOTH] = ()
    language: Annotated[Short | None, PUBLIC, SILENT] = None
    legal_basis: Annotated[Line | None, PUBLIC, SILENT] = None
    notice_given: Annotated[Answer | None, PUBLIC, SILENT] = None
    status: Annotated[SessionStatus, PUBLIC, LEAD] = "draf"
    review_field: Annotated[Short | None, PUBLIC, SILENT] = None
    review_comment: Annotated[Line | None, PUBLIC, BOTH] = None
    import_key: Annotated[Short | None, PUBLIC, SILENT] = None

    @property
    def headcount(self) -> int:
        """How many were counted: the larger of the count by sex and the count by age group."""
        by_sex = (self.headcount_male or 0) + (self.headcount_female or 0) + (self.headcount_unknown or 0)
        return max(by_sex, sum(self.headcount_ages.values()))
