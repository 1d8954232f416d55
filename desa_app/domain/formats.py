"""How things are written and read: phones, dates, numbers, NIK, names and time zones. Pure; no clock.

What a person typed is always kept beside the normalised form by whoever stores it; these functions only give
the form that can be compared or shown. Source of the rules: the "Formats" section of the domain description.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Collection
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

import msgspec

from desa_app.language import language

FOREIGN_REGIONS = {"855": "KH", "95": "MM", "66": "TH", "60": "MY"}
"""Calling codes of the countries that offers lead to; these are recognised without their plus sign, too."""

_PHONE_CHARACTERS = re.compile(r"[\d\s().+/\-–]+")
_NEW_MOBILE = re.compile(r"8\d{8,11}")
_PLAIN_MOBILE = re.compile(r"(?:\+62|0)(8[0-9]{8,11})")
"""What most numbers are; the library would say the same of them, in forty times the time."""


def normalise_phone(written: str) -> str | None:
    """``written`` as E.164 (``+628…``), or None where it is no phone number.

    Takes ``08…``, ``628…``, ``+62 (0)8…``, ``8…`` and, with or without plus, numbers of Cambodia, Myanmar,
    Thailand and Malaysia; an Indonesian reading goes first, because ``0855…`` is also an Indonesian prefix.
    Indonesian mobile numbers of a usual length pass even when their prefix is newer than the library's tables.
    """
    text = written.strip()
    if not _PHONE_CHARACTERS.fullmatch(text):
        return None
    digits = re.sub(r"\D", "", text)
    if text.startswith("+"):
        return _e164("+" + digits, None)
    if digits.startswith("00"):
        return _e164("+" + digits[2:], None)
    at_home = _e164(digits, "ID")
    if at_home or not digits.startswith(tuple(FOREIGN_REGIONS)):
        return at_home
    return _e164("+" + digits, None)


def find_phone(text: str) -> str | None:
    """E.164 of the first number in ``text``: of several (``0812… / 0857…``) the first that is one."""
    parts = re.split(r"[/;,|&]|\b(?:dan|atau)\b|\s{2,}", re.sub(r"^[^\d+(]+", "", text))
    return next((number for number in map(normalise_phone, (text, *parts)) if number), None)


def _e164(number: str, region: str | None) -> str | None:
    plain = _PLAIN_MOBILE.fullmatch(number)
    if plain:
        return f"+62{plain[1]}"
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    is_new_mobile = parsed.country_code == 62 and _NEW_MOBILE.fullmatch(str(parsed.national_number))
    if not is_new_mobile and not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


_MONTHS_ID = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
_MONTHS_EN = tuple(calendar.month_name)[1:]
_MONTH_NUMBERS = {
    spelling.lower(): number
    for names in (_MONTHS_ID, _MONTHS_EN)
    for number, name in enumerate(names, start=1)
    for spelling in (name, name[:3])
} | {"agt": 8, "ags": 8, "agust": 8, "pebruari": 2, "peb": 2, "nop": 11, "nopember": 11, "sept": 9}
_ISO_DATE = r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:[T ]00:00(?::00)?)?"
_DAY_FIRST = r"(?P<d>\d{1,2})[\s./-]+(?P<m>\d{1,2}|[a-z]{3,9})\.?[\s./-]+(?P<y>\d{4}|\d{2})"
_DATES = tuple(re.compile(rf"(?<!\d){pattern}(?!\d)", re.IGNORECASE) for pattern in (_ISO_DATE, _DAY_FIRST))
_WEEKDAY = re.compile(r"^(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)\b[\s,/]*", re.IGNORECASE)


def parse_date(text: str) -> date | None:
    """A date written ``2025-05-19``, ``19/05/2025``, ``19-5-25``, ``19 Mei 2025`` or ``Senin, 19 Mei 2025``.

    The day stands before the month, as in Indonesia; an impossible date is None rather than turned around.
    Years of two digits: 69–99 are 19xx, 00–68 are 20xx (POSIX).
    """
    bare = _WEEKDAY.sub("", text.strip())
    return next((found for found in (_date_of(p.fullmatch(bare)) for p in _DATES) if found), None)


def find_date(text: str) -> date | None:
    """The first date anywhere in ``text``, such as in ``Kendal, 19 Mei 1990``; see parse_date."""
    return next((found for found in (_date_of(p.search(text)) for p in _DATES) if found), None)


def _date_of(match: re.Match[str] | None) -> date | None:
    if match is None:
        return None
    month = match["m"]
    year = int(match["y"])
    if len(match["y"]) == 2:
        year += 1900 if year >= 69 else 2000
    try:
        return date(year, int(month) if month.isdigit() else _MONTH_NUMBERS.get(month.lower(), 0), int(match["d"]))
    except ValueError:
        return None


def show_date(day: date, *, short: bool = False) -> str:
    """``19 Agustus 2025``, or ``19 August 2025`` in English; ``19 Agu 2025`` where it is ``short``."""
    month = (_MONTHS_EN if language() == "en" else _MONTHS_ID)[day.month - 1]
    return f"{day.day} {month[:3] if short else month} {day.year}"


def month_names(month: int) -> tuple[str, str]:
    """What a month, 1 to 12, is called in Indonesian and in English."""
    return _MONTHS_ID[month - 1], _MONTHS_EN[month - 1]


def show_number(value: float, decimals: int = 0) -> str:
    """``1.234,5`` for 1234.5 with one decimal, or ``1,234.5`` in English."""
    english = f"{value:,.{decimals}f}"
    return english if language() == "en" else english.translate(str.maketrans(",.", ".,"))


TIME_ZONES = {name: timezone(timedelta(hours=hours), name) for name, hours in (("WIB", 7), ("WITA", 8), ("WIT", 9))}
"""Western, central and eastern Indonesian time; there is no daylight saving (Keppres 41/1987)."""

_EAST = frozenset({"81", "82", "91", "92", "93", "94", "95", "96", "97"})
_CENTRE = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})


def time_zone_of(area_code: str) -> timezone:
    """The time zone of a village, district, regency or province, by the province in its code (Keppres 41/1987)."""
    province = area_code[:2]
    return TIME_ZONES["WIT" if province in _EAST else "WITA" if province in _CENTRE else "WIB"]


def show_time(moment: datetime) -> str:
    """``14:30 WIB``: 24 hours, with the zone where its offset is an Indonesian one, else the offset."""
    zone = next((name for name, zone in TIME_ZONES.items() if zone.utcoffset(None) == moment.utcoffset()), None)
    return f"{moment:%H:%M} {zone or moment.strftime('%z')}".strip()


class NikCheck(msgspec.Struct, frozen=True):
    """What is wrong with an NIK (``errors``: it can't be one) and what only looks odd (``warnings``), as codes.

    Errors: ``not_16_digits``, ``impossible_date``, ``serial_zero``.
    Warnings: ``unknown_area``, ``sex_differs``, ``birth_differs``.
    """

    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def check_nik(
    nik: str, *, sex: str | None = None, born: date | None = None, districts: Collection[str] = ()
) -> NikCheck:
    """Check area (6 digits), birth as ddmmyy (women: day + 40) and serial number (0001…).

    ``sex`` is L or P; ``districts`` are the known district codes of 6 digits, empty to leave the area unchecked.
    Warnings only, because areas split and identity cards carry the office's own errors.
    """
    if not re.fullmatch(r"[0-9]{16}", nik):
        return NikCheck(errors=("not_16_digits",))
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    is_woman = day > 40
    birth = (day - 40 if is_woman else day, month, year)
    errors = [] if _is_possible_birth(*birth) else ["impossible_date"]
    errors += ["serial_zero"] if nik.endswith("0000") else []
    warnings = ["unknown_area"] if districts and nik[:6] not in districts else []
    warnings += ["sex_differs"] if sex in ("L", "P") and (sex == "P") != is_woman else []
    warnings += ["birth_differs"] if born and (born.day, born.month, born.year % 100) != birth else []
    return NikCheck(tuple(errors), tuple(warnings))


def _is_possible_birth(day: int, month: int, year: int) -> bool:
    for century in (1900, 2000):
        try:
            date(century + year, month, day)
        except ValueError:
            continue
        return True
    return False


_FORMS_OF_ADDRESS = frozenset(
    re.findall(
        r"\w+",
        "h hj kh k kyai haji hajah ibu bu bapak bpk bp pak sdr sdri tn ny nn mas mbak mba ust ustad ustadz ustadzah "
        "dr drs dra ir drg prof",
    )
)
_DEGREES = frozenset(
    re.findall(
        r"\w+",
        "spd spdi spdsd sh shi se sei st ssos skom sag sip sp spt spi skm skep sstp sst stp sfarm spsi shut ssi ns ama "
        "amd amdkeb amdkep amakeb amk mpd mpdi mh mhum mm mkes mkom mt msi map ma msc phd ba bsc llm lc",
    )
)
_VOWEL = re.compile("[aeiou]")
_INITIALS = re.compile(r"\b([Hh]j?|[Dd]r[sa]?|[Ii]r)\.(?=\w)")


def fold_name(name: str) -> str:
    """``name`` for comparison only: without case, accents, spaces, punctuation, forms of address and degrees.

    ``Hj. Siti Nur'aini, S.Pd`` and ``SITI NURAINI`` give the same text. What looks like a degree but could be a name
    (``Ma``, ``Sag``) is one only with a dot or after a comma. A name made of titles alone stays as it is.
    """
    small = name.lower()
    run = small.replace(" ", "")
    if run.isalpha() and run.isascii():  # most names, ten times as fast: a country is 600,000 of them
        words = small.split()
        if words[0] not in _FORMS_OF_ADDRESS and words[-1] not in _DEGREES:
            return run
    return _fold_any_name(name)


def _fold_any_name(name: str) -> str:
    return "".join(name_words(name)) or name.strip().casefold()


def name_words(name: str) -> list[str]:
    """The words of a name that ``fold_name`` compares, each for itself."""
    own, _, after_comma = name.partition(",")
    words = [part for word in own.split() for part in _fold_word(word)]
    if after_comma:
        written = after_comma.replace(",", " ").split()
        words += [(folded, True) for word in written for folded, _ in _fold_word(word)]
    while len(words) > 1 and words[0][0] in _FORMS_OF_ADDRESS:
        words = words[1:]
    while len(words) > 1 and words[-1][1] and words[-1][0] in _DEGREES:
        words = words[:-1]
    return [folded for folded, _ in words]


@lru_cache(maxsize=2**14)
def _fold_word(word: str) -> tuple[tuple[str, bool], ...]:
    """A word of a name folded, and whether it is written as no name is: with a dot, or without a vowel.

    ``H.Ahmad`` gives two, while the dotted degree ``S.Pd.I`` stays one; a word without letters or digits gives none.
    """
    parts = [(fold_text(part), part) for part in _INITIALS.sub(r"\1. ", word).split()]
    return tuple((folded, "." in part or not _VOWEL.search(part.lower())) for folded, part in parts if folded)


def is_degree(text: str) -> bool:
    """Whether ``text`` is an academic degree such as ``S.Pd`` or ``M.Si.``, which follows a name after a comma."""
    return fold_text(text) in _DEGREES


def fold_text(text: str) -> str:
    """``text`` in small letters and digits only, without accents, for comparing what people typed."""
    plain = text.lower() if text.isascii() else unicodedata.normalize("NFKD", text.casefold())
    return plain if plain.isalnum() else "".join(filter(str.isalnum, plain))
