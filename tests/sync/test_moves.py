"""Records and people that go to another office: what each laptop reads, keeps, hides and loses, over real stores and a
real headquarters."""

from __future__ import annotations

import gzip
from typing import Any

import msgspec
import pytest
from sqlalchemy import insert

from desa_app.domain.attachment import digest
from desa_app.domain.attendee import Attendee
from desa_app.domain.session import Session
from desa_app.errors import RecordLeft
from desa_app.hq import moves, schema
from desa_app.hq.headquarters import Headquarters
from desa_app.store.key import BACKUPS
from desa_app.store.records import Save
from desa_app.store.schema import back_up
from desa_app.store.store import Store
from desa_app.sync.exchange import Asked, apply_answer, request_body
from desa_app.sync.pure import wire
from tests.sync.laptops import ALL, KENDAL, NAMES, SEMARANG, World, drain, exchange, me, rows, shown, visit
from tests.sync.raw_bytes import found
from tests.sync.test_files import PHOTO, at, attached, photographed, run

MOVES, STAYS = "3324082014", "3324082011"
"""A village that goes to the other office, and one that stays."""


@pytest.fixture
def hq(world: World) -> Headquarters:
    """Headquarters, with the villages of these tests."""
    parents = {"kind": "desa", "district": "Brangsong", "regency": "Kendal", "province": "Jawa Tengah"}
    with world.hq.database.writing() as connection:
        for code in (MOVES, STAYS):
            connection.execute(insert(schema.village).values(code=code, name=f"Desa {code[-2:]}", **parents))
    return world.hq


def venues(store: Store) -> set[str]:
    """The venues of the sessions that a laptop shows."""
    return {each["venue"] for each in shown(store)["session"]}


def says(store: Store, *words: str) -> set[str]:
    """Those of the words that stand anywhere in a laptop's database: rows, changes, settings, what is searched."""
    found: set[str] = set()
    for (table,) in store.db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        if table.startswith("search_") and table != "search_word":
            continue
        if table == "search":
            table = "search_word"
        for row in store.db.conn.execute(f'SELECT * FROM "{table}"'):
            found |= {word for word in words if word.casefold() in repr(row).casefold()}
    return found


def is_whole(*stores: Store) -> None:
    """The database of each laptop holds together."""
    for store in stores:
        assert [finding.sentence for finding in store.check()] == [], store.folder.name


