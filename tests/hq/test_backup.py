"""Headquarters' backup and the way back: proven when made, new epochs, nothing forgotten that must not be."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, update

from desa_app.domain.attachment import digest
from desa_app.errors import HqBackupUnusable, HqDatabaseUnusable, HqInUse, NewerHq
from desa_app.hq import backup, schema
from desa_app.hq.backup import FILE, LIST, back_up, read_backup, restore
from desa_app.hq.database import Database
from desa_app.hq.headquarters import Headquarters
from desa_app.hq.problems import WRONG_CODE, Denied
from desa_app.sync.pure.change import decode
from desa_app.sync.pure.wire import Cursor
from tests.hq.laptops import NOW_MS, OFFICE, Clock, Laptop, enrolled, enrolment, logged, rows

LATER_MS = NOW_MS + 3_600_000


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where backups are kept."""
    return tmp_path / "cadangan"


@pytest.fixture
def made(hq: Headquarters, siti: Laptop, place: Path) -> Path:
    """A backup with one session in it."""
    siti.push(hq.exchange, siti.session())
    return back_up(hq, place, NOW_MS)


def restored(hq: Headquarters, made: Path, url: str) -> Headquarters:
    """Headquarters after it went on from a backup."""
    hq.close()
    restore(made, url, Clock(LATER_MS))
    return Headquarters(url, Clock(LATER_MS))


def epochs(hq: Headquarters) -> set[int]:
    with hq.database.reading() as connection:
        return set(connection.scalars(select(schema.scope_head.c.epoch)))


def test_a_backup_is_whole_and_says_what_is_in_it(hq: Headquarters, made: Path, siti: Laptop, place: Path) -> None:
    held = read_backup(made)
    assert held.hq == hq.identity.hq
    assert held.heads[siti.scope] == 1
    assert [each.name for each in place.iterdir()] == [made.name]
    assert sorted(each.name for each in made.iterdir()) == [LIST, FILE]
    with hq.database.reading() as connection:
        assert connection.scalar(select(schema.headquarters.c.backed_up_ms)) == NOW_MS


def test_a_backup_is_of_one_moment_while_laptops_go_on(hq: Headquarters, siti: Laptop, place: Path) -> None:
    over = threading.Event()

    def work() -> None:
        while not over.is_set():
            siti.push(hq.exchange, siti.session(), siti.session())

    thread = threading.Thread(target=work)
    thread.start()
    try:
        copies = [back_up(hq, place, NOW_MS + 1_000 * each) for each in range(3)]
    finally:
        over.set()
        thread.join()
    for made in copies:
        with Headquarters(f"sqlite:///{made / FILE}", Clock()) as copy:
            assert len(logged(copy)[siti.scope]) == len(rows(copy, "session")) == read_backup(made).heads[siti.scope]


