"""One exchange: what waits goes up, what became of it and the next pages of the logs come down.

Nothing is held open between the two: the request is made from one read, the answer is applied in one transaction.
Whatever is cut in between is asked for again, and applying it twice changes nothing.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desa_app import __version__
from desa_app.errors import Unproven
from desa_app.language import say
from desa_app.store.coverage import GRANTS
from desa_app.store.database import immediate
from desa_app.store.identity import Identity, LastSync
from desa_app.store.journal import Pending
from desa_app.store.logs import OwnChangesMissing
from desa_app.store.store import LAST_SYNC, Store
from desa_app.sync.pure import wire
from desa_app.sync.pure.wire import Page, Push, Reply

_reply = msgspec.json.Decoder(Reply)


@dataclass(frozen=True)
class Asked:
    """How much one exchange carries: changes and bytes up, bytes of log down, and own changes in full or not."""

    changes: int
    room: int
    own_in_full: bool = False


@dataclass(frozen=True)
class Outcome:
    """What one exchange did. ``more`` says that there is more to push or to pull."""

    pushed: int = 0
    pulled: int = 0
    quarantined: int = 0
    offered_again: int = 0
    more: bool = False
    own_missing: bool = False


def request_body(store: Store, me: Identity, asked: Asked) -> tuple[bytes, Sequence[Pending]]:
    """The signed body of a request and the changes it carries."""
    pending = store.journal.pending(min(asked.changes, wire.MAX_BATCH), wire.MAX_REQUEST_BYTES // 2)
    header = Push(
        protocol=wire.PROTOCOL,
        dev=me.dev,
        request=secrets.token_hex(8),
        wall_ms=store.clock(),
        room=asked.room,
        count=len(pending),
        cursors=store.logs.cursors(),
        own_in_full=asked.own_in_full,
        app=__version__,
    )
    unsigned = wire.body(header, (each.payload for each in pending))
    key = Ed25519PrivateKey.from_private_bytes(store.settings.signing_key())
    return wire.signed(unsigned, key.sign(unsigned)), pending


def apply_answer(store: Store, me: Identity, sent: Sequence[Pending], answer: bytes) -> Outcome:
    """Verify an answer and apply all of it in one transaction. Raises Unproven; then nothing of it is applied."""
    reply, lines = _verified(me, answer)
    try:
        with immediate(store.db):
            return _applied(store, me, sent, reply, lines)
    except OwnChangesMissing:
        return Outcome(own_missing=True, more=True)


def _applied(store: Store, me: Identity, sent: Sequence[Pending], reply: Reply, lines: Sequence[bytes]) -> Outcome:
    store.journal.settle(reply.answers)
    store.logs.follow(reply.grants)
    pulled = sum(store.logs.apply(page, each) for page, each in _pages(reply, lines))
    again = store.journal.offer_again(reply.have)
    store.journal.raise_clock(reply.wall_ms)
    store.settings.put(LAST_SYNC, LastSync(reply.wall_ms, store.clock() - reply.wall_ms))
    store.settings.put(GRANTS, reply.grants)
    _refresh_identity(store, me, reply)
    answered = {result: _count(reply, result) for result in ("ok", "dup", "ok_erased", "quarantined")}
    settled = sum(answered.values())
    return Outcome(
        pushed=answered["ok"] + answered["dup"] + answered["ok_erased"],
        pulled=pulled,
        quarantined=answered["quarantined"],
        offered_again=again,
        more=reply.more or store.logs.behind() > 0 or again > 0 or bool(settled and store.journal.pending(1, 1)),
    )


def _verified(me: Identity, answer: bytes) -> tuple[Reply, Sequence[bytes]]:
    try:
        unsigned, signature, header, lines = wire.split(answer)
        Ed25519PublicKey.from_public_bytes(base64.b64decode(me.hq_key)).verify(signature, unsigned)
        return _reply.decode(header), lines
    except (ValueError, InvalidSignature, msgspec.MsgspecError) as error:
        raise Unproven(why=say("tanda tangan tidak cocok", "the signature does not fit")) from error


def _pages(reply: Reply, lines: Sequence[bytes]) -> Iterator[tuple[Page, Sequence[bytes]]]:
    at = 0
    for page in reply.pages:
        yield page, lines[at : at + page.lines]
        at += page.lines


def _count(reply: Reply, result: str) -> int:
    return sum(answer.last - answer.first + 1 for answer in reply.answers if answer.result == result)


def _refresh_identity(store: Store, me: Identity, reply: Reply) -> None:
    """Headquarters may have renamed the office or changed the person's role."""
    fresh = msgspec.structs.replace(
        me,
        name=reply.me.name,
        role=reply.me.role,
        office_code=reply.me.office_code,
        office_name=reply.me.office_name,
    )
    if fresh != me:
        store.enrolled(fresh)
