"""Receipts: headquarters' signed statement that it holds changes, from which any single change can be proved.

The changes are the leaves of a Merkle tree (RFC 6962, section 2.1); only its root is signed, so a receipt over many
changes weighs as much as one over one. Whoever holds the changes reckons the same root, so nothing but the signature
goes over the line; and a proof of one change names the others by nothing but a hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec


class _Subject(msgspec.Struct, frozen=True):
    noun: str = msgspec.field(name="t", default="")
    record: str = msgspec.field(name="r", default="")


_subjects = msgspec.json.Decoder(_Subject)


class Named(NamedTuple):
    """A change as a receipt names it: its dot, the record it writes, and the hash of its bytes; not what it says."""

    dev: str
    n: int
    noun: str
    record: str
    hash: bytes

    @property
    def leaf(self) -> bytes:
        """Its leaf in the tree, 32 bytes."""
        said = f"{self.dev}:{self.n}\n{self.noun}:{self.record}\n".encode()
        return hashlib.sha256(b"\0" + said + self.hash).digest()


class Statement(NamedTuple):
    """What is signed: the headquarters ``hq`` holds so many changes under this root, and did by its clock at
    ``at_ms``."""

    hq: str
    at_ms: int
    changes: int
    root: bytes

    def text(self) -> bytes:
        """The bytes that are signed; they can be taken for nothing else that anybody here signs."""
        return f"desa receipt 1\n{self.hq}\n{self.at_ms}\n{self.changes}\n{self.root.hex()}\n".encode()


def named(dev: str, n: int, hashed: bytes, payload: bytes) -> Named:
    """The change in these bytes as a receipt names it; of one that can't be read, no record is named."""
    try:
        subject = _subjects.decode(payload)
    except (msgspec.MsgspecError, RecursionError):
        subject = _Subject()
    return Named(dev, n, subject.noun, subject.record, hashed)


def stated(hq: str, at_ms: int, leaves: Sequence[bytes]) -> Statement:
    """The statement over these leaves, in the order of :func:`in_order`."""
    return Statement(hq, at_ms, len(leaves), root(leaves))


def in_order(changes: Iterable[Named]) -> list[Named]:
    """Each change once, as its leaves stand in the tree."""
    return sorted({(each.dev, each.n): each for each in changes}.values(), key=lambda each: (each.dev, each.n))


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaves, 32 bytes."""
    level = list(leaves)
    while len(level) > 1:
        pairs = [_node(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0] if level else hashlib.sha256().digest()


def path(leaves: Sequence[bytes], place: int) -> list[bytes]:
    """The siblings that lead from the leaf at ``place`` up to the root."""
    found, level = [], list(leaves)
    while len(level) > 1:
        sibling = place ^ 1
        if sibling < len(level):
            found.append(level[sibling])
        pairs = [_node(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
        level, place = pairs + level[len(pairs) * 2 :], place // 2
    return found


def climbed(leaf: bytes, place: int, count: int, siblings: Sequence[bytes]) -> bytes | None:
    """The root that a leaf and its siblings lead to; None where they don't fit a tree of ``count`` leaves."""
    if not 0 <= place < count:
        return None
    left, reached = iter(siblings), leaf
    for at, size in _levels(place, count):
        if at ^ 1 < size:
            sibling = next(left, None)
            if sibling is None:
                return None
            reached = _node(sibling, reached) if at % 2 else _node(reached, sibling)
    return reached if next(left, None) is None else None


def _levels(place: int, count: int) -> Iterator[tuple[int, int]]:
    """Where the way up from a leaf stands on each level below the root, and how wide that level is."""
    while count > 1:
        yield place, count
        place, count = place // 2, (count + 1) // 2


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


class Endorsement(msgspec.Struct, frozen=True, array_like=True):
    """A key that headquarters went on with, and the signature of the key before it: raw bytes in base64."""

    key: str
    signature: str


def endorsed_text(hq: str, public_key: bytes) -> bytes:
    """The bytes with which headquarters' old key names the next."""
    return f"desa key 1\n{hq}\n{public_key.hex()}\n".encode()


def key_id(public_key: bytes) -> str:
    """How a key is named: short, and never by accident the name of another."""
    return hashlib.sha256(public_key).hexdigest()[:16]
