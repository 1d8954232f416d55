"""A run over a real line: drained, tried again without wearing anybody out, cancelled, refused; one run at a time."""

from __future__ import annotations

import threading

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from desa_app.domain.attendee import Attendee
from desa_app.domain.session import Session
from desa_app.errors import Cancelled, NoConnection, NotEnrolled, Unproven
from desa_app.store.records import Save
from desa_app.store.runs import KEPT, Run
from desa_app.store.store import Store
from desa_app.sync import line as line_module
from desa_app.sync.pure import packing
from desa_app.sync.pure.wire import MAX_BATCH
from desa_app.sync.run import FIRST_WAIT, LONGEST_WAIT, TRIES, Progress, sync
from tests.sync.fault_proxy import (
    Call,
    Fault,
    FaultProxy,
    after,
    altered,
    answer_cut,
    answer_twice,
    answered,
    pass_on,
    request_cut,
    request_twice,
    response,
    silence,
)
from tests.sync.laptops import NOWHERE, Patience, World, drain, rows, states, visit

BUSY = answered(response("503 Service Unavailable", b"<html>", "text/html"))
PORTAL = answered(response("200 OK", b"<html>", "text/html"))


def joined(world: World, url: str, name: str = "dewi") -> Store:
    """An enrolled laptop that reaches headquarters at ``url``."""
    store = world.stranger(name)
    world.join(store, world.code(name), url)
    return store


def visit_many(store: Store, count: int) -> None:
    """One session with this many attendees less one: ``count`` changes."""
    session = store.records.new(Session(venue="Lapangan"))
    people = [
        store.records.new(Attendee(session_id=session.id, full_name=f"Peserta {row}", row=row, age=30))
        for row in range(1, count)
    ]
    store.records.save([Save(session), *(Save(person) for person in people)])


def batches(proxy: FaultProxy) -> list[int]:
    """How many changes each request carried."""
    return [carried(request) for request in proxy.requests]


def carried(request: bytes) -> int:
    """How many changes a request carries."""
    return packing.unpack(request.partition(b"\r\n\r\n")[2], "br", 1 << 24).count(b"\n") - 2


def test_a_laptop_that_belongs_to_nobody_does_not_synchronise(world: World) -> None:
    with pytest.raises(NotEnrolled):
        sync(world.stranger("dewi"))


def test_a_run_pushes_and_pulls_until_nothing_is_left(world: World, proxy: FaultProxy) -> None:
    dewi, budi = joined(world, proxy.url), joined(world, proxy.url, "budi")
    visit(budi, "Joko")
    sync(budi)
    visit(dewi, "Siti", "Wati")
    told: list[Progress] = []
    report = sync(dewi, progress=told.append)
    assert (report.pushed, report.pulled, report.quarantined, report.exchanges) == (3, 4, 0, 1)
    assert told == [Progress(3, 4, 0, 0)]
    assert (report.bytes_up, report.bytes_down) == bodies(proxy)
    assert sync(budi).pulled == 3
    assert rows(dewi) == rows(budi)
    idle = sync(dewi)
    assert (idle.pushed, idle.pulled, idle.exchanges) == (0, 0, 1)


def bodies(proxy: FaultProxy) -> tuple[int, int]:
    """Bytes of the bodies of the last request and its answer."""
    request, answer = proxy.requests[-1], proxy.answers[-1]
    return len(request.partition(b"\r\n\r\n")[2]), len(answer.partition(b"\r\n\r\n")[2])


def test_ten_thousand_changes_drain_in_whole_batches_over_one_connection(world: World, proxy: FaultProxy) -> None:
    dewi, budi = joined(world, proxy.url), world.laptop("budi")
    visit_many(dewi, 10_000)
    told: list[Progress] = []
    report = sync(dewi, progress=told.append)
    assert (report.pushed, report.exchanges) == (10_000, 20)
    assert batches(proxy) == [MAX_BATCH] * 20
    assert proxy.connections == 1
    assert [each.left_to_push for each in told] == [*range(9_500, -1, -500)]
    drain(budi, hq=world.hq)
    assert budi.db.conn.execute("SELECT count(*) FROM attendee").fetchone() == (9_999,)


def test_large_changes_go_up_in_requests_that_headquarters_takes(world: World, proxy: FaultProxy) -> None:
    dewi = joined(world, proxy.url)
    for _ in range(40):
        visit(dewi, minutes="x" * 19_000, questions="y" * 19_000)
    assert sync(dewi).pushed == 40
    assert len(batches(proxy)) > 2
    assert sum(batches(proxy)) == 40


# Faults of the line.

