"""What text asks for, what records are found by, and what of a result is made bold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desa_app.domain.search import (
    Found,
    Term,
    is_found,
    marks,
    number_pieces,
    person_found,
    recruiter_found,
    session_found,
    terms,
)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("", ()),
        ("  ?! ", ()),
        ("Siti Nur'aini", (Term(("siti",)), Term(("nuraini",)))),
        ("0812-3456", (Term(("0812", "3456"), "8123456"),)),
        ("+62 812 (34)", (Term(("62", "812", "34"), "6281234"),)),
        ("siti 0812 34 wono", (Term(("siti",)), Term(("0812", "34"), "81234"), Term(("wono",)))),
        ("12", (Term(("12",)),)),
        ("@rudi_kerja99", (Term(("rudi", "kerja", "99")),)),
    ],
)
def test_terms(typed: str, asked: tuple[Term, ...]) -> None:
    assert terms(typed) == asked


@pytest.mark.parametrize(
    ("shown", "typed", "bold"),
    [
        ("Siti Rohayati", "roh", "Siti [Roh]ayati"),
        ("Siti Rohayati", "rohayati siti", "[Siti] [Rohayati]"),
        ("Siti Nur'aini", "nurai", "Siti [Nur'ai]ni"),
        ("Soekarno", "soek", "[Soek]arno"),
        ("Soekarno", "sukar", "[Soekarno]"),
        ("0812-3456-7890", "3456 78", "0812-[3456-78]90"),
        ("0812 3456 7890", "62812", "0812 3456 7890"),
        ("20 Januari 2026", "januari 2026", "20 [Januari] [2026]"),
        ("Ánna", "anna", "[Ánna]"),
        ("Ani", "", "Ani"),
    ],
)
def test_marks(shown: str, typed: str, bold: str) -> None:
    said, at = "", 0
    for start, length in marks(shown, terms(typed)):
        said += f"{shown[at:start]}[{shown[start : start + length]}]"
        at = start + length
    assert said + shown[at:] == bold


@given(st.text(max_size=30), st.text(max_size=12))
def test_marks_lie_in_the_text_in_order_and_apart(shown: str, typed: str) -> None:
    at = 0
    for start, length in marks(shown, terms(typed)):
        assert at <= start
        assert length > 0
        at = start + length
    assert at <= len(shown)


def test_a_minor_without_consent_is_found_by_nothing() -> None:
    assert person_found("Citra", "0812 3456 7890", "+6281234567890", age=15, is_agreed=False) == Found()
    assert person_found("Citra", None, None, age=15, is_agreed=True).words == "citra"
    assert person_found("Citra", "0812 345", None, age=None, is_agreed=False) == Found("citra", "812345")


def test_a_recruiter_is_found_by_numbers_hidden_in_links() -> None:
    found = recruiter_found(("Bang Rudi", None), ("@rudi_kerja", "https://wa.me/6281234567"), "+6285711", "123-456")
    assert found.numbers.split() == ["6285711", "123456", "6281234567"]
    assert {"bang", "rudi", "kerja", "rudikerja", "wa", "me"} <= set(found.words.split())


def test_a_session_is_found_by_its_date_in_both_languages() -> None:
    found = session_found(["Wonorejo"], ["3324082014"], "2026-05-07", None)
    for typed in ("wono", "7 mei", "may 2026", "07/05/2026", "33.24.08.2014", "2014"):
        assert is_found(found, terms(typed)), typed
    for typed in ("8 mei", "juni", "wonosari"):
        assert not is_found(found, terms(typed)), typed


@given(st.text("0123456789", min_size=3, max_size=14), st.data())
def test_any_part_of_a_number_is_a_run_of_its_pieces(number: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(number) - 3))
    end = data.draw(st.integers(start + 3, len(number)))
    assert number_pieces(number[start:end]) in number_pieces(number)
