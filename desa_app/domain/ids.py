"""Identifiers made on the device, so that a record has its name before anybody else hears of it."""

from __future__ import annotations

import uuid


def new_id(wall_ms: int, randomness: bytes) -> str:
    """A UUIDv7 (RFC 9562): 48 bits of wall-clock milliseconds, then 10 bytes of randomness less six fixed bits."""
    bits = (wall_ms & (1 << 48) - 1) << 80 | int.from_bytes(randomness[:10], "big")
    bits = bits & ~(0xF << 76) | 0x7 << 76
    bits = bits & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=bits))
