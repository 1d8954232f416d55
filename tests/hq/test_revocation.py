"""A revoked laptop at headquarters: what it brings is kept for the lead, and nothing but an order leaves for it."""

from __future__ import annotations

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Semaphore

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desa_app.errors import NotAllowed, NotFound
from desa_app.hq import people
from desa_app.hq.headquarters import Headquarters
from desa_app.sync.pure import wire
from desa_app.sync.pure.change import decode
from desa_app.sync.pure.wire import Reply
from tests.hq.laptops import NOW_MS, Clock, Fate, Laptop, enrolled, enrolment, logged, rows

HERE = "10.0.0.1"


def order(raw: bytes) -> Reply:
    return msgspec.json.decode(wire.split(raw)[2], type=Reply)


def test_its_changes_are_kept_aside_and_it_is_told_to_destroy_what_it_holds(
    hq: Headquarters, siti: Laptop, clock: Clock
) -> None:
    siti.push(hq.exchange, siti.session())
    clock.ms += 1_000
    hq.revoke(siti.dev)
    session = siti.session()
    answered = siti.push(hq.exchange, session)
    assert answered.reply.revoked == "lost"
    assert answered.fates == {2: Fate("quarantined", 0, "Q112")}
    assert len(rows(hq, "session")) == 1
    assert [(kept.n, kept.code, kept.payload) for kept in hq.quarantined()] == [(2, "Q112", session)]
    (laptop,) = (each for each in hq.laptops() if each.dev == siti.dev)
    moment = dt.datetime.fromtimestamp(NOW_MS / 1000 + 1, dt.UTC)
    assert (laptop.revoked, laptop.revoked_for, laptop.told, laptop.destroyed) == (moment, "lost", moment, None)


def test_nothing_of_any_record_leaves_for_it_whatever_it_asks(hq: Headquarters, siti: Laptop, budi: Laptop) -> None:
    budi.push(hq.exchange, budi.session(venue="Bale Rahasia"))
    hq.revoke(siti.dev)
    for header in ({}, {"own_in_full": True}, {"known_people": "x"}, {"known_key": "x"}):
        raw = hq.exchange(siti.body([], **header))
        reply = order(raw)
        assert (reply.grants, reply.pages, reply.people, reply.erasures, reply.lease_ms) == ((), (), None, (), 0)
        assert b"Bale Rahasia" not in raw
        assert b"Budi" not in raw
        assert b"Kendal" not in raw


def test_what_came_before_is_answered_as_before_and_stays(hq: Headquarters, siti: Laptop, budi: Laptop) -> None:
    session = siti.session()
    siti.push(hq.exchange, session)
    hq.revoke(siti.dev)
    assert siti.push(hq.exchange, session).fates == {1: Fate("dup", 1)}
    budi.drain(hq.exchange)
    assert [each.dev for each in budi.logs[siti.scope]] == [siti.dev]


def test_a_laptop_revoked_while_its_request_waits_is_told_so(hq: Headquarters, siti: Laptop, looked: Semaphore) -> None:
    with ThreadPoolExecutor(1) as pool:
        with hq.database.writing() as connection:
            waiting = pool.submit(siti.push, hq.exchange, siti.session())
            assert looked.acquire(timeout=30)
            people.revoke(connection, siti.dev, "left", NOW_MS)
        answered = waiting.result()
    assert answered.reply.revoked == "left"
    assert not rows(hq, "session")


def test_what_the_lead_has_looked_at_is_let_in_with_what_waits_for_it(
    hq: Headquarters, siti: Laptop, budi: Laptop
) -> None:
    session = siti.session()
    record = decode(session).record
    attendee = siti.attendee(record)
    waiting = budi.attendee(record)
    budi.push(hq.exchange, waiting)
    hq.revoke(siti.dev)
    siti.push(hq.exchange, session, attendee)
    assert hq.admit(siti.dev) == 2
    assert [each.payload for each in logged(hq)[siti.scope]] == [session, attendee, waiting]
    assert list(hq.quarantined()) == []
    assert hq.admit(siti.dev) == 0
    assert siti.push(hq.exchange, session).fates == {1: Fate("dup", 1)}


