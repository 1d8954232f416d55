"""Files that are no list, or are made to hurt: each is refused with a sentence, or read without harm."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from desa_app.errors import UnreadableFile
from desa_app.imports import tables
from desa_app.imports.attendance_list import read_attendance, read_pasted

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def workbook(rows: int = 1) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["No", "Nama", "L/P", "Umur", "No HP"])
    for number in range(rows):
        sheet.append([number + 1, f"Siti x{number:x}".translate(str.maketrans("0123456789", "ghijklmnop")), "P", 34, 0])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A workbook whose sheet is ``xml``."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.namelist():
            target.writestr(entry, xml if entry.endswith("sheet1.xml") else source.read(entry))
    return buffer.getvalue()


def bomb() -> bytes:
    return with_sheet(b"<worksheet>" + b" " * (tables.MAX_UNPACKED_BYTES + 1) + b"</worksheet>")


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return with_sheet(
        f'<!DOCTYPE w [<!ENTITY l0 "lol">{entities}]><worksheet xmlns="http://schemas.openxmlformats.org/'
        'spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="str"><v>&l9;</v></c></row></sheetData>'
        "</worksheet>".encode()
    )  # fmt: skip


def archive(name: str, content: bytes = b"x") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        target.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("kosong.xlsx", lambda: b"", "kosong"),
        ("kosong.csv", lambda: b" \r\n \r\n", "kosong"),
        ("foto.xlsx", lambda: PNG, "bukan lembar Excel"),
        ("foto.csv", lambda: PNG, "bukan teks"),
        ("lama.xls", lambda: OLE, "Simpan Sebagai .xlsx"),
        ("terkunci.xlsx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "kata sandi"),
        ("web.xls", lambda: b"<html><table><tr><td>Nama</td></tr></table></html>", "halaman web"),
        ("surat.xlsx", lambda: archive("word/document.xml"), "bukan lembar Excel"),
        ("terpotong.xlsx", lambda: workbook()[:1500], "rusak"),
        ("rusak.xlsx", lambda: archive("xl/workbook.xml", b"<workbook"), "rusak"),
        ("bom.xlsx", bomb, "terlalu besar"),
        ("tawa.xlsx", laughs, "rusak"),
        ("nul.csv", lambda: b"Nama;Umur\nSi\0ti;34\n", "bukan teks"),
        ("sel.csv", lambda: b"Nama;Umur\n" + b"S" * 10_000_000 + b";34\n", "terlalu panjang"),
        ("besar.csv", lambda: b"Nama;Umur\n" * 2_100_000, "lebih besar dari 20 MB"),
        ("panjang.csv", lambda: b"Nama;Umur\n" + b"Siti;34\n" * 20_001, "lebih dari 20.000 baris"),
        ("panjang.xlsx", lambda: workbook(20_000), "lebih dari 20.000 baris"),
        ("kutip.csv", lambda: b"\xff\xfe" + b"\x00\xd8" * 3, "bukan teks"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence(
    tmp_path: Path, name: str, content: Callable[[], bytes], why: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content())
    with pytest.raises(UnreadableFile) as refused:
        read_attendance(path)
    assert why in refused.value.sentence
    assert name in refused.value.sentence


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "tidak-ada.xlsx", tmp_path):
        with pytest.raises(UnreadableFile, match="tidak ada"):
            read_attendance(path)


def test_a_huge_pasted_text_is_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"20\.000"):
        read_pasted("Siti\n" * 20_001)


def test_5000_rows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "besar.xlsx"
    path.write_bytes(workbook(5_000))
    attendance = read_attendance(path)
    assert len(attendance.people) == 5_000
    assert not attendance.skipped


def test_a_sheet_that_claims_a_million_rows_and_16384_columns_is_read_quickly(tmp_path: Path) -> None:
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

    def cell(place: str, text: str) -> str:
        return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'

    rows = f'<row r="1">{cell("A1", "Nama")}{cell("B1", "Umur")}</row>'
    rows += f'<row r="2">{cell("A2", "Siti")}<c r="B2"><v>34</v></c>{cell("XFD2", "jauh")}</row>'
    rows += f'<row r="1048576">{cell("A1048576", "Budi")}</row>'
    merges = '<mergeCells count="1"><mergeCell ref="B2:XFD1048576"/></mergeCells>'
    path = tmp_path / "luas.xlsx"
    sheet = f'<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData>{merges}</worksheet>'
    path.write_bytes(with_sheet(sheet.encode()))
    assert [(person.row, person.full_name) for person in read_attendance(path).people] == [
        (2, "Siti"),
        (1048576, "Budi"),
    ]


@pytest.mark.parametrize("seed", range(40))
def test_a_workbook_with_a_damaged_byte_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    data = bytearray(workbook(20))
    place = seed * len(data) // 40
    data[place : place + 4] = struct.pack("<I", 0xDEADBEEF ^ seed)
    path = tmp_path / "rusak.xlsx"
    path.write_bytes(bytes(data))
    try:
        attendance = read_attendance(path)
    except UnreadableFile:
        return
    assert attendance.people or attendance.skipped
