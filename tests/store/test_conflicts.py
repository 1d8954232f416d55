"""Values written at the same time on two laptops: both are here, with who and when, until a person decides."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace

from desa_app.domain.session import Session
from desa_app.store.conflicts import Conflict
from desa_app.store.store import Store
from tests.store.conftest import NOW, Clock, OneLog, people


@pytest.fixture
def log() -> OneLog:
    """The log that both laptops write to and read from."""
    return OneLog()


@pytest.fixture
def shared(store: Store, other: Store, log: OneLog) -> Session:
    """A session with one person, on both laptops."""
    saved = store.sessions.record(Session(minutes="Awal", headcount_male=3), people("Siti"))
    log.exchange(store, other)
    return saved


def write(store: Store, record: str, **values: Any) -> None:
    """Write fields of a session."""
    store.sessions.record(replace(store.sessions.get(record), **values))


def brief(conflicts: list[Conflict]) -> list[tuple[str, str, list[Any]]]:
    """Noun, field and values of conflicts."""
    return [(one.noun, one.field, [rival.value for rival in one.rivals]) for one in conflicts]


def test_both_values_are_here_with_who_and_when(
    store: Store, other: Store, log: OneLog, shared: Session, clock: Clock
) -> None:
    write(store, shared.id, minutes="Ramai")
    clock.ms += 60_000
    write(other, shared.id, minutes="Sepi")
    log.exchange(store, other)
    for laptop in (store, other):
        (conflict,) = laptop.conflicts(shared.id)
        assert (conflict.noun, conflict.record, conflict.field) == ("session", shared.id, "minutes")
        ours, theirs = conflict.rivals
        assert (ours.value, ours.person, ours.dev, ours.at, ours.is_shown) == ("Ramai", "p1", "A1", NOW, False)
        assert (theirs.value, theirs.person, theirs.dev, theirs.is_shown) == ("Sepi", "p2", "B2", True)
        assert (ours.is_own, theirs.is_own) == (laptop is store, laptop is other)
        assert theirs.at == NOW + dt.timedelta(minutes=1)
        assert laptop.sessions.get(shared.id).minutes == "Sepi"
        assert [row.conflicts for row in laptop.sessions.listed()] == [("minutes",)]
        assert laptop.status().conflicts == [conflict]


def test_edits_of_two_fields_and_equal_values_are_no_conflict(
    store: Store, other: Store, log: OneLog, shared: Session
) -> None:
    write(store, shared.id, minutes="Ramai", venue="Balai")
    write(other, shared.id, questions="Gaji?", venue="Balai")
    log.exchange(store, other)
    assert (store.conflicts(), other.conflicts()) == ([], [])
    assert store.sessions.get(shared.id) == other.sessions.get(shared.id)
    assert store.sessions.get(shared.id).questions == "Gaji?"


def test_a_counter_is_picked_silently(store: Store, other: Store, log: OneLog, shared: Session) -> None:
    write(store, shared.id, headcount_male=10)
    write(other, shared.id, headcount_male=12)
    log.exchange(store, other)
    assert (store.conflicts(), other.conflicts()) == ([], [])
    assert store.sessions.get(shared.id).headcount_male == other.sessions.get(shared.id).headcount_male


def test_a_childs_conflict_is_its_parents_too(
    store: Store, other: Store, log: OneLog, shared: Session, clock: Clock
) -> None:
    for laptop, name in ((store, "Siti Aminah"), (other, "Siti Aisyah")):
        clock.ms += 1000
        (siti,) = laptop.sessions.attendees(shared.id)
        laptop.sessions.record(laptop.sessions.get(shared.id), [replace(siti, full_name=name)])
    log.exchange(store, other)
    (siti,) = store.sessions.attendees(shared.id)
    expected = [("attendee", "full_name", ["Siti Aminah", "Siti Aisyah"])]
    assert brief(store.conflicts()) == brief(store.conflicts(shared.id)) == brief(store.conflicts(siti.id)) == expected
    assert store.conflicts(store.sessions.record(Session(venue="Masjid")).id) == []


@pytest.mark.parametrize("chosen", ["Ramai", "Sepi", "Ramai, lalu sepi"])
def test_naming_a_field_settles_it_whatever_value_is_chosen(
    store: Store, other: Store, log: OneLog, shared: Session, chosen: str
) -> None:
    write(store, shared.id, minutes="Ramai", questions="Gaji?")
    write(other, shared.id, minutes="Sepi", questions="Visa?")
    log.exchange(store, other)
    other.sessions.edit(shared.id, {"minutes": chosen})
    log.exchange(store, other)
    for laptop in (store, other):
        assert laptop.sessions.get(shared.id).minutes == chosen
        assert [field for _, field, _ in brief(laptop.conflicts())] == ["questions"]


def test_saving_without_naming_the_field_settles_nothing(
    store: Store, other: Store, log: OneLog, shared: Session
) -> None:
    write(store, shared.id, minutes="Ramai")
    write(other, shared.id, minutes="Sepi")
    log.exchange(store, other)
    write(other, shared.id, venue="Balai")
    assert [field for _, field, _ in brief(other.conflicts())] == ["minutes"]


def test_somebodys_field_is_settled_by_naming_it(store: Store, other: Store, log: OneLog, shared: Session) -> None:
    for laptop, name in ((store, "Siti Aminah"), (other, "Siti Aisyah")):
        (siti,) = laptop.sessions.attendees(shared.id)
        laptop.sessions.record(laptop.sessions.get(shared.id), [replace(siti, full_name=name)])
    log.exchange(store, other)
    (siti,) = other.sessions.attendees(shared.id)
    other.sessions.edit(shared.id, {"attendees": [{"id": siti.id, "full_name": siti.full_name}]})
    log.exchange(store, other)
    assert (store.conflicts(), other.conflicts()) == ([], [])
    assert store.sessions.attendees(shared.id) == other.sessions.attendees(shared.id) == [siti]


def test_deleted_here_and_edited_there_lives_and_is_shown(
    store: Store, other: Store, log: OneLog, shared: Session
) -> None:
    store.sessions.delete(shared.id, "ganda")
    write(other, shared.id, venue="Balai")
    log.exchange(store, other)
    for laptop in (store, other):
        ((noun, field, values),) = brief(laptop.conflicts(shared.id))
        edit, deletion = sorted(values, key=bool)
        assert (noun, field, deletion["reason"], edit) == ("session", "deletion", "ganda", None)
        assert [row.venue for row in laptop.sessions.listed()] == ["Balai"]
    other.sessions.restore(shared.id)
    log.exchange(store, other)
    assert (store.conflicts(), other.conflicts()) == ([], [])
    assert [row.venue for row in store.sessions.listed()] == ["Balai"]


def test_a_deletion_that_has_seen_everything_is_final(store: Store, other: Store, log: OneLog, shared: Session) -> None:
    store.sessions.delete(shared.id, "ganda")
    log.exchange(store, other)
    assert other.sessions.listed() == []
    assert (store.conflicts(), other.conflicts()) == ([], [])
