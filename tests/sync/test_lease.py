"""The lease of a real laptop: renewed by every exchange, by a signed file or by a code; locked, never wiped."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from desa_app.errors import LeaseOver, NotEnrolled, WrongRenewal
from desa_app.language import use_language
from desa_app.store.identity import Identity
from desa_app.store.store import Store
from desa_app.sync.enrol import enrol
from desa_app.sync.exchange import apply_answer, apply_late_answer, request_body
from desa_app.sync.pure import lease, wire
from desa_app.sync.pure.lease import DAY_MS, DAYS, Lease
from desa_app.sync.renewal import read_ticket, take_code
from desa_app.sync.run import sync
from tests.sync.laptops import ALL, NOWHERE, PASSPHRASE, Clock, World, exchange, me, states, visit
from tests.sync.roads import Roads


@pytest.fixture
def clock() -> Clock:
    """The laptop's own."""
    return Clock()


@pytest.fixture
def dewi(world: World, clock: Clock) -> Store:
    """A laptop that has joined just now, with a session that is not sent."""
    store = world.stranger("dewi", clock)
    enrol(store, NOWHERE, world.code("dewi"), Roads(world.hq))
    visit(store, "Siti")
    return store


def held(store: Store) -> Lease:
    found = store.lease.look()
    assert found
    return found


def later(world: World, clock: Clock, days: int) -> None:
    """Days go by, everywhere."""
    world.clock.ms += days * DAY_MS
    clock.ms += days * DAY_MS


def test_a_laptop_that_has_not_joined_is_never_locked(world: World, clock: Clock) -> None:
    store = world.stranger("dewi", clock)
    clock.ms += 1_000 * DAY_MS
    store.lease.check()
    assert store.lease.look() is None
    with pytest.raises(NotEnrolled):
        take_code(store, "AAAA-BBBB-CCCC")


def test_joining_begins_it_and_thirty_days_later_it_is_over(dewi: Store, world: World, clock: Clock) -> None:
    later(world, clock, DAYS)
    dewi.lease.check()
    assert dewi.status().lease_ends
    clock.ms += 1
    with pytest.raises(LeaseOver) as over:
        dewi.lease.check()
    assert "2 perubahan belum terkirim" in over.value.sentence
    assert "Tidak ada yang hilang" in over.value.sentence
    use_language("en")
    assert "2 changes are not sent yet" in over.value.sentence
    assert dewi.status().is_locked


def test_a_locked_laptop_opens_for_nothing_but_what_shows_no_record(dewi: Store, clock: Clock) -> None:
    clock.ms += 31 * DAY_MS
    folder = dewi.folder
    dewi.close()
    with pytest.raises(LeaseOver):
        Store.open(folder, PASSPHRASE, clock)
    store = Store.open(folder, PASSPHRASE, clock, though_locked=True)
    assert store.journal.count_pending() == 2
    store.close()


def test_what_waits_can_be_sent_and_that_opens_it_again(dewi: Store, world: World, clock: Clock) -> None:
    later(world, clock, 45)
    assert sync(dewi, connect=Roads(world.hq)).pushed == 2
    dewi.lease.check()
    assert held(dewi).until_ms == world.clock.ms + DAYS * DAY_MS
    assert {state for _, state in states(dewi)} == {"acked"}


def test_a_clock_that_is_set_back_prolongs_nothing(dewi: Store, clock: Clock) -> None:
    for _ in range(60):
        clock.ms += DAY_MS
        dewi.lease.look()
        clock.ms -= DAY_MS
        dewi.lease.look()
    with pytest.raises(LeaseOver):
        dewi.lease.check()


def test_time_that_nobody_looked_at_is_told_by_the_stamps(dewi: Store, clock: Clock) -> None:
    clock.ms += 40 * DAY_MS
    visit(dewi)
    clock.ms -= 41 * DAY_MS
    with pytest.raises(LeaseOver):
        dewi.lease.check()


@pytest.mark.parametrize("wrong_days", [-20_000, -3, 3, 26_000])
def test_a_wrong_clock_keeps_nobody_out_who_was_just_in_touch(
    world: World, dewi: Store, clock: Clock, wrong_days: int
) -> None:
    clock.ms += wrong_days * DAY_MS
    visit(dewi)
    exchange(dewi, world.hq)
    dewi.lease.check()
    clock.ms += 29 * DAY_MS
    visit(dewi)
    dewi.lease.check()
    clock.ms += 2 * DAY_MS
    with pytest.raises(LeaseOver):
        dewi.lease.check()


