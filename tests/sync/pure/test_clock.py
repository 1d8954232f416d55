"""Stamps only ever grow on a device, whatever its clock does, and headquarters lets none run ahead."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desa_app.sync.pure.clock import COUNTER_BITS, effective, stamp_of, tick, wall_ms_of
from tests.sync.pure.history import steady

wall_clocks = st.integers(-(2**40), 2**46)
stamps = st.integers(0, 2**62)


@steady
@given(st.lists(wall_clocks, max_size=50))
def test_stamps_of_a_device_strictly_increase_under_any_clock(clock: list[int]) -> None:
    made = [0]
    for wall_ms in clock:
        made.append(tick(made[-1], wall_ms))
    assert all(later > earlier for earlier, later in pairwise(made))


@steady
@given(stamps, wall_clocks)
def test_a_stamp_is_never_before_the_wall_clock(last: int, wall_ms: int) -> None:
    assert wall_ms_of(tick(last, wall_ms)) >= wall_ms


@steady
@given(wall_clocks)
def test_a_clock_that_runs_right_gives_its_own_millisecond(wall_ms: int) -> None:
    assert wall_ms_of(stamp_of(wall_ms)) == wall_ms
    assert tick(stamp_of(wall_ms - 1), wall_ms) == stamp_of(wall_ms)


def test_a_millisecond_has_room_for_many_saves() -> None:
    last = stamp_of(1_700_000_000_000)
    for _ in range(100):
        last = tick(last, 1_700_000_000_000)
    assert wall_ms_of(last) == 1_700_000_000_000
    assert last - stamp_of(1_700_000_000_000) == 100 < 1 << COUNTER_BITS


@steady
@given(stamps, wall_clocks)
def test_the_effective_stamp_runs_neither_ahead_of_receipt_nor_of_its_author(stamp: int, received_ms: int) -> None:
    counted = effective(stamp, received_ms)
    assert counted <= stamp
    assert wall_ms_of(counted) <= received_ms
    assert counted in (stamp, stamp_of(received_ms))
    assert effective(counted, received_ms) == counted


@steady
@given(stamps, stamps, wall_clocks)
def test_clipping_keeps_the_order(one: int, other: int, received_ms: int) -> None:
    earlier, later = sorted((one, other))
    assert effective(earlier, received_ms) <= effective(later, received_ms)
