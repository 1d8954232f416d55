"""The encrypted file and its transactions: what lies on the disk, and what a person is told when it can't be used."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher
from sqlite_utils import Database

from desa_app.errors import (
    DamagedDatabase,
    DatabaseBusy,
    DiskFull,
    FolderUnusable,
    KeyMissing,
    NotFound,
    WrongPassphrase,
)
from desa_app.store import database
from desa_app.store import store as stores
from desa_app.store.database import FILE, engine_errors, immediate, open_database
from desa_app.store.schema import migrate
from desa_app.store.store import Store
from tests.store.conftest import PASSPHRASE, identity, opened, people, session
from tests.store.disks import SmallDisk, small_disk

KEY = bytes(range(32))
NAME = "Rahmawati Kusumaningrum"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    made = open_database(tmp_path / "x.db", KEY)
    yield made
    made.close()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk") as mounted:
        yield mounted


@pytest.fixture
def kept(folder: Path) -> Path:
    """A laptop's folder with one session in it, closed."""
    store = opened(folder, identity())
    store.sessions.record(session(venue="Balai Desa"), people(NAME))
    store.close()
    return folder


def venues(folder: Path) -> list[str | None]:
    """What is listed in a laptop's database, which holds together."""
    store = opened(folder)
    try:
        assert store.check() == []
        return [row.venue for row in store.sessions.listed()]
    finally:
        store.close()


