"""What is due in a village: by its letter, its last valid session, and sessions that are not approved yet."""

from __future__ import annotations

import datetime as dt

import pytest

from desa_app.domain.due import due, most_due
from desa_app.domain.known_village import KnownVillage, Report, Visit, VisitState
from desa_app.domain.office import Assignment
from desa_app.domain.session import SessionStatus
from desa_app.domain.village import Village

TODAY = dt.date(2026, 11, 24)
SINCE = dt.date(2026, 2, 1)


def village(
    code: str = "3324082014",
    state: VisitState = "never",
    last: dt.date | None = None,
    *,
    assigned: bool = True,
    visit: tuple[dt.date, SessionStatus] | None = None,
    urgent: bool = False,
) -> KnownVillage:
    """A village of the office; assigned since February."""
    letter = Assignment(village=code, office="KANIM-SMG", sk="1", start=SINCE)
    return KnownVillage(
        village=Village(code, "Wonorejo", "desa", "Kaliwungu", "Kendal", "Jawa Tengah"),
        letters=(letter,) if assigned else (),
        is_assigned=assigned,
        state=state,
        last=last,
        visits=(Visit("s", *visit, 5),) if visit else (),
        reports=(Report("o", TODAY, "tinggi", "SEGERA", "diajukan"),) if urgent else (),
    )


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (village(), ("first", SINCE)),
        (village(state="lapsed", last=dt.date(2025, 10, 1)), ("overdue", dt.date(2025, 10, 1))),
        (village(state="active", last=dt.date(2026, 4, 1)), ("soon", dt.date(2026, 4, 1))),
        (village(state="recent", last=dt.date(2026, 9, 1)), ("none", dt.date(2026, 9, 1))),
        (village(assigned=False), ("none", None)),
        (village(state="lapsed", last=dt.date(2025, 1, 1), assigned=False), ("none", dt.date(2025, 1, 1))),
        (village(visit=(dt.date(2026, 11, 20), "diajukan")), ("waiting", dt.date(2026, 11, 20))),
        (village(visit=(dt.date(2026, 5, 24), "dikembalikan")), ("waiting", dt.date(2026, 5, 24))),
        (village(visit=(dt.date(2026, 5, 23), "diajukan")), ("first", SINCE)),
        (village(visit=(dt.date(2026, 11, 25), "draf")), ("first", SINCE)),
    ],
)
def test_what_is_due(known: KnownVillage, expected: tuple[str, dt.date | None]) -> None:
    assert due(known, TODAY)[1:] == expected


def test_a_letter_that_has_run_out_asks_for_no_visit() -> None:
    over = Assignment(village="3324082014", office="KANIM-SMG", sk="1", start=SINCE, end=TODAY - dt.timedelta(days=1))
    known = KnownVillage(village=village().village, letters=(over,))
    assert due(known, TODAY).need == "none"


def test_the_most_needed_village_comes_first() -> None:
    ours = [
        village("3324082001", "recent", dt.date(2026, 9, 1)),
        village("3324082002", "active", dt.date(2026, 4, 1)),
        village("3324082003", "lapsed", dt.date(2025, 9, 1)),
        village("3324082004"),
        village("3324082005", "recent", dt.date(2026, 10, 1), urgent=True),
        village("3324082006", "lapsed", dt.date(2025, 3, 1)),
        village("3324082007", assigned=False),
    ]
    order = [one.village.village.code[-1] for one in most_due(ours, TODAY)]
    assert order == ["5", "4", "6", "3", "2", "1"]
