"""The register of erasures outside the database: a file that only grows, so that a database that is put back from a
backup is told of everything that was erased since, before it serves anybody.

It names records and fields and says nothing of what was in them. Keep it where the backups are not.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from desa_app.errors import HqDatabaseUnusable
from desa_app.hq.database import Database
from desa_app.hq.erasure import Order, Request

ENDING = ".erasures"
"""What the file is called behind the name of an SQLite database."""
PLACE = "DESA_HQ_ERASURES"
"""The variable that names the file where the database is on a server, or another file than the one beside it."""
_TAIL_BYTES = 1 << 16


class _Entry(msgspec.Struct, frozen=True):
    request: Request
    orders: tuple[Order, ...]


_entries = msgspec.json.Decoder(_Entry)


def place_of(database: Database) -> Path | None:
    """Where the register of a database is; None where nobody said so and the database is no file."""
    named = os.environ.get(PLACE)
    if named:
        return Path(named)
    return database.file.with_name(database.file.name + ENDING) if database.file else None


def write_down(path: Path | None, request: Request, orders: Sequence[Order]) -> None:
    """Add an entry; it is on the disk when this returns. Raises HqDatabaseUnusable."""
    if path is None:
        return
    line = msgspec.json.encode(_Entry(request, tuple(orders)))
    try:
        with path.open("ab") as file:
            file.write(b"\n" + line + b"\n")  # what may have been cut before is a line of its own
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise HqDatabaseUnusable(name=str(path), why=error.strerror or error) from error


def entries_behind(path: Path | None, number: int) -> list[tuple[Request, list[Order]]]:
    """The entries whose orders are behind a number, in order. Raises HqDatabaseUnusable."""
    if path is None or not path.exists():
        return []
    try:
        latest = _read(path, _TAIL_BYTES)
        if latest and _last(latest[-1][1]) <= number:
            return []
        return [(request, orders) for request, orders in _read(path) if _last(orders) > number]
    except OSError as error:
        raise HqDatabaseUnusable(name=str(path), why=error.strerror or error) from error


def _read(path: Path, tail: int = 0) -> list[tuple[Request, list[Order]]]:
    """The entries, or those of the last ``tail`` bytes; a line that was cut counts for nothing: nothing was done."""
    with path.open("rb") as file:
        if tail:
            file.seek(max(0, path.stat().st_size - tail))
        return [*_decoded(file)]


def _decoded(lines: Iterator[bytes]) -> Iterator[tuple[Request, list[Order]]]:
    for line in lines:
        try:
            entry = _entries.decode(line)
        except msgspec.MsgspecError:
            continue
        yield entry.request, list(entry.orders)


def _last(orders: Sequence[Order]) -> int:
    return max(order.number for order in orders)
