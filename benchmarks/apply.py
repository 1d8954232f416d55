"""Applying 10,000 pulled changes.

An officer's laptop records days and hands the sessions in, the lead approves them, all through a real headquarters,
until its log has 10,000 changes (one in eighteen is an edit). Another laptop of the office is given the pages of that
log, at most 256 KB each, as they come out of the answers: ``Logs.apply`` checks number and hash chain, merges, and
writes rows, journal and cursor in one transaction a page. The peer is ``executemany`` of the rows that each page left
behind, journal rows included, in as many transactions, on the same encrypted tables. Unpacking and the check of the
answer's signature belong to neither. The median of 5 new laptops each, taken in turn.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from benchmarks.field_days import CHANGES, field_days
from benchmarks.laptops import Clock, Office, Rows, office, raw_insert, record, rows_of, villages_of_office
from benchmarks.measure import Finding, milliseconds, timed
from desa_app.domain.records import RECORDS
from desa_app.store.database import immediate
from desa_app.store.store import Store
from desa_app.sync.exchange import Asked, request_body
from desa_app.sync.pure import wire
from desa_app.sync.pure.wire import MAX_ROOM, Page, Reply
from desa_app.sync.run import sync

GOAL = 5.0
PULLED, ROUNDS = 10_000, 5
REVIEW = 2
"""Changes of a session's own life after it was recorded: handed in, approved."""


class Pulled(NamedTuple):
    """An answer's page, with the rows that applying it leaves behind."""

    reply: Reply
    page: Page
    lines: Sequence[bytes]
    rows: Rows


def measure(changes: int = PULLED, rounds: int = ROUNDS) -> list[Finding]:
    """The median time for all pages, against their rows alone."""
    ours, raw = [], []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with office(folder) as hq:
            _record(hq, folder, changes)
            reader = hq.laptop(folder / "reader")
            pulled = list(_pulled(hq, reader))
            identity = reader.me
            reader.close()
        assert identity is not None
        for number in range(rounds):
            store, peer = Store.open(folder / f"ours{number}", "x"), Store.open(folder / f"raw{number}", "x")
            store.enrolled(identity)
            with immediate(store.db):
                store.logs.follow(pulled[-1].reply.grants)
            ours.append(timed(partial(_apply, store, pulled))[1])
            raw.append(timed(partial(_insert, peer, pulled))[1])
            assert rows_of(store, "attendee", "1 ORDER BY id", []) == rows_of(peer, "attendee", "1 ORDER BY id", [])
            store.close()
            peer.close()
    count = sum(len(each.rows["journal"]) for each in pulled)
    return [Finding(f"apply of {count:,} pulled changes", milliseconds(ours), milliseconds(raw), GOAL)]


def _apply(store: Store, pulled: Sequence[Pulled]) -> None:
    for each in pulled:
        with immediate(store.db):
            store.logs.apply(each.page, each.lines)


def _insert(peer: Store, pulled: Sequence[Pulled]) -> None:
    for each in pulled:
        raw_insert(peer, each.rows)


def _record(hq: Office, folder: Path, changes: int) -> None:
    """Days of an officer, submitted and approved by a lead, all at headquarters."""
    clock = Clock()
    officer, lead = hq.laptop(folder / "officer", clock=clock), hq.laptop(folder / "lead", "lead", clock)
    sessions = []
    for day in field_days(villages_of_office(), -(-changes // (CHANGES + REVIEW))):
        clock.ms = day.saved_ms
        record(officer, day)
        officer.sessions.submit(day.session.id)
        sessions.append(day.session.id)
    for store in (officer, lead):
        sync(store)
    for session in sessions:
        lead.sessions.approve(session)
    sync(lead)
    officer.close()
    lead.close()


def _pulled(hq: Office, reader: Store) -> Iterator[Pulled]:
    """All pages for a new laptop, which applies them one by one."""
    me = reader.me
    assert me is not None
    more = True
    while more:
        body, _ = request_body(reader, me, Asked(changes=0, room=MAX_ROOM))
        _, _, header, lines = wire.split(hq.headquarters.exchange(body))
        reply = msgspec.json.decode(header, type=Reply)
        at = 0
        for page in reply.pages:
            own = lines[at : at + page.lines]
            at += page.lines
            with immediate(reader.db):
                reader.logs.follow(reply.grants)
                reader.logs.apply(page, own)
            yield Pulled(reply, page, own, _rows(reader, page))
        more = reply.more


def _rows(reader: Store, page: Page) -> Rows:
    """The journal's rows of a page, and the rows of the records that they are about."""
    placed = "scope = ? AND seq BETWEEN ? AND ?"
    place = [page.scope, page.start, page.end]
    touched = f"id IN (SELECT record FROM journal WHERE {placed})"
    rows = {noun: rows_of(reader, noun, touched, place) for noun in RECORDS}
    return {
        table: listed
        for table, listed in (rows | {"journal": rows_of(reader, "journal", placed, place)}).items()
        if listed
    }
