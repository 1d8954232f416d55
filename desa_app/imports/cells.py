"""What a single cell of an attendance list says: sex, age, birth year, phone. None where it can't be told."""

from __future__ import annotations

import re
from datetime import date

from desa_app.domain.attendee import Sex
from desa_app.domain.formats import find_date, find_phone, fold_text

EARLIEST_BIRTH = 1905
GREATEST_AGE = 120

_BLANKS = frozenset({"", "na", "nihil", "kosong", "tidakada", "tdkada", "tdkpunya", "tidakpunya", "null"})
_MALE = frozenset({"l", "lk", "laki", "lakilaki", "lelaki", "pria", "m", "male", "lki", "cowok"})
_FEMALE = frozenset({"p", "pr", "perempuan", "wanita", "w", "f", "female", "prp", "prmpuan", "cewek"})
_NO_MARK = frozenset({"-", "–", "—", "0", "false", "."})


def is_blank(text: str) -> bool:
    """Whether a cell holds nothing, or only a dash, dots or a word for "none"."""
    return fold_text(text) in _BLANKS and text not in ("✓", "√", "✔", "●")


def read_sex(text: str) -> Sex | None:
    """``L`` or ``P`` from ``L``, ``Lk``, ``Laki-laki``, ``Pria``, ``M`` … and ``P``, ``Pr``, ``Wanita``, ``F`` …"""
    word = fold_text(text)
    return "L" if word in _MALE else "P" if word in _FEMALE else None


def is_marked(text: str) -> bool:
    """Whether a cell under ``L`` or under ``P`` is ticked: any text that is no dash, zero or FALSE."""
    return bool(text) and text.casefold() not in _NO_MARK


def read_age(text: str) -> int | None:
    """Years from ``34``, ``34 th``, ``34 tahun``, ``± 34``, ``34,0``; None beyond 0–120."""
    match = re.fullmatch(
        r"(?:±|\+/-|~|kl|kurang lebih)?\s*(\d{1,3})(?:[.,]0+)?\s*(?:t|th|thn|tahun|y|yo|years?)?\.?",
        text.strip().lower(),
    )
    return int(match[1]) if match and int(match[1]) <= GREATEST_AGE else None


def read_birth_year(text: str) -> int | None:
    """The year from ``1990``, ``19-05-1990``, ``Kendal, 19 Mei 1990``; a date in the future is a century older."""
    day = find_date(text)
    year = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)
    if text.startswith("=") or (day is None and year is None):
        return None
    found = day.year if day else int(year[0]) if year else 0
    this_year = date.today().year
    if found > this_year and day:
        found -= 100
    return found if EARLIEST_BIRTH <= found <= this_year else None


def read_phone(text: str) -> str | None:
    """E.164 of the first number in ``text``.

    ``6,28123E+12``, as old Excel writes long numbers into CSV, is read only where no digit was lost.
    """
    return find_phone(_without_exponent(text))


def _without_exponent(text: str) -> str:
    match = re.fullmatch(r"(\d)[.,](\d+)[eE]\+?(\d{1,2})", text.strip())
    if not match:
        return text
    digits, length = match[1] + match[2], int(match[3]) + 1
    return digits if len(digits) == length else text
