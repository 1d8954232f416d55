"""Laptops and a headquarters of different versions understand each other: what one doesn't know it keeps and passes
on, and merges after its upgrade; and a laptop of whatever version can push (SYNC.md, invariant 17)."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import msgspec
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desa_app.domain.session import Session
from desa_app.domain.set_aside import UNKNOWN_NOUN, WRONG_VALUE
from desa_app.errors import TooOld
from desa_app.hq import exchange as hq_exchange
from desa_app.hq import keys
from desa_app.hq.headquarters import Headquarters
from desa_app.store.records import Save
from desa_app.store.replay import replay
from desa_app.store.store import Store
from desa_app.sync.exchange import apply_answer, request_body
from desa_app.sync.pure import wire
from desa_app.sync.pure.rows import to_record
from desa_app.sync.run import compare, sync
from tests.sync.laptops import ALL, World, drain, exchange, me, rows, shown, states, visit
from tests.sync.newer import NOUN, NewerSession, Visit, newer, upgraded
from tests.sync.roads import Roads


@pytest.fixture(autouse=True)
def this_version() -> Iterator[None]:
    """Whatever happens in a test, the next one runs this version."""
    yield
    with newer():
        pass


def new_laptop(world: World, name: str) -> Store:
    """A laptop of the newer version; within ``newer``."""
    return upgraded(world.laptop(name))


def edit(store: Store, record: str, **fields: object) -> None:
    """Save other values of some fields of a session."""
    store.records.save([Save(msgspec.structs.replace(store.records.get(Session, record), **fields))])


def upgrade_hq(world: World) -> None:
    """Headquarters goes on with the newer version; within ``newer``."""
    world.hq.close()
    world.hq = Headquarters(world.url, world.clock)


def drain_older(store: Store, world: World) -> None:
    """Exchange until drained, this version's laptop with a headquarters of the newer."""
    more = True
    while more:
        body, question = request_body(store, me(store), ALL)
        with newer():
            answer = world.hq.exchange(body)
        more = apply_answer(store, me(store), question, answer).more


def weather(store: Store) -> list[object]:
    """The weather that a laptop of the newer version shows."""
    return [row.get("weather") for row in shown(store)["session"]]


# Fields.


def test_a_field_of_a_later_version_travels_through_older_ones_and_is_merged_after_the_upgrade(world: World) -> None:
    with newer():
        budi = new_laptop(world, "budi")
        budi.records.save([Save(budi.records.new(NewerSession(venue="Balai", weather="hujan")))])
        session = rows(budi)["session"][0][0]
    dewi, ratna = world.laptop("dewi"), world.laptop("ratna")
    with newer():
        body, question = request_body(budi, me(budi), ALL)
    answer = world.hq.exchange(body)
    with newer():
        apply_answer(budi, me(budi), question, answer)
        assert states(budi) == [(1, "acked")]
    drain(dewi, ratna, hq=world.hq)
    assert [row.get("venue") for row in shown(dewi)["session"]] == ["Balai"]
    edit(dewi, session, venue="Masjid")
    drain(dewi, ratna, hq=world.hq)
    assert compare(dewi, connect=Roads(world.hq)).is_equal
    assert dewi.check() == ratna.check() == []
    with newer():
        upgraded(dewi)
        assert (weather(dewi), dewi.check()) == (["hujan"], [])
        upgrade_hq(world)
        drain(budi, hq=world.hq)
        assert rows(budi)["session"] == rows(dewi)["session"]
        assert (weather(budi), shown(budi)["session"][0]["venue"]) == (["hujan"], "Masjid")
        for store in (budi, dewi):
            found = compare(store, connect=Roads(world.hq))
            assert found.is_equal
            assert not any(scope.mended for scope in found.scopes)


