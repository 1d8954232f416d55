"""A change: what one save wrote to one record, and which earlier edits it had seen.

The bytes a device made are kept as they are everywhere, so that their hash can be checked at any time and a
field that this version doesn't know is not lost.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

import msgspec

Dot = Annotated[str, msgspec.Meta(pattern=r"^.+:[1-9][0-9]{0,15}\Z", max_length=140)]
"""The name of a change, ``"<device>:<n>"``."""

MAX_NESTING = 32
"""How deep values may be nested, so that whoever holds a change can also write it again."""


def dot(dev: str, n: int) -> Dot:
    """The name of change ``n`` of device ``dev``."""
    return f"{dev}:{n}"


def dot_parts(name: Dot) -> tuple[str, int]:
    """Device and number of a dot."""
    dev, _, n = name.rpartition(":")
    return dev, int(n)


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """One save of one record; the attribute names spell out SYNC.md's letters.

    ``fields`` holds the values written, as plain JSON values. ``base`` names, for each of them, the edits it
    replaces; a change without ``base`` creates its record. The device stands in the batch's header.

    ``salt`` is chance, in changes that tell of people: who only knows the change's hash can't find out by trying what
    it said. ``erased`` is the hash, in hexadecimal, of the bytes that the change had before an erasure (``erasure``).
    """

    number: Annotated[int, msgspec.Meta(ge=1, le=2**53)] = msgspec.field(name="n")
    stamp: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)] = msgspec.field(name="h")
    person: str = msgspec.field(name="by")
    noun: str = msgspec.field(name="t")
    record: str = msgspec.field(name="r")
    scope: str = msgspec.field(name="sc")
    schema: int = msgspec.field(name="sv")
    fields: dict[str, Any] = msgspec.field(name="f")
    base: dict[str, list[Dot]] | None = msgspec.field(name="b", default=None)
    salt: Annotated[str, msgspec.Meta(max_length=24)] = msgspec.field(name="x", default="")
    erased: Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{64})?\Z")] = msgspec.field(name="z", default="")

    @property
    def creates(self) -> bool:
        """Whether this change is the first of its record."""
        return self.base is None


SCHEMA = 1
"""The version of the declared fields; it grows when fields are added, and never changes a field's type."""

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Change)


def encode(change: Change) -> bytes:
    """The change as one JSON line without its newline: the bytes that are hashed, stored and sent."""
    return _encoder.encode(change)


def decode(payload: bytes) -> Change:
    """The change in ``payload``; raises msgspec.ValidationError or DecodeError where it is none."""
    try:
        change = _decoder.decode(payload)
        if payload.count(b"[") + payload.count(b"{") > MAX_NESTING and _nesting(change.fields) > MAX_NESTING:
            raise msgspec.ValidationError(f"nested deeper than {MAX_NESTING}")
    except RecursionError as error:
        raise msgspec.DecodeError("nested too deeply") from error
    return change


def _nesting(value: Any) -> int:
    if not isinstance(value, (dict, list)):
        return 0
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max(map(_nesting, inner), default=0)


def change_hash(dev: str, payload: bytes) -> bytes:
    """SHA-256 that names these very bytes as coming from this device (32 bytes); of an erased change that of the
    bytes it had."""
    had = _hash_before_erasure(payload) if b'"z":"' in payload else ""
    return bytes.fromhex(had) if had else hashlib.sha256(dev.encode() + b"\n" + payload).digest()


class _Erased(msgspec.Struct):
    hash: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")] = msgspec.field(name="z")


_erased = msgspec.json.Decoder(_Erased)


def _hash_before_erasure(payload: bytes) -> str:
    try:
        return _erased.decode(payload).hash
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ""


def chain_start(scope: str) -> bytes:
    """The hash that the chain of a scope's log starts from."""
    return hashlib.sha256(b"desa log\n" + scope.encode()).digest()


def chain_link(previous: bytes, hashed: bytes, stamp: int) -> bytes:
    """The chain's hash after one more log entry: its change's hash and its effective stamp."""
    return hashlib.sha256(previous + hashed + stamp.to_bytes(8, "big")).digest()
