"""Offices and the villages assigned to them: reference records that come from headquarters."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, ClassVar

import msgspec

from desa_app.domain.fields import LEAD, PUBLIC, SILENT, Line, Record, Short, VillageCode

OfficeCode = Annotated[str, msgspec.Meta(pattern=r"^[A-Z0-9][A-Z0-9-]{0,19}\Z")]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


class Office(Record, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A district immigration office (*kantor imigrasi*). Their number changes, so each is a dated row."""

    noun: ClassVar[str] = "office"

    code: Annotated[Short, PUBLIC, LEAD] = ""
    name: Annotated[Line, PUBLIC, LEAD] = ""
    start: Annotated[dt.date | None, PUBLIC, SILENT] = None
    end: Annotated[dt.date | None, PUBLIC, SILENT] = None


class Assignment(Record, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A village made *desa binaan* by a letter (SK) of the office's head: number, from, to (both inclusive)."""

    noun: ClassVar[str] = "assignment"

    village: Annotated[VillageCode, PUBLIC, LEAD] = "0000000000"
    office: Annotated[Short, PUBLIC, LEAD] = ""
    sk: Annotated[Line, PUBLIC, LEAD] = ""
    start: Annotated[dt.date | None, PUBLIC, LEAD] = None
    end: Annotated[dt.date | None, PUBLIC, LEAD] = None
    migrant_pocket: Annotated[Share, PUBLIC, SILENT] = 0.0
