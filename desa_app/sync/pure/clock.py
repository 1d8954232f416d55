"""The hybrid logical clock: stamps that follow the wall clock but never run backwards on a device.

A stamp is an integer, milliseconds since 1970 shifted left by 16 bits; the low bits count events within one
millisecond. Clocks only choose which surviving value is shown, they never destroy one (SYNC.md, Merging).
"""

from __future__ import annotations

COUNTER_BITS = 16


def stamp_of(wall_ms: int) -> int:
    """The first stamp of a wall-clock millisecond."""
    return wall_ms << COUNTER_BITS


def wall_ms_of(stamp: int) -> int:
    """The wall-clock millisecond a stamp was made in."""
    return stamp >> COUNTER_BITS


def tick(last: int, wall_ms: int) -> int:
    """The stamp of the next event on a device whose last stamp was ``last``: always greater, even when the
    wall clock was set back."""
    return max(last + 1, stamp_of(wall_ms))


def effective(stamp: int, received_ms: int) -> int:
    """The stamp headquarters counts with: nobody's clock runs ahead of the moment of receipt, so one wrong
    laptop can't win over everybody (SYNC.md, Versions and clocks)."""
    return min(stamp, stamp_of(received_ms))
