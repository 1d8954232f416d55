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
    """A device and whose it is, as the database knows them now. ``held`` are the change numbers that are here,
    ``former`` the codes of the offices that the person was of before."""

    dev: str
    person: str
    name: str
    role: Role
    office_code: str
    public_key: bytes
    revoked_ms: int | None
    held: Sequence[Interval]
    former: Sequence[str] = ()
    revoked_for: str = ""


def office_scope(office_code: str) -> str:
    """The scope of an office's records."""
    return _OFFICE + office_code


def office_of(scope: str) -> str:
    """The office whose records lie in ``scope``; empty for the reference scope."""
    return scope.removeprefix(_OFFICE) if scope.startswith(_OFFICE) else ""


def may_write_to(sender: Sender, scope: str) -> bool:
    """Whether this person's changes may be at home in ``scope``: of the own office, for role hq of any; and of an
    office that the person was of before, because what was written there may come late. It is never read again."""
    if sender.role == "hq":
        return bool(office_of(scope))
    return scope in map(office_scope, (sender.office_code, *sender.former))


def readable(sender: Sender, scopes: Iterable[str]) -> list[str]:
    """Those of ``scopes`` that this person may read, in order."""
    own = {office_scope(sender.office_code), REFERENCE}
    return sorted(scope for scope in scopes if sender.role == "hq" or scope in own)
