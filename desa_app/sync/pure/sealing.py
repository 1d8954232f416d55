"""Sealing with the age format (X25519): who has the key can make a bundle, only its holder can read it."""

from __future__ import annotations

from collections.abc import Iterable


def new_sealing_key() -> str:
    """A fresh secret for opening what is sealed, ``AGE-SECRET-KEY-…``."""
    from pyrage import x25519

    return str(x25519.Identity.generate())


def public_sealing_key(secret: str) -> str:
    """The key that others seal with for the holder of a secret, ``age1…``."""
    from pyrage import x25519

    return str(x25519.Identity.from_str(secret).to_public())


def is_sealing_key(written: str) -> bool:
    """Whether a device's text is a key to seal with."""
    from pyrage import RecipientError, x25519

    try:
        x25519.Recipient.from_str(written)
    except RecipientError:
        return False
    return True


def seal(content: bytes, sealing_keys: Iterable[str]) -> bytes:
    """Content that only the holders of these keys can read; who seals it can't, if they hold none of them."""
    from pyrage import encrypt, x25519

    return bytes(encrypt(content, [x25519.Recipient.from_str(key) for key in sealing_keys]))


def unseal(sealed: bytes, secret: str) -> bytes:
    """What was sealed for the holder of ``secret``. Raises ValueError where it was not, or is damaged."""
    from pyrage import DecryptError, decrypt, x25519

    try:
        return bytes(decrypt(sealed, [x25519.Identity.from_str(secret)]))
    except DecryptError as error:
        raise ValueError("sealed for another") from error
