"""Narrowing a list as one types: what is the same whatever way it is written, and what a period holds."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desa_app.domain.narrowing import Period, asked, day_text, row_text


def finds(typed: str, *texts: str | None) -> bool:
    text = row_text(texts)
    return all(word in text for word in asked(typed))


@pytest.mark.parametrize(
    "typed",
    [
        "sukamakmur",
        "SUKA MAKMUR",
        "Ds. Suka Makmur",
        "soeka makmoer",
        "kel makmur",
        "sukaMÀKMUR",
        "mak",
        "suka, makmur",
    ],
)
def test_a_village_is_found_however_it_is_written(typed: str) -> None:
    assert finds(typed, "Suka Makmur", "Balai")


def test_every_word_must_be_there_and_none_reaches_over_two_texts() -> None:
    assert not finds("suka jaya", "Suka Makmur")
    assert not finds("makmurbalai", "Suka Makmur", "Balai")


def test_old_spelling_is_read_in_a_word_not_over_two() -> None:
    assert finds("solo edukasi", "Solo Edukasi")
    assert finds("soloedukasi", "Solo Edukasi")


def test_a_word_before_a_name_counts_where_it_stands_alone() -> None:
    assert asked("desa") == ("desa",)
    assert finds("desa", "Sukamakmur", "Balai Desa")
    assert not finds("desa", "Sukamakmur", "Masjid")


def test_a_day_is_found_in_both_languages() -> None:
    day = day_text(dt.date(2026, 5, 5))
    assert finds("5 mei 2026", day)
    assert finds("may 2026", day)
    assert day_text(None) is None


def test_a_number_is_found_by_any_part_however_it_is_spaced() -> None:
    assert finds("0812-3456", "081234567890", "+6281234567890")
    assert finds("+62 812", "081234567890", "+6281234567890")


@given(st.text(max_size=30), st.text(max_size=30))
def test_what_stands_in_a_row_is_found_by_any_of_its_words(first: str, second: str) -> None:
    assert finds(first, second, first)


@given(st.none() | st.dates(), st.none() | st.dates(), st.none() | st.dates())
def test_a_period_holds_the_days_between_its_ends(start: dt.date | None, end: dt.date | None, day: dt.date) -> None:
    held = Period(start, end).holds(day)
    if day is None:
        assert held == (start is None and end is None)
    else:
        assert held == ((start or dt.date.min) <= day <= (end or dt.date.max))
