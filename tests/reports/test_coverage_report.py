"""The coverage report as a file: what is in it, sheet by sheet, and the footnotes below it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest

from desa_app.domain.coverage import (
    AssignmentFact,
    AttendeeFact,
    Coverage,
    Facts,
    OfferFact,
    OfficeFact,
    Period,
    SessionFact,
    coverage,
    rules_in_force,
)
from desa_app.domain.village import Village
from desa_app.errors import ReportNotWritten, UnknownReportType
from desa_app.language import use_language
from desa_app.reports.coverage import check_ending, write_coverage

YEAR = Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
JUNE, LATER = dt.date(2025, 6, 15), dt.date(2026, 1, 5)
KENDAL, NEIGHBOUR, ACEH = "3324082014", "3324082015", "1101012001"
AT = dt.datetime(2026, 1, 7, 14, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
LEVELS = ["Desa", "Kecamatan", "Kabupaten-Kota", "Provinsi", "Kantor", "Indonesia"]


def village(code: str, name: str, *parents: str) -> Village:
    return Village(code, name, "desa", *parents)


@pytest.fixture(scope="module")
def counted() -> Coverage:
    """Kendal covered twice, once late, once with its neighbour; Aceh waiting for approval; SMG has 4 laptops."""
    facts = Facts(
        villages=(
            village(KENDAL, "Wonorejo", "Kaliwungu", "Kabupaten Kendal", "Jawa Tengah"),
            village(NEIGHBOUR, "=Mororejo", "Kaliwungu", "Kabupaten Kendal", "Jawa Tengah"),
            village(ACEH, "Keude Bakongan", "Bakongan", "Kabupaten Aceh Selatan", "Aceh"),
        ),
        assignments=[AssignmentFact(KENDAL, "SMG", dt.date(2025, 5, 1)), AssignmentFact(ACEH, "MBO", JUNE)],
        sessions=[
            SessionFact("s1", "SMG", JUNE, (KENDAL,), 30, "disetujui", JUNE),
            SessionFact("s2", "SMG", JUNE, (KENDAL, NEIGHBOUR), 20, "disetujui", LATER),
            SessionFact("s3", "MBO", JUNE, (ACEH,), 1_200, "diajukan"),
            SessionFact("s4", "SMG", JUNE, (KENDAL,), 0, "disetujui", JUNE),
            SessionFact("s5", "SMG", JUNE, ("3324082099",), 5, "disetujui", JUNE),
        ],
        attendees=[AttendeeFact("s1", KENDAL, "siti"), AttendeeFact("s2", KENDAL, "siti")],
        offers=[OfferFact(ACEH, JUNE, "kritis", urgent_open=True)],
        offices=[OfficeFact("SMG", "Kantor Imigrasi Semarang", 4, 3), OfficeFact("MBO", "Kantor Imigrasi Meulaboh")],
    )
    return coverage(facts, YEAR, rules_in_force())


def written(counted: Coverage, path: Path, by: str | None = None) -> Path:
    return write_coverage(counted, path, author="Budi (SMG)", at=AT, by=by).path  # type: ignore[arg-type]


def read_csv(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";"))


def as_dicts(table: list[list[object]]) -> dict[object, dict[object, object]]:
    return {row[0]: dict(zip(table[0], row, strict=True)) for row in table[1:]}


def page(path: Path, title: str) -> list[list[object]]:
    return [list(row) for row in openpyxl.load_workbook(path)[title].iter_rows(values_only=True)]


def test_a_csv_holds_the_villages_then_the_notes(counted: Coverage, tmp_path: Path) -> None:
    lines = read_csv(written(counted, tmp_path / "cakupan.csv"))
    end = lines.index([])
    rows = as_dicts([list(line) for line in lines[:end]])
    assert list(rows) == ["11.01.01.2001", "33.24.08.2014", "33.24.08.2015", "33.24.08.2099"]
    kendal = rows["33.24.08.2014"]
    assert (kendal["Desa/Kelurahan"], kendal["Dicakup"], kendal["Desa binaan"]) == ("Wonorejo", "ya", "ya")
    assert (kendal["Sesi"], kendal["Orang terjangkau"], kendal["Sesi terakhir"]) == ("2", "31", "2025-06-15")
    assert (kendal["Orang unik, paling sedikit"], kendal["Orang unik, paling banyak"]) == ("1", "30")
    aceh = rows["11.01.01.2001"]
    assert (aceh["Dicakup"], aceh["Sesi"], aceh["Menunggu persetujuan: orang"]) == ("tidak", "0", "1200")
    assert rows["33.24.08.2015"]["Desa/Kelurahan"] == "'=Mororejo"
    assert rows["33.24.08.2099"]["Jenis"] == "kode lama"
    assert {line[0] for line in lines[end + 1 :]} == {"Catatan"}


@pytest.mark.parametrize(
    ("by", "first", "rows"),
    [
        ("district", "Kode", 2),
        ("regency", "Kode", 2),
        ("province", "Kode", 2),
        ("office", "Kode", 2),
        ("country", "Negara", 1),
    ],
)
def test_a_csv_of_another_level(counted: Coverage, tmp_path: Path, by: str, first: str, rows: int) -> None:
    lines = read_csv(written(counted, tmp_path / "cakupan.csv", by))
    assert lines[0][0] == first
    assert lines.index([]) == rows + 1


def test_rates_are_percent_with_two_decimals_or_not_applicable(counted: Coverage, tmp_path: Path) -> None:
    lines = read_csv(written(counted, tmp_path / "cakupan.csv", "province"))
    rows = as_dicts([list(line) for line in lines[: lines.index([])]])
    assert (rows["33"]["Cakupan binaan (%)"], rows["33"]["Cakupan semua (%)"]) == ("100,00", "100,00")
    assert (rows["11"]["Cakupan binaan (%)"], rows["11"]["Dicakup, bukan binaan"]) == ("0,00", "0")
    assert rows["33"]["Dicakup, bukan binaan"] == "1"


def test_an_xlsx_has_a_sheet_a_level_the_uncovered_and_the_notes(counted: Coverage, tmp_path: Path) -> None:
    path = written(counted, tmp_path / "cakupan.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [*LEVELS, "Belum dicakup", "Catatan"]
    for title in book.sheetnames[:-1]:
        sheet = book[title]
        last = sheet.cell(sheet.max_row, sheet.max_column).coordinate
        assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:{last}")
    kendal = as_dicts(page(path, "Desa"))["33.24.08.2014"]
    assert (kendal["Sesi"], kendal["Orang terjangkau"], kendal["Sesi terakhir"]) == (2, 31, dt.datetime(2025, 6, 15))
    office = as_dicts(page(path, "Kantor"))["SMG"]
    assert (office["Laptop"], office["Laptop sudah sinkron"], office["Tidak dirinci per desa"]) == (4, 3, 19)
    country = as_dicts(page(path, "Indonesia"))["Indonesia"]
    assert (country["Cakupan semua (%)"], country["Menunggu persetujuan: orang"]) == (0.6667, 1_200)


def test_the_uncovered_come_with_their_priority(counted: Coverage, tmp_path: Path) -> None:
    rows = as_dicts(page(written(counted, tmp_path / "cakupan.xlsx"), "Belum dicakup"))
    assert list(rows) == ["11.01.01.2001", "33.24.08.2014", "33.24.08.2015"]
    aceh = rows["11.01.01.2001"]
    assert (aceh["Tanpa sesi sejak"], aceh["SEGERA terbuka"], aceh["Prioritas"]) == ("belum pernah", "ya", 62.5)


def test_an_xlsx_of_one_level(counted: Coverage, tmp_path: Path) -> None:
    result = write_coverage(counted, tmp_path / "a.xlsx", author="Budi", at=AT, by="province")
    assert openpyxl.load_workbook(result.path).sheetnames == ["Provinsi", "Catatan"]
    assert result.rows == {"Provinsi": 2}


def test_no_cell_of_the_report_is_a_formula(counted: Coverage, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(counted, tmp_path / "cakupan.xlsx"))
    assert not [cell.coordinate for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    assert as_dicts(page(tmp_path / "cakupan.xlsx", "Desa"))["33.24.08.2015"]["Desa/Kelurahan"] == "'=Mororejo"


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_every_footnote_is_there(counted: Coverage, tmp_path: Path, ending: str) -> None:
    path = written(counted, tmp_path / f"cakupan{ending}")
    if ending == ".csv":
        said = "\n".join(line[1] for line in read_csv(path) if line and line[0] == "Catatan")
    else:
        said = "\n".join(str(row[0]) for row in page(path, "Catatan"))
    for words in (
        "Periode: 1 Januari 2025 – 31 Desember 2025",
        "Desa binaan dicakup: 1 dari 2 (50,00 %)",
        "Semua desa/kelurahan dicakup: 2 dari 3 (66,67 %); bukan binaan: 1",
        "orang unik: antara 1 dan 54",
        "Dibuat oleh Budi (SMG), 7 Januari 2026 14:30",
        "3 dari 4 laptop kantor sudah sinkron sejak 31 Desember 2025",
        "Menunggu persetujuan: 1 sesi dengan 1.200 orang; tidak termasuk dalam angka lain",
        "1 sesi mencakup beberapa desa",
        "Terlambat: 1 sesi dengan 20 orang",
        "1 kode desa tidak ada dalam daftar yang berlaku (33.24.08.2099)",
        "1 sesi disetujui dalam periode ini tidak dihitung",
        "Cakupan binaan: desa binaan (SK berlaku pada akhir periode)",
        "Orang terjangkau: jumlah hadir atau jumlah peserta bernama",
        "Prioritas 0–100",
    ):
        assert words in said


def test_the_report_speaks_english_too(counted: Coverage, tmp_path: Path) -> None:
    use_language("en")
    book = openpyxl.load_workbook(written(counted, tmp_path / "coverage.xlsx"))
    assert book.sheetnames == [
        *("Villages", "Districts", "Regencies", "Provinces", "Offices", "Indonesia", "Not covered", "Notes"),
    ]
    assert book["Villages"]["B1"].value == "Village"
    assert "Made by Budi (SMG), 7 January 2026" in "\n".join(str(row[0].value) for row in book["Notes"])


@pytest.mark.parametrize("name", ["cakupan.pdf", "cakupan", "cakupan.xls", ".csv"])
def test_an_ending_that_nobody_writes_is_refused_before_anything_is_counted(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnknownReportType, match=r"\.csv atau \.xlsx"):
        check_ending(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_capitals_in_the_ending_are_no_matter(counted: Coverage, tmp_path: Path) -> None:
    assert written(counted, tmp_path / "CAKUPAN.XLSX").stat().st_size > 0


def test_an_older_report_is_unharmed_where_the_new_one_fails(counted: Coverage, tmp_path: Path) -> None:
    old = tmp_path / "cakupan.xlsx"
    old.mkdir()
    with pytest.raises(ReportNotWritten):
        written(counted, old)
    assert [entry.name for entry in tmp_path.iterdir()] == ["cakupan.xlsx"]