def test_laptops_and_headquarters_of_two_versions_compare_as_equal(world: World) -> None:
    dewi = world.laptop("dewi")
    visit(dewi, "Siti")
    drain(dewi, hq=world.hq)
    with newer():
        budi = new_laptop(world, "budi")
        upgrade_hq(world)
        drain(budi, hq=world.hq)
        edit(budi, rows(budi)["session"][0][0], weather="cerah")
        drain(budi, hq=world.hq)
        assert compare(budi, connect=Roads(world.hq)).is_equal
        claims, _ = budi.digests.claims()
    drain_older(dewi, world)
    assert dewi.digests.claims()[0] == claims


def test_values_written_at_the_same_time_wait_for_whoever_knows_the_field(world: World) -> None:
    dewi = world.laptop("dewi")
    session = visit(dewi)
    drain(dewi, hq=world.hq)
    with newer():
        budi, ratna = new_laptop(world, "budi"), new_laptop(world, "ratna")
        upgrade_hq(world)
        drain(budi, ratna, hq=world.hq)
        edit(budi, session, weather="hujan")
        edit(ratna, session, weather="cerah")
        drain(budi, ratna, hq=world.hq)
    drain_older(dewi, world)
    assert dewi.conflicts() == []
    edit(dewi, session, venue="Masjid")
    drain_older(dewi, world)
    assert (dewi.conflicts(), dewi.check()) == ([], [])
    with newer():
        upgraded(dewi)
        [conflict] = dewi.conflicts(session)
        assert (conflict.field, {rival.value for rival in conflict.rivals}) == ("weather", {"hujan", "cerah"})
        assert dewi.check() == []


def test_the_upgrade_is_done_once(world: World) -> None:
    dewi = world.laptop("dewi")
    visit(dewi, "Siti")
    with newer():
        upgraded(dewi)
        dewi.db.conn.execute("UPDATE session SET updated_ms = 1")
        replay(dewi.db)
        assert [row["updated_ms"] for row in dewi.db.query("SELECT updated_ms FROM session")] == [1]


def test_a_value_that_only_a_later_version_takes_is_kept_and_not_shown(world: World) -> None:
    dewi = world.laptop("dewi")
    session = visit(dewi, venue="Balai")
    row = dewi.records.row("session", session)
    assert row is not None
    later = to_record("session", row | {"status": "ditutup", "position": '{"lat":1.0,"lng":2.0,"height":3.0}'})
    assert isinstance(later, Session)
    assert (later.venue, later.status, later.position) == ("Balai", "draf", None)
    dewi.db.conn.execute('UPDATE session SET position = \'{"lat":1.0,"lng":2.0,"height":3.0}\'')
    edit(dewi, session, venue="Masjid")
    assert '"height":3.0' in next(dewi.db.query("SELECT position FROM session"))["position"]


# Record types.


def test_records_of_a_later_type_wait_aside_and_come_in_with_the_upgrade(world: World) -> None:
    with newer():
        budi = new_laptop(world, "budi")
        [first, second] = budi.records.save(
            [Save(each) for each in budi.records.completed([Visit(family="Bu Siti"), Visit(family="Pak Joko")])]
        )
        body, question = request_body(budi, me(budi), ALL)
    answer = world.hq.exchange(body)
    with newer():
        apply_answer(budi, me(budi), question, answer)
        assert {one.code for one in budi.journal.quarantined()} == {UNKNOWN_NOUN.code}
        upgrade_hq(world)
        assert world.hq.quarantined() == []
        drain(budi, hq=world.hq)
        assert [state for _, state in states(budi)] == ["acked", "acked"]
    dewi = world.laptop("dewi")
    drain_older(dewi, world)
    assert (NOUN in rows(dewi), dewi.check()) == (False, [])
    with newer():
        budi.records.save([Save(msgspec.structs.replace(budi.records.get(Visit, first), outcome="baik"))])
        drain(budi, hq=world.hq)
    drain_older(dewi, world)
    with newer():
        upgraded(dewi)
        assert rows(dewi)[NOUN] == rows(budi)[NOUN]
        assert [row[0] for row in rows(dewi)[NOUN]] == sorted([first, second])
        assert dewi.check() == []
        assert compare(dewi, connect=Roads(world.hq)).is_equal


