"""The attendee (*peserta*) of a session. Names are optional; a minor's need a guardian's consent."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, ClassVar, Literal

import msgspec

from desa_app.domain.fields import LEAD, PERSONAL, PUBLIC, SILENT, Answer, Line, Phone, Record, Short, VillageCode

ADULT_AGE = 18
Sex = Literal["L", "P"]
Age = Annotated[int, msgspec.Meta(ge=0, le=120)]
BirthYear = Annotated[int, msgspec.Meta(ge=1880, le=2200)]


class Consent(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """How consent was given (UU 27/2022): which text, in which language, how, when, before whom."""

    version: Short
    language: Short
    method: Short
    given_at: str
    witness: Short | None = None


class Attendee(Record, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One person at a session.

    ``phone`` is kept as typed, ``phone_e164`` is what could be read from it. ``village`` is the person's own, for
    sessions held for several villages. ``row`` is the line on the paper list; ``import_key`` names the imported
    line, so that importing a list twice adds nobody twice. ``nik`` is off by default. ``counted_as`` is what
    headquarters writes before it erases the name: chance, the same for all lines that are counted as one person.
    """

    noun: ClassVar[str] = "attendee"
    parent: ClassVar[str | None] = "session_id"

    session_id: Annotated[str, PUBLIC, LEAD] = ""
    row: Annotated[int | None, PUBLIC, SILENT] = None
    full_name: Annotated[Short | None, PERSONAL, LEAD] = None
    sex: Annotated[Sex | None, PUBLIC, SILENT] = None
    age: Annotated[Age | None, PUBLIC, LEAD] = None
    birth_year: Annotated[BirthYear | None, PERSONAL, LEAD] = None
    hamlet: Annotated[Short | None, PERSONAL, SILENT] = None
    address: Annotated[Line | None, PERSONAL, SILENT] = None
    village: Annotated[VillageCode | None, PUBLIC, LEAD] = None
    occupation: Annotated[Short | None, PUBLIC, SILENT] = None
    phone: Annotated[Phone | None, PERSONAL, LEAD] = None
    phone_e164: Annotated[Phone | None, PERSONAL, SILENT] = None
    plans_abroad: Annotated[Answer | None, PERSONAL, LEAD] = None
    plans_where: Annotated[Short | None, PERSONAL, SILENT] = None
    consent: Annotated[Consent | None, PUBLIC, LEAD] = None
    guardian_consent: Annotated[Consent | None, PUBLIC, LEAD] = None
    photo_consent: Annotated[Answer | None, PUBLIC, LEAD] = None
    nik: Annotated[Short | None, PERSONAL, LEAD] = None
    import_key: Annotated[Short | None, PUBLIC, SILENT] = None
    counted_as: Annotated[Short | None, PUBLIC, SILENT] = None

    def age_on(self, day: dt.date | None) -> int | None:
        """The age in years on ``day``: as given, else from the birth year (the lower of the two it can be)."""
        if self.age is not None:
            return self.age
        if self.birth_year is None or day is None:
            return None
        return max(0, day.year - self.birth_year - 1)

    def is_minor_on(self, day: dt.date | None) -> bool:
        """Whether the person is, or by the birth year may be, under 18 on ``day``."""
        age = self.age_on(day)
        return age is not None and age < ADULT_AGE


def storable(person: Attendee, day: dt.date | None) -> Attendee:
    """The person without what may not be stored: a minor's name and phone before a guardian agreed.

    The person stays and counts; nothing else of what is known is taken away.
    """
    if person.is_minor_on(day) and person.guardian_consent is None:
        return msgspec.structs.replace(person, full_name=None, phone=None, phone_e164=None)
    return person
