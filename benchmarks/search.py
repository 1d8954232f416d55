"""Searching over everything while typing, in 100,000 people.

An encrypted laptop holds 100,000 attendees of 3,334 sessions with varied names and numbers, and their index. People
are looked for as they are typed: names, parts of numbers, names with an error, and names that nobody has; every
keystroke is a search, from the first letter on (``Search.find``, people, recruiters, sessions and offers; villages are
measured by themselves). The peer is the least that does without an index: one LIKE over the names and numbers of all
attendees, newest first, after every tenth of our keystrokes. Told beside: the slowest keystroke, and what it takes to
make the index of such a laptop anew, as the first start of this version does.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks.field_days import ATTENDEES, SEED, field_days
from benchmarks.full_laptop import index_anew
from benchmarks.laptops import lone_laptop, villages_of_office
from benchmarks.measure import Finding, Quantity, percentile, timed
from desa_app.store.store import Store

PEOPLE, LOOKED_FOR = 100_000, 40
GOAL_MS = 100
MOST, SCANNED = 6, 10
_LIKE = """
    SELECT id, full_name, phone FROM attendee
    WHERE NOT deleted AND (full_name LIKE '%' || ? || '%' OR phone LIKE '%' || ? || '%') ORDER BY id DESC LIMIT ?
"""


def measure(people: int = PEOPLE, looked_for: int = LOOKED_FOR) -> list[Finding]:
    """A keystroke's search at the median and the 95th percentile, against a scan."""
    with tempfile.TemporaryDirectory() as place:
        store = lone_laptop(Path(place) / "laptop")
        _fill(store, people)
        anew = timed(partial(index_anew, store))[1]
        ours, scan = [], []
        for number, typed in enumerate(_typed(store, looked_for)):
            ours.append(timed(partial(store.search.find, typed, MOST))[1])
            if number % SCANNED == 0:
                scan.append(timed(partial(_scan, store, typed))[1])
        store.close()
    p50, p95 = (_ms(ours, share) for share in (0.5, 0.95))
    return [
        Finding(f"search in {people:,} people ({len(ours):,} keystrokes): p50", p50, _ms(scan, 0.5)),
        Finding("… p95", p95, _ms(scan, 0.95)),
        Finding("… p95 by itself", p95, goal=GOAL_MS),
        Finding("… slowest", _ms(ours, 1.0)),
        Finding("… the index made anew", Quantity(anew, "s")),
    ]


def _ms(seconds: Sequence[float], share: float) -> Quantity:
    return Quantity(1000 * percentile(seconds, share), "ms")


def _fill(store: Store, people: int) -> None:
    for day in field_days(villages_of_office(), -(-people // ATTENDEES)):
        store.sessions.record(day.session, day.attendees)


def _scan(store: Store, typed: str) -> None:
    store.db.conn.execute(_LIKE, [typed, typed, MOST]).fetchall()


def _typed(store: Store, looked_for: int) -> list[str]:
    """What stands in the line after every keystroke."""
    named = "SELECT full_name, phone FROM attendee WHERE full_name IS NOT NULL AND phone IS NOT NULL ORDER BY id"
    chance = random.Random(SEED)
    people = chance.sample(store.db.conn.execute(named).fetchall(), looked_for)
    return [
        text[:end] for name, phone in people for text in _ways(chance, name, phone) for end in range(1, len(text) + 1)
    ]


def _ways(chance: random.Random, name: str, phone: str) -> tuple[str, ...]:
    """The ways in which somebody is looked for: by name, by the end of a number, with an error, and in vain."""
    name, at = name.lower(), chance.randrange(1, len(name))
    return name, phone[-7:], name[:at] + "q" + name[at + 1 :], "xq" + name[:5]
