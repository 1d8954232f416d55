"""Cards of devices (``sync/pure/card.py``): made anew whenever what they say has changed, and given with every answer
until the laptop says that it holds the newest."""

from __future__ import annotations

import base64
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select, update

from desa_app.hq import keys
from desa_app.hq.access import Sender
from desa_app.hq.keys import Identity
from desa_app.hq.schema import device, office_rule, person
from desa_app.sync.pure import wire
from desa_app.sync.pure.card import Card
from desa_app.sync.pure.sealing import is_sealing_key, public_sealing_key
from desa_app.sync.pure.wire import Push

_cards = msgspec.json.Decoder(Card)


def for_reply(connection: Connection, identity: Identity, sender: Sender, push: Push) -> str:
    """The device's card, unless the laptop holds it already; the sealing key that it told is kept. Empty, too, for a
    laptop that has none."""
    number, text = issued(connection, identity, sender, push.sealing_key)
    return text if number != push.card else ""


def issued(connection: Connection, identity: Identity, sender: Sender, sealing_key: str = "") -> tuple[int, str]:
    """Number and text of the device's card as it must be now; (0, "") for a device that has told no sealing key.

    Called in a transaction that holds the device's row.
    """
    known = connection.execute(select(device.c.sealing_key, device.c.card).where(device.c.dev == sender.dev)).one()
    if sealing_key in ("", known.sealing_key) or not is_sealing_key(sealing_key):
        sealing_key = known.sealing_key
    if not sealing_key:
        return 0, ""
    before = _said(known.card)
    card = _card(connection, identity, sender, sealing_key, before.number if before else 0)
    if card == before:
        return card.number, known.card
    fresh = msgspec.structs.replace(card, number=card.number + 1)
    unsigned = wire.body(fresh, ())
    text = wire.signed(unsigned, keys.sign(identity.private_key, unsigned), identity.endorsed("")).decode()
    statement = update(device).where(device.c.dev == sender.dev)
    connection.execute(statement.values(sealing_key=sealing_key, card=text))
    return fresh.number, text


def sealing_key_of(connection: Connection, dev: str) -> str:
    """The key that answers for a device are sealed with; empty where it has told none."""
    return connection.scalar(select(device.c.sealing_key).where(device.c.dev == dev)) or ""


def let_leads_read(connection: Connection, office_code: str, *, may: bool) -> None:
    """Whether an office's leads may open the bundles that their laptops carry."""
    known = connection.execute(select(office_rule).where(office_rule.c.office_code == office_code)).first()
    if known is None:
        connection.execute(office_rule.insert().values(office_code=office_code, leads_read=int(may)))
    else:
        statement = update(office_rule).where(office_rule.c.office_code == office_code)
        connection.execute(statement.values(leads_read=int(may)))


def _card(connection: Connection, identity: Identity, sender: Sender, sealing_key: str, number: int) -> Card:
    return Card(
        number=number,
        dev=sender.dev,
        person=sender.person,
        name=sender.name,
        role=sender.role,
        office_code=sender.office_code,
        public_key=base64.b64encode(sender.public_key).decode(),
        sealing_key=sealing_key,
        hq=identity.hq,
        hq_key=keys.public_text(identity.private_key),
        hq_sealing_key=public_sealing_key(identity.sealing_key),
        readers={row.dev: row.sealing_key for row in _readers(connection, sender)},
    )


def _readers(connection: Connection, sender: Sender) -> list[Row[Any]]:
    """The laptops of the office's leads, where the office allows it."""
    query = select(device.c.dev, device.c.sealing_key).join(person, device.c.person == person.c.person)
    query = query.join(office_rule, office_rule.c.office_code == person.c.office_code)
    allowed = (person.c.office_code == sender.office_code) & (person.c.role == "lead") & (office_rule.c.leads_read == 1)
    present = device.c.revoked_ms.is_(None) & (device.c.sealing_key != "") & (device.c.dev != sender.dev)
    return list(connection.execute(query.where(allowed, present).order_by(device.c.dev)))


def _said(text: str) -> Card | None:
    return _cards.decode(text.partition("\n")[0]) if text else None
