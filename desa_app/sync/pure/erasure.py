"""Erasure as a function of changes and states, the same at both ends.

An erased change keeps everything but what it said: its name, its stamp, which fields it wrote and which edits it had
seen. So every log, chain and row still follows from the changes, and a later edit's base still fits; the erased values
are those of unwritten fields. It keeps the hash of the bytes it had, too, and that is a salted one: the change's
``salt`` is erased with its values, so nobody can try out names against the hash, and the same bytes are recognised when
they come again.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

import msgspec

from desa_app.domain.erasure import DELETION, is_taken
from desa_app.domain.fields import fields_of
from desa_app.domain.records import RECORDS
from desa_app.sync.pure.change import Change, change_hash, decode, encode
from desa_app.sync.pure.merge import Register, State


def without(noun: str, field: str, value: Any) -> Any:
    """What stays of an erased value: what an unwritten field says, and of a deletion all but its reason, so that it
    stays one."""
    if field == DELETION:
        return value | {"reason": ""} if isinstance(value, dict) else None
    return _unwritten(noun).get(field)


@cache
def _unwritten(noun: str) -> dict[str, Any]:
    kind = RECORDS.get(noun)
    return {name: msgspec.to_builtins(field.default) for name, field in fields_of(kind).items()} if kind else {}


def erased_change(dev: str, payload: bytes, erased: Collection[str]) -> bytes:
    """The change without what an erasure takes; the very bytes where it takes nothing of it."""
    change = decode(payload)
    taken = {field: value for field, value in change.fields.items() if is_taken(erased, change.noun, field)}
    kept = {field: without(change.noun, field, value) for field, value in taken.items()}
    if kept == taken:
        return payload
    return encode(
        msgspec.structs.replace(change, fields=change.fields | kept, salt="", erased=change_hash(dev, payload).hex())
    )


def erased_state(noun: str, state: State, erased: Collection[str]) -> State:
    """The registers of a record without what an erasure takes: as if all its changes had been erased before."""
    return {
        field: _erased(noun, field, register) if is_taken(erased, noun, field) else register
        for field, register in state.items()
    }


def _erased(noun: str, field: str, register: Register) -> Register:
    written = {name: (stamp, without(noun, field, value)) for name, (stamp, value) in register.written.items()}
    return Register(written, register.replaced)


class _Subject(msgspec.Struct, omit_defaults=True):
    number: int = msgspec.field(name="n", default=0)
    noun: str = msgspec.field(name="t", default="")
    record: str = msgspec.field(name="r", default="")
    erased: str = msgspec.field(name="z", default="")


def unreadable_remains(n: int, payload: bytes, hashed: bytes) -> bytes:
    """What stays of a change that can't be read and is of an erased record: its number, which record it names, if that
    much can be read, and its hash."""
    try:
        subject = msgspec.json.decode(payload, type=_Subject)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        subject = _Subject()
    return msgspec.json.encode(msgspec.structs.replace(subject, number=n, erased=hashed.hex()))


def is_erased(change: Change) -> bool:
    """Whether an erasure has taken something out of the change."""
    return bool(change.erased)
