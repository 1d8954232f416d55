"""One exchange with a laptop: its changes in, what became of them and what it hasn't seen out."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection

from desa_app.domain.set_aside import REVOKED_LAPTOP
from desa_app.hq import cards, erasure_debts, keys, log, people
from desa_app.hq.access import Sender, office_of, readable
from desa_app.hq.comparison import compare
from desa_app.hq.database import Database
from desa_app.hq.intake import Arrival, Intake, arrival
from desa_app.hq.keys import Identity
from desa_app.hq.problems import BAD_SIGNATURE, MALFORMED, TOO_OLD, UNKNOWN_DEVICE, Denied
from desa_app.hq.quarantine import Unfit
from desa_app.hq.readmission import admit_again
from desa_app.hq.testimony import hear
from desa_app.sync.pure import lease, wire
from desa_app.sync.pure.receipt import Named, in_order, stated
from desa_app.sync.pure.signing import is_signed_by
from desa_app.sync.pure.wire import MAX_BATCH, OLDEST_READER, Grant, Me, Push, Reply

MAX_HEADER_BYTES = 64 << 10
"""A header at most: the cursors of some hundred scopes need a tenth of it."""
_push = msgspec.json.Decoder(Push)


class Request(NamedTuple):
    """A body taken apart; ``lines`` are the changes as the device made them, ``witnessed`` what it says of others'."""

    push: Push
    unsigned: bytes
    signature: bytes
    lines: Sequence[bytes]
    witnessed: Sequence[bytes] = ()


def parse(body: bytes) -> Request:
    """Take a body apart. Raises Denied (MALFORMED) with the field where it is none of ours.

    Anybody can send a body, so its lines are counted before each becomes an object of its own.
    """
    if body.count(b"\n") > MAX_BATCH + 2:
        raise Denied(MALFORMED, "count")
    try:
        unsigned, signature, header, lines = wire.split(body)
        if len(header) > MAX_HEADER_BYTES:
            raise ValueError("the header is too long")
        push = _push.decode(header)
    except (ValueError, RecursionError) as error:
        raise Denied(MALFORMED, "header") from error
    if push.protocol < 1:
        raise Denied(MALFORMED, "v")
    if push.count + push.witnessed != len(lines):
        raise Denied(MALFORMED, "count")
    return Request(push, unsigned, signature, lines[: push.count], lines[push.count :])


def exchange(database: Database, identity: Identity, request: Request, now_ms: int) -> bytes:
    """Answer a request; what it brought is durable when this returns. Raises Denied, and then changed nothing.

    A laptop that is too old to read the logs can still push: it is refused only where it brings nothing.
    """
    known = _check_sender(_sender(database, identity, request.push, now_ms), request)
    if not (request.lines or _can_read(request.push) or known.revoked_ms is not None):
        raise Denied(TOO_OLD)
    arrivals = [arrival(known, line, now_ms) for line in request.lines]
    heard = hear(database, identity, known, request.witnessed, now_ms) if request.witnessed else 0
    with database.writing() as connection:
        sender = people.known_sender(connection, request.push.dev, lock=True)
        present = [each._replace(sender=sender) for each in arrivals]
        if sender.revoked_ms is not None:
            lines: list[bytes] = []
            reply = _order(connection, identity, sender, request.push, present, now_ms)
        else:
            intake = Intake(connection, present, now_ms)
            reply, lines = _answer(connection, identity, sender, request.push, intake, now_ms)
    reply = msgspec.structs.replace(reply, witnessed=heard)
    if request.push.comparison and not reply.revoked:
        with database.reading() as connection:
            compared = compare(connection, request.push.comparison, {grant.scope for grant in reply.grants})
        reply, lines = msgspec.structs.replace(reply, verdicts=compared.verdicts), [*lines, *compared.lines]
    unsigned = wire.body(reply, lines)
    return wire.signed(unsigned, keys.sign(identity.private_key, unsigned), identity.endorsed(request.push.known_key))


