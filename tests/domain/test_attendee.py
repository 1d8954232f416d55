"""Who is a minor, and what of a person may be stored."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from desa_app.domain.attendee import Attendee, Consent, storable

DAY = dt.date(2026, 5, 19)
CONSENT = Consent("1", "id", "lisan", "2026-05-19T09:00:00+07:00")


@pytest.mark.parametrize(
    ("values", "day", "is_minor"),
    [
        ({"age": 17}, DAY, True),
        ({"age": 17}, None, True),
        ({"age": 18}, DAY, False),
        ({"birth_year": 2007}, DAY, False),
        ({"birth_year": 2008}, DAY, True),
        ({"birth_year": 2008}, None, False),
        ({"birth_year": 2027}, DAY, True),
        ({"age": 18, "birth_year": 2015}, DAY, False),
        ({}, DAY, False),
    ],
)
def test_a_minor_is_one_by_age_or_possibly_by_the_year_of_birth(
    values: dict[str, Any], day: dt.date | None, is_minor: bool
) -> None:
    assert Attendee(**values).is_minor_on(day) is is_minor


def test_a_minors_name_and_phone_are_not_stored_and_everything_else_is() -> None:
    given = Attendee(
        id="x",
        full_name="Rani",
        sex="P",
        age=15,
        hamlet="Krajan",
        phone="0812",
        phone_e164="+62812",
        row=3,
        import_key="k",
    )
    assert storable(given, DAY) == Attendee(id="x", sex="P", age=15, hamlet="Krajan", row=3, import_key="k")


@pytest.mark.parametrize("values", [{"age": 15, "guardian_consent": CONSENT}, {"age": 18}, {}])
def test_everybody_else_is_stored_as_given(values: dict[str, Any]) -> None:
    given = Attendee(full_name="Rani", phone="0812", **values)
    assert storable(given, DAY) == given
