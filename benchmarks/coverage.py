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
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.measure import Finding, Quantity, timed
from benchmarks.national import CUTOFF, Size, country
from desa_app.domain.coverage import Coverage, Period, coverage, rules_in_force
from desa_app.hq.coverage import coverage_facts
from desa_app.hq.headquarters import Headquarters

GOAL_SECONDS = 3.0
SIZE, ROUNDS = Size(sessions=20_000, offers=2_000), 3
PERIOD = Period(dt.date(2025, 1, 1), CUTOFF)

Counted = tuple[Coverage, float]
"""What was counted, and the seconds it took."""


def measure(size: Size = SIZE, rounds: int = ROUNDS) -> list[Finding]:
    """Seconds of the whole at headquarters and on a laptop, and of the pure count."""
    at_hq: list[Counted] = []
    on_laptop: list[Counted] = []
    pure: list[Counted] = []
    with tempfile.TemporaryDirectory() as folder, country(Path(folder), size) as (headquarters, laptop):
        for _ in range(rounds):
            at_hq.append(timed(lambda: headquarters.coverage(PERIOD)))
            on_laptop.append(timed(lambda: laptop.coverage(PERIOD)))
            pure.append(_counted(headquarters))
            assert at_hq[-1][0].country.reached == on_laptop[-1][0].country.reached > 0
    what = f"coverage, {size.sessions:,} sessions"
    return [
        Finding(f"{what}: read and counted at headquarters", _seconds(at_hq), None, GOAL_SECONDS),
        Finding("… read and counted on an encrypted laptop", _seconds(on_laptop)),
        Finding("… counted only", _seconds(pure)),
    ]


def _counted(headquarters: Headquarters) -> Counted:
    with headquarters.database.reading() as connection:
        facts = coverage_facts(connection, PERIOD.end, PERIOD.end)
    return timed(lambda: coverage(facts, PERIOD, rules_in_force()))


def _seconds(rounds: Sequence[Counted]) -> Quantity:
    return Quantity(median(seconds for _, seconds in rounds), "s")
