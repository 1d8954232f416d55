"""What the papers of a session say: only names that may be stored, official words, and each count as coverage's."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desa_app.domain.attendee import Attendee, Consent
from desa_app.domain.session import Session
from desa_app.domain.spelled import spelled
from desa_app.domain.village import Village
from desa_app.language import use_language
from desa_app.reports.papers import (
    KINDS,
    Facts,
    Grid,
    Letterhead,
    Numbered,
    Paragraph,
    Signatures,
    Title,
    Visit,
    parts,
    reached,
)

WONOREJO = Village("3324082014", "Wonorejo", "desa", "Kaliwungu", "Kabupaten Kendal", "Jawa Tengah")
PEDALANGAN = Village("3374101002", "Pedalangan", "kelurahan", "Banyumanik", "Kota Semarang", "Jawa Tengah")
HEAD = Letterhead(("KEMENTERIAN",), "Kantor Imigrasi Kelas I TPI Semarang", "Jalan Siliwangi 514")
WIB = dt.timezone(dt.timedelta(hours=7))


def visit(people: tuple[Attendee, ...] = (), villages: tuple[Village, ...] = (WONOREJO,), **fields: Any) -> Visit:
    """A session of 24 November 2026 with these people."""
    session = Session(date=dt.date(2026, 11, 24), villages=tuple(each.code for each in villages), **fields)
    return Visit(session, people, villages, HEAD, "Dewi Kartikasari")


def text(kind: Any, shown: Visit) -> str:
    """Everything a paper says."""
    return "\n".join(repr(part) for part in parts(kind, shown))


def grid(shown: Visit) -> Grid:
    """The table of an attendance sheet."""
    return next(part for part in parts("attendance", shown) if isinstance(part, Grid))


@given(st.integers(0, 999_999), st.integers(0, 999_999))
def test_numbers_in_words_are_as_many_as_numbers(one: int, other: int) -> None:
    assert (spelled(one) == spelled(other)) == (one == other)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (17, "tujuh belas"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (1000, "seribu"),
        (1999, "seribu sembilan ratus sembilan puluh sembilan"),
        (2026, "dua ribu dua puluh enam"),
        (21_000, "dua puluh satu ribu"),
        (100_001, "seratus ribu satu"),
    ],
)
def test_numbers_in_words(number: int, words: str) -> None:
    assert spelled(number) == words


@pytest.mark.parametrize("number", [-1, 1_000_000])
def test_what_is_not_spelled_is_no_guess(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        spelled(number)


def test_a_filled_sheet_names_whom_it_may() -> None:
    consent = Consent("1", "id", "lisan", "2026-11-24T09:00:00+07:00")
    people = (
        Attendee(full_name="Siti Aminah", sex="P", age=34, hamlet="Krajan", occupation="petani", phone="0812"),
        Attendee(full_name="Anak Tanpa Wali", sex="L", age=15, phone="0899"),
        Attendee(full_name="Anak Berwali", sex="P", birth_year=2012, guardian_consent=consent),
        Attendee(sex="L"),
    )
    rows = grid(visit(people)).rows
    assert [row[:4] for row in rows] == [
        ("1", "Siti Aminah", "P", "34"),
        ("2", "", "L", "15"),
        ("3", "Anak Berwali", "P", "13"),
        ("4", "", "L", ""),
    ]
    assert rows[1][6] == ""
    assert [row[7][0] for row in rows] == ["\r", "\t", "\r", "\t"]
    assert "Anak Tanpa Wali" not in text("attendance", visit(people))


def test_a_blank_sheet_has_lines_and_no_names() -> None:
    from dataclasses import replace

    shown = replace(visit((Attendee(full_name="Siti Aminah", age=34),)), blank_lines=40)
    rows = grid(shown).rows
    assert [row[0] for row in rows] == [str(number) for number in range(1, 41)]
    assert "Siti Aminah" not in text("attendance", shown)


def test_the_record_is_official_in_either_language() -> None:
    shown = visit(
        start=dt.time(9, 0, tzinfo=WIB),
        end=dt.time(11, 30, tzinfo=WIB),
        venue="Balai Desa",
        officers=("Dewi Kartikasari", "Budi"),
        topics=("tipu-tipu lowongan",),
        assignment_letter="W13-1",
        headcount_male=27,
        headcount_female=67,
        headcount_ages={"18-24": 94},
        minutes="Baris satu\nBaris dua",
    )
    indonesian = text("record", shown)
    use_language("en")
    try:
        assert text("record", shown) == indonesian
        assert "SESSION SUMMARY" in text("summary", shown)
    finally:
        use_language("id")
    opening = next(part for part in parts("record", shown) if isinstance(part, Paragraph)).text
    assert opening.startswith(
        "Pada hari ini, Selasa tanggal dua puluh empat bulan November tahun dua ribu dua puluh enam (24-11-2026), "
        "pukul 09.00–11.30 WIB, bertempat di Balai Desa, Desa Wonorejo, Kecamatan Kaliwungu, Kabupaten Kendal"
    )
    assert "Laki-laki 27 orang, perempuan 67 orang; seluruhnya 94 (sembilan puluh empat) orang" in indonesian
    assert next(part for part in parts("record", shown) if isinstance(part, Numbered)).items == (
        "Dewi Kartikasari",
        "Budi",
    )
    assert "Baris satu" in indonesian
    assert "Mengenali tipu-tipu lowongan kerja luar negeri" in indonesian
    assert "Nomor: ……" in indonesian


def test_each_village_head_signs_by_the_kind_of_the_village() -> None:
    (signed,) = [
        part for part in parts("record", visit(villages=(WONOREJO, PEDALANGAN))) if isinstance(part, Signatures)
    ]
    assert [place.office for place in signed.places] == [
        "Kepala Desa Wonorejo",
        "Lurah Pedalangan",
        "Petugas Imigrasi Pembina Desa",
    ]
    assert signed.places[-1].above == "Wonorejo, 24 November 2026"
    assert signed.places[-1].name == "Dewi Kartikasari"


def test_a_session_with_nothing_yet_leaves_room_to_write_by_hand() -> None:
    bare = Visit(Session(), (), (), HEAD, "")
    for kind in KINDS:
        assert parts(kind, bare)
    assert "…" in text("record", bare)
    assert any(isinstance(part, Title) for part in parts("summary", bare))


@given(
    st.lists(
        st.builds(Attendee, full_name=st.sampled_from([None, "A"]), sex=st.sampled_from(["L", "P", None])), max_size=9
    ),
    st.integers(0, 12),
    st.integers(0, 12),
)
def test_the_paper_counts_as_coverage_does(people: list[Attendee], male: int, female: int) -> None:
    shown = visit(tuple(people), headcount_male=male or None, headcount_female=female or None)
    named = sum(bool(person.full_name) for person in people)
    assert reached(shown) == max((male + female) or len(people), named)


def test_the_summary_names_no_participant() -> None:
    shown = visit((Attendee(full_name="Siti Aminah", age=34),))
    assert "Siti" not in text("summary", shown)
    assert any(isinstance(part, Facts) for part in parts("summary", shown))


@given(st.text(max_size=6000))
def test_long_minutes_are_parted_and_nothing_is_lost(minutes: str) -> None:
    told = [part.text for part in parts("summary", visit(minutes=minutes)) if isinstance(part, Paragraph)]
    assert "".join(told) == "".join(minutes.splitlines())
    assert max(map(len, told), default=0) <= 1200
