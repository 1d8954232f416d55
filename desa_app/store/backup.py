"""Backups that people make: a folder on a stick with the encrypted databases, their sealed key, and a list of what is
in it. A backup is verified when it is made and before it is restored (``restore``)."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
from sqlite_utils import Database

from desa_app import __version__, durable
from desa_app.errors import BackupUnusable, FolderUnusable, NoPassphraseSet
from desa_app.language import say
from desa_app.store.database import FILE, Step, copy_database, designed_errors
from desa_app.store.files import FILE as FILES
from desa_app.store.files import Files
from desa_app.store.key import FILE as KEY_FILE
from desa_app.store.key import needs_passphrase

LIST = "cadangan.json"
FOLDER = "desa-cadangan"
"""How the folder of a backup is called, before its date and time."""


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


def _records(db: Database) -> dict[str, int]:
    nouns = ("session", "attendee", "offer")
    return {noun: db.execute(f"SELECT count(*) FROM {noun} WHERE NOT deleted").fetchone()[0] for noun in nouns}


def _listed(path: Path) -> Listed:
    with path.open("rb") as file:
        return Listed(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


@contextlib.contextmanager
def _unusable(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        why = str(error) if type(error) is ValueError else say("bukan cadangan yang utuh", "it is not a whole backup")
        raise BackupUnusable(name=folder.name, why=why) from error
