"""The register of revocations outside the database (``registers``): a headquarters that goes on from a backup serves no
laptop that was revoked since (``backup``)."""

from __future__ import annotations

from pathlib import Path

import msgspec
from sqlalchemy import Connection, select, update

from desa_app.hq.registers import Register
from desa_app.hq.schema import device


class Entry(msgspec.Struct, frozen=True):
    """A laptop was revoked at ``at_ms``, for a reason, or admitted again where there is none."""

    dev: str
    at_ms: int
    why: str = ""


_register = Register(".revocations", "DESA_HQ_REVOCATIONS", Entry)
place_of = _register.place_of
write_down = _register.write_down


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
    """What the register says last of each laptop."""
    return {entry.dev: entry for entry in _register.read(path)}


_NOT_REVOKED = {"revoked_ms": None, "revoked_for": None, "told_ms": None}
