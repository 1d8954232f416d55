"""Sets of numbers kept as intervals (first, last), both included, in ascending order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

Interval = tuple[int, int]


def holds(intervals: Sequence[Interval], number: int) -> bool:
    """Whether ``number`` lies in one of the intervals."""
    place = bisect_right(intervals, (number, float("inf"))) - 1
    return place >= 0 and number <= intervals[place][1]


def joined(intervals: Iterable[Interval], numbers: Iterable[int]) -> list[Interval]:
    """The intervals with ``numbers`` added."""
    found: list[Interval] = []
    for first, last in sorted([*intervals, *((number, number) for number in numbers)]):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found
