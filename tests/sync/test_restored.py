"""Disks that were copied and backups that were put back, of laptops and of headquarters: nothing is lost or doubled."""

from __future__ import annotations

import msgspec
import pytest

from desa_app.domain.attendee import Attendee
from desa_app.domain.session import Session
from desa_app.errors import AlreadyEnrolled, Cloned, NoConnection
from desa_app.language import use_language
from desa_app.store.records import Save
from desa_app.store.store import Store
from desa_app.sync.enrol import enrol
from desa_app.sync.exchange import Asked, apply_answer, request_body
from desa_app.sync.pure.merge import DELETION
from desa_app.sync.run import sync
from tests.sync.fault_proxy import FaultProxy, answer_cut
from tests.sync.laptops import ALL, Patience, World, drain, exchange, me, rows, shown, states, visit


def people(store: Store) -> list[str]:
    """The names of all living attendees."""
    found = store.db.conn.execute("SELECT full_name FROM attendee WHERE NOT deleted ORDER BY full_name")
    return [name for (name,) in found]


def all_acked(store: Store) -> bool:
    """Whether headquarters has every own change."""
    return all(state == "acked" for _, state in states(store))


# Headquarters' backup.


@pytest.mark.parametrize("new_epoch", [False, True], ids=["same epoch", "new epoch"])
def test_what_a_restored_headquarters_lacks_is_offered_again(world: World, new_epoch: bool) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    visit(dewi, "Siti")
    drain(dewi, budi, hq=world.hq)
    backup = world.back_up()
    session = visit(dewi, "Joko", "Wati")
    visit(budi, "Agus")
    drain(dewi, budi, dewi, hq=world.hq)
    lost = world.dots_in_logs()
    before = shown(dewi)
    world.restore(backup, new_epoch=new_epoch)
    outcome = exchange(dewi, world.hq)
    assert (outcome.offered_again, outcome.more) == (3, True)
    drain(dewi, budi, dewi, hq=world.hq)
    assert sorted(world.dots_in_logs()) == sorted(lost)
    assert rows(dewi) == rows(budi)
    assert shown(dewi) == before
    assert all_acked(dewi)
    assert all_acked(budi)
    assert dewi.check() == budi.check() == []
    assert len(dewi.sessions.attendees(session)) == 2