def _sender(database: Database, identity: Identity, push: Push, now_ms: int) -> Sender | None:
    """The device that says it sends; one that was forgotten is known again by its card. Whether it is the one, its
    signature says."""
    with database.reading() as connection:
        found = people.sender(connection, push.dev)
    if push.card_text and not (found and found.public_key):
        admit_again(database, identity, push.dev, push.card_text, now_ms)
        with database.reading() as connection:
            found = people.sender(connection, push.dev)
    return found if found and found.public_key else None


def _check_sender(sender: Sender | None, request: Request) -> Sender:
    """Refuse strangers before the lock is taken for them, or their changes are looked at."""
    if sender is None:
        raise Denied(UNKNOWN_DEVICE, "dev")
    if not is_signed_by(sender.public_key, request.signature, request.unsigned):
        raise Denied(BAD_SIGNATURE, "sig")
    return sender


def _can_read(push: Push) -> bool:
    """Whether what the logs say now means the same to this laptop."""
    return push.protocol >= OLDEST_READER


def _order(
    connection: Connection,
    identity: Identity,
    sender: Sender,
    push: Push,
    arrivals: Sequence[Arrival],
    now_ms: int,
) -> Reply:
    """What a revoked laptop brings is kept aside, so that nothing is lost that its person wrote before; it is given
    nothing but the order to destroy what it holds."""
    unfit = Unfit(REVOKED_LAPTOP, "")
    intake = Intake(connection, [each._replace(change=None, unfit=unfit) for each in arrivals], now_ms)
    have = people.was_here(connection, sender, intake.take(), now_ms)
    people.told(connection, sender, now_ms, destroyed=push.destroyed)
    return Reply(
        hq=identity.hq,
        wall_ms=now_ms,
        me=Me(sender.person, "", sender.role, "", ""),
        answers=intake.answers(),
        have=tuple(have),
        request=push.request,
        receipt=_receipt(identity, now_ms, intake.durable()),
        revoked=sender.revoked_for,
    )


def _answer(
    connection: Connection, identity: Identity, sender: Sender, push: Push, intake: Intake, now_ms: int
) -> tuple[Reply, list[bytes]]:
    have = people.was_here(connection, sender, intake.take(), now_ms)
    heads = log.heads(connection)
    scopes = {scope: heads[scope] for scope in readable(sender, heads)}
    erasure_debts.note_visit(connection, sender, push, scopes, identity.hq)
    orders, erased, more_orders = erasure_debts.orders_for(connection, push, intake.erased())
    reader = log.Reader(push.dev, push.own_in_full, push.cursors, push.room if _can_read(push) else 0)
    pages, lines, more, brought = log.pages(connection, reader, scopes)
    reply = Reply(
        hq=identity.hq,
        wall_ms=now_ms,
        me=people.me(connection, sender),
        answers=intake.answers(),
        have=tuple(have),
        grants=_grants(connection, scopes),
        pages=pages,
        more=more or more_orders,
        request=push.request,
        card=cards.for_reply(connection, identity, sender, push),
        erasures=orders,
        erased=erased,
        receipt=_receipt(identity, now_ms, [*intake.durable(), *brought]),
        people=people.unknown_to(connection, sender, push.known_people),
        lease_ms=lease.until(now_ms),
    )
    return reply, lines


def _receipt(identity: Identity, now_ms: int, changes: Iterable[Named]) -> str:
    """The signature that all of these are durable here; nothing over no change. It leaves with the answer, and so not
    before the commit."""
    leaves = [each.leaf for each in in_order(changes)]
    if not leaves:
        return ""
    statement = stated(identity.hq, now_ms, leaves)
    return base64.b64encode(keys.sign(identity.private_key, statement.text())).decode()


def _grants(connection: Connection, scopes: dict[str, log.Head]) -> tuple[Grant, ...]:
    visits = people.visits(connection)
    return tuple(
        Grant(scope, head.epoch, head.head, tuple(_shown(last) for last in visits.get(office_of(scope), ())))
        for scope, head in scopes.items()
    )


def _shown(last_ms: int | None) -> str | None:
    return people.moment(last_ms // 1000 * 1000).isoformat() if last_ms is not None else None
