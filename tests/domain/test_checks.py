"""What may be saved, what may be submitted, what is only odd."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from desa_app.domain.attendee import Attendee, Consent
from desa_app.domain.checks import Problem, check_attendee, check_offer, check_session, stopping
from desa_app.domain.fields import Deletion
from desa_app.domain.offer import Offer, Recruiter
from desa_app.domain.session import Session
from desa_app.language import use_language

TODAY = dt.date(2026, 11, 24)
VILLAGE = "3324082014"
GIVEN = Consent(version="1", language="id", method="lisan", given_at="2026-11-20T09:00:00+07:00", witness="Kepala desa")
WIB = dt.timezone(dt.timedelta(hours=7))


def session(**parts: Any) -> Session:
    complete: dict[str, Any] = {"date": dt.date(2026, 11, 20), "villages": (VILLAGE,), "headcount_male": 12}
    return Session(**complete | parts)


def offer(**parts: Any) -> Offer:
    complete: dict[str, Any] = {
        "village": VILLAGE,
        "received_at": dt.datetime(2026, 11, 20, 9, tzinfo=WIB),
        "reporter_mode": "anonim",
        "job": "admin/CS",
    }
    return Offer(**complete | parts)


def brief(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.path, problem.severity) for problem in problems]


def test_a_headcount_without_names_can_be_submitted() -> None:
    assert check_session(session(), [], TODAY) == []


def test_an_empty_draft_can_be_saved_and_says_what_it_needs() -> None:
    found = check_session(Session(), [], TODAY)
    assert brief(found) == [(name, "before_submit") for name in ("date", "villages", "headcount_unknown")]
    assert stopping(found, submitting=False) == []
    assert stopping(found, submitting=True) == found


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"date": TODAY}, []),
        ({"date": dt.date(2026, 11, 25)}, [("date", "before_submit")]),
        ({"date": dt.date(2015, 11, 20)}, [("date", "warn")]),
        ({"start": dt.time(9, tzinfo=WIB), "end": dt.time(9, tzinfo=WIB)}, []),
        ({"start": dt.time(9, tzinfo=WIB), "end": dt.time(8, tzinfo=WIB)}, [("end", "refuse")]),
        ({"start": dt.time(9, tzinfo=WIB), "end": dt.time(8)}, [("end", "refuse")]),
        ({"start": dt.time(9), "end": dt.time(11, tzinfo=WIB)}, []),
        ({"villages": (VILLAGE, VILLAGE)}, [("villages", "warn")]),
        ({"headcount_ages": {"18-24": 5}}, [("headcount_ages", "warn")]),
        ({"headcount_ages": {"18-24": 12}}, []),
        ({"headcount_male": 0}, [("headcount_unknown", "before_submit")]),
    ],
)
def test_a_sessions_own_fields(parts: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert brief(check_session(session(**parts), [], TODAY)) == expected


def test_names_without_a_headcount_are_enough_and_fewer_counted_than_named_is_odd() -> None:
    people = [Attendee(full_name="Siti"), Attendee(full_name="Budi")]
    assert check_session(session(headcount_male=None), people, TODAY) == []
    assert brief(check_session(session(headcount_male=1), people, TODAY)) == [("headcount_unknown", "warn")]


@pytest.mark.parametrize("parts", [{"age": 17}, {"birth_year": 2008}, {"age": 0}])
def test_a_minors_name_and_phone_need_a_guardian(parts: dict[str, Any]) -> None:
    minor = Attendee(full_name="Ani", phone="0812", **parts)
    refused = [("attendees[0].full_name", "refuse"), ("attendees[0].phone", "refuse")]
    assert brief(check_session(session(), [minor], TODAY)) == refused
    assert check_attendee(Attendee(full_name="Ani", guardian_consent=GIVEN, **parts), TODAY) == []
    assert check_attendee(Attendee(sex="P", hamlet="Krajan", **parts), TODAY) == []


@pytest.mark.parametrize("parts", [{"age": 18}, {"birth_year": 2007}, {}])
def test_an_adults_name_needs_none(parts: dict[str, Any]) -> None:
    assert check_attendee(Attendee(full_name="Ani", phone="0812", **parts), TODAY) == []


def test_a_minor_is_one_on_the_day_of_the_session() -> None:
    born = Attendee(full_name="Ani", birth_year=2007)
    assert brief(check_session(session(date=dt.date(2025, 12, 1)), [born], TODAY)) == [
        ("attendees[0].full_name", "refuse")
    ]


def test_attendees_alike_are_pointed_out_and_the_deleted_are_not() -> None:
    people = [
        Attendee(full_name="Siti Nur'aini", sex="P"),
        Attendee(full_name="Siti Nur'aini", deletion=Deletion("salah")),
        Attendee(full_name="SITI NURAINI"),
        Attendee(full_name="Siti Nuraini", sex="L"),
        Attendee(),
        Attendee(),
    ]
    found = check_session(session(), people, TODAY)
    assert brief(found) == [("attendees[2].full_name", "warn"), ("attendees[3].full_name", "warn")]
    assert "peserta ke-1" in found[0].sentence
    assert "peserta ke-3" in found[1].sentence


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"nik": "3324081505900001"}, [("nik", "refuse")]),
        ({"age": 36, "birth_year": 1990}, []),
        ({"age": 35, "birth_year": 1990}, []),
        ({"age": 63, "birth_year": 1990}, [("age", "warn")]),
        ({"plans_where": "Kamboja"}, [("plans_abroad", "warn")]),
        ({"plans_where": "Kamboja", "plans_abroad": "ya"}, []),
    ],
)
def test_an_attendees_own_fields(parts: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert brief(check_attendee(Attendee(full_name="Budi", **parts), TODAY)) == expected


def test_an_anonymous_report_keeps_no_contact() -> None:
    found = check_offer(offer(reporter_contact="0812, malam"), [], TODAY)
    assert brief(stopping(found, submitting=False)) == [("reporter_contact", "refuse")]
    assert check_offer(offer(reporter_contact="0812, malam", reporter_mode="rahasia"), [], TODAY) == []


def test_an_empty_offer_can_be_saved_and_says_what_it_needs() -> None:
    found = check_offer(Offer(), [], TODAY)
    assert brief(found) == [(name, "before_submit") for name in ("reporter_mode", "village", "received_at", "story")]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({}, []),
        ({"received_at": dt.datetime(2026, 11, 25, 9, tzinfo=WIB)}, [("received_at", "before_submit")]),
        ({"pay_min": 9, "pay_max": 8, "pay_currency": "USD"}, [("pay_max", "warn")]),
        ({"pay_min": 8, "pay_max": 8, "pay_currency": "USD"}, []),
        ({"pay_max": 8}, [("pay_currency", "warn")]),
        ({"fee": 8}, [("fee_currency", "warn")]),
        ({"fee": 0}, []),
        ({"affected": 2, "minors": 3}, [("minors", "warn")]),
        ({"affected": 3, "minors": 3}, []),
        ({"minors": 3}, []),
        ({"licence_check": "cocok"}, [("licence_checked_at", "warn")]),
        ({"licence_check": "belum dicek"}, []),
        ({"departure_precision": "pasti"}, [("departure", "warn")]),
    ],
)
def test_an_offers_own_fields(parts: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert brief(check_offer(offer(**parts), [], TODAY)) == expected


def test_a_recruiter_is_enough_of_an_offer_unless_deleted() -> None:
    assert check_offer(offer(job=None), [Recruiter(alias="Bang Jo")], TODAY) == []
    gone = Recruiter(alias="Bang Jo", deletion=Deletion("salah"))
    assert brief(check_offer(offer(job=None), [gone], TODAY)) == [("story", "before_submit")]


def test_every_problem_is_said_in_both_languages() -> None:
    problem = check_session(Session(), [], TODAY)[0]
    assert problem.sentence == "Isi tanggal sesi."
    use_language("en")
    assert problem.sentence == "Enter the date of the session."
