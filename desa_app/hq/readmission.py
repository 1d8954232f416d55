"""A laptop that headquarters has forgotten, because it went on from a backup older than its enrolment, comes back by
the card that headquarters once signed for it: with the name, the person and the key on it, and without a code.

The card is headquarters' own word, and only who holds the device's key can use it. A revocation stands in a register
beside the database (``revocations``), which is asked first.
"""

from __future__ import annotations

import base64

import msgspec
from sqlalchemy import Connection, insert, select, update

from desa_app.hq import log, revocations
from desa_app.hq.access import office_scope
from desa_app.hq.database import Database
from desa_app.hq.keys import Identity
from desa_app.hq.people import add_lost
from desa_app.hq.schema import device
from desa_app.sync.pure import wire
from desa_app.sync.pure.card import Card
from desa_app.sync.pure.signing import is_signed_by

_cards = msgspec.json.Decoder(Card)


def admit_again(database: Database, identity: Identity, dev: str, card_text: str, now_ms: int) -> None:
    """Know the device on a card again; nothing where it is not this device's, or not signed here."""
    card = _proven(identity, card_text)
    if card is None or (card.hq, card.dev) != (identity.hq, dev):
        return
    revoked = revocations.last_of(revocations.place_of(database), dev)
    with database.writing() as connection:
        add_lost(connection, card.person, card.name, card.role, card.office_code)
        _add_device(connection, card, now_ms)
        if not log.exists(connection, office_scope(card.office_code)):
            log.begin(connection, office_scope(card.office_code))  # its record comes back with what laptops tell
        if revoked and revoked.why:
            values = {"revoked_ms": revoked.at_ms, "revoked_for": revoked.why}
            connection.execute(update(device).where(device.c.dev == dev).values(values))


def _add_device(connection: Connection, card: Card, now_ms: int) -> None:
    """The device, or the key of one of which only changes are known (``testimony``)."""
    public_key = base64.b64decode(card.public_key)
    known = connection.execute(select(device.c.public_key).where(device.c.dev == card.dev)).first()
    if known is None:
        row = {"dev": card.dev, "person": card.person, "public_key": public_key, "machine": "", "enrolled_ms": now_ms}
        connection.execute(insert(device).values(**row, held="[]"))
    elif not known.public_key:
        values = {"public_key": public_key, "person": card.person}
        connection.execute(update(device).where(device.c.dev == card.dev).values(values))


def _proven(identity: Identity, text: str) -> Card | None:
    """The card in a text that headquarters has signed with any key it ever had; None for anything else."""
    try:
        unsigned, signature, line, _ = wire.split(text.encode())
        if any(is_signed_by(each.public_key, signature, unsigned) for each in identity.keys):
            return _cards.decode(line)
    except (ValueError, msgspec.MsgspecError):
        return None
    return None
