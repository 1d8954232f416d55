"""Chosen sessions and offers as files: people's data only on explicit choice, sealed fields never, nothing that a
spreadsheet would run."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desa_app.domain.attendee import Attendee
from desa_app.domain.fields import PUBLIC, SEALED, fields_of
from desa_app.domain.offer import Offer, Recruiter, Stop
from desa_app.domain.risk import RiskRules, assess_offer
from desa_app.domain.session import Session
from desa_app.errors import UnknownReportType
from desa_app.reports.offers import OfferLine, write_offers
from desa_app.reports.records import Made, may_leave
from desa_app.reports.sessions import SessionLine, write_sessions

MADE = Made("Dewi", dt.datetime(2026, 11, 24, 17, 30, tzinfo=dt.timezone(dt.timedelta(hours=7))))
DAY = dt.date(2026, 11, 24)
SESSION = Session(
    id="0190f000-0000-7000-8000-000000000001",
    date=DAY,
    start=dt.time(9, 30),
    villages=("3324082014",),
    village_names=("Wonorejo",),
    venue='=HYPERLINK("http://x")',
    topics=("tppo",),
    speakers=("Bu Sekdes",),
    headcount_male=4,
    headcount_ages={"18-24": 4},
    minutes="Rahasia warga",
    status="dikembalikan",
)
PEOPLE = [
    Attendee(id="0190f000-0000-7000-8000-000000000002", full_name="Siti Aminah", sex="P", phone="+6281234567890"),
    Attendee(id="0190f000-0000-7000-8000-000000000003", full_name="@Budi", sex="L", age=30),
]
OFFER = Offer(
    id="0190f000-0000-7000-8000-000000000004",
    received_at=MADE.at,
    village="3324082014",
    village_name="Wonorejo",
    suspected_country="KH",
    reporter_contact="rahasia 0857",
    story="Cerita pelapor",
    route=(Stop("Batam", "feri"), Stop("Johor")),
    pay_min=9_000_000.0,
)
RECRUITER = Recruiter(id="0190f000-0000-7000-8000-000000000005", alias="Bang Jo", phone="0812", platform="WhatsApp")


def written_sessions(path: Path, *, named: bool) -> Path:
    people = (lambda: [(SESSION, person) for person in PEOPLE]) if named else None
    write_sessions(path, lambda: [SessionLine(SESSION, 4, 2, 2, "Tersimpan")], people, MADE)
    return path


def written_offers(path: Path, *, named: bool) -> Path:
    risk = assess_offer(OFFER, [RECRUITER], 0, RiskRules.load(), DAY)
    recruiters = (lambda: [(OFFER, RECRUITER)]) if named else None
    write_offers(path, lambda: [OfferLine(OFFER, risk, "SEGERA", 1, "Tersimpan")], recruiters, MADE)
    return path


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(path)
    return {page.title: [[cell.value for cell in row] for row in page.iter_rows()] for page in book.worksheets}


def text_of(path: Path) -> str:
    if path.suffix == ".csv":
        return path.read_text("utf-8-sig")
    return repr(sheets(path))


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_without_names_nothing_personal_leaves(tmp_path: Path, ending: str) -> None:
    text = text_of(written_sessions(tmp_path / f"sesi{ending}", named=False))
    assert "Wonorejo" in text
    assert all(private not in text for private in ("Siti", "Budi", "Sekdes", "Rahasia warga", "8123", "UU 27/2022"))
    text = text_of(written_offers(tmp_path / f"tawaran{ending}", named=False))
    assert "Kamboja" in text
    assert all(private not in text for private in ("Bang Jo", "0812", "Cerita", "0857"))


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_with_names_people_go_along_and_the_file_says_so_but_nothing_sealed(tmp_path: Path, ending: str) -> None:
    text = text_of(written_sessions(tmp_path / f"sesi{ending}", named=True))
    assert all(there in text for there in ("Siti Aminah", "81234567890", "UU 27/2022"))
    text = text_of(written_offers(tmp_path / f"tawaran{ending}", named=True))
    assert all(there in text for there in ("Bang Jo", "0812"))
    assert "0857" not in text


def test_nothing_that_a_spreadsheet_would_run(tmp_path: Path) -> None:
    pages = sheets(written_sessions(tmp_path / "sesi.xlsx", named=True))
    cells = [cell for rows in pages.values() for row in rows for cell in row if isinstance(cell, str)]
    assert "'=HYPERLINK" in "".join(cells)
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "-"))]


def test_a_workbook_has_a_sheet_for_each_and_values_of_their_kind(tmp_path: Path) -> None:
    pages = sheets(written_sessions(tmp_path / "sesi.xlsx", named=True))
    assert list(pages) == ["Sesi", "Peserta", "Catatan"]
    head, line = pages["Sesi"]
    row = dict(zip(head, line, strict=True))
    assert row["Tanggal"] == dt.datetime(2026, 11, 24)
    assert (row["Mulai"], row["Desa"], row["Orang dijangkau"]) == ("09.30", "33.24.08.2014", 4)
    assert (row["18–24 tahun"], row["Status"]) == (4, "Dikembalikan untuk perbaikan")
    assert len(pages["Peserta"]) == 1 + len(PEOPLE)
    pages = sheets(written_offers(tmp_path / "tawaran.xlsx", named=False))
    head, line = pages["Tawaran"]
    row = dict(zip(head, line, strict=True))
    assert (row["Rute"], row["Urgensi"]) == ("Batam, feri, Johor", "Segera")


def test_csv_holds_the_people_where_they_are_asked_for(tmp_path: Path) -> None:
    path = written_sessions(tmp_path / "sesi.csv", named=True)
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = list(csv.reader(file, delimiter=";"))
    assert "Nama lengkap" in head
    assert [row[head.index("Nama lengkap")] for row in rows[:2]] == ["Siti Aminah", "'@Budi"]


def test_no_other_kind_of_file(tmp_path: Path) -> None:
    with pytest.raises(UnknownReportType):
        written_sessions(tmp_path / "sesi.pdf", named=False)


def test_what_may_leave_follows_the_declaration() -> None:
    every = list(fields_of(Offer))
    assert "reporter_contact" not in may_leave(Offer, every, PUBLIC, SEALED)
    assert all(fields_of(Offer)[name].sensitivity == PUBLIC for name in may_leave(Offer, every, PUBLIC))
