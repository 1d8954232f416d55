"""Signatures (Ed25519) and the keys they are proven by: a known key of headquarters leads to those it went on with."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable

from desa_app.sync.pure.receipt import Endorsement, endorsed_text


def is_signed_by(public_key: bytes, signature: bytes, data: bytes) -> bool:
    """Whether the holder of a key (32 raw bytes) has signed ``data``."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, data)
    except (ValueError, InvalidSignature):
        return False
    return True


def led(hq: str, known: bytes, endorsed: Iterable[Endorsement]) -> bytes:
    """The key that a known one leads to, each naming the next. Raises ValueError where one doesn't."""
    for each in endorsed:
        key = raw(each.key)
        if not is_signed_by(known, raw(each.signature), endorsed_text(hq, key)):
            raise ValueError("key")
        known = key
    return known


def led_to(hq: str, known: Iterable[bytes], endorsed: Iterable[Endorsement]) -> list[bytes]:
    """The known keys, and those that any of them leads to. Only forward: anybody can sign for a key that is good."""
    found = list(known)
    for each in endorsed:
        key, signature = raw(each.key), raw(each.signature)
        if any(is_signed_by(before, signature, endorsed_text(hq, key)) for before in found):
            found.append(key)
    return found


def raw(written: str) -> bytes:
    """The bytes behind base64; none where it is none."""
    try:
        return base64.b64decode(written, validate=True)
    except binascii.Error:
        return b""


def text(raw_bytes: bytes) -> str:
    """Bytes as base64."""
    return base64.b64encode(raw_bytes).decode()
