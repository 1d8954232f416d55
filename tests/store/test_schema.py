"""Migrations: from nothing and from before, whole or not at all, with a backup that opens; never backwards."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from desa_app.domain.records import RECORDS
from desa_app.errors import DiskFull, NewerDatabase
from desa_app.store import schema
from desa_app.store.database import FILE, open_database
from desa_app.store.key import open_key
from desa_app.store.schema import KEPT_BACKUPS, laptop, migrate
from desa_app.sync.pure.rows import table_columns
from tests.store.conftest import PASSPHRASE, identity, opened, session
from tests.store.disks import small_disk

SHIPPED = [migration.name for migration in laptop._migrations]


@pytest.fixture(autouse=True)
def only_the_shipped_steps() -> Iterator[None]:
    """A test may add steps; the next one finds those that are shipped."""
    before = list(laptop._migrations)
    yield
    laptop._migrations[:] = before


@pytest.fixture
def kept(folder: Path) -> Path:
    """A laptop's folder with one session in it, closed."""
    store = opened(folder, identity())
    store.sessions.record(session(venue="Balai Desa"))
    store.close()
    return folder


def step(name: str, do: Callable[[Database], None]) -> None:
    """One more migration, as a later version of the application brings it."""
    laptop(name=name)(do)


def add_column(name: str) -> Callable[[Database], None]:
    """A migration that adds a column."""

    def add(db: Database) -> None:
        db.execute(f"ALTER TABLE setting ADD COLUMN {name} TEXT")

    return add


def settings_columns(folder: Path) -> list[str]:
    """The columns of one table, as they are on the disk."""
    db = open_database(folder / FILE, open_key(folder, PASSPHRASE))
    try:
        return [column.name for column in db.table("setting").columns]
    finally:
        db.close()


def venues(place: Path, key: bytes) -> list[str]:
    """What is recorded in a database, opened with the key alone."""
    db = open_database(place, key)
    try:
        return [row["venue"] for row in db.query("SELECT venue FROM session")]
    finally:
        db.close()


def test_an_empty_database_gets_a_table_for_every_kind_of_record(tmp_path: Path) -> None:
    db = open_database(tmp_path / "x.db", bytes(32))
    migrate(db, tmp_path)
    for noun in RECORDS:
        assert [column.name for column in db.table(noun).columns] == list(table_columns(noun))
    assert {"journal", "device", "cursor", "setting"} <= set(db.table_names())
    assert not (tmp_path / "backups").exists()
    before = list(db.query("SELECT * FROM sqlite_master"))
    migrate(db, tmp_path)
    assert list(db.query("SELECT * FROM sqlite_master")) == before
    db.close()


def test_opening_again_changes_not_a_byte(kept: Path) -> None:
    before = (kept / FILE).read_bytes()
    opened(kept).close()
    assert (kept / FILE).read_bytes() == before


def test_a_step_is_taken_once_and_the_records_are_still_there(kept: Path) -> None:
    step("m900_note", add_column("note"))
    for _ in range(2):
        store = opened(kept)
        assert [row.venue for row in store.sessions.listed()] == ["Balai Desa"]
        assert store.check() == []
        store.close()
    assert settings_columns(kept) == ["name", "value", "note"]


def test_a_newer_database_is_refused_and_not_a_byte_changes(kept: Path) -> None:
    step("m900_note", add_column("note"))
    opened(kept).close()
    laptop._migrations.pop()
    shutil.rmtree(kept / "backups")
    before = {path.name: path.read_bytes() for path in kept.iterdir()}
    with pytest.raises(NewerDatabase) as newer:
        opened(kept)
    assert "versi yang lebih baru" in newer.value.sentence
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == before
    step("m900_note", add_column("note"))
    opened(kept).close()


def test_a_newer_database_is_refused_also_where_we_have_a_step_it_has_not(kept: Path) -> None:
    step("m901_from_the_future", add_column("future"))
    opened(kept).close()
    laptop._migrations.pop()
    step("m900_ours", add_column("ours"))
    with pytest.raises(NewerDatabase):
        opened(kept)
    assert settings_columns(kept) == ["name", "value", "future"]


