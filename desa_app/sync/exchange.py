"""One exchange: what waits goes up, what became of it and the next pages of the logs come down.

Nothing is held open between the two: the answer is applied in one transaction, and not at all where it answers
another question. Whatever is cut in between is asked for again, and applying it twice changes nothing.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desa_app import __version__
from desa_app.errors import Unproven
from desa_app.language import say
from desa_app.store.coverage import GRANTS
from desa_app.store.database import immediate
from desa_app.store.identity import Identity, LastSync
from desa_app.store.logs import OwnChangesMissing
from desa_app.store.store import IDENTITY, LAST_SYNC, Store
from desa_app.sync.line import LineBusy
from desa_app.sync.pure import wire
from desa_app.sync.pure.digest import Comparison, Verdict
from desa_app.sync.pure.wire import Cursor, Page, Push, Reply

_reply = msgspec.json.Decoder(Reply)


@dataclass(frozen=True)
class Asked:
    """How much one exchange carries: changes and bytes up, bytes of log down, own changes in full or not; and what is
    to be compared."""

    changes: int
    room: int
    own_in_full: bool = False
    comparison: Comparison | None = None


class Question(NamedTuple):
    """What a request asked: its name, how many changes it carries, how far each log was read by then."""

    name: str
    carried: int
    cursors: Mapping[str, Cursor]


@dataclass(frozen=True)
class Outcome:
    """What one exchange did. ``more`` says that there is more to push or to pull; ``verdicts`` and ``entries`` answer
    the comparison."""

    pushed: int = 0
    pulled: int = 0
    quarantined: int = 0
    offered_again: int = 0
    more: bool = False
    own_missing: bool = False
    verdicts: tuple[Verdict, ...] = ()
    entries: Sequence[bytes] = ()


def request_body(store: Store, me: Identity, asked: Asked) -> tuple[bytes, Question]:
    """The signed body of a request, and what it asks."""
    with immediate(store.db):
        pending = store.journal.pending(min(asked.changes, wire.MAX_BATCH), wire.MAX_REQUEST_BYTES // 2)
        store.journal.note_sent(pending[-1].n if pending else 0)
    question = Question(store.chance(8).hex(), len(pending), store.logs.cursors())
    header = Push(
        protocol=wire.PROTOCOL,
        dev=me.dev,
        request=question.name,
        wall_ms=store.clock(),
        room=asked.room,
        count=question.carried,
        cursors=dict(question.cursors),
        own_in_full=asked.own_in_full,
        app=__version__,
        comparison=asked.comparison,
    )
    unsigned = wire.body(header, (each.payload for each in pending))
    key = Ed25519PrivateKey.from_private_bytes(store.settings.signing_key())
    return wire.signed(unsigned, key.sign(unsigned)), question


def apply_answer(store: Store, me: Identity, question: Question, answer: bytes) -> Outcome:
    """Verify an answer and apply all of it in one transaction. Raises Unproven, Cloned, or LineBusy for the answer
    to another request; then nothing of it is applied."""
    reply, lines = _verified(me, answer)
    if reply.request != question.name:
        raise LineBusy(why=say("jawaban untuk permintaan lain", "the answer to another request"))
    try:
        with immediate(store.db):
            if store.logs.cursors() != question.cursors:
                return Outcome(more=True)
            return _applied(store, me, question, reply, lines)
    except OwnChangesMissing:
        return Outcome(own_missing=True, more=True)


def _applied(store: Store, me: Identity, question: Question, reply: Reply, lines: Sequence[bytes]) -> Outcome:
    journal, logs = store.journal, store.logs
    journal.settle(reply.answers)
    journal.use_up(reply.have)
    logs.follow(reply.grants)
    pulled = sum(logs.apply(page, each) for page, each in _pages(reply, lines))
    again = journal.offer_again(reply.have)
    journal.raise_clock(reply.wall_ms)
    store.settings.put(LAST_SYNC, LastSync(reply.wall_ms, store.clock() - reply.wall_ms))
    store.settings.put(GRANTS, reply.grants)
    store.settings.put(IDENTITY, _fresh_identity(me, reply))
    answered = {result: _count(reply, result) for result in ("ok", "dup", "ok_erased", "quarantined")}
    is_settled = sum(answered.values()) == question.carried
    return Outcome(
        pushed=answered["ok"] + answered["dup"] + answered["ok_erased"],
        pulled=pulled,
        quarantined=answered["quarantined"],
        offered_again=again,
        more=reply.more or logs.behind() > 0 or (is_settled and bool(journal.pending(1, 1))),
        verdicts=reply.verdicts,
        entries=lines[sum(page.lines for page in reply.pages) :],
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


def _fresh_identity(me: Identity, reply: Reply) -> Identity:
    """Headquarters may have renamed the office or changed the person's role."""
    return msgspec.structs.replace(
        me,
        name=reply.me.name,
        role=reply.me.role,
        office_code=reply.me.office_code,
        office_name=reply.me.office_name,
    )
