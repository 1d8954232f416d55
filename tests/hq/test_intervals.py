"""Intervals hold the numbers they were joined from, and no others."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from desa_app.hq.intervals import holds, joined

numbers = st.lists(st.integers(1, 30), max_size=20)


@settings(derandomize=True, database=None, deadline=None)
@given(numbers, numbers)
def test_intervals_hold_what_was_joined_in_the_fewest_pieces(first: list[int], second: list[int]) -> None:
    intervals = joined(joined([], first), second)
    assert {number for number in range(32) if holds(intervals, number)} == {*first, *second}
    assert all(start <= end for start, end in intervals)
    assert all(before[1] + 1 < after[0] for before, after in pairwise(intervals))
