"""A report that becomes anonymous between laptops and headquarters: nothing leaves that was taken back in time, and
what had left already never makes two changes of one number."""

from __future__ import annotations

from msgspec.structs import replace

from desa_app.domain.offer import Offer
from desa_app.store.store import Store
from desa_app.sync.exchange import request_body
from tests.sync.laptops import ALL, World, drain, exchange, me, rows

NAME = "Suparjiyem lewat kader"


def reported(store: Store) -> Offer:
    """A report that names its reporter."""
    return store.offers.record(Offer(reporter_mode="rahasia", reporter_contact=NAME, story="Kerja admin"))


def made_anonymous(store: Store, offer: Offer) -> None:
    """Take the reporter out of a report."""
    store.offers.record(replace(offer, reporter_mode="anonim", reporter_contact=None))


def test_a_name_taken_back_in_time_never_leaves(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    made_anonymous(dewi, reported(dewi))
    body, _ = request_body(dewi, me(dewi), ALL)
    assert NAME.encode() not in body
    drain(dewi, budi, hq=world.hq)
    assert rows(dewi) == rows(budi)
    assert dewi.check() == budi.check() == []


def test_a_request_whose_answer_was_lost_may_have_arrived_and_its_bytes_stay(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    offer = reported(dewi)
    body, _ = request_body(dewi, me(dewi), ALL)
    world.hq.exchange(body)
    made_anonymous(dewi, offer)
    drain(dewi, budi, dewi, hq=world.hq)
    assert dewi.offers.has_named_reporter(offer.id)
    assert budi.offers.get(offer.id).reporter_contact is None
    assert rows(dewi) == rows(budi)
    assert dewi.check() == budi.check() == []


def test_what_headquarters_took_stays_the_same_change(world: World) -> None:
    dewi = world.laptop("dewi")
    offer = reported(dewi)
    exchange(dewi, world.hq)
    made_anonymous(dewi, offer)
    exchange(dewi, world.hq)
    assert dewi.journal.count_pending() == 0
    assert dewi.offers.get(offer.id).reporter_contact is None
    assert dewi.check() == []