def contents(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of an office's records without where they are at home, which is the same for all."""
    return {noun: [(row[0], *row[2:]) for row in found] for noun, found in rows(store).items() if noun != "office"}


def edit(store: Store, record: str, **values: Any) -> None:
    """Change some fields of a session."""
    store.records.save([Save(msgspec.structs.replace(store.records.get(Session, record), **values))])


# A village that another office takes over.


def test_a_village_takes_its_records_along_with_their_people_and_their_history(world: World, hq: Headquarters) -> None:
    siti, budi, wayan = world.laptop("siti"), world.laptop("budi", role="lead"), world.laptop("wayan", KENDAL)
    going = visit(siti, "Anindita", "Sutono", venue="Balai Pindah", villages=(MOVES,))
    visit(siti, "Rudi", venue="Balai Tetap", villages=(STAYS,))
    drain(siti, budi, hq=hq)
    edit(siti, going, venue="Masjid Lama", minutes="Catatan Siti")
    edit(budi, going, minutes="Catatan Budi", venue="Masjid Baru")
    drain(siti, budi, siti, wayan, hq=hq)
    before, story = contents(budi), list(budi.journal.story(going))
    assert hq.moving.villages([MOVES], SEMARANG, KENDAL) == 3
    drain(siti, budi, wayan, hq=hq)
    assert venues(siti) == venues(budi) == {"Balai Tetap"}
    assert venues(wayan) < {"Masjid Lama", "Masjid Baru"}
    assert contents(wayan)["session"] == [row for row in before["session"] if row[0] == going]
    assert [each["full_name"] for each in shown(wayan)["attendee"]] == ["Anindita", "Sutono"]
    assert list(wayan.journal.story(going)) == story
    assert [each.field for each in wayan.conflicts(going)] == ["minutes"]
    for store in (siti, budi):
        assert says(store, "Masjid Lama", "Masjid Baru", "Anindita", "Catatan Budi", "Balai Pindah") == set()
    is_whole(siti, budi, wayan)


def test_what_was_written_before_the_move_was_known_follows_the_record(world: World, hq: Headquarters) -> None:
    siti, wayan = world.laptop("siti"), world.laptop("wayan", KENDAL)
    record = visit(siti, "Anggraeni", venue="Balai", villages=(MOVES,))
    drain(siti, wayan, hq=hq)
    hq.moving.villages([MOVES], SEMARANG, KENDAL)
    edit(siti, record, venue="Masjid")
    siti.records.save([Save(siti.records.new(Attendee(session_id=record, full_name="Terlambat", row=2, age=30)))])
    drain(siti, wayan, hq=hq)
    assert (venues(wayan), venues(siti)) == ({"Masjid"}, set())
    assert {each["full_name"] for each in shown(wayan)["attendee"]} == {"Anggraeni", "Terlambat"}
    assert not wayan.conflicts()
    assert says(siti, "Terlambat", "Masjid") == set()
    is_whole(siti, wayan)


def test_a_record_that_comes_late_for_a_village_that_went_is_carried_on(world: World, hq: Headquarters) -> None:
    siti, wayan = world.laptop("siti"), world.laptop("wayan", KENDAL)
    drain(siti, wayan, hq=hq)
    visit(siti, "Anggraeni", venue="Balai", villages=(MOVES,))
    visit(siti, venue="Dua Desa", villages=(MOVES, STAYS))
    hq.moving.villages([MOVES], SEMARANG, KENDAL)
    drain(siti, wayan, siti, hq=hq)
    assert (venues(siti), venues(wayan)) == ({"Dua Desa"}, {"Balai"})
    assert says(siti, "Anggraeni") == set()
    is_whole(siti, wayan)


def test_a_village_that_comes_back_brings_everything_back(world: World, hq: Headquarters) -> None:
    siti, wayan, admin = world.laptop("siti"), world.laptop("wayan", KENDAL), world.laptop("admin", KENDAL, "hq")
    record = visit(siti, "Anggraeni", venue="Balai", villages=(MOVES,))
    drain(siti, wayan, admin, hq=hq)
    before = contents(siti)
    hq.moving.villages([MOVES], SEMARANG, KENDAL)
    drain(siti, wayan, hq=hq)
    edit(wayan, record, venue="Masjid")
    drain(wayan, hq=hq)
    hq.moving.villages([MOVES], KENDAL, SEMARANG)
    drain(siti, wayan, admin, hq=hq)
    assert (venues(siti), venues(wayan), venues(admin)) == ({"Masjid"}, set(), {"Masjid"})
    assert contents(siti) == contents(admin)
    assert contents(siti)["attendee"] == before["attendee"]
    late = world.laptop("late")
    drain(late, hq=hq)
    assert contents(late) == contents(siti)
    is_whole(siti, wayan, admin, late)


def test_a_session_in_several_villages_goes_with_the_last_of_them(world: World, hq: Headquarters) -> None:
    siti = world.laptop("siti")
    visit(siti, venue="Dua Desa", villages=(MOVES, STAYS))
    drain(siti, hq=hq)
    assert hq.moving.villages([MOVES], SEMARANG, KENDAL) == 0
    drain(siti, hq=hq)
    assert venues(siti) == {"Dua Desa"}
    assert hq.moving.villages([STAYS], SEMARANG, KENDAL) == 1
    drain(siti, hq=hq)
    assert venues(siti) == set()


def test_an_office_is_split_by_districts(world: World, hq: Headquarters) -> None:
    siti = world.laptop("siti")
    visit(siti, "Anggraeni", venue="Balai", villages=(MOVES,))
    drain(siti, hq=hq)
    assert hq.moving.split(SEMARANG, "KANIM-BRG", "Kantor Imigrasi Brangsong", ["33.24.08"]) == 2
    tini = world.laptop("tini", "KANIM-BRG")
    drain(siti, tini, hq=hq)
    assert (venues(siti), venues(tini)) == (set(), {"Balai"})


def homes(store: Store) -> set[str]:
    """The scopes in which a laptop's records are at home."""
    return {row[1] for noun in ("session", "attendee", "offer", "recruiter") for row in rows(store)[noun]}


def test_of_two_moves_the_later_counts_in_whatever_order_the_logs_are_read(world: World, hq: Headquarters) -> None:
    hq.add_office("KANIM-PWT", "Kantor Imigrasi Purwokerto")
    siti, admin = world.laptop("siti"), world.laptop("admin", KENDAL, "hq")
    visit(siti, "Anggraeni", villages=(MOVES,))
    drain(siti, admin, hq=hq)
    for source, target in ((SEMARANG, KENDAL), (KENDAL, "KANIM-PWT")):
        hq.moving.villages([MOVES], source, target)
    assert sorted([SEMARANG, KENDAL, "KANIM-PWT"]) == [KENDAL, "KANIM-PWT", SEMARANG]
    drain(admin, hq=hq)
    assert homes(admin) == {"office:KANIM-PWT"}
    is_whole(admin)


def test_an_own_change_that_was_placed_elsewhere_is_at_home_there(world: World, hq: Headquarters) -> None:
    siti, admin = world.laptop("siti"), world.laptop("admin", KENDAL, "hq")
    record = visit(siti, villages=(MOVES,))
    drain(siti, admin, hq=hq)
    hq.moving.villages([MOVES], SEMARANG, KENDAL)
    admin.records.save([Save(admin.records.new(Attendee(session_id=record, full_name="Baru", row=1, age=30)))])
    world.clock.ms += 1_000
    drain(admin, hq=hq)
    assert homes(admin) == {f"office:{KENDAL}"}
    is_whole(admin)


def test_a_record_that_went_stays_hidden_when_its_old_office_comes_back(world: World, hq: Headquarters) -> None:
    hq.add_office("KANIM-PWT", "Kantor Imigrasi Purwokerto")
    siti = world.laptop("siti")
    record = visit(siti, status="diajukan", villages=(MOVES,))
    drain(siti, hq=hq)
    hq.moving.villages([MOVES], SEMARANG, KENDAL)
    edit(siti, record, minutes="Belum terkirim")
    exchange(siti, hq, Asked(0, ALL.room))
    for office in ("KANIM-PWT", SEMARANG):
        hq.moving.person(me(siti).person, office)
        exchange(siti, hq, Asked(0, 0))
        assert venues(siti) == set()
        assert siti.moves.count_hidden() == 1
    drain(siti, hq=hq)
    assert says(siti, "Belum terkirim") == set()
    is_whole(siti)


def test_an_order_that_a_restored_headquarters_forgot_is_given_again(world: World, hq: Headquarters) -> None:
    siti, wayan = world.laptop("siti"), world.laptop("wayan", KENDAL)
    record = visit(siti, "Anggraeni", venue="Balai", villages=(MOVES,))
    drain(siti, wayan, hq=hq)
    backup = world.back_up()
    for _ in range(2):
        world.hq.moving.villages([MOVES], SEMARANG, KENDAL)
        drain(siti, wayan, hq=world.hq)
        if not wayan.records.get(Session, record).minutes:
            edit(wayan, record, minutes="Dari Kendal")
            drain(wayan, hq=world.hq)
            world.restore(backup, new_epoch=True)
            drain(siti, wayan, hq=world.hq)
            assert venues(siti) == {"Balai"}
            assert [kept.code for kept in world.hq.quarantined()] == ["Q106"]
    drain(siti, wayan, hq=world.hq)
    assert (venues(siti), venues(wayan)) == (set(), {"Balai"})
    assert not world.hq.quarantined()
    late = world.laptop("late", KENDAL)
    drain(late, hq=world.hq)
    assert [each["minutes"] for each in shown(late)["session"]] == ["Dari Kendal"]
    is_whole(siti, wayan, late)


# An officer who goes to another office.


def test_an_officer_who_moves_sends_what_is_owed_then_keeps_only_the_drafts(world: World, hq: Headquarters) -> None:
    siti, budi, wayan = world.laptop("siti"), world.laptop("budi", role="lead"), world.laptop("wayan", KENDAL)
    handed_in = visit(siti, "Anggraeni", venue="Sudah Diajukan", status="diajukan", villages=(STAYS,))
    visit(siti, "Sutono", venue="Masih Draf", villages=(STAYS,))
    drain(siti, budi, hq=hq)
    visit(budi, "Rudi", venue="Milik Budi", status="diajukan", villages=(STAYS,))
    drain(budi, siti, hq=hq)
    hq.moving.person(me(siti).person, KENDAL)
    edit(siti, handed_in, minutes="Ditulis sebelum tahu")
    visit(siti, "Wati", venue="Belum Terkirim", status="diajukan", villages=(STAYS,))
    drain(siti, budi, wayan, siti, hq=hq)
    assert me(siti).office_code == KENDAL
    assert venues(siti) == venues(wayan) == {"Masih Draf"}
    assert venues(budi) == {"Sudah Diajukan", "Milik Budi", "Belum Terkirim"}
    assert budi.records.get(Session, handed_in).minutes == "Ditulis sebelum tahu"
    assert says(siti, "Rudi", "Wati", "Sudah Diajukan", "Belum Terkirim", "Milik Budi") == set()
    assert siti.status().unsent.records == 0
    is_whole(siti, budi, wayan)
    visit(siti, venue="Di Kendal", villages=(STAYS,))
    drain(siti, wayan, hq=hq)
    assert venues(wayan) == {"Masih Draf", "Di Kendal"}


def test_a_draft_that_comes_late_follows_its_author(world: World, hq: Headquarters) -> None:
    siti, wayan = world.laptop("siti"), world.laptop("wayan", KENDAL)
    drain(siti, hq=hq)
    hq.moving.person(me(siti).person, KENDAL)
    visit(siti, "Anggraeni", venue="Draf", villages=(STAYS,))
    drain(siti, wayan, hq=hq)
    assert venues(siti) == venues(wayan) == {"Draf"}
    assert [each["full_name"] for each in shown(siti)["attendee"]] == ["Anggraeni"]
    is_whole(siti, wayan)


def test_what_is_owed_is_hidden_and_kept_until_headquarters_has_it(world: World, hq: Headquarters) -> None:
    siti, budi = world.laptop("siti"), world.laptop("budi", role="lead")
    first = visit(siti, venue="Balai", status="diajukan", villages=(STAYS,))
    drain(siti, hq=hq)
    hq.moving.person(me(siti).person, KENDAL)
    edit(siti, first, minutes="Sebelumnya")
    visit(siti, venue="Masjid", status="diajukan", villages=(STAYS,))
    body, question = request_body(siti, me(siti), ALL)
    edit(siti, first, minutes="Kemudian")
    apply_answer(siti, me(siti), question, hq.exchange(body))
    assert venues(siti) == set()
    assert says(siti, "Kemudian") == {"Kemudian"}
    assert siti.moves.count_hidden() == 1
    assert "1 catatan disembunyikan" in siti.departure()
    is_whole(siti)
    drain(siti, budi, hq=hq)
    assert (says(siti, "Sebelumnya", "Kemudian"), siti.moves.count_hidden()) == (set(), 0)
    assert budi.records.get(Session, first).minutes == "Kemudian"
    is_whole(siti, budi)


def test_a_scope_that_comes_back_before_everything_was_sent_shows_again(world: World, hq: Headquarters) -> None:
    siti, budi = world.laptop("siti"), world.laptop("budi", role="lead")
    first = visit(siti, "Anggraeni", venue="Balai", status="diajukan", villages=(STAYS,))
    drain(siti, hq=hq)
    hq.moving.person(me(siti).person, KENDAL)
    body, question = request_body(siti, me(siti), ALL)
    edit(siti, first, minutes="Kemudian")
    apply_answer(siti, me(siti), question, hq.exchange(body))
    hq.moving.person(me(siti).person, SEMARANG)
    drain(siti, budi, hq=hq)
    assert venues(siti) == venues(budi) == {"Balai"}
    assert contents(siti) == contents(budi)
    assert siti.records.get(Session, first).minutes == "Kemudian"
    is_whole(siti, budi)


def test_a_form_that_is_open_on_a_record_that_left_is_told_so_and_writes_nothing(
    world: World, hq: Headquarters
) -> None:
    siti = world.laptop("siti")
    record = siti.records.get(Session, visit(siti, venue="Balai", villages=(MOVES,)))
    drain(siti, hq=hq)
    hq.moving.villages([MOVES], SEMARANG, KENDAL)
    drain(siti, hq=hq)
    with pytest.raises(RecordLeft):
        siti.records.save([Save(msgspec.structs.replace(record, venue="Masjid"))])
    assert siti.journal.count_pending() == 0


def test_the_officer_is_told_in_a_sentence(world: World, hq: Headquarters) -> None:
    siti = world.laptop("siti")
    visit(siti, "Anggraeni", venue="Balai", status="diajukan", villages=(STAYS,))
    drain(siti, hq=hq)
    assert siti.departure() == ""
    hq.moving.person(me(siti).person, KENDAL)
    drain(siti, hq=hq)
    told = f"Anda sekarang di {NAMES[KENDAL]}. 2 catatan kini milik kantor lain: semuanya aman di kantor pusat"
    assert siti.departure().startswith(told)
    world.clock.ms += 31 * 24 * 3600 * 1000
    assert siti.departure() == ""


# Whoever asks, and whatever for, gets nothing from outside.


def test_no_answer_tells_one_office_what_is_the_others(world: World, hq: Headquarters) -> None:
    siti, wayan = world.laptop("siti"), world.laptop("wayan", KENDAL)
    visit(siti, "Orang Rahasia", venue="Tempat Rahasia", villages=(MOVES,))
    visit(wayan, "Orang Sebelah", venue="Tempat Sebelah", villages=(STAYS,))
    drain(siti, wayan, hq=hq)
    stolen = siti.logs.cursors() | wayan.logs.cursors()
    hq.moving.villages([MOVES], SEMARANG, KENDAL)
    hq.moving.villages([STAYS], KENDAL, SEMARANG)
    for store, own, foreign in ((siti, "Sebelah", "Rahasia"), (wayan, "Rahasia", "Sebelah")):
        for cursors in ({}, stolen, {scope: wire.Cursor(0, 1) for scope in stolen}, _of_epoch(stolen, 7)):
            raw = _answer(world, store, cursors)
            assert foreign.encode() not in raw
            assert own.encode() in raw or cursors in (stolen, _of_epoch(stolen, 7))
    drain(siti, wayan, hq=hq)
    assert (venues(siti), venues(wayan)) == ({"Tempat Sebelah"}, {"Tempat Rahasia"})


def _of_epoch(cursors: dict[str, wire.Cursor], epoch: int) -> dict[str, wire.Cursor]:
    return {scope: wire.Cursor(0, epoch) for scope in cursors}


def _answer(world: World, store: Store, cursors: dict[str, wire.Cursor]) -> bytes:
    """The answer to a request of this laptop with cursors that it made up."""
    body, _ = request_body(store, me(store), ALL)
    _, _, header, _ = wire.split(body)
    push = msgspec.structs.replace(msgspec.json.decode(header, type=wire.Push), cursors=cursors, own_in_full=True)
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    unsigned = wire.body(push, [])
    key = Ed25519PrivateKey.from_private_bytes(store.settings.signing_key())
    return world.hq.exchange(wire.signed(unsigned, key.sign(unsigned)))


def test_a_place_that_a_change_left_weighs_next_to_nothing(world: World, hq: Headquarters) -> None:
    siti, late = world.laptop("siti"), world.laptop("late")
    for number in range(20):
        visit(siti, "Anggraeni", "Sutono", venue=f"Balai {number}", villages=(MOVES,))
    drain(siti, hq=hq)
    before = len(gzip.compress(_answer(world, late, {})))
    hq.moving.villages([MOVES], SEMARANG, KENDAL)
    assert len(gzip.compress(_answer(world, late, {}))) - before < 0
    drain(late, hq=hq)
    assert rows(late)["session"] == []
    is_whole(late)


def test_a_move_that_is_cut_goes_on_where_it_was(
    world: World, hq: Headquarters, monkeypatch: pytest.MonkeyPatch
) -> None:
    siti, wayan = world.laptop("siti"), world.laptop("wayan", KENDAL)
    for number in range(5):
        visit(siti, "Anggraeni", venue=f"Balai {number}", villages=(MOVES,))
    drain(siti, hq=hq)
    monkeypatch.setattr(moves, "ROOTS_AT_ONCE", 2)
    with pytest.raises(ConnectionError):
        hq.moving.villages([MOVES], SEMARANG, KENDAL, _cut_after(2))
    drain(siti, wayan, hq=hq)
    assert (len(venues(siti)), len(venues(wayan))) == (3, 2)
    assert len(shown(wayan)["attendee"]) == 2
    assert hq.moving.villages([MOVES], SEMARANG, KENDAL) == 6
    drain(siti, wayan, hq=hq)
    assert (len(venues(siti)), len(venues(wayan))) == (0, 5)
    assert hq.moving.villages([MOVES], SEMARANG, KENDAL) == 0
    is_whole(siti, wayan)


def _cut_after(roots: int) -> Any:
    def step(done: int, of: int) -> None:
        if done >= roots:
            raise ConnectionError

    return step


# What lies on the disk.


def test_nothing_of_what_left_can_be_read_from_the_disk(world: World, hq: Headquarters) -> None:
    siti, budi = world.laptop("siti"), world.laptop("budi", role="lead")
    record = visit(siti, "Zqxaminah Wbvrahayu", venue="Qzkrajan", status="diajukan", villages=(STAYS,))
    drain(siti, budi, hq=hq)
    edit(budi, record, minutes="Vxqlama")
    drain(budi, siti, hq=hq)
    back_up(siti.db, siti.folder / BACKUPS, "before-something")
    words = ["zqxaminah", "wbvrahayu", "qzkrajan", "vxqlama"]
    assert found(siti.folder, world.key, words)
    hq.moving.person(me(siti).person, KENDAL)
    drain(siti, hq=hq)
    assert found(siti.folder, world.key, words) == {}
    assert found(budi.folder, world.key, words)


def test_photos_that_are_owed_are_sent_before_they_go(world: World, hq: Headquarters, online: str) -> None:
    siti, budi = at(world.laptop("siti"), online), at(world.laptop("budi", role="lead"), online)
    record = photographed(siti, PHOTO)
    session = siti.records.get(Session, record)
    siti.records.save([Save(msgspec.structs.replace(session, status="diajukan"))])
    hq.moving.person(me(siti).person, KENDAL)
    done = run(siti)
    assert (done.files_sent, done.left) == (1, 1)
    assert siti.files.absent([digest(PHOTO)]) == {digest(PHOTO)}
    assert "1 catatan kini milik kantor lain" in done.remark
    budi.files.coming.ask(budi_photos := attached(PHOTO))
    assert run(budi).files_got == len(budi_photos)
    assert budi.files.get(digest(PHOTO)) == PHOTO
    is_whole(siti, budi)


def test_photos_that_may_not_go_yet_keep_their_record_hidden(world: World, hq: Headquarters, online: str) -> None:
    siti = at(world.laptop("siti"), online)
    record = photographed(siti, PHOTO)
    session = siti.records.get(Session, record)
    siti.records.save([Save(msgspec.structs.replace(session, status="diajukan"))])
    hq.moving.person(me(siti).person, KENDAL)
    siti.file_choice.choose("asked")
    done = run(siti, metered=lambda: True)
    assert (done.files_sent, done.left, siti.moves.count_hidden()) == (0, 0, 1)
    assert venues(siti) == set()
    assert siti.files.absent([digest(PHOTO)]) == set()