def test_what_is_wrong_in_every_version_stays_aside(world: World) -> None:
    dewi = world.laptop("dewi")
    visit(dewi, venue="Balai\0Desa")
    drain(dewi, hq=world.hq)
    with newer():
        upgrade_hq(world)
        assert [kept.code for kept in world.hq.quarantined()] == [WRONG_VALUE.code]


# Protocols.


def test_a_laptop_too_old_to_read_still_pushes_everything_and_is_then_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    visit(budi, "Joko")
    drain(budi, hq=world.hq)
    visit(dewi, *(f"Orang {number}" for number in range(40)))
    monkeypatch.setattr(hq_exchange, "OLDEST_READER", wire.PROTOCOL + 1)
    with pytest.raises(TooOld) as told:
        sync(dewi, connect=Roads(world.hq))
    assert "perbarui aplikasi" in told.value.sentence
    assert dewi.journal.count_pending() == 0
    assert len(world.dots_in_logs()) == 43 + 2
    assert shown(dewi)["attendee"] != []
    assert "Joko" not in {row.get("full_name") for row in shown(dewi)["attendee"]}
    assert dewi.check() == []
    visit(dewi, "Terakhir")
    assert exchange(dewi, world.hq).pushed == 2
    monkeypatch.undo()
    sync(dewi, connect=Roads(world.hq))
    drain(budi, hq=world.hq)
    assert rows(dewi) == rows(budi)


def test_the_refusal_names_what_to_upgrade_to(world: World, online: str, monkeypatch: pytest.MonkeyPatch) -> None:
    dewi = world.laptop("dewi")
    monkeypatch.setattr(hq_exchange, "OLDEST_READER", wire.PROTOCOL + 1)
    body, _ = request_body(dewi, me(dewi), ALL)
    headers = {"Content-Type": wire.MEDIA_TYPE, "Content-Encoding": "gzip"}
    answer = requests.post(online + wire.ADDRESS, gzip.compress(body), headers=headers, timeout=30)
    assert (answer.status_code, answer.headers["Upgrade"], answer.json()["number"]) == (426, "desa-sync/1", "H426")


@pytest.mark.parametrize("spoken", [2, 3, 1 << 40])
def test_a_laptop_of_a_later_protocol_is_served_as_far_as_headquarters_can(world: World, spoken: int) -> None:
    dewi = world.laptop("dewi")
    visit(dewi, "Siti")
    body, question = request_body(dewi, me(dewi), ALL)
    later = resigned(dewi, body.replace(b'{"v":1,', b'{"v":%d,"later":{"deep":[1]},' % spoken, 1))
    assert apply_answer(dewi, me(dewi), question, world.hq.exchange(later)).pushed == 2
    assert dewi.check() == []


def test_what_a_later_headquarters_says_beside_is_passed_over(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    visit(budi, "Joko")
    drain(budi, hq=world.hq)
    body, question = request_body(dewi, me(dewi), ALL)
    _, _, header, lines = wire.split(world.hq.exchange(body))
    reply = msgspec.json.decode(header)
    for part in (reply, reply["me"], *reply["grants"], *reply["pages"]):
        if isinstance(part, dict):
            part["later"] = {"deep": [1]}
    longer = [msgspec.json.encode(msgspec.json.decode(line) | {"later": 1}) for line in lines]
    again = wire.body(reply, longer)
    apply_answer(dewi, me(dewi), question, wire.signed(again, keys.sign(world.hq.identity.private_key, again)))
    assert {row.get("full_name") for row in shown(dewi)["attendee"]} == {"Joko"}


def resigned(store: Store, body: bytes) -> bytes:
    """A body with the laptop's signature over what it says now."""
    unsigned, *_ = wire.split(body)
    return wire.signed(unsigned, Ed25519PrivateKey.from_private_bytes(store.settings.signing_key()).sign(unsigned))
