"""The way back from a backup: brought beside the present data, and taken into use when no window is open.

What the laptop had is never overwritten: it moves aside into ``backups``. A restored laptop has forgotten changes that
it sent; headquarters notices at the next contact (SYNC.md, Enrolment) and it joins anew.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from desa_app import durable
from desa_app.errors import BackupUnusable, DamagedDatabase
from desa_app.language import say
from desa_app.store.key import BACKUPS, open_key
from desa_app.store.key import FILE as KEY_FILE

if TYPE_CHECKING:
    from desa_app.store.backup import Backup

COMING = "restoring"
"""Where a backup waits, whole and verified, to take its place at the next start."""
WHOLE = "whole"
_LOGS = ("-wal", "-shm")
_one_at_a_time = threading.Lock()
"""Workers open their stores at the same time."""


def prepare_restore(folder: Path, chosen: Path, passphrase: str) -> Backup:
    """Bring a backup into ``folder`` beside the present data, so that the next start takes it into use.

    Until then nothing has changed. Raises BackupUnusable, WrongPassphrase, DiskFull, FolderUnusable, NewerDatabase.
    """
    from desa_app.store.backup import read_backup
    from desa_app.store.database import FILE, designed_errors, open_database
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
    before anything of the folder is opened, its key included; the start does not wait for the engine to look.
    """
    coming = folder / COMING
    if not (coming / WHOLE).exists():
        return None
    from desa_app.store.database import designed_errors

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


def _drop_logs(path: Path) -> None:
    for log in _LOGS:
        path.with_name(path.name + log).unlink(missing_ok=True)
