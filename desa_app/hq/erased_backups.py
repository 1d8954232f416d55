"""Erasure in backups of headquarters that lie somewhere already: without it a backup obeys when it is restored, and
can be read until then by whoever has it."""

from __future__ import annotations

import contextlib
import secrets
import shutil
from pathlib import Path

from desa_app.errors import HqBackupUnusable
from desa_app.hq import backup as backups
from desa_app.hq.backup import FILE
from desa_app.hq.database import Database
from desa_app.hq.erasing import replay_on
from desa_app.hq.headquarters import Headquarters
from desa_app.language import say


def erase_in(folder: Path, hq: Headquarters, now_ms: int) -> int:
    """Do in the backup in ``folder`` what the register says and it doesn't know; returns how many entries that were.

    The backup is made anew beside itself, proven, and takes its own place; until then it is as it was. Raises
    HqBackupUnusable, also for another headquarters' backup.
    """
    held = backups.read_backup(folder)
    if held.hq != hq.identity.hq:
        other = say("cadangan kantor pusat lain", "it is another headquarters' backup")
        raise HqBackupUnusable(name=folder.name, why=other)
    fresh = folder.with_name(f"{folder.name}.{secrets.token_hex(4)}.new")
    try:
        with backups.unusable(folder):
            shutil.copytree(folder, fresh)
        with contextlib.closing(Database(f"sqlite:///{fresh / FILE}")) as database:
            count = replay_on(database, hq.erasing.place, now_ms)
            database.leave_log()
        if count:
            with backups.unusable(folder):
                backups.describe(fresh, held.made_at)
                _swap(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return count


def _swap(fresh: Path, folder: Path) -> None:
    """Give the fresh folder the place of the other, which is dropped."""
    old = folder.with_name(f"{folder.name}.{secrets.token_hex(4)}.old")
    folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old)
