"""This laptop's card and its colleagues': whose a device is, on headquarters' word (``sync/pure/card.py``).

Sealing with a key on a card, and opening what is sealed for this laptop, is here, too; both are age's.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desa_app.errors import NoCard
from desa_app.store.identity import Identity
from desa_app.store.store import Store
from desa_app.sync.pure import wire
from desa_app.sync.pure.card import Card
from desa_app.sync.pure.receipt import Endorsement, endorsed_text

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
    return (card.number, "") if card else (0, public_sealing_key(store))


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
    if not any(
        is_signed_by(key, signature, unsigned) for key in _led_to(me, wire.endorsements(signed), _ring(store, me))
    ):
        raise ValueError("not signed by headquarters")
    return line


def _ring(store: Store, me: Identity) -> list[bytes]:
    """The keys of headquarters that this laptop knows."""
    return [base64.b64decode(me.hq_key), *store.receipts.trusted_keys()]


def _led_to(me: Identity, endorsed: Iterable[Endorsement], known: Sequence[bytes]) -> list[bytes]:
    """The known keys, and those that they vouch for."""
    found = list(known)
    for each in endorsed:
        fresh, signature = base64.b64decode(each.key), base64.b64decode(each.signature)
        if any(is_signed_by(key, signature, endorsed_text(me.hq, fresh)) for key in found):
            found.append(fresh)
    return found


def is_signed_by(public_key: bytes, signature: bytes, data: bytes) -> bool:
    """Whether the holder of a key (32 raw bytes) has signed ``data``."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_of(card: Card, signature: str, data: bytes) -> bool:
    """Whether a colleague's laptop has signed ``data``; the signature is base64."""
    try:
        return is_signed_by(base64.b64decode(card.public_key), base64.b64decode(signature, validate=True), data)
    except ValueError:
        return False


def sign(store: Store, data: bytes) -> bytes:
    """This device's signature, 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(store.settings.signing_key()).sign(data)


def public_sealing_key(store: Store) -> str:
    """The key that is sealed with for this laptop, ``age1…``."""
    from pyrage import x25519  # type: ignore[import-untyped, unused-ignore]

    return str(x25519.Identity.from_str(store.settings.sealing_key()).to_public())


def seal(content: bytes, sealing_keys: Iterable[str]) -> bytes:
    """Content that only the holders of these keys can read; this laptop itself can't, if it is none of them."""
    from pyrage import encrypt, x25519  # type: ignore[import-untyped, unused-ignore]

    return bytes(encrypt(content, [x25519.Recipient.from_str(key) for key in sealing_keys]))


def unseal(store: Store, sealed: bytes) -> bytes:
    """What was sealed for this laptop. Raises ValueError where it was not, or is damaged."""
    from pyrage import DecryptError, decrypt, x25519  # type: ignore[import-untyped, unused-ignore]

    try:
        return bytes(decrypt(sealed, [x25519.Identity.from_str(store.settings.sealing_key())]))
    except DecryptError as error:
        raise ValueError("sealed for another") from error
