"""Who may be the same person: misspelt, cut short, turned round, by number; and the many namesakes who are not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desa_app.domain.attendee import Attendee
from desa_app.domain.duplicates import Face, Roll, face, may_be_one

DAY = dt.date(2026, 11, 24)
PHONE, OTHER_PHONE = "+6281234567890", "+6285700000000"
NAMES = ("Siti Aminah", "Siti", "Budi Santoso", "Muh. Yusuf", "Nur'aini", "Ahmad Yani", "Siti Aminah binti Abdullah")
people = st.builds(
    Attendee,
    full_name=st.sampled_from((*NAMES, None)),
    sex=st.sampled_from(("L", "P", None)),
    age=st.one_of(st.none(), st.integers(18, 60)),
    hamlet=st.sampled_from(("Krajan", "Dukuh", None)),
    phone_e164=st.sampled_from((PHONE, OTHER_PHONE, None)),
)


def who(name: str | None, **known: Any) -> Face:
    return face(Attendee(full_name=name, **known), DAY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (who("Siti Aminah"), who("SITI AMINAH")),
        (who("Hj. Siti Aminah, S.Pd"), who("Siti Aminah")),
        (who("Siti Aminah"), who("Aminah Siti")),
        (who("Soekarno Wirjo"), who("Sukarno Wiryo")),
        (who("Muh. Yusuf Habibi"), who("Muhammad Yusuf Habibi")),
        (who("Siti Aminah", hamlet="Krajan"), who("Siti Aminnah", hamlet="krajan")),
        (who("Siti Amirah", age=34), who("Siti Aminah", age=35)),
        (who("Dewi A.", phone_e164=PHONE), who("Dewi Anggraini", phone_e164=PHONE)),
        (who("Siti", age=34, hamlet="Krajan"), who("siti", age=34, hamlet="Krajan")),
        (who("Siti", phone_e164=PHONE), who("Siti Aminah", phone_e164=PHONE)),
        (who(None, phone_e164=PHONE), who("Siti Aminah", phone_e164=PHONE)),
        (who("Siti Aminah", birth_year=1992), who("Siti Aminah", age=34)),
    ],
)
def test_these_may_be_one(one: Face, other: Face) -> None:
    assert may_be_one(one, other)
    assert may_be_one(other, one)
    assert Roll([who("Orang Lain"), other]).find(one) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (who("Siti"), who("Siti")),
        (who("Siti", hamlet="Krajan"), who("Siti", hamlet="Krajan")),
        (who("Siti", age=34), who("Siti", age=34)),
        (who("Siti Aminah", sex="P"), who("Siti Aminah", sex="L")),
        (who("Siti Aminah", age=20), who("Siti Aminah", age=44)),
        (who("Siti Aminah", hamlet="Krajan"), who("Siti Aminah", hamlet="Dukuh")),
        (who("Siti Amirah"), who("Siti Aminah")),
        (who("Budi Santoso", phone_e164=PHONE), who("Siti Aminah", phone_e164=PHONE)),
        (who("Siti Aminah"), who("Siti Fatimah")),
        (who(None, age=34, hamlet="Krajan"), who(None, age=34, hamlet="Krajan")),
    ],
)
def test_these_are_two(one: Face, other: Face) -> None:
    assert not may_be_one(one, other)
    assert Roll([other]).find(one) is None


@given(st.lists(people, max_size=8), people)
def test_the_roll_finds_whom_a_look_at_each_would_find(listed: list[Attendee], wanted: Attendee) -> None:
    """It only looks at those who have something in common, and must miss nobody by it."""
    faces = [face(one, DAY) for one in listed]
    one = face(wanted, DAY)
    each = next((place for place, other in enumerate(faces) if may_be_one(one, other)), None)
    assert Roll(faces).find(one) == each


@given(people, people)
def test_being_one_goes_both_ways(one: Attendee, other: Attendee) -> None:
    assert may_be_one(face(one, DAY), face(other, DAY)) == may_be_one(face(other, DAY), face(one, DAY))


def test_only_those_above_are_looked_at() -> None:
    roll = Roll([who("Siti Aminah"), who("Siti Aminah")])
    assert roll.find(who("Siti Aminah"), 0) is None
    assert roll.find(who("Siti Aminah"), 1) == 0
