"""An officer's day on its way to headquarters over a line as it is in the villages: 100 kbit/s, 600 ms there and back,
5 % of the packets lost (``benchmarks.shaped``, seeded, in both directions).

The day is 3 sessions, 90 attendees and 6 offers: 99 changes, as the window keeps them. It goes through TLS 1.3 with a
small certificate of its own authority (a public authority's chain adds about 2 KB), in front of the real headquarters
(uvicorn, SQLite, synchronous FULL). The time is from pressing the button, ``sync``, until headquarters' receipt is on
the laptop's disk; the bytes are all that crossed the line below TLS, both ways, the handshake included. The median of
5 days on lines with different luck.

The same records go the same way with PouchDB (replication to a CouchDB-compatible server, TLS as well) and with Anki
(notes to its own server, which speaks no TLS: its handshake is saved), where they are installed
(``python -m benchmarks.peers``), each on lines with the same luck. The ratios are ours to theirs.
"""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple
from unittest import mock
from urllib.parse import urlsplit

import msgspec

from benchmarks import peers
from benchmarks.field_days import FIRST_DAY, SEED, field_day
from benchmarks.laptops import Office, office, record, villages_of_office
from benchmarks.measure import Finding, Quantity, timed
from benchmarks.peers import Records
from benchmarks.shaped import VILLAGE, Shape, shaped
from benchmarks.tls import certified, secured
from desa_app.domain.records import RECORDS
from desa_app.store.store import Store
from desa_app.sync.pure.rows import visible_values
from desa_app.sync.run import sync

ROUNDS, SESSIONS, PEOPLE, OFFERS = 5, 3, 30, 2
"""Offers are of each session."""
MOST_SECONDS, MOST_BYTES = 8.0, 12_000


class Passage(NamedTuple):
    """How long a day took, and how many bytes crossed the line."""

    seconds: float
    bytes: int


def measure(rounds: int = ROUNDS, shape: Shape = VILLAGE, *, others: bool = True) -> list[Finding]:
    """Seconds and bytes of a day; with ``others`` against the peers that are here."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        certificate = certified(folder)
        ours = [_passed(folder / f"ours{seed}", certificate, shape, seed) for seed in range(rounds)]
        records = _records(folder / "records")
        passages = {"the same with PouchDB": _pouch, "the same with Anki": _anki}
        theirs = {
            name: [passage(folder / f"{name}{seed}", certificate, records, shape, seed) for seed in range(rounds)]
            for name, passage in passages.items()
            if others and _is_here(passage)
        }
    seconds, size = _together(ours)
    findings = [
        Finding("a day to headquarters: time", seconds, goal=MOST_SECONDS),
        Finding("… bytes both ways, TLS included", size, goal=MOST_BYTES),
    ]
    for name, each in theirs.items():
        their_seconds, their_size = _together(each)
        findings += [
            Finding(f"… {name}: time", seconds, their_seconds, 1.0),
            Finding(f"… {name}: bytes", size, their_size, 1.0),
        ]
    return findings


def _together(passages: list[Passage]) -> tuple[Quantity, Quantity]:
    seconds = median(each.seconds for each in passages)
    return Quantity(seconds, "s"), Quantity(median(each.bytes for each in passages), "bytes")


def _passed(folder: Path, certificate: Path, shape: Shape, seed: int) -> Passage:
    folder.mkdir()
    with office(folder) as hq:
        store = _with_a_day(hq, folder / "laptop")
        near = urlsplit(hq.url).port
        assert near is not None
        with secured(near, certificate) as port, shaped(port, shape, seed) as line:
            me = store.me
            assert me is not None
            store.enrolled(msgspec.structs.replace(me, hq_url=f"https://localhost:{line.port}"))
            with mock.patch.dict(os.environ, REQUESTS_CA_BUNDLE=str(certificate)):
                report, seconds = timed(lambda: sync(store))
        assert report.pushed == SESSIONS * (1 + PEOPLE + OFFERS)
        store.close()
    return Passage(seconds, line.up.bytes + line.down.bytes)


def _with_a_day(hq: Office, folder: Path) -> Store:
    """A laptop that was at headquarters this morning, and then in three villages."""
    store = hq.laptop(folder)
    sync(store)
    chance, villages = random.Random(SEED), villages_of_office()
    for _ in range(SESSIONS):
        record(store, field_day(chance, chance.choice(villages), FIRST_DAY, PEOPLE, OFFERS))
    return store


def _records(folder: Path) -> Records:
    """The day's records as a peer would keep them: the fields that say something."""
    folder.mkdir()
    with office(folder) as hq:
        store = _with_a_day(hq, folder / "laptop")
        found = {noun: [_plain(noun, row) for row in store.db.query(f'SELECT * FROM "{noun}"')] for noun in RECORDS}
        store.close()
    kinds = ("session", "attendee", "offer")
    return {noun: found[noun] for noun in kinds}


def _plain(noun: str, row: dict[str, object]) -> dict[str, object]:
    values = visible_values(noun, row)
    return {"id": row["id"]} | {name: value for name, value in values.items() if value not in (None, [], {}, "")}


Peer = Callable[[Path, Path, Records, Shape, int], Passage]


def _is_here(passage: Peer) -> bool:
    return peers.has_pouch() if passage is _pouch else peers.has_anki()


def _pouch(folder: Path, certificate: Path, records: Records, shape: Shape, seed: int) -> Passage:
    with peers.pouch_server(folder) as server, secured(server, certificate) as port, shaped(port, shape, seed) as line:
        seconds = peers.pouch_push(folder, f"https://localhost:{line.port}", certificate, records)
    return Passage(seconds, line.up.bytes + line.down.bytes)


def _anki(folder: Path, certificate: Path, records: Records, shape: Shape, seed: int) -> Passage:
    with peers.anki_server(folder) as server, shaped(server, shape, seed) as line:
        near, far = (f"http://127.0.0.1:{port}/" for port in (server, line.port))
        seconds = peers.anki_push(folder, near, far, records)
    return Passage(seconds, line.up.bytes + line.down.bytes)
