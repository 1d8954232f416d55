"""A revoked laptop at a real headquarters: what it had arrives, and nothing on its disk can be read again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desa_app.domain.attendee import Attendee
from desa_app.errors import Destroyed, KeyMissing, LeaseOver, NoConnection, Revoked, StoreError, Unproven
from desa_app.hq import problems
from desa_app.language import use_language
from desa_app.store.database import open_database
from desa_app.store.destroy import ORDERED, destroy, finish_destruction
from desa_app.store.key import change_passphrase, has_key, open_key
from desa_app.store.records import Save
from desa_app.store.schema import back_up
from desa_app.store.store import Store, wall_clock
from desa_app.sync.bundle import make_bundles, opened, take_answers
from desa_app.sync.enrol import enrol
from desa_app.sync.exchange import Asked, apply_answer, request_body
from desa_app.sync.line import LineBusy
from desa_app.sync.run import sync
from tests.sync.fault_proxy import FaultProxy, answer_cut, answered, response
from tests.sync.laptops import ALL, PASSPHRASE, Patience, World, exchange, me, rows, states, visit
from tests.sync.test_files import PHOTO, at_hq, photographed

NAME = "Sulastri Wahyuningtyas"
"""A name that stands nowhere else."""


def joined(world: World, url: str) -> Store:
    """An enrolled laptop that has been in touch, with a name, a file and a backup on its disk."""
    store = world.stranger("dewi")
    enrol(store, url, world.code("dewi"))
    visit(store, NAME)
    sync(store)
    back_up(store.db, store.folder / "backups", "before-m999")
    return store


def given(store: Store) -> list[Path]:
    """Every file below a laptop's folder."""
    return [each for each in store.folder.rglob("*") if each.is_file()]


def test_a_lost_laptop_gives_what_it_has_and_destroys_its_data_at_once(world: World, online: str) -> None:
    dewi = joined(world, online)
    disk = world.folder / "disk"
    visit(dewi, "Joko")
    world.hq.revoke(me(dewi).dev)
    shutil.copytree(dewi.folder, disk)
    with pytest.raises(Destroyed) as destroyed:
        sync(dewi)
    assert "dimusnahkan" in destroyed.value.sentence
    use_language("en")
    assert "destroyed" in destroyed.value.sentence
    assert [(kept.n, kept.code) for kept in world.hq.quarantined()] == [(3, "Q112"), (4, "Q112")]
    assert given(dewi) == []
    assert not has_key(dewi.folder)
    (laptop,) = world.hq.laptops()
    assert laptop.told
    assert laptop.destroyed
    assert world.hq.admit(laptop.dev) == 2
    assert len(world.dots_in_logs()) == 2 + 4


def test_a_file_that_was_held_open_can_not_be_read_again(world: World, online: str) -> None:
    """On Windows what another window holds open is not deleted: then it lies there, but nothing opens it."""
    dewi = joined(world, online)
    kept = world.folder / "held"
    shutil.copytree(dewi.folder, kept)
    destroy(kept)
    assert not any(NAME.encode() in each.read_bytes() for each in kept.rglob("*") if each.is_file())
    for name in ("desa.db", "backups/before-m999.db"):
        (kept / name).parent.mkdir(exist_ok=True)
        shutil.copy(dewi.folder / name, kept / name)
        assert NAME.encode() not in (kept / name).read_bytes()
    with pytest.raises(KeyMissing):
        open_key(kept, PASSPHRASE)
    with pytest.raises(StoreError):
        open_database(kept / "desa.db", bytes(32))


def test_every_copy_of_the_key_is_overwritten_and_gone(world: World, online: str) -> None:
    dewi = joined(world, online)
    change_passphrase(dewi.folder, PASSPHRASE, "yang lain lagi")
    aside = dewi.folder / "backups" / "before-restore-1"
    coming = dewi.folder / "restoring"
    for place in (aside, coming):
        place.mkdir()
        shutil.copy(dewi.folder / "key.json", place)
    shutil.copy(dewi.folder / "key.json", dewi.folder / "key.json.ab12cd34.new")
    keys = [each for each in given(dewi) if "key.json" in each.name]
    assert len(keys) == 5
    linked = [world.folder / f"linked-{place}" for place, _ in enumerate(keys)]
    for each, link in zip(keys, linked, strict=True):
        link.hardlink_to(each)
    sealed = keys[0].read_bytes()
    world.hq.revoke(me(dewi).dev)
    with pytest.raises(Destroyed):
        sync(dewi)
    assert given(dewi) == []
    assert all(link.read_bytes() != sealed and b"sealed" not in link.read_bytes() for link in linked)


def test_the_key_in_the_systems_keyring_goes_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring

    ring: dict[tuple[str, str], str] = {}
    monkeypatch.setattr(keyring, "set_password", lambda service, name, word: ring.update({(service, name): word}))
    monkeypatch.setattr(keyring, "get_password", lambda service, name: ring.get((service, name)))
    monkeypatch.setattr(keyring, "delete_password", lambda service, name: ring.pop((service, name)))
    Store.open(tmp_path / "laptop").close()
    assert len(ring) == 1
    destroy(tmp_path / "laptop")
    assert ring == {}


def test_a_destruction_that_was_cut_is_finished_by_the_next_start(world: World, online: str) -> None:
    dewi = joined(world, online)
    dewi.close()
    (dewi.folder / ORDERED).touch()
    assert finish_destruction(dewi.folder)
    assert given(dewi) == []
    assert not finish_destruction(dewi.folder)
    fresh = Store.open(dewi.folder, PASSPHRASE)
    assert fresh.me is None
    fresh.close()


