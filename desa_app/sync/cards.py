"""This laptop's card and its colleagues': whose a device is, on headquarters' word (``sync/pure/card.py``)."""

from __future__ import annotations

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desa_app.errors import NoCard
from desa_app.store.identity import Identity
from desa_app.store.store import Store
from desa_app.sync.pure import wire
from desa_app.sync.pure.card import Card
from desa_app.sync.pure.sealing import public_sealing_key
from desa_app.sync.pure.signing import is_signed_by, led_to, raw

CARD = "card"
"""The setting that keeps this laptop's card."""
_cards = msgspec.json.Decoder(Card)


def keep(store: Store, text: str) -> None:
    """Keep this laptop's newest card; nothing where headquarters sent none."""
    if text:
        store.settings.put(CARD, text)


def held(store: Store, me: Identity) -> tuple[int, str]:
    """What a request says of this laptop's card: its number, or 0 and the key that headquarters is to name on one."""
    card = _own(store, me)
    return (card.number, "") if card else (0, public_sealing_key(store.settings.sealing_key()))


def own(store: Store, me: Identity) -> tuple[Card, str]:
    """This laptop's card and its text. Raises NoCard."""
    card = _own(store, me)
    if card is None:
        raise NoCard
    return card, store.settings.get(CARD)


def text(store: Store) -> str:
    """This laptop's card as headquarters signed it; empty where it has none."""
    return store.settings.get(CARD) or ""


def _own(store: Store, me: Identity) -> Card | None:
    text = store.settings.get(CARD)
    card = _cards.decode(text.partition("\n")[0]) if text else None
    return card if card and (card.dev, card.hq) == (me.dev, me.hq) else None


def colleague(store: Store, me: Identity, text: str) -> Card:
    """A colleague's card, proven. Raises ValueError where headquarters' signature is not on it."""
    line = proven(store, me, text.encode())
    try:
        card = _cards.decode(line)
    except msgspec.MsgspecError as error:
        raise ValueError("no card") from error
    if card.hq != me.hq:
        raise ValueError("of another headquarters")
    return card


def proven(store: Store, me: Identity, signed: bytes) -> bytes:
    """The line that headquarters has signed, with a key that this laptop knows or that a known one leads to. Raises
    ValueError."""
    unsigned, signature, line, _ = wire.split(signed)
    keys = led_to(me.hq, _ring(store, me), wire.endorsements(signed))
    if not any(is_signed_by(key, signature, unsigned) for key in keys):
        raise ValueError("not signed by headquarters")
    return line


def _ring(store: Store, me: Identity) -> list[bytes]:
    """The keys of headquarters that this laptop knows."""
    return [raw(me.hq_key), *store.receipts.trusted_keys()]


def is_of(card: Card, signature: str, data: bytes) -> bool:
    """Whether a colleague's laptop has signed ``data``; the signature is base64."""
    return is_signed_by(raw(card.public_key), raw(signature), data)


def sign(store: Store, data: bytes) -> bytes:
    """This device's signature, 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(store.settings.signing_key()).sign(data)
