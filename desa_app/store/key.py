"""The key of this laptop's database: random, and opened by a passphrase or by the system's keyring.

The database is encrypted with 32 random bytes. They lie in ``key.json`` sealed (AES-256-GCM) under a key that
Argon2id derives from the passphrase, so a passphrase can change without rewriting the database; or in the system's
keyring, and then ``key.json`` only says so.
"""

from __future__ import annotations

import base64
import contextlib
import errno
import secrets
import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import msgspec

from desa_app import durable
from desa_app.errors import DamagedDatabase, DiskFull, FolderUnusable, KeyMissing, StoreError, WrongPassphrase

FILE = "key.json"
BACKUPS = "backups"
"""The folder of the database's copies, which has a copy of the key as well."""
KEY_BYTES = 32
KEYRING_SERVICE = "desa_app"
SHORTEST_PASSPHRASE = 8
"""Characters that whoever asks for a new passphrase must insist on."""
MEMORY_KIB = 64 * 1024
ITERATIONS = 3
"""Argon2id at 64 MiB and three passes: about 0.2 s on an old laptop (RFC 9106 recommends this for little memory)."""

_deriving = threading.Lock()


class SealedKey(msgspec.Struct, frozen=True, tag="passphrase", forbid_unknown_fields=True):
    """The key under a passphrase; all bytes in base64."""

    salt: bytes
    nonce: bytes
    sealed: bytes
    memory_kib: int
    iterations: int


class KeyringKey(msgspec.Struct, frozen=True, tag="keyring", forbid_unknown_fields=True):
    """The key lies in the system's keyring under ``account``."""

    account: str


def has_key(folder: Path) -> bool:
    """Whether the folder has a key already, so that it must be opened rather than made."""
    return (folder / FILE).exists()


def needs_passphrase(folder: Path) -> bool:
    """Whether opening the folder takes a passphrase; false where the keyring has the key."""
    return not (has_key(folder) and isinstance(_read(folder), KeyringKey))


def make_key(folder: Path, passphrase: str | None) -> bytes:
    """A new key for ``folder``, kept under the passphrase, or in the system's keyring where there is none.

    The file is on the disk before this returns, so a database never exists without its key. Where another process
    was quicker, its key is the folder's.
    """
    key = secrets.token_bytes(KEY_BYTES)
    kept = _sealed(key, passphrase) if passphrase else _in_keyring(key)
    try:
        _put(folder / FILE, kept, durable.install)
    except FileExistsError:
        return open_key(folder, passphrase)
    return key


def open_key(folder: Path, passphrase: str | None) -> bytes:
    """The key of ``folder``; raises WrongPassphrase, KeyMissing or DamagedDatabase."""
    kept = _read(folder)
    if isinstance(kept, KeyringKey):
        return _from_keyring(kept)
    if not passphrase:
        raise WrongPassphrase
    return _opened(kept, passphrase)


def forget_key(path: Path) -> None:
    """Take a key out of the system's keyring and out of memory, if this file says that it is there."""
    import keyring
    import keyring.errors

    _unsealed.cache_clear()
    with contextlib.suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError, keyring.errors.KeyringError):
        kept = msgspec.json.decode(path.read_bytes(), type=SealedKey | KeyringKey)
        if isinstance(kept, KeyringKey):
            keyring.delete_password(KEYRING_SERVICE, kept.account)


def change_passphrase(folder: Path, old: str | None, new: str) -> None:
    """Seal the same key under another passphrase; the database itself stays as it is. The key beside the backups
    changes with it, so that the old passphrase opens nothing any more."""
    kept = _sealed(open_key(folder, old), new)
    for place in (folder, folder / BACKUPS):
        if has_key(place):
            _put(place / FILE, kept, durable.replace)


def _derived(passphrase: str, salt: bytes, iterations: int, memory_kib: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(salt=salt, length=KEY_BYTES, iterations=iterations, lanes=1, memory_cost=memory_kib)
    return kdf.derive(passphrase.encode())


def _sealed(key: bytes, passphrase: str) -> SealedKey:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    wrapping = _derived(passphrase, salt, ITERATIONS, MEMORY_KIB)
    return SealedKey(salt, nonce, AESGCM(wrapping).encrypt(nonce, key, None), MEMORY_KIB, ITERATIONS)


def _opened(kept: SealedKey, passphrase: str) -> bytes:
    """The key, derived once for all threads that open the folder; a passphrase changed since is another ``kept``."""
    with _deriving:
        return _unsealed(kept, passphrase)


@lru_cache(maxsize=1)
def _unsealed(kept: SealedKey, passphrase: str) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        wrapping = _derived(passphrase, kept.salt, kept.iterations, kept.memory_kib)
        return _whole(AESGCM(wrapping).decrypt(kept.nonce, kept.sealed, None))
    except InvalidTag:
        raise WrongPassphrase from None
    except (ValueError, OverflowError, MemoryError):
        raise DamagedDatabase(name=FILE) from None


def _in_keyring(key: bytes) -> KeyringKey:
    import keyring
    import keyring.errors

    account = secrets.token_hex(8)
    try:
        keyring.set_password(KEYRING_SERVICE, account, base64.b64encode(key).decode())
    except keyring.errors.KeyringError as error:
        raise KeyMissing(where=f"keyring: {type(error).__name__}") from error
    return KeyringKey(account)


def _from_keyring(kept: KeyringKey) -> bytes:
    import keyring
    import keyring.errors

    try:
        found = keyring.get_password(KEYRING_SERVICE, kept.account)
        return _whole(base64.b64decode(found or "", validate=True))
    except (keyring.errors.KeyringError, ValueError) as error:
        raise KeyMissing(where=f"keyring: {type(error).__name__}") from error


def _whole(key: bytes) -> bytes:
    """SQLCipher would take anything but 32 bytes for a passphrase of its own."""
    if len(key) != KEY_BYTES:
        raise ValueError("not a key")
    return key


def _read(folder: Path) -> SealedKey | KeyringKey:
    path = folder / FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=SealedKey | KeyringKey)
    except FileNotFoundError:
        raise KeyMissing(where=str(path)) from None
    except OSError as error:
        raise _unusable(path, error) from error
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise DamagedDatabase(name=path.name) from None


def _put(path: Path, kept: SealedKey | KeyringKey, name: Callable[[Path, Path], None]) -> None:
    """Write the file under another name first: a cut leaves the old one, or none, never half of one."""
    fresh = durable.beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        durable.write(fresh, msgspec.json.encode(kept))
        name(fresh, path)
    except FileExistsError:
        raise
    except OSError as error:
        raise _unusable(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)


def _unusable(path: Path, error: OSError) -> StoreError:
    if error.errno == errno.ENOSPC:
        return DiskFull()
    return FolderUnusable(name=str(path.parent), why=error.strerror or str(error))
