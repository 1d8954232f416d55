"""Who may read and write which scopes, by role. Nothing outside them is served (SYNC.md, invariant 12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from desa_app.domain.roles import Role
from desa_app.hq.intervals import Interval

REFERENCE = "ref"
"""The scope of offices and assignments: headquarters writes it, every device reads it."""
_OFFICE = "office:"


class Sender(NamedTuple):
    """A device and whose it is, as the database knows them now. ``held`` are the change numbers that are here."""

    dev: str
    person: str
    name: str
    role: Role
    office_code: str
    public_key: bytes
    revoked_ms: int | None
    held: Sequence[Interval]


def office_scope(office_code: str) -> str:
    """The scope of an office's records."""
    return _OFFICE + office_code


def office_of(scope: str) -> str:
    """The office whose records lie in ``scope``; empty for the reference scope."""
    return scope.removeprefix(_OFFICE) if scope.startswith(_OFFICE) else ""


def may_write_to(sender: Sender, scope: str) -> bool:
    """Whether this person's changes may be at home in ``scope``: of the own office, for role hq of any."""
    if sender.role == "hq":
        return bool(office_of(scope))
    return scope == office_scope(sender.office_code)


def readable(sender: Sender, scopes: Iterable[str]) -> list[str]:
    """Those of ``scopes`` that this person may read, in order."""
    own = {office_scope(sender.office_code), REFERENCE}
    return sorted(scope for scope in scopes if sender.role == "hq" or scope in own)
