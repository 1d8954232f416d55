"""Saving a session with 30 attendees.

``Sessions.record`` on an encrypted store, from the typed records to the commit: checks, names of villages, phone
numbers normalised, rows read to see what changed, numbers and stamps given, changes encoded and hashed, registers
merged, 31 rows and 31 changes written. The peer is the same 62 rows by ``executemany`` in one transaction of a second
store with the same tables, indexes, key and durability. Both grow alike; the median of 60 saves each, taken in turn.
"""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

from benchmarks.field_days import field_days
from benchmarks.laptops import Rows, lone_laptop, raw_insert, rows_of, villages_of_office
from benchmarks.measure import Finding, milliseconds, timed
from desa_app.store.store import Store

GOAL = 3.0
ROUNDS, WARM_UP = 60, 5


def measure(rounds: int = ROUNDS, warm_up: int = WARM_UP) -> list[Finding]:
    """The median save, against its rows alone."""
    days = field_days(villages_of_office(), rounds + warm_up)
    ours, raw = [], []
    with tempfile.TemporaryDirectory() as folder:
        store, peer = lone_laptop(Path(folder) / "ours"), lone_laptop(Path(folder) / "raw")
        for day in days:
            saved, seconds = timed(partial(store.sessions.record, day.session, day.attendees))
            rows = written(store, saved.id)
            ours.append(seconds)
            raw.append(timed(partial(raw_insert, peer, rows))[1])
        store.close()
        peer.close()
    return [
        Finding("save of a session with 30 attendees", milliseconds(ours[warm_up:]), milliseconds(raw[warm_up:]), GOAL)
    ]


def written(store: Store, session: str) -> Rows:
    """The rows that saving a new session wrote."""
    people = "SELECT id FROM attendee WHERE session_id = ?"
    return {
        "session": rows_of(store, "session", "id = ?", [session]),
        "attendee": rows_of(store, "attendee", "session_id = ?", [session]),
        "journal": rows_of(store, "journal", f"record = ? OR record IN ({people})", [session, session]),
    }
