"""The proof of one record as a file: that headquarters holds each of its changes, to be checked by anybody who has a
key of headquarters, without a line and without the record.

It names changes by device, number and hash, and says nothing of what they say.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Annotated, Literal, NamedTuple

import msgspec

from desa_app.sync.pure.receipt import Endorsement, Named, Statement, climbed, key_id
from desa_app.sync.pure.signing import is_signed_by, led_to, raw

Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
Text = Annotated[str, msgspec.Meta(max_length=120)]
Deep = Annotated[tuple[Hash, ...], msgspec.Meta(max_length=64)]


class Signed(msgspec.Struct, frozen=True):
    """A receipt as headquarters signed it: over so many changes, at its time, with the key of this id."""

    at_ms: int
    count: Annotated[int, msgspec.Meta(ge=1, le=2**53)]
    root: Hash
    key: Text
    signature: Text


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """A change: its dot, the hash of its bytes, its receipt's place in the file, its own place in that receipt's tree,
    and the siblings from there to the root. Where it is of a record that belongs to the file's, ``noun`` and ``record``
    name that."""

    dev: Text
    n: Annotated[int, msgspec.Meta(ge=1, le=2**53)]
    sha256: Hash
    receipt: Annotated[int, msgspec.Meta(ge=0)]
    place: Annotated[int, msgspec.Meta(ge=0)]
    path: Deep
    noun: Text = ""
    record: Text = ""


class Proof(msgspec.Struct, frozen=True, omit_defaults=True):
    """The file. ``keys`` are those with which headquarters went on, in their order, each named by one before."""

    desa_receipt: Literal[1]
    hq: Text
    noun: Text
    record: Text
    changes: tuple[Link, ...]
    receipts: tuple[Signed, ...]
    keys: tuple[Endorsement, ...] = ()


class Proven(NamedTuple):
    """What a proof proves: so many changes of a record and so many records that belong to it are durable at a
    headquarters, the first to be so at the one time and the last at the other, by its clock."""

    hq: str
    noun: str
    record: str
    children: int
    changes: int
    first_ms: int
    last_ms: int


class Unfounded(ValueError):
    """Why a file proves nothing: ``empty``, ``key``, ``signature`` or ``change``."""


def check_proof(proof: Proof, trusted: Collection[bytes]) -> Proven:
    """What a file proves to whoever trusts these keys of headquarters, and so the keys they name as the next. Raises
    Unfounded."""
    if not proof.changes:
        raise Unfounded("empty")
    keys = {key_id(each): each for each in led_to(proof.hq, trusted, proof.keys)}
    statements = [_checked(proof.hq, each, keys) for each in proof.receipts]
    if len({(each.dev, each.n) for each in proof.changes}) != len(proof.changes):
        raise Unfounded("change")
    times = [_held_since(proof, each, statements) for each in proof.changes]
    children = {each.record for each in proof.changes if each.record}
    return Proven(proof.hq, proof.noun, proof.record, len(children), len(times), min(times), max(times))


def _checked(hq: str, signed: Signed, keys: dict[str, bytes]) -> Statement:
    key = keys.get(signed.key)
    if key is None:
        raise Unfounded("key")
    statement = Statement(hq, signed.at_ms, signed.count, bytes.fromhex(signed.root))
    if not is_signed_by(key, raw(signed.signature), statement.text()):
        raise Unfounded("signature")
    return statement


def _held_since(proof: Proof, link: Link, statements: Sequence[Statement]) -> int:
    subject = (link.noun, link.record) if link.record else (proof.noun, proof.record)
    change = Named(link.dev, link.n, *subject, bytes.fromhex(link.sha256))
    statement = statements[link.receipt] if link.receipt < len(statements) else None
    siblings = [bytes.fromhex(each) for each in link.path]
    if statement is None or climbed(change.leaf, link.place, statement.changes, siblings) != statement.root:
        raise Unfounded("change")
    return statement.at_ms
