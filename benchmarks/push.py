"""Pushing 100 days of 34 changes each: one session, 30 attendees, three offers.

One laptop, recorded through ``Sessions.record`` and ``Offers.record`` on a clock that goes on from day to day, then
``sync`` until drained over loopback HTTP to the real headquarters (uvicorn, SQLite, synchronous FULL). Bytes are those
of the bodies in both directions as they crossed the line, packed, with signatures and answers; the relay's
count adds the HTTP headers of both directions. TLS would add about 2.5 KB for a run, once. Speed and bytes are
measured in separate runs, so that the relay that counts doesn't slow the others. The median of 3 runs, each to a fresh
copy of the same headquarters.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from statistics import median

import msgspec

from benchmarks.field_days import CHANGES, field_days
from benchmarks.laptops import PASSPHRASE, Clock, office, record, villages_of_office
from benchmarks.measure import Finding, Quantity, timed
from benchmarks.relay import relayed
from desa_app.hq.server import served
from desa_app.store.store import Store
from desa_app.sync.run import SyncReport, sync

GOAL_BYTES = 100.0
DAYS, ROUNDS = 100, 3
STEP_MS = 6 * 60 * 60 * 1000
"""On the laptop's clock from one day's work to the next, up to today: headquarters tells every laptop by which stamp
it counts a change from the future."""


def measure(days: int = DAYS, rounds: int = ROUNDS) -> list[Finding]:
    """Changes per second, bytes of bodies and bytes on the socket for each change."""
    changes = days * CHANGES
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        _record(folder / "start", days)
        runs = [_pushed(_copied(folder, f"run{number}")) for number in range(rounds)]
        report, crossed = _counted(_copied(folder, "counted"))
    assert all(each.pushed == changes and not each.quarantined for each in (report, *(run for run, _ in runs)))
    seconds = median(seconds for _, seconds in runs)
    bodies = report.bytes_up + report.bytes_down
    return [
        Finding(f"push of {changes:,} changes: speed", Quantity(changes / seconds, "changes/s")),
        Finding("… bodies up and down", Quantity(bodies / changes, "bytes a change")),
        Finding(
            "… on the wire, headers and answers included",
            Quantity(crossed / changes, "bytes a change"),
            None,
            GOAL_BYTES,
        ),
    ]


def _record(folder: Path, days: int) -> None:
    """A headquarters and an enrolled laptop with days that it has not sent."""
    clock = Clock()
    folder.mkdir()
    with office(folder) as hq:
        store = hq.laptop(folder / "laptop", clock=clock)
        clock.ms -= days * STEP_MS
        for day in field_days(villages_of_office(), days):
            clock.ms += STEP_MS
            record(store, day)
        store.close()


def _copied(folder: Path, name: str) -> Path:
    return Path(shutil.copytree(folder / "start", folder / name))


def _pushed(folder: Path) -> tuple[SyncReport, float]:
    with served(f"sqlite:///{folder / 'hq.db'}") as url:
        return _synced(folder, url)


def _counted(folder: Path) -> tuple[SyncReport, int]:
    """The same through a relay; returns the bytes that crossed it, both ways together."""
    with served(f"sqlite:///{folder / 'hq.db'}") as url, relayed(url) as relay:
        report, _ = _synced(folder, relay.url)
    return report, relay.up + relay.down


def _synced(folder: Path, url: str) -> tuple[SyncReport, float]:
    store = Store.open(folder / "laptop", PASSPHRASE)
    try:
        me = store.me
        assert me is not None
        store.enrolled(msgspec.structs.replace(me, hq_url=url))
        return timed(lambda: sync(store))
    finally:
        store.close()
