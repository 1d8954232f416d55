"""Identifiers made on the device are UUIDv7: in order of time, and never the same twice."""

from __future__ import annotations

import uuid

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desa_app.domain.fields import RecordId
from desa_app.domain.ids import new_id, new_ids

moments = st.integers(0, (1 << 48) - 1)
random_bytes = st.binary(min_size=10, max_size=10)


@given(moments, random_bytes)
def test_an_id_is_a_uuid_of_version_7_that_tells_its_moment(moment: int, randomness: bytes) -> None:
    made = new_id(moment, randomness)
    read = uuid.UUID(made)
    assert (read.version, read.variant) == (7, uuid.RFC_4122)
    assert read.int >> 80 == moment
    assert msgspec.convert(made, RecordId) == made


@given(moments, moments, random_bytes, random_bytes)
def test_ids_are_ordered_by_their_moment(one: int, other: int, here: bytes, there: bytes) -> None:
    if one < other:
        assert new_id(one, here) < new_id(other, there)


@given(random_bytes)
def test_every_random_bit_but_six_counts(randomness: bytes) -> None:
    flipped = {new_id(1, bytes(x ^ y for x, y in zip(randomness, (1 << bit).to_bytes(10, "big"), strict=True)))
               for bit in range(80)}  # fmt: skip
    assert len(flipped | {new_id(1, randomness)}) == 75


def test_a_clock_beyond_48_bits_does_not_reach_into_the_version() -> None:
    assert uuid.UUID(new_id(1 << 60, bytes(10))).version == 7


@pytest.mark.parametrize(
    "text", ["", "x" * 36, "01936F2E-7A10-7C3B-8F00-000000000001", "01936f2e7a107c3b8f00000000000001"]
)
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(text, RecordId)


@given(st.integers(0, (1 << 48) - 10), st.lists(st.binary(min_size=8, max_size=8), max_size=30))
def test_ids_made_together_are_in_the_order_given(moment: int, randomness: list[bytes]) -> None:
    made = new_ids(moment, randomness)
    assert made == sorted(made)
    assert len(set(made)) == len(randomness)
    assert {uuid.UUID(each).version for each in made} <= {7}


def test_many_ids_made_together_go_on_in_the_next_millisecond() -> None:
    made = new_ids(1, [b"\xff" * 8, *([b"\x00" * 8] * 9_000)])
    assert made == sorted(made)
    assert len(set(made)) == 9_001
    assert uuid.UUID(made[-1]).int >> 80 == 3
