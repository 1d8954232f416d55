"""What a laptop says of others' changes to a headquarters that has forgotten them: that it once held them.

A headquarters that goes on from a backup lacks what came since. Each laptop offers its own changes again; those of a
laptop that is gone are only on its colleagues'. They come with the receipt that headquarters signed when it gave them,
so nobody can put words into another's mouth.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

import msgspec

from desa_app.sync.pure.change import change_hash
from desa_app.sync.pure.proof import Deep, Signed
from desa_app.sync.pure.receipt import Statement, climbed, named
from desa_app.sync.pure.signing import is_signed_by, raw
from desa_app.sync.pure.wire import Name

MOST = 100
"""Witnessed changes in one request at most."""


class Witnessed(msgspec.Struct, frozen=True):
    """Another device's change, the receipt over it, and where in that it stands."""

    dev: Name = msgspec.field(name="d")
    n: Annotated[int, msgspec.Meta(ge=1, le=2**53)]
    change: msgspec.Raw = msgspec.field(name="c")
    receipt: Signed = msgspec.field(name="x")
    place: Annotated[int, msgspec.Meta(ge=0)] = msgspec.field(name="p")
    path: Deep = msgspec.field(name="s")


class Known(NamedTuple):
    """A witnessed change that is proven: whose it is, its number, bytes and hash, since when headquarters had it."""

    dev: str
    n: int
    payload: bytes
    hash: bytes
    held_ms: int


_decoder = msgspec.json.Decoder(Witnessed)


def proven(line: bytes, hq: str, keys: dict[str, bytes]) -> Known | None:
    """The change in a line, if this headquarters once signed for it with one of these keys, by their ids."""
    try:
        each = _decoder.decode(line)
    except (msgspec.MsgspecError, RecursionError):
        return None
    signed, payload = each.receipt, bytes(each.change)
    hashed = change_hash(each.dev, payload)
    leaf = named(each.dev, each.n, hashed, payload).leaf
    root = climbed(leaf, each.place, signed.count, [bytes.fromhex(one) for one in each.path])
    statement = Statement(hq, signed.at_ms, signed.count, bytes.fromhex(signed.root))
    key = keys.get(signed.key)
    if key is None or root != statement.root or not is_signed_by(key, raw(signed.signature), statement.text()):
        return None
    return Known(each.dev, each.n, payload, hashed, signed.at_ms)
