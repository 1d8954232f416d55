"""What the store tells of earlier sessions: villages last visited, sessions to copy from, who came; what is near."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from desa_app.domain.attendee import Attendee
from desa_app.domain.session import Session
from desa_app.store.identity import Identity
from desa_app.store.store import Store
from desa_app.store.villages import Villages

WONOREJO, KRAJANKULON, FAR = "3324082014", "3324082012", "1101012001"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    clock = iter(range(1_790_000_000_000, 1_790_100_000_000, 1000))
    made = Store.open(tmp_path, "jangan-dipakai", clock=lambda: next(clock))
    made.enrolled(Identity("A1", "p1", "Dewi", "officer", "KANIM-SMG", "Kantor", "hq", "http://127.0.0.1:9", "x"))
    yield made
    made.close()


def held(store: Store, village: str, day: int, *people: Attendee) -> Session:
    return store.sessions.record(Session(date=dt.date(2026, 5, day), villages=(village,)), people)


def test_the_villages_last_recorded_come_first(store: Store) -> None:
    for village in (WONOREJO, KRAJANKULON, FAR, WONOREJO):
        held(store, village, 1)
    gone = held(store, KRAJANKULON, 2)
    store.sessions.delete(gone.id, "ganda")
    assert store.earlier.villages(5) == [WONOREJO, FAR, KRAJANKULON]
    assert store.earlier.villages(1) == [WONOREJO]
    last = store.earlier.mine()
    assert last is not None
    assert last.villages == (WONOREJO,)


def test_sessions_here_come_before_later_ones_elsewhere(store: Store) -> None:
    here, later, now = held(store, WONOREJO, 3), held(store, FAR, 9), held(store, WONOREJO, 10)
    assert [one.id for one in store.earlier.sessions([WONOREJO], now.id, 9)] == [here.id, later.id]
    assert [one.id for one in store.earlier.sessions([], now.id, 9)] == [later.id, here.id]


def test_who_came_here_before_the_latest_first(store: Store) -> None:
    held(store, WONOREJO, 3, Attendee(full_name="Siti", phone="081234567890"))
    held(store, WONOREJO, 5, Attendee(full_name="Budi"))
    held(store, FAR, 6, Attendee(full_name="Lain"))
    now = held(store, WONOREJO, 7, Attendee(full_name="Kini"))
    came = store.earlier.people([WONOREJO], now.id)
    assert [(one.person.full_name, one.day) for one in came] == [
        ("Budi", dt.date(2026, 5, 5)),
        ("Siti", dt.date(2026, 5, 3)),
    ]
    assert came[1].person.phone_e164 == "+6281234567890"


def test_villages_near_to_one_are_its_neighbours() -> None:
    registry = Villages.open()
    try:
        near = registry.near(WONOREJO, 6)
        assert KRAJANKULON in [village.code for village in near]
        assert WONOREJO not in [village.code for village in near]
        assert {village.regency_code for village in near} == {"3324"}
        assert registry.near("0000000000", 6) == []
    finally:
        registry.close()
