"""Numbers in Indonesian words (*terbilang*), as an official record writes its date."""

from __future__ import annotations

_SMALL = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")

_UNITS = ((1000, "ribu"), (100, "ratus"), (10, "puluh"))


def spelled(number: int) -> str:
    """A number from 0 to 999,999 in words; ValueError for any other.

    >>> spelled(24), spelled(2026), spelled(1100)
    ('dua puluh empat', 'dua ribu dua puluh enam', 'seribu seratus')
    """
    if not 0 <= number < 1_000_000:
        raise ValueError(f"not spelled here: {number}")
    if number < 12:
        return _SMALL[number]
    if number < 20:
        return f"{_SMALL[number - 10]} belas"
    unit, word = next(each for each in _UNITS if number >= each[0])
    count, rest = divmod(number, unit)
    head = f"se{word}" if count == 1 and unit > 10 else f"{spelled(count)} {word}"
    return f"{head} {spelled(rest)}" if rest else head
