"""Where a record is: saved here until headquarters itself says that it has it, or why it waits there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace

from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.session import Session
from desa_app.store.database import immediate
from desa_app.store.places import Place, Tally
from desa_app.store.store import Store
from desa_app.sync.pure.wire import Answer
from tests.store.conftest import NOW, Clock, give_receipt, people


def answer(store: Store, *results: str) -> None:
    """Headquarters answers for the oldest changes that wait, one result each."""
    waiting = store.journal.pending(limit=len(results), max_bytes=1 << 20)
    receipt = store.receipts.next_id()
    with immediate(store.db):
        store.journal.settle(
            [
                Answer(each.n, each.n, result, code="Q107", field="venue")  # type: ignore[arg-type]
                for each, result in zip(waiting, results, strict=True)
            ],
            receipt,
        )
        give_receipt(store, receipt)


def place(store: Store) -> Place:
    """Where the one session is shown to be."""
    (row,) = store.sessions.listed()
    return row.place


@pytest.mark.parametrize(("result", "shown"), [("ok", "hq"), ("dup", "hq"), ("retry", "saved")])
def test_only_an_answer_moves_a_record(store: Store, result: str, shown: Place) -> None:
    store.sessions.record(Session(venue="Balai"))
    assert place(store) == "saved"
    answer(store, result)
    assert place(store) == shown


def test_an_edit_brings_it_back_here(store: Store) -> None:
    saved = store.sessions.record(Session(venue="Balai"))
    answer(store, "ok")
    store.sessions.record(replace(saved, venue="Masjid"))
    assert place(store) == "saved"
    answer(store, "ok")
    assert place(store) == "hq"


def test_a_session_waits_with_its_people(store: Store) -> None:
    saved = store.sessions.record(Session(venue="Balai"), people("Siti"))
    answer(store, "ok")
    assert place(store) == "saved"
    answer(store, "ok")
    assert place(store) == "hq"
    (siti,) = store.sessions.attendees(saved.id)
    store.sessions.record(saved, removed={siti.id: "salah"})
    assert place(store) == "saved"


def test_an_offer_waits_with_its_recruiters(store: Store) -> None:
    store.offers.record(Offer(story="Kerja admin"), [Recruiter(alias="Mas Joko")])
    answer(store, "ok")
    assert [row.place for row in store.offers.listed()] == ["saved"]
    answer(store, "ok")
    assert [row.place for row in store.offers.listed()] == ["hq"]


def test_what_is_kept_aside_is_shown_until_it_is_repaired(store: Store) -> None:
    saved = store.sessions.record(Session(venue="Balai"), people("Siti"))
    answer(store, "ok", "quarantined")
    assert place(store) == "quarantined"
    assert store.status().tallies["attendee"] == Tally(saved=0, quarantined=1, hq=0)
    (siti,) = store.sessions.attendees(saved.id)
    store.sessions.record(saved, [replace(siti, hamlet="Krajan")])
    assert place(store) == "saved"
    assert store.status().tallies["attendee"] == Tally(saved=1, quarantined=0, hq=0)
    answer(store, "ok")
    assert place(store) == "hq"
    assert store.status().tallies["attendee"] == Tally(saved=0, quarantined=0, hq=1)


def test_records_are_tallied_by_place_without_the_deleted(store: Store) -> None:
    for venue in ("Balai", "Masjid", "Sekolah"):
        store.sessions.record(Session(venue=venue))
    gone = store.sessions.record(Session(venue="Lapangan"))
    answer(store, "ok", "quarantined")
    store.sessions.delete(gone.id, "salah")
    assert store.status().tallies["session"] == Tally(saved=1, quarantined=1, hq=1)
    assert store.status().tallies["offer"] == Tally(saved=0, quarantined=0, hq=0)


def test_unsent_counts_records_once_and_since_the_oldest(store: Store, clock: Clock) -> None:
    saved = store.sessions.record(Session(venue="Balai"))
    clock.ms += 3_600_000
    store.sessions.record(replace(saved, venue="Masjid"))
    second = store.sessions.record(Session(venue="Sekolah"))
    assert (store.places.unsent().records, store.places.unsent().oldest) == (2, NOW)
    answer(store, "ok")
    assert store.places.unsent().oldest == NOW + dt.timedelta(hours=1)
    store.sessions.delete(second.id, "salah")
    assert store.places.unsent().records == 2
    answer(store, "ok", "ok", "ok")
    unsent: Any = store.places.unsent()
    assert (unsent.records, unsent.oldest) == (0, None)
