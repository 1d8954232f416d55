"""Backups: whole or not there, verified, of no use to a thief, and restored without losing what was here before."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desa_app import durable
from desa_app.domain.attendee import Attendee
from desa_app.domain.session import Session
from desa_app.errors import (
    BackupStopped,
    BackupUnusable,
    FolderUnusable,
    NewerDatabase,
    NoPassphraseSet,
    WrongPassphrase,
)
from desa_app.store.backup import FOLDER, LIST, read_backup
from desa_app.store.database import FILE, immediate
from desa_app.store.key import FILE as KEY_FILE
from desa_app.store.key import KeyringKey, change_passphrase
from desa_app.store.restore import COMING, finish_restore, prepare_restore
from desa_app.store.store import Store
from tests.store.conftest import PASSPHRASE, TODAY, WONOREJO, Clock, identity, opened

NAME = "Sulastri binti Karso"


@pytest.fixture
def store(folder: Path, clock: Clock) -> Iterator[Store]:
    """The laptop of an officer, which a test may close."""
    made = opened(folder, identity(), clock)
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """An empty stick."""
    place = tmp_path / "stick"
    place.mkdir()
    return place


def visit(store: Store, venue: str) -> Session:
    """A session at a venue, with one person."""
    return store.sessions.record(
        Session(date=TODAY, villages=(WONOREJO,), venue=venue), [Attendee(full_name=NAME, age=40)]
    )


def test_a_backup_says_what_it_holds_and_shows_nobody_a_name(store: Store, stick: Path) -> None:
    visit(store, "Balai Desa")
    made = store.back_up(stick)
    assert [each.name for each in stick.iterdir()] == [made.name]
    assert made.name.startswith(FOLDER)
    found = read_backup(made)
    assert found.records == {"session": 1, "attendee": 1, "offer": 0}
    assert found.unsent == 2
    assert found.files.keys() == {FILE, KEY_FILE}, "no photo was taken in"
    for each in made.iterdir():
        assert NAME.encode() not in each.read_bytes()
        assert b"Balai" not in each.read_bytes()


def test_it_is_restored_and_what_was_here_lies_aside(store: Store, stick: Path) -> None:
    first = visit(store, "Balai Desa")
    (photo,) = store.files.put((b"foto", "image/jpeg"))
    made = store.back_up(stick)
    store.files.put((b"foto lain", "image/jpeg"))
    second = visit(store, "Musala")
    folder = store.folder
    prepare_restore(folder, made, PASSPHRASE)
    assert {row.id for row in store.sessions.listed()} == {first.id, second.id}
    store.close()
    change_passphrase(folder, PASSPHRASE, "sesudah cadangan")
    aside = finish_restore(folder)
    assert aside is not None
    assert not (folder / COMING).exists()
    with_backup = Store.open(folder, PASSPHRASE)
    assert [row.id for row in with_backup.sessions.listed()] == [first.id]
    assert with_backup.files.get(photo) == b"foto"
    assert with_backup.check() == []
    with_backup.close()
    before = Store.open(aside, "sesudah cadangan")
    assert {row.id for row in before.sessions.listed()} == {first.id, second.id}
    before.close()


def test_the_next_start_takes_a_prepared_backup_by_itself(store: Store, stick: Path) -> None:
    visit(store, "Balai Desa")
    made = store.back_up(stick)
    visit(store, "Musala")
    prepare_restore(store.folder, made, PASSPHRASE)
    store.close()
    again = Store.open(store.folder, PASSPHRASE)
    assert [row.venue for row in again.sessions.listed()] == ["Balai Desa"]
    again.close()


CUT = """
import os, sys
from pathlib import Path
from desa_app.store import restore
steps = int(sys.argv[2])
real = Path.replace
def replace(self, target):
    global steps
    if steps == 0:
        os.kill(os.getpid(), 9)
    steps -= 1
    return real(self, target)
