"""Coverage of the whole country: 83,762 villages, 20,000 sessions, 600,000 attendees, 5,000 offers.

The records lie in both kinds of database: headquarters' (SQLite) and the encrypted one of a laptop that may see
everything. *Read and counted* is what ``desa-hq coverage`` and the window do before they write or show anything: rows
into facts, people told apart by name, sex, birth year and village, offers assessed, then all six levels, the list of
uncovered villages by priority, and the footnotes. *Counted* is the part without reading. The files are warm in the
system's cache. The median of 3.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.measure import Finding, Quantity, timed
from benchmarks.national import CUTOFF, Size, country
from desa_app.domain.coverage import Coverage, Period, coverage, rules_in_force
from desa_app.hq.coverage import coverage_facts
from desa_app.hq.headquarters import Headquarters

GOAL_SECONDS = 3.0
ROUNDS = 3
PERIOD = Period(dt.date(2025, 1, 1), CUTOFF)


def measure(size: Size = Size(), rounds: int = ROUNDS) -> list[Finding]:
    """Seconds of the whole at headquarters and on a laptop, and of the pure count."""
    with tempfile.TemporaryDirectory() as folder:
        both = country(Path(folder), size)
        at_hq, on_laptop, count = ([] for _ in range(3))
        for _ in range(rounds):
            at_hq.append(timed(lambda: both.headquarters.coverage(PERIOD)))
            on_laptop.append(timed(lambda: both.laptop.coverage(PERIOD)))
            count.append(_counted(both.headquarters))
        both.close()
    return []


def _counted(headquarters: Headquarters) -> tuple[Coverage, float]:
    with headquarters.database.reading() as connection:
        facts = coverage_facts(connection, PERIOD.end, PERIOD.end)
    return timed(lambda: coverage(facts, PERIOD, rules_in_force()))
