"""Who may do what (DOMAIN.md, Who does what)."""

from __future__ import annotations

from typing import Literal

Role = Literal["officer", "lead", "hq"]
Action = Literal[
    "record",
    "submit",
    "review",
    "verify",
    "settle",
    "delete decided",
    "enrol",
    "revoke",
    "manage reference",
]
"""``review`` is to approve, return or decide a record; ``verify`` to answer an offer's ``verified_…`` (rule M1);
``settle`` to end a conflict or a duplicate; ``manage reference`` to change villages, offices and assignments."""

ROLES: tuple[Role, ...] = ("officer", "lead", "hq")

_OFFICER: frozenset[Action] = frozenset({"record", "submit"})
_LEAD: frozenset[Action] = _OFFICER | {"review", "verify", "settle", "delete decided", "enrol", "revoke"}
_HQ: frozenset[Action] = _LEAD | {"manage reference"}
_ALLOWED: dict[Role, frozenset[Action]] = {"officer": _OFFICER, "lead": _LEAD, "hq": _HQ}


def may(role: Role, action: Action) -> bool:
    """Whether ``role`` may do ``action``; which records it may see is a matter of scopes, not of this."""
    return action in _ALLOWED[role]
