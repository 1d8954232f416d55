"""Backups that people make: a folder on a stick with the encrypted databases, their sealed key, and a list of what is
in it; and the way back.

A backup is verified when it is made and before it is restored. What the laptop had is never overwritten: it moves
aside into ``backups``. A restored laptop has forgotten changes that it sent; headquarters notices at the next contact
(SYNC.md, Enrolment) and it joins anew.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
from sqlite_utils import Database

from desa_app import __version__
from desa_app.errors import BackupUnusable, DamagedDatabase, FolderUnusable, NoPassphraseSet
from desa_app.language import say
from desa_app.store import durable
from desa_app.store.database import FILE, Step, copy_database, designed_errors, open_database
from desa_app.store.files import FILE as FILES
from desa_app.store.files import Files
from desa_app.store.key import BACKUPS, needs_passphrase, open_key
from desa_app.store.key import FILE as KEY_FILE

LIST = "cadangan.json"
FOLDER = "desa-cadangan"
"""How the folder of a backup is called, before its date and time."""
COMING = "restoring"
"""Where a backup waits, whole and verified, to take its place at the next start."""
WHOLE = "whole"
_LOGS = ("-wal", "-shm")
_one_at_a_time = threading.Lock()
"""Workers open their stores at the same time."""


class Listed(msgspec.Struct, frozen=True):
    """A file of a backup: its bytes and their SHA-256 in hex."""

    size: int
    sha256: str


class Backup(msgspec.Struct, frozen=True):
    """What a backup holds. It lies in the clear, so it names an office and no person."""

    made_at: dt.datetime
    app: str
    office: str
    records: dict[str, int]
    unsent: int
    files: dict[str, Listed]


def back_up_to(
    folder: Path, db: Database, files: Files, place: Path, now: dt.datetime, step: Step, *, office: str, unsent: int
) -> Path:
    """A backup of the laptop in ``folder`` as a new folder in ``place``; there whole, or not at all.

    ``db`` are its records, ``files`` its photos and evidence; ``step`` hears how far each is (``copy_database``).
    Raises NoPassphraseSet where a keyring holds the key, which could open nothing elsewhere; FolderUnusable, DiskFull,
    DamagedDatabase where the copy does not hold together.
    """
    if not needs_passphrase(folder):
        raise NoPassphraseSet
    finished = place / f"{FOLDER}-{now:%Y%m%d-%H%M%S}"
    fresh = durable.beside(finished)
    with designed_errors(str(place)):
        if not place.is_dir():
            raise FolderUnusable(name=str(place), why=say("folder tidak ada", "there is no such folder"))
        fresh.mkdir()
        try:
            copy_database(db, fresh / FILE, step)
            files.copy(fresh / FILES, step)
            durable.write(fresh / KEY_FILE, (folder / KEY_FILE).read_bytes())
            listed = {each.name: _listed(each) for each in sorted(fresh.iterdir())}
            backup = Backup(now, __version__, office, _records(db), unsent, listed)
            durable.write(fresh / LIST, msgspec.json.format(msgspec.json.encode(backup), indent=1))
            durable.finish(fresh, finished)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
    return finished


def read_backup(folder: Path) -> Backup:
    """What the backup in ``folder`` holds, every file of it compared with its list. Raises BackupUnusable."""
    with _unusable(folder):
        backup = msgspec.json.decode((folder / LIST).read_bytes(), type=Backup)
        if not {FILE, KEY_FILE} <= backup.files.keys():
            raise ValueError(say("tidak lengkap", "it is not complete"))
        for name, listed in backup.files.items():
            if Path(name).name != name or _listed(folder / name) != listed:
                raise ValueError(say(f"{name} rusak", f"{name} is damaged"))
    return backup


def prepare_restore(folder: Path, chosen: Path, passphrase: str) -> Backup:
    """Bring a backup into ``folder`` beside the present data, so that the next start takes it into use.

    Until then nothing has changed. Raises BackupUnusable, WrongPassphrase, DiskFull, FolderUnusable, NewerDatabase.
    """
    from desa_app.store.schema import refuse_newer

    backup = read_backup(chosen)
    coming = folder / COMING
    with designed_errors(str(folder)):
        shutil.rmtree(coming, ignore_errors=True)
        coming.mkdir(parents=True)
        for name in backup.files:
            shutil.copyfile(chosen / name, coming / name)
    try:
        key = open_key(coming, passphrase)
        with contextlib.closing(open_database(coming / FILE, key)) as db:
            refuse_newer(db)
        _drop_logs(coming / FILE)
        with designed_errors(str(folder)):
            durable.write(coming / WHOLE, b"")
            durable.keep(coming / WHOLE, *(coming / name for name in backup.files))
    except DamagedDatabase as error:
        shutil.rmtree(coming, ignore_errors=True)
        raise BackupUnusable(name=chosen.name, why=say("rusak", "it is damaged")) from error
    except BaseException:
        shutil.rmtree(coming, ignore_errors=True)
        raise
    return backup


def finish_restore(folder: Path) -> Path | None:
    """Take a prepared backup into use, if there is one; returns where the data before it lies now.

    Each step is a rename that a second attempt skips, so a cut at any moment is mended by the next start. Called
    before anything of the folder is opened, its key included.
    """
    coming = folder / COMING
    with _one_at_a_time, designed_errors(str(folder)):
        if not (coming / WHOLE).exists():
            return None
        aside = _aside(folder)
        names = [each.name for each in coming.iterdir() if each.name not in (WHOLE, KEY_FILE)]
        for name in [*names, KEY_FILE]:
            if (coming / name).exists():
                for each in (name, *(name + log for log in _LOGS)):
                    if (folder / each).exists():
                        (folder / each).replace(aside / each)
                (coming / name).replace(folder / name)
        durable.keep(folder)
        shutil.rmtree(coming)
    return aside


def _aside(folder: Path) -> Path:
    """A folder for what is replaced; the same one when a cut attempt began it."""
    before = folder / BACKUPS
    number = 1
    while (before / f"before-restore-{number}" / KEY_FILE).exists():
        number += 1
    aside = before / f"before-restore-{number}"
    aside.mkdir(parents=True, exist_ok=True)
    return aside


def _records(db: Database) -> dict[str, int]:
    nouns = ("session", "attendee", "offer")
    return {noun: db.execute(f"SELECT count(*) FROM {noun} WHERE NOT deleted").fetchone()[0] for noun in nouns}


def _listed(path: Path) -> Listed:
    with path.open("rb") as file:
        return Listed(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _drop_logs(path: Path) -> None:
    for log in _LOGS:
        path.with_name(path.name + log).unlink(missing_ok=True)


@contextlib.contextmanager
def _unusable(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        why = str(error) if type(error) is ValueError else say("bukan cadangan yang utuh", "it is not a whole backup")
        raise BackupUnusable(name=folder.name, why=why) from error
