"""Backups of headquarters, and the way back from one.

A backup is a folder with a copy of the database as it was at one moment, proven to hold together, and a list of what is
in it. It holds headquarters' keys and every record in the clear: keep it as the server is kept. Photos and evidence lie
in the storage and are backed up there; what it lacks afterwards the laptops send again.

A headquarters that goes on from a backup has forgotten what came since. So every log gets a new epoch, greater than any
before, by which laptops notice: they read the logs again and offer what it lacks. What must not be forgotten is kept
beside the database, not in it: erasures (``register``) and revocations (``revocations``).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from desa_app import __version__, durable
from desa_app.errors import HqBackupUnusable, HqDatabaseUnusable, HqInUse, NotInitialised
from desa_app.hq import log, revocations
from desa_app.hq.database import Database
from desa_app.hq.headquarters import Headquarters, identity_of
from desa_app.hq.intervals import joined
from desa_app.hq.keys import Identity
from desa_app.hq.people import HEADQUARTERS, known_sender, moment
from desa_app.hq.schema import code, device, file, headquarters, hq_key, scope_head
from desa_app.language import say

LIST, FILE = "cadangan.json", "hq.db"
FOLDER = "desa-hq"
"""How the folder of a backup is called, before its date and time."""
NUMBERS_A_SECOND = 1_000_000
"""An epoch is a second's number: headquarters never writes so many changes of its own between two of them."""


class Backup(msgspec.Struct, frozen=True):
    """What a backup holds: whose it is, when it was made (UTC), how far each log went, and the file's digest."""

    hq: str
    made_at: dt.datetime
    app: str
    heads: dict[str, int]
    size: int
    sha256: str


class Restored(NamedTuple):
    """What became of a restore: the backup, the new epoch, where the database before it lies now, how many revocations
    and erasures were done again, how many files the storage lacks."""

    backup: Backup
    epoch: int
    aside: Path | None
    revocations: int
    files_missing: int


def back_up(hq: Headquarters, place: Path, now_ms: int) -> Path:
    """A backup as a new folder in ``place``; there whole and proven, or not at all. Headquarters goes on serving.

    Raises HqBackupUnusable, HqDatabaseUnusable; also for a database on a server, which its own tools back up.
    """
    finished = place / f"{FOLDER}-{moment(now_ms):%Y%m%d-%H%M%S}"
    fresh = durable.beside(finished)
    with unusable(place):
        fresh.mkdir(parents=True)
        try:
            hq.database.copy_to(fresh / FILE)
            describe(fresh, moment(now_ms))
            durable.finish(fresh, finished)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
    with hq.database.writing() as connection:
        connection.execute(update(headquarters).values(backed_up_ms=now_ms))
    return finished


def describe(folder: Path, made_at: dt.datetime) -> None:
    """Write the list of a backup whose database was just made, and have all of it on the disk. Raises
    HqDatabaseUnusable where the database doesn't hold together."""
    backup = _described(folder / FILE, made_at)
    (folder / LIST).write_bytes(msgspec.json.format(msgspec.json.encode(backup), indent=1))
    durable.keep(folder / LIST, folder / FILE)


def read_backup(folder: Path) -> Backup:
    """What the backup in ``folder`` holds, its file compared with the list. Raises HqBackupUnusable."""
    with unusable(folder):
        backup = msgspec.json.decode((folder / LIST).read_bytes(), type=Backup)
        if _digest(folder / FILE) != backup.sha256:
            raise ValueError(say(f"{FILE} rusak", f"{FILE} is damaged"))
    return backup


def restore(folder: Path, url: str, clock: Callable[[], int]) -> Restored:
    """Go on from the backup in ``folder``: what is at ``url`` now moves aside. Nobody may be served meanwhile.

    Raises HqBackupUnusable, HqInUse, HqDatabaseUnusable; then everything is as it was.
    """
    backup = read_backup(folder)
    target = Database(url)
    target.close()
    if target.file is None:
        raise HqDatabaseUnusable(
            name=target.name,
            why=say("pulihkan dengan alat servernya sendiri", "restore it with its server's own tools"),
        )
    epoch_before, known = _taken_out_of_service(target)
    fresh = target.file.with_name(f"{target.file.name}.{secrets.token_hex(4)}.restoring")
    try:
        with unusable(folder):
            shutil.copyfile(folder / FILE, fresh)
        epoch, revoked = _made_ready(fresh, revocations.place_of(target), epoch_before, known, clock())
        with unusable(target.file):
            aside = _swap(target.file, fresh, clock())
    finally:
        for rest in _with_logs(fresh):
            rest.unlink(missing_ok=True)
    with Headquarters(url, clock) as restored:
        missing = _forget_missing_files(restored)
    return Restored(backup, epoch, aside, revoked, missing)


def check(connection: Connection) -> list[str]:
    """Everything wrong with the logs: gaps, a broken chain, a change that is not what its hash says."""
    return [finding for scope in log.heads(connection) for finding in log.check(connection, scope)]


