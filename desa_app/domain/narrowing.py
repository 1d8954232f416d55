"""Narrowing a list as one types: the text of a row, folded, and the words that must stand in it.

Coarser than the search over everything (``search``): a word may stand anywhere in a row, even within another one, so
that a list answers to each letter. Old and new spelling, case, accents and spaces make no difference, and *Ds.*, *kel.*
or *kec.* before a name ask for nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from desa_app.domain.formats import fold_text, month_names
from desa_app.domain.village_text import MARKERS, respell

_WORD = re.compile(r"[^\W_]+")
_APART = "\n"
"""What stands between two texts of a row, so that no word is found across them."""


def row_text(texts: Iterable[str | None]) -> str:
    """What a row is found by: its texts folded, each run together because spaces are the first thing people miss."""
    return _APART.join([_folded(text) for text in texts if text])


def day_text(day: dt.date | None) -> str | None:
    """How a day is found: ``5 Mei May 2026``, whatever language is in use."""
    return " ".join((str(day.day), *month_names(day.month), str(day.year))) if day else None


def asked(text: str) -> tuple[str, ...]:
    """The folded words that a row must hold; the word before a place's name counts only where it stands alone.

    >>> asked("Ds. Soeka Makmoer"), asked("desa")
    (('suka', 'makmur'), ('desa',))
    """
    words = _WORD.findall(text)
    named = [word for word in words if not _is_marker(word)]
    return tuple(dict.fromkeys(_folded(word) for word in named or words))


class Period(NamedTuple):
    """The days from ``start`` to ``end``, both inclusive, None where it is open."""

    start: dt.date | None = None
    end: dt.date | None = None

    def holds(self, day: dt.date | None) -> bool:
        """Whether a day lies within; without a day only a period open at both ends does."""
        if day is None:
            return self.start is None and self.end is None
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


def _is_marker(word: str) -> bool:
    marker = MARKERS.get(word.lower())
    return marker is not None and marker.firm


@lru_cache(maxsize=2**14)
def _folded(text: str) -> str:
    """Folded text, kept because villages, venues and days repeat.

    Words are respelled each for itself: ``Solo Edukasi`` has no *oe*. Where that makes a difference to the whole run
    together, as some type it, it is found either way.
    """
    apart = "".join(respell(fold_text(word)) for word in _WORD.findall(text))
    together = respell(fold_text(text))
    return apart if apart == together else f"{apart}{_APART}{together}"
