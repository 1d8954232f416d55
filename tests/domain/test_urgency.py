"""How urgent an offer is, and when it alerts."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import get_args

import pytest

from desa_app.domain.offer import Offer
from desa_app.domain.reference import agencies, phone_prompt
from desa_app.domain.risk import LEVELS
from desa_app.domain.urgency import Urgency, alert, urgency
from desa_app.language import use_language

TODAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-30, "SEGERA"), (0, "SEGERA"), (3, "SEGERA"), (4, "MENDESAK"), (14, "MENDESAK"), (15, "NORMAL"), (400, "NORMAL")],
)
def test_days_until_departure(days: int, expected: str) -> None:
    assert urgency(Offer(departure=TODAY + dt.timedelta(days)), TODAY) == expected


@pytest.mark.parametrize("stage", ["transit", "sudah di lokasi"])
def test_people_on_the_way_are_immediate_whatever_the_date(stage: str) -> None:
    assert urgency(Offer(stage=stage, departure=dt.date(2027, 6, 1)), TODAY) == "SEGERA"  # type: ignore[arg-type]


def test_people_who_came_home_are_not_urgent() -> None:
    assert urgency(Offer(stage="pulang", departure=dt.date(2026, 1, 1)), TODAY) == "NORMAL"


def test_an_unknown_date_must_be_ascertained() -> None:
    assert urgency(Offer(stage="siap berangkat"), TODAY) == "perlu dipastikan"
    assert urgency(Offer(departure=TODAY, departure_precision="tidak tahu"), TODAY) == "perlu dipastikan"


def test_a_month_counts_from_its_first_day() -> None:
    december = Offer(departure=dt.date(2026, 12, 31), departure_precision="bulan")
    assert urgency(december, TODAY) == "MENDESAK"


def test_only_immediate_and_high_or_critical_alerts() -> None:
    alerting = {pair for pair in product(LEVELS, get_args(Urgency)) if alert(*pair)}
    assert alerting == {("tinggi", "SEGERA"), ("kritis", "SEGERA")}


def test_the_prompt_asks_to_telephone_and_no_number_is_invented() -> None:
    assert "telepon" in phone_prompt()
    use_language("en")
    assert "telephone" in phone_prompt()
    assert [agency.phone for agency in agencies()] == [None] * len(agencies())
