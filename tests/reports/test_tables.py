"""Tables as CSV and XLSX: read back by other programs, harmless to spreadsheets, and never at an old file's cost."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desa_app.errors import ReportNotWritten
from desa_app.language import use_language
from desa_app.reports.tables import Sheet, harmless, write_csv
from desa_app.reports.workbook import write_xlsx

COLUMNS = [
    ("Kode", "code"),
    ("Nama", "text"),
    ("Jenis", "choice"),
    ("Tanggal", "date"),
    ("Sesi", "count"),
    ("Prioritas", "number"),
    ("Cakupan (%)", "percent"),
]
FULL = ["3324082014", "Wonorejo", "ya", dt.date(2025, 11, 18), 1234, 42.5, 0.0022]
EMPTY = ["332408", "", "tidak", None, 0, None, None]
DANGEROUS = ["=1+1", "+62812", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1+1", "＝1", "＋1", "－1", "＠x"]


def sheet(*rows: list[Any], title: str = "Desa") -> Sheet:
    return Sheet(title, COLUMNS, rows or (FULL, EMPTY))


def read_csv(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf"), "Excel takes a file without the mark for Windows-1252"
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def text_row(text: str) -> list[Any]:
    return ["3324082014", text, text, None, 0, 0.0, 0.0]


# CSV


def test_a_csv_is_what_indonesian_excel_takes_apart(tmp_path: Path) -> None:
    path = tmp_path / "laporan.csv"
    write_csv(path, sheet(), ["Catatan pertama; dengan titik koma", "kedua"])
    assert read_csv(path) == [
        ["Kode", "Nama", "Jenis", "Tanggal", "Sesi", "Prioritas", "Cakupan (%)"],
        ["33.24.08.2014", "Wonorejo", "ya", "2025-11-18", "1234", "42,50", "0,22"],
        ["332408", "", "tidak", "", "0", "", "n/a"],
        [],
        ["Catatan", "Catatan pertama; dengan titik koma"],
        ["Catatan", "kedua"],
    ]


def test_notes_are_named_in_the_language_in_use(tmp_path: Path) -> None:
    use_language("en")
    write_csv(tmp_path / "report.csv", sheet(), ["first"])
    assert read_csv(tmp_path / "report.csv")[-1] == ["Note", "first"]


# XLSX


def test_an_xlsx_has_frozen_headers_filters_types_and_number_formats(tmp_path: Path) -> None:
    path = tmp_path / "laporan.xlsx"
    write_xlsx(path, [sheet(), sheet(FULL, title="Lain")], "Catatan", ["pertama", "kedua"])
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Desa", "Lain", "Catatan"]
    page = book["Desa"]
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:G3")
    assert [cell.value for cell in page[1]] == [title for title, _ in COLUMNS]
    assert all(cell.font.bold for cell in page[1])
    assert [cell.value for cell in page[2]] == [
        *("33.24.08.2014", "Wonorejo", "ya", dt.datetime(2025, 11, 18), 1234, 42.5, 0.0022),
    ]
    assert [cell.value for cell in page[3]] == ["33.24.08", None, "tidak", None, 0, None, "n/a"]
    assert {cell.number_format for cell in page[2][:3]} == {"General"}
    assert [cell.number_format for cell in page[2][3:]] == [
        *("[$-421]d mmmm yyyy", "[$-421]#,##0", "[$-421]#,##0.00", "[$-421]0.00%"),
    ]
    assert [row[0].value for row in book["Catatan"].rows] == ["pertama", "kedua"]


def test_a_table_without_rows_has_its_header_and_a_filter(tmp_path: Path) -> None:
    path = tmp_path / "kosong.xlsx"
    write_xlsx(path, [Sheet("Desa", COLUMNS, ())], "Catatan", [])
    page = openpyxl.load_workbook(path)["Desa"]
    assert (page.max_row, page.auto_filter.ref) == (1, "A1:G1")


def test_a_value_never_stays_in_the_next_row(tmp_path: Path) -> None:
    path = tmp_path / "laporan.xlsx"
    write_xlsx(path, [sheet(FULL, EMPTY, FULL)], "Catatan", [])
    page = openpyxl.load_workbook(path)["Desa"]
    assert page["D3"].value is None
    assert page["G3"].value == "n/a"
    assert page["G4"].value == 0.0022


# What a spreadsheet could run


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_is_a_formula(tmp_path: Path, text: str) -> None:
    columns = [(text, kind) for _, kind in COLUMNS]
    danger = Sheet("Desa", columns, [text_row(text)])
    write_csv(tmp_path / "a.csv", danger, [text])
    write_xlsx(tmp_path / "a.xlsx", [danger], "Catatan", [text])
    in_csv = [cell for row in read_csv(tmp_path / "a.csv") for cell in row if "=" in cell or text in cell]
    assert len(in_csv) == len(COLUMNS) + 3
    assert all(cell.startswith("'") for cell in in_csv)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    in_xlsx = [cell for page in book for row in page for cell in row if isinstance(cell.value, str)]
    assert all(cell.data_type == "s" for cell in in_xlsx)
    assert not [cell.value for cell in in_xlsx if str(cell.value).lstrip().startswith(tuple("=+-@＝＋－＠"))]


@given(st.text())
def test_harmless_text_keeps_everything_else(text: str) -> None:
    made = harmless(text)
    assert not made.lstrip(" ").startswith(tuple("=+-@\t\r\n"))
    assert made in (text, f"'{text}") or any(ord(letter) < 32 or letter in "\ufffe\uffff" for letter in text)
    assert harmless(made) == made


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
def test_any_text_can_be_written_and_read_back(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "laporan"
        write_csv(path.with_suffix(".csv"), sheet(*map(text_row, texts)), texts)
        write_xlsx(path.with_suffix(".xlsx"), [sheet(*map(text_row, texts))], "Catatan", texts)
        assert len(read_csv(path.with_suffix(".csv"))) == 2 * len(texts) + 2
        page = openpyxl.load_workbook(path.with_suffix(".xlsx"))["Desa"]
        written = [str(row[1].value or "") for row in page.iter_rows(min_row=2)]
    assert [" ".join(text.split()) for text in written] == [" ".join(harmless(text).split()) for text in texts]


# An older file is unharmed


@contextlib.contextmanager
def room_for(size: int) -> Iterator[None]:
    """Files of at most ``size`` bytes for as long as this lasts: what a full disk looks like."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def write(path: Path, *rows: list[Any]) -> None:
    if path.suffix == ".csv":
        write_csv(path, sheet(*rows), ["catatan"])
    else:
        write_xlsx(path, [sheet(*rows)], "Catatan", ["catatan"])


