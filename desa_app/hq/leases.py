"""Leases that headquarters gives apart from an exchange: as a signed file, and as a code said over the telephone."""

from __future__ import annotations

import base64
from typing import NamedTuple

from sqlalchemy import Connection, select

from desa_app.errors import NotAllowed
from desa_app.hq import keys, people
from desa_app.hq.access import Sender
from desa_app.hq.keys import Identity
from desa_app.hq.schema import headquarters
from desa_app.language import say
from desa_app.sync.pure import lease, wire
from desa_app.sync.pure.lease import Ticket


class Renewal(NamedTuple):
    """A renewal for one laptop: the file's bytes, the code, and until when both are good (milliseconds)."""

    ticket: bytes
    code: str
    until_ms: int


def secret(connection: Connection, dev: str) -> str:
    """What headquarters and a laptop share for such codes, in base64."""
    return base64.b64encode(_secret(connection, dev)).decode()


def renewal(connection: Connection, identity: Identity, dev: str, now_ms: int) -> Renewal:
    """Renew the lease of a laptop that can't come. Raises NotFound, and NotAllowed for a revoked one."""
    _check(people.laptop(connection, dev))
    until_ms = lease.until(now_ms)
    unsigned = wire.body(Ticket(identity.hq, dev, now_ms, until_ms), ())
    ticket = wire.signed(unsigned, keys.sign(identity.private_key, unsigned), identity.endorsed(""))
    code = lease.code(_secret(connection, dev), dev, lease.code_day(now_ms))
    return Renewal(ticket, code, until_ms)


def _secret(connection: Connection, dev: str) -> bytes:
    return lease.secret_of(connection.execute(select(headquarters.c.lease_secret)).scalar_one(), dev)


def _check(laptop: Sender) -> None:
    if laptop.revoked_ms is not None:
        raise NotAllowed(why=say(f"laptop {laptop.dev} telah dicabut", f"laptop {laptop.dev} is revoked"))
