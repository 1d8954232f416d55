"""Merging holds what SYNC.md promises (invariants 5 to 8), judged by the definition and not by registers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desa_app.sync.pure.change import SCHEMA, Change
from desa_app.sync.pure.merge import (
    DELETION,
    Register,
    State,
    bases,
    conflicts,
    contested,
    distinct_values,
    is_deleted,
    merge,
    shown,
)
from desa_app.sync.pure.merge import survivors as all_survivors
from simulation.judge import Deed, expected_conflicts, expected_deleted, expected_shown, expected_state, survivors
from tests.sync.pure.history import (
    RECORD,
    SCOPE,
    Arrival,
    Merging,
    applied,
    arrivals,
    histories,
    reread,
    row_of,
    steady,
)

in_disorder = histories().flatmap(lambda deeds: st.tuples(st.just(deeds), arrivals(deeds)))


def noun_of(deeds: Sequence[Deed]) -> str:
    return deeds[0].change.noun


def judge(deeds: Sequence[Deed], arriving: Sequence[Arrival], merging: Merging = merge, *, kept: bool = False) -> None:
    """Whoever these changes reached holds what the judge says, to the byte of the row."""
    noun = noun_of(deeds)
    state = applied(arriving, merging, kept=kept)
    assert state == expected_state(deeds)
    assert row_of(noun, state) == row_of(noun, expected_state(deeds))


@steady
@given(in_disorder, st.booleans())
def test_same_changes_same_row_in_any_order_with_repeats_and_new_stamps(
    drawn: tuple[Sequence[Deed], list[Arrival]], kept: bool
) -> None:
    judge(*drawn, kept=kept)


@steady
@given(in_disorder, st.integers(0, 12))
def test_every_part_of_a_history_gives_the_same_row_in_any_order(
    drawn: tuple[Sequence[Deed], list[Arrival]], count: int
) -> None:
    _, arriving = drawn
    part = [Arrival(each.deed, each.deed.stamp) for each in arriving[:count]]
    state = applied(part)
    assert state == expected_state({each.deed.name: each.deed for each in part}.values())
    assert state == reread("session", state)


@steady
@given(in_disorder)
def test_repeating_everything_changes_nothing(drawn: tuple[Sequence[Deed], list[Arrival]]) -> None:
    deeds, arriving = drawn
    state = applied(arriving)
    for deed in deeds:
        assert merge(state, deed.change, deed.name, deed.stamp, lambda _: True) == state


@steady
@given(in_disorder)
def test_merge_leaves_the_state_before_as_it_was(drawn: tuple[Sequence[Deed], list[Arrival]]) -> None:
    _, arriving = drawn
    for place, each in enumerate(arriving):
        before, again = applied(arriving[:place]), applied(arriving[:place])
        merge(before, each.deed.change, each.deed.name, each.stamp, lambda _: False)
        assert before == again


@steady
@given(histories())
def test_what_is_shown_deleted_and_in_conflict(deeds: Sequence[Deed]) -> None:
    state = expected_state(deeds)
    assert {name: shown(register) for name, register in state.items()} == {
        name: expected_shown(deeds, name) for name in state
    }
    assert is_deleted(state) == expected_deleted(deeds)
    assert conflicts(noun_of(deeds), state) == expected_conflicts(noun_of(deeds), deeds)


@steady
@given(histories())
def test_an_edit_replaces_exactly_what_it_saw(deeds: Sequence[Deed]) -> None:
    state = expected_state(deeds)
    replaced = bases(state, [*state, "never_written"])
    assert {name: set(base) for name, base in replaced.items()} == {
        name: {*survivors(deeds, name)} for name in replaced
    }


@steady
@given(histories(in_turn=True))
def test_edits_made_one_after_the_other_are_never_in_conflict(deeds: Sequence[Deed]) -> None:
    state = expected_state(deeds)
    assert contested(state) == []
    assert conflicts(noun_of(deeds), state) == []
    assert all(len(register.written) == 1 and not register.replaced for register in state.values())
    last = {name: deed.change.fields[name] for deed in deeds for name in deed.change.fields}
    assert {name: shown(register) for name, register in state.items()} == last


# The same, told by hand.


def deed(dev: str, stamp: int, fields: dict[str, object], base: dict[str, list[str]] | None = None) -> Deed:
    return Deed(dev, Change(1, stamp, "orang", "session", RECORD, SCOPE, SCHEMA, fields, base), stamp, frozenset())


def everywhere(*deeds: Deed) -> State:
    """The one state that all orders of these changes lead to."""
    found = [applied(Arrival(each, each.stamp) for each in order) for order in permutations(deeds)]
    assert all(state == found[0] for state in found)
    return found[0]


CREATED = deed("A:1", 10, {"date": "2025-05-19", "venue": "Balai", "minutes": "satu"})
MOVED = deed("A:2", 20, {"date": "2025-05-20"}, {"date": ["A:1"]})
MOVED_ELSEWHERE = deed("B:1", 15, {"date": "2025-05-21"}, {"date": ["A:1"]})


def deleted(dev: str, stamp: int, *seen: str) -> Deed:
    return deed(dev, stamp, {DELETION: {"reason": "keliru", "seen": [*seen]}}, {DELETION: []})


def test_values_written_at_the_same_time_all_survive_and_the_latest_is_shown() -> None:
    state = everywhere(CREATED, MOVED, MOVED_ELSEWHERE)
    assert distinct_values(state["date"]) == ["2025-05-21", "2025-05-20"]
    assert shown(state["date"]) == "2025-05-20"
    assert conflicts("session", state) == ["date"]


def test_settling_a_conflict_names_every_survivor_and_ends_it() -> None:
    base = bases(everywhere(CREATED, MOVED, MOVED_ELSEWHERE), ["date"])
    settled = deed("C:1", 5, {"date": "2025-05-21"}, base)
    state = everywhere(CREATED, MOVED, MOVED_ELSEWHERE, settled)
    assert base == {"date": ["A:2", "B:1"]}
    assert state["date"] == Register({"C:1": (5, "2025-05-21")})


def test_the_same_value_written_twice_at_the_same_time_is_no_conflict() -> None:
    state = everywhere(CREATED, MOVED, deed("B:1", 15, {"date": "2025-05-20"}, {"date": ["A:1"]}))
    assert set(state["date"].written) == {"A:2", "B:1"}
    assert conflicts("session", state) == []


@pytest.mark.parametrize(("field", "is_shown"), [("venue", False), ("minutes", True), ("date", True)])
def test_only_fields_that_matter_are_shown_as_conflicts(field: str, is_shown: bool) -> None:
    one, other = (deed(f"{dev}:1", 20, {field: dev}, {field: ["A:1"]}) for dev in "BC")
    state = everywhere(CREATED, one, other)
    assert contested(state) == [field]
    assert conflicts("session", state) == [field] * is_shown


def test_a_deletion_that_saw_everything_deletes() -> None:
    state = everywhere(CREATED, MOVED, deleted("B:1", 1, "A:1", "A:2"))
    assert is_deleted(state)
    assert conflicts("session", state) == []


def test_an_edit_at_the_time_of_the_deletion_keeps_the_record_alive_whatever_the_clocks_say() -> None:
    for stamp in (1, 99):
        state = everywhere(CREATED, MOVED, deleted("B:1", stamp, "A:1"))
        assert not is_deleted(state)
        assert conflicts("session", state) == [DELETION]


def test_a_contested_field_and_an_overruled_deletion_stand_in_order() -> None:
    story = deed("C:1", 9, {"minutes": "dua"}, {"minutes": []})
    state = everywhere(CREATED, MOVED, MOVED_ELSEWHERE, story, deleted("D:1", 50, "A:1"))
    assert conflicts("session", state) == ["date", "minutes", DELETION]


def test_two_people_who_delete_the_same_record_know_together_what_each_saw() -> None:
    state = everywhere(CREATED, MOVED, deleted("B:1", 5, "A:1"), deleted("C:1", 6, "A:1", "A:2"))
    assert is_deleted(state)


def test_undeleting_brings_the_record_back_without_a_conflict() -> None:
    gone = deleted("B:1", 50, "A:1")
    back = deed("A:3", 20, {DELETION: None}, {DELETION: ["B:1"]})
    state = everywhere(CREATED, gone, back)
    assert not is_deleted(state)
    assert conflicts("session", state) == []


def test_survivors_are_named_once_and_in_the_order_of_their_numbers() -> None:
    ten = deed("A:10", 30, {"venue": "Aula", "minutes": "dua"}, {"venue": ["A:1"], "minutes": ["A:1"]})
    assert all_survivors(everywhere(CREATED, MOVED, ten)) == ["A:2", "A:10"]


def test_values_of_the_same_stamp_are_listed_in_one_order_everywhere() -> None:
    one, other = (deed(f"{dev}:1", 20, {"minutes": dev}, {"minutes": ["A:1"]}) for dev in "BC")
    for order in ((CREATED, one, other), (other, one, CREATED)):
        assert distinct_values(applied(Arrival(each, each.stamp) for each in order)["minutes"]) == ["B", "C"]


def test_a_creation_that_was_applied_before_writes_nothing_into_an_empty_record() -> None:
    again = merge({}, CREATED.change, CREATED.name, CREATED.stamp, lambda _: True)
    assert not any(register.written for register in again.values())
