"""Everything that lies on the disks of laptops and headquarters as raw bytes: every page of every database and of its
write-ahead log, decrypted, free pages and slack included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

PAGE, RESERVED, IV, SALT = 4096, 80, 16, 16
WAL_HEADER, FRAME_HEADER = 32, 24


def found(folder: Path, key: bytes, words: Iterable[str]) -> dict[str, set[str]]:
    """By file of a folder, those of the words that its bytes say, in whatever case, decrypted where it is a database
    under ``key``."""
    said: dict[str, set[str]] = {}
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        content = b"\0".join(_readings(path, key)).lower()
        here = {word for word in words if word.lower().encode() in content}
        if here:
            said[str(path.relative_to(folder))] = here
    return said


def _readings(path: Path, key: bytes) -> Iterator[bytes]:
    """The bytes as they are, and as they are decrypted."""
    content = path.read_bytes()
    yield content
    if path.name.endswith("-wal"):
        for start in range(WAL_HEADER, len(content), FRAME_HEADER + PAGE):
            number = int.from_bytes(content[start : start + 4], "big")
            yield _page(content[start + FRAME_HEADER : start + FRAME_HEADER + PAGE], number, key)
    elif path.suffix == ".db":
        for start in range(0, len(content), PAGE):
            yield _page(content[start : start + PAGE], start // PAGE + 1, key)


def _page(page: bytes, number: int, key: bytes) -> bytes:
    """A page of SQLCipher 4 under a raw key: AES-256-CBC, its vector behind what it says (the first page begins with
    the salt)."""
    if len(page) != PAGE:
        return b""
    start, end = SALT if number == 1 else 0, PAGE - RESERVED
    opened = Cipher(AES256(key), CBC(page[end : end + IV])).decryptor()
    return opened.update(page[start:end]) + opened.finalize()