def test_an_answer_that_was_carried_by_hand_gives_what_is_left_of_it(dewi: Store, world: World, clock: Clock) -> None:
    body, question = request_body(dewi, me(dewi), ALL)
    later(world, clock, 5)
    answer = world.hq.exchange(body)
    later(world, clock, 20)
    apply_late_answer(dewi, me(dewi), question, answer)
    assert held(dewi).until_ms - held(dewi).now_ms == 10 * DAY_MS


def test_a_file_opens_it_and_is_good_once(dewi: Store, world: World, clock: Clock) -> None:
    later(world, clock, 31)
    ticket = world.hq.renewal(me(dewi).dev).ticket
    assert len(ticket) < 400
    read_ticket(dewi, ticket)
    dewi.lease.check()
    later(world, clock, 31)
    for _ in range(2):
        with pytest.raises(WrongRenewal, match="sudah pernah dipakai"):
            read_ticket(dewi, ticket)
    clock.ms -= 31 * DAY_MS
    with pytest.raises(WrongRenewal):
        read_ticket(dewi, ticket)
    with pytest.raises(LeaseOver):
        dewi.lease.check()


def test_a_code_opens_it_and_is_good_once(dewi: Store, world: World, clock: Clock) -> None:
    later(world, clock, 31)
    code = world.hq.renewal(me(dewi).dev).code
    take_code(dewi, f" {code.lower()} ")
    dewi.lease.check()
    later(world, clock, 32)
    with pytest.raises(WrongRenewal):
        take_code(dewi, code)
    with pytest.raises(LeaseOver):
        dewi.lease.check()


def test_files_and_codes_of_others_open_nothing(dewi: Store, world: World, clock: Clock) -> None:
    other = world.stranger("budi", clock)
    enrol(other, NOWHERE, world.code("budi"), Roads(world.hq))
    later(world, clock, 31)
    renewal = world.hq.renewal(me(other).dev)
    mine = world.hq.renewal(me(dewi).dev)
    forged = mine.ticket.replace(b'"lease":', b'"lease":9', 1)
    body, _ = request_body(dewi, me(dewi), ALL)
    answer = world.hq.exchange(body)
    for content in (renewal.ticket, forged, b"", b"\n", mine.ticket[:-9], b"{}\n{}\n", answer, body):
        with pytest.raises(WrongRenewal):
            read_ticket(dewi, content)
    for code in (renewal.code, "", "AAAA-BBBB-CCCC"):
        with pytest.raises(WrongRenewal, match="salah dengar"):
            take_code(dewi, code)
    with pytest.raises(LeaseOver):
        dewi.lease.check()


def test_a_file_is_good_though_headquarters_went_on_with_another_key(dewi: Store, world: World, clock: Clock) -> None:
    later(world, clock, 31)
    world.hq.rotate_key()
    read_ticket(dewi, world.hq.renewal(me(dewi).dev).ticket)
    exchange(dewi, world.hq)
    world.hq.rotate_key()
    later(world, clock, 31)
    read_ticket(dewi, world.hq.renewal(me(dewi).dev).ticket)
    dewi.lease.check()


def test_a_laptop_of_before_that_heard_of_no_lease_breaks_at_nothing(dewi: Store, world: World) -> None:
    """What headquarters says beside is passed over by whoever doesn't know it."""
    body, question = request_body(dewi, me(dewi), ALL)

    def known(reply: wire.Reply, lines: list[bytes]) -> tuple[Any, list[bytes]]:
        said = msgspec.json.decode(msgspec.json.encode(reply))
        assert "ls" in said
        return said | {"ls2": 7, "w": 0}, lines

    apply_answer(dewi, me(dewi), question, world.resigned(world.hq.exchange(body), known))
    without = lambda reply, lines: (msgspec.structs.replace(reply, lease_ms=0), lines)  # noqa: E731
    body, question = request_body(dewi, me(dewi), ALL)
    before = held(dewi)
    apply_answer(dewi, me(dewi), question, world.resigned(world.hq.exchange(body), without))
    assert held(dewi).until_ms == before.until_ms


def test_the_lease_costs_few_bytes(dewi: Store, world: World) -> None:
    import gzip

    body, _ = request_body(dewi, me(dewi), ALL)
    answer = world.hq.exchange(body)
    without = world.resigned(answer, lambda reply, lines: (msgspec.structs.replace(reply, lease_ms=0), lines))
    assert len(gzip.compress(answer)) - len(gzip.compress(without)) <= 24


def test_an_identity_of_before_has_no_secret_and_no_code_opens_it(world: World, clock: Clock) -> None:
    store = world.laptop("dewi", clock=clock)
    assert isinstance(store.me, Identity)
    assert store.lease.secret is None
    with pytest.raises(WrongRenewal):
        take_code(store, world.hq.renewal(me(store).dev).code)
    assert lease.until(0) == DAYS * DAY_MS
