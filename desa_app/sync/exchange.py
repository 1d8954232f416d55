"""One exchange: what waits goes up, what became of it and the next pages of the logs come down.

Nothing is held open between the two: the answer is applied in one transaction, and not at all where it answers
another question. Whatever is cut in between is asked for again, and applying it twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desa_app import __version__
from desa_app.errors import Unproven
from desa_app.language import say
from desa_app.store.coverage import GRANTS
from desa_app.store.database import immediate
from desa_app.store.identity import Identity, LastSync
from desa_app.store.logs import OwnChangesMissing
from desa_app.store.store import IDENTITY, LAST_SYNC, Store
from desa_app.sync import cards
from desa_app.sync.line import LineBusy
from desa_app.sync.pure import wire
from desa_app.sync.pure.change import Dot
from desa_app.sync.pure.digest import Comparison, Verdict
from desa_app.sync.pure.receipt import Endorsement, key_id
from desa_app.sync.pure.signing import is_signed_by, led, raw, text
from desa_app.sync.pure.testimony import MOST
from desa_app.sync.pure.wire import Cursor, Erased, Grant, Page, Push, Reply
from desa_app.sync.revocation import obey

_reply = msgspec.json.Decoder(Reply)


@dataclass(frozen=True)
class Asked:
    """How much one exchange carries: changes and bytes up, bytes of log down, own changes in full or not; what is to be
    compared; whether this laptop shows its card, because headquarters didn't know it, and tells of others' changes."""

    changes: int
    room: int
    own_in_full: bool = False
    comparison: Comparison | None = None
    shows_card: bool = False
    testifies: bool = False


class Question(NamedTuple):
    """What a request asked: its name, how many changes it carries, how far each log was read by then; ``erased`` is the
    receipt that it brought, ``is_late`` says that its answer may have been on its way for days; ``said``
    are others' changes that it told headquarters of again."""

    name: str
    carried: int
    cursors: Mapping[str, Cursor]
    erased: Erased | None = None
    is_late: bool = False
    said: tuple[Dot, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What one exchange did. ``more`` says that there is more to push or to pull, ``is_leaving`` that the laptop is
    revoked and sends what it has before it destroys it; ``verdicts`` and ``entries`` answer
    the comparison. ``erased`` counts the records of which headquarters had something erased here, ``in_vain`` the
    changes of which it kept nothing for that."""

    pushed: int = 0
    pulled: int = 0
    quarantined: int = 0
    offered_again: int = 0
    left: int = 0
    more: bool = False
    own_missing: bool = False
    is_leaving: bool = False
    verdicts: tuple[Verdict, ...] = ()
    entries: Sequence[bytes] = ()
    erased: int = 0
    in_vain: int = 0


class Heard(NamedTuple):
    """An answer that headquarters signed: its header and lines, and the key it was signed with, to which ``endorsed``
    led from the one that this laptop knew."""

    reply: Reply
    lines: Sequence[bytes]
    key: bytes
    endorsed: Sequence[Endorsement]


def request_body(store: Store, me: Identity, asked: Asked, after: int = 0) -> tuple[bytes, Question]:
    """The signed body of a request with the changes behind number ``after``, and what it asks."""
    with immediate(store.db):
        pending = store.journal.pending(min(asked.changes, wire.MAX_BATCH), wire.MAX_REQUEST_BYTES // 2, after)
        store.journal.note_sent(pending[-1].n if pending else 0)
    key = Ed25519PrivateKey.from_private_bytes(store.settings.signing_key())
    erased = store.erasures.receipt(me, key.sign)
    said = store.testimony.waiting() if asked.testifies and len(pending) + MOST <= wire.MAX_BATCH else {}
    question = Question(store.chance(8).hex(), len(pending), store.logs.cursors(), erased, said=tuple(said))
    card, sealing_key = cards.held(store, me)
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
        known_key=key_id(raw(me.hq_key)),
        known_people=store.colleagues.mark,
        comparison=asked.comparison,
        erased=store.erasures.done,
        receipt=erased,
        card=card,
        card_text=cards.text(store) if asked.shows_card else "",
        sealing_key=sealing_key,
        witnessed=len(said),
    )
    unsigned = wire.body(header, (*(each.payload for each in pending), *said.values()))
    return wire.signed(unsigned, key.sign(unsigned)), question


def apply_answer(store: Store, me: Identity, question: Question, answer: bytes) -> Outcome:
    """Verify an answer and apply all of it in one transaction. Raises Unproven, Cloned, or LineBusy for the answer
    to another request; then nothing of it is applied. Raises Destroyed where that was ordered and done."""
    heard = _verified(me, answer)
    if heard.reply.request != question.name:
        raise LineBusy(why=say("jawaban untuk permintaan lain", "the answer to another request"))
    if heard.reply.revoked:
        obey(store, me, heard.reply)
        kept = _count(heard.reply, "quarantined")
        return Outcome(quarantined=kept, more=bool(kept or _count(heard.reply, "dup")), is_leaving=True)
    try:
        with immediate(store.db):
            if store.logs.cursors() != question.cursors:
                return Outcome(more=True)
            outcome = _applied(store, me, question, heard)
    except OwnChangesMissing:
        return Outcome(own_missing=True, more=True)
    store.erasures.clean_up()
    return replace(outcome, more=outcome.more or store.erasures.owes_receipt)


def apply_late_answer(store: Store, me: Identity, question: Question, answer: bytes) -> Outcome:
    """Apply the answer to a request that travelled by hand, perhaps for days. Where headquarters was heard since, or
    the log was read on, nothing of it is applied: all that it says was said again by then, or will be."""
    if _is_overtaken(store, _verified(me, answer).reply):
        return Outcome(more=True)
    return apply_answer(store, me, question._replace(cursors=store.logs.cursors(), is_late=True), answer)


def _is_overtaken(store: Store, reply: Reply) -> bool:
    """Whether an answer is older than what was heard since. Clocks of headquarters' machines may differ a little, so
    its logs are looked at, too: they grow, and where one was lost its epoch does."""
    last: LastSync | None = store.settings.get(LAST_SYNC, LastSync)
    cursors = store.logs.cursors()
    return (
        (last is not None and reply.wall_ms < last.hq_ms)
        or any(_is_shorter(grant, cursors[grant.scope]) for grant in reply.grants if grant.scope in cursors)
        or any(page.start != cursors.get(page.scope, Cursor(0, 0)).seq + 1 for page in reply.pages)
    )


def _is_shorter(grant: Grant, cursor: Cursor) -> bool:
    """Whether a log was shorter than it is known to be, or was of an epoch that is over."""
    return (grant.epoch, grant.head) < (cursor.epoch, cursor.seq)


def _applied(store: Store, me: Identity, question: Question, heard: Heard) -> Outcome:
    reply, lines = heard.reply, heard.lines
    journal, logs, receipt = store.journal, store.logs, store.receipts.next_id()
    journal.settle(reply.answers, receipt)
    store.erasures.has_told(question.erased)
    erased = store.erasures.carry_out(reply.erasures, reply.erased)
    journal.use_up(reply.have)
    store.testimony.look_out(reply.grants)
    logs.follow(reply.grants, me.scope, receipt)
    pulled = sum(logs.apply(page, each, receipt) for page, each in _pages(reply, lines))
    store.receipts.trust(raw(me.hq_key), heard.endorsed)
    store.receipts.keep(receipt, reply, heard.key)
    store.colleagues.learn(reply.people)
    cards.keep(store, reply.card)
    again = journal.offer_again(reply.have)
    has_told = store.testimony.settle(question.said, reply.witnessed)
    left = store.part_with_what_left(reply.me.office_name if reply.me.office_code != me.office_code else "")
    journal.raise_clock(reply.wall_ms)
    store.lease.renew(reply.lease_ms, reply.wall_ms, is_late=question.is_late)
    store.settings.put(LAST_SYNC, LastSync(reply.wall_ms, store.clock() - reply.wall_ms))
    store.settings.put(GRANTS, reply.grants)
    store.settings.put(IDENTITY, _fresh_identity(me, heard))
    answered = {result: _count(reply, result) for result in ("ok", "dup", "ok_erased", "quarantined")}
    is_settled = sum(answered.values()) == question.carried
    return Outcome(
        pushed=answered["ok"] + answered["dup"] + answered["ok_erased"],
        pulled=pulled,
        quarantined=answered["quarantined"],
        offered_again=again,
        left=left,
        erased=erased,
        in_vain=answered["ok_erased"],
        more=reply.more or has_told or logs.behind() > 0 or (is_settled and bool(journal.pending(1, 1))),
        verdicts=reply.verdicts,
        entries=lines[sum(page.lines for page in reply.pages) :],
    )


def _verified(me: Identity, answer: bytes) -> Heard:
    try:
        unsigned, signature, header, lines = wire.split(answer)
        endorsed = wire.endorsements(answer)
        key = led(me.hq, raw(me.hq_key), endorsed)
        if not is_signed_by(key, signature, unsigned):
            raise ValueError("the signature does not fit")
        return Heard(_reply.decode(header), lines, key, endorsed)
    except (ValueError, msgspec.MsgspecError) as error:
        raise Unproven(why=say("tanda tangan tidak cocok", "the signature does not fit")) from error


def _pages(reply: Reply, lines: Sequence[bytes]) -> Iterator[tuple[Page, Sequence[bytes]]]:
    at = 0
    for page in reply.pages:
        yield page, lines[at : at + page.lines]
        at += page.lines


def _count(reply: Reply, result: str) -> int:
    return sum(answer.last - answer.first + 1 for answer in reply.answers if answer.result == result)


def _fresh_identity(me: Identity, heard: Heard) -> Identity:
    """Headquarters may have renamed the office, changed the person's role, or gone on with another key."""
    reply = heard.reply
    return msgspec.structs.replace(
        me,
        hq_key=text(heard.key),
        name=reply.me.name,
        role=reply.me.role,
        office_code=reply.me.office_code,
        office_name=reply.me.office_name,
    )
