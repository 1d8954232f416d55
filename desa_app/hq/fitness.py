"""Whether a change is well formed, whatever the database holds: its size, its shape, the types of its values.

Whatever passes here can be stored, encoded again and applied by every laptop, so the checks are stricter than JSON.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated, Any

import msgspec

from desa_app.domain.fields import RecordId, fields_of
from desa_app.domain.records import RECORDS
from desa_app.domain.review import REFERENCE_NOUNS
from desa_app.domain.set_aside import TOO_LONG, UNKNOWN_NOUN, UNREADABLE, WRONG_VALUE
from desa_app.hq.quarantine import Unfit
from desa_app.sync.pure import change as changes
from desa_app.sync.pure.change import Change
from desa_app.sync.pure.wire import MAX_CHANGE_BYTES, Name, Number

MAX_DEPTH = 24
"""How deep a value may be nested. Our records need 4; a laptop's decoder gives up at some hundreds."""
LARGEST_INTEGER = 2**53
"""Integers beyond this are not the same in every JSON reader, nor fit a column."""

_PATH = re.compile(r"at `(?:key` in `)?\$\.?([^`]*)`")
_DOT = re.compile(r"[^:\s\0]{1,120}:[1-9][0-9]{0,15}")
_LEADING_NUMBER = re.compile(rb'\{"n":([1-9][0-9]{0,15})[,}]')


class _Numbered(msgspec.Struct):
    number: Number = msgspec.field(name="n")


class _Envelope(msgspec.Struct):
    """The parts of a change whose limits the shared type leaves open."""

    person: Name
    noun: Name
    record: RecordId
    scope: Name
    stamp: Annotated[int, msgspec.Meta(ge=0)]
    schema: Annotated[int, msgspec.Meta(ge=0, le=LARGEST_INTEGER)]


_LETTERS = {"person": "by", "noun": "t", "record": "r", "scope": "sc", "stamp": "h", "schema": "sv"}
_numbered = msgspec.json.Decoder(_Numbered)


def number_of(payload: bytes) -> int | None:
    """The change's number, as long as at least that can be read: laptops write it first, so that a change whose
    rest is broken can be answered too and holds up no other."""
    try:
        return _numbered.decode(payload).number
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        found = _LEADING_NUMBER.match(payload)
        return int(found[1]) if found and int(found[1]) <= LARGEST_INTEGER else None


def well_formed(payload: bytes) -> Change:
    """The change in ``payload``. Raises Unfit with the field that is wrong, by its letter for the envelope."""
    change = _decoded(payload)
    _check_envelope(change)
    if change.noun not in RECORDS or change.noun in REFERENCE_NOUNS:
        raise Unfit(UNKNOWN_NOUN, "t")
    _check_values(change)
    for field, base in (change.base or {}).items():
        if not all(_DOT.fullmatch(name) for name in base):
            raise Unfit(WRONG_VALUE, f"b.{field}")
    return change


def _decoded(payload: bytes) -> Change:
    if len(payload) > MAX_CHANGE_BYTES:
        raise Unfit(TOO_LONG, "")
    if not (payload.startswith(b"{") and payload.endswith(b"}")):
        raise Unfit(UNREADABLE, "")
    try:
        payload.decode()
        return changes.decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Unfit(UNREADABLE, _path(error)) from error


def _check_envelope(change: Change) -> None:
    try:
        msgspec.convert(change, _Envelope, from_attributes=True)
    except msgspec.ValidationError as error:
        raise Unfit(WRONG_VALUE, _LETTERS.get(_path(error), "")) from error


def _check_values(change: Change) -> None:
    try:
        msgspec.convert(change.fields, _patch(change.noun))
    except msgspec.ValidationError as error:
        raise Unfit(WRONG_VALUE, _path(error)) from error
    for field, value in change.fields.items():
        if not _is_tame({field: value}, MAX_DEPTH + 1):
            raise Unfit(WRONG_VALUE, field)


@cache
def _patch(noun: str) -> type[msgspec.Struct]:
    """A struct of all declared fields of a record type, each of which may be missing."""
    declared = fields_of(RECORDS[noun]).values()
    return msgspec.defstruct(noun, [(field.name, field.type | msgspec.UnsetType, msgspec.UNSET) for field in declared])


def _is_tame(value: Any, depth: int) -> bool:
    if isinstance(value, int):
        return abs(value) <= LARGEST_INTEGER
    if isinstance(value, str):
        return "\0" not in value
    if isinstance(value, dict):
        return depth > 0 and all("\0" not in key and _is_tame(each, depth - 1) for key, each in value.items())
    if isinstance(value, list):
        return depth > 0 and all(_is_tame(each, depth - 1) for each in value)
    return True


def _path(error: Exception) -> str:
    """The field that an error of msgspec names, as ``consent.version``."""
    found = _PATH.search(str(error))
    return found[1] if found else ""
