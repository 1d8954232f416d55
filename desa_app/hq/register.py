"""The register of erasures outside the database (``registers``). It names records and fields and says nothing of what
was in them. Keep it where the backups are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from desa_app.hq.erasure import Order, Request
from desa_app.hq.registers import Register

_TAIL_BYTES = 1 << 16


class _Entry(msgspec.Struct, frozen=True):
    request: Request
    orders: tuple[Order, ...]

    @property
    def last(self) -> int:
        return max(order.number for order in self.orders)


_register = Register(".erasures", "DESA_HQ_ERASURES", _Entry)
place_of = _register.place_of


def write_down(path: Path | None, request: Request, orders: Sequence[Order]) -> None:
    """Add an entry; it is on the disk when this returns. Raises HqDatabaseUnusable."""
    _register.write_down(path, _Entry(request, tuple(orders)))


def entries_behind(path: Path | None, number: int) -> list[tuple[Request, list[Order]]]:
    """The entries whose orders are behind a number, in order. Raises HqDatabaseUnusable."""
    latest = _register.read(path, _TAIL_BYTES)
    if latest and latest[-1].last <= number:
        return []
    return [(entry.request, list(entry.orders)) for entry in _register.read(path) if entry.last > number]
