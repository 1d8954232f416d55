"""What headquarters orders to be erased is gone everywhere: raw bytes of every disk, old pages, backups, late edits;
everything else stays, and both sides hold the same."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from desa_app.domain.attachment import Attachment
from desa_app.domain.attendee import Attendee, Consent
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.session import Session
from desa_app.errors import FieldErased
from desa_app.hq import schema
from desa_app.hq.erasure_debts import Entry
from desa_app.store import database, erasures
from desa_app.store.backup import back_up_to
from desa_app.store.key import BACKUPS
from desa_app.store.records import Save
from desa_app.store.restore import finish_restore, prepare_restore
from desa_app.store.schema import back_up
from desa_app.store.store import Store
from desa_app.store.support import support_facts
from desa_app.sync.exchange import Asked, apply_answer, request_body
from desa_app.sync.run import sync
from desa_app.sync.told import erasure_remark
from tests.sync.laptops import ALL, KENDAL, PASSPHRASE, World, drain, exchange, me, rows, states
from tests.sync.raw_bytes import found

NAME, PHONE, HAMLET, WITNESS, OLD_NAME = "Zqxaminah Wbvrahayu", "0812-7777-3131", "Qzkrajan", "Jqwsaksi", "Vxqlama"
WORDS = ["zqxaminah", "qxaminah", "wbvrahayu", "bvrahayu", "0812-7777-3131", "81277773131", "qzkrajan", "jqwsaksi"]
WORDS += ["vxqlama"]


def person(**more: Any) -> Attendee:
    """An attendee whose every word is found nowhere else."""
    consent = Consent("1", "id", "lisan", "2025-11-13", WITNESS)
    values: dict[str, Any] = {
        "full_name": OLD_NAME,
        "phone": PHONE,
        "hamlet": HAMLET,
        "age": 41,
        "sex": "P",
        "consent": consent,
    }
    return Attendee(**values | more)


def meeting(store: Store, *people: Attendee, **fields: Any) -> str:
    """Record a session with these people; its id."""
    values: dict[str, Any] = {"venue": "Balai Desa", "villages": ("3324082014",), "headcount_female": 1} | fields
    return store.sessions.record(Session(**values), list(people)).id


def attendee(store: Store, session: str) -> Attendee:
    """The first of a session's list."""
    return store.sessions.attendees(session)[0]


def edit(store: Store, record: Any, **fields: Any) -> None:
    """Save other values of some fields."""
    store.records.save([Save(msgspec.structs.replace(record, **fields))])


def said(world: World, *stores: Store) -> dict[str, set[str]]:
    """Where on all disks the erased words can be read."""
    everywhere = found(world.folder, world.key, WORDS)
    for store in stores:
        facts = json.dumps(support_facts(store), default=str).lower()
        everywhere |= {f"support: {word}": {word} for word in WORDS if word in facts}
    return everywhere


@pytest.fixture
def told(world: World) -> tuple[Store, Store, str]:
    """Two laptops and headquarters that know a person by an older and a newer name; the session's id."""
    dewi, budi = world.laptop("dewi"), world.laptop("budi", role="lead")
    session = meeting(dewi, person(), Attendee(full_name="Joko", age=30))
    drain(dewi, budi, hq=world.hq)
    edit(budi, attendee(budi, session), full_name=NAME)
    drain(budi, dewi, hq=world.hq)
    return dewi, budi, session


def erase(world: World, *records: str, **more: Any) -> None:
    world.hq.erasing.erase(records, reason="permintaan pemilik data", by="Ratna", **more)


def debtors(world: World, entry: int = 0) -> list[str]:
    """Who owes an erasure, the latest one unless another is asked for."""
    found: Entry = world.hq.erasing.register()[entry]
    return sorted(each.laptop.name for each in found.debtors)


# Nothing is left.


def test_no_disk_says_it_any_more(world: World, told: tuple[Store, Store, str]) -> None:
    dewi, budi, session = told
    back_up(dewi.db, dewi.folder / BACKUPS, "before-m999")
    before = " ".join(said(world))
    assert all(name in before for name in ("dewi/desa.db", "budi/desa.db", "hq.db", f"{BACKUPS}/before-m999.db"))
    erase(world, attendee(dewi, session).id)
    drain(dewi, budi, hq=world.hq)
    assert said(world, dewi, budi) == {}
    assert [each.full_name for each in dewi.sessions.attendees(session)] == [None, "Joko"]
    assert rows(dewi) == rows(budi)
    assert dewi.check() == budi.check() == []
    assert [each.name for each in (dewi.folder / BACKUPS).glob("*.db")] == [f"{erasures.REMADE}.db"]


