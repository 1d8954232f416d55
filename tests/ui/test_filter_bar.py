"""The filter bar by itself: the periods it offers, and what it keeps when its values change."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from desa_app.domain.narrowing import Period
from desa_app.ui.filter_bar import PERIODS, FilterBar, period_of
from tests.ui.conftest import now


@pytest.mark.parametrize(
    ("name", "today", "start", "end"),
    [
        ("this month", "2026-11-24", "2026-11-01", None),
        ("last month", "2026-01-15", "2025-12-01", "2025-12-31"),
        ("last month", "2024-03-31", "2024-02-01", "2024-02-29"),
        ("3 months", "2026-05-31", "2026-02-28", None),
        ("3 months", "2026-01-10", "2025-10-10", None),
        ("this year", "2026-11-24", "2026-01-01", None),
        ("last year", "2026-11-24", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_period_goes_by_the_day(name: str, today: str, start: str, end: str | None) -> None:
    day = dt.date.fromisoformat
    assert period_of(name, day(today)) == Period(day(start), day(end) if end else None)


@given(st.sampled_from(PERIODS[:-1]), st.dates(dt.date(1971, 1, 1), dt.date(2100, 1, 1)))
def test_a_period_that_is_not_over_holds_today(name: str, today: dt.date) -> None:
    period = period_of(name, today)
    assert period.start is not None
    assert period.holds(today) == (period.end is None)


def test_what_is_chosen_stays_while_it_is_there_and_is_told_when_it_goes(qtbot: QtBot) -> None:
    bar = FilterBar(now, "status")
    qtbot.addWidget(bar)
    bar.set_options("status", [("draf", "Draf"), ("diajukan", "Diajukan")])
    bar.choose("status", "diajukan")
    with qtbot.assertNotEmitted(bar.changed):
        bar.set_options("status", [("diajukan", "Submitted"), ("draf", "Draft")])
    assert bar.chosen("status") == "diajukan"
    with qtbot.waitSignal(bar.changed):
        bar.set_options("status", [("draf", "Draft")])
    assert bar.chosen("status") is None
    assert not bar.is_narrowed


def test_clearing_is_told_once(qtbot: QtBot) -> None:
    bar = FilterBar(now, "status")
    qtbot.addWidget(bar)
    bar.set_options("status", [("draf", "Draf")])
    bar.choose("status", "draf")
    bar.search.setText("wono")
    bar.period.setCurrentIndex(2)
    told: list[bool] = []
    bar.changed.connect(lambda: told.append(bar.is_narrowed))
    bar.clear()
    assert told == [False]
    assert bar.wanted_period() == Period()


def test_a_list_without_days_has_no_period(qtbot: QtBot) -> None:
    bar = FilterBar(now, has_period=False)
    qtbot.addWidget(bar)
    bar.show()
    assert not bar.period.isVisible()