def content(folder: Path) -> bytes:
    """Every byte that lies in a folder."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_nothing_can_be_read_on_the_disk(folder: Path) -> None:
    store = opened(folder, identity())
    store.sessions.record(session(venue="Balai Desa"), people(NAME))
    open_bytes = content(folder)
    log_bytes = (folder / f"{FILE}-wal").stat().st_size
    store.close()
    assert log_bytes > 4096
    for lying in (open_bytes, content(folder)):
        for secret in ("SQLite format 3", NAME, "Balai Desa", "CREATE TABLE", "journal", PASSPHRASE):
            assert secret.encode() not in lying
            assert secret.encode("utf-16-le") not in lying


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("temp_store", 2)]
)
def test_a_save_is_on_the_disk_and_a_deletion_is_thorough(db: Database, pragma: str, value: object) -> None:
    assert db.conn.execute(f"PRAGMA {pragma}").fetchall() == [(value,)]


def test_the_cipher_is_in_use(db: Database, tmp_path: Path) -> None:
    db.table("t").insert({"a": 1})
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        sqlite3.connect(tmp_path / "x.db").execute("SELECT * FROM t")


def test_two_that_read_and_then_write_never_collide(tmp_path: Path, db: Database) -> None:
    db.table("counter").insert({"value": 0})
    failures: list[Exception] = []

    def count() -> None:
        mine = open_database(tmp_path / "x.db", KEY)
        try:
            for _ in range(60):
                with immediate(mine):
                    value = next(mine.query("SELECT value FROM counter"))["value"]
                    mine.conn.execute("UPDATE counter SET value = ?", [value + 1])
        except Exception as error:
            failures.append(error)
        finally:
            mine.close()

    threads = [threading.Thread(target=count) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert list(db.query("SELECT value FROM counter")) == [{"value": 180}]


def test_who_waits_too_long_is_told_and_can_try_again(
    tmp_path: Path, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.table("t").create({"a": int})
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    other = open_database(tmp_path / "x.db", KEY)
    with immediate(db):
        with pytest.raises(DatabaseBusy) as busy:
            insert(other, 1)
        assert busy.value.retryable
    insert(other, 1)
    other.close()
    assert db.table("t").count == 1


def insert(db: Database, value: int) -> None:
    """Write a number in a transaction."""
    with immediate(db):
        db.conn.execute("INSERT INTO t VALUES (?)", [value])


@pytest.mark.parametrize("failure", [ZeroDivisionError, KeyboardInterrupt, NotFound])
def test_what_fails_in_the_middle_writes_nothing(db: Database, failure: Callable[[], BaseException]) -> None:
    db.table("t").create({"a": int})

    def save() -> None:
        with immediate(db):
            db.conn.execute("INSERT INTO t VALUES (1)")
            raise failure()

    with pytest.raises(failure):  # type: ignore[call-overload]
        save()
    assert db.table("t").count == 0
    insert(db, 2)
    assert db.table("t").count == 1


@pytest.mark.parametrize("statement", ["INSERT INTO nowhere VALUES (1)", "SELEKT", "INSERT INTO t VALUES (1), (1)"])
def test_a_fault_of_the_program_is_not_called_damage(db: Database, statement: str) -> None:
    db.table("t").create({"a": int}, pk="a")
    with pytest.raises(sqlcipher.DatabaseError), immediate(db):
        db.conn.execute(statement)


def test_a_wrong_passphrase_is_said_and_the_right_one_still_opens(
    kept: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = content(kept)
    with pytest.raises(WrongPassphrase) as wrong:
        Store.open(kept, "salah")
    assert "Kata sandi salah" in wrong.value.sentence
    assert content(kept) == before
    assert venues(kept) == ["Balai Desa"]
    assert capfd.readouterr() == ("", "")


def test_a_key_that_does_not_fit_is_damage_and_not_the_persons_fault(
    kept: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    opened(tmp_path / "another").close()
    (kept / "key.json").write_bytes((tmp_path / "another" / "key.json").read_bytes())
    before = content(kept)
    with pytest.raises(DamagedDatabase):
        opened(kept)
    assert content(kept) == before
    assert capfd.readouterr() == ("", "")


def test_a_plain_sqlite_file_is_not_ours(kept: Path, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "plain.db") as plain:
        plain.execute("CREATE TABLE t (a)")
    plain.close()
    (kept / FILE).write_bytes((tmp_path / "plain.db").read_bytes())
    before = content(kept)
    with pytest.raises(DamagedDatabase, match=FILE):
        opened(kept)
    assert content(kept) == before


@pytest.mark.parametrize("length", [0, 1, 100, 4095, 4096, 8192, 50_001, -4096])
def test_a_file_that_was_cut_is_damage_and_left_as_it_is(kept: Path, length: int) -> None:
    whole = (kept / FILE).read_bytes()
    (kept / FILE).write_bytes(whole[:length])
    before = content(kept)
    with pytest.raises(DamagedDatabase):
        opened(kept)
    assert content(kept) == before
    (kept / FILE).write_bytes(whole)
    assert venues(kept) == ["Balai Desa"]


@pytest.mark.parametrize("left", ["desa.db-wal", "backups/before-m004.db"])
def test_a_database_that_is_gone_is_not_begun_anew(kept: Path, left: str) -> None:
    whole = (kept / FILE).read_bytes()
    (kept / FILE).unlink()
    (kept / left).parent.mkdir(exist_ok=True)
    (kept / left).write_bytes(whole)
    with pytest.raises(DamagedDatabase):
        opened(kept)
    assert sorted(path.name for path in kept.iterdir()) == sorted({"key.json", left.split("/")[0]})


def test_a_database_without_its_key_is_left_alone(kept: Path) -> None:
    key = (kept / "key.json").read_bytes()
    (kept / "key.json").unlink()
    before = content(kept)
    with pytest.raises(KeyMissing):
        opened(kept)
    assert content(kept) == before
    (kept / "key.json").write_bytes(key)
    assert venues(kept) == ["Balai Desa"]


def test_a_start_that_was_cut_after_the_key_goes_on(folder: Path) -> None:
    opened(folder).close()
    (folder / FILE).unlink()
    assert venues(folder) == []


def test_what_is_read_of_a_damaged_page_is_said(kept: Path) -> None:
    damaged = bytearray((kept / FILE).read_bytes())
    for place in range(4096 + 100, len(damaged), 4096):
        damaged[place] ^= 1
    (kept / FILE).write_bytes(damaged)
    with pytest.raises(DamagedDatabase), engine_errors():
        opened(kept).sessions.listed()


def test_those_who_start_at_once_make_one_database(folder: Path) -> None:
    script = """