@pytest.mark.parametrize("lost", ["PRAGMA secure_delete = ON", "checkpoint", "backups", "index"])
def test_the_search_is_sharp(
    world: World, told: tuple[Store, Store, str], monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    """Without any one of the precautions something can still be read."""
    dewi, budi, session = told
    back_up(dewi.db, dewi.folder / BACKUPS, "before-m999")
    if lost == "checkpoint":
        monkeypatch.setattr(erasures, "_cut_log", lambda db: True)
    elif lost == "backups":
        monkeypatch.setattr(erasures.Erasures, "_erase_copies", lambda self: 0)
    elif lost == "index":
        dewi.db.conn.execute("INSERT INTO search (search, rank) VALUES ('secure-delete', 0)")
    else:
        dewi.db.conn.execute("PRAGMA secure_delete = OFF")
    erase(world, attendee(dewi, session).id)
    drain(dewi, budi, hq=world.hq)
    assert said(world)


@pytest.mark.parametrize("lost", ["secure_delete", "scrub"])
def test_the_search_at_headquarters_is_sharp(
    world: World, told: tuple[Store, Store, str], monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    dewi, budi, session = told
    edit(dewi, dewi.records.get(Session, session), minutes=f"{NAME} " * 500)
    drain(dewi, budi, hq=world.hq)
    if lost == "scrub":
        monkeypatch.setattr(type(world.hq.database), "scrub", lambda self: None)
    else:
        with world.hq.database.reading() as connection:
            connection.exec_driver_sql("PRAGMA secure_delete = OFF")
    erase(world, session, attendee(dewi, session).id)
    drain(dewi, budi, hq=world.hq)
    assert {name.partition("-")[0] for name in said(world)} == {"hq.db"}


def test_a_photo_goes_with_the_order_and_another_records_stays(world: World) -> None:
    dewi = world.laptop("dewi")
    [face] = dewi.files.put((b"zqxaminah's face", "image/png"))
    [hall] = dewi.files.put((b"the hall", "image/png"))
    photos = tuple(Attachment(name, "image/png") for name in (face, hall))
    first = meeting(dewi, photos=photos)
    meeting(dewi, photos=photos[1:])
    drain(dewi, hq=world.hq)
    erase(world, first, fields=["photos"])
    drain(dewi, hq=world.hq)
    assert dewi.files.absent([face, hall]) == {face}
    assert "files.db" not in "".join(said(world))
    assert dewi.check() == []
    with world.hq.database.reading() as connection:
        names = set(connection.scalars(select(schema.named_file.c.sha256)))
    assert names == {hall}


def test_a_whole_report_goes_with_its_recruiters(world: World) -> None:
    dewi, budi = world.laptop("dewi"), world.laptop("budi")
    offer = dewi.offers.record(Offer(village="3324082014", story=NAME), [Recruiter(alias=HAMLET, phone=PHONE)]).id
    drain(dewi, budi, hq=world.hq)
    erase(world, offer, size="record")
    drain(dewi, budi, hq=world.hq)
    assert said(world, dewi, budi) == {}
    assert rows(dewi) == rows(budi)
    assert dewi.db.conn.execute("SELECT count(*) FROM offer WHERE NOT deleted").fetchone() == (0,)
    assert dewi.db.conn.execute("SELECT count(*) FROM recruiter WHERE NOT deleted").fetchone() == (0,)
    assert dewi.check() == budi.check() == []


# What comes later.


def test_an_edit_made_offline_is_thrown_away_and_the_officer_is_told(
    world: World, told: tuple[Store, Store, str], online: str
) -> None:
    dewi, budi, session = told
    edit(dewi, attendee(dewi, session), full_name=f"{NAME} binti Wbvrahayu", occupation="petani")
    erase(world, attendee(budi, session).id)
    dewi.settings.put("identity", msgspec.structs.replace(me(dewi), hq_url=online))
    report = sync(dewi)
    assert (report.erased, report.in_vain, report.remark) == (1, 1, erasure_remark(1, 1))
    drain(budi, hq=world.hq)
    assert states(dewi)[-1][1] == "acked"
    assert attendee(dewi, session).full_name is None
    assert attendee(dewi, session).occupation == attendee(budi, session).occupation == "petani"
    assert rows(dewi) == rows(budi)
    assert dewi.check() == []
    assert said(world, dewi, budi) == {}


def test_a_lost_answer_does_not_make_a_clone_of_it(world: World, told: tuple[Store, Store, str]) -> None:
    """Headquarters took the edit, the answer was lost, the order came: the edit is sent again as it stands now."""
    dewi, budi, session = told
    edit(dewi, attendee(dewi, session), full_name=f"{NAME} binti Wbvrahayu")
    body, _ = request_body(dewi, me(dewi), ALL)
    world.hq.exchange(body)
    erase(world, attendee(budi, session).id)
    with database.immediate(dewi.db):
        dewi.erasures.carry_out(orders(world))
    drain(dewi, budi, hq=world.hq)
    assert states(dewi)[-1][1] == "acked"
    assert rows(dewi) == rows(budi)
    assert said(world, dewi, budi) == {}


def orders(world: World) -> list[Any]:
    from desa_app.hq.erasure import orders_behind

    with world.hq.database.reading() as connection:
        scopes = set(connection.scalars(select(schema.scope_head.c.scope)))
        return orders_behind(connection, 0, scopes, 100)


def test_more_than_fit_in_one_request_wait_as_they_may_be_said(world: World, told: tuple[Store, Store, str]) -> None:
    dewi, budi, session = told
    for number in range(3):
        edit(dewi, attendee(dewi, session), full_name=f"{NAME} {number}")
    erase(world, attendee(budi, session).id)
    drain(dewi, budi, hq=world.hq, asked=Asked(1, ALL.room))
    assert {state for _, state in states(dewi)} == {"acked"}
    assert rows(dewi) == rows(budi)
    assert dewi.check() == []
    assert said(world, dewi, budi) == {}


def test_a_page_from_before_the_order_says_nothing_again(world: World, told: tuple[Store, Store, str]) -> None:
    dewi, budi, session = told
    rini = world.laptop("rini")
    body, question = request_body(rini, me(rini), ALL)
    old = world.hq.exchange(body)
    erase(world, attendee(dewi, session).id)
    with database.immediate(rini.db):
        rini.erasures.carry_out(orders(world), orders(world)[-1].number)
    apply_answer(rini, me(rini), question, old)
    assert attendee(rini, session).full_name is None
    drain(rini, dewi, budi, hq=world.hq)
    assert said(world, rini, dewi, budi) == {}
    assert rows(rini) == rows(dewi)
    assert rini.check() == []


def test_who_joins_later_gets_only_what_is_left_and_owes_nothing(world: World, told: tuple[Store, Store, str]) -> None:
    dewi, budi, session = told
    erase(world, attendee(dewi, session).id)
    rini = world.laptop("rini")
    body, question = request_body(rini, me(rini), ALL)
    answer = world.hq.exchange(body)
    assert not any(word.encode() in answer.lower() for word in WORDS)
    apply_answer(rini, me(rini), question, answer)
    drain(rini, dewi, budi, hq=world.hq)
    assert rows(rini) == rows(dewi)
    assert debtors(world) == []


def test_what_is_erased_cannot_be_filled_in_again(world: World, told: tuple[Store, Store, str]) -> None:
    dewi, budi, session = told
    erase(world, attendee(dewi, session).id)
    drain(dewi, hq=world.hq)
    with pytest.raises(FieldErased):
        edit(dewi, attendee(dewi, session), phone=PHONE)
    edit(dewi, attendee(dewi, session), occupation="petani")
    rini = world.laptop("rini")
    drain(rini, hq=world.hq)
    edit(rini, attendee(rini, session), phone=PHONE)
    drain(rini, dewi, budi, rini, hq=world.hq)
    assert attendee(rini, session).phone is None
    assert rows(rini) == rows(dewi) == rows(budi)
    assert said(world, rini, dewi, budi) == {}


def test_a_person_added_late_to_an_erased_session_goes_with_it(world: World, told: tuple[Store, Store, str]) -> None:
    dewi, budi, session = told
    late = dewi.records.new(person(session_id=session, full_name=NAME))
    dewi.records.save([Save(late)])
    erase(world, session, size="record")
    drain(dewi, budi, dewi, hq=world.hq)
    assert said(world, dewi, budi) == {}
    assert rows(dewi) == rows(budi)
    assert debtors(world) == []


def test_what_waits_of_a_wholly_erased_record_is_taken_as_it_stands_now(
    world: World, told: tuple[Store, Store, str]
) -> None:
    """Lists, too, are sent as an unwritten field says, and not as what no list can be."""
    dewi, budi, session = told
    for letter in ("1/2025", "2/2025"):
        edit(dewi, dewi.records.get(Session, session), speakers=(NAME,), assignment_letter=letter, villages=())
        edit(dewi, dewi.records.get(Session, session), speakers=(), villages=("3324082011",))
    erase(world, session, size="record")
    drain(dewi, budi, dewi, hq=world.hq, asked=Asked(1, ALL.room))
    assert {state for _, state in states(dewi)} == {"acked"}
    assert world.hq.quarantined() == []
    assert rows(dewi) == rows(budi)
    assert dewi.check() == budi.check() == []
    assert said(world, dewi, budi) == {}


# Who hasn't.


def test_a_receipt_is_signed_and_silent_laptops_are_listed(world: World, told: tuple[Store, Store, str]) -> None:
    dewi, _, session = told
    world.laptop("lina", office=KENDAL)
    erase(world, attendee(dewi, session).id)
    assert debtors(world) == ["Budi", "Dewi"]
    drain(dewi, hq=world.hq)
    assert debtors(world) == ["Budi"]
    [entry] = world.hq.erasing.register()
    hours = 3_600_000
    assert not entry.is_late(entry.due_ms)
    assert entry.is_late(entry.request.at_ms + 72 * hours + 1)
    with world.hq.database.reading() as connection:
        row = connection.execute(select(schema.erased_by)).one()
    text = f"desa erased\n{world.hq.identity.hq}\n{me(dewi).dev}\n{row.number}\n{row.at_ms}\n0\n".encode()
    key = Ed25519PrivateKey.from_private_bytes(dewi.settings.signing_key()).public_key()
    key.verify(base64.b64decode(row.signature), text)


def test_a_revoked_laptop_that_never_came_is_listed(world: World, told: tuple[Store, Store, str]) -> None:
    dewi, budi, session = told
    world.hq.revoke(me(budi).dev)
    erase(world, attendee(dewi, session).id)
    drain(dewi, hq=world.hq)
    [entry] = world.hq.erasing.register()
    assert [(each.laptop.name, each.laptop.revoked is not None) for each in entry.debtors] == [("Budi", True)]


def test_no_receipt_while_a_copy_is_left(world: World, told: tuple[Store, Store, str]) -> None:
    """A database that was put aside under another key can't be opened: headquarters learns that it is there."""
    dewi, budi, session = told
    aside = dewi.folder / BACKUPS / "before-restore-1"
    aside.mkdir(parents=True)
    database.open_database(aside / database.FILE, bytes(32)).close()
    erase(world, attendee(dewi, session).id)
    drain(dewi, budi, hq=world.hq)
    [entry] = world.hq.erasing.register()
    assert [(each.laptop.name, each.left) for each in entry.debtors] == [("Dewi", 1)]
    (aside / database.FILE).unlink()
    drain(dewi, hq=world.hq)
    assert debtors(world) == []


def test_no_receipt_while_somebody_reads_the_old_pages(world: World, told: tuple[Store, Store, str]) -> None:
    dewi, budi, session = told
    record = attendee(dewi, session).id
    reader = world.reopened(dewi.folder)
    reader.db.conn.execute("PRAGMA busy_timeout = 0")
    dewi.db.conn.execute("PRAGMA busy_timeout = 0")
    reader.db.conn.execute("BEGIN")
    reader.db.conn.execute("SELECT count(*) FROM journal").fetchone()
    erase(world, record)
    drain(dewi, budi, hq=world.hq)
    assert debtors(world) == ["Dewi"]
    reader.db.conn.execute("ROLLBACK")
    drain(dewi, hq=world.hq)
    assert debtors(world) == []
    assert said(world) == {}


# Backups.


@pytest.fixture
def backup(world: World, told: tuple[Store, Store, str], tmp_path: Path) -> Path:
    """A backup on a stick that was made before anything was erased."""
    dewi = told[0]
    stick = tmp_path / "stick"
    stick.mkdir()
    made = back_up_to(dewi.folder, dewi.db, dewi.files, stick, _now(), lambda done, of: None, office="", unsent=0)
    elsewhere = tmp_path.parent / f"{tmp_path.name}-stick"
    return made.rename(elsewhere)


def _now() -> Any:
    import datetime as dt

    return dt.datetime.now().astimezone()


def test_a_laptops_backup_obeys_before_anything_is_shown(
    world: World, told: tuple[Store, Store, str], backup: Path
) -> None:
    dewi, budi, session = told
    erase(world, attendee(dewi, session).id)
    drain(dewi, budi, hq=world.hq)
    dewi.close()
    prepare_restore(dewi.folder, backup, PASSPHRASE)
    assert said(world)
    restored = Store.open(dewi.folder, PASSPHRASE, world.clock)
    try:
        assert attendee(restored, session).full_name is None
        assert said(world) == {}
        drain(restored, hq=world.hq)
        assert rows(restored) == rows(budi)
        assert debtors(world) == []
    finally:
        restored.close()


def test_a_backup_that_waits_to_be_restored_obeys_at_once(
    world: World, told: tuple[Store, Store, str], backup: Path
) -> None:
    dewi, budi, session = told
    prepare_restore(dewi.folder, backup, PASSPHRASE)
    erase(world, attendee(dewi, session).id)
    drain(dewi, budi, hq=world.hq)
    assert said(world) == {}
    assert debtors(world) == []
    dewi.close()
    aside = finish_restore(dewi.folder)
    assert aside is not None
    assert said(world) == {}


def test_a_restored_laptop_owes_again(world: World, told: tuple[Store, Store, str]) -> None:
    """A disk image brings the orders' file back to before as well: headquarters gives them again."""
    dewi, budi, session = told
    older = world.copy(dewi, "older")
    erase(world, attendee(dewi, session).id)
    drain(dewi, budi, hq=world.hq)
    assert debtors(world) == []
    exchange(older, world.hq)
    assert attendee(older, session).full_name is None
    drain(older, hq=world.hq)
    assert "older/desa.db" not in said(world)
    assert debtors(world) == []


def test_a_restored_headquarters_erases_before_it_serves(world: World, told: tuple[Store, Store, str]) -> None:
    dewi, budi, session = told
    record = attendee(dewi, session).id
    backup = world.back_up()
    kept = backup.read_bytes()
    backup.unlink()
    erase(world, record)
    drain(dewi, budi, hq=world.hq)
    backup.write_bytes(kept)
    world.restore(backup, new_epoch=True)
    backup.unlink()
    assert said(world) == {}
    drain(dewi, budi, dewi, hq=world.hq)
    assert rows(dewi) == rows(budi)
    assert dewi.check() == budi.check() == []
    assert [entry.request.reason for entry in world.hq.erasing.register()] == ["permintaan pemilik data"]
    assert said(world) == {}


# Whatever is erased, both sides hold the same.


def test_a_client_that_knows_nothing_of_erasures_reads_the_answer(world: World, told: tuple[Store, Store, str]) -> None:
    """An older laptop decodes the header without the new fields."""

    class Older(msgspec.Struct, frozen=True):
        hq: str
        more: bool = False

    dewi, _, session = told
    erase(world, attendee(dewi, session).id)
    body, _ = request_body(dewi, me(dewi), ALL)
    header = world.hq.exchange(body).split(b"\n")[0]
    assert msgspec.json.decode(header, type=Older).hq == world.hq.identity.hq


# What is hidden here because it belongs to another office now.


def test_what_is_hidden_is_erased_before_it_is_sent(world: World) -> None:
    siti, budi = world.laptop("siti"), world.laptop("budi", role="lead")
    [face] = siti.files.put((b"zqxaminah's face", "image/png"))
    photos = (Attachment(face, "image/png", caption=NAME),)
    session = meeting(siti, person(), photos=photos, status="diajukan")
    drain(siti, budi, hq=world.hq)
    world.hq.moving.person(me(siti).person, KENDAL)
    body, question = request_body(siti, me(siti), ALL)
    edit(siti, siti.records.get(Session, session), minutes=NAME)
    edit(siti, attendee(siti, session), full_name=NAME)
    apply_answer(siti, me(siti), question, world.hq.exchange(body))
    assert siti.moves.count_hidden() == 2
    erase(world, session, attendee(budi, session).id)
    with database.immediate(siti.db):
        siti.erasures.carry_out(orders(world))
    siti.erasures.clean_up()
    assert "siti" not in " ".join(said(world))
    assert siti.files.absent([face]) == {face}
    drain(siti, budi, hq=world.hq)
    assert siti.moves.count_hidden() == 0
    assert said(world, budi) == {}
    assert debtors(world) == []