def test_a_new_epoch_without_loss_is_read_again_and_changes_nothing(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    visit(dewi, "Siti")
    drain(dewi, budi, hq=world.hq)
    world.restore(world.back_up(), new_epoch=True)
    before = rows(budi)
    outcome = exchange(budi, world.hq)
    assert (outcome.pulled, outcome.more) == (0, True)
    assert exchange(budi, world.hq).pulled == 0
    assert rows(budi) == before
    assert {cursor.epoch for cursor in budi.logs.cursors().values()} == {2}
    assert budi.check() == []


def test_a_stamp_that_was_clipped_before_the_loss_is_everywhere_what_headquarters_says_now(world: World) -> None:
    ahead = world.clock.ms + 60_000
    dewi, budi = world.laptop("dewi", clock=lambda: ahead), world.laptop("budi")
    drain(dewi, hq=world.hq)
    backup = world.back_up()
    visit(dewi, "Siti")
    drain(dewi, hq=world.hq)
    world.restore(backup, new_epoch=True)
    world.clock.ms += 120_000
    drain(dewi, budi, hq=world.hq)
    assert rows(dewi) == rows(budi)
    assert dewi.check() == budi.check() == []


# A laptop's disk of yesterday.


def test_a_laptop_restored_from_an_older_copy_gets_its_own_changes_back(world: World) -> None:
    dewi = world.laptop("dewi")
    visit(dewi, "Siti")
    drain(dewi, hq=world.hq)
    older = world.copy(dewi, "older")
    visit(dewi, "Joko")
    visit(dewi, "Wati")
    drain(dewi, hq=world.hq)
    drain(older, hq=world.hq)
    assert rows(older) == rows(dewi)
    assert older.check() == []
    visit(older, "Agus")
    drain(older, hq=world.hq)
    assert states(older)[-1] == (8, "acked")
    assert people(older) == ["Agus", "Joko", "Siti", "Wati"]


def test_numbers_that_headquarters_keeps_aside_are_not_given_again_either(world: World) -> None:
    dewi = world.laptop("dewi")
    older = world.copy(dewi, "older")
    dewi.records.save([Save(dewi.records.new(Attendee(session_id="x", full_name="Siti", age=30)))])
    drain(dewi, hq=world.hq)
    assert states(dewi) == [(1, "quarantined")]
    drain(older, hq=world.hq)
    visit(older)
    drain(older, hq=world.hq)
    assert states(older) == [(2, "acked")]
    [finding] = older.check()
    assert "dipulihkan dari cadangan: 1 perubahan" in finding.sentence
    assert "aman di kantor pusat" in finding.sentence


def test_a_gap_that_no_restored_backup_explains_is_still_a_gap(world: World) -> None:
    dewi = world.laptop("dewi")
    visit(dewi, "Siti")
    drain(dewi, hq=world.hq)
    older = world.copy(dewi, "older")
    dewi.records.save([Save(dewi.records.new(Attendee(session_id="x", full_name="Siti", age=30)))])
    drain(dewi, hq=world.hq)
    drain(older, hq=world.hq)
    older.db.conn.execute("DELETE FROM journal WHERE dev = ? AND n = 2", [me(older).dev])
    assert "nomor perubahan tidak lengkap" in [finding.sentence for finding in older.check()]


def test_what_was_saved_during_the_exchange_is_never_taken_for_an_own_change_of_before(world: World) -> None:
    dewi = world.laptop("dewi")
    older = world.copy(dewi, "older")
    visit(dewi, "Siti")
    drain(dewi, hq=world.hq)
    body, question = request_body(older, me(older), Asked(0, ALL.room, own_in_full=True))
    answer = world.hq.exchange(body)
    visit(older, "Joko")
    with pytest.raises(Cloned):
        apply_answer(older, me(older), question, answer)
    assert people(older) == ["Joko"]
    assert [state for _, state in states(older)] == ["pending", "pending"]


# Two laptops with one disk.


def cloned(world: World, online: str) -> tuple[Store, Store, str]:
    """A laptop and its copy after both have saved and the first has synchronised; the id of an older session."""
    first = world.stranger("first")
    world.join(first, world.code("dewi"), online)
    session = visit(first, "Siti", "Joko")
    sync(first)
    second = world.copy(first, "second")
    visit(first, "Wati")
    sync(first)
    return first, second, session


def save_much(store: Store, session: str) -> None:
    """An edit of what was there, a new visit that is edited, and a deletion."""
    [siti, joko] = store.sessions.attendees(session)
    store.records.save([Save(msgspec.structs.replace(siti, full_name="Siti Aminah"))])
    store.records.save([Save(msgspec.structs.replace(store.records.get(Attendee, siti.id), full_name="Siti A."))])
    new = visit(store, "Agus", "Rini")
    store.records.save([Save(msgspec.structs.replace(store.sessions.get(new), venue="Masjid"))])
    store.records.delete(Attendee, joko.id, "tidak hadir")
    rini = store.sessions.attendees(new)[1]
    store.records.delete(Attendee, rini.id, "keliru")


def test_a_copy_is_refused_with_a_sentence_and_keeps_everything(world: World, online: str) -> None:
    first, second, session = cloned(world, online)
    save_much(second, session)
    before = shown(second)
    for _ in range(2):
        with pytest.raises(Cloned) as refused:
            sync(second)
    assert "kode baru" in refused.value.sentence
    use_language("en")
    assert "new code" in refused.value.sentence
    assert shown(second) == before
    assert {state for n, state in states(second) if n > 3} == {"pending"}
    assert sync(first).exchanges == 1
    assert people(first) == ["Joko", "Siti", "Wati"]


def test_a_copy_enrols_again_and_neither_loses_nor_doubles_anything(world: World, online: str) -> None:
    first, second, session = cloned(world, online)
    save_much(second, session)
    before = shown(second)
    with pytest.raises(Cloned):
        sync(second)
    waiting = second.journal.count_pending()
    who = enrol(second, online, world.code("dewi"))
    assert who.dev != me(first).dev
    assert shown(second) == before
    assert second.check() == []
    assert states(second) == [(n, "pending") for n in range(1, waiting + 1)]
    report = sync(second)
    assert report.pushed == waiting
    sync(first)
    assert people(first) == people(second) == ["Agus", "Siti A.", "Wati"]
    assert rows(first) == rows(second)
    assert first.conflicts() == []
    assert first.check() == second.check() == []
    assert len(world.dots_in_logs()) == len(set(world.dots_in_logs()))
    visit(second, "Lagi")
    visit(first, "Lagi juga")
    sync(second)
    sync(first)
    sync(second)
    assert rows(first) == rows(second)


def test_what_arrived_before_the_refusal_is_not_sent_again_under_the_new_name(
    world: World, proxy: FaultProxy, patience: Patience
) -> None:
    first = world.stranger("first")
    world.join(first, world.code("dewi"), proxy.url)
    sync(first)
    for name in ("Siti", "Joko"):
        visit(first, name)
    proxy.faults += [answer_cut(0)] * 5
    with pytest.raises(NoConnection):
        sync(first, cancelled=patience)
    second = world.copy(first, "second")
    visit(second, "Wati")
    sync(second)
    visit(first, "Agus")
    visit(first, "Rini")
    with pytest.raises(Cloned):
        sync(first)
    assert [state for _, state in states(first)] == ["acked"] * 4 + ["pending"] * 4
    enrol(first, proxy.url, world.code("dewi"))
    assert sync(first).pushed == 4
    sync(second)
    assert rows(first) == rows(second)
    assert people(second) == ["Agus", "Joko", "Rini", "Siti", "Wati"]
    assert len(world.dots_in_logs()) == len(set(world.dots_in_logs())) == 12
    assert first.check() == second.check() == []


def test_a_lost_answer_to_the_new_enrolment_is_asked_for_again(world: World, proxy: FaultProxy) -> None:
    _, second, session = cloned(world, proxy.url)
    save_much(second, session)
    with pytest.raises(Cloned):
        sync(second)
    code, before = world.code("dewi"), states(second)
    proxy.faults.append(answer_cut(0))
    with pytest.raises(NoConnection):
        enrol(second, proxy.url, code)
    assert states(second) == before
    enrol(second, proxy.url, code)
    sync(second)
    assert len(world.hq.laptops()) == 2


def test_only_a_laptop_that_was_refused_as_a_copy_enrols_again_and_only_once(world: World, online: str) -> None:
    _, second, _ = cloned(world, online)
    visit(second, "Agus")
    with pytest.raises(AlreadyEnrolled):
        enrol(second, online, world.code())
    with pytest.raises(Cloned):
        sync(second)
    enrol(second, online, world.code("dewi"))
    with pytest.raises(AlreadyEnrolled):
        enrol(second, online, world.code())


def test_a_deletion_keeps_what_it_had_seen_under_the_new_name(world: World, online: str) -> None:
    first, second, _ = cloned(world, online)
    session = second.sessions.record(Session(venue="Pasar"), [Attendee(full_name="Rini", age=30)]).id
    second.records.delete(Session, session, "keliru")
    with pytest.raises(Cloned):
        sync(second)
    enrol(second, online, world.code("dewi"))
    payload = msgspec.json.decode(second.journal.pending(10, 1 << 20)[-1].payload)
    assert payload["f"][DELETION]["seen"] == [f"{me(second).dev}:1"]
    sync(second)
    sync(first)
    deleted = first.db.conn.execute("SELECT deleted FROM session WHERE id = ?", [session]).fetchone()
    assert deleted == (1,)
