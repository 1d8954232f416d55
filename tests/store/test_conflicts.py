"""Values written at the same time on two laptops: both are here, with who and when, until a person decides."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace

from desa_app.domain.session import Session
from desa_app.errors import NotAllowed, NotFound
from desa_app.store.conflicts import Conflict
from desa_app.store.identity import Identity
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


# Settling.


@pytest.fixture
def contested(store: Store, other: Store, log: OneLog, shared: Session) -> Conflict:
    """A field that two have written at the same time, on both laptops."""
    write(store, shared.id, minutes="Ramai")
    write(other, shared.id, minutes="Sepi")
    log.exchange(store, other)
    (found,) = store.conflicts(shared.id)
    return found


def lead(store: Store) -> Store:
    """The same laptop, a lead's."""
    store.enrolled(replace(identity_of(store), role="lead"))
    return store


def identity_of(store: Store) -> Identity:
    assert store.me
    return store.me


def dot_of(conflict: Conflict, value: object) -> str:
    return next(rival.dot for rival in conflict.rivals if rival.value == value)


@pytest.mark.parametrize("kept", ["Ramai", "Sepi"])
def test_what_the_lead_keeps_stands_everywhere_and_the_conflict_is_over(
    store: Store, other: Store, log: OneLog, shared: Session, contested: Conflict, kept: str
) -> None:
    lead(store).settle(contested, dot_of(contested, kept))
    assert store.conflicts() == []
    log.exchange(store, other)
    for laptop in (store, other):
        assert (laptop.conflicts(), laptop.sessions.get(shared.id).minutes) == ([], kept)
        assert laptop.check() == []


def test_an_officer_settles_nothing(store: Store, contested: Conflict) -> None:
    with pytest.raises(NotAllowed):
        store.settle(contested, dot_of(contested, "Ramai"))


def test_what_came_in_while_the_lead_looked_survives_the_decision(
    store: Store, other: Store, log: OneLog, shared: Session
) -> None:
    write(store, shared.id, minutes="Ramai")
    write(other, shared.id, minutes="Sepi")
    for laptop in (store, other):
        log.push(laptop)
    log.pull(store)
    (looked_at,) = store.conflicts()
    write(other, shared.id, minutes="Penuh")
    log.push(other)
    log.pull(store)
    lead(store).settle(looked_at, dot_of(looked_at, "Ramai"))
    log.exchange(store, other)
    for laptop in (store, other):
        ((_, _, values),) = brief(laptop.conflicts(shared.id))
        assert set(values) == {"Ramai", "Penuh"}


def test_two_leads_who_settle_at_once_and_differently_see_it_again(
    store: Store, other: Store, log: OneLog, shared: Session, contested: Conflict
) -> None:
    lead(store).settle(contested, dot_of(contested, "Ramai"))
    lead(other).settle(contested, dot_of(contested, "Sepi"))
    log.exchange(store, other)
    for laptop in (store, other):
        ((_, _, values),) = brief(laptop.conflicts(shared.id))
        assert set(values) == {"Ramai", "Sepi"}
    (again,) = other.conflicts()
    other.settle(again, dot_of(again, "Ramai"))
    log.exchange(other, store)
    assert (store.conflicts(), other.conflicts()) == ([], [])
    assert store.sessions.get(shared.id).minutes == other.sessions.get(shared.id).minutes == "Ramai"


def test_two_leads_who_settle_alike_are_of_one_mind(
    store: Store, other: Store, log: OneLog, contested: Conflict
) -> None:
    for laptop in (store, other):
        lead(laptop).settle(contested, dot_of(contested, "Sepi"))
    log.exchange(store, other)
    assert (store.conflicts(), other.conflicts()) == ([], [])


def test_what_was_settled_elsewhere_is_not_settled_again(
    store: Store, other: Store, log: OneLog, shared: Session, contested: Conflict
) -> None:
    lead(other).settle(contested, dot_of(contested, "Sepi"))
    log.exchange(other, store)
    with pytest.raises(NotAllowed):
        lead(store).settle(contested, dot_of(contested, "Ramai"))
    assert store.sessions.get(shared.id).minutes == "Sepi"


@pytest.mark.parametrize("dies", [True, False])
def test_a_deletion_against_an_edit_is_settled_either_way(
    store: Store, other: Store, log: OneLog, shared: Session, dies: bool
) -> None:
    store.sessions.delete(shared.id, "ganda")
    write(other, shared.id, venue="Balai")
    log.exchange(store, other)
    (found,) = store.conflicts()
    deletion = next(rival.dot for rival in found.rivals if rival.value is not None)
    edit = next(rival.dot for rival in found.rivals if rival.value is None)
    assert {rival.person for rival in found.rivals} == {"p1", "p2"}
    lead(other).settle(found, deletion if dies else edit)
    log.exchange(other, store)
    for laptop in (store, other):
        assert laptop.conflicts() == []
        assert [row.id for row in laptop.sessions.listed()] == ([] if dies else [shared.id])
        assert laptop.check() == []


def test_a_deletion_that_another_lead_has_confirmed_is_not_undone_by_an_older_look(
    store: Store, other: Store, log: OneLog, shared: Session
) -> None:
    store.sessions.delete(shared.id, "ganda")
    write(other, shared.id, venue="Balai")
    log.exchange(store, other)
    (found,) = store.conflicts()
    dots = {rival.value is None: rival.dot for rival in found.rivals}
    lead(other).settle(found, dots[False])
    log.exchange(other, store)
    with pytest.raises(NotAllowed):
        lead(store).settle(found, dots[True])
    assert store.sessions.listed() == []


def test_an_edit_that_the_lead_had_not_seen_revives_what_was_decided_to_go(
    store: Store, other: Store, log: OneLog, shared: Session
) -> None:
    store.sessions.delete(shared.id, "ganda")
    write(other, shared.id, venue="Balai")
    log.exchange(store, other)
    (found,) = store.conflicts()
    write(other, shared.id, minutes="Ramai")
    log.exchange(other, store)
    lead(store).settle(found, next(rival.dot for rival in found.rivals if rival.value is not None))
    log.exchange(store, other)
    for laptop in (store, other):
        (again,) = laptop.conflicts()
        assert (again.field, [row.id for row in laptop.sessions.listed()]) == ("deletion", [shared.id])


# The story of a field.


def test_a_story_tells_every_value_and_what_became_of_it(
    store: Store, other: Store, log: OneLog, shared: Session, contested: Conflict
) -> None:
    lead(store).settle(contested, dot_of(contested, "Ramai"))
    log.exchange(store, other)
    for laptop in (store, other):
        told = {one.field: one.told for one in laptop.history.of("session", shared.id) if one.noun == "session"}
        first, ramai, sepi, settled = sorted(told["minutes"], key=lambda one: (one.fate == "shown", one.value))
        assert [one.value for one in (first, ramai, sepi, settled)] == ["Awal", "Ramai", "Sepi", "Ramai"]
        assert [one.fate for one in (first, ramai, sepi, settled)] == ["replaced"] * 3 + ["shown"]
        assert {by.person for by, _ in first.replaced_by} == {"p1", "p2"}
        assert [by.person for by, _ in sepi.replaced_by] == [by.person for by, _ in ramai.replaced_by] == ["p1"]
        assert settled.by.is_own is (laptop is store)
    assert {one.noun for one in store.history.of("session", shared.id)} == {"session", "attendee"}


def test_there_is_no_story_of_nothing(store: Store) -> None:
    with pytest.raises(NotFound):
        store.history.of("session", "nowhere")