import pathlib, sys
from desa_app.store import key
from tests.store.conftest import identity, opened, session
key.MEMORY_KIB, key.ITERATIONS = 8, 1
print("ready", flush=True)
sys.stdin.readline()
store = opened(pathlib.Path(sys.argv[1]), identity())
store.sessions.record(session(venue=sys.argv[2]))
store.close()
"""
    starting = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(folder), str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(3)
    ]
    for process in starting:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in starting:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in starting:
        process.communicate()
    assert [process.returncode for process in starting] == [0, 0, 0]
    assert sorted(map(str, venues(folder))) == ["0", "1", "2"]
    assert sorted(path.name for path in folder.iterdir()) == [FILE, "key.json"]


def test_who_comes_second_at_the_first_start_takes_nothing_away(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def while_another_starts(db: Database, place: Path) -> None:
        monkeypatch.setattr(stores, "migrate", migrate)
        migrate(db, place)
        another = opened(folder, identity())
        another.sessions.record(session(venue="Balai Desa"))
        another.close()

    monkeypatch.setattr(stores, "migrate", while_another_starts)
    assert venues(folder) == ["Balai Desa"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderUnusable, match="laptop"):
        opened(tmp_path / "file" / "laptop")


def test_a_read_only_folder_is_said_and_nothing_is_lost(disk: SmallDisk) -> None:
    folder = disk.place / "laptop"
    with disk.read_only(), pytest.raises(FolderUnusable):
        opened(folder)
    store = opened(folder, identity())
    store.sessions.record(session(venue="Balai Desa"))
    store.close()
    with disk.read_only(), pytest.raises(FolderUnusable) as said:
        opened(folder)
    assert "--data-dir" in said.value.sentence
    assert venues(folder) == ["Balai Desa"]


def test_a_full_disk_is_said_and_what_was_saved_stays(disk: SmallDisk) -> None:
    folder = disk.place / "laptop"
    store = opened(folder, identity())
    disk.fill(leave=300_000)
    saved = save_until_full(store)
    assert saved
    assert store.check() == []
    assert sorted(str(row.venue) for row in store.sessions.listed()) == saved
    assert store.status().unsent.records == len(saved)
    with pytest.raises(DiskFull) as full:
        store.sessions.record(session(minutes="x" * 20_000))
    assert full.value.retryable
    store.close()
    with pytest.raises(DiskFull):
        opened(folder).sessions.record(session(minutes="x" * 20_000))
    disk.make_room()
    store = opened(folder, identity())
    store.sessions.record(session(venue="sesudah"))
    store.close()
    assert sorted(map(str, venues(folder))) == sorted([*saved, "sesudah"])


def test_a_first_start_on_a_full_disk_leaves_nothing_half_made(disk: SmallDisk) -> None:
    folder = disk.place / "laptop"
    refused = 0
    for leave in range(0, 400_000, 16_000):
        disk.fill(leave)
        try:
            opened(folder).close()
        except DiskFull:
            refused += 1
            assert {path.name for path in folder.glob("*")} <= {"key.json"}
        disk.make_room()
        assert venues(folder) == []
        shutil.rmtree(folder)
    assert refused > 5


@pytest.mark.skipif(os.name != "posix", reason="a limit of POSIX")
def test_a_file_that_may_not_grow_is_a_full_disk(folder: Path) -> None:
    store = opened(folder, identity())
    with files_up_to((folder / f"{FILE}-wal").stat().st_size + 200_000):
        saved = save_until_full(store)
        assert sorted(str(row.venue) for row in store.sessions.listed()) == saved
    store.sessions.record(session(venue="sesudah"))
    store.close()
    assert sorted(map(str, venues(folder))) == sorted([*saved, "sesudah"])


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """No file of this process grows beyond ``size`` bytes meanwhile."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def save_until_full(store: Store) -> list[str]:
    """Save sessions until the disk is full; the venues of those whose save returned."""
    saved: list[str] = []
    try:
        for number in range(1000):
            store.sessions.record(session(venue=f"{number:03}", minutes="x" * 20_000))
            saved.append(f"{number:03}")
    except DiskFull:
        return saved
    pytest.fail("the disk never became full")
