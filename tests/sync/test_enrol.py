"""Joining with a one-time code, over a real line: once, and safely asked again."""

from __future__ import annotations

import pytest

from desa_app.errors import AlreadyEnrolled, NoConnection, Refused, Revoked, WrongField
from desa_app.hq.people import CODE_DAYS, DAY_MS, MOST_GUESSES
from desa_app.sync.enrol import enrol
from tests.sync.fault_proxy import FaultProxy, answer_cut
from tests.sync.laptops import NAMES, NOWHERE, SEMARANG, World, me


def test_a_code_makes_the_laptop_its_persons(world: World, online: str) -> None:
    store = world.stranger("dewi")
    who = enrol(store, online + "/", f"  {world.code('dewi', role='lead')} ")
    assert store.me == who
    assert (who.name, who.role, who.office_code, who.office_name) == ("Dewi", "lead", SEMARANG, NAMES[SEMARANG])
    assert (who.hq, who.hq_url, store.journal.dev) == (world.hq.identity.hq, online, who.dev)
    assert [laptop.dev for laptop in world.hq.laptops()] == [who.dev]
    assert store.check() == []


def test_a_code_may_be_typed_as_it_was_heard(world: World, online: str) -> None:
    heard = world.code().lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert enrol(world.stranger("dewi"), online, heard).name == "Dewi"


@pytest.mark.parametrize("code", ["AAAA-BBBB-CCCC", "NGAWUR"])
def test_a_wrong_code_is_refused_as_that_and_not_as_a_revoked_laptop(world: World, online: str, code: str) -> None:
    store = world.stranger("dewi")
    with pytest.raises(Refused) as refused:
        enrol(store, online, code)
    assert not isinstance(refused.value, Revoked)
    assert "Kode pendaftaran salah" in refused.value.sentence
    assert store.me is None


@pytest.mark.parametrize("code", ["", "  ", "AB1", "A" * 41])
def test_what_can_be_no_code_is_refused_here(world: World, code: str) -> None:
    with pytest.raises(WrongField) as wrong:
        enrol(world.stranger("dewi"), NOWHERE, code)
    assert wrong.value.details["path"] == "code"


def test_an_expired_code_is_refused(world: World, online: str) -> None:
    world.clock.ms -= CODE_DAYS * DAY_MS + 1
    code, store = world.code(), world.stranger("dewi")
    with pytest.raises(Refused, match="H431"):
        enrol(store, online, code)
    assert store.me is None


def test_a_code_is_good_for_one_laptop(world: World, online: str) -> None:
    code = world.code()
    enrol(world.stranger("one"), online, code)
    with pytest.raises(Refused, match="H432"):
        enrol(world.stranger("two"), online, code)


def test_a_lost_answer_is_asked_for_again(world: World, proxy: FaultProxy) -> None:
    store, code = world.stranger("dewi"), world.code()
    proxy.faults += [answer_cut(0), answer_cut(60)]
    for _ in range(2):
        with pytest.raises(NoConnection):
            enrol(store, proxy.url, code)
        assert store.me is None
    who = enrol(store, proxy.url, code)
    assert [laptop.dev for laptop in world.hq.laptops()] == [who.dev]


def test_enrolling_twice_is_refused_and_changes_nothing(world: World, proxy: FaultProxy) -> None:
    store = world.laptop("dewi")
    before = me(store)
    with pytest.raises(AlreadyEnrolled, match="Dewi"):
        enrol(store, proxy.url, world.code("budi"))
    assert store.me == before
    assert proxy.requests == []


def test_guessing_is_stopped_with_a_sentence_that_says_to_wait(world: World, online: str) -> None:
    store = world.stranger("dewi")
    for _ in range(MOST_GUESSES):
        with pytest.raises(Refused, match="H430"):
            enrol(store, online, "AAAA-BBBB-CCCC")
    with pytest.raises(Refused, match="Tunggu seperempat jam"):
        enrol(store, online, world.code())


@pytest.mark.parametrize("url", ["https://a..b", "http://127.0.0.1:99999"])
def test_an_address_that_is_none_is_said_to_be_wrong(world: World, url: str) -> None:
    with pytest.raises(NoConnection, match="alamatnya salah"):
        enrol(world.stranger("dewi"), url, "AAAA-BBBB-CCCC")


@pytest.mark.parametrize(
    "address",
    [
        "http://hq.imigrasi.example",
        "http://10.1.2.3:8000",
        "kantor.go.id",
        "",
        "htp://kantor",
        "https://",
        "http://",
        "[",
    ],
)
def test_an_address_that_others_could_listen_to_is_refused(world: World, address: str) -> None:
    store = world.stranger("dewi")
    with pytest.raises(WrongField, match="https"):
        enrol(store, address, "AAAA-BBBB-CCCC")
    assert store.me is None
