"""Timing work, and findings: what was measured, against what, and the goal."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True)
class Quantity:
    """A figure and its unit."""

    value: float
    unit: str

    def __str__(self) -> str:
        decimals = 0 if self.value >= 100 else 1 if self.value >= 10 else 2
        return f"{self.value:,.{decimals}f} {self.unit}"


@dataclass(frozen=True)
class Finding:
    """One line of the table. ``goal`` is the most that is wanted: of the ratio to the peer where there is one,
    else of the measured figure itself."""

    what: str
    measured: Quantity
    peer: Quantity | None = None
    goal: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the peer's figure; None without a peer."""
        return self.measured.value / self.peer.value if self.peer else None

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is met; None where none was set."""
        if self.goal is None:
            return None
        return (self.measured.value if self.ratio is None else self.ratio) <= self.goal


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """What ``work`` returns and the seconds it took."""
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def milliseconds(seconds: Sequence[float]) -> Quantity:
    """The median of several rounds."""
    return Quantity(1000 * median(seconds), "ms")


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` of all values don't exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]
