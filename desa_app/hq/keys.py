"""Headquarters' own signing keys, and which of them names which as the next."""

from __future__ import annotations

from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desa_app.sync.pure.receipt import Endorsement, endorsed_text, key_id
from desa_app.sync.pure.signing import text


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
        return tuple(Endorsement(text(each.public_key), text(each.signature)) for each in self.keys[behind + 1 :])


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
    return text(public_key_of(private_key))


def sign(private_key: bytes, data: bytes) -> bytes:
    """The signature of ``data``, 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(private_key).sign(data)
