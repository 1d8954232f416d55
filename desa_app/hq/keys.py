"""Ed25519 keys: headquarters' own, and the check of what a device signed."""

from __future__ import annotations

import base64
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class Identity(NamedTuple):
    """Who this headquarters is: its name and its private key (32 raw bytes)."""

    hq: str
    private_key: bytes


def new_private_key() -> bytes:
    """A fresh private key, 32 raw bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key_of(private_key: bytes) -> bytes:
    """The public key of a private one, 32 raw bytes each."""
    return Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def public_text(private_key: bytes) -> str:
    """The public key of a private one in base64, as it goes over the line."""
    return base64.b64encode(public_key_of(private_key)).decode()


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