def test_a_laptop_whose_person_left_sends_everything_first(world: World, online: str) -> None:
    dewi = joined(world, online)
    for _ in range(3):
        visit(dewi, "Joko", "Wati")
    world.hq.revoke(me(dewi).dev, "left")
    asked = Asked(2, ALL.room)
    outcome = exchange(dewi, world.hq, asked)
    assert (outcome.more, outcome.is_leaving, outcome.quarantined) == (True, True, 2)
    with pytest.raises(LeaseOver, match="7 perubahan belum terkirim"):
        dewi.lease.check()
    with pytest.raises(Destroyed):
        sync(dewi)
    assert [kept.n for kept in world.hq.quarantined()] == [*range(3, 12)]


def test_a_line_that_breaks_leaves_it_locked_and_whole_until_all_is_sent(
    world: World, proxy: FaultProxy, patience: Patience
) -> None:
    dewi = joined(world, proxy.url)
    visit(dewi, "Joko")
    world.hq.revoke(me(dewi).dev, "left")
    before = rows(dewi)
    proxy.faults += [answer_cut(0)] * 5
    with pytest.raises(NoConnection):
        sync(dewi, cancelled=patience)
    assert rows(dewi) == before
    assert states(dewi)[-1][1] == "pending"
    with pytest.raises(Destroyed):
        sync(dewi)
    assert len(world.hq.quarantined()) == 2


def test_a_photo_goes_before_the_laptop_of_who_left_is_emptied(world: World, online: str) -> None:
    dewi = joined(world, online)
    dewi.file_choice.choose("asked")
    photographed(dewi, PHOTO)
    sync(dewi)
    assert not at_hq(world, PHOTO)
    world.hq.revoke(me(dewi).dev, "left")
    with pytest.raises(Destroyed):
        sync(dewi)
    assert at_hq(world, PHOTO)


def test_a_photo_whose_session_the_lead_has_yet_to_let_in_is_waited_for(world: World, online: str) -> None:
    dewi = joined(world, online)
    photographed(dewi, PHOTO)
    world.hq.revoke(me(dewi).dev, "left")
    sync(dewi)
    with pytest.raises(LeaseOver):
        dewi.lease.check()
    assert world.hq.admit(me(dewi).dev) == 1
    with pytest.raises(Destroyed):
        sync(dewi)
    assert at_hq(world, PHOTO)


def test_nobody_on_the_line_can_order_it(world: World, proxy: FaultProxy) -> None:
    dewi, other = joined(world, proxy.url), world.laptop("budi")
    before = rows(dewi)
    told = problems.encoded(problems.Denied(problems.REVOKED).problem)
    proxy.faults.append(answered(response("403 Forbidden", told, "application/json")))
    with pytest.raises(Revoked):
        sync(dewi)
    world.hq.revoke(me(other).dev)
    body, question = request_body(other, me(other), ALL)
    order = world.hq.exchange(body)
    _, asked = request_body(dewi, me(dewi), ALL)
    with pytest.raises(LineBusy):
        apply_answer(dewi, me(dewi), asked, order)
    forged = order.replace(question.name.encode(), asked.name.encode())
    with pytest.raises(Unproven):
        apply_answer(dewi, me(dewi), asked, forged)
    assert rows(dewi) == before
    assert dewi.check() == []


def test_a_revocation_by_mistake_is_taken_back_by_a_new_code(world: World, online: str) -> None:
    dewi = joined(world, online)
    visit(dewi, "Joko")
    visit(dewi, "Wati")
    dev = me(dewi).dev
    world.hq.revoke(dev, "left")
    exchange(dewi, world.hq, Asked(2, ALL.room))
    with pytest.raises(LeaseOver):
        dewi.lease.check()
    assert enrol(dewi, online, world.hq.invite(me(dewi).person).code).dev == dev
    dewi.lease.check()
    assert sync(dewi).pushed == 2
    assert world.hq.admit(dev) == 2
    sync(dewi)
    assert {state for _, state in states(dewi)} == {"acked"}
    assert len(world.dots_in_logs()) == 2 + 6
    assert dewi.check() == []


def test_a_laptop_that_was_emptied_starts_anew_and_gets_its_records_back(world: World, online: str) -> None:
    dewi = joined(world, online)
    dev, person = me(dewi).dev, me(dewi).person
    world.hq.revoke(dev)
    with pytest.raises(Destroyed):
        sync(dewi)
    fresh = Store.open(dewi.folder, PASSPHRASE)
    try:
        assert enrol(fresh, online, world.hq.invite(person).code).dev != dev
        sync(fresh)
        names = fresh.db.conn.execute("SELECT full_name FROM attendee").fetchall()
        assert names == [(NAME,)]
    finally:
        fresh.close()


def test_a_backup_on_a_stick_locks_and_is_destroyed_like_the_laptop(world: World, online: str) -> None:
    dewi = joined(world, online)
    stick = world.copy(dewi, "stick")
    stick.records.save([Save(stick.records.new(Attendee(session_id="x", full_name="Rini", age=30)))])
    world.hq.revoke(me(dewi).dev)
    with pytest.raises(Destroyed):
        sync(dewi)
    with pytest.raises(Destroyed):
        sync(stick)
    assert given(stick) == []
    assert len(world.hq.quarantined()) == 1


def test_the_order_travels_by_hand_as_well(world: World, online: str) -> None:
    dewi = joined(world, online)
    visit(dewi, "Joko")
    dewi.lease.end()
    [made] = make_bundles(dewi)
    assert made.content
    world.clock.ms = wall_clock() + 60_000
    world.hq.revoke(me(dewi).dev)
    answers = world.hq.carry(made.content)
    assert [kept.n for kept in world.hq.quarantined()] == [3, 4]
    with pytest.raises(Destroyed):
        take_answers(dewi, "answers", opened("answers", answers))
    assert given(dewi) == []
