"""Phones, dates, numbers, NIK, names and time zones as people write and read them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desa_app.domain import formats
from desa_app.language import use_language


@pytest.fixture(autouse=True)
def _indonesian() -> Iterator[None]:
    use_language("id")
    yield
    use_language("id")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("081234567890", "+6281234567890"),
        ("0812-3456-7890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("+62 (0)812 3456 7890", "+6281234567890"),
        ("+62812.3456.7890", "+6281234567890"),
        ("81234567890", "+6281234567890"),
        ("0062 812 3456 7890", "+6281234567890"),
        ("(0294) 381234", "+62294381234"),
        ("084234094445", "+6284234094445"),
        ("085512345678", "+6285512345678"),
        ("85512345678", "+6285512345678"),
        ("+855 12 345 678", "+85512345678"),
        ("+95 9 421 234 567", "+959421234567"),
        ("+66 81 234 5678", "+66812345678"),
        ("66812345678", "+66812345678"),
        ("60123456789", "+60123456789"),
        ("-", None),
        ("", None),
        ("12345", None),
        ("tidak ada", None),
        ("+", None),
        ("0000000000", None),
        ("9" * 500, None),
    ],
)
def test_a_phone_is_normalised_or_none(written: str, expected: str | None) -> None:
    assert formats.normalise_phone(written) == expected


@given(st.text(max_size=30))
def test_any_text_is_a_phone_or_none(text: str) -> None:
    phone = formats.normalise_phone(text)
    assert phone is None or formats.normalise_phone(phone) == phone


@given(st.from_regex(r"8(1[1-9]|5[1-9]|7[7-8])[0-9]{7,8}", fullmatch=True))
def test_every_spelling_of_a_mobile_number_is_one_number(national: str) -> None:
    spellings = [f"0{national}", f"62{national}", f"+62{national}", f"+62 (0){national}", national]
    assert {formats.normalise_phone(spelling) for spelling in spellings} == {f"+62{national}"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-05-19", date(2025, 5, 19)),
        ("19/05/2025", date(2025, 5, 19)),
        ("19-5-2025", date(2025, 5, 19)),
        ("19.05.25", date(2025, 5, 19)),
        ("19 Mei 2025", date(2025, 5, 19)),
        ("Senin, 19 Mei 2025", date(2025, 5, 19)),
        ("Jum'at, 17 Agt 1945", date(1945, 8, 17)),
        ("19 May 2025", date(2025, 5, 19)),
        ("1 Nopember 2025", date(2025, 11, 1)),
        ("05/19/2025", None),
        ("31/02/2025", None),
        ("19 Maret", None),
        ("Kendal, 19 Mei 1990", None),
        ("", None),
    ],
)
def test_a_date_is_read_day_first(text: str, expected: date | None) -> None:
    assert formats.parse_date(text) == expected


def test_a_date_is_found_within_other_text() -> None:
    assert formats.find_date("Kendal, 19 Mei 1990") == date(1990, 5, 19)
    assert formats.find_date("RT 01 RW 02") is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)), st.sampled_from(["id", "en"]))
def test_a_shown_date_is_read_back(day: date, language: str) -> None:
    use_language(language)
    assert formats.parse_date(formats.show_date(day)) == day
    assert formats.parse_date(day.isoformat()) == day


def test_dates_numbers_and_times_are_shown_in_the_language_in_use() -> None:
    day, moment = date(2025, 5, 19), datetime(2025, 5, 19, 14, 30, tzinfo=formats.TIME_ZONES["WITA"])
    assert (formats.show_date(day), formats.show_number(1234.5, 1)) == ("19 Mei 2025", "1.234,5")
    assert formats.show_number(83762) == "83.762"
    assert formats.show_time(moment) == "14:30 WITA"
    assert formats.show_time(moment.astimezone(UTC)) == "06:30 +0000"
    use_language("en")
    assert (formats.show_date(day), formats.show_number(1234.5, 1)) == ("19 May 2025", "1,234.5")


@pytest.mark.parametrize(
    ("code", "zone"), [("3324082014", "WIB"), ("11", "WIB"), ("5103", "WITA"), ("73", "WITA"), ("9171", "WIT")]
)
def test_the_time_zone_follows_the_province(code: str, zone: str) -> None:
    assert formats.time_zone_of(code).tzname(None) == zone


@pytest.mark.parametrize(
    ("nik", "errors"),
    [
        ("3324085905900001", ()),
        ("3324081905900001", ()),
        ("3324082902000001", ()),
        ("332408190590001", ("not_16_digits",)),
        ("33240819059000O1", ("not_16_digits",)),
        ("３３24081905900001", ("not_16_digits",)),
        ("3324083102900001", ("impossible_date",)),
        ("3324082902010001", ("impossible_date",)),
        ("3324081905900000", ("serial_zero",)),
        ("3324087213900000", ("impossible_date", "serial_zero")),
    ],
)
def test_an_impossible_nik_is_an_error(nik: str, errors: tuple[str, ...]) -> None:
    assert formats.check_nik(nik) == formats.NikCheck(errors=errors)


def test_an_odd_nik_is_only_warned_about() -> None:
    check = formats.check_nik("3324085905900001", sex="L", born=date(1991, 5, 19), districts={"332409"})
    assert check == formats.NikCheck(warnings=("unknown_area", "sex_differs", "birth_differs"))
    fitting = formats.check_nik("3324085905900001", sex="P", born=date(1990, 5, 19), districts={"332408"})
    assert fitting == formats.NikCheck()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hj. Siti Nur'aini, S.Pd", "SITI NURAINI"),
        ("H.Ahmad Fauzi", "ahmad fauzi"),
        ("Bapak Slamet", "Slamet"),
        ("Ibu Sri Wahyuni", "Sri  Wahyuni"),
        ("André", "Andre"),
        ("Nur-Jannah", "Nur Jannah"),
        ("KH. M. Yusuf, S.Pd.I., M.Si", "M Yusuf"),
    ],
)
def test_names_are_compared_without_titles_and_spelling_details(one: str, other: str) -> None:
    assert formats.fold_name(one) == formats.fold_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Fatimah S", "Fatimah"), ("Ibu", "Bapak"), ("Sri", "Sari"), ("'", "-"), ("Siti Ma", "Siti")]
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert formats.fold_name(one) != formats.fold_name(other)
    assert formats.fold_name(one)


@given(st.from_regex(r"(0|\+62)8[0-9]{8,11}", fullmatch=True))
def test_plain_mobile_numbers_are_what_the_library_says(written: str) -> None:
    parsed = phonenumbers.parse(written, "ID")
    expected = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    assert formats.normalise_phone(written) == expected


_PLAIN = ("Siti", "h", "Hj", "Drs", "SPd", "SH", "ma", "sag", "K")
_PARTS = (*_PLAIN, "H.", "S.Pd", "Ma.", "Nur'aini", "André", "x1", ",", " ", "  ", "\t", ".", "-")


@given(
    st.text()
    | st.lists(st.sampled_from(_PLAIN)).map(" ".join)
    | st.lists(st.sampled_from(_PARTS)).map("".join)
    | st.lists(st.sampled_from(_PARTS)).map(" ".join)
)
def test_the_quick_way_for_plain_names_agrees_with_the_thorough_one(name: str) -> None:
    assert formats.fold_name(name) == formats._fold_any_name(name)
