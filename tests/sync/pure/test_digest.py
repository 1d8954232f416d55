"""A digest is equal exactly where the records are (SYNC.md, invariant 15), whatever the order, the database and the
version that hold them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desa_app.sync.pure.digest import (
    BUCKETS,
    MOST_RECORDS,
    Bucket,
    Digest,
    bucket_of,
    differing,
    portions,
    row_hash,
    state_hash,
)
from desa_app.sync.pure.merge import Register
from desa_app.sync.pure.rows import shape, to_state
from simulation.judge import Deed, expected_state
from tests.sync.pure.history import Arrival, applied, arrivals, histories, row_of, steady
from tests.sync.pure.test_rows import through_sqlite

KEY, OTHER_KEY = b"k" * 32, b"l" * 32
in_disorder = histories().flatmap(lambda deeds: st.tuples(st.just(deeds), arrivals(deeds)))
numbers = st.integers(0, 2**64 - 1)
records = st.uuids().map(str)
damages = st.sampled_from([None, "", "x", 0, 1, 7, 2.5, "[]", "{}", '["deletion"]', b"\0", '{"c":"A:1","s":1}'])


def noun_of(deeds: Sequence[Deed]) -> str:
    return deeds[0].change.noun


@steady
@given(in_disorder)
def test_the_same_changes_have_one_hash_in_any_order_and_through_a_database(
    drawn: tuple[Sequence[Deed], list[Arrival]],
) -> None:
    deeds, arriving = drawn
    noun, row = noun_of(deeds), row_of(noun_of(deeds), applied(arriving))
    in_order = row_of(noun, expected_state(deeds))
    assert row_hash(KEY, noun, through_sqlite(noun, row)) == row_hash(KEY, noun, in_order)
    assert row_hash(KEY, noun, row) == state_hash(KEY, noun, row["id"], expected_state(deeds))


@steady
@given(in_disorder, st.integers(0, 12), st.integers(0, 12))
def test_two_hashes_are_equal_exactly_where_the_states_are(
    drawn: tuple[Sequence[Deed], list[Arrival]], some: int, others: int
) -> None:
    deeds, arriving = drawn
    one, other = applied(arriving[:some]), applied(arriving[:others])
    hashes = {state_hash(KEY, noun_of(deeds), "r", state) for state in (one, other)}
    assert (len(hashes) == 1) == (one == other)


@steady
@given(in_disorder, damages, st.data())
def test_no_cell_can_be_another_without_another_hash(
    drawn: tuple[Sequence[Deed], list[Arrival]], value: Any, data: st.DataObject
) -> None:
    deeds, arriving = drawn
    noun = noun_of(deeds)
    row = through_sqlite(noun, row_of(noun, applied(arriving)))
    column = data.draw(st.sampled_from([name for name in shape(noun).columns if name != "scope"]))
    damaged = row | {column: value}
    if type(value) is type(row[column]) and value == row[column]:
        return
    try:
        is_same = {**damaged, "registers": ""} == {**row, "registers": ""} and to_state(noun, damaged) == to_state(
            noun, row
        )
    except (msgspec.MsgspecError, LookupError, TypeError, ValueError):
        is_same = False
    assert (row_hash(KEY, noun, damaged) == row_hash(KEY, noun, row)) == is_same


def test_what_was_replaced_before_it_arrived_is_a_part_of_the_state() -> None:
    bare, early = Register({"A:1": (7, "x")}), Register({"A:1": (7, "x")}, frozenset({"B:1"}))
    assert state_hash(KEY, "session", "r", {"venue": bare}) != state_hash(KEY, "session", "r", {"venue": early})


@pytest.mark.parametrize("written", [1, 1.0, 0, 1_500_000])
def test_a_whole_number_in_a_column_of_fractions_is_the_one_that_was_written(written: float) -> None:
    state = {"pay_min": Register({"A:1": (7, written)}), "story": Register({"A:1": (7, "x")})}
    row = through_sqlite("offer", row_of("offer", state))
    assert row_hash(KEY, "offer", row) == state_hash(KEY, "offer", row["id"], state)


@given(st.lists(st.tuples(records, numbers), max_size=30), st.randoms())
def test_the_order_of_records_is_nothing_and_each_of_them_counts(held: list[tuple[str, int]], random: Any) -> None:
    one, other = Digest(KEY), Digest(KEY)
    for record, hashed in held:
        one.add_hash(record, hashed)
    random.shuffle(held)
    for record, hashed in held:
        other.add_hash(record, hashed)
    assert (one.all, one.buckets) == (other.all, other.buckets)
    assert one.all.count == sum(bucket.count for bucket in one.buckets) == len(held)
    other.add_hash("r", 0)
    assert other.all != one.all
    assert differing(one.buckets, other.buckets) == [bucket_of("r")]


def test_a_hash_that_wraps_around_is_counted() -> None:
    digest = Digest(KEY)
    digest.add_hash("r", 2**64 - 1)
    digest.add_hash("r", 2)
    assert digest.all == Bucket(2, "0000000000000001")


@steady
@given(histories())
def test_at_another_place_of_the_log_every_hash_is_another(deeds: Sequence[Deed]) -> None:
    noun, state = noun_of(deeds), expected_state(deeds)
    assert state_hash(KEY, noun, "r", state) != state_hash(OTHER_KEY, noun, "r", state)
    assert state_hash(KEY, noun, "r", state) != state_hash(KEY, noun, "s", state)


@given(st.dictionaries(st.integers(0, BUCKETS - 1), st.integers(0, 3 * MOST_RECORDS)))
def test_portions_hold_every_bucket_once_and_no_more_records_than_an_answer_names(counts: dict[int, int]) -> None:
    found = portions(counts, counts.values())
    assert [place for portion in found for place in portion] == [*counts]
    for portion in found:
        assert portion
        assert len(portion) == 1 or sum(counts[place] for place in portion) <= MOST_RECORDS


def test_records_spread_over_all_buckets() -> None:
    digest = Digest(KEY)
    for number in range(256 * 40):
        digest.add_hash(f"0197a000-0000-7000-8000-{number:012x}", 1)
    assert min(bucket.count for bucket in digest.buckets) > 10


@pytest.mark.parametrize("cell", [b"\xff", "\ud800", 1e400, float("nan")])
def test_a_cell_that_can_be_nothing_of_ours_is_hashed_all_the_same(cell: Any) -> None:
    row = dict.fromkeys(shape("session").columns, cell)
    assert row_hash(KEY, "session", row | {"id": "r"}) >= 0
