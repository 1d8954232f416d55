"""What a list of people counts: by sex, by age group, and how many have a name."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from desa_app.domain.attendee import ADULT_AGE, Attendee
from desa_app.domain.session import AGE_GROUPS, AgeGroup

_STARTS = (ADULT_AGE, 25, 35, 45, 60)
"""The ages at which the groups after the first begin."""
COUNT_OF_SEX = {"L": "headcount_male", "P": "headcount_female", None: "headcount_unknown"}
"""The field of a session that counts each sex."""


class Tally(NamedTuple):
    """``listed`` people, ``named`` of them with a name; by field of the session's count by sex, and by age group.
    Groups nobody is in are left out."""

    listed: int
    named: int
    sexes: Mapping[str, int]
    ages: Mapping[AgeGroup, int]


def age_group(age: int | None) -> AgeGroup:
    """The group an age in years belongs to."""
    return "unknown" if age is None else AGE_GROUPS[bisect_right(_STARTS, age)]


def tally(people: Iterable[Attendee], day: dt.date | None) -> Tally:
    """Count people as old as they were on ``day``."""
    everybody = list(people)
    return Tally(
        len(everybody),
        sum(1 for person in everybody if person.full_name),
        Counter(COUNT_OF_SEX[person.sex] for person in everybody),
        Counter(age_group(person.age_on(day)) for person in everybody),
    )
