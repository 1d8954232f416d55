"""Codes that people read out to each other: which letters they have, and how they are heard."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is taken for another when read out over the telephone."""
BITS = 5
_GROUP = 4
_MISREAD = str.maketrans("OIL", "011", "- ")


def grouped(letters: str) -> str:
    """A code as it is shown: ``K7QM-2F9D-XP3A``."""
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def heard(written: str) -> str:
    """The letters of a code, however it was typed."""
    return written.upper().translate(_MISREAD)
