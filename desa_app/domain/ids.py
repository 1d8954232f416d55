"""Identifiers made on the device, so that a record has its name before anybody else hears of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

_TOGETHER = 1 << 12
"""How many ids of one millisecond a counter of 12 bits tells apart."""


def new_id(wall_ms: int, randomness: bytes) -> str:
    """A UUIDv7 (RFC 9562): 48 bits of wall-clock milliseconds, then 10 bytes of randomness less six fixed bits."""
    bits = (wall_ms & (1 << 48) - 1) << 80 | int.from_bytes(randomness[:10], "big")
    bits = bits & ~(0xF << 76) | 0x7 << 76
    bits = bits & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=bits))


def new_ids(wall_ms: int, randomness: Sequence[bytes]) -> list[str]:
    """Ids of records made together, one for each 8 bytes of randomness, which sort in the order they are given in:
    a counter stands where a UUIDv7 may have one (RFC 9562, section 6.2)."""
    return [
        new_id(wall_ms + place // _TOGETHER, (place % _TOGETHER).to_bytes(2, "big") + each)
        for place, each in enumerate(randomness)
    ]