Path.replace = replace
restore.finish_restore(Path(sys.argv[1]))
"""


@pytest.mark.parametrize("steps", range(4))
def test_a_cut_in_the_middle_is_mended_by_the_next_start(store: Store, stick: Path, steps: int) -> None:
    visit(store, "Balai Desa")
    made = store.back_up(stick)
    visit(store, "Musala")
    folder = store.folder
    prepare_restore(folder, made, PASSPHRASE)
    store.close()
    ended = subprocess.run([sys.executable, "-c", CUT, folder, str(steps)], check=False, timeout=60)
    assert ended.returncode == -9
    finish_restore(folder)
    again = Store.open(folder, PASSPHRASE)
    assert [row.venue for row in again.sessions.listed()] == ["Balai Desa"]
    again.close()
    kept = {each.name for place in (folder / "backups").glob("before-restore-*") for each in place.iterdir()}
    assert {FILE, KEY_FILE} <= kept


def test_a_wrong_passphrase_or_a_damaged_copy_changes_nothing(store: Store, stick: Path) -> None:
    visit(store, "Balai Desa")
    made = store.back_up(stick)
    with pytest.raises(WrongPassphrase):
        prepare_restore(store.folder, made, "bukan ini")
    copy = made / FILE
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 1
    copy.write_bytes(content)
    with pytest.raises(BackupUnusable, match="E212"):
        prepare_restore(store.folder, made, PASSPHRASE)
    assert not (store.folder / COMING).exists()
    assert finish_restore(store.folder) is None


@pytest.mark.parametrize("lost", [LIST, FILE, KEY_FILE])
def test_a_backup_with_a_file_missing_is_none(store: Store, stick: Path, lost: str) -> None:
    made = store.back_up(stick)
    (made / lost).unlink()
    with pytest.raises(BackupUnusable):
        read_backup(made)


def test_a_list_that_names_files_elsewhere_is_refused(store: Store, stick: Path) -> None:
    made = store.back_up(stick)
    named = (made / LIST).read_text(encoding="utf-8").replace(f'"{KEY_FILE}"', '"../key.json"')
    (made / LIST).write_text(named, encoding="utf-8")
    with pytest.raises(BackupUnusable):
        read_backup(made)


def test_a_backup_of_a_newer_version_is_refused_kindly(store: Store, stick: Path) -> None:
    with immediate(store.db):
        store.db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('laptop', 'm999_tomorrow', '')"
        )
    made = store.back_up(stick)
    with pytest.raises(NewerDatabase):
        prepare_restore(store.folder, made, PASSPHRASE)
    assert not (store.folder / COMING).exists()


def test_no_stick_no_backup_and_nothing_half_made(store: Store, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FolderUnusable):
        store.back_up(stick / "tidak ada")

    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(durable, "finish", full)
    with pytest.raises(Exception, match="E204"):
        store.back_up(stick)
    assert list(stick.iterdir()) == []


def test_a_key_in_the_keyring_opens_no_backup_elsewhere(store: Store, stick: Path) -> None:
    import msgspec

    (store.folder / KEY_FILE).write_bytes(msgspec.json.encode(KeyringKey("akun")))
    with pytest.raises(NoPassphraseSet):
        store.back_up(stick)


def test_a_backup_tells_how_far_it_is_and_can_be_stopped(store: Store, stick: Path) -> None:
    visit(store, "Balai Desa")
    store.files.put(*((os.urandom(20_000), "image/jpeg") for _ in range(50)))
    heard: list[tuple[int, int]] = []
    store.back_up(stick, lambda done, of: heard.append((done, of)))
    assert heard
    assert all(0 <= done <= of + 4096 for done, of in heard)
    (whole,) = stick.iterdir()

    def stop(done: int, of: int) -> None:
        raise BackupStopped

    store.clock.ms += 1000  # type: ignore[attr-defined]
    with pytest.raises(BackupStopped):
        store.back_up(stick, stop)
    assert list(stick.iterdir()) == [whole]
    visit(store, "Musala")


def test_two_backups_in_a_row_lie_side_by_side(store: Store, stick: Path) -> None:
    store.back_up(stick)
    store.clock.ms += 1000  # type: ignore[attr-defined]
    store.back_up(stick)
    assert len(list(stick.iterdir())) == 2
    assert all(isinstance(read_backup(each).made_at, dt.datetime) for each in stick.iterdir())
