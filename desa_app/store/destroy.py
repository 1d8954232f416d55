"""The end of a laptop's data, by order of headquarters: the keys first, without which nothing can be read any more,
then what they opened.

The keys lie in this folder, beside the copies of the database, beside a backup that was to be restored, and in the
system's keyring. A cut at any moment is finished by the next start. Preferences stay: nothing in them tells of anybody.
What people copied to a stick is out of reach; it opens only with its passphrase, and locks like the laptop did.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from pathlib import Path

from desa_app import durable
from desa_app.store.database import FILE as RECORDS
from desa_app.store.database import designed_errors
from desa_app.store.files import FILE as FILES
from desa_app.store.key import BACKUPS, forget_key
from desa_app.store.key import FILE as KEY_FILE
from desa_app.store.restore import COMING

ORDERED = "destroying"
"""The mark that a destruction was ordered; it is there until nothing is left."""


def destroy(folder: Path) -> None:
    """Destroy the keys and the data in ``folder``. Raises FolderUnusable where not even the mark can be written or a
    key be overwritten; data that another window still holds open is left to the next start, unreadable."""
    with designed_errors(str(folder)):
        mark = folder / ORDERED
        durable.write(mark, b"")
        durable.keep(mark)
        for key in sorted(folder.rglob(f"{KEY_FILE}*")):
            forget_key(key)
            _overwrite(key)
            key.unlink()
        durable.keep(folder)
    with contextlib.suppress(OSError):
        _drop_data(folder)


def finish_destruction(folder: Path) -> bool:
    """Finish a destruction that was cut, if there was one; called before anything of the folder is opened."""
    if not (folder / ORDERED).exists():
        return False
    destroy(folder)
    return True


def _overwrite(key: Path) -> None:
    """A disk may keep the old bytes elsewhere: what it keeps is sealed under the passphrase still."""
    with key.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        file.write(secrets.token_bytes(size))
        file.flush()
        os.fsync(file.fileno())


def _drop_data(folder: Path) -> None:
    for place in (BACKUPS, COMING):
        shutil.rmtree(folder / place, ignore_errors=True)
    for name in (RECORDS, FILES):
        for file in folder.glob(f"{name}*"):
            file.unlink()
    (folder / ORDERED).unlink()
