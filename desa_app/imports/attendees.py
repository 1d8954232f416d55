"""From the people of an attendance list to the attendees of a session."""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from desa_app.domain.attendee import Attendee, storable
from desa_app.imports.person import AttendanceList, ImportedPerson


def to_attendee(person: ImportedPerson) -> Attendee:
    """The person as an attendee, with everything that was read; see ``storable`` before storing it."""
    return Attendee(
        full_name=person.full_name or None,
        sex=person.sex,
        age=person.age,
        birth_year=person.birth_year if person.age is None else None,
        hamlet=person.hamlet,
        address=person.address,
        occupation=person.occupation,
        phone=person.phone,
        phone_e164=person.phone_e164,
    )


def to_attendees(found: AttendanceList, day: dt.date) -> list[Attendee]:
    """Everybody on the list as may be stored for a session held on ``day``, in the order of the list.

    A minor stays without name and phone and counts. ``import_key`` names each line, so that a list imported again
    adds nobody twice.
    """
    return [
        replace(storable(to_attendee(person), day), row=place, import_key=person.key)
        for place, person in enumerate(found.people, start=1)
    ]
