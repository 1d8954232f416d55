"""Properties: whatever the layout, everybody comes back as written, and every row with text is accounted for."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import NamedTuple

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from desa_app.imports.attendance_list import AttendanceList, describe, read_attendance, read_pasted

HEADERS = {
    "full_name": ["Nama", "NAMA LENGKAP", "Nama Peserta", "N a m a", "Nama (sesuai KTP)", "Nama Lenkap", "Full name"],
    "sex": ["L/P", "JK", "Jenis Kelamin", "Jenis Kelamin (L/P)", "Jns. Kelamin", "Sex"],
    "age": ["Umur", "Usia", "Umur (th)", "USIA", "Age"],
    "hamlet": ["Dusun", "Nama Dusun", "Lingkungan"],
    "occupation": ["Pekerjaan", "Perkerjaan", "Pekerjaan / Jabatan", "Occupation"],
    "phone": ["No. HP", "HP/WA", "No HP / WA", "Nomor Telepon", "Telp."],
}
SEXES = {
    "L": ["L", "Lk", "laki-laki", "Laki - laki", "Pria", "M", "l"],
    "P": ["P", "Pr", "Perempuan", "Wanita", "F", "p"],
    None: ["", "-"],
}
AGES = ["{}", "{} th", "{} tahun", "{} Thn."]
NOISE = [
    ["", "", ""], ["Jumlah", "", "12 orang"], ["TOTAL", "34", ""], ["Laki-laki: 12", "", ""],
    ["", "Mengetahui,", ""], ["", "Kepala Desa Wonorejo", ""], ["", "", "(..................)"], ["99", "", ""],
]  # fmt: skip
TITLES = [["PEMERINTAH DESA WONOREJO"], ["DAFTAR HADIR"], [""], ["Tanggal : 28 Oktober 2025"], ["Tempat: Balai Desa"]]


class Person(NamedTuple):
    full_name: str
    sex: str | None
    age: int | None
    hamlet: str | None
    occupation: str | None
    phone: str | None


def words(*choices: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(choices), min_size=1, max_size=3).map(" ".join)


people = st.builds(
    Person,
    full_name=words("Siti", "Aminah", "Budi", "Nur'aini", "André", "H.", "Ma", "S.", "Sri", "Petrus", "Lurahwati", "O"),
    sex=st.sampled_from(["L", "P", None]),
    age=st.none() | st.integers(1, 110),
    hamlet=st.none() | st.sampled_from(["Krajan", "Sumberan", "Krajan Lor; timur", "Dusun I"]),
    occupation=st.none() | st.sampled_from(["petani", "Ibu rumah tangga", "Kepala Desa", "guru, honorer"]),
    phone=st.none() | st.from_regex(r"0812[0-9]{7,8}", fullmatch=True),
).filter(lambda person: person.full_name not in ("H.", "S.") and any(person[1:]))

Rows = list[list[str]]


@st.composite
def tables(draw: st.DrawFn) -> tuple[Rows, dict[int, Person], int]:
    """A list as rows of text, who stands in which row (from 1), and the row of the header."""
    fields = draw(st.permutations(["number", *Person._fields, "signature"]))
    header = [
        "No" if field == "number" else "Ttd" if field == "signature" else draw(st.sampled_from(HEADERS[field]))
        for field in fields
    ]
    rows: Rows = [*draw(st.lists(st.sampled_from(TITLES), max_size=4)), header]
    top = len(rows)
    placed: dict[int, Person] = {}
    for person in draw(st.lists(people, unique=True, max_size=8)):
        if draw(st.integers(0, 4)) == 0:
            rows.append(draw(st.sampled_from(NOISE)))
        texts = {
            "full_name": person.full_name,
            "sex": draw(st.sampled_from(SEXES[person.sex])),
            "age": draw(st.sampled_from(AGES)).format(person.age) if person.age else draw(st.sampled_from(["", "-"])),
            "hamlet": person.hamlet or "",
            "occupation": person.occupation or "-",
            "phone": person.phone or "",
            "number": str(len(placed) + 1),
            "signature": "",
        }
        rows.append([texts[field] for field in fields])
        placed[len(rows)] = person
    rows += draw(st.lists(st.sampled_from(NOISE), max_size=4))
    return rows, placed, top


def saved_as_xlsx(rows: Rows, folder: str) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append([int(text) if text.isdigit() else text or None for text in row])
    path = Path(folder) / "daftar.xlsx"
    book.save(path)
    return path


def saved_as_csv(rows: Rows, folder: str, delimiter: str, encoding: str) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path = Path(folder) / "daftar.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def phone_digits(phone: str | None) -> str | None:
    """A phone as a sheet of numbers keeps it: without the leading zero."""
    return phone and phone.lstrip("0")


def assert_accounted_for(attendance: AttendanceList, rows: Rows, placed: dict[int, Person], top: int) -> None:
    read = {
        person.row: Person(person.full_name, person.sex, person.age, person.hamlet, person.occupation,
                           phone_digits(person.phone))
        for person in attendance.people
    }  # fmt: skip
    skipped = {row.row: row.reason for row in attendance.skipped}
    twins = {row for row, reason in skipped.items() if reason == "duplicate"}
    wanted = {row: person._replace(phone=phone_digits(person.phone)) for row, person in placed.items()}
    assert read == {row: person for row, person in wanted.items() if row not in twins}
    assert len({person.key for person in attendance.people}) == len(read)
    assert all(person.notes == () for person in attendance.people)
    assert {row for row, texts in enumerate(rows, 1) if any(texts)} == read.keys() | skipped.keys() | {top}


@settings(max_examples=60, deadline=None)
@given(tables())
def test_everybody_of_an_xlsx_comes_back(table: tuple[Rows, dict[int, Person], int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        attendance = read_attendance(saved_as_xlsx(table[0], folder))
    assert_accounted_for(attendance, *table)


@settings(max_examples=100, deadline=None)
@given(tables(), st.sampled_from(";,\t|"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
def test_everybody_of_a_csv_comes_back(
    table: tuple[Rows, dict[int, Person], int], delimiter: str, encoding: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        attendance = read_attendance(saved_as_csv(table[0], folder, delimiter, encoding))
    assert_accounted_for(attendance, *table)


@settings(max_examples=60, deadline=None)
@given(st.lists(people, unique=True, min_size=1, max_size=8), st.sampled_from([", ", " / ", "; ", " | "]))
def test_everybody_of_a_pasted_list_comes_back(persons: list[Person], separator: str) -> None:
    lines = []
    for number, person in enumerate(persons, 1):
        known = [person.sex, str(person.age or ""), person.hamlet and "Dsn Krajan", "petani", person.phone]
        lines.append(f"{number}. " + separator.join([person.full_name, *(part for part in known if part)]))
    attendance = read_pasted("\n".join(lines))
    assert len(attendance.people) + len(attendance.skipped) == len(persons)
    assert all(row.reason == "duplicate" for row in attendance.skipped)
    for read in attendance.people:
        person = persons[read.row - 1]
        assert (read.full_name, read.sex, read.age, read.phone) == (
            person.full_name, person.sex, person.age, person.phone,
        )  # fmt: skip
        assert (read.occupation, read.hamlet) == ("petani", person.hamlet and "Krajan")


CELLS = st.text(max_size=12) | st.sampled_from(
    [
        "Nama",
        "No",
        "L/P",
        "Umur",
        "Siti",
        "P",
        "34",
        "Jumlah",
        "Mengetahui",
        "-",
        "L",
        "=A1",
        "3324085905900001",
        "Hadi",
        "Lengkap",
        "RT",
        "Alamat",
        "(1)",
        "1",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=5), max_size=8))
def test_every_row_of_any_table_is_a_person_or_listed(rows: Rows) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = saved_as_csv([["Nama", "Umur", "Dusun"], *rows], folder, ";", "utf-8-sig")
        cleaned = "".join(text for row in rows for text in row)
        if any(character < " " and character not in "\t\n\r" for character in cleaned):
            return
        attendance = read_attendance(path)
    with_text = {number for number, row in enumerate(rows, 2) if any(text.strip() for text in row)}
    listed = {person.row for person in attendance.people} | {row.row for row in attendance.skipped}
    assert with_text <= listed
    assert len(describe(attendance)) >= len(listed)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_every_line_of_any_pasted_text_is_a_person_or_listed(text: str) -> None:
    if any(character < " " and character not in "\t\n\r" for character in text):
        return
    attendance = read_pasted(text)
    listed = {person.row for person in attendance.people} | {row.row for row in attendance.skipped}
    assert len(listed) >= bool(text.strip())
    assert read_pasted(text) == attendance