@pytest.fixture(params=[".csv", ".xlsx"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A report of an earlier day, alone in its folder."""
    path = tmp_path / f"laporan{request.param}"
    path.write_bytes(b"laporan lama")
    return path


def assert_unharmed(old: Path) -> None:
    assert old.read_bytes() == b"laporan lama"
    assert [entry.name for entry in old.parent.iterdir()] == [old.name], "nothing unfinished is left"


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes are a matter of POSIX")
def test_a_full_disk_leaves_the_older_file(old: Path) -> None:
    rows = [text_row(f"Desa {number} {number * 7919}") for number in range(3_000)]
    with room_for(2_000), pytest.raises(ReportNotWritten, match=old.name) as refused:
        write(old, *rows)
    assert refused.value.retryable
    assert_unharmed(old)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes are a matter of POSIX")
def test_no_row_of_a_failed_report_stays_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    with room_for(2_000), pytest.raises(ReportNotWritten):
        write(tmp_path / "laporan.xlsx", *(text_row(f"Desa {number * 7919}") for number in range(3_000)))
    with pytest.raises(ValueError, match="zip"):
        write(tmp_path / "laporan.xlsx", FULL, ["terlalu", "pendek"])
    write(tmp_path / "laporan.xlsx", FULL)
    assert list((tmp_path / "temp").iterdir()) == []


def test_a_fault_while_writing_leaves_the_older_file(old: Path) -> None:
    with pytest.raises(ValueError, match="zip"):
        write(old, FULL, ["terlalu", "pendek"])
    assert_unharmed(old)


def test_a_file_open_elsewhere_is_said(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ReportNotWritten, match="sedang terbuka di program lain"):
        write(old, FULL)
    assert_unharmed(old)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReportNotWritten, match="foldernya tidak ada"):
        write(tmp_path / "tidak-ada" / "laporan.csv", FULL)


def test_a_folder_in_the_place_of_the_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "laporan.csv").mkdir()
    with pytest.raises(ReportNotWritten, match=r"laporan\.csv"):
        write(tmp_path / "laporan.csv", FULL)
    assert [entry.name for entry in tmp_path.iterdir()] == ["laporan.csv"]


def test_a_new_report_takes_the_old_one_s_place(old: Path) -> None:
    write(old, FULL)
    assert old.read_bytes() != b"laporan lama"
    assert [entry.name for entry in old.parent.iterdir()] == [old.name]
