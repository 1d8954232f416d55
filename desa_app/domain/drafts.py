"""The files that people hand in: a session with its attendees, an offer with its recruiters.

They are the record types themselves with their children inside, so a file is checked by the same declarations as
the wire; ``docs/files.md`` shows an example of each.
"""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec

from desa_app.domain.attendee import Attendee
from desa_app.domain.fields import Record
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.session import Session
from desa_app.domain.wrong_values import wrong_field
from desa_app.errors import WrongField
from desa_app.language import say

STORE_FIELDS = ("office_code", "created_at", "created_by", "deletion")
"""What the application fills in itself; a file that names one of them is refused."""

_SHORT_TIME = re.compile(r"^(\d{1,2})[:.](\d{2})$")
Draft = TypeVar("Draft", bound=msgspec.Struct)
Kind = TypeVar("Kind", bound=Record)


class SessionFile(Session, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A session and its attendees in one file."""

    attendees: tuple[Attendee, ...] = ()


class OfferFile(Offer, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An offer and its recruiters in one file."""

    recruiters: tuple[Recruiter, ...] = ()


def checked(values: Any, kind: type[Draft]) -> Draft:
    """Plain JSON values as ``kind``; raises WrongField with the path of the first field that is wrong."""
    if isinstance(values, dict):
        for name in STORE_FIELDS:
            if name in values:
                raise WrongField(path=name, why=say("diisi oleh aplikasi", "the application fills it in"))
    try:
        return msgspec.convert(_as_declared(values), kind)
    except msgspec.ValidationError as error:
        raise wrong_field(error) from error


def refuse_step(status: str, standing: str) -> None:
    """Raise WrongField where a file moves a record on: a step has its own command, which checks what it needs."""
    if status != standing:
        why = say("ubah dengan submit, approve atau return", "change it by submit, approve or return")
        raise WrongField(path="status", why=why)


def without_children(draft: Session | Offer, kind: type[Kind]) -> Kind:
    """The record of a file by itself, as ``kind``."""
    names = kind.__struct_fields__
    return kind(**{name: getattr(draft, name) for name in names})


def shown_fields(record: Record) -> dict[str, Any]:
    """A record's fields as a file would state them, without those that the application fills in."""
    values: dict[str, Any] = msgspec.to_builtins(record)
    return {name: value for name, value in values.items() if name not in STORE_FIELDS}


def keeping(old: Kind, new: Kind) -> Kind:
    """``new`` with the identity of ``old`` and what the application had filled in there."""
    return msgspec.structs.replace(new, id=old.id, **{name: getattr(old, name) for name in STORE_FIELDS})


def _as_declared(values: Any) -> Any:
    """What people write otherwise than the wire: codes as ``33.24.08.2014``, times as ``09:00`` or ``9.00``."""
    if not isinstance(values, dict):
        return values
    found = dict(values)
    if isinstance(found.get("attendees"), list):
        found["attendees"] = [_as_declared(person) for person in found["attendees"]]
    if isinstance(found.get("village"), str):
        found["village"] = found["village"].replace(".", "")
    if isinstance(found.get("villages"), list):
        found["villages"] = [code.replace(".", "") if isinstance(code, str) else code for code in found["villages"]]
    for name in ("start", "end"):
        if isinstance(found.get(name), str):
            found[name] = _SHORT_TIME.sub(lambda time: f"{int(time[1]):02}:{time[2]}:00", found[name])
    return found