FAULTS: dict[str, Fault] = {
    "headquarters is busy": BUSY,
    "request cut": request_cut(300),
    "request cut before a byte": request_cut(0),
    "answer lost": answer_cut(0),
    "answer cut": answer_cut(300),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_line_that_recovers_costs_patience_and_nothing_else(
    world: World, proxy: FaultProxy, patience: Patience, name: str
) -> None:
    dewi = joined(world, proxy.url)
    visit(dewi, "Siti")
    proxy.faults += [FAULTS[name]] * (TRIES - 1)
    report = sync(dewi, cancelled=patience)
    assert (report.pushed, report.exchanges) == (2, 1)
    assert [state for _, state in states(dewi)] == ["acked", "acked"]
    assert len(world.dots_in_logs()) == len(set(world.dots_in_logs())) == 4
    assert len(patience.waits) == TRIES - 1
    for attempt, wait in enumerate(patience.waits):
        longest = min(LONGEST_WAIT, FIRST_WAIT * 2**attempt)
        assert longest / 2 <= wait <= longest


@pytest.mark.parametrize("name", FAULTS)
def test_a_line_that_does_not_recover_is_given_up(
    world: World, proxy: FaultProxy, patience: Patience, name: str
) -> None:
    dewi = joined(world, proxy.url)
    visit(dewi, "Siti")
    proxy.faults += [FAULTS[name]] * TRIES
    with pytest.raises(NoConnection):
        sync(dewi, cancelled=patience)
    assert len(proxy.requests) == TRIES
    assert [state for _, state in states(dewi)] == ["pending", "pending"]
    assert sync(dewi).pushed == 2


def test_each_failure_halves_what_is_asked_and_each_success_doubles_it(
    world: World, proxy: FaultProxy, patience: Patience, monkeypatch: pytest.MonkeyPatch
) -> None:
    dewi = joined(world, proxy.url)
    visit_many(dewi, 1_000)
    in_time = line_module.READ_SECONDS
    monkeypatch.setattr(line_module, "READ_SECONDS", 0.05)
    proxy.faults += [
        silence,
        after(lambda call: monkeypatch.setattr(line_module, "READ_SECONDS", in_time), silence),
        BUSY,
    ]
    assert sync(dewi, cancelled=patience).pushed == 1_000
    assert batches(proxy) == [500, 250, 125, 62, 124, 248, 496, 70]


def test_requests_and_answers_that_come_twice_count_once(world: World, proxy: FaultProxy, patience: Patience) -> None:
    dewi, budi = joined(world, proxy.url), joined(world, proxy.url, "budi")
    visit_many(dewi, 1_200)
    proxy.faults += [request_twice, answer_twice, answer_twice]
    report = sync(dewi, cancelled=patience)
    assert report.pushed == 1_200
    proxy.faults += [answer_twice, answer_twice, request_twice]
    sync(budi, cancelled=patience)
    assert rows(budi) == rows(dewi)
    assert len(world.dots_in_logs()) == len(set(world.dots_in_logs())) == 1_202


def test_a_connection_that_is_an_answer_behind_is_left_for_a_new_one(
    world: World, proxy: FaultProxy, patience: Patience
) -> None:
    dewi = joined(world, proxy.url)
    sync(dewi)
    visit(dewi, "Siti")
    behind, first = [proxy.answers[-1]], []

    def one_behind(call: Call) -> None:
        first.append(call.laptop)
        if call.laptop is not first[0]:
            pass_on(call)
            return
        behind.append(call.answer())
        call.reply(behind.pop(0))

    proxy.faults += [one_behind] * TRIES
    assert sync(dewi, cancelled=patience).pushed == 2
    assert len(patience.waits) == 1


def test_an_answer_damaged_on_its_way_is_reported_and_applied_nowhere(world: World, proxy: FaultProxy) -> None:
    dewi = joined(world, proxy.url)
    visit(dewi, "Siti")
    proxy.faults.append(altered(lambda answer: answer[:-20] + bytes([answer[-20] ^ 4]) + answer[-19:]))
    with pytest.raises(Unproven):
        sync(dewi)
    assert [state for _, state in states(dewi)] == ["pending", "pending"]
    assert dewi.status().last_sync is None
    assert sync(dewi).pushed == 2


def test_a_login_page_ends_the_run_at_once(world: World, proxy: FaultProxy, patience: Patience) -> None:
    dewi = joined(world, proxy.url)
    visit(dewi, "Siti")
    proxy.faults.append(PORTAL)
    with pytest.raises(NoConnection, match="Wi-Fi"):
        sync(dewi, cancelled=patience)
    assert patience.waits == []
    assert [state for _, state in states(dewi)] == ["pending", "pending"]


def test_headquarters_down_is_said_at_once(world: World, patience: Patience) -> None:
    dewi = joined(world, NOWHERE)
    visit(dewi, "Siti")
    with pytest.raises(NoConnection, match="Semua catatan aman"):
        sync(dewi, cancelled=patience)
    assert patience.waits == []


# Cancelled, revoked, used by others meanwhile.


def test_what_was_acknowledged_before_a_cancel_stays_so(world: World, proxy: FaultProxy) -> None:
    dewi, patience = joined(world, proxy.url), Patience()
    visit_many(dewi, 1_200)
    proxy.faults += [pass_on, after(lambda call: patience.set())]
    with pytest.raises(Cancelled):
        sync(dewi, cancelled=patience)
    acked = [n for n, state in states(dewi) if state == "acked"]
    assert acked in ([*range(1, 501)], [*range(1, 1001)])
    assert sync(dewi).pushed == 1_200 - len(acked)
    assert len(world.dots_in_logs()) == len(set(world.dots_in_logs())) == 1_202


class Impatience(Patience):
    """Is cancelled while it waits."""

    def wait(self, timeout: float | None = None) -> bool:
        self.set()
        return super().wait(timeout)


def test_a_cancel_while_waiting_between_two_tries_ends_the_run(world: World, proxy: FaultProxy) -> None:
    dewi, impatience = joined(world, proxy.url), Impatience()
    proxy.faults.append(BUSY)
    with pytest.raises(Cancelled):
        sync(dewi, cancelled=impatience)
    assert len(proxy.requests) == len(impatience.waits) == 1
    with pytest.raises(Cancelled):
        sync(dewi, cancelled=impatience)
    assert len(proxy.requests) == 1


def test_the_window_may_save_while_an_answer_is_awaited(world: World, proxy: FaultProxy) -> None:
    dewi = joined(world, proxy.url)
    visit(dewi, "Siti")

    def save(call: Call) -> None:
        connection = sqlcipher.connect(str(dewi.folder / "desa.db"), timeout=0, isolation_level=None)
        connection.execute(f"PRAGMA key = \"x'{world.key.hex()}'\"")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO setting VALUES ('saved meanwhile', '1')")
        connection.execute("COMMIT")
        connection.close()

    proxy.faults.append(after(save))
    assert sync(dewi).pushed == 2
    assert dewi.settings.get("saved meanwhile", int) == 1
    assert not dewi.db.conn.in_transaction


def test_a_cancel_does_not_wait_for_a_silent_line(world: World, proxy: FaultProxy) -> None:
    dewi, cancelled = joined(world, proxy.url), threading.Event()
    visit_many(dewi, 3)
    proxy.faults.append(after(lambda _: cancelled.set(), silence))
    with pytest.raises(Cancelled):
        sync(dewi, cancelled=cancelled)
    assert len(proxy.requests) == 1, "silent for a minute, it would have been asked again"
    assert [state for _, state in states(dewi)] == ["pending"] * 3
    cancelled.clear()
    assert sync(dewi, cancelled=cancelled).pushed == 3


def test_each_run_is_noted_however_it_ends(world: World, online: str, proxy: FaultProxy, patience: Patience) -> None:
    store = joined(world, proxy.url)
    visit_many(store, 40)
    report = sync(store)
    (noted,) = store.runs.recent()
    assert (noted.pushed, noted.exchanges, noted.error, noted.sentence) == (40, report.exchanges, None, "")
    assert (noted.bytes_up, noted.bytes_down) == (report.bytes_up, report.bytes_down)
    assert noted.bytes_up > 0
    assert noted.bytes_down > 0
    proxy.faults += [request_cut(300)] * TRIES
    visit_many(store, 3)
    with pytest.raises(NoConnection) as broken:
        sync(store, cancelled=patience)
    cut, first = store.runs.recent()
    assert first == noted
    assert cut.sentence == broken.value.sentence
    assert cut.bytes_up > 0
    assert (cut.pushed, cut.error) == (0, "E301")


def test_the_history_keeps_the_last_runs_and_outlives_a_code_it_does_not_know(world: World) -> None:
    store = world.stranger("tini")
    for moment in range(KEPT + 3):
        store.runs.note(Run(began_ms=moment, ended_ms=moment + 1, error="E999", details={"why": "apa pun"}))
    kept = store.runs.recent()
    assert [run.began_ms for run in kept] == list(range(KEPT + 2, 2, -1))
    assert "E999" in kept[0].sentence
