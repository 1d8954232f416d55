"""Requests that a device signs in their headers: who sent it, that it is fresh, and that it was never sent before.

The rules are those of ``sync/pure/files.py``. A signature counts for five minutes around headquarters' own clock, and
its nonce once in that time, whichever process of headquarters it comes to.
"""

from __future__ import annotations

import base64
import binascii

from sqlalchemy import Connection, delete

from desa_app.hq import people
from desa_app.hq.access import Sender
from desa_app.hq.database import Database, insert_new
from desa_app.hq.problems import BAD_SIGNATURE, REPLAYED, REVOKED, STALE, UNKNOWN_DEVICE, Denied
from desa_app.hq.schema import nonce
from desa_app.sync.pure.files import WINDOW_S, Asked, Stamp, read_input, read_signature, signed_text
from desa_app.sync.pure.signing import is_signed_by

_GIVING = frozenset({"POST", "PATCH"})


def check_signed(database: Database, asked: Asked, now_ms: int) -> Sender:
    """Whose request this is. Raises Denied: BAD_SIGNATURE, UNKNOWN_DEVICE, REVOKED, STALE, REPLAYED."""
    stamp = read_input(asked, asked.headers.get("signature-input", ""))
    if stamp is None:
        raise Denied(BAD_SIGNATURE, "signature-input")
    with database.reading() as connection:
        sender = people.sender(connection, stamp.dev)
    if sender is None:
        raise Denied(UNKNOWN_DEVICE, "signature-input")
    if not is_signed_by(sender.public_key, _signature(asked), signed_text(asked, stamp)):
        raise Denied(BAD_SIGNATURE, "signature")
    if sender.revoked_ms is not None and not _may_give(sender, asked):
        raise Denied(REVOKED, "signature-input")
    if abs(stamp.created * 1000 - now_ms) > WINDOW_S * 1000:
        raise Denied(STALE, "created")
    with database.writing() as connection:
        _use_up(connection, stamp)
    return sender


def _may_give(sender: Sender, asked: Asked) -> bool:
    """A revoked laptop whose person left the service still brings the files that it has; it is given none."""
    return sender.revoked_for == "left" and asked.method in _GIVING


def _signature(asked: Asked) -> bytes:
    try:
        return base64.b64decode(read_signature(asked.headers.get("signature", "")), validate=True)
    except binascii.Error as error:
        raise Denied(BAD_SIGNATURE, "signature") from error


def _use_up(connection: Connection, stamp: Stamp) -> None:
    """Take a nonce for this request alone; of others only those are kept whose signature may still count."""
    connection.execute(delete(nonce).where(nonce.c.dev == stamp.dev, nonce.c.created < stamp.created - 2 * WINDOW_S))
    row = {"dev": stamp.dev, "nonce": stamp.nonce, "created": stamp.created}
    if not insert_new(connection, nonce, row):
        raise Denied(REPLAYED, "nonce")
