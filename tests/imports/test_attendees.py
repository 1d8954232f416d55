"""From the people of a list to the attendees of a session: whole, within the declared limits, minors without a name."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desa_app.domain.attendee import Attendee
from desa_app.domain.checks import check_attendee, stopping
from desa_app.imports.attendance_list import read_pasted
from desa_app.imports.attendees import to_attendee, to_attendees
from desa_app.imports.person import LONGEST, AttendanceList, Entry, read_person

DAY = dt.date(2026, 5, 19)
FIELDS = ("full_name", "sex", "age", "birth_year", "birth_date", "hamlet", "address", "rt", "occupation", "phone")


def pasted(text: str) -> AttendanceList:
    """A list as it is pasted."""
    return read_pasted(text)


def test_everything_that_was_read_is_kept() -> None:
    (person,) = to_attendees(pasted("1. Siti Aminah, P, 34 th, petani, 0812-3456-7890"), DAY)
    assert person.full_name == "Siti Aminah"
    assert (person.sex, person.age, person.birth_year) == ("P", 34, None)
    assert (person.occupation, person.phone, person.phone_e164) == ("petani", "0812-3456-7890", "+6281234567890")
    assert (person.id, person.session_id, person.row) == ("", "", 1)


def test_the_order_of_the_list_stays_and_each_line_has_its_own_name() -> None:
    text = "1. Siti, P, 34\n2. Budi, L, 40\n3. Siti, P, 35"
    people = to_attendees(pasted(text), DAY)
    assert [(person.full_name, person.row) for person in people] == [("Siti", 1), ("Budi", 2), ("Siti", 3)]
    assert len({person.import_key for person in people}) == 3
    assert to_attendees(pasted(text), DAY) == people


def test_a_minor_stays_without_name_and_phone_and_counts() -> None:
    found = pasted("1. Rani, P, 15, pelajar, 081234567890\n2. Siti, P, 34")
    rani, siti = to_attendees(found, DAY)
    assert (rani.full_name, rani.phone, rani.phone_e164) == (None, None, None)
    assert (rani.sex, rani.age, rani.occupation, rani.row) == ("P", 15, "pelajar", 1)
    assert rani.import_key == found.people[0].key
    assert siti.full_name == "Siti"
    assert to_attendee(found.people[0]).full_name == "Rani"


@pytest.mark.parametrize(("year", "name"), [(DAY.year - 17, None), (DAY.year - 18, None), (DAY.year - 19, "Rani")])
def test_who_may_be_a_minor_on_the_day_by_the_year_of_birth_is_one(year: int, name: str | None) -> None:
    entry = Entry(row=1, sheet="", fields={"full_name": "Rani", "birth_year": str(year)}, notes=(), text="")
    found = msgspec.structs.replace(pasted(""), people=(read_person(entry),))
    (person,) = to_attendees(found, DAY)
    assert (person.full_name, person.birth_year) == (name, year)


@pytest.mark.parametrize("field", LONGEST)
def test_what_is_too_long_is_cut_and_noted_in_full(field: str) -> None:
    long = ("0812 3456 7890 " if field == "phone" else "ab ") * 200
    entry = Entry(row=1, sheet="", fields={"full_name": "Siti", field: long}, notes=(), text="")
    person = read_person(entry)
    value = getattr(to_attendee(person), field)
    assert value == long[: LONGEST[field]].rstrip()
    assert any(long.strip() in note for note in person.notes)


@given(st.fixed_dictionaries({"full_name": st.text()}, optional={name: st.text(max_size=600) for name in FIELDS[1:]}))
def test_whatever_a_row_says_it_can_be_stored(fields: dict[str, str]) -> None:
    entry = Entry(row=1, sheet="", fields=fields, notes=(), text="")
    found = msgspec.structs.replace(pasted(""), people=(read_person(entry),))
    (person,) = to_attendees(found, DAY)
    assert msgspec.convert(msgspec.to_builtins(person), Attendee) == person
    assert stopping(check_attendee(person, DAY), submitting=False) == []
