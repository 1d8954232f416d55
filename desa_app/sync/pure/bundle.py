"""Bundles: the same signed bodies as on the line, in one sealed file that anybody may carry (SYNC.md, USB stick).

::

    desa bundle\\n
    {"is":"bundle", …}\\n        the header: who it is from and for, and the size and SHA-256 of what follows
    {"sig":"…"}\\n               the sender's Ed25519 signature over the header's line
    …                           the content, sealed with age: bodies as in ``wire`` one behind the other, packed

Whoever carries a bundle sees whose it is and that it is whole, and nothing of what it says. A header that is signed
by its own kind (``is``) can never be taken for a body of the line, which the same key signs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal, NamedTuple

import msgspec

from desa_app.sync.pure import packing, wire
from desa_app.sync.pure.receipt import Endorsement
from desa_app.sync.pure.wire import Name, Problem

MAGIC = b"desa bundle\n"
VERSION = 1
ADDRESS = "/v1/bundles"
MEDIA_TYPE = "application/x-desa-bundle"

MAX_BUNDLE_BYTES = 16 << 20
"""A bundle at most: some 100,000 changes."""
MAX_CONTENT_BYTES = 32 << 20
"""What its content may unpack to."""
MAX_BODIES = 200
"""Bodies in one bundle at most; each is a request of the line, or its answer."""
MAX_HEAD_BYTES = 64 << 10
"""What a bundle says in the clear, at most."""
_SIGNATURE = b'{"sig":"'


class Header(msgspec.Struct, frozen=True, omit_defaults=True, tag="bundle", tag_field="is"):
    """What a bundle says in the clear. ``to`` names who can open it: headquarters, and leads where their office allows
    it; or the laptop that answers are for. ``card`` is the sender's, ``answered`` the bundle that answers are to.
    ``count`` changes are in it, and ``root`` is over them (``receipt.root``), so that a carrier can give a receipt for
    what it can't read."""

    version: int = msgspec.field(name="v")
    id: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{16}\Z")]
    kind: Literal["changes", "answers"]
    sender: Name = msgspec.field(name="from")
    to: tuple[Name, ...]
    made_ms: int = msgspec.field(name="at")
    size: Annotated[int, msgspec.Meta(ge=1, le=MAX_BUNDLE_BYTES)]
    sha256: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
    answered: str = msgspec.field(name="of", default="")
    card: str = ""
    count: Annotated[int, msgspec.Meta(ge=0)] = 0
    root: Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{64})?\Z")] = ""


class Bundle(NamedTuple):
    """A whole bundle taken apart; ``head`` is its signed body, whose signature is still to be proven."""

    header: Header
    head: bytes
    sealed: bytes


class Refusal(msgspec.Struct, frozen=True, omit_defaults=True, tag="refusal", tag_field="is"):
    """In the place of an answer: headquarters took nothing of a request, and why."""

    request: str = msgspec.field(name="req")
    problem: Problem


class NotWhole(ValueError):
    """The bytes are the beginning of a bundle, and the rest is missing or damaged."""


_header = msgspec.json.Decoder(Header)


def head(header: Header) -> bytes:
    """What the sender of a bundle signs."""
    return wire.body(header, ())


def assembled(header: Header, signature: bytes, sealed: bytes, endorsed: tuple[Endorsement, ...] = ()) -> bytes:
    """The bundle as it is written and carried; ``endorsed`` as in ``wire.signed``."""
    return MAGIC + wire.signed(head(header), signature, endorsed) + sealed


def taken_apart(content: bytes) -> Bundle:
    """The bundle in ``content``. Raises NotWhole where something is missing or damaged, ValueError for anything else
    that is no bundle."""
    if not content.startswith(MAGIC):
        raise NotWhole("empty") if MAGIC.startswith(content) else ValueError("no bundle")
    start = len(MAGIC)
    first = content.find(b"\n", start, start + MAX_HEAD_BYTES)
    second = content.find(b"\n", first + 1, start + 2 * MAX_HEAD_BYTES) if first >= 0 else -1
    if second < 0:
        raise NotWhole("the head was cut") if len(content) < MAX_HEAD_BYTES else ValueError("the head is too long")
    signed = content[start : second + 1]
    _, _, line, _ = wire.split(signed)
    try:
        header = _header.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError("the header can't be read") from error
    sealed = content[second + 1 :]
    if len(sealed) < header.size:
        raise NotWhole("the content was cut")
    if len(sealed) > header.size or hashlib.sha256(sealed).hexdigest() != header.sha256:
        raise NotWhole("the content is damaged")
    return Bundle(header, signed, sealed)


def packed(bodies: Iterable[bytes]) -> bytes:
    """Bodies as the content that is sealed."""
    return packing.pack(b"".join(bodies))


def unpacked(content: bytes) -> list[bytes]:
    """The bodies of a content. Raises ValueError where it is damaged, too large, or says anything else."""
    bodies = list(_bodies(packing.unpack(content, packing.PACKED, MAX_CONTENT_BYTES).splitlines(keepends=True)))
    if len(bodies) > MAX_BODIES:
        raise ValueError("too many bodies")
    return bodies


def _bodies(lines: Iterable[bytes]) -> Iterator[bytes]:
    body = bytearray()
    for line in lines:
        body += line
        if line.startswith(_SIGNATURE):
            yield bytes(body)
            body.clear()
    if body:
        raise ValueError("a body has no signature")
