"""What a list counts: by sex, by age group at its bounds, and how many have a name."""

from __future__ import annotations

import datetime as dt

import pytest

from desa_app.domain.attendee import Attendee
from desa_app.domain.tally import age_group, tally

DAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("age", "group"),
    [(0, "<18"), (17, "<18"), (18, "18-24"), (24, "18-24"), (25, "25-34"), (44, "35-44"), (59, "45-59"), (60, "60+")],
)
def test_ages_at_the_bounds(age: int, group: str) -> None:
    assert age_group(age) == group


def test_a_list_is_counted() -> None:
    people = [
        Attendee(full_name="Siti", sex="P", age=34),
        Attendee(full_name="Budi", sex="L", birth_year=1990),
        Attendee(sex="P"),
    ]
    counted = tally(people, DAY)
    assert (counted.listed, counted.named) == (3, 2)
    assert counted.sexes == {"headcount_female": 2, "headcount_male": 1}
    assert counted.ages == {"25-34": 1, "35-44": 1, "unknown": 1}
