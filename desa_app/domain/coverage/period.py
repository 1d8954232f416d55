"""Periods and calendar months."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from desa_app.errors import WrongField
from desa_app.language import say


@dataclass(frozen=True, slots=True)
class Period:
    """The days a report is about, both inclusive. ``end`` is its cutoff: nothing later counts.

    Raises WrongField when it ends before it starts.
    """

    start: dt.date
    end: dt.date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise WrongField(path="to", why=say("akhir periode mendahului awalnya", "the period ends before it starts"))

    def __contains__(self, day: dt.date) -> bool:
        return self.start <= day <= self.end


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day of the month, ``months`` calendar months earlier.

    Where that month is too short it is its last day: six months before 31 August is 28 (or 29) February.
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def months_since(earlier: dt.date, day: dt.date) -> int:
    """How many whole calendar months lie between, counted so that it agrees with ``months_before``."""
    months = (day.year - earlier.year) * 12 + day.month - earlier.month
    return months if earlier <= months_before(day, months) else months - 1


QUICK_PERIODS = ("month", "quarter", "year", "last_year", "twelve_months")


def quick_period(name: str, today: dt.date) -> Period:
    """One of QUICK_PERIODS as seen ``today``; those that are not over end today.

    >>> quick_period("quarter", dt.date(2026, 11, 24))
    Period(start=datetime.date(2026, 10, 1), end=datetime.date(2026, 11, 24))
    """
    first = today.replace(day=1)
    year = first.replace(month=1)
    if name == "last_year":
        return Period(year.replace(year=year.year - 1), year - dt.timedelta(days=1))
    starts = {
        "month": first,
        "quarter": first.replace(month=3 * ((today.month - 1) // 3) + 1),
        "year": year,
        "twelve_months": months_before(today, 12) + dt.timedelta(days=1),
    }
    return Period(starts[name], today)
