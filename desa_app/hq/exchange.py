"""One exchange with a laptop: its changes in, what became of them and what it hasn't seen out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection

from desa_app.hq import keys, log, people
from desa_app.hq.access import Sender, office_of, readable
from desa_app.hq.comparison import compare
from desa_app.hq.database import Database
from desa_app.hq.intake import Intake, arrival
from desa_app.hq.keys import Identity
from desa_app.hq.problems import BAD_SIGNATURE, MALFORMED, REVOKED, UNKNOWN_DEVICE, Denied
from desa_app.sync.pure import wire
from desa_app.sync.pure.wire import MAX_BATCH, PROTOCOL, Grant, Push, Reply

MAX_HEADER_BYTES = 64 << 10
"""A header at most: the cursors of some hundred scopes need a tenth of it."""
_push = msgspec.json.Decoder(Push)


class Request(NamedTuple):
    """A body taken apart; ``lines`` are the changes as the device made them."""

    push: Push
    unsigned: bytes
    signature: bytes
    lines: Sequence[bytes]


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
    if push.protocol != PROTOCOL:
        raise Denied(MALFORMED, "v")
    if push.count != len(lines):
        raise Denied(MALFORMED, "count")
    return Request(push, unsigned, signature, lines)


def exchange(database: Database, identity: Identity, request: Request, now_ms: int) -> bytes:
    """Answer a request; what it brought is durable when this returns. Raises Denied, and then changed nothing."""
    with database.reading() as connection:
        known = _check_sender(people.sender(connection, request.push.dev), request)
    arrivals = [arrival(known, line, now_ms) for line in request.lines]
    with database.writing() as connection:
        sender = _check_revoked(people.known_sender(connection, request.push.dev, lock=True))
        intake = Intake(connection, [each._replace(sender=sender) for each in arrivals], now_ms)
        reply, lines = _answer(connection, identity, sender, request.push, intake, now_ms)
    if request.push.comparison:
        with database.reading() as connection:
            compared = compare(connection, request.push.comparison, {grant.scope for grant in reply.grants})
        reply, lines = msgspec.structs.replace(reply, verdicts=compared.verdicts), [*lines, *compared.lines]
    unsigned = wire.body(reply, lines)
    return wire.signed(unsigned, keys.sign(identity.private_key, unsigned))


def _check_sender(sender: Sender | None, request: Request) -> Sender:
    """Refuse strangers before the lock is taken for them, or their changes are looked at."""
    if sender is None:
        raise Denied(UNKNOWN_DEVICE, "dev")
    if not keys.is_signed_by(sender.public_key, request.signature, request.unsigned):
        raise Denied(BAD_SIGNATURE, "sig")
    return _check_revoked(sender)


def _check_revoked(sender: Sender) -> Sender:
    if sender.revoked_ms is not None:
        raise Denied(REVOKED, "dev")
    return sender


def _answer(
    connection: Connection, identity: Identity, sender: Sender, push: Push, intake: Intake, now_ms: int
) -> tuple[Reply, list[bytes]]:
    have = people.was_here(connection, sender, intake.take(), now_ms)
    heads = log.heads(connection)
    scopes = {scope: heads[scope] for scope in readable(sender, heads)}
    reader = log.Reader(push.dev, push.own_in_full, push.cursors, push.room)
    pages, lines, more = log.pages(connection, reader, scopes)
    reply = Reply(
        hq=identity.hq,
        wall_ms=now_ms,
        me=people.me(connection, sender),
        answers=intake.answers(),
        have=tuple(have),
        grants=_grants(connection, scopes),
        pages=pages,
        more=more,
        request=push.request,
    )
    return reply, lines


def _grants(connection: Connection, scopes: dict[str, log.Head]) -> tuple[Grant, ...]:
    visits = people.visits(connection)
    return tuple(
        Grant(scope, head.epoch, head.head, tuple(_shown(last) for last in visits.get(office_of(scope), ())))
        for scope, head in scopes.items()
    )


def _shown(last_ms: int | None) -> str | None:
    return people.moment(last_ms // 1000 * 1000).isoformat() if last_ms is not None else None