def test_the_backup_before_a_step_opens_by_itself(kept: Path) -> None:
    step("m900_note", add_column("note"))
    opened(kept).close()
    (copy,) = (kept / "backups").glob("*.db")
    assert copy.name == "before-m900_note.db"
    assert venues(copy, open_key(kept / "backups", PASSPHRASE)) == ["Balai Desa"]
    assert b"Balai Desa" not in copy.read_bytes()
    restored = kept.parent / "restored"
    restored.mkdir()
    shutil.copy(copy, restored / FILE)
    shutil.copy(kept / "backups" / "key.json", restored)
    laptop._migrations.pop()
    store = opened(restored)
    assert [row.venue for row in store.sessions.listed()] == ["Balai Desa"]
    assert store.check() == []
    store.close()


def test_what_was_saved_last_is_in_the_backup_too(kept: Path) -> None:
    running = opened(kept)
    running.sessions.record(session(venue="Masjid"))
    step("m900_note", add_column("note"))
    opened(kept).close()
    running.close()
    (copy,) = (kept / "backups").glob("*.db")
    assert sorted(venues(copy, open_key(kept, PASSPHRASE))) == ["Balai Desa", "Masjid"]


def test_the_oldest_backups_go(kept: Path) -> None:
    for number in range(KEPT_BACKUPS + 2):
        step(f"m90{number}", add_column(f"column_{number}"))
        opened(kept).close()
    kept_ones = sorted(path.name for path in (kept / "backups").glob("*.db"))
    assert kept_ones == [f"before-m90{number}.db" for number in range(2, KEPT_BACKUPS + 2)]
    assert sorted(path.name for path in (kept / "backups").iterdir()) == [*kept_ones, "key.json"]


def test_a_step_that_fails_leaves_everything_as_it_was(kept: Path) -> None:
    def fails(db: Database) -> None:
        db.execute("DELETE FROM session")
        raise ZeroDivisionError

    step("m900_note", add_column("note"))
    step("m901_fails", fails)
    with pytest.raises(ZeroDivisionError):
        opened(kept)
    assert settings_columns(kept) == ["name", "value"]
    assert venues(kept / FILE, open_key(kept, PASSPHRASE)) == ["Balai Desa"]
    laptop._migrations.pop()
    opened(kept).close()
    assert settings_columns(kept) == ["name", "value", "note"]


def test_a_migration_that_is_killed_is_done_anew(kept: Path) -> None:
    script = """
import sys, time
from pathlib import Path
from desa_app.store.schema import laptop
from tests.store.conftest import opened

@laptop(name="m900_note")
def note(db):
    db.execute("ALTER TABLE setting ADD COLUMN note TEXT")

@laptop(name="m901_long")
def long(db):
    db.execute("UPDATE session SET venue = NULL")
    print("in the middle", flush=True)
    sys.stdin.readline()

opened(Path(sys.argv[1]))
"""
    command = [sys.executable, "-c", script, str(kept)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "in the middle\n"
        running.send_signal(signal.SIGKILL)
    assert settings_columns(kept) == ["name", "value"]
    step("m900_note", add_column("note"))
    store = opened(kept)
    assert [row.venue for row in store.sessions.listed()] == ["Balai Desa"]
    assert store.check() == []
    store.close()
    assert settings_columns(kept) == ["name", "value", "note"]


def test_who_comes_second_does_not_migrate_again(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    step("m900_note", add_column("note"))
    back_up = schema.back_up

    def while_another_migrates(db: Database, folder: Path, name: str) -> Path:
        monkeypatch.setattr(schema, "back_up", back_up)
        opened(kept).close()
        return back_up(db, folder, name)

    monkeypatch.setattr(schema, "back_up", while_another_migrates)
    opened(kept).close()
    assert settings_columns(kept) == ["name", "value", "note"]


def test_no_room_for_the_backup_means_no_migration(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        folder = disk.place / "laptop"
        store = opened(folder, identity())
        store.sessions.record(session(venue="Balai Desa"))
        store.close()
        step("m900_note", add_column("note"))
        disk.fill(leave=100_000)
        with pytest.raises(DiskFull):
            opened(folder)
        assert list((folder / "backups").iterdir()) == []
        disk.make_room()
        assert settings_columns(folder) == ["name", "value"]
        store = opened(folder)
        assert [row.venue for row in store.sessions.listed()] == ["Balai Desa"]
        store.close()


def test_the_shipped_steps_keep_their_names() -> None:
    assert SHIPPED[:3] == ["m001_records", "m002_journal", "m003_device"]