@pytest.mark.parametrize("name", [LIST, FILE])
def test_a_damaged_backup_is_refused_and_nothing_changes(hq: Headquarters, made: Path, url: str, name: str) -> None:
    content = bytearray((made / name).read_bytes())
    content[len(content) // 2] ^= 0xFF
    (made / name).write_bytes(content)
    before = logged(hq)
    hq.close()
    with pytest.raises(HqBackupUnusable):
        restore(made, url, Clock(LATER_MS))
    with Headquarters(url, Clock()) as still:
        assert logged(still) == before


def test_a_copy_that_does_not_hold_together_is_never_called_a_backup(
    hq: Headquarters, siti: Laptop, place: Path
) -> None:
    siti.push(hq.exchange, siti.session(), siti.session())
    with hq.database.writing() as connection:
        spoilt = update(schema.log).where(schema.log.c.scope == siti.scope, schema.log.c.seq == 1)
        connection.execute(spoilt.values(payload=b'{"n":1}'))
    with pytest.raises(HqDatabaseUnusable):
        back_up(hq, place, NOW_MS)
    assert list(place.iterdir()) == []
    with hq.database.reading() as connection:
        assert connection.scalar(select(schema.headquarters.c.backed_up_ms)) is None


def test_a_broken_chain_or_a_gap_is_found(hq: Headquarters, siti: Laptop) -> None:
    siti.push(hq.exchange, siti.session(), siti.session(), siti.session())
    with hq.database.reading() as connection:
        assert backup.check(connection) == []
    for change in ({"chain": b"x"}, {"seq": 9}, {"stamp": 1}):
        with hq.database.writing() as connection:
            second = (schema.log.c.scope == siti.scope) & (schema.log.c.seq == 2)
            connection.execute(update(schema.log).where(second).values(change))
            assert backup.check(connection)
            connection.rollback()


def test_headquarters_that_serves_is_not_replaced(hq: Headquarters, made: Path, url: str) -> None:
    with pytest.raises(HqInUse):
        restore(made, url, Clock(LATER_MS))
    assert logged(hq)


def test_what_is_replaced_moves_aside_with_all_that_was_in_it(
    hq: Headquarters, siti: Laptop, made: Path, url: str, tmp_path: Path
) -> None:
    siti.push(hq.exchange, siti.session())
    hq.close()
    done = restore(made, url, Clock(LATER_MS))
    assert done.aside
    with Headquarters(f"sqlite:///{done.aside}", Clock()) as before:
        assert len(logged(before)[siti.scope]) == 2
    with Headquarters(url, Clock()) as after:
        assert len(logged(after)[siti.scope]) == 1
    assert not list(tmp_path.glob("*.restoring*"))


@pytest.mark.parametrize("step", ["replace", "link"])
def test_a_restore_that_is_cut_leaves_what_was_there_in_use(
    hq: Headquarters, siti: Laptop, made: Path, url: str, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    siti.push(hq.exchange, siti.session())
    hq.close()

    def cut(*_: object) -> None:
        raise OSError("cut")

    with monkeypatch.context() as patch:
        if step == "replace":
            patch.setattr(Path, "replace", cut)
        else:
            patch.setattr(os, "link", cut)
            patch.setattr(shutil, "copyfile", cut)
        with pytest.raises(HqBackupUnusable):
            restore(made, url, Clock(LATER_MS))
    with Headquarters(url, Clock()) as still:
        assert len(logged(still)[siti.scope]) == 2
        assert epochs(still) == {1}


def test_the_epoch_is_greater_than_any_before_also_when_the_same_backup_is_restored_again(
    hq: Headquarters, made: Path, url: str
) -> None:
    seen = [epochs(hq)]
    hq.close()
    for ms in (LATER_MS, LATER_MS + 10_000, LATER_MS + 10_000, NOW_MS - 10**11):
        restore(made, url, Clock(ms))
        with Headquarters(url, Clock(ms)) as after:
            seen.append(epochs(after))
    assert all(len(each) == 1 for each in seen)
    numbers = [number for each in seen for number in each]
    assert numbers == sorted(set(numbers))


def test_a_database_that_is_gone_or_ruined_is_replaced_as_well(hq: Headquarters, made: Path, url: str) -> None:
    hq.close()
    file = Database(url).file
    assert file
    for ruin in (file.unlink, lambda: file.write_bytes(b"no database" * 500)):
        ruin()
        done = restore(made, url, Clock(LATER_MS))
        with Headquarters(url, Clock()) as after:
            assert rows(after, "session")
        assert (done.aside is None) == (ruin == file.unlink)


def test_a_laptop_reads_from_the_start_and_brings_what_is_missing(
    hq: Headquarters, siti: Laptop, made: Path, url: str
) -> None:
    lost = siti.session()
    siti.push(hq.exchange, lost)
    with restored(hq, made, url) as after:
        answered = siti.push(after.exchange)
        assert answered.reply.have == ((1, 1),)
        assert answered.reply.pages == ()
        (epoch,) = epochs(after)
        siti.cursors = {scope: Cursor(0, epoch) for scope in siti.cursors}
        siti.logs, siti.chains = {}, {}
        siti.push(after.exchange, lost)
        siti.drain(after.exchange)
        assert [each.payload for each in siti.logs[siti.scope]] == [*siti.journal.values()]


def test_a_laptop_that_was_revoked_since_stays_revoked(hq: Headquarters, siti: Laptop, made: Path, url: str) -> None:
    other = enrolled(hq)
    hq.revoke(siti.dev, "left")
    hq.revoke(other.dev)
    hq.readmit(other.dev)
    with restored(hq, made, url) as after:
        answered = siti.push(after.exchange, siti.session())
        assert (answered.reply.revoked, answered.fates[2].code) == ("left", "Q112")


def test_one_that_was_admitted_again_since_is_served(hq: Headquarters, siti: Laptop, place: Path, url: str) -> None:
    hq.revoke(siti.dev)
    made = back_up(hq, place, NOW_MS)
    hq.readmit(siti.dev)
    with restored(hq, made, url) as after:
        assert siti.push(after.exchange, siti.session()).fates[1].result == "ok"


def test_a_line_of_the_register_that_was_cut_counts_for_nothing(
    hq: Headquarters, siti: Laptop, made: Path, url: str, tmp_path: Path
) -> None:
    register = tmp_path / "hq.db.revocations"
    register.write_bytes(b'{"dev":"' + siti.dev.encode() + b'","at_ms":1,"wh')
    hq.revoke(siti.dev)
    register.write_bytes(register.read_bytes() + b'{"dev":"' + siti.dev.encode())
    with restored(hq, made, url) as after:
        assert siti.push(after.exchange).reply.revoked == "lost"


def test_what_was_erased_since_does_not_come_back(hq: Headquarters, siti: Laptop, place: Path, url: str) -> None:
    session = siti.session(venue="Balai Rahasia")
    siti.push(hq.exchange, session)
    made = back_up(hq, place, NOW_MS)
    hq.erasing.erase([decode(session).record], reason="diminta", by="Ratna", size="record", fields=["venue"])
    with restored(hq, made, url) as after:
        assert [row["venue"] for row in rows(after, "session").values()] == [None]
        assert len(after.erasing.register()) == 1


def test_codes_that_were_not_used_by_then_are_void(hq: Headquarters, siti: Laptop, place: Path, url: str) -> None:
    invitation = hq.invite(siti.person)
    made = back_up(hq, place, NOW_MS)
    with restored(hq, made, url) as after:
        with pytest.raises(Denied) as denied:
            after.enrol(enrolment(invitation.code, siti.key), "10.0.0.1")
        assert denied.value.kind is WRONG_CODE


def test_a_laptop_that_joined_since_gets_its_name_again(hq: Headquarters, made: Path, url: str) -> None:
    budi = enrolled(hq, "lead", OFFICE, "Budi")
    budi.push(hq.exchange, budi.session())
    with restored(hq, made, url) as after:
        invitation = after.add_person("Budi", "lead", OFFICE)
        assert after.enrol(enrolment(invitation.code, budi.key), "10.0.0.1").dev == budi.dev
        assert after.exchange(budi.body([]))


def test_files_that_the_storage_lacks_are_asked_for_again(
    hq: Headquarters, siti: Laptop, place: Path, url: str
) -> None:
    content = b"foto" * 100
    with hq.database.writing() as connection:
        connection.execute(schema.file.insert().values(sha256=digest(content), size=400, complete_ms=NOW_MS))
    hq.files._storage.put(digest(content), content)
    gone = digest(b"hilang")
    with hq.database.writing() as connection:
        connection.execute(schema.file.insert().values(sha256=gone, size=6, complete_ms=NOW_MS))
    made = back_up(hq, place, NOW_MS)
    hq.close()
    assert restore(made, url, Clock(LATER_MS)).files_missing == 1
    with Headquarters(url, Clock()) as after, after.database.reading() as connection:
        known = connection.execute(select(schema.file.c.sha256, schema.file.c.complete_ms)).all()
    assert dict(tuple(row) for row in known) == {digest(content): NOW_MS, gone: None}


def test_deleted_pages_are_not_in_a_backup(hq: Headquarters, siti: Laptop, place: Path) -> None:
    hq.add_person("Sulastri Wahyuningtyas", "officer", OFFICE)
    with hq.database.writing() as connection:
        connection.execute(schema.code.delete().where(schema.code.c.dev.is_(None)))
        connection.execute(schema.person.delete().where(schema.person.c.name == "Sulastri Wahyuningtyas"))
    made = back_up(hq, place, NOW_MS)
    assert b"Sulastri" not in (made / FILE).read_bytes()


def test_a_backup_of_a_newer_version_is_refused(hq: Headquarters, made: Path, url: str, tmp_path: Path) -> None:
    copy = tmp_path / "newer"
    shutil.copytree(made, copy)
    with closing(sqlite3.connect(copy / FILE)) as database:
        database.execute("UPDATE headquarters SET version = 99")
        database.commit()
    listed = (copy / LIST).read_text()
    (copy / LIST).write_text(listed.replace(read_backup(made).sha256, backup._digest(copy / FILE)))
    hq.close()
    with pytest.raises(NewerHq):
        restore(copy, url, Clock(LATER_MS))
    with Headquarters(url, Clock()) as still:
        assert rows(still, "session")
