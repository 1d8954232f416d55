"""The register of revocations outside the database: a file that only grows, so that a headquarters that goes on from a
backup serves no laptop that was revoked since (``backup``)."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
from sqlalchemy import Connection, select, update

from desa_app.errors import HqDatabaseUnusable
from desa_app.hq.database import Database
from desa_app.hq.schema import device

ENDING = ".revocations"
"""What the file is called behind the name of an SQLite database."""
PLACE = "DESA_HQ_REVOCATIONS"
"""The variable that names the file where the database is on a server, or another file than the one beside it."""


class Entry(msgspec.Struct, frozen=True):
    """A laptop was revoked at ``at_ms``, for a reason, or admitted again where there is none."""

    dev: str
    at_ms: int
    why: str = ""


_entries = msgspec.json.Decoder(Entry)


def place_of(database: Database) -> Path | None:
    """Where the register of a database is; None where nobody said so and the database is no file."""
    named = os.environ.get(PLACE)
    if named:
        return Path(named)
    return database.file.with_name(database.file.name + ENDING) if database.file else None


def write_down(path: Path | None, entry: Entry) -> None:
    """Add an entry, before it is done; it is on the disk when this returns. Raises HqDatabaseUnusable."""
    if path is None:
        return
    try:
        with path.open("ab") as file:
            file.write(b"\n" + msgspec.json.encode(entry) + b"\n")  # what may have been cut before is a line of its own
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise HqDatabaseUnusable(name=str(path), why=error.strerror or error) from error


def replay(connection: Connection, path: Path | None) -> int:
    """Have every laptop that the database knows as the register says; returns how many were not. Raises
    HqDatabaseUnusable."""
    last = _last(path)
    rows = connection.execute(select(device.c.dev, device.c.revoked_for).where(device.c.dev.in_(list(last)))).all()
    changed = [last[row.dev] for row in rows if (row.revoked_for or "") != last[row.dev].why]
    for entry in changed:
        values = {"revoked_ms": entry.at_ms, "revoked_for": entry.why} if entry.why else _NOT_REVOKED
        connection.execute(update(device).where(device.c.dev == entry.dev).values(values))
    return len(changed)


def last_of(path: Path | None, dev: str) -> Entry | None:
    """What the register says last of a laptop; None where it says nothing. Raises HqDatabaseUnusable."""
    return _last(path).get(dev)


def _last(path: Path | None) -> dict[str, Entry]:
    """What the register says last of each laptop; a line that was cut counts for nothing."""
    found: dict[str, Entry] = {}
    if path is None or not path.exists():
        return found
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise HqDatabaseUnusable(name=str(path), why=error.strerror or error) from error
    for line in lines:
        try:
            entry = _entries.decode(line)
        except msgspec.MsgspecError:
            continue
        found[entry.dev] = entry
    return found


_NOT_REVOKED = {"revoked_ms": None, "revoked_for": None, "told_ms": None}