def test_what_can_not_be_let_in_stays_aside_for_its_own_reason(hq: Headquarters, siti: Laptop) -> None:
    hq.revoke(siti.dev)
    siti.push(hq.exchange, siti.attendee("0197a000-0000-7000-8000-0000000000aa"), siti.session())
    assert hq.admit(siti.dev) == 1
    assert [(kept.n, kept.code) for kept in hq.quarantined()] == [(1, "Q110")]


def test_it_says_that_its_data_is_destroyed(hq: Headquarters, siti: Laptop, clock: Clock) -> None:
    hq.revoke(siti.dev)
    siti.push(hq.exchange, destroyed=True)
    clock.ms += 5_000
    siti.push(hq.exchange, destroyed=True)
    (laptop,) = (each for each in hq.laptops() if each.dev == siti.dev)
    assert laptop.destroyed == dt.datetime.fromtimestamp(NOW_MS / 1000, dt.UTC)


def test_only_a_revoked_laptop_destroys(hq: Headquarters, siti: Laptop) -> None:
    assert siti.push(hq.exchange, destroyed=True).reply.revoked == ""
    assert [each.destroyed for each in hq.laptops()] == [None]


def test_a_revocation_is_taken_back_until_the_data_is_destroyed(hq: Headquarters, siti: Laptop) -> None:
    hq.revoke(siti.dev)
    hq.readmit(siti.dev)
    assert siti.push(hq.exchange, siti.session()).fates[1].result == "ok"
    hq.revoke(siti.dev)
    siti.push(hq.exchange, destroyed=True)
    with pytest.raises(NotAllowed):
        hq.readmit(siti.dev)
    with pytest.raises(NotFound):
        hq.readmit("d0000000000")
    with pytest.raises(NotFound):
        hq.revoke(people.HEADQUARTERS)


def test_a_new_code_of_the_same_person_admits_the_same_laptop_again(hq: Headquarters) -> None:
    key = Ed25519PrivateKey.generate()
    invitation = hq.add_person("Siti", "officer", "KDL")
    dev = hq.enrol(enrolment(invitation.code, key), HERE).dev
    hq.revoke(dev, "left")
    assert hq.enrol(enrolment(hq.invite(invitation.person).code, key), HERE).dev == dev
    assert [(each.dev, each.revoked) for each in hq.laptops()] == [(dev, None)]


def test_a_code_of_somebody_else_makes_another_laptop_of_the_same_key(hq: Headquarters) -> None:
    key = Ed25519PrivateKey.generate()
    dev = hq.enrol(enrolment(hq.add_person("Siti", "officer", "KDL").code, key), HERE).dev
    hq.revoke(dev)
    other = hq.enrol(enrolment(hq.add_person("Agus", "officer", "KDL").code, key), HERE).dev
    assert other != dev
    assert [each.revoked is None for each in hq.laptops() if each.dev == dev] == [False]


def test_a_revoked_laptop_gets_no_renewal(hq: Headquarters, siti: Laptop) -> None:
    assert json.loads(hq.renewal(siti.dev).ticket.splitlines()[0])["dev"] == siti.dev
    hq.revoke(siti.dev)
    with pytest.raises(NotAllowed):
        hq.renewal(siti.dev)
    with pytest.raises(NotFound):
        hq.renewal("d0000000000")


def test_a_name_belongs_to_its_key(hq: Headquarters) -> None:
    first, second = enrolled(hq), enrolled(hq)
    assert first.dev != second.dev
    again = hq.enrol(enrolment(hq.invite(first.person).code, first.key), HERE)
    assert again.dev == first.dev
