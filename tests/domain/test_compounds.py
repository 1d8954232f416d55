"""Places that public reports name: found in spite of typing errors, dated, and never guessed from ordinary cities."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desa_app.domain.compounds import compounds, named_compound, newest_report, suggest_compounds
from desa_app.domain.labels import country_label

NAMES = [each.name for each in compounds()]


def names(text: str, country: str | None = None) -> list[str]:
    return [each.name for each in suggest_compounds(text, country)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sihanukvile", "Sihanoukville"),
        ("Sihanoukvile", "Sihanoukville"),
        ("kompong som", "Sihanoukville"),
        ("poipt", "Poipet"),
        ("baved", "Bavet"),
        ("o smach", "O'Smach"),
        ("kk prk", "KK Park"),
        ("shwe koko", "Shwe Kokko"),
        ("miyawaddy", "Myawaddy"),
        ("segitiga emas", "Golden Triangle SEZ"),
    ],
)
def test_a_misspelt_place_is_suggested(typed: str, meant: str) -> None:
    assert names(typed) == [meant]


@pytest.mark.parametrize(
    "typed",
    ["Surabaya", "Batam", "Kuala Lumpur", "Phnom Penh", "Bangkok", "Penang", "Johor Bahru", "Tokyo", "s", "Taipei"],
)
def test_an_ordinary_city_is_left_alone(typed: str) -> None:
    assert names(typed) == []
    assert named_compound(typed) is None


def test_nothing_typed_suggests_those_of_the_country() -> None:
    assert names("") == []
    assert names("", "LA") == ["Golden Triangle SEZ"]
    assert {each.country for each in suggest_compounds("", "KH")} == {"KH"}


def test_the_country_chosen_comes_first() -> None:
    assert next(each.country for each in suggest_compounds("ko", "MM")) == "MM"


@given(st.sampled_from(NAMES), st.integers(0, 30), st.sampled_from("aeioukhrstn"))
def test_one_wrong_letter_in_a_long_name_still_finds_it(name: str, place: int, letter: str) -> None:
    typed = name[: place % len(name)] + letter + name[place % len(name) + 1 :]
    if len("".join(filter(str.isalnum, typed))) >= 6:
        assert name in names(typed)


def test_every_place_rests_on_dated_reports_and_is_named_by_itself() -> None:
    for each in compounds():
        assert dt.date(2020, 1, 1) < newest_report(each).day < dt.date(2026, 11, 25)
        assert named_compound(each.name) == each
        assert all(named_compound(spelling) == each for spelling in each.spellings)
        assert country_label(each.country) != each.country
