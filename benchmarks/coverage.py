"""Coverage of the whole country: 83,762 villages, 20,000 sessions, 600,000 attendees, in memory.

``python benchmarks/coverage.py`` prints the seconds; the goal of the whole path, reading included, is 3 s.
"""

from __future__ import annotations

import datetime as dt
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from desa_app.domain.coverage import (
    AssignmentFact,
    AttendeeFact,
    Coverage,
    Facts,
    OfferFact,
    OfficeFact,
    Period,
    SessionFact,
    coverage,
    rules_in_force,
)
from desa_app.domain.village import Village
from desa_app.reports.coverage import write_coverage

VILLAGES, SESSIONS, ATTENDEES_EACH, OFFICES, ASSIGNED, OFFERS = 83_762, 20_000, 30, 150, 185, 5_000
SEED = 20261124
Result = TypeVar("Result")
CUTOFF = dt.date(2026, 6, 30)
PERIOD = Period(dt.date(2025, 1, 1), CUTOFF)


def measure() -> dict[str, float]:
    """Seconds of the pure count and of writing the national village report."""
    facts = national_facts()
    counted, count_seconds = _timed(lambda: coverage(facts, PERIOD, rules_in_force()))
    return {"count": count_seconds, "csv": _write_seconds(counted, ".csv"), "xlsx": _write_seconds(counted, ".xlsx")}


def national_facts(seed: int = SEED) -> Facts:
    """A country with the registry's size and shape: 38 provinces, 514 regencies, 7,285 districts. Seeded."""
    chance = random.Random(seed)
    villages = _villages()
    codes = [village.code for village in villages]
    sessions = [_session(chance, number, codes) for number in range(SESSIONS)]
    return Facts(
        villages=villages,
        assignments=[
            AssignmentFact(code, _office(chance), dt.date(2025, 5, 1), None, chance.choice((0.0, 0.5, 1.0)))
            for code in chance.sample(codes, ASSIGNED)
        ],
        sessions=sessions,
        attendees=[_attendee(chance, session) for session in sessions for _ in range(ATTENDEES_EACH)],
        offers=[
            OfferFact(
                chance.choice(codes), _day(chance), chance.choice(("rendah", "sedang", "tinggi", "kritis")), False
            )
            for _ in range(OFFERS)
        ],
        offices=[OfficeFact(f"K{number:03}", f"Kantor Imigrasi {number}", 10, 9) for number in range(OFFICES)],
    )


def _villages() -> list[Village]:
    found = []
    for number in range(VILLAGES):
        district, place = divmod(number, 12)
        regency, below = divmod(district, 14)
        province, part = divmod(regency, 14)
        code = f"{province + 11}{part + 1:02}{below + 1:02}{2001 + place}"
        found.append(
            Village(code, f"Desa {place}", "desa", f"Kecamatan {below}", f"Kabupaten {part}", f"Provinsi {province}")
        )
    return found


def _session(chance: random.Random, number: int, codes: list[str]) -> SessionFact:
    at = chance.randrange(len(codes) - 3)
    villages = tuple(codes[at : at + chance.choices((1, 2, 3), (85, 10, 5))[0]])
    status = chance.choices(("disetujui", "diajukan", "draf"), (85, 10, 5))[0]
    date = _day(chance)
    return SessionFact(f"s{number}", _office(chance), date, villages, chance.randint(20, 60), status, date)


def _attendee(chance: random.Random, session: SessionFact) -> AttendeeFact:
    village = chance.choice(session.villages)
    return AttendeeFact(session.id, village, f"{chance.getrandbits(40):x}" if chance.random() < 0.8 else None)


def _office(chance: random.Random) -> str:
    return f"K{chance.randrange(OFFICES):03}"


def _day(chance: random.Random) -> dt.date:
    return CUTOFF - dt.timedelta(days=chance.randrange(540))


def _write_seconds(counted: Coverage, suffix: str) -> float:
    at = dt.datetime(2026, 7, 1, 9, 0, tzinfo=dt.UTC)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"coverage{suffix}"
        return _timed(lambda: write_coverage(counted, path, author="benchmark", at=at))[1]


def _timed(work: Callable[[], Result]) -> tuple[Result, float]:
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


if __name__ == "__main__":
    for name, seconds in measure().items():
        print(f"{name:8} {seconds:6.2f} s")
