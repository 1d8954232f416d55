"""Coverage of the whole country: 83,762 villages, 20,000 sessions, 600,000 attendees, 2,000 offers.

The records lie in both kinds of database: headquarters' (SQLite), and the encrypted one of a laptop that may see
everything. *Read and counted* is what ``desa-hq coverage`` and the window do before they write or show anything: rows
become facts, people are told apart by name, sex, birth year and village, offers are assessed, then all six levels, the
uncovered villages by priority, and the footnotes are made. *Counted* is the part without reading. Files are warm in the
system's cache. The median of 3 rounds. The goal is headquarters', where so much comes together; the laptop's figure is
told beside, for a district office's holds a hundredth of it.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.measure import Finding, Quantity, timed
from benchmarks.national import CUTOFF, Size, country
from desa_app.domain.coverage import Coverage, Period, coverage, rules_in_force, uncollected
from desa_app.hq.coverage import coverage_facts
from desa_app.hq.headquarters import Headquarters

GOAL_SECONDS = 3.0
SIZE, ROUNDS = Size(sessions=20_000, offers=2_000), 3
PERIOD = Period(dt.date(2025, 1, 1), CUTOFF)


def measure(size: Size = SIZE, rounds: int = ROUNDS) -> list[Finding]:
    """Seconds of the whole at headquarters and on a laptop, and of the pure count."""
    at_hq, on_laptop, pure = [], [], []
    with tempfile.TemporaryDirectory() as folder, country(Path(folder), size) as (headquarters, laptop):
        for _ in range(rounds):
            reached, seconds = _counted(lambda: headquarters.coverage(PERIOD))
            at_hq.append(seconds)
            reached_too, seconds = _counted(lambda: laptop.coverage(PERIOD))
            on_laptop.append(seconds)
            assert reached == reached_too > 0
            pure.append(_without_reading(headquarters))
    what = f"coverage, {size.sessions:,} sessions"
    return [
        Finding(f"{what}: read and counted at headquarters", Quantity(median(at_hq), "s"), None, GOAL_SECONDS),
        Finding("… read and counted on an encrypted laptop", Quantity(median(on_laptop), "s")),
        Finding("… counted only", Quantity(median(pure), "s")),
    ]


def _counted(count: Callable[[], Coverage]) -> tuple[int, float]:
    """How many people were reached, and the seconds it took; the rest is let go, as it is when a report is written."""
    counted, seconds = timed(count)
    return counted.country.reached, seconds


def _without_reading(headquarters: Headquarters) -> float:
    with headquarters.database.reading() as connection:
        facts = coverage_facts(connection, PERIOD.end, PERIOD.end)
    with uncollected():
        return _counted(lambda: coverage(facts, PERIOD, rules_in_force()))[1]