def _described(copy: Path, made_at: dt.datetime) -> Backup:
    """The list of a copy that was just made, which is proven by reading it. Raises HqDatabaseUnusable."""
    with contextlib.closing(Database(f"sqlite:///{copy}")) as database:
        database.check()
        database.check_file()
        with database.reading() as connection:
            findings = check(connection)
            heads = {scope: head.head for scope, head in log.heads(connection).items()}
            name = connection.execute(select(headquarters.c.hq)).scalar_one()
    if findings:
        raise HqDatabaseUnusable(name=str(copy), why="; ".join(findings[:3]))
    for rest in _with_logs(copy)[1:]:
        rest.unlink(missing_ok=True)
    return Backup(name, made_at, __version__, heads, copy.stat().st_size, _digest(copy))


def _taken_out_of_service(target: Database) -> tuple[int, Identity | None]:
    """Make sure that nobody serves what is there, with all that its write-ahead log holds in it; returns its greatest
    epoch and its keys, 0 and None where they can't be told. Raises HqInUse."""
    if target.file is None or not target.file.exists():
        return 0, None
    with contextlib.closing(Database(target.name)) as database:
        try:
            database.leave_log()
            database.check()
            with database.reading() as connection:
                return _greatest_epoch(connection), identity_of(connection)
        except HqInUse:
            raise
        except (HqDatabaseUnusable, NotInitialised):
            return 0, None  # it is damaged: that is why it is restored


def _made_ready(
    fresh: Path, register: Path | None, epoch_before: int, known: Identity | None, now_ms: int
) -> tuple[int, int]:
    """Give the copy its new epoch and what must not be forgotten; returns the epoch, and how many revocations."""
    with contextlib.closing(Database(f"sqlite:///{fresh}")) as database:
        database.check()
        with database.writing() as connection:
            epoch = max(_greatest_epoch(connection), epoch_before, now_ms // 1000 - 1) + 1
            connection.execute(update(scope_head).values(epoch=epoch))
            connection.execute(delete(code).where(code.c.dev.is_(None)))
            _go_on_with_keys(connection, known)
            _skip_own_numbers(connection, epoch)
            revoked = revocations.replay(connection, register)
        database.leave_log()
    return epoch, revoked


def _go_on_with_keys(connection: Connection, known: Identity | None) -> None:
    """Laptops know the newest key: where another came into use since the backup, it stays in use."""
    held = identity_of(connection)
    if known is None or known.hq != held.hq or len(known.keys) <= len(held.keys):
        return
    fresh = [{"place": place, **key._asdict()} for place, key in enumerate(known.keys)][len(held.keys) :]
    connection.execute(insert(hq_key), fresh)
    connection.execute(update(headquarters).values(private_key=known.private_key))
    own = update(device).where(device.c.dev == HEADQUARTERS)
    connection.execute(own.values(public_key=known.keys[-1].public_key))


def _skip_own_numbers(connection: Connection, epoch: int) -> None:
    """Headquarters' own changes since the backup are on laptops still: none of their numbers is given again."""
    own = known_sender(connection, HEADQUARTERS)
    first = epoch * NUMBERS_A_SECOND
    held = msgspec.json.encode(joined(own.held, [first])).decode()
    connection.execute(update(device).where(device.c.dev == HEADQUARTERS).values(held=held))


def _greatest_epoch(connection: Connection) -> int:
    return connection.scalar(select(func.max(scope_head.c.epoch))) or 0


def _swap(target: Path, fresh: Path, now_ms: int) -> Path | None:
    """The copy in the place of the database, a copy of which is kept aside: at no moment is there none, or one beside
    another's write-ahead log."""
    durable.keep(fresh)
    aside = target.with_name(f"{target.name}.before-{moment(now_ms):%Y%m%d-%H%M%S}")
    for one in _with_logs(target)[1:]:
        if one.exists():  # only a damaged database still has one
            one.rename(aside.with_name(aside.name + one.name.removeprefix(target.name)))
    was_there = target.exists()
    if was_there:
        _keep_aside(target, aside)
    durable.replace(fresh, target)
    return aside if was_there else None


def _keep_aside(target: Path, aside: Path) -> None:
    try:
        os.link(target, aside)
    except OSError:  # a disk without hard links
        shutil.copyfile(target, aside)
        durable.keep(aside)


def _forget_missing_files(restored: Headquarters) -> int:
    """Files that the database calls whole and the storage lacks are to be sent again."""
    here = set(restored.files.names())
    with restored.database.writing() as connection:
        known = connection.scalars(select(file.c.sha256).where(file.c.complete_ms.is_not(None))).all()
        missing = [name for name in known if name not in here]
        for name in missing:
            connection.execute(update(file).where(file.c.sha256 == name).values(complete_ms=None))
    return len(missing)


def _with_logs(path: Path) -> Sequence[Path]:
    return [path, *(path.with_name(path.name + log) for log in ("-wal", "-shm", "-journal"))]


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


@contextlib.contextmanager
def unusable(folder: Path) -> Iterator[None]:
    """What the system says of a backup's files, as a designed error."""
    try:
        yield
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        whole = say("bukan cadangan yang utuh", "it is no whole backup")
        why = error.strerror or error if isinstance(error, OSError) else str(error)
        raise HqBackupUnusable(
            name=folder.name, why=whole if isinstance(error, msgspec.MsgspecError) else why
        ) from error
