"""Headquarters' own keys, the check of what a device signed, and the sealing of bundles (age)."""

from __future__ import annotations

import base64
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desa_app.sync.pure.receipt import Endorsement, endorsed_text, key_id


class Key(NamedTuple):
    """A public key of headquarters (raw bytes), and the signature of the key before it; empty for the first."""

    public_key: bytes
    signature: bytes


class Identity(NamedTuple):
    """Who this headquarters is: its name, its private key (32 raw bytes), and its public keys from the first to the
    one in use; and ``sealing_key``, the secret (age) that opens what is sealed to it."""

    hq: str
    private_key: bytes
    keys: tuple[Key, ...] = ()
    sealing_key: str = ""

    def endorsed(self, known: str) -> tuple[Endorsement, ...]:
        """What leads from the key of the id ``known`` to the one in use; from the first where that is no key here."""
        ids = [key_id(each.public_key) for each in self.keys]
        behind = ids.index(known) if known in ids else 0
        return tuple(Endorsement(_text(each.public_key), _text(each.signature)) for each in self.keys[behind + 1 :])


def endorse(identity: Identity, private_key: bytes) -> Key:
    """The key behind ``private_key``, named by the one in use as the next."""
    public_key = public_key_of(private_key)
    return Key(public_key, sign(identity.private_key, endorsed_text(identity.hq, public_key)))


def new_private_key() -> bytes:
    """A fresh private key, 32 raw bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key_of(private_key: bytes) -> bytes:
    """The public key of a private one, 32 raw bytes each."""
    return Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def public_text(private_key: bytes) -> str:
    """The public key of a private one in base64, as it goes over the line."""
    return _text(public_key_of(private_key))


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def sign(private_key: bytes, data: bytes) -> bytes:
    """The signature of ``data``, 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(private_key).sign(data)


def is_signed_by(public_key: bytes, signature: bytes, data: bytes) -> bool:
    """Whether ``signature`` over ``data`` was made with the key behind ``public_key``."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def new_sealing_key() -> str:
    """A fresh secret for opening what is sealed, ``AGE-SECRET-KEY-…`` (X25519)."""
    from pyrage import x25519  # type: ignore[import-untyped, unused-ignore]

    return str(x25519.Identity.generate())


def public_sealing_key(secret: str) -> str:
    """The key that others seal with for the holder of a secret, ``age1…``."""
    from pyrage import x25519  # type: ignore[import-untyped, unused-ignore]

    return str(x25519.Identity.from_str(secret).to_public())


def is_sealing_key(text: str) -> bool:
    """Whether a device's text is a key to seal with."""
    from pyrage import RecipientError, x25519  # type: ignore[import-untyped, unused-ignore]

    try:
        x25519.Recipient.from_str(text)
    except RecipientError:
        return False
    return True


def seal(content: bytes, sealing_key: str) -> bytes:
    """Content that only the holder of one key can read."""
    import pyrage  # type: ignore[import-untyped, unused-ignore]

    return bytes(pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(sealing_key)]))


def unseal(sealed: bytes, secret: str) -> bytes:
    """What was sealed for the holder of ``secret``. Raises ValueError where it was not, or is damaged."""
    import pyrage  # type: ignore[import-untyped, unused-ignore]

    try:
        return bytes(pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(secret)]))
    except pyrage.DecryptError as error:
        raise ValueError("sealed for another") from error
